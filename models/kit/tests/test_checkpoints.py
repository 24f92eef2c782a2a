"""Checkpoints in parts: whole or not at all."""

from __future__ import annotations

import pytest
import torch

from sightline_kit import checkpoints


def state(seed: int) -> dict:
    generator = torch.Generator().manual_seed(seed)
    return {"step": seed, "model": {"weight": torch.randn(900, 1000, generator=generator)}, "optimisers": [{"lr": 0.1}]}


@pytest.fixture
def parts(monkeypatch):
    monkeypatch.setattr(checkpoints, "PART_BYTES", 1_000_000)


def test_what_is_read_is_what_was_written_in_small_files(tmp_path, parts):
    checkpoints.write(state(3), tmp_path / "checkpoint.pt")
    again = checkpoints.read(tmp_path / "checkpoint.pt")
    assert again["step"] == 3 and torch.equal(again["model"]["weight"], state(3)["model"]["weight"]) and again["optimisers"] == [{"lr": 0.1}]
    sizes = [p.stat().st_size for p in tmp_path.iterdir()]
    assert len(sizes) == 5 and max(sizes) <= 1_000_000


def test_a_later_state_takes_the_place_of_the_earlier(tmp_path, parts):
    for step in (1, 2):
        checkpoints.write(state(step), tmp_path / "checkpoint.pt")
    assert checkpoints.read(tmp_path / "checkpoint.pt")["step"] == 2 and len(list(tmp_path.iterdir())) == 5


def test_a_run_killed_while_it_writes_leaves_the_earlier_state(tmp_path, parts, monkeypatch):
    checkpoints.write(state(1), tmp_path / "checkpoint.pt")
    monkeypatch.setattr(checkpoints.os, "replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        checkpoints.write(state(2), tmp_path / "checkpoint.pt")
    assert checkpoints.read(tmp_path / "checkpoint.pt")["step"] == 1
    monkeypatch.undo()
    checkpoints.write(state(4), tmp_path / "checkpoint.pt")
    assert checkpoints.read(tmp_path / "checkpoint.pt")["step"] == 4


@pytest.mark.parametrize("harm", ["missing", "changed", "another file"])
def test_what_is_not_whole_is_said(tmp_path, parts, harm):
    path = tmp_path / "checkpoint.pt"
    checkpoints.write(state(1), path)
    part = next(tmp_path.glob("checkpoint.pt.*.001"))
    if harm == "missing":
        part.unlink()
    elif harm == "changed":
        part.write_bytes(b"\0" * part.stat().st_size)
    else:
        torch.save({"step": 1}, path)
    with pytest.raises(ValueError, match="begin anew"):
        checkpoints.read(path)
