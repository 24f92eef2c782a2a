"""Infarcts: grey and white matter of one vascular territory, or a lacune; acute, subacute or chronic.

No atlas of territories exists for these maps, so they are approximated in the coordinates of each hemisphere (lateral
from the midline, posterior, superior; each in units of its half-width): a voxel belongs to the artery whose anchors,
disturbed by noise, are nearest (a Voronoi partition). A branch infarct is the part of that territory within a cone from
the lateral ventricle outwards to the cortex; a cerebellar one a cone from beside the fourth ventricle. Watershed infarcts
and the territories of the anterior choroidal artery and of single perforators are not told apart.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..anatomy import Placement
from ..fields import noise
from ..subject import Lesion
from .plan import Plan, Scene
from .shapes import VOXEL_ML, Paint, box_about, ellipsoid, full, parenchyma, positions, soft, ventricles

HEMISPHERE: dict[str, tuple[int, ...]] = {
    "left": (2, 3, 25, 10, 11, 12, 13, 17, 18, 26), "right": (41, 42, 57, 49, 50, 51, 52, 53, 54, 58),
}
CEREBELLUM: dict[str, tuple[int, ...]] = {"left": (7, 8), "right": (46, 47)}
_VENTRICLE = {"left": (4,), "right": (43,)}
_DEEP = {"left": (10, 11, 12, 13, 2), "right": (49, 50, 51, 52, 41)}
_CORTEX = (3, 42, 8, 47)
# (lateral, posterior, superior)
_ANCHORS: dict[str, tuple[tuple[float, float, float], ...]] = {
    "ACA": ((0.12, -0.8, 0.0), (0.12, -0.55, 0.65), (0.15, 0.0, 0.9), (0.12, -0.2, 0.45)),
    "MCA": ((0.8, -0.5, 0.0), (0.9, 0.0, 0.3), (0.8, 0.4, 0.4), (0.85, 0.1, -0.2), (0.5, -0.15, 0.0), (0.75, -0.1, 0.75)),
    "PCA": ((0.25, 0.9, 0.0), (0.3, 0.6, -0.35), (0.5, 0.3, -0.75), (0.12, 0.1, -0.1), (0.2, 0.8, 0.4)),
}
_CHANCE = {"MCA": 0.42, "ACA": 0.09, "PCA": 0.15, "cerebellar": 0.11, "lacunar": 0.23}
_ARTERIES = ("ACA", "MCA", "PCA")


def _frame(part: np.ndarray, ventricle: np.ndarray, middle: float, side: str, scale: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Apex (mm), low corner and high corner (mm) of a hemisphere, (z, y, x); robust against single voxels."""
    points = np.argwhere(part) * scale
    low, high = np.quantile(points, [0.01, 0.99], axis=0)
    low[2], high[2] = (middle, high[2]) if side == "left" else (low[2], middle)
    apex = np.argwhere(ventricle).mean(axis=0) * scale if ventricle.any() else points.mean(axis=0)
    return apex, low, high


def _coordinates(points: np.ndarray, low: np.ndarray, high: np.ndarray, side: str) -> np.ndarray:
    """Lateral 0..1, posterior -1..1, superior -1..1 of points ``(..., 3)`` in mm."""
    half = (high - low) / 2
    z, y = ((points[..., a] - low[a] - half[a]) / half[a] for a in (0, 1))
    x = (points[..., 2] - low[2]) / (high[2] - low[2])
    return np.stack([x if side == "left" else 1 - x, y, z], axis=-1)


def _artery(coordinates: np.ndarray) -> np.ndarray:
    """Index into ``_ARTERIES`` of the nearest anchor."""
    best = [np.min([((coordinates - np.array(a, dtype=np.float32)) ** 2).sum(axis=-1) for a in _ANCHORS[n]], axis=0) for n in _ARTERIES]
    return np.argmin(best, axis=0)


