"""What a hurried scan does to an image: slices with gaps, Rician noise, ghosts, a field of view too small."""

from __future__ import annotations

import numpy as np

from ..preprocess import SPACING
from .config import SynthConfig


def _slices(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Slices of 1-7 mm, up to 30 % of a slice apart, mostly axial."""
    axis = int(rng.choice(3, p=[0.7, 0.15, 0.15]))
    thickness = rng.uniform(1.0, 7.0)
    step = thickness * (1 + rng.choice([0.0, rng.uniform(0, 0.3)]))
    return thick_slices(image, axis, thickness, step, rng.uniform(0, step / SPACING))


def thick_slices(image: np.ndarray, axis: int, thickness_mm: float, step_mm: float, first: float) -> np.ndarray:
    """Averages over slices along an axis and interpolates between them as the server does.

    :param first: centre of the first slice, voxels
    """
    count = image.shape[axis]
    thickness = thickness_mm / SPACING
    centres = np.arange(first, count - 0.5, step_mm / SPACING)
    voxels = np.arange(count)
    profile = np.clip(np.minimum(voxels + 0.5, centres[:, None] + thickness / 2) - np.maximum(voxels - 0.5, centres[:, None] - thickness / 2), 0, 1)
    if thickness < 1:
        profile = np.maximum(0, 1 - np.abs(voxels - centres[:, None]))
    profile /= profile.sum(axis=1, keepdims=True)
    where = np.clip(np.interp(voxels, centres, np.arange(len(centres))), 0, len(centres) - 1)
    low = np.minimum(where.astype(int), len(centres) - 2)
    matrix = (1 - (where - low))[:, None] * profile[low] + (where - low)[:, None] * profile[low + 1]
    return np.ascontiguousarray(np.moveaxis(np.tensordot(matrix.astype(np.float32), image, axes=(1, axis)), 0, axis))


def _rician(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    sigma = np.float32(rng.uniform(0.03, 0.11))
    real = image + sigma * rng.standard_normal(image.shape, dtype=np.float32)
    return np.sqrt(real**2 + (sigma * rng.standard_normal(image.shape, dtype=np.float32)) ** 2)


def _ghosts(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Faint copies displaced along the phase-encoding axis, of alternating sign."""
    axis = int(rng.choice(3, p=[0.1, 0.6, 0.3]))
    step = image.shape[axis] // int(rng.integers(2, 6))
    strength = rng.uniform(0.02, 0.10)
    ghosts = np.roll(image, step, axis) - 0.5 * np.roll(image, -step, axis)
    return np.abs(image + np.float32(strength) * ghosts)


def _cut(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Nothing below a level, or nothing of one edge (never the top, which the model grid hangs from)."""
    image = image.copy()
    edge = int(rng.choice(3, p=[0.6, 0.2, 0.2]))
    width = int(rng.integers(4, 24 if edge == 0 else 10))
    if edge == 0:
        image[:width] = 0
    elif edge == 1:
        image[:, :width] = 0
    else:
        image[:, -width:] = 0
    return image


def _misplace(rng: np.random.Generator, image: np.ndarray) -> np.ndarray:
    """Shifts by up to a millimetre or so along each axis: sequences of one study never lie exactly on one another."""
    for axis in range(3):
        offset = np.float32(np.clip(rng.normal(0, 0.3), -0.8, 0.8))
        image = (1 - abs(offset)) * image + abs(offset) * np.roll(image, int(np.sign(offset)), axis)
    return image


def degrade(rng: np.random.Generator, image: np.ndarray, config: SynthConfig) -> np.ndarray:
    """Each fault by its probability; what has none draws nothing from the generator."""
    for probability, fault in ((config.misplaced, _misplace), (config.slices, _slices), (config.ghosting, _ghosts), (config.rician, _rician), (config.cut, _cut)):
        if probability > 0 and rng.random() < probability:
            image = fault(rng, image)
    return image
