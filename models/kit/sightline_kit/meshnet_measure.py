"""Dice of an imported MeshNet on the one real scan with a FreeSurfer segmentation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from . import conform, meshnet
from .evaluate_vision import dice, mprage_scan, mprage_segments
from .meshnet_bundles import Source, label_id

DATA = "one healthy MPRAGE, FreeSurfer segmentation (DICOM SEG)"
_WHITE = ("cerebral-white-matter", "cerebellum-white-matter", "corpus-callosum", "wm-hypointensities")
_GREY = ("cerebral-cortex", "cerebellum-cortex", "thalamus", "caudate", "putamen", "pallidum", "hippocampus", "amygdala",
         "accumbens-area", "ventral-dc")


scan = lru_cache(maxsize=1)(mprage_scan)


@lru_cache(maxsize=1)
def truth() -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """Segment numbers (z, y, x), affine, and our ids by number."""
    array, affine, names = mprage_segments()
    return array, affine, {number: label_id(name) for number, name in names.items()}


def reference(id_: str) -> np.ndarray | None:
    """Mask of one of our labels in FreeSurfer's segmentation; None where it has no such structure."""
    array, _, names = truth()
    bare = {n: i.removeprefix("left-").removeprefix("right-") for n, i in names.items()}
    if id_ == "brain":
        return array > 0
    wanted = {"white-matter": _WHITE, "grey-matter": _GREY,
              "cerebral-white-matter": ("cerebral-white-matter", "corpus-callosum", "wm-hypointensities")}.get(id_, (id_,))
    numbers = [n for n in names if any(names[n] == w or bare[n] == w or bare[n].startswith(w + "-") and w == "corpus-callosum" for w in wanted)]
    return np.isin(array, numbers) if numbers else None


def measure(source: Source, graph: Path, classes: list[dict], threads: int) -> list[dict]:
    """``quality`` entries ``dice-<label>`` of every label that FreeSurfer segments too."""
    prepared = conform.conform(*scan(), source.percentiles)
    found = meshnet.run(graph, prepared.image, threads).argmax(axis=0).astype(np.uint8)
    array, affine, _ = truth()
    labels = conform.back(found, prepared.affine, array.shape, affine)
    out = []
    for entry in classes[1:]:
        expected = reference(entry["id"])
        if expected is not None:
            value = dice(labels == entry["index"], expected)
            out.append({"measure": "dice-" + entry["id"], "data": DATA, "value": round(float(value), 4), "n": 1})
    return out


def with_measure(source: Source, models: Path, graph: Path, threads: int) -> list[dict]:
    """Measures the graph that lies in a bundle's folder."""
    from .meshnet_bundles import labels

    return measure(source, graph, labels(models / source.model), threads)
