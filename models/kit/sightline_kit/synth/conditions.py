"""Structures that are wrong in size: large lateral ventricles, small hippocampi. The truth is in the structures."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from scipy import ndimage

from .anatomy import Placement
from .config import SynthConfig
from .fields import noise
from .lesions.plan import Scene
from .lesions.shapes import indices, positions

_VENTRICLE = {"left": (4, 5, 136, 137), "right": (43, 44, 163, 164)}
_HIPPOCAMPUS = {"left": 17, "right": 53}
_HORN = {"left": 5, "right": 44}


@dataclass(frozen=True)
class Conditions:
    """What this subject's structures have.

    :param widening: side -> mm by which the lateral ventricle's wall moves outwards
    :param loss: side -> fraction of the hippocampus that is gone
    """

    widening: dict[str, float] = field(default_factory=dict)
    loss: dict[str, float] = field(default_factory=dict)

    def words(self) -> dict[str, object]:
        """As :class:`Subject.conditions` says it."""
        wide = self.widening
        uneven = abs(wide.get("left", 0) - wide.get("right", 0)) > 2
        sides = "both" if len(self.loss) == 2 else next(iter(self.loss), "none")
        return {
            "ventriculomegaly": bool(wide),
            "asymmetry": max(wide, key=wide.get) if uneven else "none",
            "hippocampal_atrophy": sides,
        }

    def deform(self, rng: np.random.Generator, placement: Placement) -> None:
        """Moves the walls of the lateral ventricles outwards; what lies about them is compressed."""
        if not self.widening:
            return
        coarse = placement.coarse(2)
        masks = {side: positions(*_VENTRICLE[side])[coarse] for side in self.widening}
        both = np.logical_or.reduce(list(masks.values()))
        amount = np.zeros(coarse.shape, dtype=np.float32)
        middle = coarse.shape[2] / 2
        if all(m.any() for m in masks.values()):
            middle = np.mean([np.nonzero(m)[2].mean() for m in masks.values()])
        x = (np.arange(coarse.shape[2]) - middle)[None, None, :]
        share = np.clip(0.5 + x / 4, 0, 1)  # 1 on the left
        amount += share * self.widening["left"] + (1 - share) * self.widening["right"]
        amount *= np.clip(1 + 0.25 * noise(rng, amount.shape, 8), 0.4, 1.6)
        placement.widen(both, amount, reach=14.0, smooth=True)

    def carve(self, scene: Scene) -> None:
        """The outer parts of the hippocampus, those by the temporal horn first, become temporal horn."""
        for side, loss in self.loss.items():
            body = positions(_HIPPOCAMPUS[side])[scene.tissue]
            used = [np.flatnonzero(body.any(axis=tuple(a for a in range(3) if a != axis))) for axis in range(3)]
            if any(u.size == 0 for u in used):
                continue
            box = tuple(slice(max(0, int(u[0]) - 3), int(u[-1]) + 4) for u in used)
            local = body[box]
            horn = positions(_HORN[side])[scene.tissue[box]].astype(np.float32)
            depth = ndimage.gaussian_filter(local.astype(np.float32), 1.2, truncate=2.5)
            depth -= 0.8 * ndimage.gaussian_filter(horn, 1.5, truncate=2.5)
            gone = local & (depth < np.quantile(depth[local], loss))
            number = indices(_HORN[side])[0]
            scene.tissue[box][gone] = number
            for tap in scene.taps:  # a corner follows its cell
                part = tap[box]
                part[gone & positions(_HIPPOCAMPUS[side])[part]] = number


def draw_conditions(rng: np.random.Generator, config: SynthConfig) -> Conditions:
    """Draws nothing from the generator for what has no probability."""
    widening: dict[str, float] = {}
    loss: dict[str, float] = {}
    if config.ventriculomegaly > 0 and rng.random() < config.ventriculomegaly:
        amount = float(rng.uniform(3.0, 6.5))
        lesser = amount * float(rng.uniform(0.15, 0.5)) if rng.random() < 0.3 else amount
        first, second = ("left", "right") if rng.random() < 0.5 else ("right", "left")
        widening = {first: amount, second: lesser}
    if config.hippocampal_atrophy > 0 and rng.random() < config.hippocampal_atrophy:
        sides = (("left",), ("right",), ("left", "right"))[rng.choice(3, p=[0.3, 0.3, 0.4])]
        loss = {side: float(rng.uniform(0.3, 0.6)) for side in sides}
    return Conditions(widening, loss)
