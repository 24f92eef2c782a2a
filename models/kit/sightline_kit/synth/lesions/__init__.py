"""Random lesions as soft implicit shapes on the model grid, one kind a module."""

from __future__ import annotations

import numpy as np

from ..config import SynthConfig
from .glioma import GliomaPlan, glioma, plan_glioma
from .shapes import VOXEL_ML, Paint, fluid, parenchyma, ventricles, white_matter
from .white_matter import benign_rim, white_matter_lesions

__all__ = [
    "VOXEL_ML", "GliomaPlan", "Paint", "benign_rim", "fluid", "glioma", "parenchyma", "plan_glioma", "ventricles", "wants",
    "white_matter", "white_matter_lesions",
]


def wants(rng: np.random.Generator, config: SynthConfig) -> tuple[bool, bool]:
    """Whether this subject has a glioma, and white-matter lesions."""
    if rng.random() < config.healthy:
        return False, False
    return bool(rng.random() < config.glioma), bool(rng.random() < config.white_matter_lesions)
