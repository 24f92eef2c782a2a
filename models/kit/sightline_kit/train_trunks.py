"""Training of the two vision trunks: one job each, resumable to the bit, seeded, with the time left.

``python -m sightline_kit.train_trunks lesion --out runs/lesion`` (or ``anatomy``). Synthetic subjects are drawn in
a process of their own; subject ``i`` depends on ``(seed, i)`` alone, so a resumed run sees what it would have seen.
"""

from __future__ import annotations

import argparse
import copy
import math
import multiprocessing as mp
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from . import data, synth
from .cpu import bf16_pays
from .labels import CLASS_COUNT, LESION_CHANNELS, SEQUENCES
from .mirror import mirrored
from .muon import with_adamw
from .preprocess import SHAPE
from .shipped import graph_state, restore
from .synth.kinds import KINDS, kind_map
from .trunks import AnatomyTrunk, KindTrunk, LesionTrunk


@dataclass(frozen=True)
class Plan:
    """One training job.

    :param steps: optimiser steps of the cosine schedule
    :param rate: highest learning rate, after ``warmup`` steps
    :param clip: bound of the gradient norm
    :param batch: samples to a step
    """

    job: str
    steps: int
    rate: float
    warmup: int = 60
    clip: float = 1.0
    decay: float = 1e-4
    seed: int = 1
    batch: int = 1


PLANS = {
    "lesion": Plan("lesion", steps=1400, rate=2e-3),
    "anatomy": Plan("anatomy", steps=2400, rate=2e-3, warmup=80),
    "kinds": Plan("kinds", steps=2500, rate=2e-3, batch=4),
}


# --- samples -----------------------------------------------------------------------------------------------------


_SHOWN = (
    (SEQUENCES, 0.36), (("FLAIR",), 0.12), (("T1",), 0.10), (("T1C",), 0.05), (("T2",), 0.06), (("T1", "FLAIR"), 0.05), (("T1C", "FLAIR"), 0.04),
    (("T2", "FLAIR"), 0.04), (("T1", "T1C"), 0.03), (("T1", "T2"), 0.03), (("T1", "T1C", "T2"), 0.04), (("T1", "T2", "FLAIR"), 0.05), (("T1", "T1C", "FLAIR"), 0.03),
)
LESION_SYNTH = synth.wide(
    glioma=0.24, metastases=0.14, meningioma=0.12, infarct=0.22, haemorrhage=0.16, subdural=0.12, another=0.6, healthy=0.22, subsets=_SHOWN,
)
"""Several diseases in one brain and more brains without any: a network that has seen few thousand images learns the rare kinds from the
first, and from the second to keep quiet."""


def lesion_scan(rng: np.random.Generator, plan: Plan) -> list[dict[str, np.ndarray]]:
    """One study with its lesion channels in the box that :class:`LesionTrunk` looks at, and its mirror image, twice.

    Each is placed anew and has sequences of its own, free of the cost of drawing a subject; lesions have no side.
    """
    del plan
    subject = synth.sample_subject(rng, LESION_SYNTH, sequences=SEQUENCES)
    stack = subject.stack().astype(np.float16)
    samples = []
    for step in (1, -1, 1, -1):
        front = 2 * int(rng.integers(2, 7))
        box = (slice(None), slice(SHAPE[0] - 80, SHAPE[0]), slice(front, front + 96), slice(None, None, step))
        present = draw_present(rng, LESION_SYNTH)
        images = stack[box] * present[:, None, None, None].astype(np.float16)
        samples.append({"images": images, "present": present, "truth": visible(np.ascontiguousarray(subject.lesions[box]), present)})
    return samples


VIEWS = 8
"""Samples of one subject for the kind trunk: it learns from one in less time than it takes to draw a subject."""


def kind_scan(rng: np.random.Generator, plan: Plan) -> list[dict[str, np.ndarray]]:
    """One study with the kinds of its lesions, :data:`VIEWS` times: turned over, of other sequences, of other brightness and contrast."""
    del plan
    subject = synth.sample_subject(rng, LESION_SYNTH, sequences=SEQUENCES)
    stack, kinds = subject.stack(), kind_map(subject.instances)
    samples = []
    for view in range(VIEWS):
        front = 2 * int(rng.integers(2, 7))
        box = (slice(SHAPE[0] - 80, SHAPE[0]), slice(front, front + 96), slice(None, None, -1 if view % 2 else 1))
        present = draw_present(rng, LESION_SYNTH)
        scale, shift = (rng.normal(m, 0.1, len(SEQUENCES)).astype(np.float32)[:, None, None, None] for m in (1, 0))
        images = stack[(slice(None), *box)]
        images = (images * scale + shift * (images != 0)) * present[:, None, None, None]
        seen = visible_kinds(np.ascontiguousarray(kinds[box]), present)
        samples.append({"images": images.astype(np.float16), "present": present, "kinds": seen})
    return samples


