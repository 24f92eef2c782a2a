"""Worse studies: what is done to the images, and the tables."""

from __future__ import annotations

import numpy as np
import pytest

from sightline_kit.stress import gate_table, measure, noisy, thick, without
from sightline_kit.synth.degradation import thick_slices


def test_thick_slices_keep_the_mean_and_lose_detail_along_their_axis():
    image = np.zeros((40, 6, 6), np.float32)
    image[::4] = 1
    seen = thick_slices(image, 0, 8.0, 8.0, 1.5)
    assert seen[8:32].mean() == pytest.approx(0.25, abs=0.02) and seen[8:32].std() < 0.2 * image[8:32].std()
    assert np.array_equal(thick_slices(image, 0, 2.0, 2.0, 0.0), image)


def test_background_stays_background():
    images = np.zeros((4, 20, 20, 20), np.float32)
    images[:, 5:15, 5:15, 5:15] = np.random.default_rng(1).normal(size=(4, 10, 10, 10))
    for worse in (thick(images, 4.0), noisy(images, 0.5, np.random.default_rng(2))):
        assert not worse[images == 0].any() and worse[images != 0].std() == pytest.approx(1, abs=0.05)


def test_gates_agree_when_what_counts_most_is_missed_most():
    found = {"as drawn": 0.8, "without T1": 0.79, "without T1C": 0.75, "without T2": 0.7, "without FLAIR": 0.4}
    assert gate_table(found, np.array([0.1, 0.2, 0.3, 0.4]))[-1] == "Rank correlation: 1.00."
    assert gate_table(found, np.array([0.4, 0.3, 0.2, 0.1]))[-1] == "Rank correlation: -1.00."


def test_an_eye_that_sees_the_truth_in_one_sequence_needs_that_one(shared):
    def see(images: np.ndarray, present: np.ndarray) -> np.ndarray:
        return np.where(images[3] > 1.5, 1.0, -1.0) * (1 if present[3] else 0)

    found = measure(see, 1)
    assert found["without FLAIR"] == found["T1 alone"] == 0 and found["as drawn"] == found["FLAIR alone"] == found["without T1"]
    assert list(without(("T1", "T2"))) == [0, 1, 0, 1]
