"""Random lesions as soft implicit shapes on the model grid, one kind a module."""

from __future__ import annotations

import numpy as np

from ..anatomy import Placement
from ..config import SynthConfig
from .glioma import GliomaPlan, glioma, plan_glioma
from .haemorrhage import plan_haemorrhage
from .infarct import plan_infarct
from .meningioma import plan_meningioma
from .metastases import plan_metastases
from .plan import Plan, Scene
from .shapes import VOXEL_ML, Paint, fluid, parenchyma, ventricles, white_matter
from .subdural import plan_subdural
from .variants import normal_variants
from .white_matter import benign_rim, white_matter_lesions

__all__ = [
    "VOXEL_ML", "GliomaPlan", "Paint", "Plan", "Scene", "benign_rim", "fluid", "glioma", "normal_variants", "parenchyma", "plan", "plan_glioma",
    "ventricles", "wants", "white_matter", "white_matter_lesions",
]


_PLANS = {
    "glioma": plan_glioma,
    "metastases": plan_metastases,
    "meningioma": plan_meningioma,
    "infarct": plan_infarct,
    "haemorrhage": plan_haemorrhage,
    "subdural": plan_subdural,
}


_OUTSIDE = {"meningioma", "subdural"}


def wants(rng: np.random.Generator, config: SynthConfig) -> tuple[list[str], bool, bool]:
    """The main diseases of this subject (mostly one), whether it has white-matter lesions, and whether all is well with it."""
    if rng.random() < config.healthy:
        return [], False, True
    diseases = [d for d in [_disease(rng, config)] if d]
    white = bool(rng.random() < config.white_matter_lesions)
    while diseases and config.another and len(diseases) < 4 and rng.random() < config.another:
        more = _disease(rng, config)
        if more and more not in diseases and not (more in _OUTSIDE and _OUTSIDE.intersection(diseases)):
            diseases.append(more)
    # What grows outside the brain is placed by where the rest has moved the brain to.
    return sorted(diseases, key=lambda d: d in _OUTSIDE), white, False


def _disease(rng: np.random.Generator, config: SynthConfig) -> str | None:
    drawn = rng.random()
    for name, probability in config.diseases():
        if drawn < probability:
            return name
        drawn -= probability
    return None


def plan(rng: np.random.Generator, disease: str, placement: Placement) -> Plan | None:
    """Plan a main disease in an anatomy that is placed but not yet sampled; None where there is no place for it."""
    return _PLANS[disease](rng, placement)
