"""Tumour from lesion probabilities."""

from __future__ import annotations

import numpy as np

from sightline_kit.evaluate_vision import tumour_mask


def test_white_matter_change_and_islands_without_core_are_not_tumour():
    p = np.zeros((6, 20, 20, 20), dtype=np.float32)
    p[0, 2:8, 2:8, 2:8] = 0.95  # tumour
    p[1, 3:6, 3:6, 3:6] = 0.9
    p[0, 12:15, 12:15, 12:15] = 0.9  # white-matter change
    p[3, 12:15, 12:15, 12:15] = 0.8
    p[0, 17:19, 2:4, 2:4] = 0.9  # an island
    found = tumour_mask(p)
    assert found.sum() == 6**3 and found[4, 4, 4]


def test_without_core_the_largest_component_stays():
    p = np.zeros((6, 20, 20, 20), dtype=np.float32)
    p[0, 2:8, 2:8, 2:8] = p[0, 15:17, 15:17, 15:17] = 0.9
    assert tumour_mask(p).sum() == 6**3
    assert not tumour_mask(np.zeros_like(p)).any()
