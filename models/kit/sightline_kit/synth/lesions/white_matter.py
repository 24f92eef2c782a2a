"""White-matter lesions, and the faint band about the ventricles that is none."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from ...preprocess import SHAPE
from ..fields import noise
from ..subject import Lesion
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, parenchyma, positions, soft, ventricles, white_matter


def benign_rim(rng: np.random.Generator, tissue: np.ndarray) -> list[Paint]:
    """The thin, faintly bright band about the ventricles of healthy people: drawn, and never labelled."""
    lateral = np.isin(tissue, np.flatnonzero(ventricles())).astype(np.float32)
    near = ndimage.gaussian_filter(lateral, rng.uniform(0.8, 1.4), truncate=2.5)
    tissue_only = np.isin(tissue, np.flatnonzero(parenchyma()))
    alpha = np.clip(near * rng.uniform(1.5, 3.0) * (1 + 0.5 * noise(rng, SHAPE, 8)), 0, 1).astype(np.float32) * tissue_only
    values = {"T1": float(rng.uniform(0.86, 1.0)), "T2": float(rng.uniform(1.1, 1.5)), "FLAIR": float(rng.uniform(1.15, 1.5))}
    values["T1C"] = values["T1"]
    return [Paint(tuple(slice(0, n) for n in SHAPE), alpha, values, 0.05)]


def white_matter_lesions(rng: np.random.Generator, tissue: np.ndarray) -> tuple[list[Lesion], list[Paint]]:
    """Periventricular caps and bands, and deep foci, with Fazekas-like grades 0-3 for each."""
    wm = np.isin(tissue, np.flatnonzero(white_matter()))
    paints: list[Paint] = []
    lesions: list[Lesion] = []
    empty = np.zeros(SHAPE, dtype=bool)
    everywhere = tuple(slice(0, n) for n in SHAPE)
    values = {"T1": float(rng.uniform(0.62, 0.92)), "T2": float(rng.uniform(1.5, 2.3)), "FLAIR": float(rng.uniform(1.55, 2.1))}
    values["T1C"] = values["T1"]
    periventricular = int(rng.integers(0, 4))
    deep = int(rng.integers(0 if periventricular else 1, 4))
    if periventricular:
        lateral = np.isin(tissue, np.flatnonzero(positions(4, 43, 136, 163))).astype(np.float32)
        reach = {1: 1.1, 2: 1.8, 3: 3.0}[periventricular] * rng.uniform(0.85, 1.2)
        near = ndimage.gaussian_filter(lateral, reach, truncate=2.5)
        level = rng.uniform(0.16, 0.24)
        field = near - level * np.clip(1.1 + (0.9 if periventricular < 3 else 0.6) * noise(rng, SHAPE, 6), 0.35, 4)
        alpha = soft(field, 0.12) * wm
        mask = (field > 0) & wm
        if mask.sum() * VOXEL_ML > 0.1:
            paints.append(Paint(everywhere, alpha, values, 0.08))
            centre = tuple(int(v) for v in np.argwhere(mask)[rng.integers(int(mask.sum()))])
            lesions.append(Lesion("wmh-periventricular", mask, empty, empty, empty, centre, {"fazekas": periventricular}))
    if deep:
        inner = ndimage.uniform_filter(wm.astype(np.float32), 3) > 0.7
        places = np.argwhere(inner)
        count = int(rng.integers(*{1: (1, 7), 2: (5, 16), 3: (12, 32)}[deep])) if len(places) else 0
        for _ in range(count):
            centre = tuple(int(v) for v in places[rng.integers(len(places))])
            radius = float(np.clip(np.exp(rng.normal(np.log({1: 2.4, 2: 3.0, 3: 3.8}[deep]), 0.35)), 1.8, 9.0))
            box = box_about(centre, radius + 3)
            field = radius - ellipsoid(rng, box, centre, 0.6) + 0.25 * radius * noise(rng, tuple(s.stop - s.start for s in box), 4)
            mask = empty.copy()
            mask[box] = (field > 0) & wm[box]
            if mask.sum() < 2:
                continue
            focus = {k: 1 + (v - 1) * float(rng.uniform(0.8, 1.15)) for k, v in values.items()}
            paints.append(Paint(box, soft(field, 2.0) * wm[box], focus, 0.05))
            lesions.append(Lesion("wmh-deep", mask, empty, empty, empty, centre, {"fazekas": deep}))
    return lesions, paints
