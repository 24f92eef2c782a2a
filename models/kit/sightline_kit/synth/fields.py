"""Smooth random fields on a grid, by separable cubic B-splines of a coarse lattice (three small matrix products)."""

from __future__ import annotations

from functools import lru_cache

import numpy as np


@lru_cache(maxsize=256)
def _basis(size: int, knots: int) -> np.ndarray:
    """float32 ``(size, knots)``: cubic B-spline weights of ``knots`` lattice points spread over ``size`` voxels."""
    position = np.linspace(1.0, knots - 2.0, size)
    distance = np.abs(position[:, None] - np.arange(knots)[None, :])
    near = 2 / 3 - distance**2 + distance**3 / 2
    far = np.clip(2 - distance, 0, None) ** 3 / 6
    return np.where(distance < 1, near, far).astype(np.float32)


def expand(lattice: np.ndarray, shape: tuple[int, int, int]) -> np.ndarray:
    """A lattice (>= 4 points per axis) as a smooth field of ``shape``; float32."""
    field = np.asarray(lattice, dtype=np.float32)
    for axis in range(3):
        field = np.moveaxis(np.tensordot(_basis(shape[axis], field.shape[axis]), field, axes=(1, axis)), 0, axis)
    return np.ascontiguousarray(field)


def noise(rng: np.random.Generator, shape: tuple[int, int, int], period: float) -> np.ndarray:
    """Zero-mean smooth noise with about unit variance and features of about ``period`` voxels; float32."""
    knots = tuple(max(4, int(round(n / period)) + 3) for n in shape)
    # A cubic B-spline average of independent points has about 0.48 of their deviation per axis product.
    return expand(rng.standard_normal(knots) * 2.0, shape)
