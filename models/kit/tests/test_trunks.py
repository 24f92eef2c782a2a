"""The networks and their training."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sightline_kit import train_trunks, trunk_losses, trunk_samples, trunks
from sightline_kit.labels import CLASS_COUNT, LESION_CHANNELS
from sightline_kit.synth.kinds import KINDS


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


def test_folding_and_unfolding_are_inverse():
    x = torch.randn(2, 3, 4, 6, 8)
    assert torch.equal(trunks.depth_to_space(trunks.space_to_depth(x)), x)


def test_gates_are_a_softmax_over_the_present_slots():
    trunk = trunks.LesionTrunk()
    with torch.no_grad():
        trunk.gate_logits.copy_(torch.tensor([0.0, 1.0, 2.0, 3.0]))
    gates = trunk.gates(torch.tensor([[1.0, 0, 0, 1.0], [0, 0, 1.0, 0]]))
    assert torch.allclose(gates[0], torch.tensor([0.0474, 0, 0, 0.9526]), atol=1e-4)
    assert gates[1].tolist() == [0, 0, 1, 0]


def test_an_absent_slot_cannot_speak():
    trunk = trunks.LesionTrunk().eval()
    images = torch.randn(1, 4, 32, 32, 32)
    present = torch.tensor([[0.0, 0, 0, 1.0]])
    other = images.clone()
    other[:, :3] = 9.0
    with torch.no_grad():
        assert torch.equal(trunk(images, present)[1], trunk(other, present)[1])


def test_shapes_of_both_trunks():
    images, present = torch.randn(1, 4, 32, 48, 32), torch.ones(1, 4)
    with torch.no_grad():
        features, logits, gates = trunks.LesionTrunk().eval()(images, present)
        assert features.shape == (1, 32, 16, 24, 16) and logits.shape == (1, len(LESION_CHANNELS), 32, 48, 32) and gates.shape == (1, 4)
        features, logits = trunks.AnatomyTrunk().eval()(images, present)
        assert features.shape == (1, 32, 16, 24, 16) and logits.shape == (1, CLASS_COUNT, 32, 48, 32)


def test_anatomy_looks_at_the_first_present_sequence():
    choose = trunks.AnatomyTrunk.chosen
    assert choose(torch.tensor([[1.0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]])).tolist() == [
        [1, 0, 0, 0],
        [0, 0, 1, 0],
        [0, 0, 0, 1],
    ]


def test_a_resumed_run_has_the_same_losses(tmp_path, monkeypatch):
    def sampler(rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
        def sample() -> dict[str, np.ndarray]:
            images = rng.standard_normal((4, 32, 32, 32)).astype(np.float16)
            truth = np.repeat(images[3:] > 1.0, len(LESION_CHANNELS), axis=0)
            return {"images": images, "present": np.ones(4, dtype=np.float32), "truth": truth}

        return [sample() for _ in range(trunk_samples.PER_SUBJECT["lesion"])]

    monkeypatch.setitem(trunk_samples.SAMPLERS, "lesion", sampler)
    plan = train_trunks.Plan("lesion", steps=7, rate=1e-3, warmup=2)

    def final(folder, stops):
        for stop in stops:
            path = train_trunks.train(plan, folder, workers=0, log=lambda line: None, stop_at=stop)
        return torch.load(path, weights_only=True)

    whole = final(tmp_path / "whole", [None])
    pieces = final(tmp_path / "pieces", [2, 4, None])
    assert all(torch.equal(whole[k], pieces[k]) for k in whole)


def test_the_rate_warms_up_and_falls():
    plan = train_trunks.Plan("lesion", steps=1000, rate=1e-3, warmup=50)
    assert train_trunks.rate_at(plan, 0) == pytest.approx(2e-5)
    assert train_trunks.rate_at(plan, 50) == pytest.approx(1e-3)
    assert train_trunks.rate_at(plan, 1000) == pytest.approx(2e-5)


def test_anatomy_loss_falls_on_one_scan():
    trainer = train_trunks.Trainer(train_trunks.Plan("anatomy", steps=30, rate=2e-3, warmup=1), device="cpu")
    truth = torch.zeros(1, 32, 32, 32, dtype=torch.uint8)
    truth[:, 8:24, 8:24, 4:16], truth[:, 8:24, 8:24, 16:28] = 18, 4
    images = torch.zeros(1, 4, 32, 32, 32)
    images[:, 0] = (truth > 0).float() + 0.5 * (truth == 4)
    batch = {"images": images.half(), "present": torch.tensor([[1.0, 0, 0, 0]]), "truth": truth}
    losses = [trainer.train_step(batch)[0] for _ in range(14)]
    assert losses[-1] < 0.6 * losses[0]


def test_white_matter_lesions_are_asked_for_only_where_they_can_be_judged():
    lesions = np.zeros((len(LESION_CHANNELS), 2, 2, 2), dtype=bool)
    lesions[0], lesions[1, 0], lesions[3, 1] = True, True, True
    t1, flair = np.array([1.0, 0, 0, 0]), np.array([0, 0, 0, 1.0])
    assert (trunk_samples.visible(lesions.copy(), flair) == lesions).all()
    seen = trunk_samples.visible(lesions.copy(), t1)
    assert not seen[3].any() and not seen[0, 1].any() and seen[0, 0].all() and seen[1, 0].all()


def test_blocks_count_for_what_they_stand_for():
    """Volumes come out right: what is drawn seldom is weighted by as much."""
    torch.manual_seed(0)
    model = trunks.AnatomyTrunk()
    truth = torch.zeros(1, 32, 32, 32, dtype=torch.uint8)
    truth[:, :8] = 3
    batch = {"images": torch.zeros(1, 4, 32, 32, 32).half(), "present": torch.tensor([[1.0, 0, 0, 0]]), "truth": truth}
    few = [float(trunk_losses.anatomy_loss(model, batch, blocks=600)[0].detach()) for _ in range(40)]
    every = float(trunk_losses.anatomy_loss(model, batch, blocks=10**6)[0].detach())
    assert np.mean(few) == pytest.approx(every, rel=0.15)


def test_the_kind_trunk_looks_at_the_lesion_trunks_box_and_sees_nothing_outside():
    trunk = trunks.KindTrunk().eval()
    with torch.no_grad():
        images = torch.randn(1, 4, *trunks.SHAPE)
        said = torch.softmax(trunk(images, images, torch.ones(1, 4)), dim=1)
        assert said.shape == (1, 17, 48, 56, 40)
        outside = torch.ones(48, 56, 40, dtype=torch.bool)
        outside[trunks.Z0 // 2 :, trunks.Y0 // 2 : trunks.Y1 // 2] = False
        assert (said[0, 0][outside] > 0.99).all()


def test_kinds_are_learned_where_there_are_lesions():
    """A few steps on one brain: two kinds in two places are found and told apart."""
    torch.manual_seed(6)
    trainer = train_trunks.Trainer(train_trunks.Plan("kinds", steps=60, rate=3e-3, warmup=1), device="cpu")
    kinds = torch.zeros(1, 32, 32, 32, dtype=torch.uint8)
    kinds[:, 4:14, 4:14, 4:14], kinds[:, 18:28, 18:28, 18:28] = 3, 7
    images = torch.zeros(1, 4, 32, 32, 32)
    images[:, 1], images[:, 3] = (kinds == 3).float(), (kinds > 0).float()
    batch = {"images": images.half(), "compared": images.half(), "present": torch.ones(1, 4), "kinds": kinds}
    for _ in range(40):
        _, _, shown = trainer.train_step(batch)
    assert shown["found"] > 0.8 and shown["meningioma"] > 0.8 and shown["infarct-acute"] > 0.8


def test_white_matter_kinds_too_are_asked_for_only_where_they_can_be_judged():
    kinds = np.array([1, KINDS.index("wmh") + 1], dtype=np.uint8)
    assert trunk_samples.visible_kinds(kinds.copy(), np.array([0.0, 0, 1, 0])).tolist() == kinds.tolist()
    assert trunk_samples.visible_kinds(kinds.copy(), np.array([1.0, 1, 0, 0])).tolist() == [1, 0]
