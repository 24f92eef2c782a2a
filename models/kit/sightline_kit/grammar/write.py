"""Writes a report from facts: a findings paragraph and an impression, each sentence with its targets.

Only what the sequences present can show is said: oedema and white-matter lesions need T2 or FLAIR, enhancement needs
T1C, a tumour's core needs T1C or two sequences. Sentences of absence have no target; every other has one `<seg>` a target.
Infarcts, bleeds and the hippocampus have their sentences in `write_more`.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from . import write_more as more
from .facts import NORMAL_PARTS, PART_MIN_ML, Facts, LesionFact
from .forms import say
from .sentence import SEG, Sentence, bright

ENHANCING_MIN_ML = 0.3
OEDEMA_MIN_ML = 1.0
MANY = 4
"""From so many metastases on they are told of together."""


@dataclass(frozen=True)
class WrittenReport:
    """Findings and impression."""

    findings: tuple[Sentence, ...]
    impression: tuple[Sentence, ...]

    def sentences(self) -> tuple[Sentence, ...]:
        return self.findings + self.impression

    def targets(self) -> list[str]:
        """Targets in the order of the `<seg>` tokens."""
        return [t for s in self.sentences() for t in s.targets]

    def marked(self) -> str:
        """The text that the language model learns, section tokens and `<seg>` included."""
        paragraphs = (" ".join(s.marked() for s in part) for part in (self.findings, self.impression))
        return "<findings> {} <impression> {}<eos>".format(*paragraphs)


def prompt(sequences: tuple[str, ...], evidence: str = "") -> str:
    """The text before a report; `evidence` is empty or whole lines (see `evidence`)."""
    return f"<bos><task:report>sequences: {' '.join(sequences)}\n{evidence}"


def segment_prompt(sentence: str) -> str:
    """The text whose `<seg>` state asks for the region of one sentence or phrase."""
    return f"<bos><task:segment>{sentence}{SEG}"


def write(facts: Facts, rng: random.Random) -> WrittenReport:
    """One of the many reports these facts allow."""
    tumour = _tumours(facts, rng) if facts.lesions else _no_lesion(facts, rng)
    vessels = [more.infarcts(facts, rng), more.bleeds(facts, rng)]
    if facts.infarcts or facts.bleeds:  # what is there comes first
        lead = [s for block in sorted(vessels, key=lambda b: not any(x.targets for x in b)) for s in block]
        blocks = [lead, tumour]
    else:
        blocks = [tumour, *vessels]
    blocks += [white_matter(facts, rng), _ventricles(facts, rng), more.hippocampus(facts, rng), _normal(facts, rng)]
    if rng.random() < 0.35:
        head, rest = blocks[:1], blocks[1:]
        rng.shuffle(rest)
        blocks = head + rest if rng.random() < 0.6 else rest + head
    findings = [s for block in blocks for s in block]
    return WrittenReport(tuple(findings), tuple(impression(facts, rng)))


def shows_core(facts: Facts) -> bool:
    """Whether a tumour's core can be told from oedema."""
    return facts.sees("T1C") or (facts.sees("T1") and facts.sees("T2", "FLAIR"))


def enhances(facts: Facts, lesion: LesionFact) -> bool:
    return facts.sees("T1C") and lesion.enhancing_ml >= ENHANCING_MIN_ML


def lesion_claims(facts: Facts, lesion: LesionFact) -> dict[str, bool]:
    """What can be seen of a tumour, and whether it is there: the checkable claims, by topic."""
    wet = facts.sees("T2", "FLAIR")
    out = {"lesion": True}
    if shows_core(facts) and wet:
        out["core"] = lesion.core_ml >= PART_MIN_ML
        out["oedema"] = lesion.oedema_ml >= OEDEMA_MIN_ML
    if facts.sees("T1C"):
        out["enhancing"] = enhances(facts, lesion)
        out["necrosis"] = out["enhancing"] and lesion.necrosis_ml >= 0.5 and lesion.pattern == "rim"
    return out


