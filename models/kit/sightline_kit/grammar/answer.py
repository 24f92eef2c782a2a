"""Questions about a study with their answers: sentences with targets, true by the same facts as reports."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml

from . import write_more as more
from .facts import Facts
from .forms import expand, say
from .sentence import Sentence
from .write import impression, lesion_claims, seat, white_matter


@dataclass(frozen=True)
class Answer:
    """A question of some kind about some finding, and the sentences that answer it.

    :param finding: what was asked about, None for questions about the study as a whole
    :param present: whether that is there; None where the question has no such answer or the sequences cannot show it
    """

    question: str
    kind: str
    finding: str | None
    present: bool | None
    sentences: tuple[Sentence, ...]

    def marked(self) -> str:
        return " ".join(s.marked() for s in self.sentences)

    def targets(self) -> list[str]:
        return [t for s in self.sentences for t in s.targets]


@dataclass(frozen=True)
class Thing:
    """Something that is there and can be asked about: its noun, target, side, place, and the sequence that shows it best."""

    finding: str
    noun: str
    target: str
    side: str
    site: str | None
    beside: bool = False


@lru_cache(maxsize=1)
def questions() -> dict:
    """Question forms by kind, and the nouns of `things`."""
    return yaml.safe_load((Path(__file__).parent / "questions.yaml").read_text())


def answer_prompt(sequences: tuple[str, ...], question: str, evidence: str = "") -> str:
    """The text before an answer; `evidence` is empty or whole lines."""
    return f"<bos><task:answer>sequences: {' '.join(sequences)}\n{evidence}{question}\n"


def things(facts: Facts) -> list[Thing]:
    """All that is there and has a place."""
    out = []
    for lesion in facts.lesions[:1]:
        noun = "extra-axial mass" if lesion.kind == "meningioma" else "mass"
        where = (lesion.side, lesion.site)
        out.append(Thing("lesion", noun, seat(facts, lesion), *where, lesion.kind == "meningioma"))
        if lesion.kind != "glioma":
            out.append(Thing(lesion.kind, lesion.kind, seat(facts, lesion), *where, lesion.kind == "meningioma"))
        for claim, noun in (("enhancing", "enhancing tumour"), ("oedema", "oedema"), ("necrosis", "necrosis")):
            if lesion_claims(facts, lesion).get(claim):
                out.append(Thing(claim, noun, f"{claim}:0", *where))
    out += [Thing("infarct", "infarct", "infarct:0", f.side, f.site) for f in facts.infarcts[:1]]
    for bleed in facts.bleeds:
        if bleed.index == 0:
            noun = "subdural haematoma" if bleed.subdural else "haematoma"
            out.append(Thing("subdural" if bleed.subdural else "haemorrhage", noun, bleed.target, bleed.side, None if bleed.subdural else bleed.site))
    return out


def answers(facts: Facts, rng: random.Random, count: int) -> list[Answer]:
    """`count` questions of many kinds with their answers."""
    kinds = {"present": 6, "where": 3, "side": 3, "size": 3, "count": 2, "sequence": 1, "compare": 1, "summary": 2, "missing": 1, "refusal": 1.5}
    chosen = rng.choices(list(kinds), list(kinds.values()), k=count)
    return [_ABOUT[kind](facts, kind, rng) if kind in _ABOUT else _place(facts, kind, rng) for kind in chosen]


def _ask(kind: str, rng: random.Random, thing: str = "") -> str:
    text = expand(rng.choice(questions()[kind]), rng).format(thing=thing)
    return _articles(text)


def _articles(text: str) -> str:
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)


def _noun(finding: str, rng: random.Random) -> str:
    return rng.choice(questions()["things"][finding])


def _presence(facts: Facts, kind: str, rng: random.Random) -> Answer:
    there = {t.finding: t for t in things(facts)}
    known = [f for f in questions()["things"] if f not in facts.doubtful]
    sick = [f for f in known if f in there]
    finding = rng.choice(sick) if sick and rng.random() < 0.45 else rng.choice(known)
    question = _ask(kind, rng, _noun(finding, rng))
    unseen = _unseen(facts, finding, rng)
    if unseen:
        return Answer(question, kind, finding, None, (unseen,))
    told = _told(facts, finding, there, rng)
    present = bool(told) and told[0].topic in (finding, "present")
    lead = Sentence("Yes." if present else "No.", "yes" if present else "no")
    return Answer(question, kind, finding, present, (lead, *told))


def _unseen(facts: Facts, finding: str, rng: random.Random) -> Sentence | None:
    if finding in ("enhancing", "necrosis") and not facts.sees("T1C"):
        return Sentence(say("answer-unseen", rng, what="Enhancement", seqs="contrast-enhanced images"), "unseen")
    if finding in ("wmh", "oedema") and not facts.sees("T2", "FLAIR"):
        what = "White-matter lesions" if finding == "wmh" else "Oedema"
        return Sentence(say("answer-unseen", rng, what=what, seqs="T2-weighted or FLAIR images"), "unseen")
    return None


_ABSENT = {"lesion": "no-lesion", "enhancing": "no-enhancement", "wmh": "no-wmh", "infarct": "no-infarct", "haemorrhage": "no-haemorrhage",
           "midline-shift": "no-midline-shift", "mass-effect": "no-mass-effect", "ventricles": "ventricles-normal", "oedema": "no-oedema"}


def _told(facts: Facts, finding: str, there: dict[str, Thing], rng: random.Random) -> list[Sentence]:
    """The sentence that says that a finding is there (topic = the finding), or is not."""
    if finding in there:
        return [_placed(there[finding], rng, finding)]
    if finding == "wmh" and facts.wmh.grade:
        return white_matter(facts, rng)
    if finding == "midline-shift" and facts.shift_to:
        return [Sentence(say("midline-shift", rng, away=facts.shift_to), "midline-shift")]
    pressed = next((l.presses_on for l in facts.lesions if l.presses_on), None)
    if finding == "mass-effect" and pressed:
        return [Sentence(say("mass-effect", rng, vent=pressed.replace("-", " ")), "mass-effect", (pressed,))]
    both = ("left-lateral-ventricle+right-lateral-ventricle",)
    if finding == "ventricles":
        return [Sentence(say(f"ventricles-{facts.ventricles}", rng), "present" if facts.ventricles != "normal" else "no-ventricles", both)]
    if finding == "hippocampus" and facts.small_hippocampus:
        return more.hippocampus(facts, rng)
    if finding in _ABSENT:
        text = say(_ABSENT[finding], rng, seqs=" and ".join(s for s in ("T2", "FLAIR") if facts.sees(s)))
    else:
        noun = {"subdural": "subdural haematoma", "hippocampus": "hippocampal atrophy"}.get(finding, finding)
        text = say("answer-not-there", rng, noun=noun)
    return [Sentence(text, f"no-{finding}")]


def _placed(thing: Thing, rng: random.Random, topic: str) -> Sentence:
    if thing.site is None:
        return Sentence(say("answer-side", rng, noun=thing.noun, side=thing.side), topic, (thing.target,))
    form = "answer-where-beside" if thing.beside else "answer-where"
    return Sentence(say(form, rng, noun=thing.noun, site=thing.site), topic, (thing.target,))


def _place(facts: Facts, kind: str, rng: random.Random) -> Answer:
    """Where, which side, how big, on which sequence: of something that is there, or (seldom) is not."""
    there = things(facts)
    if not there or rng.random() < 0.15:
        mine = {t.finding for t in there}
        absent = [f for f in ("lesion", "metastasis", "meningioma", "infarct", "haemorrhage", "subdural") if f not in mine]
        finding = rng.choice([f for f in absent if f != "infarct" or facts.sees("T2", "FLAIR")])
        told = _told(facts, finding, {}, rng)
        return Answer(_ask(kind, rng, _noun(finding, rng)), kind, finding, False, tuple(told))
    thing = rng.choice(there)
    noun = thing.noun
    if kind == "where":
        sentence = _placed(thing, rng, thing.finding)
    elif kind == "side":
        form = "answer-side-middle" if thing.side == "midline" else "answer-side"
        sentence = Sentence(say(form, rng, noun=noun, side=thing.side), thing.finding, (thing.target,))
    elif kind == "size":
        form = "answer-volume" if thing.finding in ("oedema", "necrosis", "subdural") else "answer-size"
        sentence = Sentence(say(form, rng, noun=noun), thing.finding, (thing.target,))
    else:
        sentence = Sentence(say("answer-sequence", rng, noun=noun, seq=best_sequence(facts, thing.finding)), thing.finding, (thing.target,))
    return Answer(_ask(kind, rng, _noun(thing.finding, rng)), kind, thing.finding, True, (sentence,))


def best_sequence(facts: Facts, finding: str) -> str:
    """The present sequence that shows a finding best, by the usual order."""
    order = ("T1C", "FLAIR", "T2", "T1") if finding in ("enhancing", "necrosis", "metastasis", "meningioma") else ("FLAIR", "T2", "T1", "T1C")
    return next(s for s in order if facts.sees(s))


def _count(facts: Facts, kind: str, rng: random.Random) -> Answer:
    found = facts.lesions or facts.infarcts or facts.bleeds
    question = _ask(kind, rng)
    if not found:
        return Answer(question, kind, "lesion", False, (Sentence(say("no-lesion", rng), "no-lesion"),))
    if facts.lesions:
        noun, nouns, topic = ("mass", "masses", "lesion") if len(found) == 1 else ("lesion", "lesions", "lesion")
        targets = (seat(facts, facts.lesions[0], every=True),) if len(found) > 2 else tuple(seat(facts, l) for l in facts.lesions)
    elif facts.infarcts:
        noun, nouns, topic, targets = "infarct", "infarcts", "infarct", tuple(f"infarct:{f.index}" for f in facts.infarcts[:3])
    else:
        noun, nouns, topic, targets = "haematoma", "haematomas", "haemorrhage", tuple(b.target for b in facts.bleeds[:3])
    form = {1: "answer-count-one", 2: "answer-count-two"}.get(len(found), "answer-count-many")
    return Answer(question, kind, topic, True, (Sentence(say(form, rng, noun=noun, nouns=nouns), topic, targets),))


def _compare(facts: Facts, kind: str, rng: random.Random) -> Answer:
    large = facts.larger_ventricle
    if large is None:
        sentence = Sentence(say("answer-equal", rng), "no-asymmetry", ("left-lateral-ventricle+right-lateral-ventricle",))
    else:
        small = "left" if large == "right" else "right"
        sentence = Sentence(say("ventricle-asymmetry", rng, large=large, small=small), "asymmetry", (f"{large}-lateral-ventricle",))
    return Answer(_ask(kind, rng), kind, "asymmetry", large is not None, (sentence,))


def _summary(facts: Facts, kind: str, rng: random.Random) -> Answer:
    return Answer(_ask(kind, rng), kind, None, None, tuple(impression(facts, rng)))


def _missing(facts: Facts, kind: str, rng: random.Random) -> Answer:
    out = []
    if not facts.sees("T1C"):
        out.append(say("answer-unseen", rng, what="Enhancement", seqs="contrast-enhanced images"))
    if not facts.sees("T2", "FLAIR"):
        out.append(say("answer-unseen", rng, what="White-matter lesions", seqs="T2-weighted or FLAIR images"))
    if not out:
        missing = [s for s in ("T1", "T2", "FLAIR") if not facts.sees(s)]
        out.append(f"{' and '.join(missing)} [is|are] missing".replace("[is|are]", "is" if len(missing) == 1 else "are") + "." if missing
                   else say("answer-nothing-missing", rng))
    return Answer(_ask(kind, rng), kind, None, None, tuple(Sentence(t, "unseen") for t in out))


def _refusal(facts: Facts, kind: str, rng: random.Random) -> Answer:
    del facts
    return Answer(_ask(kind, rng), kind, None, None, (Sentence(say("answer-refusal", rng), "refusal"),))


_ABOUT = {"present": _presence, "count": _count, "compare": _compare, "summary": _summary, "missing": _missing, "refusal": _refusal}
