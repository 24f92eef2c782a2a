"""Suspicious places are cut out one by one, described, judged, and known for what they are."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from sightline_kit.candidate_reader import CandidateReader, candidate_loss, disease_ml, mostly, there
from sightline_kit.candidates import COUNT, DISEASES, FEATURES, candidates, cut, truly
from sightline_kit.features import Fields
from sightline_kit.labels import LESION_CHANNELS
from sightline_kit.synth import Lesion

GRID, FINE = (48, 56, 40), (96, 112, 80)
BIG, SMALL = (slice(10, 16), slice(20, 26), slice(8, 14)), (slice(40, 43), slice(40, 43), slice(30, 33))


def suspicion(**boxes: float) -> torch.Tensor:
    out = torch.zeros(1, *GRID)
    for name, sure in boxes.items():
        out[(0, *{"big": BIG, "small": SMALL}[name])] = sure
    return out


def seen(suspect: torch.Tensor) -> Fields:
    logits = torch.logit(suspect.clamp(3e-4, 1 - 3e-4)).repeat_interleave(2, 1).repeat_interleave(2, 2).repeat_interleave(2, 3)
    lesion = torch.full((1, len(LESION_CHANNELS), *FINE), -8.0)
    lesion[:, LESION_CHANNELS.index("lesion")] = logits
    dull = torch.zeros(1, 4, *GRID)
    return Fields(lesion, torch.zeros(1, 14, *FINE), torch.zeros(1, 64, *GRID), dull, torch.zeros(1, 16, *GRID), dull, torch.zeros(1, 48, 24, 28, 20))


def box(where: tuple[slice, ...]) -> np.ndarray:
    out = np.zeros(FINE, bool)
    out[tuple(slice(2 * s.start, 2 * s.stop) for s in where)] = True
    return out


def lesion(kind: str, mask: np.ndarray) -> Lesion:
    none = np.zeros(FINE, bool)
    return Lesion(kind, mask, none, none, none, (0, 0, 0), {})


def test_parts_that_do_not_touch_are_candidates_of_their_own_the_densest_first():
    parts = cut(suspicion(big=0.6, small=0.9))
    assert parts.shape == (1, COUNT, *GRID)
    assert torch.equal(parts[0, 0], suspicion(small=0.9)[0]) and torch.equal(parts[0, 1], suspicion(big=0.6)[0]) and not parts[0, 2:].any()


def test_what_nothing_speaks_for_is_no_candidate():
    assert not cut(suspicion(big=0.2)).any() and not candidates(seen(suspicion()))[0].any()


def test_parts_add_up_to_what_is_suspicious():
    noise = torch.rand(1, *GRID) * 0.5
    parts = cut(noise)
    assert float(parts.sum(1).max()) <= float(noise.max()) and (((parts > 0).sum(1)) <= 1).all()


def test_a_candidate_is_described_where_it_is():
    described, weights = candidates(seen(suspicion(big=0.9)))
    assert described.shape == (1, COUNT, FEATURES) and there(described).tolist() == [[True] + [False] * (COUNT - 1)]
    # The first features are its middle in decimetres from the grid's, the last its volume: 216 cells of 64 mm3, nine tenths sure.
    assert described[0, 0, :3].tolist() == pytest.approx([(12.5 - 23.5) * 0.04, (22.5 - 27.5) * 0.04, (10.5 - 19.5) * 0.04], abs=0.02)
    assert float(described[0, 0, -1]) == pytest.approx(math.log1p(0.9 * 216 * 0.064), abs=0.01)


def test_brightness_across_the_midline_is_compared():
    f = seen(suspicion(big=0.9))
    f.compared[(0, 3, *BIG)] = 2.0
    plain, bright = (candidates(x)[0][0, 0] for x in (seen(suspicion(big=0.9)), f))
    assert float((bright - plain).abs().max()) == pytest.approx(2.0, abs=0.05)


def test_candidates_are_known_for_what_they_hold():
    weights = torch.cat([suspicion(big=0.9), suspicion(small=0.9), torch.zeros(1, *GRID)])
    half = box(BIG)
    half[:, :, : 2 * 11] = False
    shares = truly(weights, [lesion("infarct", half), lesion("wmh-deep", box(SMALL))])
    assert shares[0, DISEASES.index("infarct")] == pytest.approx(0.5, abs=0.01) and shares[0, 0] == pytest.approx(0.5, abs=0.01)
    assert shares[1, DISEASES.index("wmh")] == pytest.approx(1, abs=0.01) and shares[2, 0] == 1
    assert np.allclose(shares.sum(1), 1)


def test_lesions_one_over_the_other_are_no_more_than_all_of_a_candidate():
    shares = truly(suspicion(big=0.9), [lesion("glioma", box(BIG)), lesion("haemorrhage", box(BIG))])
    assert shares[0, DISEASES.index("glioma")] == pytest.approx(0.5, abs=0.01) and shares[0, 0] == pytest.approx(0, abs=0.01)


def test_an_outline_half_beside_a_lesion_stands_for_it_and_one_that_grazes_it_does_not():
    shares = torch.zeros(3, len(DISEASES))
    shares[:, 0], shares[:, DISEASES.index("infarct")] = torch.tensor([0.5, 0.96, 0.85]), torch.tensor([0.5, 0.04, 0.15])
    meant = mostly(shares)
    assert meant[:, DISEASES.index("infarct")].tolist() == pytest.approx([1.0, 0.0, 0.5], abs=1e-5) and torch.allclose(meant.sum(1), torch.ones(3))


def test_how_much_of_a_candidate_is_what_adds_up_to_its_volume():
    some = torch.zeros(1, 2, FEATURES)
    some[0, 0, -1] = math.log1p(12.0)
    ml = disease_ml(torch.randn(1, 2, len(DISEASES)), some)
    assert ml.sum(-1)[0].tolist() == pytest.approx([12.0, 0.0], abs=1e-4)


def test_empty_candidates_say_nothing():
    torch.manual_seed(0)
    reader, some = CandidateReader().eval(), torch.rand(2, COUNT, FEATURES)
    some[:, 3:] = 0
    fewer = torch.cat([some[:, :3], some[:, 3:5]], dim=1)
    with torch.no_grad():
        assert torch.allclose(reader(some, torch.ones(2, 4))[1], reader(fewer, torch.ones(2, 4))[1], atol=1e-6)
    logits = torch.zeros(1, COUNT, len(DISEASES))
    assert float(candidate_loss(logits, torch.eye(len(DISEASES))[None], torch.zeros(1, COUNT, FEATURES))) == 0


def test_a_reader_learns_what_candidates_are():
    torch.manual_seed(0)
    some, truth = torch.rand(6, COUNT, FEATURES), torch.nn.functional.one_hot(torch.arange(6)[:, None].expand(-1, COUNT) % 3, len(DISEASES)).float()
    some[..., 0] += 3 * truth.argmax(-1)
    reader = CandidateReader(drop=0.0)
    reader.scale(some)
    optimiser = torch.optim.AdamW(reader.parameters(), lr=5e-3)
    for _ in range(80):
        optimiser.zero_grad()
        loss = candidate_loss(reader(some, torch.ones(6, 4))[0], truth, some)
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.3 < math.log(3)
