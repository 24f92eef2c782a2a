"""Teaches a pruned trunk what the full one says of drawn studies: features, and the logits of its head.

Seeded, and resumable to the bit: step i sees what it would have seen, and the checkpoint holds the optimiser.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from . import checkpoints
from .cpu import bf16_pays
from .train_trunks import rate_at, save_weights
from .trunk_plan import Plan
from .trunk_samples import batches
from .trunks import AnatomyTrunk, LesionTrunk

RATE = 5e-4
CELLS = 9000
"""Blocks of 4 mm at which the anatomy's head is compared."""


def alike(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean squared difference of features ``(N, C, ...)``, each channel by its own spread, and by some of the mean one: many are silent."""
    dims = (0, 2, 3, 4)
    spread = teacher.var(dim=dims)
    spread = spread + 0.1 * spread.mean()
    return ((student - teacher).square().mean(dim=dims) / spread).mean()


def lesion_loss(student: LesionTrunk, teacher: LesionTrunk, batch: dict[str, Tensor]) -> Tensor:
    """Features; every voxel's probabilities by BCE; and soft Dice of the channels that the teacher shows, for they are small."""
    images, present = batch["images"].float(), batch["present"]
    with torch.no_grad():
        wanted, told, _ = teacher(images, present)
        p, wanted = torch.sigmoid(told.float()), wanted.float()
    features, logits, _ = student(images, present)
    logits = logits.float()
    dims = (0, 2, 3, 4)
    mine = torch.sigmoid(logits)
    shown = (p.sum(dims) > 20).float()
    dice = (2 * (mine * p).sum(dims) + 1) / (mine.square().sum(dims) + p.square().sum(dims) + 1)
    bce = F.binary_cross_entropy_with_logits(logits, p)
    return alike(features.float(), wanted) + 2 * bce + (shown * (1 - dice)).sum() / shown.sum().clamp_min(1)


def anatomy_loss(student: AnatomyTrunk, teacher: AnatomyTrunk, batch: dict[str, Tensor]) -> Tensor:
    """Features; and the head's probabilities in some blocks, mostly of the head and a few of the air about it."""
    images, present = batch["images"].float(), batch["present"]
    with torch.no_grad():
        wanted, folded = teacher.encode(images, present)
        wanted, folded = wanted.float(), folded.float()
    features = student.encode(images, present)[0].float()
    there = (F.max_pool3d(batch["truth"].float()[:, None], 2) > 0).flatten()
    chance = torch.where(there, CELLS / there.sum().clamp_min(1), 0.02 * torch.ones(()))
    picked = (torch.rand(there.shape) < chance).nonzero(as_tuple=True)[0]

    def said(trunk: AnatomyTrunk, seen: Tensor) -> Tensor:
        rows = torch.cat([seen, folded], dim=1).permute(0, 2, 3, 4, 1).flatten(0, 3)[picked]
        return trunk.head.cells(rows.T[None, :, :, None, None]).float().reshape(trunk.CLASSES, 8, -1)

    with torch.no_grad():
        told = torch.log_softmax(said(teacher, wanted), dim=0)
    mine = torch.log_softmax(said(student, features), dim=0)
    return alike(features, wanted) + (told.exp() * (told - mine)).sum(dim=0).mean()


LOSSES = {"lesion": lesion_loss, "anatomy": anatomy_loss}


class Distillation:
    """Student, teacher, optimiser and step."""

    def __init__(self, plan: Plan, student: nn.Module, teacher: nn.Module) -> None:
        self.plan, self.step = plan, 0
        self.student = student.train().to(memory_format=torch.channels_last_3d)
        # In training mode, so that the logits of both are the head's own, but without gradients.
        self.teacher = teacher.train().requires_grad_(False).to(memory_format=torch.channels_last_3d)
        self.optimiser = torch.optim.AdamW(self.student.parameters(), lr=plan.rate, weight_decay=plan.decay)

    def train_step(self, batch: dict[str, Tensor]) -> float:
        """One optimiser step; the loss before it."""
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = rate_at(self.plan, self.step)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16_pays()):
            loss = LOSSES[self.plan.job](self.student, self.teacher, batch)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if math.isfinite(float(nn.utils.clip_grad_norm_(self.student.parameters(), self.plan.clip))):
            self.optimiser.step()
        self.step += 1
        return float(loss.detach())

    def save(self, path: Path) -> None:
        checkpoints.write({"step": self.step, "student": self.student.state_dict(), "optimiser": self.optimiser.state_dict()}, path)

    def load(self, path: Path) -> None:
        state = checkpoints.read(path)
        self.student.load_state_dict(state["student"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = int(state["step"])


def distil(
    job: str,
    student: nn.Module,
    teacher: nn.Module,
    folder: Path,
    steps: int,
    seed: int = 1,
    workers: int = 0,
    log: Callable[[str], None] = print,
    save_seconds: float = 120,
    stop_at: int | None = None,
) -> Path:
    """Fine-tunes ``student`` (or goes on); returns the path of its weights, which are those of the last step.

    :param folder: for `checkpoint.pt` and `final.pt`
    :param workers: processes that draw subjects; 0: this one
    :param stop_at: stop after this step as if interrupted (for tests)
    """
    folder.mkdir(parents=True, exist_ok=True)
    plan = Plan(job, steps=steps, rate=RATE, warmup=max(1, min(30, steps // 10)), seed=seed)
    run, checkpoint, final = Distillation(plan, student, teacher), folder / "checkpoint.pt", folder / "final.pt"
    if checkpoint.exists():
        run.load(checkpoint)
        log(f"{job}: resumed at step {run.step}")
    last = min(steps, stop_at or steps)
    if run.step < last:
        feed = batches(plan, run.step, workers)
        began, first, saved, recent = time.monotonic(), run.step, time.monotonic(), []
        while run.step < last:
            recent.append(run.train_step(next(feed)))
            if run.step % 25 == 0 or run.step == last:
                pace = (time.monotonic() - began) / (run.step - first)
                log(f"{job} {run.step}/{steps} distance {sum(recent[-25:]) / len(recent[-25:]):.4f} | {pace:.2f} s/step, {pace * (steps - run.step) / 60:.0f} min left")
            if time.monotonic() - saved > save_seconds:
                run.save(checkpoint)
                saved = time.monotonic()
        feed.close()
        run.save(checkpoint)
    save_weights(run.student, final if run.step >= steps else folder / "latest.pt")
    return final if run.step >= steps else folder / "latest.pt"
