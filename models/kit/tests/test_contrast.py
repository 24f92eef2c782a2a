"""Vectors of studies and sentences, and how search by them is measured."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import torch

from sightline_kit.atlas import Atlas
from sightline_kit.contrast import EMBEDDING, SHOWN_AT, ContrastHead, alike, hidden_states, main_finding, read_texts, retrieval, sentences, words
from sightline_kit.corpus import corpus, invented
from sightline_kit.grammar.fields import WIDTH
from sightline_kit.evaluate import calibration_error, reliability
from sightline_kit.image_tokens import IMAGE_TOKENS
from sightline_kit.language import LanguageConfig, LanguageModel
from sightline_kit.tokenizer import train_tokenizer

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")


def test_both_sides_give_unit_vectors():
    head = ContrastHead(64).eval()
    image, text = head.of_image(torch.randn(3, IMAGE_TOKENS, 64), torch.rand(3, WIDTH)), head.of_text(torch.randn(3, 9, 64), torch.ones(3, 9))
    assert image.shape == text.shape == (3, EMBEDDING)
    assert torch.allclose(image.norm(dim=1), torch.ones(3)) and torch.allclose(text.norm(dim=1), torch.ones(3))


def test_a_text_means_the_same_beside_a_longer_one():
    torch.manual_seed(0)
    tokenizer = train_tokenizer(corpus(ATLAS, 1, 50), 400)
    model, head = LanguageModel(LanguageConfig(vocabulary=400, width=64, layers=2, heads=4, kv_heads=2, hidden=96)).eval(), ContrastHead(64).eval()
    alone = head.of_text(*hidden_states(model, tokenizer, ["No mass."]))
    beside = head.of_text(*hidden_states(model, tokenizer, ["No mass.", "There is a large mass in the left frontal lobe with oedema."]))
    assert torch.allclose(alone[0], beside[0], atol=1e-4)
    texts = ["There is a large mass in the left frontal lobe with oedema.", "No mass.", "No infarct is seen."]
    together = read_texts(head, model, tokenizer, texts, 2)
    assert torch.allclose(together[1], alone[0], atol=1e-4) and not torch.allclose(together[0], together[2], atol=0.1)


def test_search_words_hold_no_slots():
    rng = random.Random(2)
    assert not any("<" in words(invented(rng, ATLAS), rng) for _ in range(100))


def test_a_lesion_is_paired_with_a_sentence_that_points_to_it():
    rng = random.Random(4)
    for facts in (invented(rng, ATLAS) for _ in range(200)):
        told = sentences(facts, rng)
        assert (SHOWN_AT["infarct"] in told) == bool(facts.infarcts) and bool({SHOWN_AT["lesion"], SHOWN_AT["core"]} & set(told)) >= bool(facts.lesions), facts
        assert not any("<" in text or text.startswith("No ") for text in told.values()), told


def test_like_studies_are_to_be_near_and_one_of_them_is_enough():
    keys = ["a", "a", "a", "b", None, None]
    near = torch.full((6, 6), -9.0)
    near[0, 1] = near[1, 0] = near[2, 0] = 9.0
    assert alike(near, keys) == pytest.approx(0, abs=1e-4)
    far = near.clone()
    far[2] = torch.tensor([-9.0, -9.0, 0.0, 9.0, -9.0, -9.0])
    assert alike(far, keys) == pytest.approx((18 - 0.693) / 3, abs=0.01), "of the three with a like the third alone is near an unlike one"
    assert alike(torch.randn(3, 3), [None, "a", "b"]) == 0


def test_perfect_vectors_find_everything_and_random_ones_do_not():
    rng = random.Random(3)
    facts = [invented(rng, ATLAS) for _ in range(60)]
    keys = sorted({main_finding(f) or ("none", "") for f in facts})
    torch.manual_seed(0)
    own = torch.nn.functional.normalize(torch.eye(60) + 3 * torch.nn.functional.one_hot(torch.tensor([keys.index(main_finding(f) or ("none", "")) for f in facts]), 60), dim=1)
    good = retrieval(own, own, facts)
    assert good["text-to-image-recall-10"] == 1 and good["same-finding-and-side-10"] == 1
    noise = torch.nn.functional.normalize(torch.randn(2, 60, 32), dim=-1)
    assert retrieval(noise[0], noise[1], facts)["text-to-image-recall-10"] < 0.5


def test_calibration_error_is_the_mean_gap_of_the_bins():
    assert calibration_error([(0.95, 0.95), (0.15, 0.15)]) == pytest.approx(0)
    assert calibration_error([(0.9, 0.5), (0.9, 0.7), (0.1, 0.1), (1.0, 1.0)]) == pytest.approx((3 * abs(2.8 / 3 - 2.2 / 3) + 0) / 4, abs=1e-4)
    assert [r["n"] for r in reliability([(0.05, 0), (0.06, 0), (1.0, 1)])] == [2, 1] and calibration_error([]) is None
