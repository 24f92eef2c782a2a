"""Intraparenchymal haemorrhage: deep, lobar, cerebellar or pontine, looking its age, with oedema while it is young."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..anatomy import Placement
from ..fields import noise
from ..subject import Lesion
from . import blood
from .plan import Plan, Scene, mass_effect_word, oedema_word
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, full, oedema_field, parenchyma, positions, soft, ventricles

PLACES: dict[str, tuple[int, ...]] = {
    "deep": (10, 49, 11, 50, 12, 51, 13, 52),
    "lobar": (2, 41),
    "cerebellar": (7, 46, 8, 47),
    "pontine": (16,),
}
_LARGEST = {"deep": 22.0, "lobar": 26.0, "cerebellar": 17.0, "pontine": 9.0}


@dataclass
class HaemorrhagePlan(Plan):
    """Where a haemorrhage is, how large (mm) and how old."""

    centre: tuple[int, int, int]
    radius: float
    push: float
    age: str
    place: str

    def deform(self, placement: Placement) -> None:
        if self.push:
            placement.push(self.centre, self.radius, self.push, 1.6 * self.radius + 6)

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        young = self.age != "chronic" and not (self.age == "late-subacute" and rng.random() < 0.5)
        margin = float(rng.uniform(2.5, 5 + 0.4 * self.radius)) if young else 0.0
        box = box_about(self.centre, (1.7 * self.radius + 2.2 * margin + 6) / 2)
        local = scene.tissue[box]
        inside = scene.brain[box] & ~ventricles()[local]
        if self.place == "pontine":
            inside &= ~positions(7, 46, 8, 47)[local]
        wobble = rng.uniform(0.08, 0.28) * self.radius
        field = self.radius - ellipsoid(rng, box, self.centre, 0.72) + wobble * noise(rng, local.shape, max(4.0, self.radius / 2))
        body = (field > 0) & inside
        spread = oedema_field(rng, field, local, margin, (0.4, 0.8))
        allowed = inside & parenchyma()[local] & (margin > 0)
        whole = body | (allowed & (spread > 0))
        if body.sum() * VOXEL_ML < 0.05:
            return [], []
        t1 = float(rng.uniform(0.65, 0.88))
        paints = [
            Paint(box, soft(spread, 3.0) * allowed, {
                "T1": t1, "T1C": t1, "T2": float(rng.uniform(1.5, 2.3)), "FLAIR": float(rng.uniform(1.4, 2.0))}, 0.08),
            Paint(box, soft(field, 1.6) * inside, blood.clot(rng, self.age), 0.12),
        ]
        edge = blood.rim(rng, self.age)
        if edge is not None:
            width = rng.uniform(1.6, 2.6)
            paints.append(Paint(box, soft(field + 0.4, 1.4) * (1 - soft(field - width, 1.4)) * inside, edge, 0.1))
        empty = np.zeros_like(scene.tissue, dtype=bool)
        return [Lesion("haemorrhage", full(whole, box), empty, empty, empty, self.centre, {
            "age": self.age, "place": self.place,
            "oedema": oedema_word(float((whole & ~body).sum()) * VOXEL_ML),
            "mass_effect": mass_effect_word(self.push),
        }, blood=full(body, box))], paints


def plan_haemorrhage(rng: np.random.Generator, placement: Placement) -> HaemorrhagePlan | None:
    """Choose place, size and age; old ones have shrunk and draw the tissue about them in."""
    coarse = placement.coarse()
    place = str(rng.choice(list(PLACES), p=[0.45, 0.35, 0.13, 0.07]))
    places = positions(*PLACES[place])[coarse]
    if place == "lobar":  # beneath the cortex, not in the corona radiata
        places &= ndimage.uniform_filter(positions(3, 42)[coarse].astype(np.float32), 3) > 0.15
    elif place == "pontine":  # the upper half of the brain stem, without the midbrain
        levels = np.nonzero(places)[0]
        if levels.size:
            low, high = np.quantile(levels, [0.5, 0.85])
            places[: int(low)] = False
            places[int(high) + 1 :] = False
    candidates = np.argwhere(places)
    if len(candidates) == 0:
        return None
    centre = tuple(int(c) * 4 + int(rng.integers(0, 3)) for c in candidates[rng.integers(len(candidates))])
    age = str(rng.choice(blood.AGES, p=[0.12, 0.25, 0.22, 0.22, 0.19]))
    typical = {"deep": 10.0, "lobar": 12.5, "cerebellar": 9.5, "pontine": 5.5}[place] * (0.65 if age == "chronic" else 1.0)
    radius = float(np.clip(np.exp(rng.normal(np.log(typical), 0.38)), 3.6, _LARGEST[place]))
    push = -0.2 * radius * rng.random() if age == "chronic" else rng.uniform(0.05, 0.4) * radius
    return HaemorrhagePlan(centre, radius, float(push), age, place)
