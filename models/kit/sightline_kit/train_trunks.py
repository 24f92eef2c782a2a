"""Training of the vision trunks: one job each, resumable to the bit, seeded, with the time left.

``python -m sightline_kit.train_trunks lesion --out runs/lesion`` (or ``anatomy``, ``kinds``). Synthetic subjects are drawn in
processes of their own (``trunk_samples``).
"""

from __future__ import annotations

import argparse
import copy
import math
import os
import signal
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from . import checkpoints, data
from .cpu import bf16_pays
from .muon import with_adamw
from .shipped import graph_state, restore
from .trunk_losses import loss_of
from .trunk_plan import SIZES, Plan
from .trunk_samples import batches
from .trunks import AnatomyTrunk, KindTrunk, LesionTrunk, widths_in

MODELS: dict[str, type[nn.Module]] = {"lesion": LesionTrunk, "anatomy": AnatomyTrunk, "kinds": KindTrunk}


def rate_at(plan: Plan, step: int) -> float:
    """Linear warm-up, then cosine to 2 % of the highest rate."""
    if step < plan.warmup:
        return plan.rate * (step + 1) / plan.warmup
    t = min(1.0, (step - plan.warmup) / max(1, plan.steps - plan.warmup))
    return plan.rate * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * t)))


class Trainer:
    """Model, EMA, optimiser and step of one job; ``save`` and ``load`` make it resume exactly."""

    def __init__(self, plan: Plan, device: str | None = None, autocast: bool | None = None) -> None:
        torch.manual_seed(plan.seed)
        self.plan = plan
        self.device = torch.device(device or ("cuda" if torch.cuda.is_available() else "cpu"))
        self.autocast = autocast if autocast is not None else (self.device.type == "cuda" or bf16_pays())
        self.model = MODELS[plan.job](*([plan.widths] if plan.widths else [])).to(self.device, memory_format=torch.channels_last_3d)
        self.ema = copy.deepcopy(self.model).requires_grad_(False)
        named = list(self.model.named_parameters())
        kernels = {n for n, p in named if p.ndim == 5 and n.startswith("net.")}
        self.optimisers = with_adamw(named, kernels, plan.rate, plan.decay, (0.9, 0.999))
        self.step = 0

    def begin_with(self, start: Path) -> list[str]:
        """Takes the trunk's weights from a shipped encoder graph or from :func:`save_weights`; returns the names of those it did not find."""
        if start.suffix == ".onnx":
            fresh = restore(self.model, graph_state(start), self.plan.job + ".")
        else:
            fresh = restore(self.model, torch.load(start, map_location="cpu", weights_only=True))
        self.ema.load_state_dict(self.model.state_dict())
        return fresh

    def train_step(self, batch: dict[str, Tensor]) -> tuple[float, float, dict[str, float]]:
        """One optimiser step; returns loss, gradient norm before clipping, and per-class agreement."""
        torch.manual_seed(self.plan.seed * 1_000_003 + self.step)
        batch = {k: v.to(self.device) for k, v in batch.items()}
        for group in (g for o in self.optimisers for g in o.param_groups):
            group["lr"] = rate_at(self.plan, self.step)
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.autocast):
            loss, agreement = loss_of(self.plan, self.model, batch)
        self.model.zero_grad(set_to_none=True)
        loss.backward()
        norm = float(nn.utils.clip_grad_norm_(self.model.parameters(), self.plan.clip))
        if math.isfinite(norm):
            for optimiser in self.optimisers:
                optimiser.step()
        self.step += 1
        decay = min(0.995, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for average, current in zip(self.ema.parameters(), self.model.parameters()):
                average.lerp_(current, 1 - decay)
        return float(loss.detach()), norm, agreement

    def save(self, path: Path) -> None:
        """Writes everything; see `checkpoints`."""
        state = {"plan": asdict(self.plan), "step": self.step, "model": self.model.state_dict(), "ema": self.ema.state_dict()}
        checkpoints.write(state | {"optimisers": [o.state_dict() for o in self.optimisers]}, path)

    def load(self, path: Path) -> None:
        state = checkpoints.read(path, self.device)
        self.model.load_state_dict(state["model"])
        self.ema.load_state_dict(state["ema"])
        for optimiser, known in zip(self.optimisers, state["optimisers"]):
            optimiser.load_state_dict(known)
        self.step = int(state["step"])


def save_weights(model: nn.Module, path: Path) -> None:
    """float32 state dict, written atomically."""
    part = path.with_suffix(".part")
    torch.save({k: v.detach().float().contiguous().cpu() for k, v in model.state_dict().items()}, part)
    os.replace(part, path)


def load_trunk(job: str, path: Path) -> LesionTrunk | AnatomyTrunk | KindTrunk:
    """A trunk with weights written by :func:`save_weights`, in evaluation mode, contiguous float32."""
    weights = torch.load(path, map_location="cpu", weights_only=True)
    model = MODELS[job](widths_in(weights))
    model.load_state_dict(weights)
    return model.eval()


def train(
    plan: Plan,
    folder: Path,
    workers: int = 1,
    log: Callable[[str], None] = print,
    watch: Callable[[nn.Module], str] | None = None,
    watch_every: int = 0,
    save_seconds: float = 150,
    stop_at: int | None = None,
    start: Path | None = None,
    minutes: float = math.inf,
) -> Path:
    """Train (or go on training) one trunk; returns the path of the final weights (the EMA), `final.pt`, or of `latest.pt` where it was stopped before.

    :param watch: measures the EMA now and then for the log only: real scans are test data, and the weights are
        chosen by the end of the schedule, never by these figures
    :param stop_at: stop after this step as if interrupted (for tests)
    :param start: a bundle's encoder graph, or stored weights, that a fresh run begins with
    :param minutes: stop after so many as if interrupted
    """
    folder.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(plan)
    checkpoint = folder / "checkpoint.pt"
    if checkpoint.exists():
        trainer.load(checkpoint)
        log(f"resumed at step {trainer.step}")
    elif start is not None:
        log(f"begins with {start}; fresh: {trainer.begin_with(start) or 'nothing'}")
    parameters = sum(p.numel() for p in trainer.model.parameters())
    log(f"{plan} on {trainer.device}, bf16 {trainer.autocast}, {parameters / 1e6:.2f} M parameters")
    feed = batches(plan, trainer.step, workers)
    begun, first, saved = time.monotonic(), trainer.step, time.monotonic()
    recent: list[float] = []
    classes: dict[str, list[float]] = {}
    waited = 0.0
    last = min(plan.steps, stop_at or plan.steps)
    asked_to_stop: list[int] = []
    before_us = signal.signal(signal.SIGTERM, lambda number, _: asked_to_stop.append(number))
    while trainer.step < last and not asked_to_stop and time.monotonic() - begun < 60 * minutes:
        before = time.monotonic()
        batch = next(feed)
        waited += time.monotonic() - before
        loss, norm, agreement = trainer.train_step(batch)
        recent.append(loss)
        for name, value in agreement.items():
            classes.setdefault(name, []).append(value)
        if trainer.step % 25 == 0 or trainer.step == last:
            pace = (time.monotonic() - begun) / (trainer.step - first)
            left = pace * (plan.steps - trainer.step)
            shown = " ".join(f"{k} {np.mean(v[-40:]):.2f}" for k, v in sorted(classes.items()))
            log(
                f"{plan.job} {trainer.step}/{plan.steps} loss {np.mean(recent[-50:]):.3f} norm {norm:.2f} {shown} "
                f"| {pace:.2f} s/step, waited {waited / (trainer.step - first):.2f}, {left / 60:.0f} min left"
            )
        if watch and watch_every and trainer.step % watch_every == 0:
            log(f"  watch {trainer.step}: {watch(trainer.ema)}")
        if time.monotonic() - saved > save_seconds or trainer.step == last:
            trainer.save(checkpoint)
            save_weights(trainer.ema, folder / "latest.pt")
            saved = time.monotonic()
    signal.signal(signal.SIGTERM, before_us)
    feed.close()
    trainer.save(checkpoint)
    name = "final.pt" if trainer.step >= plan.steps else "latest.pt"
    save_weights(trainer.ema, folder / name)
    log(f"{plan.job} stopped at step {trainer.step}: {name}")
    return folder / name


def pace(plan: Plan, workers: int = 1, steps: int = 8) -> float:
    """Seconds of a step on this machine, with the drawing of its subjects: the later half of a few steps, nothing of which is kept."""
    trainer, feed = Trainer(plan), batches(plan, 0, workers)
    for step in range(2 * steps):
        if step == steps:
            began = time.monotonic()
        trainer.train_step(next(feed))
    feed.close()
    return (time.monotonic() - began) / steps


def main() -> None:
    parser = argparse.ArgumentParser(description="Train one vision trunk.")
    parser.add_argument("job", choices=sorted(MODELS))
    parser.add_argument("--size", choices=sorted(SIZES), default="small")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--rate", type=float)
    parser.add_argument("--start", type=Path, help="encoder.onnx of a bundle, or stored weights, to begin with")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--threads", type=int, default=min(8, os.cpu_count() or 1))
    parser.add_argument("--watch", type=int, default=0, help="log figures on the real test scans every N steps")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    data.require_shared()
    values = asdict(SIZES[options.size][options.job])
    values.update({k: v for k, v in (("steps", options.steps), ("rate", options.rate)) if v})
    watch = None
    if options.watch:
        from .evaluate_vision import watcher

        watch = watcher(options.job)

    def log(line: str) -> None:
        print(time.strftime("%H:%M:%S"), line, flush=True)

    train(Plan(**values), options.out, options.workers, log, watch, options.watch, start=options.start)


if __name__ == "__main__":
    main()
