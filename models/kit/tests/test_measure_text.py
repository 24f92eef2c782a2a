"""Variety of the kit's sentences."""

from __future__ import annotations

from pathlib import Path

from sightline_kit.atlas import Atlas
from sightline_kit.measure_text import measure_text, n_grams, wording_counts


def test_n_grams_stay_within_sentences():
    grams = n_grams(["No mass is seen. No mass.", "No mass is there?"], 2)
    assert grams[("no", "mass")] == 3 and grams[("mass", "is")] == 2 and ("seen", "no") not in grams


def test_there_are_two_thousand_wordings_of_report_sentences():
    assert wording_counts()["sentences"] >= 2000


def test_figures_count_what_was_written():
    found = measure_text(Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr"), reports=30)
    assert found["distinct sentences"] <= found["texts"]
    assert found["distinct 2-grams"] < found["distinct 3-grams"] < found["distinct 4-grams"]
