"""What the card says of measured figures."""

from __future__ import annotations

from sightline_kit.card import FURTHER, Floor, _findings, _further, scope_floors


def test_findings_are_told_with_what_was_missed_and_invented():
    figures = {"finding-f1-by-finding": {"infarct": 0.4, "core": None}, "dice-by-finding": {"infarct": 0.5},
               "finding-counts": {"infarct": {"tp": 1, "fn": 2, "fp": 1, "tn": 6}, "core": {}}}
    rows = _findings(figures)
    assert rows[2] == "| infarct | 0.40 | 1 | 2 | 1 | 7 | 0.50 |"
    assert rows[3] == "| core | - | 0 | 0 | 0 | 0 | - |"
    assert len({r.count("|") for r in rows}) == 1


def test_a_narrow_miss_is_shown_as_one():
    assert Floor("a", 0.74988, 0.75).line() == "| a | 0.7499 | at least 0.75 | **no** |"
    assert Floor("a", 0.75001, 0.75).shown == "0.750" and Floor("a", 0.612, 0.75).shown == "0.612" and Floor("a", None, 0.75).shown == "not measured"


def test_further_tables_stand_in_their_order_with_the_command_that_made_them():
    lines = _further({"variants": "| bits |", "learning": "| brains |"})
    assert [line for line in lines if line.startswith("## ")] == [f"## {FURTHER[k][0]}" for k in ("learning", "variants")]
    assert lines.index("By `python -m sightline_kit learning-curve`.") < lines.index("| brains |") < lines.index("| bits |")
    assert _further({}) == []


def test_what_was_refused_and_invented_on_real_scans_is_counted():
    def case(said, **truth):
        return {"modes": {"GENERALIST": {"said": said, "truth": {k.replace("_", "-"): v for k, v in truth.items()}}}}

    scope = {"measures": {"generalist": {"refused": {"value": 0.9}, "refused-in-scope": {"value": 0.0}}},
             "cases": [{"name": "healthy-mprage", **case([], mass=False)}, {"name": "healthy-t1", **case(["infarct"], infarct=False, mass=False)},
                       {"name": "wmhi-flair-gaps", **case(["white-matter-hyperintensity"], white_matter_hyperintensity=True, mass=False)}]}
    assert [(f.value, f.met) for f in scope_floors(scope)] == [(0.9, False), (0.0, True), (1.0, False), (1.0, True)]
    assert not any(f.met for f in scope_floors(None))
