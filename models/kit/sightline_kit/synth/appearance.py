"""Realistic intensity priors per sequence: rank order of tissues, then contrast, bias, slices and noise.

Means are relative to white matter of the same image; they follow textbook rank orders at 1.5-3 T.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy import ndimage

from ..data import mirror_lookup, source_labels
from ..preprocess import SHAPE
from .config import SynthConfig
from .degradation import degrade
from .fields import noise
from .lesions import Paint

# label numbers: (T1, T1C, T2, FLAIR), white matter = 1
_BRAIN: dict[tuple[int, ...], tuple[float, float, float, float]] = {
    (2, 41, 25, 57): (1.00, 1.00, 1.00, 1.00),
    (3, 42): (0.66, 0.70, 1.32, 1.22),
    (4, 43, 5, 44, 14, 15, 72): (0.24, 0.25, 3.90, 0.22),
    (24,): (0.24, 0.30, 3.70, 0.28),
    (136, 137, 163, 164): (0.45, 0.95, 2.60, 0.70),
    (7, 46): (0.97, 0.97, 1.00, 1.02),
    (8, 47): (0.68, 0.72, 1.28, 1.16),
    (10, 49): (0.82, 0.83, 1.14, 1.10),
    (11, 50): (0.70, 0.71, 1.22, 1.18),
    (12, 51): (0.76, 0.77, 1.12, 1.10),
    (13, 52): (0.90, 0.90, 0.90, 0.93),
    (17, 53): (0.68, 0.70, 1.35, 1.28),
    (18, 54): (0.68, 0.69, 1.33, 1.26),
    (26, 58): (0.70, 0.71, 1.25, 1.20),
    (28, 60): (0.90, 0.90, 1.02, 1.02),
    (16,): (0.93, 0.93, 1.06, 1.03),
    (30, 62): (0.50, 0.80, 1.60, 0.80),
    (85,): (0.85, 0.85, 1.10, 1.00),
}
_OUTSIDE: dict[int, tuple[float, float, float, float]] = {
    502: (0.90, 1.50, 0.40, 0.40),
    506: (0.25, 0.27, 3.80, 0.35),
    507: (1.15, 1.20, 1.50, 1.10),
    508: (0.60, 0.65, 1.20, 0.80),
    509: (0.70, 1.00, 1.80, 1.20),
    511: (0.80, 0.90, 1.10, 0.90),
    512: (0.60, 0.80, 1.00, 0.80),
    514: (0.45, 1.25, 0.90, 0.55),
    515: (0.14, 0.16, 0.30, 0.18),
    516: (0.95, 1.00, 1.10, 0.85),
    530: (0.80, 0.85, 1.30, 0.90),
}
_SLOT = {"T1": 0, "T1C": 1, "T2": 2, "FLAIR": 3}


@lru_cache(maxsize=1)
def _means() -> tuple[np.ndarray, np.ndarray]:
    """float32 ``(4, 54)`` means, and bool ``(54,)``: outside the brain."""
    labels = source_labels()
    means = np.full((4, len(labels)), 0.0, dtype=np.float32)
    for numbers, values in [*_BRAIN.items(), *(((k,), v) for k, v in _OUTSIDE.items())]:
        means[:, np.isin(labels, numbers)] = np.array(values, dtype=np.float32)[:, None]
    return means, labels >= 500


OUTSIDE_SPREAD = 0.35
WIDE_OUTSIDE_SPREAD = 0.5
"""Fat and marrow range from dark to twice as bright as white matter, by sequence and fat suppression."""
OUTSIDE_LEVEL = (-0.55, 0.35)
"""Mean and deviation of the log of a factor on all of it: in most heads white matter is among the brightest of tissues."""
CONTRAST = (0.75, 1.25)
WIDE_CONTRAST = {"T1": (0.75, 1.65), "T1C": (0.75, 1.5), "T2": (0.7, 1.4), "FLAIR": (0.7, 1.35)}
"""Grey-white contrast as a share of the table's: an inversion-prepared T1 has half as much again."""


