"""Meningiomas: extra-axial, broad-based on the dura of convexity, falx or tentorium, enhancing strongly and evenly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..anatomy import Placement, refine
from ..fields import noise
from ..subject import Lesion
from .plan import Plan, Scene, mass_effect_word, oedema_word
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, full, intracranial, oedema_field, parenchyma, positions, soft, ventricles

FLUID = 24


@dataclass
class MeningiomaPlan(Plan):
    """A meningioma on its base.

    :param foot: voxel on the dura
    :param inward: unit vector (z, y, x) from the dura into the tumour
    :param radius: mm
    :param hold: float 0..1 on the grid: 0 at the skull, which stays where it is
    :param dura: for a falx or tentorium, the plane through the foot bounds the tumour
    """

    foot: tuple[int, int, int]
    inward: np.ndarray
    radius: float
    push: float
    base: str
    hold: np.ndarray

    @property
    def on_sheet(self) -> bool:
        return self.base in ("falx", "tentorium")

    @property
    def centre(self) -> tuple[int, int, int]:
        return tuple(int(round(f + 0.35 * self.radius / 2.0 * n)) for f, n in zip(self.foot, self.inward))

    def deform(self, placement: Placement) -> None:
        placement.push(self.centre, self.radius, self.push, 1.3 * self.radius + 6, self.hold)

    def carve(self, rng: np.random.Generator, scene: Scene) -> np.ndarray:
        self.box = box_about(self.centre, (1.6 * self.radius + 30) / 2)
        local = scene.tissue[self.box]
        within = intracranial()[local]
        axes = [2.0 * (np.arange(s.start, s.stop, dtype=np.float32) - f) for s, f in zip(self.box, self.foot)]
        z, y, x = np.meshgrid(*axes, indexing="ij")
        depth = self.inward[0] * z + self.inward[1] * y + self.inward[2] * x
        self.field = self.radius - ellipsoid(rng, self.box, self.centre, 0.85)
        self.field += 0.1 * self.radius * noise(rng, local.shape, max(4.0, self.radius / 2))
        if self.on_sheet:  # the dura is a sheet: the tumour keeps to its side of it
            self.field = np.minimum(self.field, depth + 1.5)
        self.within = within
        body = (self.field > 0) & within
        # The dural tail: a thin film that runs from the base along the dura.
        if not self.on_sheet:
            film = ndimage.binary_dilation(~within, iterations=1) & within
        else:
            film = np.abs(depth) < 1.6
        distance = np.sqrt(x**2 + y**2 + z**2)
        length = self.radius + rng.uniform(5, 12)
        self.tail = film & within & (distance < length) & ~body if rng.random() < 0.5 and self.radius > 6 else np.zeros_like(body)
        self.tail &= positions(FLUID)[local]
        self.body = body
        mask = full(body, self.box)
        scene.replace(mask, FLUID)
        return mask | full(self.tail, self.box)

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        if self.body.sum() * VOXEL_ML < 0.15:
            return [], []
        box, local = self.box, scene.tissue[self.box]
        core = self.body | self.tail
        margin = float(rng.uniform(2, 5 + 0.5 * self.radius)) if rng.random() < 0.5 else 0.0
        spread = oedema_field(rng, self.field, local, margin, (0.1, 0.4))
        allowed = parenchyma()[local] & ~ventricles()[local] & ~core & (margin > 0)
        whole = core | (allowed & (spread > 0))
        t1, oedema_t1 = float(rng.uniform(0.60, 0.80)), float(rng.uniform(0.62, 0.88))
        values = {"T1": t1, "T1C": float(rng.uniform(1.45, 2.2)), "T2": float(rng.uniform(1.15, 1.75)), "FLAIR": float(rng.uniform(1.1, 1.55))}
        paints = [
            Paint(box, soft(spread, 3.0) * allowed, {
                "T1": oedema_t1, "T1C": oedema_t1, "T2": float(rng.uniform(1.6, 2.4)), "FLAIR": float(rng.uniform(1.5, 2.0))}, 0.08),
            Paint(box, soft(self.field, 1.5) * self.within, values, 0.05),
            Paint(box, self.tail * np.float32(0.7), values, 0.0),
        ]
        core_full = full(core, box)
        return [Lesion("meningioma", full(whole, box), core_full, core_full.copy(), np.zeros_like(core_full), self.centre, {
            "enhancement": "solid", "necrosis": False,
            "oedema": oedema_word(float((whole & ~core).sum()) * VOXEL_ML),
            "mass_effect": mass_effect_word(self.push),
            "base": self.base, "dural_tail": bool(self.tail.any()),
        })], paints


def _sheet(coarse: np.ndarray, one: tuple[int, ...], other: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Fluid where two parts of the brain face each other, and the direction from the other to the one."""
    a, b = (ndimage.gaussian_filter(positions(*n)[coarse].astype(np.float32), 1.5, truncate=3) for n in (one, other))
    return positions(FLUID)[coarse] & (np.minimum(a, b) > 0.08), np.stack(np.gradient(a - b))


def plan_meningioma(rng: np.random.Generator, placement: Placement) -> MeningiomaPlan | None:
    """Choose the base (two of three on the convexity and skull base), the size and the push."""
    coarse = placement.coarse(2)
    within = intracranial()[coarse]
    base = str(rng.choice(["convexity", "falx", "tentorium"], p=[0.66, 0.22, 0.12]))
    depth = ndimage.distance_transform_edt(within, sampling=4.0).astype(np.float32)
    if base == "convexity":
        near = ndimage.uniform_filter(positions(3, 42, 8, 47)[coarse].astype(np.float32), 5)
        stem = ndimage.uniform_filter(positions(16)[coarse].astype(np.float32), 9)
        places, normal = within & (depth < 5) & (near > 0.12) & (stem < 0.005), np.stack(np.gradient(ndimage.gaussian_filter(depth, 1.5, truncate=2)))
    elif base == "falx":
        places, normal = _sheet(coarse, (2, 3), (41, 42))
    else:
        places, normal = _sheet(coarse, (2, 3, 41, 42), (7, 8, 46, 47))
    candidates = np.argwhere(places)
    if len(candidates) == 0:
        return None
    chosen = candidates[rng.integers(len(candidates))]
    inward = normal[(slice(None), *chosen)]
    inward = inward / (np.linalg.norm(inward) + 1e-6)
    if base != "convexity" and rng.random() < 0.5:
        inward = -inward
    if base == "convexity" and inward[0] > 0.5:  # it grows upwards
        base = "skull-base"
    radius = float(np.clip(np.exp(rng.normal(np.log(10.5), 0.4)), 4.5, 25.0))
    hold = refine(np.clip((depth - 2) / 8, 0, 1))
    return MeningiomaPlan(tuple(int(2 * c) for c in chosen), inward, radius, float(rng.uniform(0.35, 0.6) * radius), base, hold)
