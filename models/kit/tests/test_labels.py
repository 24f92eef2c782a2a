"""The label vocabulary."""

from __future__ import annotations

import numpy as np

from sightline_kit import labels


def test_thirty_one_structures_with_distinct_ids():
    assert labels.STRUCTURE_COUNT == 31
    assert len({s.id for s in labels.STRUCTURES}) == 31
    assert [s.index for s in labels.STRUCTURES] == list(range(1, 32))


def test_a_mirror_swaps_sides_and_keeps_the_midline():
    permutation = labels.flip_permutation()
    assert permutation[labels.BY_ID["left-hippocampus"].index] == labels.BY_ID["right-hippocampus"].index
    assert permutation[labels.BY_ID["brain-stem"].index] == labels.BY_ID["brain-stem"].index
    assert np.array_equal(permutation[permutation], np.arange(32))


def test_names_that_freesurfer_writes_are_understood():
    def name(text: str) -> str | None:
        index = labels.structure_of_freesurfer_name(text)
        return labels.STRUCTURES[index - 1].id if index else None

    assert name("Left-Thalamus-Proper") == "left-thalamus"
    assert name("Right-Inf-Lat-Vent") == "right-inferior-lateral-ventricle"
    assert name("Left-VentralDC") == "left-ventral-dc"
    assert name("Right-Accumbens-area") == "right-accumbens-area"
    assert name("4th-Ventricle") == "fourth-ventricle"
    assert name("Left-choroid-plexus") == "left-lateral-ventricle"
    assert name("CSF") is None and name("Optic-Chiasm") is None


def test_lesions_in_the_label_maps_count_as_white_matter():
    assert labels.structure_of_source(25) == labels.BY_ID["left-cerebral-white-matter"].index
    assert labels.structure_of_source(136) == labels.BY_ID["left-lateral-ventricle"].index
    assert labels.structure_of_source(515) == 0