@dataclass
class InfarctPlan(Plan):
    """One infarct.

    :param centre: voxel in its middle
    :param apex: mm (z, y, x) the cone opens from; None for a lacune
    :param angle: half-opening of the cone, radians
    :param radius: mm, of a lacune
    :param frame: low and high corner of the hemisphere in mm
    """

    territory: str
    side: str
    age: str
    centre: tuple[int, int, int]
    apex: np.ndarray | None
    angle: float
    radius: float
    frame: tuple[np.ndarray, np.ndarray]
    middle: float

    def deform(self, placement: Placement) -> None:
        if self.territory == "lacunar":
            return
        size = 10 + 22 * self.angle
        if self.age == "chronic":
            placement.push(self.centre, size, -0.16 * size, size)  # the neighbours move in
        else:
            placement.push(self.centre, size, 0.06 * size, size)  # slight swelling

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        box, field, inside = self._lacune(rng, scene) if self.apex is None else self._branch(rng, scene)
        mask = (field > 0) & inside
        if mask.sum() < 4:
            return [], []
        paints = self._chronic(rng, scene, box, field, inside) if self.age == "chronic" else self._acute(rng, scene, box, field, inside)
        whole = full(mask, box)
        empty = np.zeros_like(whole)
        attributes = {"age": self.age, "territory": self.territory, "side": self.side}
        return [Lesion("infarct", whole, empty, empty, empty, self.centre, attributes)], paints

    def _side(self, box: tuple[slice, slice, slice]) -> np.ndarray:
        x = np.arange(box[2].start, box[2].stop) - self.middle
        return (x > 0 if self.side == "left" else x < 0)[None, None, :]

    def _lacune(self, rng: np.random.Generator, scene: Scene) -> tuple[tuple[slice, slice, slice], np.ndarray, np.ndarray]:
        box = box_about(self.centre, self.radius + 3)
        local = scene.tissue[box]
        field = self.radius - ellipsoid(rng, box, self.centre, 0.7) + 0.15 * self.radius * noise(rng, local.shape, 4)
        inside = parenchyma()[local] & ~ventricles()[local] & ~positions(*_CORTEX)[local] & self._side(box)
        return box, field, inside

    def _branch(self, rng: np.random.Generator, scene: Scene) -> tuple[tuple[slice, slice, slice], np.ndarray, np.ndarray]:
        numbers = CEREBELLUM[self.side] if self.territory == "cerebellar" else HEMISPHERE[self.side]
        part = positions(*numbers)[scene.tissue]
        used = [np.flatnonzero(part.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)]
        box = tuple(slice(int(u[0]), int(u[-1]) + 1) for u in used)
        shape = tuple(s.stop - s.start for s in box)
        axes = [2.0 * np.arange(s.start, s.stop, dtype=np.float32) for s in box]
        points = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
        offset = points - self.apex.astype(np.float32)
        length = np.sqrt((offset**2).sum(axis=-1)) + 1e-3
        toward = 2.0 * np.array(self.centre) - self.apex
        toward = (toward / np.linalg.norm(toward)).astype(np.float32)
        angle = np.arccos(np.clip(offset @ toward / length, -1, 1))
        opening = self.angle * (1 + 0.18 * noise(rng, shape, 10) + 0.08 * noise(rng, shape, 4))
        # mm to the side of the cone, and mm beyond its blunt tip
        field = np.minimum((opening - angle) * np.maximum(length, 8.0), length - rng.uniform(4, 16) + 2.0 * noise(rng, shape, 6))
        inside = part[box] & self._side(box)
        if self.territory != "cerebellar":
            place = _coordinates(points, *self.frame, self.side)
            place += 0.07 * np.stack([noise(rng, shape, 8) for _ in range(3)], axis=-1)
            inside &= _artery(place) == _ARTERIES.index(self.territory)
        return box, field, inside

    def _acute(self, rng, scene: Scene, box, field: np.ndarray, inside: np.ndarray) -> list[Paint]:
        t1 = float(rng.uniform(0.60, 0.85))
        values = {"T1": t1, "T1C": t1 * float(rng.uniform(0.98, 1.05)), "T2": float(rng.uniform(1.6, 2.4)), "FLAIR": float(rng.uniform(1.5, 2.1))}
        alpha = soft(field, 2.5) * inside * np.float32(rng.uniform(0.75, 1.0))
        paints = [Paint(box, alpha, values, 0.08)]
        if self.age == "subacute" and self.apex is not None and rng.random() < 0.7:  # faint gyriform enhancement
            ribbon = alpha * positions(*_CORTEX)[scene.tissue[box]] * np.clip(0.6 + 0.5 * noise(rng, field.shape, 5), 0, 1)
            paints.append(Paint(box, ribbon.astype(np.float32), {**values, "T1": min(1.0, t1 * 1.15), "T1C": float(rng.uniform(1.05, 1.5))}, 0.1))
        return paints

    def _chronic(self, rng, scene: Scene, box, field: np.ndarray, inside: np.ndarray) -> list[Paint]:
        t1 = float(rng.uniform(0.5, 0.75))
        rim = {"T1": t1, "T1C": t1, "T2": float(rng.uniform(1.7, 2.5)), "FLAIR": float(rng.uniform(1.5, 2.1))}
        cavity = {"T1": float(rng.uniform(0.22, 0.32)), "T2": float(rng.uniform(3.3, 4.0)), "FLAIR": float(rng.uniform(0.2, 0.45))}
        cavity["T1C"] = cavity["T1"]
        if self.apex is None:
            inner = soft(field - min(1.8, 0.5 * self.radius), 2.0) * inside
        else:  # the rim is what lies beside living tissue
            living = parenchyma()[scene.tissue[box]] & ~((field > 0) & inside)
            near = ndimage.gaussian_filter(living.astype(np.float32), rng.uniform(1.0, 1.8), truncate=2.5)
            inner = soft(rng.uniform(0.05, 0.12) * np.clip(1 + 0.5 * noise(rng, field.shape, 5), 0.3, 2) - near, 0.08) * inside
            inner *= soft(field - 1.0, 2.0)
        return [Paint(box, soft(field, 2.5) * inside, rim, 0.08), Paint(box, inner, cavity, 0.05)]


