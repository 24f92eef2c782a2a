"""What the generator returns: one synthetic subject with its complete truth."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from ..labels import LESION_CHANNELS, SEQUENCES

TUMOURS: tuple[str, ...] = ("glioma", "metastasis", "meningioma")


@dataclass
class Lesion:
    """One lesion instance.

    :param kind: ``glioma``, ``metastasis`` (one instance each), ``meningioma``, ``wmh-periventricular``, ``wmh-deep``,
        ``infarct``, ``haemorrhage`` (intraparenchymal) or ``subdural``
    :param mask: bool ``(96, 112, 80)``: the whole lesion including its oedema
    :param core: bool: the tumour itself (necrotic, non-enhancing and enhancing), empty for what is no tumour
    :param enhancing: bool: enhancing tumour, empty for what is no tumour
    :param necrosis: bool: necrotic centre of a tumour
    :param centre: voxel (z, y, x) that the lesion grew from
    :param attributes: truth for the report grammar. Tumours: ``enhancement`` (none, rim, solid, patchy), ``necrosis``
        bool, ``oedema`` (none, mild, marked), ``mass_effect`` (none, mild, marked); gliomas also ``mismatch`` bool
        (T2-FLAIR), meningiomas ``base`` (convexity, skull-base, falx, tentorium) and ``dural_tail`` bool. White-matter lesions:
        ``fazekas`` 1-3. Infarcts: ``age`` (acute, subacute, chronic), ``territory`` (MCA, ACA, PCA, cerebellar,
        lacunar), ``side`` (left, right). Haemorrhages: ``age`` (hyperacute, acute, early-subacute, late-subacute,
        chronic), ``place`` (deep, lobar, cerebellar, pontine). Subdurals: ``age`` and ``side``
    :param blood: bool: haemorrhage or subdural haematoma; None for other kinds. It is the channel ``haemorrhage`` and
        never part of the channel ``core``, which is for tumours alone
    """

    kind: str
    mask: np.ndarray
    core: np.ndarray
    enhancing: np.ndarray
    necrosis: np.ndarray
    centre: tuple[int, int, int]
    attributes: dict[str, object] = field(default_factory=dict)
    blood: np.ndarray | None = None

    @property
    def oedema(self) -> np.ndarray:
        """bool: a tumour's mask outside its core, a haemorrhage's outside the blood; empty for other kinds."""
        if self.kind in TUMOURS:
            return self.mask & ~self.core
        return np.zeros_like(self.mask) if self.blood is None else self.mask & ~self.blood


@dataclass
class Subject:
    """A synthetic study on the model grid, ``(z, y, x)`` LPS, 2 mm.

    :param images: present sequences only, z-scored exactly as at run time, float32 ``(96, 112, 80)``
    :param structures: uint8 ``(96, 112, 80)``: structure index under everything, 0 background
    :param brain: bool: brain parenchyma, ventricles and lesions
    :param lesions: bool ``(6, 96, 112, 80)`` in the order of LESION_CHANNELS
    :param instances: the lesions one by one
    :param skull_stripped: whether the images hold the brain only
    :param source: label map the anatomy was drawn from
    :param conditions: what is wrong with the structures themselves: ``ventriculomegaly`` bool (with ``asymmetry``: none,
        left or right, the larger side), ``hippocampal_atrophy`` (none, left, right, both: the smaller side)
    :param synthetic: provenance flag, always True: never to be mistaken for a patient
    """

    images: dict[str, np.ndarray]
    structures: np.ndarray
    brain: np.ndarray
    lesions: np.ndarray
    instances: list[Lesion]
    skull_stripped: bool
    source: str
    conditions: dict[str, object] = field(default_factory=dict)
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
