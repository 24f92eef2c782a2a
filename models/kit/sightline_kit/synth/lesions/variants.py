"""What healthy brains show and a network must not call a lesion: drawn, and never labelled.

On FLAIR and T2 the white matter is hazily brighter about the ventricles and in the terminal zones behind the trigones, and
limbic cortex (cingulate gyrus, insula) is brighter than the rest (Hirai et al., AJNR 2000; Barkovich, AJNR 2000).
"""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ...preprocess import SHAPE
from ..fields import noise
from .plan import Scene
from .shapes import Paint

_EVERYWHERE = tuple(slice(0, n) for n in SHAPE)
_MIDLINE_MM = 9.0


def normal_variants(rng: np.random.Generator, scene: Scene) -> list[Paint]:
    """Halo, haze and limbic cortex, each fainter than any labelled lesion."""
    white = scene.is_in(2, 41, 25, 57)
    paints = [_halo(rng, scene, white), _haze(rng, white)]
    if rng.random() < 0.8:
        paints.append(_limbic(rng, scene))
    return paints


def _halo(rng: np.random.Generator, scene: Scene, white: np.ndarray) -> Paint:
    lateral = scene.is_in(4, 43, 136, 163).astype(np.float32)
    near = ndimage.gaussian_filter(lateral, rng.uniform(1.2, 3.2), truncate=2.5)
    alpha = np.clip(near * rng.uniform(0.8, 2.2) * (1 + 0.5 * noise(rng, SHAPE, 10)), 0, 1) * white
    return _paint(rng, alpha, 1.38)


def _haze(rng: np.random.Generator, white: np.ndarray) -> Paint:
    alpha = np.clip(noise(rng, SHAPE, rng.uniform(8, 18)) * rng.uniform(0.3, 0.7) + rng.uniform(-0.2, 0.2), 0, 1) * white
    return _paint(rng, alpha, 1.28)


def _limbic(rng: np.random.Generator, scene: Scene) -> Paint:
    cortex = scene.is_in(3, 42)
    left, right = (np.argwhere(scene.is_in(n))[:, 2] for n in (41, 2))
    middle = (left.mean() + right.mean()) / 2 if len(left) and len(right) else SHAPE[2] / 2
    from_middle = 2.0 * np.abs(np.arange(SHAPE[2], dtype=np.float32) - middle)
    medial = np.exp(-((from_middle / _MIDLINE_MM) ** 2))[None, None, :]
    alpha = np.clip(medial + 0.5 * noise(rng, SHAPE, 10), 0, 1) * cortex
    return _paint(rng, alpha, 1.65, t1=0.66)


def _paint(rng: np.random.Generator, alpha: np.ndarray, flair: float, t1: float = 0.95) -> Paint:
    """Opaque by half and more; `flair` is the brightest it gets."""
    top = float(rng.uniform(1.05, flair))
    values = {"T1": t1, "T1C": t1, "T2": 1 + (top - 1) * float(rng.uniform(0.5, 1.1)), "FLAIR": top}
    return Paint(_EVERYWHERE, (alpha * rng.uniform(0.5, 1.0)).astype(np.float32), values, 0.04)
