"""What each trunk is trained to make small."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .labels import CLASS_COUNT, LESION_CHANNELS
from .synth.kinds import KINDS
from .synth.subject import TUMOURS
from .trunk_plan import Plan
from .trunks import AnatomyTrunk, KindTrunk, LesionTrunk

NAMING_WEIGHT = 1.0
"""How much naming lesions counts beside finding them."""
DISEASE_WEIGHT = 1.5
"""How much telling diseases apart counts, whatever part or age of one a cell is: that a bright cone is an infarct and no oedema."""
DISEASES: tuple[tuple[str, ...], ...] = ((*TUMOURS, "necrosis", "oedema"), ("wmh",), ("infarct",), ("haemorrhage", "bleed-oedema"), ("subdural",))
"""Beginnings of the names in KINDS."""
DISEASE_OF = tuple(next(i for i, d in enumerate(DISEASES) if kind.startswith(d)) for kind in KINDS)
CE_WEIGHT = 8.0
"""The most that one sampled block counts in the anatomy's cross-entropy."""


def lesion_loss(model: LesionTrunk, batch: dict[str, Tensor], kind_weight: float) -> tuple[Tensor, dict[str, float]]:
    """BCE on every channel, soft Dice on the channels that the batch holds.

    Rare classes collapse in two ways that this avoids: Dice on an absent class pushes every voxel towards no and
    never back, so absent classes are left to BCE; and BCE alone sees too few positives, so they weigh more, by the
    square root of their rarity (bounded).
    """
    _, logits, _ = model(batch["images"].float(), batch["present"])
    logits, truth = logits.float(), batch["truth"].float()
    dims = (0, 2, 3, 4)
    positives = truth.sum(dims)
    voxels = truth.numel() / truth.shape[1]
    rarity = (0.5 * ((voxels - positives) / positives.clamp_min(1)).sqrt()).clamp(1, 3)
    bce = F.binary_cross_entropy_with_logits(logits, truth, pos_weight=rarity[:, None, None, None])
    there = (truth[:, :1] > 0.5).expand_as(truth[:, 1:])
    if there.any():
        bce = bce + kind_weight * F.binary_cross_entropy_with_logits(logits[:, 1:][there], truth[:, 1:][there])
    p = torch.sigmoid(logits)
    both, total = (p * truth).sum(dims), (p + truth).sum(dims)
    dice = (2 * both + 1) / (total + 1)
    seen = (positives > 20).float()
    loss = 2 * bce + (seen * (1 - dice)).sum() / seen.sum().clamp_min(1)
    hard = (p > 0.5).float()
    agree = (2 * (hard * truth).sum(dims)) / ((hard + truth).sum(dims)).clamp_min(1)
    return loss, {n[:6]: float(agree[i]) for i, n in enumerate(LESION_CHANNELS) if seen[i]}


