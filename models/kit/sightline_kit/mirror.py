"""The mirror image of a synthetic subject: left and right exchanged in what is seen and in what is true."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from .labels import flip_permutation
from .synth import Lesion, Subject


def mirrored(subject: Subject) -> Subject:
    """A new subject whose arrays are flipped along x; structures, sides and conditions name the other side."""
    instances = [_lesion(i) for i in subject.instances]
    images = {name: _flip(image) for name, image in subject.images.items()}
    return replace(subject, images=images, structures=flip_permutation()[_flip(subject.structures)], brain=_flip(subject.brain),
                   lesions=_flip(subject.lesions), instances=instances, conditions=_swap(subject.conditions))


def _lesion(lesion: Lesion) -> Lesion:
    z, y, x = lesion.centre
    arrays = {f.name: _flip(getattr(lesion, f.name)) for f in fields(lesion) if isinstance(getattr(lesion, f.name), np.ndarray)}
    return replace(lesion, **arrays, centre=(z, y, lesion.mask.shape[2] - 1 - x), attributes=_swap(lesion.attributes))


def _flip(array: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(array[..., ::-1])


def _swap(values: dict[str, object]) -> dict[str, object]:
    other = {"left": "right", "right": "left"}
    return {key: other.get(value, value) if isinstance(value, str) else value for key, value in values.items()}
