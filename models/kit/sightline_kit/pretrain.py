"""Runs masked pre-training (:mod:`mim`): `python -m sightline_kit pretrain --minutes M --out FOLDER` writes `mim.pt`.

`train_trunks lesion --start FOLDER/mim.pt` begins with it: it holds the network, and the heads stay fresh. Scans are drawn, or
read from a folder of NIfTI files; nothing but the images is looked at.
"""

from __future__ import annotations

import math
import os
import re
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from . import checkpoints, data, preprocess
from .cpu import bf16_pays
from .mim import Levels, MaskedReconstruction
from .trunk_plan import Plan
from .trunk_samples import batches
from .trunks import Z0, LesionTrunk

PEAK, WARMUP, CLIP = 1e-3, 40, 1.0
KEPT = ("net.", "presence.")
"""Parts of the trunk that have learned something."""

_WORDS = {"T1C": ("t1c", "t1ce", "t1gd", "t1post"), "FLAIR": ("flair", "fla"), "T2": ("t2", "t2w"), "T1": ("t1", "t1w", "mprage")}

Study = tuple[Tensor, Tensor]
"""Images ``(4, z, y, x)`` and flags ``(4,)``."""


def slot_of(name: str) -> str | None:
    """The sequence that a file's name tells of, None where it tells of none."""
    words = set(re.split(r"[^a-z0-9]+", name.lower()))
    return next((slot for slot, known in _WORDS.items() if words & set(known)), None)


def studies_in(folder: Path) -> list[dict[str, Path]]:
    """Every folder that holds NIfTI files of named sequences is a study; every such file in ``folder`` itself is one.

    :raises ValueError: when there is none
    """
    found: list[dict[str, Path]] = []
    for path in sorted(folder.rglob("*.nii*")):
        slot = slot_of(path.name)
        if slot is None:
            continue
        last = next(iter(found[-1].values())) if found else None
        if last is not None and path.parent == last.parent != folder and slot not in found[-1]:
            found[-1][slot] = path
        else:
            found.append({slot: path})
    if not found:
        raise ValueError(f"{folder} holds no NIfTI file whose name tells its sequence ({', '.join(w for words in _WORDS.values() for w in words)})")
    return found


def read(folder: Path, seed: int, first: int) -> Iterator[Study]:
    """Step ``i`` sees a study of the folder, moved and mirrored at random, by ``(seed, i)`` alone."""
    found = studies_in(folder)

    @lru_cache(maxsize=64)
    def prepared(index: int) -> tuple[np.ndarray, np.ndarray]:
        made = preprocess.prepare({slot: data.read_lps(path) for slot, path in found[index].items()})
        return made.images.astype(np.float16), made.present

    for step in range(first, 2**62):
        rng = np.random.default_rng([seed, step])
        images, present = prepared(int(rng.integers(len(found))))
        front = int(rng.integers(4, 14))
        box = images[:, Z0:, front : front + 96, :: 1 if rng.random() < 0.5 else -1]
        yield torch.from_numpy(np.ascontiguousarray(box)), torch.from_numpy(present)


def drawn(seed: int, first: int, workers: int) -> Iterator[Study]:
    """What the lesion trunk is trained on, without its truth."""
    feed = batches(Plan("lesion", steps=1, rate=0.0, seed=seed), first, workers)
    try:
        for batch in feed:
            yield batch["images"][0], batch["present"][0]
    finally:
        feed.close()


class Pretraining:
    """Network, optimiser, step and minutes spent; what is saved goes on as it would have."""

    def __init__(self, seed: int, levels: Levels = Levels()) -> None:
        torch.manual_seed(seed)
        self.seed, self.step, self.spent = seed, 0, 0.0
        self.model = MaskedReconstruction(LesionTrunk(), levels).train().to(memory_format=torch.channels_last_3d)
        self.optimiser = torch.optim.AdamW([p for p in self.model.parameters() if p.requires_grad], lr=PEAK, weight_decay=1e-4)

    def train_step(self, study: Study, done: float) -> dict[str, float]:
        """One step when ``done`` (0..1) of the schedule is over; the parts of the loss before it."""
        torch.manual_seed(self.seed * 1_000_003 + self.step)
        for group in self.optimiser.param_groups:
            group["lr"] = PEAK * min(1.0, (self.step + 1) / WARMUP) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * min(1.0, done))))
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bf16_pays()):
            loss, parts = self.model.loss(*study)
        self.optimiser.zero_grad(set_to_none=True)
        loss.backward()
        if math.isfinite(float(nn.utils.clip_grad_norm_(self.model.parameters(), CLIP))):
            self.optimiser.step()
        self.step += 1
        return parts

    def save(self, path: Path) -> None:
        checkpoints.write({"step": self.step, "spent": self.spent, "model": self.model.state_dict(), "optimiser": self.optimiser.state_dict()}, path)

    def load(self, path: Path) -> None:
        state = checkpoints.read(path)
        self.model.load_state_dict(state["model"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step, self.spent = int(state["step"]), float(state["spent"])

    def write(self, path: Path) -> Path:
        """The trunk's weights, for :func:`~sightline_kit.shipped.restore`."""
        kept = {k: v.detach().float().contiguous() for k, v in self.model.trunk.state_dict().items() if k.startswith(KEPT)}
        torch.save(kept, path.with_suffix(".part"))
        os.replace(path.with_suffix(".part"), path)
        return path


def pretrain(
    out: Path,
    feed: Callable[[int], Iterator[Study]],
    minutes: float | None = None,
    steps: int | None = None,
    seed: int = 1,
    levels: Levels = Levels(),
    log: Callable[[str], None] = print,
    save_minutes: float = 2,
    stop_at: int | None = None,
) -> Path:
    """Trains (or goes on) for so many minutes or steps; returns the path of `mim.pt`.

    :param feed: studies from a step on
    :param stop_at: stop after this step as if interrupted (for tests)
    """
    if (minutes is None) == (steps is None):
        raise ValueError("say either minutes or steps")
    out.mkdir(parents=True, exist_ok=True)
    run, checkpoint = Pretraining(seed, levels), out / "checkpoint.pt"
    if checkpoint.exists():
        run.load(checkpoint)
        log(f"resumed at step {run.step}")

    def done() -> float:
        return run.step / steps if steps else run.spent / minutes

    studies, recent, saved, clock = feed(run.step), [], run.spent, time.monotonic()
    while done() < 1 and run.step != stop_at:
        recent = [*recent[-49:], run.train_step(next(studies), done())]
        now = time.monotonic()
        run.spent, clock = run.spent + (now - clock) / 60, now
        if run.step % 25 == 0 or done() >= 1:
            means = " ".join(f"{k} {np.mean([r[k] for r in recent]):.3f}" for k in recent[0])
            log(f"pretrain {run.step} {means} | {run.spent:.1f} minutes, {100 * min(1.0, done()):.0f} %")
        if run.spent - saved > save_minutes:
            run.save(checkpoint)
            run.write(out / "mim.pt")
            saved = run.spent
    studies.close()
    run.save(checkpoint)
    return run.write(out / "mim.pt")


def main(out: Path, minutes: float, volumes: Path | None, seed: int, workers: int) -> None:
    feed = (lambda first: read(volumes, seed, first)) if volumes else (lambda first: drawn(seed, first, workers))
    print(pretrain(out, feed, minutes=minutes, seed=seed, log=lambda line: print(time.strftime("%H:%M:%S"), line, flush=True)))
