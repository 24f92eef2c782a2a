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


def wants(rng: np.random.Generator, config: SynthConfig) -> tuple[str | None, bool, bool]:
    """The main disease of this subject, whether it has white-matter lesions, and whether all is well with it."""
    if rng.random() < config.healthy:
        return None, False, True
    drawn = rng.random()
    disease = None
    for name, probability in config.diseases():
        if drawn < probability:
            disease = name
            break
        drawn -= probability
    return disease, bool(rng.random() < config.white_matter_lesions), False


def plan(rng: np.random.Generator, disease: str, placement: Placement) -> Plan | None:
    """Plan a main disease in an anatomy that is placed but not yet sampled; None where there is no place for it."""
    return _PLANS[disease](rng, placement)
