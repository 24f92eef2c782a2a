"""Reports written from facts say what is true and visible, and nothing else."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from sightline_kit.atlas import Atlas
from sightline_kit.corpus import invented
from sightline_kit.grammar.ask import asks
from sightline_kit.grammar.forms import forms, wordings
from sightline_kit.grammar.read import read
from sightline_kit.grammar.write import prompt, write

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")
SITES = [s.name for s in ATLAS.sites]


@pytest.fixture(scope="module")
def written():
    rng = random.Random(4)
    facts = [invented(rng, ATLAS) for _ in range(600)]
    return [(f, write(f, rng)) for f in facts]


def test_there_are_many_hundred_wordings():
    assert len({w for fs in forms().values() for f in fs for w in wordings(f)}) > 800


def test_no_form_holds_a_number_of_its_own():
    assert not [f for fs in forms().values() for f in fs if re.search(r"\d", f.replace("T1-weighted", "").replace("T2-weighted", ""))]


def test_every_seg_has_a_target_and_follows_the_full_stop(written):
    for _, report in written:
        text = report.marked()
        assert text.count("<seg>") == len(report.targets())
        assert not re.search(r"[^.>]<seg>", text)
        assert text.startswith("<findings> ") and " <impression> " in text and text.endswith("<eos>")


def test_sentences_of_absence_point_nowhere_and_findings_point_somewhere(written):
    for _, report in written:
        for sentence in report.sentences():
            claim = read(sentence.text)
            if claim and claim.finding in ("lesion", "wmh", "oedema", "enhancing", "necrosis", "core"):
                assert bool(sentence.targets) == claim.present, sentence


def test_nothing_is_said_that_the_sequences_cannot_show(written):
    for facts, report in written:
        for sentence in report.sentences():
            claim = read(sentence.text)
            if claim and claim.finding in ("enhancing", "necrosis"):
                assert "T1C" in facts.sequences, sentence.text
            if claim and claim.finding in ("wmh", "oedema"):
                assert {"T2", "FLAIR"} & set(facts.sequences), sentence.text
            if "high-grade" in sentence.text or "low-grade" in sentence.text:
                assert "T1C" in facts.sequences


def test_side_and_site_are_those_of_the_lesion(written):
    for facts, report in written:
        for sentence in report.sentences():
            if sentence.topic in ("lesion", "impression-lesion") and ":" in sentence.targets[0]:
                lesion = facts.lesions[int(sentence.targets[0].split(":")[1])]
                assert lesion.site in sentence.text.lower()


def test_slots_stand_only_in_sentences_with_a_region(written):
    for _, report in written:
        for sentence in report.sentences():
            if "<max-diameter>" in sentence.text or "<volume>" in sentence.text:
                assert sentence.targets, sentence.text


def test_the_same_seed_writes_the_same_report():
    facts = invented(random.Random(1), ATLAS)
    assert write(facts, random.Random(2)) == write(facts, random.Random(2))
    assert len({write(facts, random.Random(s)).marked() for s in range(40)}) > 35


def test_reader_agrees_with_the_writer(written):
    wrong = total = 0
    for _, report in written:
        for s in report.sentences():
            claim, total = read(s.text), total + 1
            expected = s.topic.removeprefix("no-").removeprefix("impression-").split(":")[0]
            wrong += (claim.finding if claim else "unseen") != expected
    assert wrong / total < 0.005


def test_questions_about_what_is_absent_have_no_target():
    rng = random.Random(8)
    for _ in range(200):
        facts = invented(rng, ATLAS)
        for ask in asks(facts, SITES, rng, 6):
            if ask.target is None and ask.finding == "lesion" and facts.lesions:
                assert not any(l.site in ask.text.lower() for l in facts.lesions), ask
            if ask.target and ask.target.startswith("lesion"):
                assert facts.lesions


def test_prompt_names_the_sequences():
    assert prompt(("T1", "FLAIR")) == "<bos><task:report>sequences: T1 FLAIR\n"