def tissue_values(rng: np.random.Generator, sequence: str, wide: bool = False) -> np.ndarray:
    """float32 ``(54,)``: a random intensity per tissue position, left and right alike; white matter near 1.

    :param wide: with the wide ranges of contrast, and of tissues outside the brain
    """
    means, outside = _means()
    values = means[_SLOT[sequence]].copy()
    contrast = rng.uniform(*(WIDE_CONTRAST[sequence] if wide else CONTRAST))  # grey-white contrast as a whole
    solid = (values > 0.55) & (values < 2.0) & ~outside
    values[solid] = 1 + contrast * (values[solid] - 1)
    sigma = np.where(outside, WIDE_OUTSIDE_SPREAD if wide else OUTSIDE_SPREAD, 0.045)
    sigma[(~outside) & ~solid] = 0.20  # fluid and vessels
    jitter = np.exp(rng.normal(0, 1, len(values)) * sigma)
    mirror = mirror_lookup()
    jitter = np.where(np.arange(len(values)) <= mirror, jitter, jitter[mirror])
    values = values * jitter
    if wide:
        values[outside] *= np.exp(rng.normal(*OUTSIDE_LEVEL))
    labels = source_labels()
    fluid = rng.normal(1, 0.12)
    for numbers in ((4, 43, 5, 44, 14, 15, 72),):
        base = means[_SLOT[sequence]][np.isin(labels, numbers)][0]
        values[np.isin(labels, numbers)] = max(0.05, base * fluid)
    values[np.isin(labels, (25, 57))] = values[np.isin(labels, (2, 41))]
    values[0] = rng.uniform(0, 0.03)
    return values.astype(np.float32)


def _blur_axis(image: np.ndarray, axis: int, sigma: float) -> np.ndarray:
    return ndimage.gaussian_filter1d(image, sigma, axis=axis, mode="nearest", truncate=2.5)


def render(
    rng: np.random.Generator,
    sequence: str,
    taps: list[np.ndarray],
    paints: list[Paint],
    keep: np.ndarray | None,
    config: SynthConfig = SynthConfig(),
) -> np.ndarray:
    """One raw image (white matter near 1), float32 ``(96, 112, 80)``.

    :param taps: tissue positions at the four corners of each cell (partial volume)
    :param paints: lesions, painted in order
    :param keep: soft brain mask 0..1 of a skull-stripped study, else None
    :param config: says how often an image is degraded
    """
    values = tissue_values(rng, sequence, wide=config.variants > 0)
    deviation = np.where(_means()[1], 0.16, 0.03).astype(np.float32) * values
    image = values[taps[0]]
    for tap in taps[1:]:
        image += values[tap]
    image *= 0.25
    # Tissue is not flat: fine grain in every tissue (strong outside the brain) and slow changes.
    image += deviation[taps[0]] * rng.standard_normal(SHAPE, dtype=np.float32)
    image *= 1 + rng.uniform(0.01, 0.04) * noise(rng, SHAPE, 8)
    for paint in paints:
        shape = paint.alpha.shape
        target = paint.values[sequence] * (1 + paint.texture * noise(rng, shape, 4) if min(shape) > 3 else 1.0)
        image[paint.box] += paint.alpha * (target - image[paint.box])
    if rng.random() < 0.5:
        sigma = rng.uniform(0.3, 0.6)
        for axis in range(3):
            image = _blur_axis(image, axis, sigma)
    if rng.random() < 0.4:  # thick slices
        image = _blur_axis(image, int(rng.choice(3, p=[0.7, 0.15, 0.15])), rng.uniform(0.5, 1.2))
    image *= np.exp(rng.uniform(0.02, 0.16) * noise(rng, SHAPE, 40))
    image = degrade(rng, image, config)
    image += rng.uniform(0.008, 0.045) * rng.standard_normal(SHAPE, dtype=np.float32)
    np.maximum(image, 0, out=image)
    image **= np.float32(np.exp(rng.normal(0, 0.08)))
    if keep is not None:
        image *= keep
    return image