def visible_kinds(kinds: np.ndarray, present: np.ndarray) -> np.ndarray:
    """As :func:`visible`, for a map of kinds; changed in place and returned."""
    if not present[SEQUENCES.index("T2")] + present[SEQUENCES.index("FLAIR")]:
        kinds[kinds == KINDS.index("wmh") + 1] = 0
    return kinds


def visible(lesions: np.ndarray, present: np.ndarray) -> np.ndarray:
    """White-matter lesions cannot be judged on T1 and T1C alone, so nothing is asked of the network there.

    :param lesions: bool ``(6, z, y, x)``, changed in place and returned
    """
    wet, wmh = present[SEQUENCES.index("T2")] + present[SEQUENCES.index("FLAIR")], LESION_CHANNELS.index("wmh")
    if not wet:
        lesions[0] &= ~lesions[wmh]
        lesions[wmh] = False
    return lesions


def draw_present(rng: np.random.Generator, config: synth.SynthConfig) -> np.ndarray:
    """A subset of the sequences by the generator's own odds, as 0/1 in slot order, float32."""
    odds = np.array([weight for _, weight in config.subsets])
    names = config.subsets[rng.choice(len(odds), p=odds / odds.sum())][0]
    return np.array([float(s in names) for s in SEQUENCES], dtype=np.float32)


ANATOMY_SYNTH = synth.wide(
    subsets=((("T1",), 0.62), (("T1C",), 0.14), (("T2",), 0.12), (("FLAIR",), 0.12)),
    healthy=0.5,
    rotation=7.0,
    elastic=2.5,
)


def anatomy_scan(rng: np.random.Generator, plan: Plan) -> list[dict[str, np.ndarray]]:
    """One scan of one sequence with its structures, and its mirror image."""
    del plan
    subject = synth.sample_subject(rng, ANATOMY_SYNTH)
    samples = []
    for shown in (subject, mirrored(subject)):
        samples.append({"images": shown.stack().astype(np.float16), "present": shown.present, "truth": shown.structures})
    return samples


SAMPLERS: dict[str, Callable[[np.random.Generator, Plan], list[dict[str, np.ndarray]]]] = {
    "lesion": lesion_scan,
    "anatomy": anatomy_scan,
    "kinds": kind_scan,
}
PER_SUBJECT = {"lesion": 4, "anatomy": 2, "kinds": VIEWS}
"""Samples that one subject gives."""
DELAY = 3
"""Each further sample of a subject is used this many subjects later, so that neighbouring samples differ."""


def _produce(plan: Plan, first: int, stride: int, queue: mp.Queue) -> None:
    os.nice(1)
    torch.set_num_threads(1)
    index = first
    while True:
        queue.put(SAMPLERS[plan.job](np.random.default_rng([plan.seed, index]), plan))
        index += stride


class Feed:
    """Subjects ``first, first + 1, ...`` in order, drawn ahead by ``workers`` processes (0: in this process)."""

    def __init__(self, plan: Plan, first: int, workers: int = 1) -> None:
        self.plan, self.next, self.workers = plan, first, workers
        # Small matrix products: more than one thread each only takes time from the training.
        os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
        context = mp.get_context("spawn")
        self.queues = [context.Queue(maxsize=9) for _ in range(workers)]
        self.processes = [
            context.Process(target=_produce, args=(plan, first + w, workers, q), daemon=True)
            for w, q in enumerate(self.queues)
        ]
        for process in self.processes:
            process.start()
        self.taken = 0

    def subject(self) -> list[dict[str, np.ndarray]]:
        """The next subject's samples."""
        index, self.next = self.next, self.next + 1
        if not self.workers:
            return SAMPLERS[self.plan.job](np.random.default_rng([self.plan.seed, index]), self.plan)
        self.taken += 1
        return self.queues[(self.taken - 1) % self.workers].get()

    def close(self) -> None:
        for process in self.processes:
            process.terminate()


