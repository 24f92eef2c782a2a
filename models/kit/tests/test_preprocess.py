"""Preprocessing against SimpleITK and against its own rules."""

from __future__ import annotations

import numpy as np
import pytest
import SimpleITK as sitk

from sightline_kit import preprocess


def oblique_volume(spacing=(2.4, 3.0, 2.0), shape=(20, 26, 24)):
    """A smooth blob in an oblique volume: array (z, y, x), affine, and the same as a SimpleITK image (LPS)."""
    z, y, x = np.meshgrid(*(np.arange(n) for n in shape), indexing="ij")
    array = (100 * np.exp(-((z - 9) ** 2 / 30 + (y - 12) ** 2 / 60 + (x - 11) ** 2 / 40)) + x).astype(np.float32)
    a, b = np.deg2rad(12), np.deg2rad(-7)
    direction = np.array([[np.cos(a), -np.sin(a), 0], [np.sin(a), np.cos(a), 0], [0, 0, 1]]) @ np.array(
        [[1, 0, 0], [0, np.cos(b), -np.sin(b)], [0, np.sin(b), np.cos(b)]]
    )
    affine = np.eye(4)
    affine[:3, :3] = direction * np.array(spacing)
    affine[:3, 3] = (-30, 12, 5)
    image = sitk.GetImageFromArray(array)
    image.SetSpacing(spacing)
    image.SetDirection(direction.ravel())
    image.SetOrigin(affine[:3, 3])
    return array, affine, image


def test_resampling_an_oblique_volume_agrees_with_simpleitk():
    array, affine, image = oblique_volume()
    grid = preprocess.extent_grid(array.shape, affine)
    reference = sitk.Image([int(n) for n in grid.size], sitk.sitkFloat32)
    reference.SetOrigin(grid.origin)
    reference.SetSpacing((2.0, 2.0, 2.0))
    expected = sitk.GetArrayFromImage(sitk.Resample(image, reference, sitk.Transform(), sitk.sitkLinear, -1.0))
    found = preprocess.resample(array, affine, grid)
    inside = expected > 0.5  # SimpleITK and we differ in the outermost half voxel only
    interior = inside & (np.abs(expected - found) < 1e3)
    assert inside.sum() > 5000
    assert np.percentile(np.abs(expected - found)[interior], 97) < 1e-3


def test_the_extent_grid_holds_every_corner():
    array, affine, _ = oblique_volume()
    grid = preprocess.extent_grid(array.shape, affine)
    corner = affine @ np.array([array.shape[2] - 1, 0, array.shape[0] - 1, 1])
    high = np.array(grid.origin) + 2.0 * (np.array(grid.size) - 1)
    assert np.all(corner[:3] >= np.array(grid.origin) - 1e-6)
    assert np.all(corner[:3] <= high + 2.0)


@pytest.mark.parametrize(
    ("width", "expected"),
    [(2.0, [0.25, 0.5, 0.25]), (3.0, [1 / 3] * 3), (1.5, [1 / 6, 2 / 3, 1 / 6])],
)
def test_box_weights_count_fractional_ends(width, expected):
    weights = preprocess.box_weights(width)
    assert np.allclose(weights, expected)


def test_fine_axes_are_averaged_not_skipped():
    array = np.zeros((8, 8, 8), dtype=np.float32)
    array[:, :, ::2] = 1.0  # stripes of 1 mm along x
    grid = preprocess.Grid((1.0, 1.0, 1.0), (3, 3, 3))
    found = preprocess.resample(array, np.eye(4), grid)
    assert np.allclose(found, 0.5)


def test_non_finite_voxels_count_as_zero():
    array = np.full((4, 4, 4), 5.0, dtype=np.float32)
    array[0, 0, 0], array[1, 1, 1] = np.nan, np.inf
    found = preprocess.resample(array, np.diag([2.0, 2.0, 2.0, 1.0]), preprocess.Grid((0, 0, 0), (4, 4, 4)))
    assert found[0, 0, 0] == 0 and found[1, 1, 1] == 0 and found[3, 3, 3] == 5


def test_z_scores_are_taken_in_the_foreground_and_clamped():
    rng = np.random.default_rng(0)
    image = np.zeros((20, 20, 20), dtype=np.float32)
    image[4:16, 4:16, 4:16] = 100 + 10 * rng.standard_normal((12, 12, 12))
    image[8, 8, 8] = 5000
    scaled = preprocess.normalise(image)
    inside = scaled[4:16, 4:16, 4:16]
    assert scaled[0, 0, 0] == 0 and scaled[8, 8, 8] == 6.0
    assert abs(np.median(inside)) < 0.2


def test_holes_are_filled_but_bays_are_not():
    mask = np.ones((7, 7, 7), dtype=bool)
    mask[3, 3, 3] = False
    mask[0, 0, :3] = False
    filled = preprocess.fill_holes(mask)
    assert filled[3, 3, 3] and not filled[0, 0, 1]


def test_the_crop_hangs_from_the_top_of_the_head():
    mask = np.zeros((120, 130, 100), dtype=bool)
    mask[20:101, 30:91, 20:71] = True
    x, y, z = preprocess.crop_offset(mask)
    assert z == 100 + 4 - 95
    assert (x, y) == ((20 + 70) // 2 - 40, (30 + 90) // 2 - 56)


def test_labels_go_onto_the_grid_by_nearest_neighbour():
    labels = np.zeros((6, 6, 6), dtype=np.uint8)
    labels[2, 3, 4] = 7
    found = preprocess.resample_labels(labels, np.diag([2.0, 2.0, 2.0, 1.0]), preprocess.Grid((0.4, -0.4, 0.0), (6, 6, 6)))
    assert np.argwhere(found == 7).tolist() == [[2, 3, 4]]
