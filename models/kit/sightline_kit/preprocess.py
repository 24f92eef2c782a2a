"""From a scanner volume to the model grid: the steps that ``bundle.yaml`` declares and the server mirrors.

Volumes come as ``(z, y, x)`` arrays with an affine ``xyz voxel -> LPS mm`` (any obliqueness). The model grid is
axis-aligned in patient space, LPS, 2 mm isotropic, 80 x 112 x 96 (x, y, z).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from .labels import SEQUENCES

SPACING = 2.0
SHAPE = (96, 112, 80)
"""Model grid size, (z, y, x) voxels."""
FOREGROUND_PERCENTILE = 99.5
FOREGROUND_FRACTION = 0.12
MARGIN_VOXELS = 4
BOX_DEPTH_VOXELS = 75
MIN_COUNT = 40
CLAMP = (-4.0, 6.0)


@dataclass(frozen=True)
class Grid:
    """An axis-aligned 2 mm LPS grid.

    :param origin: LPS mm of the centre of voxel (0, 0, 0), (x, y, z)
    :param size: voxels, (x, y, z)
    """

    origin: tuple[float, float, float]
    size: tuple[int, int, int]

    def affine(self) -> np.ndarray:
        """4x4, xyz voxel -> LPS mm."""
        affine = np.diag([SPACING, SPACING, SPACING, 1.0])
        affine[:3, 3] = self.origin
        return affine

    def shifted(self, offset: tuple[int, int, int], size: tuple[int, int, int]) -> "Grid":
        """The grid whose voxel (0, 0, 0) is this grid's voxel ``offset`` (x, y, z; may lie outside)."""
        origin = tuple(o + SPACING * k for o, k in zip(self.origin, offset))
        return Grid(origin, size)


def extent_grid(shape: tuple[int, int, int], affine: np.ndarray) -> Grid:
    """The grid over the voxel centres of the 8 corners of a volume of ``shape`` (z, y, x)."""
    last = [n - 1 for n in reversed(shape)]
    corners = np.array([[i * last[0], j * last[1], k * last[2], 1] for i in (0, 1) for j in (0, 1) for k in (0, 1)])
    points = (affine @ corners.T)[:3]
    low, high = points.min(axis=1), points.max(axis=1)
    size = np.floor((high - low) / SPACING + 1e-6).astype(int) + 1
    return Grid(tuple(float(v) for v in low), tuple(int(v) for v in size))


def box_weights(width: float) -> np.ndarray:
    """Weights of a centred box of ``width`` voxels over integer taps; odd length, they sum to 1."""
    half = width / 2
    reach = int(np.ceil(half - 0.5))
    taps = np.arange(-reach, reach + 1, dtype=np.float64)
    return np.maximum(0.0, np.minimum(taps + 0.5, half) - np.maximum(taps - 0.5, -half)) / width


def resample(volume: np.ndarray, affine: np.ndarray, grid: Grid) -> np.ndarray:
    """Box-average axes finer than the grid, then trilinear interpolation. Returns float32 ``(z, y, x)``.

    Beyond half a voxel outside the source the value is 0; within half a voxel the edge value is used.
    """
    data = np.nan_to_num(np.asarray(volume, dtype=np.float32), nan=0.0, posinf=0.0, neginf=0.0)
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    for axis in range(3):
        width = SPACING / spacing[axis]
        if width > 1.0 + 1e-9:
            data = ndimage.correlate1d(data, box_weights(width), axis=2 - axis, mode="nearest", output=np.float32)
    inverse = np.linalg.inv(affine)
    index = np.meshgrid(*(np.arange(n, dtype=np.float64) for n in grid.size), indexing="ij")
    points = [o + SPACING * i for o, i in zip(grid.origin, index)]
    coordinates, inside = [], True
    for row in range(3):
        c = inverse[row, 0] * points[0] + inverse[row, 1] * points[1] + inverse[row, 2] * points[2] + inverse[row, 3]
        top = data.shape[2 - row] - 1
        inside = inside & (c >= -0.5) & (c <= top + 0.5)
        coordinates.append(np.clip(c, 0, top))
    order = [coordinates[2], coordinates[1], coordinates[0]]
    values = ndimage.map_coordinates(data, [c.transpose(2, 1, 0) for c in order], order=1, output=np.float32)
    values[~inside.transpose(2, 1, 0)] = 0.0
    return values


