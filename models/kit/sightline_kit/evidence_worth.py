"""What evidence is worth beside the finding head's own score: whether outlines and similar cases could decide better.

Subjects that nothing was trained on are encoded with a bundle. On half of them (other label maps than the rest) a ridge-penalised
logistic regression learns to tell each finding from the score alone, or from the score with what the other heads measured, with
the vote of similar cases, or with both (stacked generalisation, Wolpert 1992); the others tell how well it does. Also counted: how
often what a head outlines is there, by score. The server's rule about outlines and the claim that a bundle's own heads add nothing to
its decisions rest on these tables.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from . import cases
from .bundle import in_worker
from .data import map_names
from .evaluation_set import findings
from .finding_head import SCORES
from .grammar.truth import Truth
from .labels import BY_ID, LESION_CHANNELS
from .pipeline import Encoded
from .ridge import ridge
from .synth import sample_subject
from .synth.config import wide
from .train_findings import auc

VOXEL_ML = 0.008
VENTRICLES = tuple(f"{s}-{part}" for s in ("left", "right") for part in ("lateral-ventricle", "inferior-lateral-ventricle"))
NEIGHBOURS = 10
RIDGE = 3.0
BINS = (0.0, 0.1, 0.2, 0.35, 0.5, 1.01)
TEST_SEED = 9002
"""Of the subjects that are told; the others are those of the example cases."""

OUTLINES: dict[str, tuple[str, ...]] = {
    "mass": ("core", "lesion", "infarct", "haemorrhage"), "infarct": ("infarct", "lesion", "core"), "haemorrhage": ("haemorrhage", "core"),
    "subdural-haematoma": ("haemorrhage",), "white-matter-hyperintensity": ("wmh", "lesion"), "ventriculomegaly": (), "hippocampal-atrophy": (),
}
"""Findings, and the lesion labels whose volume may speak of each; the first is the one that shows it."""
LEAST_ML = {"white-matter-hyperintensity": 0.2}
"""From so much on an outline counts, mL; else from 0.5."""
VOICES = {"score": (), "score + outlines": ("outlines",), "score + cases": ("cases",), "score + both": ("outlines", "cases")}


@dataclass(frozen=True)
class Row:
    """One study: what is true (without what may be called either), and what the bundle gave. Volumes in mL, over the labels' thresholds."""

    truth: dict[str, bool]
    scores: dict[str, float]
    lesions: dict[str, float]
    structures: dict[str, float]
    embedding: list[float]

    @classmethod
    def of(cls, encoded: Encoded, truth: dict[str, bool]) -> "Row":
        counts = np.bincount(encoded.structure_logits[0].argmax(0).numpy().ravel(), minlength=len(BY_ID) + 1)
        inside = (encoded.lesion_logits[0] > 0).flatten(1).sum(1).tolist()
        return cls(truth, {name: round(float(p), 4) for (name, _, _), p in zip(SCORES, encoded.finding_scores[0])},
                   {c: round(n * VOXEL_ML, 3) for c, n in zip(LESION_CHANNELS, inside)},
                   {s.id: round(float(counts[s.index]) * VOXEL_ML, 3) for s in BY_ID.values()}, [round(float(v), 5) for v in encoded.image_embedding[0]])

    def share(self, structures: Iterable[str]) -> float:
        """Of all structures but the lateral ventricles."""
        brain = sum(v for k, v in self.structures.items() if k not in VENTRICLES)
        return max(sum(self.structures[s] for s in structures) / max(brain, 1.0), 1e-4)

    def outlines(self, finding: str) -> list[float]:
        """ln(1 + 4 mL) of lesion labels, ln(1000 share) of structures."""
        if finding == "ventriculomegaly":
            return [float(np.log(1000 * self.share(VENTRICLES)))]
        if finding == "hippocampal-atrophy":
            left, right = (self.share([f"{s}-hippocampus"]) for s in ("left", "right"))
            return [float(np.log(1000 * min(left, right)))]
        return [float(np.log1p(4 * self.lesions[label])) for label in OUTLINES[finding]]

    def outlined(self, finding: str) -> bool:
        return self.lesions[OUTLINES[finding][0]] >= LEAST_ML.get(finding, 0.5)


