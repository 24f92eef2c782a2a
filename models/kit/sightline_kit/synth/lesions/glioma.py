"""Gliomas: an irregular core that may enhance or decay, and oedema along the white matter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..anatomy import Placement
from ..fields import noise
from ..subject import Lesion
from .plan import Plan, Scene, mass_effect_word, oedema_word
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, full, parenchyma, positions, soft, ventricles, white_matter


@dataclass
class GliomaPlan(Plan):
    """Size and place of a glioma, drawn before the anatomy is sampled so that mass effect can deform it."""

    centre: tuple[int, int, int]
    radius: float
    push: float
    reach: float

    def deform(self, placement: Placement) -> None:
        if self.push > 0:
            placement.push(self.centre, self.radius, self.push, self.reach)

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        lesion, paints = glioma(rng, self, scene.tissue, scene.brain)
        return ([lesion], paints) if lesion.core.sum() * VOXEL_ML > 0.15 else ([], [])


def plan_glioma(rng: np.random.Generator, placement: Placement) -> GliomaPlan | None:
    """Choose the centre in brain tissue (mostly cerebral white matter and cortex), the core radius in mm, the push."""
    coarse = placement.coarse()
    cerebral = np.isin(coarse, np.flatnonzero(positions(2, 41, 3, 42)))
    anywhere = np.isin(coarse, np.flatnonzero(parenchyma()))
    candidates = np.argwhere(cerebral if rng.random() < 0.88 else anywhere)
    if len(candidates) == 0:
        return None
    centre = tuple(int(c) * 4 + int(rng.integers(0, 4)) for c in candidates[rng.integers(len(candidates))])
    radius = float(np.clip(np.exp(rng.normal(np.log(11.5), 0.45)), 4.0, 28.0))
    push = float(rng.uniform(0, 0.45) * radius) if rng.random() < 0.75 else 0.0
    return GliomaPlan(centre, radius, push, float(rng.uniform(1.2, 2.5) * radius + 6))


def glioma(rng: np.random.Generator, plan: GliomaPlan, tissue: np.ndarray, brain: np.ndarray) -> tuple[Lesion, list[Paint]]:
    """Grow the planned glioma in the deformed anatomy.

    :param tissue: uint8 tissue positions at voxel centres
    :param brain: bool: parenchyma with the fluid inside the brain's envelope
    """
    style = rng.choice(["rim", "solid", "patchy", "none"], p=[0.47, 0.10, 0.11, 0.32])
    spread = float(rng.choice([0.0, 1.0, 2.0], p=[0.15, 0.45, 0.40]))
    margin = {0.0: rng.uniform(0, 1.5), 1.0: rng.uniform(2, 7), 2.0: rng.uniform(7, 18)}[spread]
    box = box_about(plan.centre, (1.9 * plan.radius + 2.2 * margin + 6) / 2)
    shape = tuple(s.stop - s.start for s in box)
    local = tissue[box]
    inside_brain = brain[box] & ~ventricles()[local]
    distance = ellipsoid(rng, box, plan.centre, 0.7)
    wobble = rng.uniform(0.12, 0.40) * plan.radius
    core_field = plan.radius - distance + wobble * (0.7 * noise(rng, shape, 7) + 0.35 * noise(rng, shape, 3.5))
    core_alpha = soft(core_field, rng.uniform(1.5, 4.0)) * inside_brain
    core = (core_field > 0) & inside_brain

    # Oedema follows white matter: cortex, deep grey matter and fluid hold it back.
    affinity = np.where(white_matter()[local], 1.0, np.where(parenchyma()[local], rng.uniform(0.1, 0.7), 0.0)).astype(np.float32)
    affinity = ndimage.uniform_filter(affinity, 3)
    finger = 1 + 0.55 * noise(rng, shape, 8) + 0.3 * noise(rng, shape, 4)
    oedema_field = np.minimum(core_field, 0) + margin * np.clip(finger, 0, 2.2) * (2 * affinity - 0.55)
    oedema_ok = inside_brain & parenchyma()[local]
    oedema_alpha = soft(oedema_field, rng.uniform(2.0, 5.0)) * oedema_ok * (margin > 1.5)
    whole = core | ((oedema_field > 0) & oedema_ok & (margin > 1.5))

    depth = core_field + 0.25 * plan.radius * noise(rng, shape, 6) * 0.5
    necrosis = np.zeros(shape, dtype=bool)
    enhancing = np.zeros(shape, dtype=bool)
    enhancing_alpha = np.zeros(shape, dtype=np.float32)
    necrosis_alpha = np.zeros(shape, dtype=np.float32)
    if style == "rim":
        rim = rng.uniform(2.5, 7.0)
        start = rng.uniform(-0.5, 1.0)
        thickness = rim * np.clip(1 + 0.35 * noise(rng, shape, 6), 0.35, 2)
        if rng.random() < 0.35:  # an incomplete ring
            thickness = thickness * (noise(rng, shape, 12) > rng.uniform(-1.6, -0.6))
        enhancing_alpha = soft(core_field - start, 1.8) * (1 - soft(depth - thickness, 1.8)) * (thickness > 0)
        enhancing = (core_field > start) & (depth < thickness) & core
        necrosis = core & (depth >= thickness) & (core_field > start)
        necrosis_alpha = soft(depth - thickness, 1.8) * core_alpha
    elif style in ("solid", "patchy"):
        threshold = rng.uniform(-2.2, -0.9) if style == "solid" else rng.uniform(-0.1, 0.9)
        patches = noise(rng, shape, 5 if style == "patchy" else 7) - threshold
        enhancing = core & (patches > 0) & (core_field > 0)
        enhancing_alpha = soft(patches, 0.6) * core_alpha
    enhancing_alpha = enhancing_alpha * core_alpha

    def draw(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    mismatch = bool(style == "none" and rng.random() < 0.25)
    oedema_t1 = draw(0.58, 0.90)
    core_t1 = min(draw(0.36, 0.78), oedema_t1 - 0.08)
    necrosis_t1 = draw(0.25, 0.60)
    rim_t1 = draw(0.55, 0.95)
    core_t2 = draw(1.55, 3.0)
    oedema_flair = draw(1.4, 2.1)
    paints = [
        Paint(box, oedema_alpha * draw(0.75, 1.0), {
            "T1": oedema_t1, "T1C": oedema_t1 * draw(0.95, 1.08), "T2": draw(1.5, 2.5), "FLAIR": oedema_flair}, 0.10),
        Paint(box, core_alpha * draw(0.85, 1.0), {
            "T1": core_t1, "T1C": core_t1 * draw(0.95, 1.12), "T2": core_t2,
            "FLAIR": draw(0.6, 1.1) if mismatch else oedema_flair * draw(0.6, 1.12)}, 0.13),
        Paint(box, enhancing_alpha, {
            "T1": rim_t1, "T1C": draw(1.2, 2.3), "T2": draw(1.2, 2.2), "FLAIR": oedema_flair * draw(0.65, 1.05)}, 0.15),
        Paint(box, necrosis_alpha, {
            "T1": necrosis_t1, "T1C": necrosis_t1 * draw(0.95, 1.2), "T2": draw(2.0, 3.7), "FLAIR": draw(0.4, 1.6)}, 0.15),
    ]

    oedema_ml = float((whole & ~core).sum()) * VOXEL_ML
    lesion = Lesion("glioma", full(whole, box), full(core, box), full(enhancing & core, box), full(necrosis, box), plan.centre, {
        "enhancement": str(style) if (enhancing & core).sum() * VOXEL_ML > 0.1 else "none",
        "necrosis": bool(necrosis.sum() * VOXEL_ML > 0.2),
        "oedema": oedema_word(oedema_ml),
        "mass_effect": mass_effect_word(plan.push),
        "mismatch": mismatch,
    })
    return lesion, paints
