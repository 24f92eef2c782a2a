"""Measures drafted reports on synthetic subjects of the left-out label maps, and on two real scans."""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from torch import Tensor

from .atlas import Atlas
from .bundle import Weights
from .contrast import retrieval, words
from .data import map_names
from .evaluate_answers import AnswerTally
from .evaluate_vision import dice, glioma, mprage
from .grammar.answer import answers
from .grammar.ask import asks
from .finding_head import scores
from .grammar.fields import row
from .grammar.facts import BleedFact, Facts, InfarctFact, LesionFact
from .grammar.truth import Truth
from .grammar.read import Claim, named, read
from .grammar.write import OEDEMA_MIN_ML, lesion_claims, seat
from .pipeline import Drafted, Pipeline
from .synth import SynthConfig, sample_subject, wide
from .train_findings import scores_known

T = TypeVar("T", LesionFact, InfarctFact, BleedFact)
HIT = 0.1
QUESTIONS = 4
"""Questions asked of each subject."""
FINDINGS = ("lesion", "metastasis", "meningioma", "core", "enhancing", "necrosis", "oedema", "wmh", "infarct", "haemorrhage", "subdural",
            "hippocampus", "mass-effect", "ventricles")


def truth_of(facts: Facts) -> dict[str, bool]:
    """Findings that can be checked with these sequences, and whether they are there."""
    out = {"lesion": bool(facts.lesions)}
    for lesion in facts.lesions:
        for topic, there in lesion_claims(facts, lesion).items():
            if topic != "core" or (there and lesion.kind == "glioma"):
                out[topic] = out.get(topic, False) or there
        out["mass-effect"] = out.get("mass-effect", False) or lesion.presses_on is not None
        out[lesion.kind] = True
    if facts.sees("T2", "FLAIR"):
        out["wmh"] = facts.wmh.grade > 0
        out["oedema"] = out.get("oedema", False) or any(b.oedema_ml >= OEDEMA_MIN_ML for b in facts.bleeds)
    out |= {"infarct": bool(facts.infarcts), "haemorrhage": any(not b.subdural for b in facts.bleeds),
            "subdural": any(b.subdural for b in facts.bleeds), "hippocampus": facts.small_hippocampus is not None,
            "ventricles": facts.ventricles == "large"}
    return {topic: there for topic, there in out.items() if topic not in facts.doubtful}


def target_of(claim: Claim, facts: Facts, text: str) -> str | None:
    """The target a sentence should point to; None where what it claims is not there."""
    there = truth_of(facts)
    tumour = _meant(facts.lesions, text)
    if claim.finding in ("lesion", "extent"):
        return seat(facts, tumour, every=_all_meant(facts, text)) if tumour else None
    bleed = _meant([b for b in facts.bleeds if b.subdural == (claim.finding == "subdural")], text)
    if claim.finding == "oedema" and there.get("oedema"):
        return f"oedema:{tumour.index}" if tumour else f"bleed-oedema:{bleed.index}" if bleed else None
    if claim.finding in ("core", "enhancing", "necrosis"):
        return f"{claim.finding}:0" if there.get(claim.finding) else None
    if claim.finding in ("haemorrhage", "subdural"):
        return bleed.target if bleed else None
    if claim.finding == "infarct":
        infarct = _meant(facts.infarcts, text)
        return f"infarct:{infarct.index}" if infarct else None
    if claim.finding == "hippocampus":
        sides = [claim.side] if claim.side else ["left", "right"]
        return "+".join(f"{s}-mesial-temporal" for s in sides)
    if claim.finding == "wmh":
        return ("wmh" if facts.wmh.side == "both" or claim.side is None else f"wmh:{facts.wmh.side}") if facts.wmh.grade else None
    if claim.finding in ("ventricles", "mass-effect", "asymmetry"):
        return f"{claim.side}-lateral-ventricle" if claim.side else "left-lateral-ventricle+right-lateral-ventricle"
    return _part(text)


def _all_meant(facts: Facts, text: str) -> bool:
    return len(facts.lesions) > 1 and "brain" in text.lower() and "largest" not in text.lower()


def _meant(facts: Sequence[T], text: str) -> T | None:
    """The one that a sentence speaks of: in the place it names, else on the side it names, else the first."""
    low = text.lower()
    return next((f for f in facts if f.site in low), None) or next((f for f in facts if f.side in low), None) or next(iter(facts), None)


_PARTS = {"cerebell": "cerebellum", "brain stem": "brain-stem", "basal ganglia": "basal-ganglia", "thalam": "thalamus", "hippocamp": "mesial-temporal"}


