"""The learning curve: what is learned from, what is measured, and how it is shown."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sightline_kit import learning
from sightline_kit.finding_head import FOLDS
from sightline_kit.grammar.fields import WIDTH
from sightline_kit.learning import Point, draw, markdown, point


class Rows:
    """Stands for a table: only its rows are asked for."""

    def some(self, index):
        return index


def test_a_smaller_share_learns_from_fewer_brains_and_is_measured_on_the_same_studies(monkeypatch):
    fold = torch.tensor([n % FOLDS for n in range(40)] + [FOLDS] * 10)
    brain = torch.cat([torch.arange(40), -1 - torch.arange(10)])
    learned, measured = [], []
    monkeypatch.setattr(learning, "learn", lambda member, table, rows, steps: learned.append(set(rows.tolist())))
    monkeypatch.setattr(learning, "unseen", lambda head, table, fold: torch.zeros(len(fold), WIDTH))
    found = {"told-f1": 0.5, "f1": 0.4, "loss": 1.0, "findings": {"a": {"auc": 0.8}, "b": {"auc": None}}}
    monkeypatch.setattr(learning, "fit", lambda head, said, rows: measured.append(rows.tolist()) or found)
    half, every = (point(Rows(), fold, brain, share, 1, 1) for share in (0.5, 1.0))
    assert measured[0] == measured[1] == list(range(40))
    assert every.brains == 42 and half.brains < 25 and every.auc == 0.8
    for number, rows in enumerate(learned):
        assert all(n >= 40 or n % FOLDS != number % FOLDS for n in rows)


def test_it_is_shown(tmp_path: Path):
    points = [Point(0.5, 10, 0.5, 0.4, 0.7, 1.2), Point(1.0, 20, 0.6, 0.5, 0.8, 1.1)]
    assert markdown(points).splitlines()[-1] == "| 20 | 0.600 | 0.500 | 0.800 | 1.100 |"
    draw(points, tmp_path / "curve.png")
    assert (tmp_path / "curve.png").stat().st_size > 5000


def test_a_folder_without_studies_is_told_plainly(tmp_path: Path):
    with pytest.raises(SystemExit, match="too few studies"):
        learning.run(tmp_path, None)