def kind_loss(model: KindTrunk, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """Finding lesions (cross-entropy and soft Dice of anything against nothing), and naming their cells.

    Naming is a cross-entropy among the kinds alone, over cells that hold a lesion, and once more among diseases; a kind counts by the
    root of its size in the batch, not by its size. Soft Dice of every kind that is there joins the two.
    """
    logits = model(batch["images"].float(), batch["compared"].float(), batch["present"]).float()
    cells = F.max_pool3d(batch["kinds"][:, None].float(), 2)[:, 0].long()
    there = cells > 0
    found = torch.logsumexp(logits[:, 1:], dim=1) - logits[:, 0]
    loss = 2 * F.binary_cross_entropy_with_logits(found, there.float(), pos_weight=torch.tensor(3.0, device=found.device))
    loss = loss + _soft_dice(torch.sigmoid(found).flatten(1), there.float().flatten(1), there.flatten(1).any(1))
    shown = {}
    if there.any():
        given, wanted = logits[:, 1:].permute(0, 2, 3, 4, 1)[there], cells[there] - 1
        count = torch.bincount(wanted, minlength=given.shape[1])
        weight = count.clamp_min(1).float().rsqrt()[wanted]
        loss = loss + NAMING_WEIGHT * (F.cross_entropy(given, wanted, reduction="none") * weight).sum() / weight.sum()
        loss = loss + DISEASE_WEIGHT * _disease_loss(given, wanted)
        p = torch.softmax(logits, dim=1)[:, 1:].transpose(0, 1).flatten(1)
        true = F.one_hot(cells, logits.shape[1]).permute(4, 0, 1, 2, 3)[1:].flatten(1).float()
        loss = loss + 0.5 * _soft_dice(p, true, count > 5)
        right = given.argmax(1) == wanted
        shown = {KINDS[k]: float(right[wanted == k].float().mean()) for k in count.nonzero()[:, 0].tolist() if count[k] > 5}
    return loss, {"found": float(((found > 0) & there).sum() * 2 / ((found > 0).sum() + there.sum()).clamp_min(1)), **shown}


def _disease_loss(given: Tensor, wanted: Tensor) -> Tensor:
    """Cross-entropy among diseases of cells (n, 16 kinds), each counting by the root of its size in the batch."""
    of = torch.tensor(DISEASE_OF, device=given.device)
    logits = torch.stack([torch.logsumexp(given[:, of == d], dim=1) for d in range(len(DISEASES))], dim=1)
    wanted = of[wanted]
    weight = torch.bincount(wanted, minlength=len(DISEASES)).clamp_min(1).float().rsqrt()[wanted]
    return (F.cross_entropy(logits, wanted, reduction="none") * weight).sum() / weight.sum()


def _soft_dice(p: Tensor, true: Tensor, rows: Tensor) -> Tensor:
    """Mean of 1 - Dice over the rows that count, 0 where none does."""
    dice = (2 * (p * true).sum(1) + 1) / (p.sum(1) + true.sum(1) + 1)
    return (rows * (1 - dice)).sum() / rows.sum().clamp_min(1)


def anatomy_loss(model: AnatomyTrunk, batch: dict[str, Tensor], blocks: int = 9000) -> tuple[Tensor, dict[str, float]]:
    """CE + soft Dice on sampled 4 mm blocks: every small structure always, background about 4 %.

    Each block counts for as many as it stands for, one over its chance (bounded for CE, where a few would outshout the
    rest): without that the trained network calls too much of everything that is not background.
    """
    features, folded = model.encode(batch["images"].float(), batch["present"])
    truth = batch["truth"].long()
    n, d, h, w = truth.shape
    cells = truth.reshape(n, d // 2, 2, h // 2, 2, w // 2, 2).permute(0, 1, 3, 5, 2, 4, 6).reshape(-1, 8)
    count = torch.bincount(cells.reshape(-1), minlength=CLASS_COUNT).float()
    # The rarer the rarest label of a block, the surer it is taken.
    chance = (blocks * 8 / 34 / count.clamp_min(1))
    chance[0] = 0.04
    taken = chance[cells].amax(dim=1).clamp(max=1)
    picked = (torch.rand(cells.shape[0]) < taken).nonzero(as_tuple=True)[0]
    weight = 1 / taken[picked]
    joined = torch.cat([features, folded.to(features.dtype)], dim=1)
    rows = joined.permute(0, 2, 3, 4, 1).reshape(-1, joined.shape[1])[picked]
    mix, out = model.head.mix, model.head.out
    rows = F.relu(F.linear(rows, mix.weight.flatten(1), mix.bias))
    logits = F.linear(rows, out.weight.flatten(1), out.bias).float().reshape(-1, CLASS_COUNT, 8)
    target = cells[picked]
    even = weight.clamp(max=CE_WEIGHT)
    ce = (F.cross_entropy(logits, target, reduction="none").mean(dim=1) * even).sum() / even.sum()
    p = torch.softmax(logits, dim=1)
    hot = F.one_hot(target, CLASS_COUNT).permute(0, 2, 1).to(p.dtype)
    both, total = ((x.sum(dim=2) * weight[:, None]).sum(dim=0) for x in (p * hot, p + hot))
    present = hot.sum((0, 2)) > 0
    present[0] = False
    dice = ((2 * both + 1) / (total + 1))[present]
    return ce + (1 - dice).mean(), {"softdice": float(dice.mean().detach())}


def loss_of(plan: Plan, model: nn.Module, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
    """The loss of a job's network on a batch, and how far the two agree by class, for the log."""
    if plan.job == "lesion":
        return lesion_loss(model, batch, plan.kind_weight)
    return {"anatomy": anatomy_loss, "kinds": kind_loss}[plan.job](model, batch)