def batches(plan: Plan, start: int, workers: int) -> Iterator[dict[str, Tensor]]:
    """Batches from step ``start`` on.

    The order of the samples depends on the step alone, so any step can be resumed at.
    """
    per_subject = PER_SUBJECT[plan.job]
    oldest = DELAY * (per_subject - 1)
    sample = start * plan.batch
    first = max(0, sample // per_subject - oldest)
    feed = Feed(plan, first, workers)
    drawn: dict[int, list[dict[str, np.ndarray]]] = {}
    at, batch = first * per_subject, []
    try:
        while True:
            subject, use = divmod(at, per_subject)
            if use == 0:
                drawn[subject] = feed.subject()
                drawn.pop(subject - oldest - 1, None)
            if at >= sample:
                batch.append(drawn[max(subject - DELAY * use, 0)][use])
                if len(batch) == plan.batch:
                    yield {key: torch.from_numpy(np.stack([b[key] for b in batch])) for key in batch[0]}
                    batch = []
            at += 1
    finally:
        feed.close()


# --- losses ------------------------------------------------------------------------------------------------------


KIND_WEIGHT = 0.6
"""How much telling the kinds apart inside lesions counts beside finding them."""


def lesion_loss(model: LesionTrunk, batch: dict[str, Tensor]) -> tuple[Tensor, dict[str, float]]:
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
        bce = bce + KIND_WEIGHT * F.binary_cross_entropy_with_logits(logits[:, 1:][there], truth[:, 1:][there])
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

    Naming is a cross-entropy among the kinds alone, over cells that hold a lesion; a kind counts by the root of its size in the
    batch, not by its size. Soft Dice of every kind that is there joins the two.
    """
    logits = model(batch["images"].float(), batch["present"]).float()
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
        p = torch.softmax(logits, dim=1)[:, 1:].transpose(0, 1).flatten(1)
        true = F.one_hot(cells, logits.shape[1]).permute(4, 0, 1, 2, 3)[1:].flatten(1).float()
        loss = loss + 0.5 * _soft_dice(p, true, count > 5)
        right = given.argmax(1) == wanted
        shown = {KINDS[k]: float(right[wanted == k].float().mean()) for k in count.nonzero()[:, 0].tolist() if count[k] > 5}
    return loss, {"found": float(((found > 0) & there).sum() * 2 / ((found > 0).sum() + there.sum()).clamp_min(1)), **shown}


def _soft_dice(p: Tensor, true: Tensor, rows: Tensor) -> Tensor:
    """Mean of 1 - Dice over the rows that count, 0 where none does."""
    dice = (2 * (p * true).sum(1) + 1) / (p.sum(1) + true.sum(1) + 1)
    return (rows * (1 - dice)).sum() / rows.sum().clamp_min(1)


NAMING_WEIGHT = 1.0
"""How much naming lesions counts beside finding them."""
CE_WEIGHT = 8.0
"""The most that one sampled block counts in the anatomy's cross-entropy."""


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


LOSSES = {"lesion": lesion_loss, "anatomy": anatomy_loss, "kinds": kind_loss}
MODELS: dict[str, type[nn.Module]] = {"lesion": LesionTrunk, "anatomy": AnatomyTrunk, "kinds": KindTrunk}


# --- training ----------------------------------------------------------------------------------------------------


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
        self.model = MODELS[plan.job]().to(self.device, memory_format=torch.channels_last_3d)
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
            loss, agreement = LOSSES[self.plan.job](self.model, batch)
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
        """Write everything atomically."""
        part = path.with_suffix(".part")
        torch.save(
            {
                "plan": asdict(self.plan),
                "step": self.step,
                "model": self.model.state_dict(),
                "ema": self.ema.state_dict(),
                "optimisers": [o.state_dict() for o in self.optimisers],
            },
            part,
        )
        os.replace(part, path)

    def load(self, path: Path) -> None:
        state = torch.load(path, map_location=self.device, weights_only=True)
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
    model = MODELS[job]()
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
) -> Path:
    """Train (or go on training) one trunk; returns the path of the final weights (the EMA).

    :param watch: measures the EMA now and then for the log only: real scans are test data, and the weights are
        chosen by the end of the schedule, never by these figures
    :param stop_at: stop after this step as if interrupted (for tests)
    :param start: a bundle's encoder graph, or stored weights, that a fresh run begins with
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
    while trainer.step < last and not asked_to_stop:
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


def main() -> None:
    parser = argparse.ArgumentParser(description="Train one vision trunk.")
    parser.add_argument("job", choices=sorted(PLANS))
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
    values = asdict(PLANS[options.job])
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
