"""What the generator returns: one synthetic subject with its complete truth."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..labels import LESION_CHANNELS, SEQUENCES


@dataclass
class Lesion:
    """One lesion instance.

    :param kind: ``glioma``, ``wmh-periventricular`` or ``wmh-deep``
    :param mask: bool ``(96, 112, 80)``: the whole lesion (for a glioma including its oedema)
    :param core: bool: tumour core (necrotic, non-enhancing and enhancing), empty for white-matter lesions
    :param enhancing: bool: enhancing tumour
    :param necrosis: bool: necrotic centre
    :param centre: voxel (z, y, x) that the lesion grew from
    :param attributes: truth for the report grammar: ``enhancement`` (none, rim, solid, patchy), ``necrosis`` bool,
        ``oedema`` (none, mild, marked), ``mass_effect`` (none, mild, marked), ``mismatch`` bool (T2-FLAIR),
        ``fazekas`` 1-3 for white-matter lesions
    """

    kind: str
    mask: np.ndarray
    core: np.ndarray
    enhancing: np.ndarray
    necrosis: np.ndarray
    centre: tuple[int, int, int]
    attributes: dict[str, object] = field(default_factory=dict)

    @property
    def oedema(self) -> np.ndarray:
        """bool: the lesion outside its core (oedema and infiltration); empty for white-matter lesions."""
        return self.mask & ~self.core if self.kind == "glioma" else np.zeros_like(self.mask)


@dataclass
class Subject:
    """A synthetic study on the model grid, ``(z, y, x)`` LPS, 2 mm.

    :param images: present sequences only, z-scored exactly as at run time, float32 ``(96, 112, 80)``
    :param structures: uint8 ``(96, 112, 80)``: structure index under everything, 0 background
    :param brain: bool: brain parenchyma, ventricles and lesions
    :param lesions: bool ``(4, 96, 112, 80)`` in the order of LESION_CHANNELS
    :param instances: the lesions one by one
    :param skull_stripped: whether the images hold the brain only
    :param source: label map the anatomy was drawn from
    :param synthetic: provenance flag, always True: never to be mistaken for a patient
    """

    images: dict[str, np.ndarray]
    structures: np.ndarray
    brain: np.ndarray
    lesions: np.ndarray
    instances: list[Lesion]
    skull_stripped: bool
    source: str
    synthetic: bool = True

    @property
    def present(self) -> np.ndarray:
        """float32 ``(4,)``: which slots have an image."""
        return np.array([float(s in self.images) for s in SEQUENCES], dtype=np.float32)

    def stack(self) -> np.ndarray:
        """float32 ``(4, 96, 112, 80)``: the images in slot order, zeros where absent."""
        out = np.zeros((len(SEQUENCES), *self.structures.shape), dtype=np.float32)
        for slot, name in enumerate(SEQUENCES):
            if name in self.images:
                out[slot] = self.images[name]
        return out

    def lesion(self, channel: str) -> np.ndarray:
        """bool ``(96, 112, 80)`` of one channel name."""
        return self.lesions[LESION_CHANNELS.index(channel)]