def _part(text: str) -> str | None:
    low = text.lower()
    sides = [s for s in ("left", "right") if s in low] or ["left", "right"]
    names = [n for word, n in _PARTS.items() if word in low]
    return "+".join(g for n in names for g in ([n] if n == "brain-stem" else [f"{s}-{n}" for s in sides])) or None


def side_right(claim: Claim, facts: Facts) -> bool | None:
    """Whether the side a sentence names is the side of what it speaks of; None where that cannot be said."""
    if claim.side is None or not claim.present:
        return None
    others = {"infarct": facts.infarcts, "haemorrhage": facts.bleeds, "subdural": facts.bleeds}.get(claim.finding)
    if others:
        return None if any(f.side == "midline" for f in others) else any(f.side == claim.side for f in others)
    if not facts.lesions:
        return None
    if len(facts.lesions) > 1 and claim.finding == "lesion":
        return any(l.side in (claim.side, "midline") for l in facts.lesions)
    lesion = facts.lesions[0]
    if claim.finding in ("lesion", "core", "oedema", "enhancing", "necrosis"):
        return None if lesion.side == "midline" else claim.side == lesion.side or lesion.crosses_midline
    if claim.finding == "mass-effect":
        return lesion.presses_on.startswith(claim.side) if lesion.presses_on else None
    return None


