"""Fields: facts as numbers, heads that learn them, and rows made from the truth."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from sightline_kit import train_findings
from sightline_kit.atlas import Atlas
from sightline_kit.cache import Study
from sightline_kit.corpus import invented
from sightline_kit.candidates import COUNT, DISEASES, FEATURES
from sightline_kit.features import CELL_FEATURES, GLOBAL_FEATURES, LESIONS, PLACE_FEATURES, SEAT_FEATURES, TOKENS, TokenInputs
from sightline_kit.finding_head import FOLDS, READERS, SCORES, SEAT_ML, UNBACKED, FieldReader, FindingHead, decided, field_loss, scores, ventricle_ratio, ventricle_share
from sightline_kit.grammar.evidence import evidence
from sightline_kit.grammar.facts import GROUPS
from sightline_kit.grammar.fields import BY_NAME, FIELDS, PLACES, SITES, TOPICS, WIDTH, row, topic_places
from sightline_kit.labels import LESION_CHANNELS, SEQUENCES
from sightline_kit.language_half import LanguageHalf
from sightline_kit.told import told
from sightline_kit.train_findings import Table, auc, calibrate, calibrate_again, lean, measure, measure_sizes, read_table, train
from sightline_kit.trunks import DEEP

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")


def inputs(count: int) -> TokenInputs:
    return TokenInputs(torch.rand(count, TOKENS, CELL_FEATURES), torch.rand(count, TOKENS, DEEP), torch.rand(count, GLOBAL_FEATURES), torch.rand(count, LESIONS, SEAT_FEATURES),
                       torch.rand(count, COUNT, FEATURES))


def table_of(seen: TokenInputs, true: torch.Tensor) -> Table:
    count = len(true)
    return Table(seen, true, torch.ones(count, WIDTH), torch.zeros(count, 0, SEAT_FEATURES), torch.zeros(count, 0).long(), torch.zeros(count, COUNT, len(DISEASES)))


def many(count: int):
    rng = random.Random(4)
    return [invented(rng, ATLAS) for _ in range(count)]


def test_sites_are_those_of_the_atlas():
    assert list(SITES) == [s.name for s in ATLAS.sites if s.site != "ventricles"]


def test_topics_cover_the_row_without_gaps():
    edges = [topic_places(t) for t in TOPICS]
    assert [e.start for e in edges] == [0, *(e.stop for e in edges[:-1])] and edges[-1].stop == WIDTH


def test_exactly_one_answer_of_every_known_question_is_true():
    for facts in many(200):
        true, known = row(facts)
        for field in FIELDS:
            place = PLACES[field.name]
            if known[place.start]:
                assert not field.one or true[place].sum() == 1, field.name
            else:
                assert not true[place].any(), field.name


def test_a_row_says_what_the_facts_say():
    facts = next(f for f in many(300) if f.lesions and f.lesions[0].kind == "metastasis" and f.sees("T1C"))
    true, _ = row(facts)
    at = PLACES["tumour"].start + BY_NAME["tumour"].answers.index("metastasis")
    assert true[at] == 1 and true[PLACES["tumour-site"].start + SITES.index(facts.lesions[0].site)] == 1
    shown = dict(zip((s[0] for s in SCORES), scores(torch.from_numpy(true)[None])[0].tolist()))
    assert shown["mass"] == shown["metastasis"] == 1 and shown["glioma"] == 0


def test_probabilities_of_a_field_sum_to_that_of_what_it_hangs_on():
    head = FindingHead().eval()
    with torch.no_grad():
        p = head.calibrated(head(inputs(3)))
    there = 1 - p[:, PLACES["tumour"].start]
    assert torch.allclose(p[:, PLACES["tumour-site"]].sum(-1), there, atol=1e-5)
    assert torch.allclose(p[:, PLACES["ventricles"]].sum(-1), torch.ones(3), atol=1e-5)
    assert ((scores(p) >= 0) & (scores(p) <= 1 + 1e-5)).all()


def test_what_is_told_is_decided_unless_it_hangs_in_the_balance():
    wmh = BY_NAME["wmh"]
    told_ = decided(wmh, torch.tensor([[0.30, 0.45, 0.15, 0.10], [0.52, 0.28, 0.10, 0.10], [0.70, 0.20, 0.05, 0.05]]))
    assert torch.allclose(told_[0], torch.tensor([0.03, 0.945, 0.015, 0.01]))
    assert torch.equal(told_[1], torch.tensor([0.52, 0.28, 0.10, 0.10]))
    assert told_[2, 0] > 0.9 and torch.allclose(told_.sum(-1), torch.ones(3))
    assert decided(wmh, torch.tensor([[0.42, 0.30, 0.18, 0.10]]))[0].argmax() == 1  # three ways of being there are together likelier
    traits = decided(BY_NAME["tumour-traits"], torch.tensor([[0.7, 0.3, 0.5, 0.9, 0.1, 0.6]]))
    assert (traits > 0.5).tolist() == [[True, False, False, True, False, True]] and traits.max() > 0.95


def test_calibration_takes_back_what_makes_a_disease_too_common():
    torch.manual_seed(0)
    place, count = PLACES["infarct"], 600
    head, true = FindingHead().eval(), torch.zeros(count, WIDTH)
    there = torch.rand(count) < 0.1
    true[torch.arange(count), torch.where(there, place.start + 1, place.start)] = 1
    logits = torch.zeros(count, WIDTH)
    logits[:, place] = torch.tensor([1.0, 0.0, -9.0, -9.0])
    calibrate(head, logits, table_of(inputs(1), true))
    p = head.calibrated(logits)[:, place.start + 1]
    assert float(p.mean()) == pytest.approx(float(there.float().mean()), abs=0.05)


@pytest.mark.parametrize(("alike", "leans"), [(0.03, True), (0.10, False)])
def test_rare_findings_are_told_sooner_than_they_are_likely_and_tumours_where_few_healthy_brains_are_given_one(alike, leans):
    """Scores that rank well but stay below one half; so many brains without disease look like those with a tumour."""
    count = 400
    head, true, logits = FindingHead().eval(), torch.zeros(count, WIDTH), torch.zeros(count, WIDTH)
    there = torch.arange(count) % 4 == 0
    taken = there | (torch.arange(count) % round(0.75 / alike) == 1)
    for name in ("infarct", "haemorrhage", "subdural"):
        true[:, PLACES[name].start] = 1
    for name, high in (("wmh", there), ("tumour", taken)):
        start = PLACES[name].start
        true[torch.arange(count), torch.where(there, start + 1, start)] = 1
        logits[:, start] = torch.where(high, 1.8, 2.8)
    table = table_of(inputs(1), true)
    lean(head, logits, table)
    leaning = dict(zip((f.name for f in FIELDS), head.leaning.tolist()))
    assert (leaning["tumour"] > 0) == leans and leaning["wmh"] > 0
    told_ = head.told(logits)
    found = told_[:, PLACES["wmh"].start] < 0.5
    assert torch.equal(found, there) and (told_[:, PLACES["tumour"].start] < 0.5).any() == leans
    assert measure(head, logits, table)["told-f1"] > measure(head, logits, table)["f1"]


def test_a_lean_tells_nothing_of_which_less_than_half_is_there():
    """Every third brain with a high score has it: an F1 of one half for whoever says so of all of them."""
    count, start = 300, PLACES["wmh"].start
    head, true, logits = FindingHead().eval(), torch.zeros(count, WIDTH), torch.zeros(count, WIDTH)
    high, there = torch.arange(count) % 4 == 0, torch.arange(count) % 12 == 0
    true[torch.arange(count), torch.where(there, start + 1, start)] = 1
    logits[:, start] = torch.where(high, 1.8, 6.0)
    lean(head, logits, table_of(inputs(1), true))
    assert not (head.told(logits)[:, start] < 0.5).any()


def test_ventricles_are_told_by_their_share_of_the_brain():
    """What the readers say of them counts for nothing once the share is fitted."""
    torch.manual_seed(2)
    count, place = 240, PLACES["ventricles"]
    seen, volumes = inputs(count), torch.full((count, len(GROUPS)), 80.0)
    share = torch.linspace(0.01, 0.09, count)
    sides = [list(GROUPS).index(f"{s}-lateral-ventricle") for s in ("left", "right")]
    rest = 80.0 * (len(GROUPS) - 2)
    volumes[:, sides] = (share / (1 - share) * rest / 2)[:, None]
    first = 2 * len(SEQUENCES) + LESIONS
    seen.whole[:, first : first + len(GROUPS)] = torch.log1p(volumes) - 3
    assert torch.allclose(ventricle_share(seen), torch.log(1000 * share), atol=1e-3)
    true = torch.zeros(count, WIDTH)
    true[torch.arange(count), place.start + (share >= 0.035).long() + (share >= 0.055).long()] = 1
    head = FindingHead().eval()
    with torch.no_grad():
        before = head(seen)
        measure_sizes(head, table_of(seen, true))
        after, told_ = head(seen), head.told(head(seen))
    assert (after[:, place].argmax(-1) == true[:, place].argmax(-1)).float().mean() > 0.97
    assert ((told_[:, place.start] < 0.5) == (share >= 0.035)).float().mean() > 0.97
    others = torch.ones(WIDTH, dtype=torch.bool)
    others[place] = False
    assert torch.equal(before[:, others], after[:, others])


def test_the_larger_ventricle_is_told_by_their_ratio_on_either_side():
    torch.manual_seed(2)
    count, place = 240, PLACES["larger-ventricle"]
    seen, ratio = inputs(count), torch.linspace(-1.2, 1.2, count)
    volumes = torch.full((count, len(GROUPS)), 12.0)
    left, right = (list(GROUPS).index(f"{s}-lateral-ventricle") for s in ("left", "right"))
    volumes[:, left], volumes[:, right] = 12.0 * torch.exp(ratio / 2), 12.0 * torch.exp(-ratio / 2)
    first = 2 * len(SEQUENCES) + LESIONS
    seen.whole[:, first : first + len(GROUPS)] = torch.log1p(volumes) - 3
    true = torch.zeros(count, WIDTH)
    true[torch.arange(count), place.start + torch.where(ratio > 0.5, 1, torch.where(ratio < -0.5, 2, 0))] = 1
    head = FindingHead().eval()
    with torch.no_grad():
        measure_sizes(head, table_of(seen, true))
        said = head(seen)[:, place].argmax(-1)
        mirrored = head.sized(torch.zeros(count, WIDTH), seen.__class__(**vars(seen) | {"whole": seen.whole.flip(0)}))[:, place].argmax(-1)
    assert (ventricle_ratio(seen) > 0.5).float().mean() < (ratio > 0.5).float().mean(), "half a millilitre more of each draws them together"
    assert (said == true[:, place].argmax(-1)).float().mean() > 0.97
    assert torch.equal(mirrored, torch.tensor([0, 2, 1])[said]), "left and right are told by one rule"


def test_one_reader_of_places_serves_all_kinds_of_lesion():
    head, seen = FieldReader().eval(), inputs(2)
    seen.seats[:, LESION_CHANNELS.index("infarct")] = seen.seats[:, 0]
    seen.candidates[:] = 0
    with torch.no_grad():
        said = head(seen)
    assert torch.equal(said[:, PLACES["tumour-site"]], said[:, PLACES["infarct-site"]])
    assert not torch.equal(said[:, PLACES["tumour-site"]], said[:, PLACES["haemorrhage-site"]])


def test_places_are_learned_from_regions_of_any_kind():
    """A reader that has only seen balls tells the site and the side of a lesion."""
    torch.manual_seed(3)
    reader, sites = FieldReader().eval(), torch.tensor([SITES.index("left insula"), SITES.index("right frontal lobe"), SITES.index("brain stem")])
    seats = torch.randn(3, SEAT_FEATURES)
    optimiser = torch.optim.AdamW([*reader.where.parameters(), *reader.side.parameters()], lr=1e-2)
    for _ in range(40):
        optimiser.zero_grad()
        reader.place_loss(seats, sites).backward()
        optimiser.step()
    seen = inputs(3)
    seen.candidates[:] = 0
    seen.seats[:, LESION_CHANNELS.index("infarct")] = seats + torch.cat([torch.zeros(3, PLACE_FEATURES), torch.randn(3, SEAT_FEATURES - PLACE_FEATURES)], dim=1)
    with torch.no_grad():
        said = reader(seen)
    assert torch.equal(said[:, PLACES["infarct-site"]].argmax(1), sites)
    assert said[:, PLACES["infarct-side"]].argmax(1).tolist() == [0, 1, 2]


def test_the_site_is_that_of_the_candidate_that_is_the_disease():
    torch.manual_seed(0)
    reader, seen = FieldReader().eval(), inputs(1)
    seen.candidates[:, 2:] = 0
    with torch.no_grad():
        reader.candidate.what.weight.zero_(), reader.candidate.what.bias.zero_()
        said = []
        for kind in ("infarct", "haemorrhage"):
            # All candidates are judged one thing: only its site is told from them, the other's from its seat.
            reader.candidate.what.bias.zero_()[DISEASES.index(kind)] = 30
            said.append(reader(seen)[:, PLACES["infarct-site"]])
        seats = reader.where(seen.seats[:, LESION_CHANNELS.index("infarct"), :PLACE_FEATURES])
        places = reader.where(seen.candidates[0, :2, :PLACE_FEATURES])
    assert torch.allclose(said[1], seats, atol=1e-4)
    ml = torch.expm1(seen.candidates[0, :2, -1])
    expected = (places * ml[:, None]).sum(0) + SEAT_ML * seats[0]
    assert torch.allclose(said[0][0], expected / (ml.sum() + SEAT_ML), atol=1e-4)


def test_a_disease_that_no_candidate_shows_loses_to_none():
    torch.manual_seed(0)
    reader, seen = FieldReader().eval(), inputs(1)
    with torch.no_grad():
        reader.candidate.what.weight.zero_(), reader.candidate.what.bias.zero_(), reader.out.weight.zero_(), reader.out.bias.zero_()
        reader.candidate.what.bias[0] = 30
        nowhere = reader(seen)
        reader.candidate.what.bias[DISEASES.index("glioma")] = 60
        somewhere = reader(seen)
    for name in ("tumour", "infarct", "haemorrhage", "subdural"):
        none = PLACES[name].start
        assert float(nowhere[0, none]) == pytest.approx(UNBACKED, abs=1e-3)
        assert float(somewhere[0, none]) == pytest.approx(0 if name == "tumour" else UNBACKED, abs=1e-3)


def test_balls_have_the_site_of_most_of_their_voxels(shared):
    from sightline_kit.features import Fields, group_matrix
    from sightline_kit.grammar.truth import Truth
    from sightline_kit.labels import CLASS_COUNT
    from sightline_kit.practice import practise
    from sightline_kit.synth import SynthConfig, sample_subject

    subject = sample_subject(np.random.default_rng(12), SynthConfig(glioma=0.0, white_matter_lesions=0.0), ("T1",))
    truth = Truth.of_subject(subject, ATLAS)
    structures = torch.nn.functional.one_hot(torch.from_numpy(subject.structures).long(), CLASS_COUNT).permute(3, 0, 1, 2)[None].float()
    groups = torch.einsum("gc,bczyx->bgzyx", group_matrix(), structures)
    nothing = torch.zeros(1, 1, 48, 56, 40)
    seen = Fields(torch.full((1, 6, 96, 112, 80), -8.0), groups, nothing, nothing.repeat(1, 4, 1, 1, 1), nothing.repeat(1, 16, 1, 1, 1),
                  nothing.repeat(1, 4, 1, 1, 1), torch.zeros(1, 48, 24, 28, 20))
    seats, sites = practise(truth, seen, np.random.default_rng(1), count=40)
    assert seats.shape == (40, SEAT_FEATURES) and len(set(sites.tolist())) > 6
    # Seats begin with the middle in decimetres; +x is the patient's left. What a site calls left lies left of what it calls right.
    x = {side: np.mean([s[2] for s, site in zip(seats.astype(float), sites) if SITES[site].startswith(side)]) for side in ("left", "right")}
    assert x["left"] > x["right"] + 0.3


def test_a_head_is_not_trained_on_fewer_subjects_than_it_has_readers(tmp_path):
    for number in range(4):
        (tmp_path / f"1-{number}-0.study").touch()
    with pytest.raises(ValueError, match="4 subjects"):
        train(tmp_path, tmp_path / "out")


def test_a_study_is_judged_by_the_readers_that_did_not_learn_from_it(monkeypatch):
    head, fold = FindingHead(), torch.tensor([0, 1, 1, FOLDS - 1, FOLDS])
    names = {id(member): float(number) for number, member in enumerate(head.members)}
    monkeypatch.setattr(train_findings, "logits_of", lambda member, table, rows: torch.full((len(rows), WIDTH), names[id(member)]))
    said = train_findings.unseen(head, None, fold)[:, 0].tolist()
    pair = FOLDS / 2  # readers n and n + FOLDS leave the same part out
    assert READERS == 2 * FOLDS and said == [pair, 1 + pair, 1 + pair, FOLDS - 1 + pair, 0.0]


def test_a_head_is_calibrated_anew_on_more_studies_and_the_language_half_takes_it_over(tmp_path):
    torch.manual_seed(5)
    (tmp_path / "studies").mkdir(), (tmp_path / "findings").mkdir(), (tmp_path / "language").mkdir()
    seen = {"cells": np.zeros((1, 1)), "deep": np.zeros((1, 1)), "whole": np.ones(GLOBAL_FEATURES), "seats": np.zeros((LESIONS, SEAT_FEATURES)), "candidates": np.zeros((COUNT, FEATURES))}
    for number, facts in enumerate(many(60)):
        practice = np.zeros((2, SEAT_FEATURES)), np.zeros(2, int)
        Study(facts, np.ones(4), {k: v.copy() for k, v in seen.items()}, {}, b"", practice=practice, truly=np.zeros((COUNT, len(DISEASES)))).save(tmp_path / f"studies/1-{number}-0.study")
    head, half = FindingHead(), LanguageHalf()
    torch.save({k: v for k, v in head.state_dict().items() if k != "size"}, tmp_path / "findings/findings.pt")
    torch.save({"model": half.state_dict(), "step": 7}, tmp_path / "language/language.pt")
    measured = calibrate_again(tmp_path)
    now = torch.load(tmp_path / "findings/findings.pt", weights_only=True)
    taken = torch.load(tmp_path / "language/language.pt", weights_only=True)
    assert taken["step"] == 7 and all(torch.equal(taken["model"][f"findings.{k}"], v) for k, v in now.items())
    assert all(torch.equal(v, taken["model"][k]) for k, v in half.state_dict().items() if not k.startswith("findings."))
    assert all(torch.equal(v, now[k]) for k, v in head.state_dict().items() if k.startswith("members."))
    assert not torch.equal(head.offset, now["offset"]) and now["size"].any() and 0 <= measured["told-f1"] <= 1


@pytest.mark.parametrize("lacks", ["truly", "hippocampi_known"])
def test_studies_cached_by_an_older_kit_are_named(tmp_path, lacks):
    old = Study(many(1)[0], np.ones(4), {"cells": np.zeros(1), "deep": np.zeros(1)}, {}, b"", truly=np.zeros(1))
    vars(old if lacks == "truly" else old.facts).pop(lacks)  # as it was pickled before there was any
    old.save(tmp_path / "1-0-0.study")
    with pytest.raises(ValueError, match="1-0-0.study was cached by an older kit"):
        read_table([tmp_path / "1-0-0.study"])


def test_area_under_the_curve_counts_pairs_in_the_right_order():
    scored, true = torch.tensor([0.1, 0.4, 0.4, 0.8]), torch.tensor([False, True, False, True])
    assert auc(scored, true) == 0.875
    assert auc(scored, torch.zeros(4, dtype=torch.bool)) is None


def test_a_head_learns_a_handful_of_studies():
    torch.manual_seed(0)
    rows = [row(f) for f in many(12)]
    true, known = (torch.from_numpy(np.stack(x)) for x in zip(*rows))
    head, seen = FieldReader(drop=0.0), inputs(12)
    optimiser, first = torch.optim.AdamW(head.parameters(), lr=3e-3), None
    for _ in range(60):
        loss = field_loss(head(seen), true, known)
        first = first or loss.item()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    assert loss.item() < 0.5 * first


def test_told_rows_say_mostly_the_truth_and_name_what_they_leave_open():
    rng, right, open_ = np.random.default_rng(3), 0, set()
    cases = many(150)
    for facts in cases:
        p, unsure = told(facts, rng)
        open_ |= set(unsure)
        place = PLACES["tumour"]
        right += p[place].argmax() == row(facts)[0][place].argmax()
        assert p.min() >= 0 and p.max() <= 1
    assert right > 0.85 * len(cases) and open_


def test_evidence_is_whole_lines_of_the_fixed_form_and_can_be_wrong():
    rng, wrong = random.Random(2), 0
    for facts in many(300):
        text = evidence(facts, rng)
        assert text == "" or text.endswith("\n")
        for line in text.splitlines():
            assert line.startswith(("measured: ", "cases: ")) and len(line.split("; ")) <= 6
        wrong += "measured: " in text and "mass in" in text and not facts.lesions
    assert wrong
