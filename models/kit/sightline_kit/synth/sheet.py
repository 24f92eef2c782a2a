"""A contact sheet of the generator for a radiologist's eye: `python -m sightline_kit.synth.sheet OUT.png`."""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from ..labels import BY_ID, SEQUENCES
from . import Subject, SynthConfig, sample_subject

KINDS: tuple[str, ...] = (
    "glioma", "metastases", "meningioma", "infarct", "haemorrhage", "subdural", "ventriculomegaly", "hippocampal_atrophy",
)
_NOTHING = {"healthy": 0.0, "glioma": 0.0, "white_matter_lesions": 0.0}
_COLOURS = {"lesion": "yellow", "core": "red", "enhancing": "magenta", "infarct": "cyan", "haemorrhage": "lime"}


def only(kind: str, **changes: object) -> SynthConfig:
    """Settings that draw one kind and nothing else."""
    return SynthConfig(**({**_NOTHING, "stripped": 0.3, kind: 1.0} | changes))


def key_slice(subject: Subject) -> tuple[str, int]:
    """The plane and index that show most: axial, or coronal through the hippocampi."""
    for channel in ("core", "haemorrhage", "lesion"):  # rather the tumour or the blood than the oedema
        if subject.lesion(channel).any():
            return "axial", int(subject.lesion(channel).sum(axis=(1, 2)).argmax())
    if subject.conditions["hippocampal_atrophy"] != "none":
        bodies = np.isin(subject.structures, [BY_ID[f"{s}-hippocampus"].index for s in ("left", "right")])
        return "coronal", int(bodies.sum(axis=(0, 2)).argmax())
    ventricles = np.isin(subject.structures, [BY_ID[f"{s}-lateral-ventricle"].index for s in ("left", "right")])
    return "axial", int(ventricles.sum(axis=(1, 2)).argmax())


def _plane(volume: np.ndarray, plane: str, index: int) -> np.ndarray:
    """As radiologists look at it: patient left on the right of the picture, anterior or superior up."""
    return volume[index] if plane == "axial" else volume[::-1, index]


def _words(subject: Subject) -> str:
    if subject.instances:
        first = max(subject.instances, key=lambda i: i.mask.sum())
        return "\n".join([f"{first.kind} ({len(subject.instances)})", *(f"{k}: {v}" for k, v in first.attributes.items())])
    return "\n".join(f"{k}: {v}" for k, v in subject.conditions.items())


def draw_sheet(out: Path, kinds: tuple[str, ...] = KINDS, variants: int = 2, seed: int = 1, outline: bool = True) -> None:
    """Every kind ``variants`` times, four sequences each, on its key slice, with the truth outlined on the last column."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    rows = [(kind, number) for kind in kinds for number in range(variants)]
    columns = 2
    height = -(-len(rows) // columns)
    width = len(SEQUENCES) + 2
    figure, axes = pyplot.subplots(height, columns * width, figsize=(columns * width * 1.55, height * 2.0), squeeze=False)
    for axis in axes.flat:
        axis.axis("off")
    for place, (kind, number) in enumerate(rows):
        subject = sample_subject(np.random.default_rng([seed, number, KINDS.index(kind)]), only(kind), SEQUENCES)
        line = axes[place // columns][(place % columns) * width : (place % columns + 1) * width]
        plane, index = key_slice(subject)
        for axis, name in zip(line[1:], [*SEQUENCES, "FLAIR"]):
            axis.imshow(_plane(subject.images[name], plane, index), cmap="gray", vmin=-1.5, vmax=3)
        for axis, name in zip(line[1:], SEQUENCES):
            axis.set_title(name, fontsize=6, pad=1)
        for channel, colour in _COLOURS.items() if outline else ():
            mask = _plane(subject.lesion(channel), plane, index)
            if mask.any():
                line[-1].contour(mask, [0.5], colors=colour, linewidths=0.6)
        if not subject.instances and outline:
            line[-1].imshow(_plane(subject.structures, plane, index), cmap="nipy_spectral", alpha=0.5)
        line[0].text(0, 0.5, f"{_words(subject)}\n{plane} {index}", fontsize=5.5, va="center", transform=line[0].transAxes)
    figure.subplots_adjust(0.005, 0.005, 0.995, 0.985, 0.02, 0.08)
    figure.savefig(out, dpi=110)
    pyplot.close(figure)


def main() -> None:
    """Parses the command line and draws the sheet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw_sheet(options.out, tuple(options.kinds), options.variants, options.seed)


if __name__ == "__main__":
    main()
