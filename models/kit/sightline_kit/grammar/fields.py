"""The facts of a study as a row of numbers: what a finding head learns to predict and a language model to put into words.

Each `Field` is a question with a fixed set of answers: `one` of them is true (a probability for each, summing to 1), or
`any` of them may be. A field that only makes sense when another says so (the site of a tumour) hangs on it: `given`.
What the sequences of a study cannot show is unknown there and not learned.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .facts import NORMAL_PARTS, PART_MIN_ML, BleedFact, Facts, LesionFact
from .write import MANY, OEDEMA_MIN_ML, lesion_claims
from .write_more import age

_LOBES = ("frontal lobe", "parietal lobe", "temporal lobe", "occipital lobe", "insula", "cerebellum", "basal ganglia", "thalamus")
SITES: tuple[str, ...] = (*(f"{side} {lobe}" for lobe in _LOBES for side in ("left", "right")), "brain stem", "corpus callosum")
"""Sites of the atlas but the ventricles; a test holds them to `atlas.yaml`."""
_AGES = ("none", "acute", "subacute", "chronic")
_AMOUNTS = ("none", "mild", "moderate", "extensive")
_SIDES = ("none", "left", "right")


@dataclass(frozen=True)
class Field:
    """One question.

    :param topic: fields of one topic become one token in front of the text
    :param answers: names of the answers
    :param one: whether exactly one of them is true
    :param given: a `one` field whose first answer ("none") makes this one meaningless
    """

    name: str
    topic: str
    answers: tuple[str, ...]
    one: bool = True
    given: str | None = None

    @property
    def absent(self) -> bool:
        """Whether the first answer says that it is not there."""
        return self.answers[0] in ("none", "normal")


FIELDS: tuple[Field, ...] = (
    Field("tumour", "tumour", ("none", "glioma", "metastasis", "meningioma")),
    Field("tumour-count", "tumour", ("1", "2", "3", "many"), given="tumour"),
    Field("tumour-site", "tumour", SITES, given="tumour"),
    Field("tumour-other-sites", "tumour", SITES, one=False, given="tumour"),
    Field("tumour-traits", "tumour", ("crosses", "core", "enhancing", "necrosis", "oedema", "no-mass-effect"), one=False, given="tumour"),
    Field("enhancement", "tumour", ("none", "rim", "solid", "patchy"), given="tumour"),
    Field("oedema", "tumour", _AMOUNTS, given="tumour"),
    Field("presses-on", "tumour", _SIDES, given="tumour"),
    Field("second-site", "more-tumours", ("none", *SITES), given="tumour"),
    Field("third-site", "more-tumours", ("none", *SITES), given="tumour"),
    Field("infarct", "infarct", _AGES),
    Field("infarct-count", "infarct", ("1", "2", "3"), given="infarct"),
    Field("infarct-site", "infarct", SITES, given="infarct"),
    Field("infarct-side", "infarct", ("left", "right", "midline"), given="infarct"),
    Field("territory", "infarct", ("MCA", "ACA", "PCA", "cerebellar", "lacunar"), given="infarct"),
    Field("second-infarct-site", "infarct", ("none", *SITES), given="infarct"),
    Field("haemorrhage", "blood", _AGES),
    Field("haemorrhage-site", "blood", SITES, given="haemorrhage"),
    Field("haemorrhage-oedema", "blood", _AMOUNTS, given="haemorrhage"),
    Field("subdural", "blood", _AGES),
    Field("subdural-side", "blood", ("left", "right"), given="subdural"),
    Field("wmh", "white-matter", ("none", "mild", "moderate", "severe")),
    Field("wmh-side", "white-matter", ("both", "left", "right"), given="wmh"),
    Field("wmh-zone", "white-matter", ("periventricular", "deep"), one=False, given="wmh"),
    Field("ventricles", "structures", ("normal", "mild", "large")),
    Field("larger-ventricle", "structures", _SIDES),
    Field("shift-to", "structures", _SIDES),
    Field("hippocampus", "structures", ("none", "left", "right", "both")),
    Field("normal-parts", "normal", tuple(NORMAL_PARTS), one=False),
)
"""All fields, in the order of the row."""

TOPICS: tuple[str, ...] = tuple(dict.fromkeys(f.topic for f in FIELDS))


def _places() -> dict[str, slice]:
    out, start = {}, 0
    for f in FIELDS:
        out[f.name] = slice(start, start + len(f.answers))
        start += len(f.answers)
    return out


PLACES = _places()
"""Where each field stands in the row."""
WIDTH = sum(len(f.answers) for f in FIELDS)
BY_NAME = {f.name: f for f in FIELDS}


def topic_places(topic: str) -> slice:
    """Where the fields of a topic stand: they are neighbours."""
    mine = [PLACES[f.name] for f in FIELDS if f.topic == topic]
    return slice(mine[0].start, mine[-1].stop)


def row(facts: Facts) -> tuple[np.ndarray, np.ndarray]:
    """What is true (0 or 1) and which of it is known (0 or 1), each float32 (WIDTH,). Unknown answers are 0."""
    true, known = np.zeros(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    for name, answers in _answers(facts):
        place = PLACES[name]
        known[place] = 1
        for answer in answers:
            true[place.start + BY_NAME[name].answers.index(answer)] = 1
    return true, known


def _answers(facts: Facts) -> Iterator[tuple[str, list[str]]]:
    """(field, its true answers) of every field that is known."""
    wet = facts.sees("T2", "FLAIR")
    first = facts.lesions[0] if facts.lesions else None
    yield "tumour", [first.kind if first else "none"]
    if first:
        yield from _tumour(facts, first)
    if wet or facts.infarcts:
        yield "infarct", [facts.infarcts[0].age if facts.infarcts else "none"]
    if facts.infarcts:
        one = facts.infarcts[0]
        yield "infarct-count", [str(min(len(facts.infarcts), 3))]
        yield "infarct-site", [one.site]
        yield "infarct-side", [one.side]
        yield "territory", [one.territory]
        yield "second-infarct-site", [facts.infarcts[1].site if len(facts.infarcts) > 1 else "none"]
    yield from _blood(facts, wet)
    if wet:
        yield "wmh", [BY_NAME["wmh"].answers[facts.wmh.grade]]
        if facts.wmh.grade:
            yield "wmh-side", [facts.wmh.side]
            yield "wmh-zone", [z for z, there in (("periventricular", facts.wmh.periventricular), ("deep", facts.wmh.deep)) if there]
    yield "ventricles", [facts.ventricles]
    yield "larger-ventricle", [facts.larger_ventricle or "none"]
    yield "shift-to", [facts.shift_to or "none"]
    if facts.hippocampi_known:
        yield "hippocampus", [facts.small_hippocampus or "none"]
    yield "normal-parts", list(facts.normal_parts)


def _tumour(facts: Facts, first: LesionFact) -> Iterator[tuple[str, list[str]]]:
    claims, wet = lesion_claims(facts, first), facts.sees("T2", "FLAIR")
    count = len(facts.lesions)
    yield "tumour-count", ["many" if count >= MANY else str(count)]
    yield "tumour-site", [first.site]
    yield "tumour-other-sites", list(first.other_sites)
    traits = {"crosses": first.crosses_midline, "core": first.core_ml >= PART_MIN_ML, "enhancing": claims.get("enhancing", False),
              "necrosis": claims.get("necrosis", False), "oedema": claims.get("oedema", False), "no-mass-effect": first.no_mass_effect}
    yield "tumour-traits", [t for t, there in traits.items() if there]
    if facts.sees("T1C"):
        yield "enhancement", [first.pattern if claims.get("enhancing") else "none"]
    if wet:
        yield "oedema", [_amount(first.oedema_ml)]
    yield "presses-on", [first.presses_on.split("-")[0] if first.presses_on else "none"]
    for name, index in (("second-site", 1), ("third-site", 2)):
        yield name, [facts.lesions[index].site if index < count < MANY else "none"]


def _blood(facts: Facts, wet: bool) -> Iterator[tuple[str, list[str]]]:
    def of(subdural: bool) -> BleedFact | None:
        return next((b for b in facts.bleeds if b.subdural == subdural), None)

    within, over = of(False), of(True)
    yield "haemorrhage", [age(within) if within else "none"]
    if within:
        yield "haemorrhage-site", [within.site]
        if wet:
            yield "haemorrhage-oedema", [_amount(within.oedema_ml)]
    yield "subdural", [age(over) if over else "none"]
    if over:
        yield "subdural-side", [over.side]


def _amount(ml: float) -> str:
    return "none" if ml < OEDEMA_MIN_ML else "mild" if ml < 10 else "moderate" if ml < 30 else "extensive"
