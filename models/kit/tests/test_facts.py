"""Facts measured on a hand-made subject."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sightline_kit.atlas import Atlas
from sightline_kit.grammar.facts import Truth
from sightline_kit.synth import SynthConfig, sample_subject

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")


@pytest.fixture(scope="module")
def healthy(shared):
    return sample_subject(np.random.default_rng(3), SynthConfig(healthy=1.0), sequences=("FLAIR",))


def test_a_ball_in_the_left_frontal_lobe_is_found_there(healthy):
    base = Truth.of(healthy.structures, healthy.lesions, np.ones(4), ATLAS)
    value = next(s.value for s in ATLAS.sites if s.id == "left-frontal-lobe")
    centre = np.argwhere(base.sites == value).mean(0)
    z, y, x = np.ogrid[:96, :112, :80]
    ball = (z - centre[0]) ** 2 + (y - centre[1]) ** 2 + (x - centre[2]) ** 2 < 36
    lesions = np.zeros((6, 96, 112, 80), bool)
    lesions[0] = ball
    facts = Truth.of(healthy.structures, lesions, np.array([0, 0, 0, 1]), ATLAS).facts
    assert facts.sequences == ("FLAIR",)
    assert [l.site for l in facts.lesions] == ["left frontal lobe"] and facts.lesions[0].side == "left"
    assert facts.lesions[0].whole_ml == pytest.approx(4 / 3 * np.pi * 216 * 0.008, rel=0.1)
    assert facts.wmh.grade == 0


def test_targets_of_a_tumour_fit_together(shared):
    subject = next(s for s in (sample_subject(np.random.default_rng(i), SynthConfig(healthy=0, glioma=1)) for i in range(9)) if s.lesions[2].any())
    truth = Truth.of_subject(subject, ATLAS)
    whole, core, oedema, enhancing, necrosis = (truth.mask(f"{k}:0") for k in ("lesion", "core", "oedema", "enhancing", "necrosis"))
    assert (whole == (core | oedema)).all() and not (core & oedema).any()
    assert (core == (enhancing | necrosis)).all()
    both = truth.mask("left-lateral-ventricle+right-lateral-ventricle")
    assert both.sum() == truth.mask("left-lateral-ventricle").sum() + truth.mask("right-lateral-ventricle").sum()


def test_a_healthy_brain_has_nothing_to_report(healthy):
    facts = Truth.of_subject(healthy, ATLAS).facts
    assert facts.lesions == () and facts.wmh.grade == 0 and "cerebellum" in facts.normal_parts
