"""Facts measured on a hand-made subject."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from sightline_kit.atlas import Atlas
from sightline_kit.evaluate import truth_of
from sightline_kit.grammar.truth import Truth
from sightline_kit.labels import BY_ID
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


def with_hippocampi(subject, left_share: float, right_share: float) -> Truth:
    """The subject with so much of its brain in each hippocampus (or all it has); the rest becomes white matter."""
    structures = subject.structures.copy()
    ventricles = [BY_ID[f"{s}-{v}"].index for s in ("left", "right") for v in ("lateral-ventricle", "inferior-lateral-ventricle")]
    brain = (structures > 0).sum() - np.isin(structures, ventricles).sum()
    for side, share in (("left", left_share), ("right", right_share)):
        body = np.flatnonzero(structures == BY_ID[f"{side}-hippocampus"].index)
        structures.ravel()[body[round(share * brain):]] = BY_ID[f"{side}-cerebral-white-matter"].index
        more = np.flatnonzero(structures == BY_ID[f"{side}-cerebral-white-matter"].index)[: max(0, round(share * brain) - len(body))]
        structures.ravel()[more] = BY_ID[f"{side}-hippocampus"].index
    return Truth.of(structures, np.zeros((6, *structures.shape), bool), np.array([0, 0, 0, 1]), ATLAS)


@pytest.mark.parametrize(("left", "right", "small", "known"), [
    (0.0020, 0.0030, "left", True), (0.0030, 0.0020, "right", True), (0.0021, 0.0020, "both", True), (0.0030, 0.0028, None, True),
    (0.0024, 0.0030, None, False), (0.0020, 0.0024, "left", False), (0.0001, 0.0030, None, False)])
def test_a_hippocampus_is_small_by_its_share_of_the_brain(healthy, left, right, small, known):
    """Between small and normal nobody is asked; a sliver lies at the edge of the field of view."""
    facts = with_hippocampi(healthy, left, right).facts
    assert (facts.small_hippocampus, facts.hippocampi_known) == (small, known)
    assert ("hippocampus" in facts.doubtful) == (small is None and not known)
    assert ("hippocampi" in facts.normal_parts) <= (known and small is None)
    assert truth_of(facts).get("hippocampus") == (None if "hippocampus" in facts.doubtful else small is not None)


def test_nothing_is_said_of_hippocampi_whose_label_map_is_wrong(healthy):
    facts = Truth.of_subject(replace(healthy, source="training_seg_07"), ATLAS).facts
    assert facts.small_hippocampus is None and "hippocampus" in facts.doubtful
