"""What a main disease does to a subject: it is planned, it deforms the anatomy, it makes room, it is drawn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..anatomy import Placement
from ..subject import Lesion
from .shapes import Paint, indices, positions


@dataclass
class Scene:
    """The deformed anatomy.

    :param tissue: uint8 tissue positions at voxel centres
    :param taps: the same at the corners of each cell (partial volume)
    :param brain: bool: parenchyma with the fluid inside the brain's envelope; set once room is made
    """

    tissue: np.ndarray
    taps: list[np.ndarray]
    brain: np.ndarray | None = None

    def is_in(self, *numbers: int) -> np.ndarray:
        """bool: voxels of these label numbers."""
        return positions(*numbers)[self.tissue]

    def replace(self, mask: np.ndarray, number: int) -> None:
        """Makes the voxels of a mask one tissue, at their centres and their corners."""
        for array in (self.tissue, *self.taps):
            array[mask] = indices(number)[0]


class Plan:
    """A main disease of one subject, drawn at random before the anatomy is sampled."""

    def deform(self, placement: Placement) -> None:
        """Mass effect or loss of volume."""

    def carve(self, rng: np.random.Generator, scene: Scene) -> np.ndarray | None:
        """Takes what lies outside the brain out of the anatomy; returns its mask, None for all that grows inside."""
        return None

    def draw(self, rng: np.random.Generator, scene: Scene) -> tuple[list[Lesion], list[Paint]]:
        """The lesions with their paint; none where they came out too small to be called one."""
        raise NotImplementedError


def oedema_word(millilitres: float) -> str:
    return "none" if millilitres < 1 else ("mild" if millilitres < 20 else "marked")


def mass_effect_word(push: float) -> str:
    return "none" if push < 1.5 else ("mild" if push < 5 else "marked")
