"""What each part of the lesion trunk's training is worth: the same seed, subjects and time with the part and without it.

`python -m sightline_kit ablate --minutes M --out table.json` draws subjects once, trains every arm for its share of the minutes, measures on
the left-out label maps and prints a Markdown table. Pre-training is paid for by its arm: it gets a quarter of that arm's time.
Steps are counted out beforehand from the time of a few, so that a machine that is busy for a while is unfair to none. What is
finished is not done again.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import count as counting
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .evaluate_vision import VOXEL_ML, cleaned, dice, held_out_subjects, lesion_probabilities
from .labels import LESION_CHANNELS, SEQUENCES
from .mim import Levels
from .preprocess import SHAPE, Grid, Prepared
from .pretrain import Pretraining, Study, pretrain
from .synth import Subject, SynthConfig
from .train_trunks import Trainer, load_trunk, save_weights
from .trunk_plan import PLANS, Plan
from .trunk_samples import draw_present, lesion_scan, visible

PRETRAINING = 0.25
"""Share of an arm's time."""
USES = 2
"""Samples kept of each subject: itself and its mirror image."""
TIMED = 4


@dataclass(frozen=True)
class Arm:
    """One way to train."""

    name: str
    pretraining: bool = True
    dropout: bool = True
    kinds: bool = True


ARMS = (Arm("all parts"), Arm("without masked pre-training", pretraining=False), Arm("without slot dropout", dropout=False),
        Arm("kinds not told apart inside lesions", kinds=False))