def foreground(values: np.ndarray) -> np.ndarray:
    """Head (or brain) mask: above 12 % of the 99.5th percentile, 6-connected holes filled. bool, same shape."""
    mask = values > FOREGROUND_FRACTION * np.percentile(values, FOREGROUND_PERCENTILE)
    return fill_holes(mask)


def fill_holes(mask: np.ndarray) -> np.ndarray:
    """Background not 6-connected to the border becomes foreground."""
    labels, count = ndimage.label(~mask)
    outside = np.zeros(count + 1, dtype=bool)
    for axis in range(3):
        for end in (0, -1):
            outside[np.unique(np.take(labels, end, axis=axis))] = True
    outside[0] = False
    return ~outside[labels]


def crop_offset(mask: np.ndarray) -> tuple[int, int, int]:
    """Offset (x, y, z) of the model grid on the extent grid, from the reference sequence's foreground there.

    The top slice is the highest with at least 40 foreground voxels; the box is taken over the 150 mm below it.
    """
    slices = np.flatnonzero(mask.sum(axis=(1, 2)) >= MIN_COUNT)
    top = int(slices[-1]) if slices.size else mask.shape[0] - 1
    slab = mask[max(0, top - BOX_DEPTH_VOXELS) : top + 1]
    offset = []
    for axis, size in ((2, SHAPE[2]), (1, SHAPE[1])):
        counts = slab.sum(axis=tuple(a for a in range(3) if a != axis))
        used = np.flatnonzero(counts >= MIN_COUNT)
        low, high = (int(used[0]), int(used[-1])) if used.size else (0, mask.shape[axis] - 1)
        offset.append((low + high) // 2 - size // 2)
    return offset[0], offset[1], top + MARGIN_VOXELS - (SHAPE[0] - 1)


def normalise(values: np.ndarray, mask: np.ndarray | None = None) -> np.ndarray:
    """z-score within the foreground, clamped to -4..6, 0 outside. float32."""
    mask = foreground(values) if mask is None else mask
    inside = values[mask].astype(np.float64)
    if inside.size == 0:
        return np.zeros_like(values, dtype=np.float32)
    deviation = inside.std()
    scaled = (values - inside.mean()) / (deviation if deviation > 0 else 1.0)
    return np.where(mask, np.clip(scaled, *CLAMP), 0.0).astype(np.float32)


@dataclass(frozen=True)
class Prepared:
    """One study on the model grid.

    :param images: float32 ``(4, 96, 112, 80)`` in slot order; absent slots are zero
    :param present: float32 ``(4,)`` of 0/1
    :param grid: where the model grid lies in the patient
    """

    images: np.ndarray
    present: np.ndarray
    grid: Grid


def prepare(volumes: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Prepared:
    """Preprocess a study: sequence name -> (array ``(z, y, x)``, affine xyz -> LPS mm)."""
    reference = next((s for s in SEQUENCES if s in volumes), None)
    if reference is None:
        raise ValueError(f"none of {', '.join(SEQUENCES)} is present")
    array, affine = volumes[reference]
    extent = extent_grid(array.shape, affine)
    offset = crop_offset(foreground(resample(array, affine, extent)))
    grid = extent.shifted(offset, (SHAPE[2], SHAPE[1], SHAPE[0]))
    images = np.zeros((len(SEQUENCES), *SHAPE), dtype=np.float32)
    present = np.zeros(len(SEQUENCES), dtype=np.float32)
    for slot, name in enumerate(SEQUENCES):
        if name in volumes:
            images[slot] = normalise(resample(*volumes[name], grid))
            present[slot] = 1.0
    return Prepared(images, present, grid)


def resample_labels(labels: np.ndarray, affine: np.ndarray, grid: Grid) -> np.ndarray:
    """Labels onto a grid, nearest neighbour, outside 0; same dtype, ``(z, y, x)``."""
    inverse = np.linalg.inv(affine) @ grid.affine()
    axes = np.meshgrid(*(np.arange(n) for n in grid.size), indexing="ij")
    out = np.zeros(grid.size, dtype=labels.dtype)
    source, inside = [], True
    for row in range(3):
        c = sum(inverse[row, k] * axes[k] for k in range(3)) + inverse[row, 3]
        i = np.floor(c + 0.5).astype(int)
        inside = inside & (i >= 0) & (i < labels.shape[2 - row])
        source.append(i)
    x, y, z = (i[inside] for i in source)
    out[inside] = labels[z, y, x]
    return np.ascontiguousarray(out.transpose(2, 1, 0))