class Tally:
    """Counts over subjects; `figures` makes rates of them."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()
        self.per: dict[str, Counter[str]] = defaultdict(Counter)
        self.by_sequences: dict[int, Counter[str]] = defaultdict(Counter)
        self.dice: dict[str, list[float]] = defaultdict(list)
        self.subjects = 0
        self.scored: list[tuple[float, float]] = []
        self.answers = AnswerTally()
        self.embeddings: list[Tensor] = []
        self.texts: list[Tensor] = []
        self.facts: list[Facts] = []
        self.judged: list[tuple[float, float]] = []
        self.informed: "Tally | None" = None

    @staticmethod
    def joined(parts: list["Tally"]) -> "Tally":
        """All counts together."""
        out = Tally()
        for part in parts:
            out.count += part.count
            out.answers.join(part.answers)
            for mine, theirs in ((out.per, part.per), (out.by_sequences, part.by_sequences), (out.dice, part.dice)):
                for key, value in theirs.items():
                    mine[key] += value
            for name in ("scored", "embeddings", "texts", "facts", "judged"):
                getattr(out, name).extend(getattr(part, name))
            out.subjects += part.subjects
        informed = [p.informed for p in parts if p.informed is not None]
        out.informed = Tally.joined(informed) if informed else None
        return out

    def findings(self, drafted: list[tuple[str, Claim]], facts: Facts) -> None:
        said = {c.finding for _, c in drafted if c.present} | {n for text, c in drafted if c.present for n in named(text)}
        truth = truth_of(facts)
        for finding in FINDINGS:
            if finding in facts.doubtful or finding == "core" and finding not in truth:
                continue
            kind = {(True, True): "tp", (True, False): "fn", (False, True): "fp", (False, False): "tn"}[truth.get(finding, False), finding in said]
            self.per[finding][kind] += 1
            self.by_sequences[len(facts.sequences)][kind] += 1
            self.count[kind] += 1
        self.by_sequences[len(facts.sequences)]["subjects"] += 1

    def head(self, given: Tensor, facts: Facts) -> None:
        """Finding scores (F,) against what is there."""
        true, known = (torch.from_numpy(x)[None] for x in row(facts))
        for score, there, sure in zip(given.tolist(), scores(true)[0].tolist(), scores_known(known)[0].tolist()):
            if sure:
                self.judged.append((min(max(score, 0.0), 1.0), float(there > 0.5)))

    def sentence(self, s: Drafted, claim: Claim | None, truth: Truth) -> None:
        facts = truth.facts
        right = side_right(claim, facts) if claim else None
        if right is not None:
            self.count["side-right" if right else "side-wrong"] += 1
            if claim.finding == "lesion":
                sites = {x for l in facts.lesions for x in (l.site, *l.other_sites)}
                self.count["site-right" if any(x in s.text.lower() for x in sites) else "site-wrong"] += 1
        if claim is None or not s.regions:
            return
        target = target_of(claim, facts, s.text)
        answer = truth.mask(target) if target else None
        if answer is None or not answer.any():
            self.count["false-refused" if not s.regions[0].mask.any() else "false-drawn"] += 1
        else:
            self.dice[claim.finding].append(dice(s.regions[0].mask, answer))
            self.scored.append((s.regions[0].quality, self.dice[claim.finding][-1]))

    def phrase(self, there: bool, drawn: bool, score: float) -> None:
        if there:
            self.dice["asked"].append(score)
        self.count[("asked-" if there else "absent-") + ("drawn" if drawn else "refused")] += 1

    def words(self) -> dict:
        """What the words alone tell: findings, sides and places."""
        c = self.count
        return {"n": self.subjects, "finding-f1": _f1(c), "finding-f1-by-finding": {k: _f1(v) for k, v in self.per.items()},
                "side-right": _share(c["side-right"], c["side-wrong"]), "site-right": _share(c["site-right"], c["site-wrong"])}

    def figures(self) -> dict:
        c = self.count
        every = [d for k, v in self.dice.items() if k != "asked" for d in v]
        sick = [d for k, v in self.dice.items() if k in ("lesion", "extent", "core", "enhancing", "necrosis", "oedema", "wmh", "infarct", "haemorrhage", "subdural") for d in v]
        absent = c["absent-refused"] + c["false-refused"], c["absent-drawn"] + c["false-drawn"]
        return {
            "n": self.subjects,
            "finding-f1": _f1(c),
            "finding-f1-by-finding": {k: _f1(v) for k, v in self.per.items()},
            "finding-counts": {k: dict(v) for k, v in self.per.items()},
            "finding-f1-by-sequences": {str(k): {"f1": _f1(v), "n": v["subjects"]} for k, v in sorted(self.by_sequences.items())},
            "finding-score-calibration-error": calibration_error(self.judged), "finding-score-reliability": reliability(self.judged),
            "finding-score-f1": _f1(Counter({(True, True): "tp", (True, False): "fn", (False, True): "fp", (False, False): "tn"}[t > 0.5, s > 0.5] for s, t in self.judged)),
            "side-right": _share(c["side-right"], c["side-wrong"]),
            "site-right": _share(c["site-right"], c["site-wrong"]),
            "sentence-dice": _mean(every), "sentence-hit": _mean([float(d >= HIT) for d in every]), "sentences": len(every),
            "pathology-dice": _mean(sick), "pathology-hit": _mean([float(d >= HIT) for d in sick]), "pathology-sentences": len(sick),
            "dice-by-finding": {k: _mean(v) for k, v in self.dice.items()},
            "no-region-right": _share(*absent), "no-region-asked": sum(absent),
            "region-kept": _share(c["asked-drawn"], c["asked-refused"]),
            "phrase-dice": _mean(self.dice["asked"]),
            "score-calibration-error": calibration_error(self.scored), "reliability": reliability(self.scored),
            "answers": self.answers.figures(),
            "retrieval": retrieval(self.embeddings, self.texts, self.facts),
            "with-measured": self.informed.words() if self.informed else None,
        }


def reliability(scored: list[tuple[float, float]], bins: int = 10) -> list[dict[str, float]]:
    """Of regions by their score: mean score, mean Dice against the truth, and how many, bin by bin."""
    out = []
    for low in np.arange(bins) / bins:
        inside = [(q, d) for q, d in scored if low <= q < low + 1 / bins or (q == 1.0 and low + 1 / bins >= 1.0)]
        if inside:
            score, true = np.mean(inside, axis=0)
            out.append({"score": round(float(score), 4), "dice": round(float(true), 4), "n": len(inside)})
    return out


def calibration_error(scored: list[tuple[float, float]]) -> float | None:
    """Expected calibration error (Naeini et al. 2015) of the score as a prediction of the Dice."""
    rows = reliability(scored)
    return round(sum(r["n"] * abs(r["score"] - r["dice"]) for r in rows) / len(scored), 4) if scored else None


def _share(yes: int, no: int) -> float | None:
    return round(yes / (yes + no), 4) if yes + no else None


def _mean(values: list[float]) -> float | None:
    return round(float(np.mean(values)), 4) if values else None


def _f1(c: Counter) -> float | None:
    return round(2 * c["tp"] / (2 * c["tp"] + c["fp"] + c["fn"]), 4) if c["tp"] + c["fp"] + c["fn"] else None


def held_out(first_kinds: bool = False) -> SynthConfig:
    """Subjects of the left-out maps: every kind of lesion, or gliomas and white-matter lesions alone (what version 0.1 was to know)."""
    maps = tuple(map_names(held_out=True))
    return SynthConfig(maps=maps) if first_kinds else wide(maps=maps)


def evaluate_synthetic(weights: Weights, bundle: Path, count: int, minutes: float, seed: int, config: SynthConfig, workers: int = 2) -> tuple[Tally, list[str]]:
    """Up to `count` subjects within the minutes, in processes of one thread each; also a few drafts as text."""
    shares = [(weights, bundle, range(first, count, workers), minutes, seed, config) for first in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        results = list(pool.map(_share_of_subjects, shares))
    return Tally.joined([t for t, _ in results]), [text for _, shown in results for text in shown]


def _share_of_subjects(share: tuple[Weights, Path, range, float, int, SynthConfig]) -> tuple[Tally, list[str]]:
    weights, bundle, numbers, minutes, seed, config = share
    torch.set_num_threads(1)
    return evaluate_subjects(weights.load(), Atlas.read(bundle), numbers, minutes, seed, config)


def evaluate_subjects(pipeline: Pipeline, atlas: Atlas, numbers: range, minutes: float, seed: int, config: SynthConfig) -> tuple[Tally, list[str]]:
    """Subjects `numbers` within the minutes; also the drafts of the first few as text."""
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    tally, informed, shown, end = Tally(), Tally(), [], time.monotonic() + minutes * 60
    tally.informed = informed
    for number in numbers:
        if time.monotonic() > end:
            break
        subject = sample_subject(np.random.default_rng([seed, number]), config)
        truth = Truth.of_subject(subject, atlas)
        encoded = pipeline.encode(subject.stack(), subject.present)
        drafted, ids = pipeline.draft(encoded)
        pipeline.ground(encoded, drafted)
        _draft(tally, drafted, truth)
        _draft(informed, pipeline.draft(encoded, evidence=pipeline.measured(encoded, atlas))[0], truth)
        for ask in asks(truth.facts, sites, random.Random(number), 3):
            region = pipeline.ask(encoded, ask.text)
            answer = truth.mask(ask.target) if ask.target else None
            tally.phrase(ask.target is not None, bool(region.mask.any()), dice(region.mask, answer) if answer is not None else 0.0)
        for asked in answers(truth.facts, random.Random(number), QUESTIONS):
            reply = pipeline.answer(encoded, asked.question)
            if asked.kind == "size":
                pipeline.ground(encoded, reply)
            tally.answers.add(asked, reply, truth)
        tally.head(encoded.finding_scores[0], truth.facts)
        tally.embeddings.append(encoded.image_embedding[0])
        tally.texts.append(pipeline.embed_text(words(truth.facts, random.Random(number))))
        tally.facts.append(truth.facts)
        tally.subjects += 1
        informed.subjects += 1
        if number < 4:
            shown.append(f"sequences {' '.join(encoded.sequences)}; truth {truth_of(truth.facts)}; {[l.site for l in truth.facts.lesions]}\n{show(drafted)}")
    return tally, shown


def _draft(tally: Tally, drafted: list[Drafted], truth: Truth) -> None:
    claims = [read(s.text) for s in drafted]
    tally.findings([(s.text, c) for s, c in zip(drafted, claims) if c], truth.facts)
    for sentence, claim in zip(drafted, claims):
        tally.sentence(sentence, claim, truth)


def show(drafted: list[Drafted]) -> str:
    """A drafted report as text, each region with its volume and predicted quality."""
    lines = []
    for s in drafted:
        regions = ", ".join(f"{r.mask.sum() * 0.008:.1f} mL q{r.quality:.2f}" if r.mask.any() else f"no region q{r.quality:.2f}" for r in s.regions)
        lines.append(f"  [{s.section}] {s.text}" + (f"  -> {regions}" if s.states else ""))
    return "\n".join(lines)


def evaluate_real(pipeline: Pipeline) -> dict:
    """The report of the real glioma (four sequences, and FLAIR alone) and of the healthy MPRAGE."""
    out = {}
    prepared, reference = glioma()
    whole, core = reference > 0, np.isin(reference, (1, 4))
    for name, present in (("glioma-4", np.ones(4, np.float32)), ("glioma-flair", np.array([0, 0, 0, 1], np.float32))):
        encoded = pipeline.encode(prepared.images * present[:, None, None, None], present)
        drafted, _ = pipeline.draft(encoded)
        pipeline.ground(encoded, drafted)
        tumour = [r.mask for s in drafted for r in s.regions if (c := read(s.text)) and c.present and c.finding in ("lesion", "extent", "core", "oedema", "enhancing", "necrosis")]
        union = np.any(tumour, axis=0) if tumour else np.zeros_like(whole)
        out[name] = {"text": show(drafted), "union-dice": round(dice(union, whole), 4),
                     "core-dice": max([round(dice(r.mask, core), 4) for s in drafted if "core" in s.text.lower() for r in s.regions], default=None)}
    prepared, _ = mprage()
    encoded = pipeline.encode(prepared.images, prepared.present)
    drafted, _ = pipeline.draft(encoded)
    pipeline.ground(encoded, drafted)
    called = any((c := read(s.text)) is not None and c.present and c.finding == "lesion" for s in drafted)
    out["mprage"] = {"text": show(drafted), "tumour-called": called}
    return out
