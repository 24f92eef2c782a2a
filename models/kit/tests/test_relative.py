"""Brightness relative to white matter and ventricular fluid."""

import numpy as np
import pytest
import torch

from sightline_kit.labels import CLASS_COUNT
from sightline_kit.relative import CLAMP, FLUID, LEAST, WHITE, drawn, relative, sure
from sightline_kit.trunk_samples import kind_scan

WHITE_AT, FLUID_AT, LESION_AT, AIR_AT = ((0, 0, 0, i) for i in range(4))


def study(white: float, fluid: float, lesion: float) -> tuple[torch.Tensor, torch.Tensor]:
    """One image of four voxels (white matter, fluid, a lesion, air) and its structures."""
    images = torch.tensor([white, fluid, lesion, 0.0]).reshape(1, 1, 1, 1, 4)
    structures = torch.tensor([WHITE[0], FLUID[1], 0, 0], dtype=torch.uint8).reshape(1, 1, 1, 4)
    return images.repeat(1, 1, 1, 50, 1), structures.repeat(1, 1, 50, 1)


def values(images: torch.Tensor, structures: torch.Tensor) -> np.ndarray:
    return relative(images, *drawn(structures))[0, 0, 0, 0].numpy()


def test_white_matter_is_nought_and_fluid_one_unit_away():
    """FLAIR-like: fluid dark, lesion bright. Means are over 50 voxels and one more that counts nothing, hence 2 %."""
    assert values(*study(1.0, -0.5, 2.5)) == pytest.approx([0.02, -0.98, 1.02, 0], abs=0.03)


def test_the_scale_of_the_scanner_and_of_the_head_do_not_matter():
    images, structures = study(1.0, -0.5, 2.5)
    other = torch.where(images != 0, images * 0.7 + 0.9, images)
    assert values(other, structures) == pytest.approx(values(images, structures), abs=0.06)


def test_air_and_absent_slots_stay_nought():
    images, structures = study(1.0, -0.5, 2.5)
    both = relative(torch.cat([images, torch.zeros_like(images)], dim=1), *drawn(structures))
    assert (both[0, 1] == 0).all() and (both[0, 0, ..., 3] == 0).all()


def test_without_ventricles_or_contrast_values_stay_finite_and_bounded():
    images, structures = study(1.0, 1.0, 5.0)
    structures[:] = 0
    found = relative(images, *drawn(structures))
    assert torch.isfinite(found).all() and found.max() <= CLAMP[1] and found.min() >= CLAMP[0]
    assert float(found[0, 0, 0, 0, 0]) == pytest.approx(1 / LEAST)


def test_weights_of_probabilities_count_what_is_likelier_than_not():
    p = torch.zeros(1, CLASS_COUNT, 1, 1, 3)
    p[0, WHITE[0], 0, 0], p[0, WHITE[1], 0, 0] = torch.tensor([0.5, 0.3, 0.0]), torch.tensor([0.5, 0.1, 0.0])
    p[0, FLUID[0], 0, 0, 2] = 0.75
    white, fluid = sure(p)
    assert white.flatten().tolist() == pytest.approx([0.5, 0, 0]) and fluid.flatten().tolist() == pytest.approx([0, 0, 0.25])


def test_the_kind_trunk_learns_from_both_scales(shared):
    for sample in kind_scan(np.random.default_rng(8))[:2]:
        there = sample["present"] > 0
        assert sample["compared"].shape == sample["images"].shape and (sample["compared"][~there] == 0).all()
        assert all(((i != 0) == (c != 0)).mean() > 0.99 for i, c in zip(sample["images"][there], sample["compared"][there]))
