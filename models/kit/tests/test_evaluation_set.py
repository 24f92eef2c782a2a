"""Evaluation sets: what is written is what was drawn, and an evaluator that is given the truth finds it right."""

from __future__ import annotations

import numpy as np
import pytest

from sightline_kit.atlas import Atlas
from sightline_kit.data import map_names
from sightline_kit.evaluate import truth_of
from sightline_kit.evaluate_set import Case, Counts, chosen, compare, right, same_text, sites
from sightline_kit.evaluation_set import IDS, said, write_set
from sightline_kit.grammar.truth import Truth
from sightline_kit.grammar.read import read
from sightline_kit.pipeline import Drafted, Region
from sightline_kit.synth import sample_subject, wide
from sightline_kit.__main__ import REPOSITORY

SEED, NUMBERS = 9002, range(1, 4)


@pytest.fixture(scope="module")
def written(shared, tmp_path_factory):
    atlas, config = Atlas.read(REPOSITORY / "models/brain-mr"), wide(maps=tuple(map_names(held_out=True)))
    folders = write_set(tmp_path_factory.mktemp("set"), NUMBERS, SEED, config, atlas)
    subjects = [sample_subject(np.random.default_rng([SEED, n]), config) for n in NUMBERS]
    return [(Case(f), s, Truth.of_subject(s, atlas)) for f, s in zip(folders, subjects)]


def test_findings_are_those_that_evaluate_counts(written):
    for case, subject, truth in written:
        assert case.truth["synthetic"] is True
        assert case.truth["source"] == subject.source
        there = {IDS[f] for f, t in truth_of(truth.facts).items() if t and f in IDS}
        assert {f for f, t in case.truth["findings"].items() if t} == there & set(case.truth["findings"])


def test_images_come_back_as_they_were_drawn(written):
    """The server finds the foreground and makes z-scores again: as before, but for rounding and a shift of whole voxels."""
    for case, subject, _ in written:
        assert np.array_equal(case.prepared.present, subject.present)
        shift = [round((o - w) / 2) for o, w in zip(case.prepared.grid.origin, (-79, -111, -95))]
        drawn = np.roll(subject.stack(), [-s for s in reversed(shift)], axis=(1, 2, 3))
        inner = (slice(None), slice(20, 76), slice(20, 92), slice(20, 60))
        assert np.abs(case.prepared.images[inner] - drawn[inner]).mean() < 0.06


def test_targets_are_the_voxels_that_were_drawn(written):
    for case, _, truth in written:
        ids = [t["id"] for t in case.targets]
        assert len(ids) == len(set(ids))
        for target in case.targets:
            ml = case.mask(target).sum() * 0.008
            assert ml == pytest.approx(target["volumeMl"], abs=0.3)


def test_sentences_point_to_what_the_grammar_meant(written):
    for case, _, _ in written:
        for sentence in case.truth["report"]:
            claim = read(sentence["text"])
            if claim is None or not sentence["targets"]:
                continue
            topic = (IDS | {"extent": "mass", "asymmetry": "ventricular-asymmetry"}).get(claim.finding)
            named = sites(sentence["text"], {p for t in case.targets for p in t["sites"]})
            got = {t["id"] for t in chosen(case, claim, topic, sentence["text"], named)}
            assert got == set(sentence["targets"][0].split("+")), sentence["text"]


def test_a_place_that_has_no_name_is_asked_for_by_its_side():
    """As a subdural haematoma's, beside the brain."""
    asked = {"kind": "where", "expect": {"side": "left"}}
    assert right(asked, [Drafted("It lies on the left.", "answer")], None) and not right(asked, [Drafted("It lies on the right.", "answer")], None)


def test_the_expected_answer_is_right_and_its_opposite_wrong(written):
    for case, _, truth in written:
        for q in case.truth["questions"]:
            regions = [Region(case.union([t for t in case.targets if t["id"] in target.split("+")]), 1.0) for target in q["targets"]]
            reply = [Drafted(q["answer"], "answer", regions=regions)]
            assert right(q, reply, case), q
            if "declined" not in q["expect"]:
                assert not right(q, [Drafted("This cannot be answered from these images.", "answer")], case)


def test_said_reads_sorts_and_what_is_said_by_the_way():
    assert said(["There is a ring-enhancing mass in the left insula.", "No infarct is seen."]) == {"mass", "enhancement"}
    assert said(["Multiple brain lesions, suspicious for metastases."]) == {"mass", "metastasis"}


def test_figures_by_hand():
    counts = Counts()
    counts.per["mass"][:] = [1, 0, 1]
    counts.per["infarct"][:] = [1, 1, 0]
    counts.rates["side"] += [1.0, 0.0]
    assert counts.figures() == {"finding-f1.mass": 0.6667, "finding-f1.infarct": 0.6667, "finding-f1-macro": 0.6667, "finding-f1": 0.6667, "side": 0.5}


@pytest.mark.parametrize("drafted, served", [
    ("Mass centred in the left frontal lobe, T1 hypointense, measuring <max-diameter>.", "Mass centred in the left frontal lobe, T1 hypointense (size not measured)."),
    ("The centre is necrotic, with a volume of <volume>.", "The centre is necrotic (size not measured)."),
    ("Foci in the white matter of both cerebral hemispheres (<volume>).", "Foci in the white matter of both cerebral hemispheres (size not measured)."),
    ("A mass of <max-diameter> and <volume> in the pons.", "A mass of 4.2 cm and 30.1 mL in the pons."),
])
def test_a_size_that_the_server_fills_or_leaves_out_makes_no_other_text(drafted, served):
    assert same_text(drafted, served)
    assert not same_text(drafted, served.replace("left", "right").replace("necrotic", "cystic").replace("both", "the left").replace("pons", "midbrain"))


def test_where_a_size_was_measured_the_words_around_it_count():
    assert not same_text("A mass measuring <max-diameter>.", "A mass of 4.2 cm.")


def test_compare_marks_what_differs():
    mine = [{"name": "a", "said": ["mass"], "sentences": [{"text": "A mass of <max-diameter>."}]}]
    theirs = {"measures": {"generalist": {"dice": {"value": 0.5}, "hit": {"value": None}}}, "answers": {"answer.side": {"value": 0.7}},
              "cases": [{"name": "a", "modes": {"GENERALIST": {"said": ["mass"], "sentences": [{"text": "A mass of 4.2 cm."}]}}}]}
    lines = compare(mine, theirs, {"dice": 0.51, "hit": 0.2, "answer.side": 0.7})
    assert lines == ["answer.side: kit 0.7000, served 0.7000", "dice: kit 0.5100, served 0.5000  <- differs",
                     "greedy text identical: 1 of 1", "same findings read: 1 of 1"]
    theirs["cases"].append({"name": "b", "modes": {"GENERALIST": {"said": [], "sentences": [], "outOfScope": True}}})
    assert compare(mine, theirs, {}) == lines[2:], "a case out of scope counts for nothing"
    theirs["cases"].append({"name": "c", "modes": {"GENERALIST": {"said": [], "sentences": []}}})
    assert compare(mine, theirs, {})[0].startswith("Figures are of other cases (1 here, 2 served)")
