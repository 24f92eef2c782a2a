"""Balls at random places of a brain, with the site that the atlas gives each: what the head learns places from.

A study has a lesion or two, and a thousand studies have a few dozen in each site. Where a region lies does not hang on what it
is, so any region will do, and each brain has as many as one likes to draw.
"""

from __future__ import annotations

import numpy as np
import torch
from torch.nn import functional as F

from .features import Fields, seats_of
from .grammar.fields import SITES
from .grammar.truth import Truth
from .preprocess import SHAPE, SPACING

COUNT = 24
RADIUS = (4.0, 24.0)
"""mm, drawn log-uniformly."""


def practise(truth: Truth, fields: Fields, rng: np.random.Generator, count: int = COUNT) -> tuple[np.ndarray, np.ndarray]:
    """Seats float16 (count, S) of balls within the brain and the positions of their sites in `SITES`, uint8 (count,)."""
    names = {s.value: s.name for s in truth.atlas.sites if s.name in SITES}
    brain = truth.structures > 0
    centres = np.argwhere(brain & np.isin(truth.sites, list(names)))
    weights, sites = np.zeros((count, *(n // 2 for n in SHAPE)), np.float32), np.zeros(count, np.uint8)
    z, y, x = np.ogrid[tuple(slice(n) for n in SHAPE)]
    for ball in range(count):
        at = centres[rng.integers(len(centres))]
        radius = np.exp(rng.uniform(*np.log(RADIUS))) / SPACING
        mask = brain & ((z - at[0]) ** 2 + (y - at[1]) ** 2 + (x - at[2]) ** 2 <= radius**2)
        weights[ball] = F.avg_pool3d(torch.from_numpy(mask[None, None].astype(np.float32)), 2)[0, 0].numpy() * rng.uniform(0.6, 1.0)
        sites[ball] = SITES.index(truth.site_of(mask)[1])
    return seats_of(torch.from_numpy(weights)[None], fields)[0].numpy().astype(np.float16), sites
