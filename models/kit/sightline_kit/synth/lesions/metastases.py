"""Metastases: one to ten round, well-bounded tumours at the grey-white junction, some with much oedema."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..anatomy import Placement
from ..fields import noise
from ..subject import Lesion
from .plan import Plan, Scene, mass_effect_word, oedema_word
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, full, oedema_field, parenchyma, positions, soft, ventricles, white_matter


@dataclass
class Seed:
    """One metastasis: voxel it grows from, radius and push in mm."""

    centre: tuple[int, int, int]
    radius: float
    push: float


@dataclass
class MetastasesPlan(Plan):
    """The metastases of one subject with the look they share."""

    seeds: list[Seed]
    values: dict[str, float]
    oedema_values: dict[str, float]

    def deform(self, placement: Placement) -> None:
        for seed in self.seeds:
            if seed.push > 0:
                placement.push(seed.centre, seed.radius, seed.push, 1.5 * seed.radius + 6)

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        found, oedemas, bodies = [], [], []
        for seed in self.seeds:
            lesion, oedema, body = self._grow(rng, seed, scene)
            if lesion.core.sum() >= 3:
                found.append(lesion)
                oedemas.append(oedema)
                bodies += body
        taken = np.zeros_like(scene.tissue, dtype=bool)
        for lesion in found:  # a voxel belongs to one metastasis only
            lesion.core &= ~taken
            lesion.enhancing &= lesion.core
            lesion.necrosis &= lesion.core
            taken |= lesion.core
        for lesion in found:
            lesion.mask &= lesion.core | ~taken
        return [i for i in found if i.core.any()], oedemas + bodies

    def _grow(self, rng: np.random.Generator, seed: Seed, scene: Scene) -> tuple[Lesion, Paint, list[Paint]]:
        radius = seed.radius
        swollen = rng.random() < (0.75 if radius > 6 else 0.35)
        margin = float(rng.uniform(3, 8 + 1.2 * radius)) if swollen else 0.0
        box = box_about(seed.centre, (1.4 * radius + 2.2 * margin + 5) / 2)
        local = scene.tissue[box]
        inside = scene.brain[box] & ~ventricles()[local]
        wobble = rng.uniform(0.03, 0.16) * radius
        field = radius - ellipsoid(rng, box, seed.centre, 0.85) + wobble * noise(rng, local.shape, max(3.0, radius / 3))
        core = (field > 0) & inside
        alpha = soft(field, 1.6) * inside
        style = "rim" if radius > 4 and rng.random() < 0.35 + 0.03 * radius else "solid"
        enhancing, necrosis = core.copy(), np.zeros_like(core)
        inner = np.zeros(local.shape, dtype=np.float32)
        if style == "rim":
            thickness = min(rng.uniform(2.0, 4.5), 0.6 * radius) * np.clip(1 + 0.35 * noise(rng, local.shape, 5), 0.5, 2)
            necrosis = core & (field > thickness)
            enhancing = core & ~necrosis
            inner = soft(field - thickness, 1.6) * alpha
        spread = oedema_field(rng, field, local, margin)
        allowed = inside & parenchyma()[local] & (margin > 0)
        whole = core | (allowed & (spread > 0))
        values = {k: v * float(rng.uniform(0.93, 1.07)) for k, v in self.values.items()}
        centre_values = {"T1": rng.uniform(0.3, 0.6), "T2": rng.uniform(2.0, 3.6), "FLAIR": rng.uniform(0.5, 1.7)}
        centre_values["T1C"] = centre_values["T1"] * rng.uniform(0.98, 1.15)
        lesion = Lesion("metastasis", full(whole, box), full(core, box), full(enhancing, box), full(necrosis, box), seed.centre, {
            "enhancement": style,
            "necrosis": bool(necrosis.sum() * VOXEL_ML > 0.2),
            "oedema": oedema_word(float((whole & ~core).sum()) * VOXEL_ML),
            "mass_effect": mass_effect_word(seed.push),
        })
        oedema = Paint(box, soft(spread, 3.0) * allowed * np.float32(rng.uniform(0.75, 1.0)), self.oedema_values, 0.08)
        return lesion, oedema, [Paint(box, alpha, values, 0.08), Paint(box, inner, {k: float(v) for k, v in centre_values.items()}, 0.12)]


def plan_metastases(rng: np.random.Generator, placement: Placement) -> MetastasesPlan | None:
    """Choose number, places (four of five at the grey-white junction) and sizes; melanoma-like ones are bright on T1."""
    coarse = placement.coarse()
    white = white_matter()[coarse]
    cortex = positions(3, 42)[coarse]
    junction = np.argwhere(white & (ndimage.uniform_filter(cortex.astype(np.float32), 3) > 0.2))
    anywhere = np.argwhere(positions(2, 41, 7, 46, 8, 47, 10, 49, 12, 51, 16)[coarse])
    if len(junction) == 0 or len(anywhere) == 0:
        return None
    count = int(rng.choice(np.arange(1, 11), p=np.array([28, 18, 13, 10, 8, 7, 5, 4, 4, 3]) / 100))
    typical = rng.uniform(np.log(2.6), np.log(8.0))
    seeds = []
    for _ in range(count):
        places = junction if rng.random() < 0.8 else anywhere
        centre = tuple(int(c) * 4 + int(rng.integers(0, 4)) for c in places[rng.integers(len(places))])
        radius = float(np.clip(np.exp(rng.normal(typical, 0.4)), 2.0, 17.5))
        push = float(rng.uniform(0, 0.35) * radius) if radius > 5 and rng.random() < 0.6 else 0.0
        seeds.append(Seed(centre, radius, push))
    t1 = float(rng.uniform(1.1, 1.4) if rng.random() < 0.08 else rng.uniform(0.55, 0.85))
    t2 = float(rng.uniform(1.2, 2.0))
    values = {"T1": t1, "T1C": max(1.3, t1) * float(rng.uniform(1.05, 1.6)), "T2": t2, "FLAIR": float(rng.uniform(1.1, 1.6))}
    oedema_t1 = float(rng.uniform(0.62, 0.88))
    oedema = {"T1": oedema_t1, "T1C": oedema_t1, "T2": float(rng.uniform(1.6, 2.5)), "FLAIR": float(rng.uniform(1.5, 2.1))}
    return MetastasesPlan(seeds, values, oedema)
