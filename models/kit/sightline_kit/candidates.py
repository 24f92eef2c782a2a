"""Candidates: separate places where the trunks suspect a lesion, each with what is seen there.

A trunk names cells one by one, and a brain has one answer to each question. In between lie the things that a reader weighs: a wedge
that reaches the cortex is an infarct and a ball in the white matter none, though both are bright; a faint smear is noise. So every
suspicious place is cut out, described as a whole and judged by the finding head, which learns from each what it truly is: the second
step of computer-aided detection, that tells true from false candidates (Setio et al. 2017, LUNA16).
No learned weights here; all operations can be exported.
"""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .features import FIRM, LESIONS, SEAT_FEATURES, Fields, box_mean, seats_of
from .labels import SEQUENCES
from .synth import Lesion
from .synth.kinds import KINDS
from .synth.subject import TUMOURS
from .trunks import DEEP, KindTrunk

DISEASES: tuple[str, ...] = ("none", *TUMOURS, "wmh", "infarct", "haemorrhage", "subdural")
"""What a candidate may be. Oedema belongs to what it surrounds."""
COUNT = 8
"""Candidates of a study, the densest first; a study with fewer has empty ones, which are all zero."""
SUSPECT = 0.25
"""A cell whose probability of any lesion is above this belongs to a candidate."""
STEPS = 12
"""How far a candidate reaches from its densest cell, in cells of 4 mm: a larger lesion is several."""
FEATURES = SEAT_FEATURES + LESIONS + 4 * len(SEQUENCES) + DEEP + KindTrunk.WIDTHS[0] + len(KINDS) + 1


def candidates(f: Fields) -> tuple[Tensor, Tensor]:
    """Features (B, COUNT, FEATURES) of all candidates, and their weights 0..1 at 4 mm (B, COUNT, 48, 56, 40)."""
    weights = cut(torch.maximum(f.coarse[0].amax(dim=1), f.kinds.sum(dim=1)))
    return described(weights, f), weights


def cut(suspicion: Tensor) -> Tensor:
    """Takes connected parts from a map of probabilities (B, z, y, x), one after the other: from the densest cell as far as its part reaches."""
    left, parts = suspicion, []
    for _ in range(COUNT):
        z, y, x = _cube(box_mean(left[:, None], 3)[:, 0] * (left > SUSPECT))
        firm = (torch.einsum("bzyx,biz,bjy,bkx->bijk", left, z, y, x)[:, None] > SUSPECT).to(left)
        grown = torch.zeros_like(firm)
        grown[..., STEPS, STEPS, STEPS] = firm[..., STEPS, STEPS, STEPS]
        for _ in range(STEPS):
            grown = F.max_pool3d(grown, 3, stride=1, padding=1) * firm
        part = left * torch.einsum("bijk,biz,bjy,bkx->bzyx", grown[:, 0], z, y, x)
        parts.append(part)
        left = left - part
    return torch.stack(parts, dim=1)


def _cube(dense: Tensor) -> list[Tensor]:
    """Which cells of each axis (B, 2 STEPS + 1, length), as ones, lie in the cube about the densest cell; none where it sticks out of the grid."""
    at, out = dense.flatten(1).argmax(dim=1), []
    for length in dense.shape[:0:-1]:
        offset = torch.arange(-STEPS, STEPS + 1, device=dense.device)[None, :, None]
        cells = torch.arange(length, device=dense.device)[None, None]
        out.insert(0, (cells == (at % length)[:, None, None] + offset).to(dense))
        at = at // length
    return out


def described(weights: Tensor, f: Fields) -> Tensor:
    """What is where candidates are, (B, n, FEATURES): seats, lesion channels, brightness in and about and across the midline, deep features."""
    total = weights.sum(dim=(2, 3, 4))[..., None] + 1e-3
    there = (total > 0.1).to(weights)
    about = (F.max_pool3d(weights, 5, stride=1, padding=2) - F.max_pool3d(weights, 3, stride=1, padding=1)).clamp_min(0)
    lesion = f.coarse[0]
    within = _mean(weights, f.compared, total)
    ring = _mean(about, f.compared, about.sum(dim=(2, 3, 4))[..., None] + 1e-3)
    uneven = torch.sqrt((_mean(weights, f.compared**2, total) - within**2).clamp_min(0) + 1e-6)
    across = _mean(weights, f.compared - f.compared.flip(-1), total)
    coarse = F.avg_pool3d(weights, 2)
    hidden = torch.einsum("bnzyx,bczyx->bnc", coarse, f.hidden) / (coarse.sum(dim=(2, 3, 4))[..., None] + 1e-3)
    firm = torch.einsum("bnzyx,bkzyx->bnk", (weights > 0).to(weights), F.relu(f.kinds - FIRM))
    return torch.cat([seats_of(weights, f), _mean(weights, lesion, total), within, ring, uneven, across, _mean(weights, f.deep, total), hidden,
                      torch.log1p(firm * 0.064), torch.log1p(total * 0.064)], dim=-1) * there


def _mean(weights: Tensor, values: Tensor, total: Tensor) -> Tensor:
    return torch.einsum("bnzyx,bczyx->bnc", weights, values) / total


def truly(weights: Tensor, instances: list[Lesion]) -> np.ndarray:
    """What each candidate of one study is, float32 (n, 8): the shares of `DISEASES` in its weights (n, 48, 56, 40); empty ones are nothing."""
    out = np.zeros((len(weights), len(DISEASES)), np.float32)
    for lesion in instances:
        mask = F.avg_pool3d(torch.from_numpy(lesion.mask[None, None].astype(np.float32)), 2)[0, 0]
        out[:, DISEASES.index(lesion.kind.partition("-")[0])] += ((weights * mask).sum(dim=(1, 2, 3)) / (weights.sum(dim=(1, 2, 3)) + 1e-3)).numpy()
    out /= np.maximum(out.sum(axis=1, keepdims=True), 1.0)
    out[:, 0] = 1.0 - out.sum(axis=1)
    return out
