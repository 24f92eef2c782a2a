"""Texts from invented facts, to train the tokenizer on: every topic, site and sequence comes up often."""

from __future__ import annotations

import random
from collections.abc import Iterator

from .atlas import Atlas
from .grammar.ask import asks
from .grammar.facts import NORMAL_PARTS, Facts, LesionFact, WmhFact
from .grammar.write import prompt, write
from .labels import SEQUENCES


def invented(rng: random.Random, atlas: Atlas) -> Facts:
    """Random facts, as plausible as the tokenizer needs."""
    seqs = tuple(s for s in SEQUENCES if rng.random() < 0.6) or ("FLAIR",)
    lesions = tuple(_lesion(i, rng, atlas) for i in range(rng.choice((0, 1, 1, 2))))
    grade = rng.randrange(4)
    where = rng.choice(((True, True), (True, False), (False, True)))
    wmh = WmhFact(grade, grade * 4.0, rng.choice(("both", "both", "left", "right")), *where)
    return Facts(seqs, lesions, wmh, rng.choice(("normal", "mild", "large")), rng.choice((None, "left", "right")),
                 rng.choice((None, "left", "right")), tuple(p for p in NORMAL_PARTS if rng.random() < 0.7))


def _lesion(index: int, rng: random.Random, atlas: Atlas) -> LesionFact:
    first, *others = rng.sample([s for s in atlas.sites if s.site != "ventricles"], 3)
    vent = rng.choice((None, "left-lateral-ventricle", "right-lateral-ventricle"))
    return LesionFact(index, first.side, first.name, tuple(s.name for s in others[: rng.randrange(3)]), rng.random() < 0.2,
                      50.0, 20.0, rng.choice((0.0, 8.0)), 3.0, rng.uniform(0, 50), rng.choice(("rim", "solid", "patchy")),
                      vent, vent is None)


def corpus(atlas: Atlas, seed: int, count: int) -> Iterator[str]:
    """`count` reports with their prompts, and phrases that ask for regions."""
    rng = random.Random(seed)
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    for _ in range(count):
        facts = invented(rng, atlas)
        yield prompt(facts.sequences) + write(facts, rng).marked()
        yield from (a.text for a in asks(facts, sites, rng, 3))
