"""A run of `train`: sizes, and slices that add up to it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import torch

from sightline_kit import recipe, train_trunks
from sightline_kit.bundle import check_parity
from sightline_kit.recipe import STOPPED, Recipe
from sightline_kit.trunk_plan import SIZES

BUNDLE = Path(__file__).resolve().parents[2] / "brain-mr"


def run(folder: Path, size: str = "small", **more) -> Recipe:
    made = Recipe(folder, BUNDLE, 10, 1, 1, size=size, **more)
    made.began = 0.0
    return made


def test_steps_are_settled_once_and_a_run_keeps_its_size(tmp_path, monkeypatch):
    monkeypatch.setattr(recipe, "pace", lambda plan, workers: 0.5)
    first = run(tmp_path, "base")._plan("kinds", 1)
    assert first.steps == int(10 * recipe.SHARES["kinds"] * 60 / 0.5) and first.widths == SIZES["base"]["kinds"].widths
    monkeypatch.setattr(recipe, "pace", lambda plan, workers: 5.0)
    assert run(tmp_path, "base")._plan("kinds", 1) == first
    with pytest.raises(SystemExit, match="--size base"):
        run(tmp_path, "small")._plan("kinds", 1)


def test_a_trunk_begins_with_a_shipped_one_of_its_own_size_only(tmp_path):
    assert run(tmp_path, start=BUNDLE)._shipped_trunk(SIZES["small"]["lesion"]) == BUNDLE / "encoder.onnx"
    assert run(tmp_path, start=BUNDLE)._shipped_trunk(SIZES["base"]["lesion"]) is None
    assert run(tmp_path)._shipped_trunk(SIZES["small"]["lesion"]) is None


def test_a_run_whose_slice_is_over_says_so_and_begins_nothing_else(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(recipe, "train_trunk", lambda plan, folder, *_, **__: folder / "latest.pt")
    made = run(tmp_path, slice=5)
    made.began = recipe.time.monotonic()
    with pytest.raises(SystemExit) as stopped:
        made._trunk("lesion")
    assert stopped.value.code == STOPPED and "--resume" in capsys.readouterr().out and not (tmp_path / "lesion/done").exists()


@pytest.mark.parametrize("job", ["lesion", "anatomy", "kinds"])
def test_what_leaves_a_trunk_is_as_wide_in_every_size(tmp_path, job):
    images, present = torch.randn(1, 4, 32, 32, 32), torch.ones(1, 4)
    shapes = []
    for plans in SIZES.values():
        trunk = train_trunks.Trainer(plans[job], device="cpu").model.eval()
        train_trunks.save_weights(trunk, tmp_path / "final.pt")
        again = train_trunks.load_trunk(job, tmp_path / "final.pt")
        with torch.no_grad():
            made = again.look(images, images, present) if job == "kinds" else again(images, present)
        shapes.append([x.shape for x in made])
    assert shapes[0] == shapes[1]


def test_an_unpacked_bundle_is_the_one_that_was_shipped(tmp_path):
    made = run(tmp_path / "runs", start=BUNDLE)
    made.unpack()
    assert max(check_parity(made.weights.load(), BUNDLE).values()) < 1e-3
    language = torch.load(made.weights.language, weights_only=True)["model"]
    findings = torch.load(tmp_path / "runs/findings/findings.pt", weights_only=True)
    assert findings and all(torch.equal(value, language[f"findings.{name}"]) for name, value in findings.items())
    with pytest.raises(SystemExit, match="not empty"):
        made.unpack()


@pytest.mark.parametrize("damage", ["absent", "empty", "truncated", "foreign"])
def test_what_cannot_be_unpacked_leaves_nothing_behind(tmp_path, damage):
    bundle = tmp_path / "bundle"
    shutil.copytree(BUNDLE, bundle)
    encoder = bundle / "encoder.onnx"
    content = encoder.read_bytes()
    encoder.write_bytes({"empty": b"", "truncated": content[: len(content) // 2], "foreign": (BUNDLE / "embed_tokens.onnx").read_bytes()}.get(damage, b""))
    if damage == "absent":
        encoder.unlink()
    with pytest.raises(SystemExit, match="cannot be unpacked"):
        run(tmp_path / "runs", start=bundle).unpack()
    assert [p.name for p in tmp_path.iterdir()] == ["bundle"]
