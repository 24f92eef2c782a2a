"""How much more data would help: the finding head learned anew from an eighth, a quarter, a half and all of a run's brains.

``python -m sightline_kit learning-curve --runs RUNS`` prints a table and draws it. Readers are trained as `train_findings` does, and
measured on the fifth that each did not see: always the same studies, whatever the share that was learned from.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from .finding_head import FOLDS, FindingHead
from .train_findings import Table, fit, learn, read_table, subject_of, unseen

SHARES = (0.125, 0.25, 0.5, 1.0)


@dataclass(frozen=True)
class Point:
    """What was learned from, and what was measured on studies that no reader saw.

    :param brains: that a reader learned from, on average
    :param auc: mean over the findings of which there are some
    """

    share: float
    brains: int
    told_f1: float
    score_f1: float
    auc: float
    loss: float


def brains_of(runs: Path) -> tuple[Table, Tensor, Tensor]:
    """Studies, then lessons, of a run; the fold of each (``FOLDS`` for lessons); and the number of its brain, lessons apart."""
    studies, lessons = (sorted((runs / name).glob("*.study")) for name in ("studies", "lessons"))
    if len({subject_of(p) % FOLDS for p in studies}) < FOLDS:
        raise SystemExit(f"{runs / 'studies'} holds too few studies; --runs names the folder of a run of `train`")
    fold = [subject_of(p) % FOLDS for p in studies] + [FOLDS] * len(lessons)
    brain = [subject_of(p) for p in studies] + [-1 - subject_of(p) for p in lessons]
    return read_table(studies + lessons), torch.tensor(fold), torch.tensor(brain)


def point(table: Table, fold: Tensor, brain: Tensor, share: float, steps: int, seed: int) -> Point:
    """Trains all readers on a share of the brains and measures what they say of the others."""
    torch.manual_seed(seed)
    every = torch.unique(brain)
    kept = torch.isin(brain, every[torch.randperm(len(every))[: max(FOLDS, round(share * len(every)))]])
    head, own = FindingHead(), (fold < FOLDS).nonzero()[:, 0]
    counts = []
    for number, member in enumerate(head.members):
        learned = ((fold != number % FOLDS) & kept).nonzero()[:, 0]
        learn(member, table, learned, steps)
        counts.append(len(torch.unique(brain[learned])))
    found = fit(head.eval(), unseen(head, table, fold)[own], table.some(own))
    aucs = [v["auc"] for v in found["findings"].values() if v["auc"] is not None]
    return Point(share, round(float(np.mean(counts))), found["told-f1"], found["f1"], round(float(np.mean(aucs)), 3), found["loss"])


def markdown(points: list[Point]) -> str:
    rows = [f"| {p.brains} | {p.told_f1:.3f} | {p.score_f1:.3f} | {p.auc:.3f} | {p.loss:.3f} |" for p in points]
    return "\n".join(["| Brains learned from | F1 of what is told | F1 of scores at one half | mean AUC | loss |", "|---|---|---|---|---|", *rows])


def draw(points: list[Point], path: Path) -> None:
    """F1 and AUC over brains, the axis doubling."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axis = plt.subplots(figsize=(6, 3.6))
    for name, words in (("told_f1", "F1 of what is told"), ("score_f1", "F1 of scores at one half"), ("auc", "mean AUC")):
        axis.plot([p.brains for p in points], [getattr(p, name) for p in points], marker="o", label=words)
    axis.set_xscale("log", base=2)
    axis.set_xticks([p.brains for p in points], [str(p.brains) for p in points])
    axis.set(xlabel="brains that the finding head learned from", ylim=(0.3, 1.0), title="On brains that it did not see")
    axis.grid(alpha=0.3)
    axis.legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(path, dpi=90)
    plt.close(figure)


def run(runs: Path, picture: Path | None, steps: int = 500, seed: int = 1) -> str:
    """Measures every share; returns the table and keeps figures in ``results/learning.json`` of the run."""
    table, fold, brain = brains_of(runs)
    points = []
    for share in SHARES:
        points.append(point(table, fold, brain, share, steps, seed))
        print(points[-1], flush=True)
    (runs / "results").mkdir(exist_ok=True)
    (runs / "results/learning.json").write_text(json.dumps([asdict(p) for p in points], indent=1) + "\n")
    if picture:
        draw(points, picture)
    return markdown(points)
