"""What every synthetic subject keeps."""

from __future__ import annotations

import json

import nibabel as nib
import numpy as np
import pytest

from sightline_kit import data, labels, synth
from sightline_kit.preprocess import SHAPE
from sightline_kit.synth import anatomy, lesions, writer


@pytest.fixture(scope="module")
def subjects(shared):
    config = synth.SynthConfig(healthy=0.0, glioma=0.8, white_matter_lesions=0.6)
    return [synth.sample_subject(np.random.default_rng([9, i]), config) for i in range(5)]


def test_truth_masks_are_nested(subjects):
    for subject in subjects:
        lesion, core, enhancing, wmh = subject.lesions[:4]
        assert not (core & ~lesion).any()
        assert not (enhancing & ~core).any()
        assert not (wmh & ~lesion).any()
        assert not (wmh & core).any()
        union = np.zeros(SHAPE, dtype=bool)
        for instance in subject.instances:
            union |= instance.mask
        assert np.array_equal(union, lesion)


def test_lesions_lie_in_the_brain(subjects):
    assert sum(len(s.instances) for s in subjects) >= 5
    for subject in subjects:
        skull_free = subject.structures > 0
        if subject.lesions[0].any():
            assert skull_free[subject.lesions[0]].mean() > 0.7


def test_every_subject_says_it_is_synthetic_and_where_it_comes_from(subjects):
    for subject in subjects:
        assert subject.synthetic
        assert subject.source in data.map_names()
        assert subject.source not in data.HELD_OUT_MAPS


def test_images_are_z_scores(subjects):
    for subject in subjects:
        assert subject.images
        for image in subject.images.values():
            inside = image[image != 0]
            assert image.shape == SHAPE and image.dtype == np.float32
            assert -4 <= inside.min() and inside.max() <= 6
            assert abs(inside.mean()) < 0.25


def test_the_same_seed_draws_the_same_subject(shared):
    one, two = (synth.sample_subject(np.random.default_rng([3, 7])) for _ in range(2))
    assert one.images.keys() == two.images.keys()
    assert all(np.array_equal(one.images[k], two.images[k]) for k in one.images)
    assert np.array_equal(one.lesions, two.lesions)


def test_absent_sequences_are_zero_in_the_stack(shared):
    subject = synth.sample_subject(np.random.default_rng(4), sequences=("FLAIR",))
    assert subject.present.tolist() == [0, 0, 0, 1]
    stack = subject.stack()
    assert not stack[:3].any() and stack[3].any()


def test_a_mirrored_placement_keeps_left_on_the_left(shared):
    """The left hemisphere is at larger x (LPS) whether or not the map was mirrored."""
    seen = set()
    left = labels.BY_ID["left-cerebral-white-matter"].index
    right = labels.BY_ID["right-cerebral-white-matter"].index
    for seed in range(12):
        placement = anatomy.place(np.random.default_rng(seed), synth.SynthConfig(), stripped=True)
        structure = data.structure_lookup()[placement.coarse()]
        seen.add(placement.mirrored)
        assert np.nonzero(structure == left)[2].mean() > np.nonzero(structure == right)[2].mean() + 4
        if seen == {True, False}:
            break
    assert seen == {True, False}


def test_mass_effect_pushes_tissue_away(shared):
    placement = anatomy.place(np.random.default_rng(1), synth.SynthConfig(), stripped=True)
    before = placement.points.copy()
    placement.push((48, 56, 40), radius=10.0, strength=6.0, reach=15.0)
    moved = np.linalg.norm(placement.points - before, axis=0)
    assert 5.0 < moved.max() < 6.5
    assert moved[48, 56, 40] < 0.1 and moved[5, 5, 5] < 0.1


def test_a_glioma_with_a_rim_has_a_necrotic_centre_inside_it(shared):
    for seed in range(40):
        config = synth.SynthConfig(healthy=0.0, glioma=1.0, white_matter_lesions=0.0)
        subject = synth.sample_subject(np.random.default_rng([5, seed]), config, sequences=("T1C",))
        for lesion in subject.instances:
            if lesion.attributes["enhancement"] == "rim" and lesion.attributes["necrosis"]:
                assert not (lesion.necrosis & lesion.enhancing).any()
                assert not (lesion.necrosis & ~lesion.core).any()
                image = subject.images["T1C"]
                assert image[lesion.enhancing].mean() > image[lesion.necrosis].mean() + 0.5
                return
    pytest.fail("no rim-enhancing glioma in 40 subjects")


def test_written_subjects_can_be_read_back(shared, tmp_path):
    (folder,) = writer.write_subjects(1, tmp_path, seed=2)
    truth = json.loads((folder / "truth.json").read_text())
    subject = synth.sample_subject(np.random.default_rng([2, 0]))
    assert truth["synthetic"] is True
    assert truth["sequences"] == list(subject.images)
    image = nib.load(folder / "structures.nii.gz")
    assert nib.aff2axcodes(image.affine) == ("L", "P", "S")
    assert np.array_equal(np.asarray(image.dataobj).transpose(2, 1, 0), subject.structures)
    total = sum(entry["volumeMl"] for entry in truth["lesions"])
    assert total == pytest.approx(sum(i.mask.sum() for i in subject.instances) * lesions.VOXEL_ML, abs=0.05)
