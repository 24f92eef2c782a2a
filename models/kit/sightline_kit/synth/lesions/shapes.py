"""What every lesion is made of: groups of tissues, soft implicit shapes, and paint."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ...data import source_labels
from ...preprocess import SHAPE
from ..fields import noise

VOXEL_ML = 0.008


def positions(*numbers: int) -> np.ndarray:
    """bool ``(54,)``: which tissue positions are these label numbers."""
    return np.isin(source_labels(), numbers)


def indices(*numbers: int) -> np.ndarray:
    """The tissue positions of these label numbers."""
    return np.flatnonzero(positions(*numbers))


def white_matter() -> np.ndarray:
    return positions(2, 41, 25, 57)


def ventricles() -> np.ndarray:
    return positions(4, 43, 5, 44, 136, 137, 163, 164, 14, 15, 72)


def fluid() -> np.ndarray:
    return ventricles() | positions(24)


def parenchyma() -> np.ndarray:
    """bool ``(54,)``: brain tissue, fluid excluded."""
    labels = source_labels()
    return (labels > 0) & (labels < 500) & ~fluid() & ~positions(30, 62, 72, 85)


def intracranial() -> np.ndarray:
    """bool ``(54,)``: everything within the dura: brain and fluid."""
    return (source_labels() > 0) & (source_labels() < 500)


@dataclass
class Paint:
    """One tissue class to paint over the images.

    :param box: sub-box of the grid the alpha is defined on
    :param alpha: float32 opacity 0..1 in the box
    :param values: sequence -> intensity relative to that image's white matter
    :param texture: relative deviation of smooth noise inside
    """

    box: tuple[slice, slice, slice]
    alpha: np.ndarray
    values: dict[str, float]
    texture: float


def box_about(centre: tuple[int, int, int], reach: float) -> tuple[slice, slice, slice]:
    r = int(np.ceil(reach))
    return tuple(slice(max(0, c - r), min(n, c + r + 1)) for c, n in zip(centre, SHAPE))


def soft(field: np.ndarray, width: float) -> np.ndarray:
    return np.clip(field / width + 0.5, 0, 1).astype(np.float32)


def ellipsoid(rng: np.random.Generator, box: tuple[slice, slice, slice], centre: tuple[int, int, int], low: float) -> np.ndarray:
    """Distance in mm from the centre under a random anisotropic metric."""
    axes = [2.0 * (np.arange(s.start, s.stop, dtype=np.float32) - c) for s, c in zip(box, centre)]
    z, y, x = np.meshgrid(*axes, indexing="ij")
    basis, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    ratio = rng.uniform(low, 1 / low, 3)
    ratio /= np.prod(ratio) ** (1 / 3)
    total = 0.0
    for row, r in zip(basis, ratio):
        total = total + ((row[0] * z + row[1] * y + row[2] * x) / r) ** 2
    return np.sqrt(total)


def oedema_field(
    rng: np.random.Generator, core_field: np.ndarray, local: np.ndarray, margin: float, leak: tuple[float, float] = (0.1, 0.6)
) -> np.ndarray:
    """Positive where oedema is: fingers of about ``margin`` mm along white matter, held back by everything else.

    :param core_field: mm inside (positive) or outside (negative) of the core
    :param local: tissue positions in the same box
    :param leak: range of the affinity of grey matter, white matter being 1
    """
    affinity = np.where(white_matter()[local], 1.0, np.where(parenchyma()[local], rng.uniform(*leak), 0.0)).astype(np.float32)
    affinity = ndimage.uniform_filter(affinity, 3)
    finger = 1 + 0.5 * noise(rng, local.shape, 8) + 0.3 * noise(rng, local.shape, 4)
    return np.minimum(core_field, 0) + margin * np.clip(finger, 0, 2.2) * (2 * affinity - 0.55)


def full(mask: np.ndarray, box: tuple[slice, slice, slice]) -> np.ndarray:
    """bool on the whole grid of a mask in its box."""
    out = np.zeros(SHAPE, dtype=bool)
    out[box] = mask
    return out