def _look(facts: Facts, lesion: LesionFact, rng: random.Random) -> str:
    if enhances(facts, lesion) and rng.random() < 0.4:
        return {"rim": "ring-enhancing", "patchy": "heterogeneously enhancing"}.get(lesion.pattern, "enhancing")
    if facts.sees("T2", "FLAIR"):
        return bright(facts)
    return "T1 hypointense"


_PATTERN = {"rim": ("ring", "peripheral", "rim"), "solid": ("solid", "homogeneous"), "patchy": ("patchy", "heterogeneous"), "none": ("patchy",)}


_NOUN = {"glioma": ("mass", "lesion", "mass lesion"), "metastasis": ("lesion", "lesion", "mass"),
         "meningioma": ("extra-axial mass", "dural-based mass", "extra-axial lesion")}


def seat(facts: Facts, lesion: LesionFact, every: bool = False) -> str:
    """The target of a sentence that speaks of a tumour as such: with its oedema for a glioma, without for what is well bounded."""
    kind = "lesion" if lesion.kind == "glioma" or not shows_core(facts) else "core"
    return kind if every else f"{kind}:{lesion.index}"


def _tumours(facts: Facts, rng: random.Random) -> list[Sentence]:
    first, *others = facts.lesions
    if len(facts.lesions) >= MANY:
        look = _look(facts, first, rng)
        text = say("metastases-many", rng, looks=look, site=first.site)
        head = [Sentence(text, "lesion", (seat(facts, first), seat(facts, first, every=True)))]
        return head + _details(facts, first, rng)
    return _lesion(facts, first, rng) + [s for other in others for s in _lesion(facts, other, rng)]


def _lesion(facts: Facts, lesion: LesionFact, rng: random.Random) -> list[Sentence]:
    k = lesion.index
    slots = {"site": lesion.site, "look": _look(facts, lesion, rng), "noun": rng.choice(_NOUN[lesion.kind])}
    topic = "lesion-more" if k else "lesion-first-crossing" if lesion.crosses_midline else "lesion-first"
    if lesion.kind == "meningioma":
        topic = "meningioma-first"
    out = [Sentence(say(topic, rng, **slots), "lesion", (seat(facts, lesion),))]
    return out if k else out + _details(facts, lesion, rng)


def _details(facts: Facts, lesion: LesionFact, rng: random.Random) -> list[Sentence]:
    k, out = lesion.index, []
    if lesion.kind == "glioma" and lesion.other_sites and rng.random() < 0.85:
        other = " and ".join(lesion.other_sites[:1 if rng.random() < 0.6 else 2])
        out.append(Sentence(say("lesion-extent", rng, other=other), "extent", (f"lesion:{k}",)))
    claims = lesion_claims(facts, lesion)
    details = []
    if lesion.kind == "glioma" and claims.get("core") and (claims.get("oedema") or rng.random() < 0.4):
        signal = rng.choice(("T1 hypointense", bright(facts))) if facts.sees("T1", "T1C") else bright(facts)
        details.append(Sentence(say("core", rng, coresignal=signal), "core", (f"core:{k}",)))
    if "enhancing" in claims:
        details += _enhancement(claims, lesion, rng)
    if "oedema" in claims:
        details += _oedema(facts, claims["oedema"], lesion, rng)
    return out + details + _effect(facts, lesion, rng)


def _enhancement(claims: dict[str, bool], lesion: LesionFact, rng: random.Random) -> list[Sentence]:
    if not claims["enhancing"]:
        return [Sentence(say("not-enhancing", rng), "no-enhancing")]
    pattern = rng.choice(_PATTERN[lesion.pattern])
    out = [Sentence(say("enhancing", rng, pattern=pattern, Pattern=pattern.capitalize()), "enhancing", (f"enhancing:{lesion.index}",))]
    if claims["necrosis"]:
        out.append(Sentence(say("necrosis", rng), "necrosis", (f"necrosis:{lesion.index}",)))
    return out


