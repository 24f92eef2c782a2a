"""Subdural haematomas: crescents of blood between dura and brain over one hemisphere, pushing it inwards."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from ..anatomy import Placement, refine
from ..fields import noise
from ..subject import Lesion
from . import blood
from .plan import Plan, Scene, mass_effect_word
from .shapes import VOXEL_ML, Paint, intracranial, positions

FLUID = 24
_HEMISPHERE = {"left": (2, 3), "right": (41, 42)}


@dataclass
class Crescent:
    """One haematoma: its side and age, and the thickness in mm of blood wanted at every second voxel."""

    side: str
    age: str
    amount: np.ndarray
    body: np.ndarray | None = None


@dataclass
class SubduralPlan(Plan):
    """One crescent or two."""

    crescents: list[Crescent]
    outside: np.ndarray
    within: np.ndarray
    depth: np.ndarray = field(default=None)

    def deform(self, placement: Placement) -> None:
        amount = np.max([c.amount for c in self.crescents], axis=0)
        self.depth = refine(placement.widen(self.outside, amount, reach=22.0, overlap=0.0))

    def carve(self, rng: np.random.Generator, scene: Scene) -> np.ndarray:
        everything = np.zeros_like(scene.tissue, dtype=bool)
        for crescent in self.crescents:
            thickness = refine(crescent.amount)
            thickness = thickness * np.clip(1 + 0.18 * noise(rng, thickness.shape, 9), 0.6, 1.3)
            crescent.body = (self.depth < thickness) & (thickness > 1.5) & self.within & ~everything
            everything |= crescent.body
        scene.replace(everything, FLUID)
        return everything

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        lesions, paints = [], []
        for crescent in self.crescents:
            body = crescent.body
            if body.sum() * VOXEL_ML < 1.0:
                continue
            used = [np.flatnonzero(body.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)]
            box = tuple(slice(max(0, int(u[0]) - 1), int(u[-1]) + 2) for u in used)
            local = body[box]
            alpha = np.maximum(ndimage.uniform_filter(local.astype(np.float32), 3) * 0.7, local)
            alpha *= intracranial()[scene.tissue[box]]
            paints.append(Paint(box, alpha.astype(np.float32), blood.subdural(rng, crescent.age), 0.10))
            empty = np.zeros_like(body)
            points = np.argwhere(body)
            centre = points[np.argmin(((points - points.mean(axis=0)) ** 2).sum(axis=1))]
            lesions.append(Lesion("subdural", body, empty, empty, empty, tuple(int(v) for v in centre), {
                "age": crescent.age, "side": crescent.side, "mass_effect": mass_effect_word(float(crescent.amount.max()) * 0.5),
            }, blood=body.copy()))
        return lesions, paints


def plan_subdural(rng: np.random.Generator, placement: Placement) -> SubduralPlan | None:
    """Choose side (one of six is bilateral), thickness of 3-20 mm, extent and age."""
    coarse = placement.coarse(2)
    within = intracranial()[coarse]
    halves = {side: positions(*numbers)[coarse] for side, numbers in _HEMISPHERE.items()}
    if not all(h.any() for h in halves.values()):
        return None
    middles = {side: np.array([a.mean() for a in np.nonzero(half)]) for side, half in halves.items()}
    grid = np.indices(coarse.shape).astype(np.float32)
    sides = ("left", "right") if rng.random() < 1 / 6 else (str(rng.choice(["left", "right"])),)
    age = str(rng.choice(blood.AGES, p=[0.05, 0.2, 0.2, 0.25, 0.3]))
    crescents = []
    for side in sides:
        other = middles["right" if side == "left" else "left"]
        lateral = 1.0 if side == "left" else -1.0
        middle = (middles[side] + other) / 2
        toward = np.array([rng.uniform(-0.1, 0.6), rng.uniform(-0.8, 0.7), lateral])
        toward /= np.linalg.norm(toward)
        offset = grid - middle[:, None, None, None]
        length = np.sqrt((offset**2).sum(axis=0)) + 1e-3
        angle = np.arccos(np.clip(np.tensordot(toward, offset, axes=1) / length, -1, 1))
        extent = np.deg2rad(rng.uniform(42, 78))
        own = np.clip(lateral * offset[2] / 3.0, 0, 1)  # it stops at the falx
        above = np.clip((grid[0] - (middle[0] - 9)) / 3.0, 0, 1)  # and at the tentorium
        cortex = np.clip(8 * ndimage.gaussian_filter(halves[side].astype(np.float32), 3.0, truncate=2.5), 0, 1)
        thickness = float(np.clip(np.exp(rng.normal(np.log(8), 0.4)), 3.0, 20.0))
        profile = np.clip(1 - (angle / extent) ** 2, 0, None) ** 0.85
        crescents.append(Crescent(side, age, (thickness * profile * own * above * cortex).astype(np.float32)))
    return SubduralPlan(crescents, ~within, intracranial()[placement.sample(taps=False)[0]])
