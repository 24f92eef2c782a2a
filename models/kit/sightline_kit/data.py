"""Finding the shared data, reading label maps, and the fixed split of subjects.

All arrays are ``(z, y, x)`` in LPS: z grows to Superior, y to Posterior, x to patient Left.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import nibabel as nib
import numpy as np

from .labels import structure_of_source

HELD_OUT_MAPS: tuple[str, ...] = ("training_seg_07", "training_seg_14")
"""Label maps never trained on: synthetic evaluation subjects are drawn from these two only."""


def shared_root() -> Path | None:
    """Folder of the shared data: ``SIGHTLINE_SHARED``, else ``../shared`` beside the repository; None if absent."""
    named = os.environ.get("SIGHTLINE_SHARED")
    repository = Path(__file__).resolve().parents[3]
    for root in (Path(named) if named else None, repository.parent / "shared"):
        if root is not None and (root / "data").is_dir():
            return root
    return None


def require_shared() -> Path:
    """:func:`shared_root`, or a plain error that says how to point to it."""
    root = shared_root()
    if root is None:
        raise FileNotFoundError("shared data not found: set SIGHTLINE_SHARED to the folder that holds data/")
    return root


@dataclass(frozen=True)
class LabelMap:
    """A whole-head label map at 1 mm.

    :param name: file stem, e.g. ``training_seg_03``
    :param tissue: uint8 ``(z, y, x)``: position of the voxel's label in :func:`source_labels`
    """

    name: str
    tissue: np.ndarray


@lru_cache(maxsize=1)
def source_labels() -> np.ndarray:
    """The generation label numbers of the SynthSeg maps, ascending; int ``(54,)``; entry 0 is background."""
    path = require_shared() / "data/synthseg_label_maps/generation_labels.npy"
    return np.sort(np.load(path).astype(np.int64))


@lru_cache(maxsize=1)
def structure_lookup() -> np.ndarray:
    """uint8 ``(54,)``: tissue position -> structure index."""
    return np.array([structure_of_source(int(v)) for v in source_labels()], dtype=np.uint8)


@lru_cache(maxsize=1)
def mirror_lookup() -> np.ndarray:
    """uint8 ``(54,)``: tissue position after a left-right mirror."""
    labels = [int(v) for v in source_labels()]
    pairs = {2: 41, 3: 42, 4: 43, 5: 44, 7: 46, 8: 47, 10: 49, 11: 50, 12: 51, 13: 52, 17: 53, 18: 54}
    pairs |= {25: 57, 26: 58, 28: 60, 30: 62, 136: 163, 137: 164}
    pairs |= {right: left for left, right in pairs.items()}
    return np.array([labels.index(pairs.get(v, v)) for v in labels], dtype=np.uint8)


def map_names(held_out: bool = False) -> list[str]:
    """Names of the training (or held-out) label maps, sorted."""
    folder = require_shared() / "data/synthseg_label_maps"
    names = sorted(p.name.removesuffix(".nii.gz") for p in folder.glob("training_seg_*.nii.gz"))
    return [n for n in names if (n in HELD_OUT_MAPS) == held_out]


def read_lps(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """Read a NIfTI; returns the array as ``(z, y, x)`` with axes nearest to LPS and its affine xyz -> LPS mm."""
    image = nib.load(path)
    orientation = nib.orientations.ornt_transform(
        nib.io_orientation(image.affine), nib.orientations.axcodes2ornt(("L", "P", "S"))
    )
    image = image.as_reoriented(orientation)
    affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
    return np.ascontiguousarray(np.asarray(image.dataobj).transpose(2, 1, 0)), affine


@lru_cache(maxsize=32)
def load_label_map(name: str) -> LabelMap:
    """Load one label map, cropped to its head (with a margin of 4 voxels)."""
    array, _ = read_lps(require_shared() / f"data/synthseg_label_maps/{name}.nii.gz")
    positions = np.zeros(int(source_labels()[-1]) + 1, dtype=np.uint8)
    positions[source_labels()] = np.arange(len(source_labels()))
    tissue = positions[array.astype(np.int16)]
    box = []
    for axis in range(3):
        other = tuple(a for a in range(3) if a != axis)
        used = np.flatnonzero((tissue > 0).any(axis=other))
        box.append(slice(max(0, used[0] - 4), used[-1] + 5))
    return LabelMap(name, np.ascontiguousarray(tissue[tuple(box)]))
