"""Questions are answered from the facts, and the measure of answers can tell right from wrong."""

from __future__ import annotations

import random
from pathlib import Path
from types import SimpleNamespace

import pytest

from sightline_kit.atlas import Atlas
from sightline_kit.corpus import invented
from sightline_kit.evaluate_answers import right
from sightline_kit.grammar.answer import Answer, answer_prompt, answers
from sightline_kit.grammar.sentence import Sentence
from sightline_kit.pipeline import Drafted

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")
TRUTH = SimpleNamespace(atlas=ATLAS)


@pytest.fixture(scope="module")
def asked():
    rng = random.Random(6)
    return [(f, a) for f in (invented(rng, ATLAS) for _ in range(300)) for a in answers(f, rng, 6)]


def drafted(answer):
    return [Drafted(s.text, "answer") for s in answer.sentences]


def test_every_kind_of_question_comes_up(asked):
    assert {a.kind for _, a in asked} == {"present", "where", "side", "size", "count", "sequence", "compare", "summary", "missing", "refusal"}


def test_a_yes_points_somewhere_and_a_no_nowhere(asked):
    for _, a in asked:
        if a.kind == "present" and a.present is not None and a.finding not in ("ventricles", "midline-shift"):
            assert bool(a.targets()) == a.present, a
            assert a.sentences[0].text == ("Yes." if a.present else "No.")


def test_what_the_sequences_cannot_show_is_not_answered(asked):
    for facts, a in asked:
        if a.finding == "enhancing" and "T1C" not in facts.sequences:
            assert a.present is not True and not a.targets(), a


def test_no_answer_holds_a_number(asked):
    for _, a in asked:
        text = a.marked().replace("T1C", "").replace("T1", "").replace("T2", "")
        assert not any(c.isdigit() for c in text), a


def test_the_true_answer_is_right_and_another_is_wrong(asked):
    judged = [(a, right(a, drafted(a), TRUTH)) for _, a in asked if a.kind != "size"]
    assert all(ok for _, ok in judged), next(a for a, ok in judged if not ok)
    nonsense = [Drafted("The left kidney is large on T1C and two more.", "answer")]
    for kind in ("where", "count", "sequence", "summary", "refusal"):
        some = next(a for _, a in asked if a.kind == kind and a.present is not False and "two" not in a.marked())
        assert not right(some, nonsense, TRUTH), some


@pytest.mark.parametrize(("kind", "finding", "wanted", "said", "ok"), [
    ("count", "lesion", "The brain is free of tumour.", "There is no evidence of an intracranial mass.", True),
    ("count", "lesion", "No mass lesion is seen.", "There is one mass.", False),
    ("where", "wmh", "No white-matter hyperintensities are seen.", "The white matter is normal.", True),
    ("compare", "asymmetry", "The lateral ventricles are of equal size.", "The lateral ventricles are of similar size.", True),
    ("compare", "asymmetry", "The lateral ventricles are of equal size.", "The left lateral ventricle is larger than the right.", False),
])
def test_what_is_not_there_may_be_denied_in_any_words(kind, finding, wanted, said, ok):
    question = Answer("?", kind, finding, False, (Sentence(wanted, f"no-{finding}"),))
    assert right(question, [Drafted(said, "answer")], TRUTH) is ok


def test_prompt_holds_sequences_and_question():
    assert answer_prompt(("T1", "FLAIR"), "Any mass?") == "<bos><task:answer>sequences: T1 FLAIR\nAny mass?\n"