def _oedema(facts: Facts, present: bool, lesion: LesionFact, rng: random.Random) -> list[Sentence]:
    if not present:
        return [Sentence(say("no-oedema", rng), "no-oedema")] if rng.random() < 0.5 else []
    amount = "mild" if lesion.oedema_ml < 10 else "moderate" if lesion.oedema_ml < 30 else "extensive"
    text = say("oedema", rng, amount=amount, Amount=amount.capitalize(), site=lesion.site, bright=bright(facts))
    return [Sentence(text, "oedema", (f"oedema:{lesion.index}",))]


def _effect(facts: Facts, lesion: LesionFact, rng: random.Random) -> list[Sentence]:
    out = []
    if lesion.presses_on:
        vent = lesion.presses_on.replace("-", " ")
        out.append(Sentence(say("mass-effect", rng, vent=vent), "mass-effect", (lesion.presses_on,)))
    elif lesion.no_mass_effect and rng.random() < 0.6:
        out.append(Sentence(say("no-mass-effect", rng), "no-mass-effect"))
    if lesion.index == 0 and facts.shift_to:
        out.append(Sentence(say("midline-shift", rng, away=facts.shift_to), "midline-shift"))
    elif lesion.index == 0 and lesion.no_mass_effect and rng.random() < 0.6:
        out.append(Sentence(say("no-midline-shift", rng), "no-midline-shift"))
    return out


def _no_lesion(facts: Facts, rng: random.Random) -> list[Sentence]:
    out = [Sentence(say("no-lesion", rng), "no-lesion")]
    if facts.sees("T1C") and rng.random() < 0.8 and not facts.sick:
        out.append(Sentence(say("no-enhancement", rng), "no-enhancing"))
    elif not facts.sees("T1C") and rng.random() < 0.15:
        out.append(Sentence(say("enhancement-unseen", rng), "unseen"))
    if facts.shift_to:
        out.append(Sentence(say("midline-shift", rng, away=facts.shift_to), "midline-shift"))
    elif rng.random() < 0.4 and not facts.bleeds:
        out.append(Sentence(say("no-midline-shift", rng), "no-midline-shift"))
    return out


def white_matter_place(facts: Facts) -> str:
    """Where the white-matter lesions lie, in words."""
    wmh = facts.wmh
    zone = "periventricular and deep " if wmh.periventricular and wmh.deep else "periventricular " if wmh.periventricular else "deep "
    whose = "of both cerebral hemispheres" if wmh.side == "both" else f"of the {wmh.side} cerebral hemisphere"
    return f"{zone}white matter {whose}"


def white_matter(facts: Facts, rng: random.Random) -> list[Sentence]:
    if not facts.sees("T2", "FLAIR"):
        return [Sentence(say("wmh-unseen", rng), "unseen")] if rng.random() < 0.4 else []
    if facts.wmh.grade == 0:
        topic, sick = "no-wmh", facts.sick
        seqs = " and ".join(s for s in ("T2", "FLAIR") if facts.sees(s))
        text = say(topic, rng, seqs=seqs)
        if sick and "white-matter hyperintensities" not in text:
            return [] if rng.random() < 0.5 else [Sentence("No white-matter hyperintensities elsewhere.", topic)]
        return [Sentence(text, topic)]
    target = "wmh" if facts.wmh.side == "both" else f"wmh:{facts.wmh.side}"
    text = say(f"wmh-{facts.wmh.grade}", rng, bright=bright(facts), where=white_matter_place(facts))
    return [Sentence(text[0].upper() + text[1:], "wmh", (target,))]


_BOTH_VENTRICLES = "left-lateral-ventricle+right-lateral-ventricle"


