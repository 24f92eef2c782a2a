"""A mirrored subject is the same subject seen in a mirror."""

from __future__ import annotations

import numpy as np
import pytest

from sightline_kit.labels import BY_ID
from sightline_kit.mirror import mirrored
from sightline_kit.synth import sample_subject, wide


@pytest.fixture(scope="module")
def subject(shared):
    return sample_subject(np.random.default_rng(5), wide(infarct=1.0, glioma=0, metastases=0, meningioma=0, haemorrhage=0, subdural=0, healthy=0), ("FLAIR",))


def test_left_becomes_right(subject):
    other = mirrored(subject)
    left, right = BY_ID["left-thalamus"].index, BY_ID["right-thalamus"].index
    assert ((other.structures == right)[..., ::-1] == (subject.structures == left)).all()
    assert (other.lesions[..., ::-1] == subject.lesions).all()
    assert (other.images["FLAIR"][..., ::-1] == subject.images["FLAIR"]).all()
    sides = [i.attributes.get("side") for i in subject.instances]
    assert [i.attributes.get("side") for i in other.instances] == [{"left": "right", "right": "left"}.get(s, s) for s in sides]


def test_twice_is_the_same(subject):
    twice = mirrored(mirrored(subject))
    assert (twice.structures == subject.structures).all() and twice.conditions == subject.conditions
    assert [i.centre for i in twice.instances] == [i.centre for i in subject.instances]
