"""What evidence is worth: on rows whose answer is known."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest

from sightline_kit.evidence_worth import OUTLINES, Row, believed, compare, kept, tell, votes
from sightline_kit.finding_head import SCORES
from sightline_kit.labels import BY_ID, LESION_CHANNELS
from sightline_kit.ridge import ridge


def row(rng: np.random.Generator, mass: bool, score: float, core_ml: float) -> Row:
    """Its embedding points one way with a mass, another without."""
    structures = {s.id: 20.0 for s in BY_ID.values()}
    vector = np.array([1.0, 0.0] if mass else [0.0, 1.0]) + 0.3 * rng.standard_normal(2)
    lesions = dict.fromkeys(LESION_CHANNELS, 0.0) | {"core": core_ml}
    return Row({"mass": mass}, {name: score for name, _, _ in SCORES}, lesions, structures, (vector / np.linalg.norm(vector)).tolist())


def rows(seed: int, count: int = 120) -> list[Row]:
    """The score tells nothing, the outline tells all, neighbours much."""
    rng = np.random.default_rng(seed)
    truth = rng.random(count) < 0.3
    return [row(rng, bool(t), float(rng.uniform(0.1, 0.5)), 5.0 * t) for t in truth]


def test_a_regression_finds_the_weights_that_made_the_answers():
    x = np.random.default_rng(1).standard_normal((4000, 2))
    y = np.random.default_rng(2).random(4000) < 1 / (1 + np.exp(-(1.5 * x[:, 0] - 1)))
    assert ridge(x, y, 1.0) == pytest.approx([1.5, 0.0, -1.0], abs=0.15)


def test_what_outlines_and_cases_add_is_seen():
    learn, test = rows(3), rows(4)
    table = compare(learn, test)
    cells = dict(zip(("score", "outlines", "cases", "both"), (c.strip() for c in next(r for r in table if r.startswith("| mass")).split("|")[3:])))
    assert float(cells["score"].split(",")[0]) < 0.65
    assert cells["outlines"] == cells["both"] == "1.000, 1.00"
    assert float(cells["cases"].split(",")[0]) > 0.9
    assert len(table) == 4, "findings that fewer than five have are left out"


def test_a_threshold_is_chosen_on_rows_that_the_weights_do_not_know():
    x, y = np.linspace(-3, 3, 200)[:, None], np.arange(200) >= 100
    p, threshold = tell(x, y, np.array([[-1.0], [1.0]]))
    assert p[0] < threshold < p[1]


def test_no_row_is_its_own_neighbour():
    """One row of eleven has the mass: it is among the ten nearest of itself to a stranger only."""
    rng = np.random.default_rng(5)
    base = [row(rng, n == 0, 0.4, 0.0) for n in range(11)]
    assert votes(base, base, "mass")[0] == 0
    assert votes([base[0]], base, "mass")[0] == pytest.approx(0.1)


def test_a_run_goes_on_after_a_torn_line(tmp_path):
    file, given = tmp_path / "learn.jsonl", rows(7, 3)
    lines = [json.dumps(asdict(r)) for r in given]
    file.write_text("\n".join(lines)[:-40])
    assert kept(file) == given[:2] and kept(tmp_path / "none.jsonl") == []


def test_outlines_are_counted_by_score():
    rng = np.random.default_rng(6)
    given = [row(rng, True, 0.45, 3.0), row(rng, False, 0.45, 3.0), row(rng, True, 0.45, 0.4)]
    table = [r.split("|")[1:-1] for r in believed(given)]
    mass = [[c.strip() for c in r[1:]] for r in table if r[0].strip() == "mass"]
    assert mass == [["outlined", "0 of 0", "0 of 0", "0 of 0", "1 of 2", "0 of 0"], ["not outlined", "0 of 0", "0 of 0", "0 of 0", "1 of 1", "0 of 0"]]


def test_the_outlines_are_labels_of_the_lesion_head():
    assert {label for labels in OUTLINES.values() for label in labels} <= set(LESION_CHANNELS)