def collect(bundle: Path, file: Path, count: int, held_out: bool, workers: int) -> list[Row]:
    """Encodes subjects and keeps them in a file of JSON lines, so that a second run goes on where the first stopped."""
    file.parent.mkdir(parents=True, exist_ok=True)
    done = kept(file)
    began, todo = time.monotonic(), [(bundle, n, held_out) for n in range(len(done), count)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool, file.open("w") as out:
        out.writelines(json.dumps(asdict(row)) + "\n" for row in done)
        for row in pool.map(_row, todo):
            out.write(json.dumps(asdict(row)) + "\n")
            out.flush()
            done.append(row)
            if len(done) % 20 == 0:
                print(f"{file.name}: {len(done)} of {count}, {time.monotonic() - began:.0f} s", flush=True)
    return done[:count]


def kept(file: Path) -> list[Row]:
    """Rows of an earlier run, up to a line that was torn when it was stopped."""
    rows: list[Row] = []
    for line in file.read_text().splitlines() if file.exists() else ():
        try:
            rows.append(Row(**json.loads(line)))
        except (ValueError, TypeError):
            break
    return rows


def _row(task: tuple[Path, int, bool]) -> Row:
    bundle, number, held_out = task
    pipeline, atlas = in_worker(bundle)
    config = wide(maps=tuple(map_names(held_out=held_out)))
    subject = sample_subject(np.random.default_rng([TEST_SEED if held_out else cases.SEED, number]), config)
    return Row.of(pipeline.encode(subject.stack(), subject.present), findings(Truth.of_subject(subject, atlas).facts))


def votes(rows: Sequence[Row], base: Sequence[Row], finding: str) -> np.ndarray:
    """Share of the nearest rows of the base that show a finding; no row is its own neighbour."""
    near = np.array([r.embedding for r in rows]) @ np.array([r.embedding for r in base]).T
    if rows is base:
        np.fill_diagonal(near, -np.inf)
    there = np.array([r.truth.get(finding, False) for r in base], dtype=float)
    return there[np.argsort(-near, axis=1)[:, :NEIGHBOURS]].mean(1)


def terms(rows: Sequence[Row], base: Sequence[Row], finding: str, voices: Sequence[str]) -> np.ndarray:
    """(rows, terms): log-odds of the score, and what the voices add."""
    p = np.clip([r.scores[finding] for r in rows], 1e-3, 1 - 1e-3)
    columns = [np.log(p / (1 - p))[:, None]]
    if "outlines" in voices:
        columns.append(np.array([r.outlines(finding) for r in rows]))
    if "cases" in voices:
        columns.append(votes(rows, base, finding)[:, None])
    return np.concatenate(columns, 1)


def tell(x: np.ndarray, y: np.ndarray, other: np.ndarray) -> tuple[np.ndarray, float]:
    """Probabilities of other rows, and the threshold of the best F1 on rows that the weights do not know, among those at which at least half is right."""
    mean, scale = x.mean(0), x.std(0) + 1e-6
    x, other, fold = (x - mean) / scale, (other - mean) / scale, np.arange(len(x)) % 5

    def probability(w: np.ndarray, z: np.ndarray) -> np.ndarray:
        return 1 / (1 + np.exp(-z @ w[:-1] - w[-1]))

    apart = np.empty(len(x))
    for k in range(5):
        apart[fold == k] = probability(ridge(x[fold != k], y[fold != k], RIDGE), x[fold == k])
    grid = np.linspace(0.1, 0.6, 51)
    f1 = np.array([2 * (y & (apart >= t)).sum() / max(1, y.sum() + (apart >= t).sum()) for t in grid])
    right = np.array([y[apart >= t].mean() >= 0.5 if (apart >= t).any() else False for t in grid])
    smooth = np.where(right, np.convolve(np.pad(f1, 4, mode="edge"), np.ones(9) / 9, mode="valid"), -1.0)
    return probability(ridge(x, y, RIDGE), other), float(grid[int(smooth.argmax())]) if right.any() else 1.0


def compare(learn: Sequence[Row], test: Sequence[Row]) -> list[str]:
    """Markdown: per finding and voices AUC and F1 on `test`, and the F1 of all findings together."""
    out = ["| Finding | there | " + " | ".join(f"{v}: AUC, F1" for v in VOICES) + " |", "|---|---|" + "---|" * len(VOICES)]
    total = {v: np.zeros(3, dtype=int) for v in VOICES}
    for finding in OUTLINES:
        a, b = ([r for r in rows if finding in r.truth] for rows in (learn, test))
        y, true = (np.array([r.truth[finding] for r in rows]) for rows in (a, b))
        if y.sum() < 5:
            continue
        cells = []
        for name, voices in VOICES.items():
            p, threshold = tell(terms(a, a, finding, voices), y, terms(b, a, finding, voices))
            said = p >= threshold
            counts = np.array([(said & true).sum(), (said & ~true).sum(), (~said & true).sum()])
            total[name] += counts
            ranked = auc(torch.from_numpy(p), torch.from_numpy(true))
            cells.append(f"{'-' if ranked is None else f'{ranked:.3f}'}, {_f1(counts):.2f}")
        out.append(f"| {finding} | {true.sum()} of {len(true)} | " + " | ".join(cells) + " |")
    return [*out, "| all, F1 | | " + " | ".join(f"{_f1(c):.3f}" for c in total.values()) + " |"]


def _f1(counts: np.ndarray) -> float:
    tp, fp, fn = counts
    return float(2 * tp / max(1, 2 * tp + fp + fn))


def believed(rows: Sequence[Row]) -> list[str]:
    """Markdown: how often a finding is there, by its score, where its label outlines something and where not."""
    spans = list(zip(BINS, BINS[1:]))
    out = ["| Finding there, by score | | " + " | ".join(f"{a:g} to {min(b, 1):g}" for a, b in spans) + " |", "|---|---|" + "---|" * len(spans)]
    for finding, labels in OUTLINES.items():
        if not labels or finding == "subdural-haematoma":
            continue
        known = [r for r in rows if finding in r.truth]
        for outlined in (True, False):
            cells = []
            for low, high in spans:
                there = [r.truth[finding] for r in known if low <= r.scores[finding] < high and r.outlined(finding) == outlined]
                cells.append(f"{sum(there)} of {len(there)}")
            out.append(f"| {finding} | {'outlined' if outlined else 'not outlined'} | " + " | ".join(cells) + " |")
    return out


def run(bundle: Path, folder: Path, count: int, workers: int) -> None:
    """Prints both tables; `folder` keeps what was encoded, apart for each encoder."""
    graph = cases.maker(bundle)["graph"][:12]
    learn = collect(bundle, folder / f"learn-{graph}.jsonl", count, held_out=False, workers=workers)
    test = collect(bundle, folder / f"test-{graph}.jsonl", count, held_out=True, workers=workers)
    print("\n".join([*compare(learn, test), "", *believed([*learn, *test])]))