class Store:
    """Drawn subjects in files, with every sequence and the subset that slot dropout would have left."""

    def __init__(self, folder: Path, subjects: int, seed: int) -> None:
        self.folder, self.subjects, self.seed = folder, subjects, seed

    def fill(self, log: Callable[[str], None]) -> None:
        """Draws what is not there yet."""
        self.folder.mkdir(parents=True, exist_ok=True)
        for index in range(self.subjects):
            if not self._path(index, USES - 1).exists():
                for use, sample in enumerate(self._draw(index)[:USES]):
                    self._write(self._path(index, use), sample)
                log(f"drawn {index + 1} of {self.subjects}")

    def _path(self, index: int, use: int) -> Path:
        return self.folder / f"{self.seed}-{index}-{use}.npz"

    def _draw(self, index: int) -> list[dict[str, np.ndarray]]:
        left = []

        def every(rng: np.random.Generator, config: SynthConfig) -> np.ndarray:
            left.append(draw_present(rng, config))
            return np.ones(len(SEQUENCES), dtype=np.float32)

        samples = lesion_scan(np.random.default_rng([self.seed, index]), every)
        return [sample | {"left": present} for sample, present in zip(samples, left)]

    @staticmethod
    def _write(path: Path, sample: dict[str, np.ndarray]) -> None:
        truth = sample["truth"]
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez(file, **(sample | {"truth": np.packbits(truth), "shape": np.array(truth.shape)}))
        os.replace(part, path)

    def batch(self, step: int, dropout: bool) -> dict[str, Tensor]:
        """The batch of one that a training step sees, as the lesion loss takes it."""
        path = self._path(step % self.subjects, step // self.subjects % USES)
        with np.load(path) as stored:
            sample = {name: stored[name] for name in stored.files}
        shape = tuple(sample.pop("shape"))
        truth = np.unpackbits(sample["truth"], count=int(np.prod(shape))).astype(bool).reshape(shape)
        left = sample.pop("left")
        present = left if dropout else np.ones_like(left)
        sample |= {"images": sample["images"] * present[:, None, None, None].astype(np.float16), "present": present,
                   "truth": visible(truth, present)}
        return {name: torch.from_numpy(np.ascontiguousarray(value[None])) for name, value in sample.items()}

    def studies(self, first: int) -> Iterator[Study]:
        """The same for pre-training."""
        for step in counting(first):
            batch = self.batch(step, dropout=True)
            yield batch["images"][0], batch["present"][0]


@dataclass(frozen=True)
class Budget:
    """Steps of every arm.

    :param before: of pre-training
    :param after: of training that begins with it
    :param alone: of training that begins afresh: as much time as those two together
    """

    before: int
    after: int
    alone: int

    @staticmethod
    def of(seconds: float, pretraining: float, training: float) -> Budget:
        """From an arm's time and the seconds of one step of each."""
        share = [PRETRAINING * seconds / pretraining, (1 - PRETRAINING) * seconds / training, seconds / training]
        return Budget(*(max(2, round(steps)) for steps in share))


def plan_for(steps: int, seed: int) -> Plan:
    """The usual schedule, as short as this."""
    usual = PLANS["lesion"]
    return replace(usual, steps=steps, seed=seed, warmup=min(usual.warmup, 1 + steps // 10))


def timed(store: Store, seed: int, levels: Levels) -> tuple[float, float]:
    """Seconds of one step of pre-training and of training: medians of a few that take turns."""
    before, trainer = Pretraining(seed, levels), Trainer(plan_for(100, seed))
    times: tuple[list[float], list[float]] = ([], [])
    for step in range(TIMED + 1):
        study = next(store.studies(step))
        for index, run in enumerate((lambda: before.train_step(study, 0.0), lambda: trainer.train_step(store.batch(step, True)))):
            began = time.process_time()
            run()
            times[index].append(time.process_time() - began)
    return statistics.median(times[0][1:]), statistics.median(times[1][1:])


def train_arm(arm: Arm, budget: Budget, store: Store, start: Path | None, seed: int) -> nn.Module:
    """The averaged trunk of one arm."""
    steps = budget.after if start else budget.alone
    plan = plan_for(steps, seed)
    trainer = Trainer(plan if arm.kinds else replace(plan, kind_weight=0.0))
    if start:
        trainer.begin_with(start)
    while trainer.step < steps:
        trainer.train_step(store.batch(trainer.step, arm.dropout))
    return trainer.ema.eval()


Scores = dict[str, list[float]]
"""By measure, one figure a subject."""


def measure(trunk: nn.Module, sick: list[Subject], healthy: list[Subject]) -> Scores:
    """Dice of lesions and of their kinds where there are any, and volume called lesion in healthy brains."""
    out: Scores = {"lesion, four sequences": [], "kinds, four sequences": [], "lesion, FLAIR alone": [], "lesion, T1 alone": [], "false mL": []}
    for subject in sick:
        prepared, truth = Prepared(subject.stack(), subject.present, Grid((0.0, 0.0, 0.0), SHAPE[::-1])), subject.lesions
        for words, names in (("four sequences", SEQUENCES), ("FLAIR alone", ("FLAIR",)), ("T1 alone", ("T1",))):
            found = lesion_probabilities(trunk, prepared, names) > 0.5
            out[f"lesion, {words}"].append(dice(found[0], truth[0]))
            if names == SEQUENCES:
                kinds = [dice(found[k], truth[k]) for k in range(1, len(LESION_CHANNELS)) if truth[k].sum() * VOXEL_ML > 0.1]
                out["kinds, four sequences"].append(float(np.mean(kinds)) if kinds else float("nan"))
    for subject in healthy:
        prepared = Prepared(subject.stack(), subject.present, Grid((0.0, 0.0, 0.0), SHAPE[::-1]))
        out["false mL"].append(float(cleaned(lesion_probabilities(trunk, prepared)[0] > 0.5).sum()) * VOXEL_ML)
    return out


def table(scores: dict[str, Scores]) -> str:
    """Markdown: means, and in brackets the mean difference from the first arm on the same subjects with its standard error."""
    first = next(iter(scores))
    measures = list(scores[first])
    lines = ["| | " + " | ".join(measures) + " |", "|---" * (len(measures) + 1) + "|"]
    for name, found in scores.items():
        cells = []
        for measure_name in measures:
            mine, theirs = np.array(found[measure_name]), np.array(scores[first][measure_name])
            gap = (mine - theirs)[~np.isnan(mine - theirs)]
            error = gap.std(ddof=1) / np.sqrt(len(gap)) if len(gap) > 1 else float("nan")
            cells.append(f"{np.nanmean(mine):.3f}" + ("" if name == first else f" ({gap.mean():+.3f} ± {error:.3f})"))
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def told(scores: dict[str, Scores], minutes: float, budget: Budget) -> str:
    """The table, and what each arm was given."""
    return (f"{table(scores)}\n\nEach of the {len(ARMS)} arms had {minutes / len(ARMS):g} minutes of processor time: {budget.alone} steps, or {budget.before} of pre-training and "
            f"{budget.after} of training. So short a training shows what pays early; absolute figures are far below those of the shipped trunk. Differences are paired, ± one standard error.")


def ablate(minutes: float, out: Path, subjects: int = 60, measured: int = 16, seed: int = 1, levels: Levels = Levels(),
           log: Callable[[str], None] = print) -> str:
    """Trains and measures every arm; writes ``out`` (JSON), keeps files in the folder of its name without the ending, and returns the table.

    :param minutes: of training, all arms together; drawing and measuring come on top
    :param subjects: drawn to train on
    :param measured: drawn to measure on, with lesions; half as many without
    """
    work = out.with_suffix("")
    store = Store(work / "subjects", subjects, seed)
    store.fill(log)
    budget = _budget(work, minutes, store, seed, levels)
    log(f"{budget}")
    sick, healthy = held_out_subjects(measured, SEQUENCES, lesions=True), held_out_subjects(max(1, measured // 2), SEQUENCES, lesions=False)
    scores: dict[str, Scores] = {}
    for arm in ARMS:
        start = pretrain(work / "mim", store.studies, steps=budget.before, seed=seed, levels=levels, log=log) if arm.pretraining else None
        path = work / f"{arm.name.replace(' ', '-')}.pt"
        if not path.exists():
            log(f"{arm.name}: trains")
            save_weights(train_arm(arm, budget, store, start, seed), path)
        scores[arm.name] = measure(load_trunk("lesion", path), sick, healthy)
        out.write_text(json.dumps({"minutes": minutes, "subjects": subjects, "seed": seed, "budget": asdict(budget), "scores": scores}, indent=1) + "\n")
    return told(scores, minutes, budget)


def _budget(work: Path, minutes: float, store: Store, seed: int, levels: Levels) -> Budget:
    """Counted out once: a run that goes on keeps to it."""
    note = work / "budget.json"
    if not note.exists():
        note.write_text(json.dumps(asdict(Budget.of(60 * minutes / len(ARMS), *timed(store, seed, levels)))) + "\n")
    return Budget(**json.loads(note.read_text()))