def plan_infarct(rng: np.random.Generator, placement: Placement) -> InfarctPlan | None:
    """Choose territory, side, age, and which branch."""
    coarse = placement.coarse()
    territory = str(rng.choice(list(_CHANCE), p=list(_CHANCE.values())))
    side = str(rng.choice(["left", "right"]))
    age = str(rng.choice(["acute", "subacute", "chronic"], p=[0.45, 0.2, 0.35]))
    part = positions(*HEMISPHERE[side])[coarse]
    other = positions(*HEMISPHERE["right" if side == "left" else "left"])[coarse]
    if not part.any() or not other.any():
        return None
    middle = float(4 * (np.nonzero(part)[2].mean() + np.nonzero(other)[2].mean()) / 2)
    apex, low, high = _frame(part, positions(*_VENTRICLE[side])[coarse], 2.0 * middle, side, 8.0)
    radius, angle = 0.0, 0.0
    if territory == "lacunar":
        radius = float(np.clip(np.exp(rng.normal(np.log(3.4), 0.35)), 1.6, 7.5))
        x = 4.0 * np.arange(coarse.shape[2]) - middle
        pons = positions(16)[coarse] & ((x > 1.5) if side == "left" else (x < -1.5))
        places = positions(*_DEEP[side][:-1])[coarse] | pons
        if rng.random() < 0.3:  # deep white matter: near the ventricle, far from cortex
            distance = np.linalg.norm(np.indices(coarse.shape).transpose(1, 2, 3, 0) * 8.0 - apex, axis=-1)
            deep = positions(_DEEP[side][-1])[coarse] & (distance < 32)
            places = deep if deep.any() else places
        apex = None
    elif territory == "cerebellar":
        places = positions(*CEREBELLUM[side])[coarse]
        angle = float(rng.uniform(0.35, 0.9))
        if places.any():
            apex = np.argwhere(places).mean(axis=0) * 8.0
            apex[2] = 2.0 * middle + (1 if side == "left" else -1) * 8.0
    else:
        points = np.indices(coarse.shape).transpose(1, 2, 3, 0) * 8.0
        places = part & (_artery(_coordinates(points, low, high, side)) == _ARTERIES.index(territory))
        places &= positions(3, 42)[coarse]
        angle = float(np.clip(np.exp(rng.normal(np.log(0.34), 0.5)), 0.15, 1.0))
    candidates = np.argwhere(places)
    if len(candidates) == 0:
        return None
    centre = tuple(int(c) * 4 + int(rng.integers(0, 3)) for c in candidates[rng.integers(len(candidates))])
    if apex is not None and np.linalg.norm(2.0 * np.array(centre) - apex) < 6:
        return None
    return InfarctPlan(territory, side, age, centre, apex, angle, radius, (low, high), middle)