def _ventricles(facts: Facts, rng: random.Random) -> list[Sentence]:
    out = []
    if not any(lesion.presses_on for lesion in facts.lesions) or facts.ventricles != "normal":
        topic = "ventricles" if facts.ventricles != "normal" else "no-ventricles"
        out.append(Sentence(say(f"ventricles-{facts.ventricles}", rng), topic, (_BOTH_VENTRICLES,)))
    if facts.larger_ventricle and rng.random() < 0.7:
        large = facts.larger_ventricle
        small = "left" if large == "right" else "right"
        out.append(Sentence(say("ventricle-asymmetry", rng, large=large, small=small), "asymmetry", (f"{large}-lateral-ventricle",)))
    return out


def _normal(facts: Facts, rng: random.Random) -> list[Sentence]:
    free = set(facts.normal_parts)
    choices = [("cerebellum and brain stem",), ("cerebellum", "brain stem"), ("cerebellum",), ("brain stem",)]
    lower = next((c for c in rng.sample(choices, 4) if set(c) <= free), ())
    if not lower:
        lower = tuple(p for p in ("left cerebellar hemisphere", "right cerebellar hemisphere") if p in free)[:1]
    deep = [("basal ganglia and thalami",), ("basal ganglia", "thalami"), ("basal ganglia",), ("thalami",)]
    inner = next((c for c in rng.sample(deep, 4) if set(c) <= free), ())
    if not inner:
        inner = tuple(p for p in rng.sample(["left basal ganglia", "right basal ganglia", "left thalamus", "right thalamus"], 4) if p in free)[:1]
    extra = tuple(p for p in ("hippocampi", "left hippocampus", "right hippocampus") if p in free)[:1] if rng.random() < 0.15 else ()
    return [_part(p, rng) for p in inner + lower + extra]


def _part(part: str, rng: random.Random) -> Sentence:
    plural = part in ("hippocampi", "thalami", "basal ganglia") or " and " in part or part.endswith("ganglia")
    text = say("structure-normal", rng, parts=part, are="are" if plural else "is")
    return Sentence(text[0].upper() + text[1:], f"normal:{part}", ("+".join(NORMAL_PARTS[part]),))


def _impression_of(facts: Facts, lesion: LesionFact, rng: random.Random) -> Sentence:
    noun = rng.choice(("mass", "lesion", "brain tumour") if lesion.kind != "meningioma" else _NOUN["meningioma"])
    target = (seat(facts, lesion),)
    if lesion.kind == "meningioma":
        return Sentence(say("impression-meningioma", rng, noun=noun, site=lesion.site), "impression-lesion", target)
    grade = "glioma" if not facts.sees("T1C") else "high-grade glioma" if enhances(facts, lesion) else "low-grade glioma"
    bare = "metastasis" if lesion.kind == "metastasis" else rng.choice((grade, grade, "glioma"))
    text = say("impression-lesion", rng, noun=noun, site=lesion.site, grade=f"a {bare}", grade_bare=bare)
    return Sentence(text, "impression-lesion", target)


def impression(facts: Facts, rng: random.Random) -> list[Sentence]:
    out = [] if len(facts.lesions) < MANY else [
        Sentence(say("impression-metastases", rng), "impression-lesion", (seat(facts, facts.lesions[0], every=True),))]
    for lesion in facts.lesions if not out else ():
        out.append(_impression_of(facts, lesion, rng))
    out += more.impression(facts, rng)
    wmh = facts.wmh.grade if facts.sees("T2", "FLAIR") else 0
    if wmh:
        if not facts.sick:
            out.append(Sentence(say("impression-no-lesion", rng), "no-lesion"))
        target = "wmh" if facts.wmh.side == "both" else f"wmh:{facts.wmh.side}"
        severity = {1: "Mild", 2: "Moderate", 3: "Severe"}[wmh]
        out.append(Sentence(say("impression-wmh", rng, severity=severity), "wmh", (target,)))
    if facts.ventricles == "large":
        out.append(Sentence(say("impression-ventricles", rng), "ventricles", (_BOTH_VENTRICLES,)))
    if not out:
        out.append(Sentence(say("impression-normal", rng), "no-lesion"))
    return out
