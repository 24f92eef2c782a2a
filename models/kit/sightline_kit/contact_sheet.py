"""A sheet to look at: cases with their truth, what was found, and what was written about it.

``python -m sightline_kit.contact_sheet RUNS OUT.png [--count 8]`` draws synthetic subjects of the left-out label maps and the
real scans from the weights in RUNS. Radiological convention: the patient's left is on the right.
"""

from __future__ import annotations

import argparse
import textwrap
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .data import map_names
from .evaluate_vision import glioma, mprage
from .grammar.read import read
from .labels import SEQUENCES
from .pipeline import Drafted, Pipeline
from .synth import sample_subject, wide

SEED = 9100
_LOOKED_AT = ("FLAIR", "T2", "T1C", "T1")


@dataclass
class Case:
    """One row: images in slot order, what is present, the true lesion (None where unknown), a title."""

    title: str
    images: np.ndarray
    present: np.ndarray
    truth: np.ndarray | None


def synthetic(count: int) -> list[Case]:
    """Subjects of the left-out maps, one of each main disease in turn."""
    kinds = ("glioma", "metastases", "meningioma", "infarct", "haemorrhage", "subdural")
    out = []
    for number in range(count):
        only = {k: float(k == kinds[number % len(kinds)]) for k in kinds}
        config = wide(maps=tuple(map_names(held_out=True)), healthy=0.0, **only)
        subject = sample_subject(np.random.default_rng([SEED, number]), config)
        out.append(Case(f"synthetic: {kinds[number % len(kinds)]}", subject.stack(), subject.present, subject.lesions[0]))
    return out


def real() -> list[Case]:
    """The glioma (four sequences, FLAIR alone) and the healthy MPRAGE."""
    scan, reference = glioma()
    flair = np.array([float(s == "FLAIR") for s in SEQUENCES], dtype=np.float32)
    healthy, _ = mprage()
    return [Case("real: TCGA-DU-7294", scan.images, scan.present, reference > 0),
            Case("real: TCGA-DU-7294, FLAIR alone", scan.images * flair[:, None, None, None], flair, reference > 0),
            Case("real: healthy MPRAGE", healthy.images, healthy.present, np.zeros_like(reference, dtype=bool))]


def lesion_regions(drafted: list[Drafted]) -> np.ndarray | None:
    """Union of the regions of all sentences that claim disease."""
    anatomy = {"normal", "ventricles", "asymmetry", "mass-effect", "hippocampus"}
    masks = [r.mask for s in drafted if (c := read(s.text)) and c.present and c.finding not in anatomy for r in s.regions]
    return np.any(masks, axis=0) if masks else None


def draw(pipeline: Pipeline, cases: list[Case], path: Path) -> None:
    """Writes the sheet."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(len(cases), 3, figsize=(15, 3.1 * len(cases)), width_ratios=(1, 1, 2.6), squeeze=False)
    for row, case in zip(axes, cases):
        encoded = pipeline.encode(case.images, case.present)
        drafted, _ = pipeline.draft(encoded)
        pipeline.ground(encoded, drafted)
        found = lesion_regions(drafted)
        slot = next(SEQUENCES.index(s) for s in _LOOKED_AT if case.present[SEQUENCES.index(s)])
        shown = next((m for m in (case.truth, found) if m is not None and m.any()), None)
        z = int(shown.sum(axis=(1, 2)).argmax()) if shown is not None else 52
        for axis, mask, colour, words in ((row[0], case.truth, "lime", "truth"), (row[1], found, "red", "found")):
            axis.imshow(case.images[slot][z], cmap="gray", vmin=-2.5, vmax=3.5)
            if mask is not None and mask[z].any():
                axis.contour(mask[z], [0.5], colors=colour, linewidths=1.2)
            axis.set_title(f"{words} ({SEQUENCES[slot]})", fontsize=8)
        for axis in row:
            axis.axis("off")
        lines = [line for s in drafted for line in textwrap.wrap(s.text, 92, initial_indent="- ", subsequent_indent="  ")]
        row[2].text(0, 1, "\n".join([case.title, *lines[:17]]), va="top", fontsize=8, family="monospace", transform=row[2].transAxes)
    figure.tight_layout()
    figure.savefig(path, dpi=70)
    plt.close(figure)


def main() -> None:
    from .recipe import Recipe

    parser = argparse.ArgumentParser(description="Draw cases with truth, regions and sentences.")
    parser.add_argument("runs", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=6, help="synthetic cases")
    options = parser.parse_args()
    pipeline = Recipe(options.runs, options.out.parent, 1, 1, 0).weights.load()
    draw(pipeline, synthetic(options.count) + real(), options.out)


if __name__ == "__main__":
    main()
