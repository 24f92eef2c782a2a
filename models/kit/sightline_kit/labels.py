"""The label vocabulary of the brain MR kit: 31 structures, six lesion channels, four sequence slots.

The structures are the foreground labels that the SynthSeg label maps are segmented into (Billot et al., Medical
Image Analysis 2023), in FreeSurfer numbering; index 0 is background and the order below is the channel order of
``structure_logits``. Nothing else in the kit hard-codes it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

SEQUENCES: tuple[str, ...] = ("T1", "T1C", "T2", "FLAIR")
"""Input slots of the encoder, in tensor order."""

LESION_CHANNELS: tuple[str, ...] = ("lesion", "core", "enhancing", "wmh", "infarct", "haemorrhage")
"""Sigmoid channels of the lesion head: any lesion; tumour core; enhancing tumour; white-matter hyperintensity; infarct of
any age; blood (intraparenchymal or subdural, without the oedema about it)."""


@dataclass(frozen=True)
class Structure:
    """One segmented structure.

    :param index: channel index in ``structure_logits`` (1..31)
    :param freesurfer: FreeSurfer label number
    :param id: kebab-case identifier, e.g. ``left-hippocampus``
    :param name: display name, e.g. ``left hippocampus``
    :param side: ``left``, ``right`` or ``midline``
    """

    index: int
    freesurfer: int
    id: str
    name: str
    side: str


_PAIRED = (
    ("cerebral white matter", 2, 41),
    ("cerebral cortex", 3, 42),
    ("lateral ventricle", 4, 43),
    ("inferior lateral ventricle", 5, 44),
    ("cerebellum white matter", 7, 46),
    ("cerebellum cortex", 8, 47),
    ("thalamus", 10, 49),
    ("caudate", 11, 50),
    ("putamen", 12, 51),
    ("pallidum", 13, 52),
    ("hippocampus", 17, 53),
    ("amygdala", 18, 54),
    ("accumbens area", 26, 58),
    ("ventral DC", 28, 60),
)
_MIDLINE = (("third ventricle", 14), ("fourth ventricle", 15), ("brain stem", 16))


def _structures() -> tuple[Structure, ...]:
    rows: list[tuple[int, str, str]] = [(number, name, "midline") for name, number in _MIDLINE]
    rows += [(left, f"left {name}", "left") for name, left, _ in _PAIRED]
    rows += [(right, f"right {name}", "right") for name, _, right in _PAIRED]
    return tuple(
        Structure(index, number, name.lower().replace(" ", "-"), name, side)
        for index, (number, name, side) in enumerate(rows, start=1)
    )


STRUCTURES: tuple[Structure, ...] = _structures()
STRUCTURE_COUNT = len(STRUCTURES)
CLASS_COUNT = STRUCTURE_COUNT + 1
BY_ID: dict[str, Structure] = {s.id: s for s in STRUCTURES}
BY_FREESURFER: dict[int, Structure] = {s.freesurfer: s for s in STRUCTURES}

# Generation labels of the SynthSeg maps that are segmented as another label (lesions as white matter, ...).
_MERGED = {25: 2, 57: 41, 136: 4, 137: 5, 163: 43, 164: 44}


def structure_of_source(label: int) -> int:
    """Structure index (0 = background) of a label number found in a SynthSeg label map."""
    structure = BY_FREESURFER.get(_MERGED.get(label, label))
    return structure.index if structure else 0


def flip_permutation() -> np.ndarray:
    """``(32,)`` uint8: the structure index after a left-right mirror; midline labels map to themselves."""
    permutation = np.arange(CLASS_COUNT, dtype=np.uint8)
    for _, left, right in _PAIRED:
        a, b = BY_FREESURFER[left].index, BY_FREESURFER[right].index
        permutation[a], permutation[b] = b, a
    return permutation


def structure_of_freesurfer_name(name: str) -> int:
    """Structure index of a segment name as FreeSurfer writes it (``Left-Thalamus-Proper``), 0 if none.

    The choroid plexus belongs to its lateral ventricle, as in the SynthSeg maps.


    >>> STRUCTURES[structure_of_freesurfer_name("Left-Thalamus-Proper") - 1].id
    'left-thalamus'
    """
    text = name.lower().replace("_", " ").replace("-", " ")
    for noise in (" proper", " area"):
        text = text.replace(noise, "")
    text = text.replace("inf lat vent", "inferior lateral ventricle").replace("3rd", "third").replace("4th", "fourth")
    text = text.replace("ventraldc", "ventral dc").replace("choroid plexus", "lateral ventricle")
    text = " ".join(text.split())
    for structure in STRUCTURES:
        if structure.name.lower().replace(" area", "") == text:
            return structure.index
    return 0
