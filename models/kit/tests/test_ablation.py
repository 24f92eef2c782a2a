"""The ablation: every arm the same subjects and time, one part less, and a table that says by how much."""

from __future__ import annotations

import json
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from sightline_kit import ablation
from sightline_kit.labels import LESION_CHANNELS, SEQUENCES
from sightline_kit.mim import Levels
from sightline_kit.train_trunks import Trainer
from sightline_kit.trunk_plan import PLANS
from sightline_kit.trunk_samples import LESION_SYNTH

SMALL = Levels(side=32, units=2, patch=4, inside=2)


@pytest.fixture
def small(monkeypatch):
    """Subjects of 16 voxels a side, drawn as the real ones are: the subset of sequences is asked for once a sample."""
    torch.set_num_threads(1)

    def sampler(rng, draw):
        out = []
        images = rng.standard_normal((4, 16, 16, 16)).astype(np.float16)
        for _ in range(3):
            present = draw(rng, LESION_SYNTH)
            truth = np.repeat(images[3:] > 1.0, len(LESION_CHANNELS), axis=0)
            shown = images * present[:, None, None, None].astype(np.float16)
            out.append({"images": shown, "present": present, "truth": truth})
        return out

    def subjects(count, sequences, lesions):
        made = []
        for i in range(count):
            images = np.random.default_rng([9, i]).standard_normal((4, 16, 16, 16)).astype(np.float32)
            truth = np.repeat(images[3:] > 1.0, len(LESION_CHANNELS), axis=0) & lesions
            made.append(SimpleNamespace(stack=lambda images=images: images, present=np.ones(4, np.float32), lesions=truth))
        return made

    monkeypatch.setattr(ablation, "lesion_scan", sampler)
    monkeypatch.setattr(ablation, "held_out_subjects", subjects)
    return monkeypatch


def test_a_sample_without_dropout_is_the_same_subject_with_all_sequences(small, tmp_path):
    store = ablation.Store(tmp_path, 3, seed=2)
    store.fill(lambda line: None)
    for step in range(6):
        whole, left = store.batch(step, dropout=False), store.batch(step, dropout=True)
        assert whole["present"].sum() == 4 and torch.equal(left["images"], whole["images"] * left["present"][:, :, None, None, None].half())
    assert min(int(store.batch(step, True)["present"].sum()) for step in range(6)) < 4
    again = ablation.Store(tmp_path / "again", 3, seed=2)
    again.fill(lambda line: None)
    assert torch.equal(again.batch(4, True)["images"], store.batch(4, True)["images"])


def test_arms_have_the_same_time():
    budget = ablation.Budget.of(100.0, pretraining=0.5, training=0.25)
    assert budget == ablation.Budget(before=50, after=300, alone=400)


def test_every_arm_is_trained_and_measured(small, tmp_path):
    small.setattr(ablation, "timed", lambda *_: (1.0, 1.0))
    usual, weights, seen = PLANS["lesion"].kind_weight, [], []
    step = Trainer.train_step

    def noted(self, batch):
        weights.append(self.plan.kind_weight)
        seen.append(int(batch["present"].sum()))
        return step(self, batch)

    small.setattr(Trainer, "train_step", noted)
    lines: list[str] = []
    shown = ablation.ablate(16 / 60, tmp_path / "table.json", subjects=2, measured=2, levels=SMALL, log=lines.append)
    assert len(weights) == 3 + 4 + 3 + 3 and weights == [usual] * 10 + [0.0] * 3
    assert seen[7:10] == [len(SEQUENCES)] * 3
    written = json.loads((tmp_path / "table.json").read_text())
    assert list(written["scores"]) == [arm.name for arm in ablation.ARMS]
    assert all(len(found["lesion, FLAIR alone"]) == 2 and len(found["false mL"]) == 1 for found in written["scores"].values())
    assert shown.count("\n|") == 1 + len(ablation.ARMS) and "4 steps, or 2 of pre-training and 3 of training" in shown
    ablation.ablate(16 / 60, tmp_path / "table.json", subjects=2, measured=2, levels=SMALL, log=lines.append)
    assert len(weights) == 13  # nothing is trained again


def test_differences_are_on_the_same_subjects():
    text = ablation.table({"all": {"x": [0.5, 0.7]}, "less": {"x": [0.4, 0.6]}})
    assert "| less | 0.500 (-0.100 ± 0.000) |" in text
