"""The atlas that the bundle carries, and the closed-form alignment."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sightline_kit.atlas import Atlas, align, centroids

BUNDLE = Path(__file__).resolve().parents[2] / "brain-mr"


@pytest.fixture(scope="module")
def atlas() -> Atlas:
    return Atlas.read(BUNDLE)


def test_alignment_recovers_an_affine_exactly(atlas):
    affine = np.array([[1.1, 0.05, -0.02, 4.0], [0.0, 0.9, 0.3, -7.0], [0.02, -0.25, 1.05, 12.0], [0, 0, 0, 1.0]])
    moved = {k: affine[:3, :3] @ v + affine[:3, 3] for k, v in atlas.landmarks.items()}
    assert np.allclose(align(atlas.landmarks, moved), affine, atol=1e-9)


def test_alignment_is_the_least_squares_optimum(atlas):
    rng = np.random.default_rng(0)
    noisy = {k: v + rng.normal(0, 3, 3) for k, v in atlas.landmarks.items()}
    best = align(atlas.landmarks, noisy)

    def cost(a):
        return sum(np.sum((a[:3, :3] @ v + a[:3, 3] - noisy[k]) ** 2) for k, v in atlas.landmarks.items())

    for _ in range(20):
        other = best.copy()
        other[:3] += rng.normal(0, 1e-3, (3, 4))
        assert cost(other) > cost(best)


def test_fewer_than_six_landmarks_are_refused(atlas):
    few = dict(list(atlas.landmarks.items())[:5])
    with pytest.raises(ValueError, match="5 shared landmarks"):
        align(atlas.landmarks, few)


def test_left_sites_lie_left_and_lobes_where_lobes_are(atlas):
    def middle(id_):
        value = next(s.value for s in atlas.sites if s.id == id_)
        return (atlas.affine @ np.r_[np.argwhere(atlas.labels == value).mean(0), 1])[:3]

    for stem in ("frontal-lobe", "parietal-lobe", "temporal-lobe", "occipital-lobe", "insula", "cerebellum", "thalamus"):
        assert middle(f"left-{stem}")[0] > 5 > -5 > middle(f"right-{stem}")[0]
    frontal, parietal, occipital, temporal = (middle(f"left-{x}-lobe") for x in ("frontal", "parietal", "occipital", "temporal"))
    assert frontal[1] < parietal[1] < occipital[1]
    assert temporal[2] < frontal[2] and middle("left-cerebellum")[2] < temporal[2]


def test_laid_over_a_label_map_it_agrees_with_the_structures(atlas, shared):
    from sightline_kit.labels import BY_ID, STRUCTURES
    from sightline_kit.synth import sample_subject

    subject = sample_subject(np.random.default_rng(11), sequences=("T1",))
    xyz, grid = subject.structures.transpose(2, 1, 0), np.diag([2.0, 2.0, 2.0, 1.0])
    laid = atlas.onto(xyz.shape, grid, centroids(xyz, grid, {s.index: s.id for s in STRUCTURES}))

    def overlap(site, structure):
        value = next(s.value for s in atlas.sites if s.id == site)
        inside = xyz == BY_ID[structure].index
        return (laid[inside] == value).mean()

    assert overlap("left-cerebellum", "left-cerebellum-cortex") > 0.7
    assert overlap("right-thalamus", "right-thalamus") > 0.5
    assert overlap("left-temporal-lobe", "left-hippocampus") > 0.6
    left = [s.value for s in atlas.sites if s.side == "left"]
    assert np.isin(laid[xyz == BY_ID["left-cerebral-cortex"].index], left).mean() > 0.9
