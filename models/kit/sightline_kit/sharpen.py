"""Second stage of the lesion trunk: a wider sub-voxel head, trained on the frozen features.

After a short schedule the U-Net finds lesions but draws them as blobs: its edges would need many more steps. The
head is pointwise, so it can be trained on gathered 4 mm cells at a thousandth of the cost of a full step: it sees the
U-Net's features and the eight sub-voxels of every present sequence, which is all that sharp edges need.
"""

from __future__ import annotations

import argparse
import math
import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from . import synth
from .labels import SEQUENCES
from .train_trunks import load_trunk, save_weights
from .trunks import Y0, Y1, Z0, LesionTrunk, SubVoxelHead, space_to_depth

SUBSETS: tuple[tuple[tuple[str, ...], float], ...] = (
    (("FLAIR",), 0.45),
    (("T1",), 0.12),
    (("T2", "FLAIR"), 0.09),
    (("T1", "FLAIR"), 0.09),
    (("T1C", "FLAIR"), 0.09),
    (("T1", "T2", "FLAIR"), 0.08),
    (("T1", "T1C"), 0.04),
    (("T1C",), 0.02),
    (("T2",), 0.02),
)
"""Each subject is seen with all four sequences and once more with one of these."""


def _cells(model: LesionTrunk, images: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
    """Head inputs ``(cells, C)`` of one study in the trunk's box, and the first head's highest probability a cell."""
    with torch.no_grad():
        gates = model.gates(present)
        mixed = space_to_depth(images * (2.0 * gates)[:, :, None, None, None])
        features = model.net(mixed) + model.presence(present)[:, :, None, None, None]
        logits = model.head(features, mixed)
        rows = torch.cat([features, mixed], dim=1)[0].flatten(1).T
        return rows, torch.sigmoid(logits[0, :8].flatten(1).amax(dim=0))


def gather(model: LesionTrunk, seed: int, index: int, kept: int = 7000) -> list[dict[str, Tensor]]:
    """The cells of one subject that matter, twice (two sets of sequences).

    Cells with lesion or with a guess of one are kept surest; ``weight`` is one over the chance of being kept, so
    that sums over the rows stand for sums over the volume.
    """
    rng = np.random.default_rng([seed, 31, index])
    subject = synth.sample_subject(rng, synth.SynthConfig(healthy=0.25), sequences=SEQUENCES)
    box = (slice(None), slice(Z0, None), slice(Y0, Y1))
    stack = torch.from_numpy(subject.stack()[box].copy())[None]
    truth = torch.from_numpy(subject.lesions[box].astype(np.float32))[None]
    folded = space_to_depth(truth)[0].flatten(1).T
    weights = np.array([w for _, w in SUBSETS])
    second = SUBSETS[rng.choice(len(SUBSETS), p=weights / weights.sum())][0]
    out = []
    for names in (SEQUENCES, second):
        present = torch.tensor([[float(s in names) for s in SEQUENCES]])
        rows, guess = _cells(model, stack * present[:, :, None, None, None], present)
        brain = (rows[:, LesionTrunk.FEATURES :] != 0).any(dim=1)
        interest = torch.clamp(folded.amax(dim=1) + 2 * guess, max=1.0) * brain
        chance = torch.clamp(kept * 0.7 * interest / interest.sum().clamp_min(1) + 0.03, max=1.0) * brain + 0.002
        chance = torch.clamp(chance, max=1.0)
        picked = torch.from_numpy(rng.random(len(chance), dtype=np.float32)) < chance
        out.append(
            {"rows": rows[picked].half(), "truth": folded[picked].half(), "weight": (1 / chance[picked]).float()}
        )
    return out


def sharpen(
    model: LesionTrunk,
    studies: list[dict[str, Tensor]],
    steps: int = 6000,
    rate: float = 2e-3,
    rows: int = 4096,
    seed: int = 1,
    log: Callable[[str], None] = print,
) -> None:
    """Train a fresh, wider head in place on gathered studies (weighted BCE on random cells).

    The last eighth of the studies is only measured on: its Dice is logged.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    head = LesionTrunk.new_head(sharp=True)
    for layer in (head.mix, head.middle):
        assert layer is not None
        torch.nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        torch.nn.init.zeros_(layer.bias)
    head.reset()
    split = len(studies) * 7 // 16 * 2  # a subject's two studies stay on one side
    x, truth, weight = (torch.cat([s[k] for s in studies[:split]]) for k in ("rows", "truth", "weight"))
    weight = weight.clamp(max=40)
    weight /= weight.mean()
    sample = x[:: max(1, len(x) // 100_000)].float()
    mean, deviation = sample.mean(dim=0), sample.std(dim=0) + 1e-3
    optimiser = torch.optim.AdamW(head.parameters(), lr=rate, weight_decay=1e-4)
    average = [p.detach().clone() for p in head.parameters()]
    begun, total = time.monotonic(), 0.0
    for step in range(steps):
        for group in optimiser.param_groups:
            group["lr"] = rate * min(1, (step + 1) / 100) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * step / steps)))
        picked = torch.randint(len(x), (rows,), generator=generator)
        logits = head.cells(((x[picked].float() - mean) / deviation)[:, :, None, None, None]).flatten(1)
        each = F.binary_cross_entropy_with_logits(logits, truth[picked].float(), reduction="none")
        loss = (each.mean(dim=1) * weight[picked]).mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(head.parameters(), 1.0)
        optimiser.step()
        total += float(loss.detach())
        with torch.no_grad():
            decay = min(0.995, (1 + step) / (10 + step))
            for a, current in zip(average, head.parameters()):
                a.lerp_(current, 1 - decay)
        if (step + 1) % 500 == 0:
            left = (time.monotonic() - begun) / (step + 1) * (steps - step - 1)
            log(f"head {step + 1}/{steps} loss {total / 500:.4f}, {left:.0f} s left")
            total = 0.0
    with torch.no_grad():
        for current, a in zip(head.parameters(), average):
            current.copy_(a)
        # Fold the standardisation of the inputs into the first layer.
        kernel = head.mix.weight[:, :, 0, 0, 0] / deviation
        head.mix.bias -= kernel @ mean
        head.mix.weight.copy_(kernel[:, :, None, None, None])
        for names, chosen in (("four", studies[split::2]), ("other", studies[split + 1 :: 2])):
            log(f"left out, {names} sequences: Dice {_dice(head, chosen)}")
    model.head = head.eval()


def _dice(head: SubVoxelHead, studies: list[dict[str, Tensor]]) -> list[float]:
    """Mean Dice per channel over the studies that have it, estimated from the weighted cells."""
    scores: list[list[float]] = [[] for _ in range(LesionTrunk.CLASSES)]
    for study in studies:
        found = head.cells(study["rows"].float()[:, :, None, None, None]).flatten(1).reshape(-1, LesionTrunk.CLASSES, 8) > 0
        truth = study["truth"].reshape(-1, LesionTrunk.CLASSES, 8) > 0.5
        weight = study["weight"][:, None]
        for c in range(LesionTrunk.CLASSES):
            size = float((truth[:, c] * weight).sum())
            if size > 50:
                both = float(((found[:, c] & truth[:, c]) * weight).sum())
                scores[c].append(2 * both / (size + float((found[:, c] * weight).sum())))
    return [round(float(np.mean(s)), 3) if s else float("nan") for s in scores]


def second_stage(weights: Path, cells: Path, subjects: int = 240, seed: int = 1, log: Callable[[str], None] = print) -> None:
    """Gather cells (what is there already is kept, so it resumes) and replace the head of the stored trunk."""
    model = load_trunk("lesion", weights)
    assert isinstance(model, LesionTrunk)
    cells.mkdir(parents=True, exist_ok=True)
    for index in range(subjects):
        path = cells / f"{index:05d}.pt"
        if not path.exists():
            torch.save(gather(model, seed, index), path.with_suffix(".part"))
            os.replace(path.with_suffix(".part"), path)
            if index % 20 == 0:
                log(f"head cells {index}/{subjects}")
    sharpen(model, _read(cells), seed=seed, log=log)
    save_weights(model, weights)


def _read(cells: Path) -> list[dict[str, Tensor]]:
    return [s for path in sorted(cells.glob("*.pt")) for s in torch.load(path, weights_only=True)]


def main() -> None:
    parser = argparse.ArgumentParser(description="Sharpen the lesion trunk's head on frozen features.")
    parser.add_argument("action", choices=("gather", "train"))
    parser.add_argument("--trunk", type=Path, required=True)
    parser.add_argument("--cells", type=Path, required=True, help="folder of gathered cells")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--steps", type=int, default=6000)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    model = load_trunk("lesion", options.trunk)
    assert isinstance(model, LesionTrunk)
    options.cells.mkdir(parents=True, exist_ok=True)
    if options.action == "gather":
        for index in range(options.first, options.first + options.count):
            path = options.cells / f"{index:05d}.pt"
            if not path.exists():
                torch.save(gather(model, 1, index), path.with_suffix(".part"))
                os.replace(path.with_suffix(".part"), path)
                print(time.strftime("%H:%M:%S"), "gathered", index, flush=True)
        return
    studies = _read(options.cells)
    print(len(studies), "studies", flush=True)
    sharpen(model, studies, options.steps, log=lambda line: print(time.strftime("%H:%M:%S"), line, flush=True))
    save_weights(model, options.out)


if __name__ == "__main__":
    main()
