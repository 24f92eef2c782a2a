"""The measured line of a prompt."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sightline_kit.atlas import Atlas
from sightline_kit.labels import LESION_CHANNELS
from sightline_kit.measured import measured
from sightline_kit.preprocess import SHAPE

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")


def channels(**boxes: tuple[slice, slice, slice]) -> np.ndarray:
    p = np.full((len(LESION_CHANNELS), *SHAPE), 0.01, np.float32)
    for name, box in boxes.items():
        p[(LESION_CHANNELS.index(name), *box)] = 0.99
    return p


def test_nothing_measured_is_an_empty_text():
    assert measured(channels(), np.zeros(SHAPE, np.uint8), ATLAS) == ""


def test_without_structures_there_is_no_place():
    box = (slice(40, 50),) * 3
    assert measured(channels(lesion=box, core=box), np.zeros(SHAPE, np.uint8), ATLAS) == "measured: mass\n"


def test_the_largest_comes_first_and_specks_are_left_out():
    spots, blood = (slice(40, 60),) * 3, (slice(20, 26),) * 3
    speck = (slice(70, 72),) * 3
    p = channels(wmh=spots, lesion=spots, haemorrhage=blood)
    p[(LESION_CHANNELS.index("infarct"), *speck)] = 0.99
    assert measured(p, np.zeros(SHAPE, np.uint8), ATLAS) == "measured: white-matter hyperintensities; haemorrhage\n"
