"""The conform step that brainchop's MeshNets were trained behind: 256^3 voxels of 1 mm, LIA, 0..1.

The same steps as the imported bundles declare under ``preprocess`` and the server runs: a grid of the patient's axes centred on the
volume, trilinear interpolation, values above the 99.9th percentile of what is not 0 cut to it (FreeSurfer's ``mri_convert --conform``
and FastSurfer's ``conform.py``, without their rounding to 8 bits), two percentiles of all voxels becoming 0 and 1, and only
then the cut to the head. Arrays are (z, y, x) = (A, I, L).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

SIZE = 256
SATURATE = 99.9
FOREGROUND = (99.5, 0.12)
"""Percentile, and the fraction of it above which a voxel is head."""
MARGIN = 8
MIN_COUNT = 40
TO_LPS = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, -1.0, 0]])
"""Columns: LPS directions towards which x (L), y (I), z (A) grow."""


@dataclass(frozen=True)
class Conformed:
    """A head ready for a MeshNet.

    :param image: float32 (z, y, x)
    :param affine: 4x4, xyz voxel of ``image`` -> LPS mm
    """

    image: np.ndarray
    affine: np.ndarray


def conform(volume: np.ndarray, affine: np.ndarray, percentiles: tuple[float, float]) -> Conformed:
    """:param volume: (z, y, x); :param affine: xyz voxel -> LPS mm"""
    grid = centred_grid(volume.shape, affine)
    values = resample(volume, affine, grid)
    head = box(values > FOREGROUND[1] * np.percentile(values, FOREGROUND[0]))
    top = np.percentile(values[values != 0], SATURATE) if values.any() else 0.0
    values = np.minimum(values, np.float32(top))
    low, high = np.percentile(values, percentiles)
    scaled = (values - low) / (high - low if high > low else 1.0)
    cut = grid.copy()
    cut[:3, 3] = grid[:3, :3] @ [s.start for s in reversed(head)] + grid[:3, 3]
    return Conformed(np.ascontiguousarray(scaled[head], dtype=np.float32), cut)


def centred_grid(shape: tuple[int, int, int], affine: np.ndarray) -> np.ndarray:
    """Affine of the 256^3 grid about the box of a volume's voxel centres."""
    last = [n - 1 for n in reversed(shape)]
    corners = np.array([[i * last[0], j * last[1], k * last[2], 1] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    points = (affine @ corners.T)[:3]
    low, high = points.min(axis=1), points.max(axis=1)
    count = np.floor(high - low + 1e-6).astype(int) + 1
    order = [0, 2, 1]  # patient axis of x, y, z
    start = np.array([low[0], high[2], high[1]])
    start += TO_LPS.T[[0, 1, 2], order] * [np.floor((count[a] - SIZE) / 2) for a in order]
    grid = np.eye(4)
    grid[:3, :3] = TO_LPS
    grid[order, 3] = start
    return grid


def resample(volume: np.ndarray, affine: np.ndarray, grid: np.ndarray) -> np.ndarray:
    """Trilinear at the grid's 256^3 voxel centres; 0 outside the volume."""
    data = np.nan_to_num(np.asarray(volume, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    to_index = np.linalg.inv(affine) @ grid
    flip = np.eye(4)[[2, 1, 0, 3]]
    m = flip @ to_index @ flip
    return ndimage.affine_transform(data, m[:3, :3], m[:3, 3], (SIZE,) * 3, order=1, mode="grid-constant", output=np.float32)


def box(mask: np.ndarray) -> tuple[slice, slice, slice]:
    """The slices with at least 40 voxels of the mask, and 8 mm more; everything when there are none."""
    out = []
    for axis in range(3):
        used = np.flatnonzero(mask.sum(axis=tuple(a for a in range(3) if a != axis)) >= MIN_COUNT)
        out.append(slice(max(0, used[0] - MARGIN), min(mask.shape[axis], used[-1] + MARGIN + 1)) if used.size else slice(0, mask.shape[axis]))
    return tuple(out)


def back(labels: np.ndarray, affine: np.ndarray, shape: tuple[int, int, int], source: np.ndarray) -> np.ndarray:
    """Labels of the nearest voxel in another grid; 0 outside."""
    flip = np.eye(4)[[2, 1, 0, 3]]
    m = flip @ np.linalg.inv(affine) @ source @ flip
    return ndimage.affine_transform(labels, m[:3, :3], m[:3, 3], shape, order=0, mode="constant", output=np.uint8)
