"""Invented facts, and texts from them to train the tokenizer on: every topic, site and sequence comes up often."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .atlas import Atlas, Site
from .grammar.answer import answer_prompt, answers
from .grammar.ask import asks
from .grammar.facts import NORMAL_PARTS, BleedFact, Facts, InfarctFact, LesionFact, WmhFact
from .grammar.write import prompt, write
from .labels import SEQUENCES


NO_TUMOUR = 0.4
"""How many invented brains have none: most of what is read has none, and that has to be learned in words too."""


def invented(rng: random.Random, atlas: Atlas) -> Facts:
    """Random facts, as plausible as texts need that no image is shown with (the tokenizer's, `language_texts.imagined`)."""
    seqs = tuple(s for s in SEQUENCES if rng.random() < 0.6) or ("FLAIR",)
    sort = rng.choice(("glioma", "glioma", "metastasis", "meningioma"))
    count = 0 if rng.random() < NO_TUMOUR else rng.choice((1, 1, 1, 2)) if sort != "metastasis" else rng.choice((1, 2, 5))
    lesions = tuple(_lesion(i, sort, rng, atlas) for i in range(count))
    infarcts = tuple(_infarct(i, rng, atlas) for i in range(rng.choice((0, 0, 1, 2)))) if "T2" in seqs or "FLAIR" in seqs else ()
    bleeds = tuple(_bleed(i, rng, atlas) for i in range(rng.choice((0, 0, 1))))
    grade = rng.randrange(4)
    where = rng.choice(((True, True), (True, False), (False, True)))
    wmh = WmhFact(grade, grade * 4.0, rng.choice(("both", "both", "left", "right")), *where)
    return Facts(seqs, lesions, wmh, rng.choice(("normal", "mild", "large")), rng.choice((None, "left", "right")),
                 rng.choice((None, "left", "right")), tuple(p for p in NORMAL_PARTS if rng.random() < 0.7),
                 infarcts, bleeds, rng.choice((None, None, None, "left", "right", "both")))


def _infarct(index: int, rng: random.Random, atlas: Atlas) -> InfarctFact:
    site = _site(rng, atlas)
    return InfarctFact(index, site.side, site.name, 5.0, rng.choice(("acute", "subacute", "chronic")),
                       rng.choice(("MCA", "ACA", "PCA", "cerebellar", "lacunar")))


def _bleed(index: int, rng: random.Random, atlas: Atlas) -> BleedFact:
    site = _site(rng, atlas)
    side = rng.choice(("left", "right"))
    age = rng.choice(("hyperacute", "acute", "early-subacute", "late-subacute", "chronic"))
    subdural = rng.random() < 0.4
    return BleedFact(index, side if subdural else site.side, site.name, 9.0, rng.uniform(0, 50), age, subdural)


def _site(rng: random.Random, atlas: Atlas) -> Site:
    return rng.choice([s for s in atlas.sites if s.site != "ventricles"])


def _lesion(index: int, sort: str, rng: random.Random, atlas: Atlas) -> LesionFact:
    first, *others = rng.sample([s for s in atlas.sites if s.site != "ventricles"], 3)
    vent = rng.choice((None, "left-lateral-ventricle", "right-lateral-ventricle"))
    return LesionFact(index, first.side, first.name, tuple(s.name for s in others[: rng.randrange(3)]), rng.random() < 0.2,
                      50.0, 20.0, rng.choice((0.0, 8.0)), 3.0, rng.uniform(0, 50), rng.choice(("rim", "solid", "patchy")),
                      vent, vent is None, sort)


def corpus(atlas: Atlas, seed: int, count: int) -> Iterator[str]:
    """`count` reports with their prompts, phrases that ask for regions, questions with their answers."""
    rng = random.Random(seed)
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    for _ in range(count):
        facts = invented(rng, atlas)
        yield prompt(facts.sequences) + write(facts, rng).marked()
        yield from (a.text for a in asks(facts, sites, rng, 3))
        yield from (answer_prompt(facts.sequences, a.question) + a.marked() for a in answers(facts, rng, 3))
