"""Masked pre-training: masks within masks, nothing hidden is seen, and what is learned loads into the trunk."""

from __future__ import annotations

import itertools

import nibabel as nib
import numpy as np
import pytest
import torch

from sightline_kit import pretrain, train_trunks
from sightline_kit.mim import Levels, MaskedReconstruction, cube, draw
from sightline_kit.trunks import LesionTrunk

SMALL = Levels(side=32, units=2, patch=4, inside=2)


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


def study(seed: int, size: int = 28) -> pretrain.Study:
    """Smooth blobs with air about them, in two sequences that are related."""
    g = torch.Generator().manual_seed(seed)
    noise = torch.randn(1, 1, 5, 5, 5, generator=g)
    blob = torch.nn.functional.interpolate(noise, size=(size,) * 3, mode="trilinear")[0, 0]
    blob[:3] = 0
    images = torch.zeros(4, size, size, size)
    images[0], images[3] = blob, -0.5 * blob
    return images, torch.tensor([1.0, 0, 0, 1.0])


def test_fine_volumes_lie_within_what_is_hidden_and_hide_again():
    torch.manual_seed(3)
    levels = Levels()
    images = torch.rand(4, 80, 96, 80) + 0.1
    found = draw(images, levels)
    unit, step = levels.size // levels.units, levels.side // levels.units
    assert found.volumes.shape == (4, 4, 48, 48, 48) and found.hidden.shape == (4, 48, 48, 48)
    assert float(found.hidden[0].float().mean()) == pytest.approx(levels.hidden_units / 27)
    assert len(set(found.places.tolist())) == levels.inside
    whole = cube(images, levels.side)
    for k, place in enumerate(found.places.tolist()):
        z, y, x = (place // 9 * unit, place // 3 % 3 * unit, place % 3 * unit)
        assert found.hidden[0, z : z + unit, y : y + unit, x : x + unit].all()
        patches = found.hidden[1 + k].float()
        assert 0.7 < float(patches.mean()) < 0.8
        blocks = torch.nn.functional.avg_pool3d(patches[None, None], levels.patch)
        assert set(blocks.unique().tolist()) == {0.0, 1.0}  # whole patches, and some of each
        z, y, x = (place // 9 * step, place // 3 % 3 * step, place % 3 * step)
        cut = whole[None, :, z : z + step, y : y + step, x : x + step]
        assert torch.allclose(found.volumes[1 + k], torch.nn.functional.interpolate(cut, size=(48, 48, 48), mode="trilinear")[0])


def test_sizes_that_do_not_fit_are_refused():
    with pytest.raises(ValueError, match="do not fit"):
        Levels(side=100)
    with pytest.raises(ValueError, match="too few"):
        Levels(coarse=0.05)


def test_the_cube_holds_the_middle():
    images = torch.arange(5.0)[None, :, None, None].expand(4, 5, 3, 8)
    made = cube(images, 6)
    assert made.shape == (4, 6, 6, 6) and made[0, :, 2, 2].tolist() == [0, 1, 2, 3, 4, 0]


def test_what_is_hidden_is_not_seen():
    torch.manual_seed(1)
    model = MaskedReconstruction(LesionTrunk(), SMALL).eval()
    images, present = study(1)
    found = draw(images, SMALL)
    flags = present[None].expand(3, -1)
    other = torch.where(found.hidden[:, None], torch.full_like(found.volumes, 7.0), found.volumes)
    with torch.no_grad():
        assert torch.equal(model(found.volumes, found.hidden, flags)[1], model(other, found.hidden, flags)[1])


def test_the_loss_falls_on_one_study(monkeypatch):
    monkeypatch.setattr(pretrain, "WARMUP", 2)
    monkeypatch.setattr(pretrain, "PEAK", 3e-3)
    run, one = pretrain.Pretraining(1, SMALL), study(2)

    def loss() -> tuple[float, float]:
        torch.manual_seed(9)
        with torch.no_grad():
            parts = [run.model.loss(*one)[1] for _ in range(2)]
        return float(np.mean([p["coarse"] + p["fine"] for p in parts])), float(np.mean([p["align"] for p in parts]))

    before = loss()
    for step in range(20):
        run.train_step(one, step / 20)
    after = loss()
    assert after[0] < 0.8 * before[0] and after[1] < before[1]


def feed(first: int):
    return (study(i) for i in itertools.count(first))


def test_weights_load_into_the_trunk_and_a_stopped_run_goes_on(tmp_path):
    quiet = {"levels": SMALL, "log": lambda line: None}
    whole = pretrain.pretrain(tmp_path / "whole", feed, steps=4, **quiet)
    pretrain.pretrain(tmp_path / "pieces", feed, steps=4, stop_at=2, **quiet)
    pieces = pretrain.pretrain(tmp_path / "pieces", feed, steps=4, **quiet)
    learned, again = (torch.load(path, weights_only=True) for path in (whole, pieces))
    assert learned.keys() == again.keys() and all(torch.equal(value, again[name]) for name, value in learned.items())
    trainer = train_trunks.Trainer(train_trunks.Plan("lesion", steps=1, rate=1e-3), device="cpu")
    fresh = trainer.begin_with(whole)
    assert "gate_logits" in fresh and any(name.startswith("head.") for name in fresh) and not any(name.startswith("net.") for name in fresh)
    assert all(torch.equal(value, trainer.model.state_dict()[name]) for name, value in learned.items())


def test_sequences_are_told_by_file_names(tmp_path):
    for name in ("p1/a_T1w.nii.gz", "p1/a_T1ce.nii.gz", "p1/a_flair.nii", "p2/a-t2-flair.nii.gz", "b_t2.nii.gz", "c_t2.nii.gz", "p2/mask.nii.gz"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = [{slot: path.name for slot, path in one.items()} for one in pretrain.studies_in(tmp_path)]
    assert {"T2": "b_t2.nii.gz"} in found and {"T2": "c_t2.nii.gz"} in found and {"FLAIR": "a-t2-flair.nii.gz"} in found
    assert {"T1": "a_T1w.nii.gz", "T1C": "a_T1ce.nii.gz", "FLAIR": "a_flair.nii"} in found and len(found) == 4
    with pytest.raises(ValueError, match="no NIfTI file"):
        pretrain.studies_in(tmp_path / "nothing")


def test_a_folder_of_scans_is_read_as_studies(tmp_path):
    zyx = np.zeros((60, 60, 60), np.float32)
    zyx[10:50, 10:50, 10:50] = np.random.default_rng(1).uniform(50, 100, (40, 40, 40))
    nib.save(nib.Nifti1Image(zyx, np.diag([3.0, 3.0, 3.0, 1.0])), tmp_path / "x_flair.nii.gz")
    images, present = next(pretrain.read(tmp_path, 1, 0))
    again, _ = next(pretrain.read(tmp_path, 1, 0))
    assert images.shape == (4, 80, 96, 80) and present.tolist() == [0, 0, 0, 1] and torch.equal(images, again)
    assert images[3].any() and not images[:3].any()
