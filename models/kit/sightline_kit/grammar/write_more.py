"""Sentences about infarcts, bleeds and the hippocampus; see `write` for the rules."""

from __future__ import annotations

import random

from .facts import BleedFact, Facts, InfarctFact
from .forms import say
from .sentence import Sentence, bright

TOLD = 3
"""No more than so many infarcts or bleeds are told of one by one."""
OEDEMA_MIN_ML = 1.0
_TERRITORY = {"MCA": "middle cerebral artery", "ACA": "anterior cerebral artery", "PCA": "posterior cerebral artery"}
_AGE = {"hyperacute": "acute", "acute": "acute", "early-subacute": "subacute", "late-subacute": "subacute", "chronic": "chronic"}


def infarcts(facts: Facts, rng: random.Random) -> list[Sentence]:
    """Each infarct that is there, or now and then that there is none."""
    if not facts.infarcts:
        return [Sentence(say("no-infarct", rng), "no-infarct")] if facts.sees("T2", "FLAIR") and rng.random() < 0.4 else []
    return [Sentence(_infarct(f, facts, rng), "infarct", (f"infarct:{f.index}",)) for f in facts.infarcts[:TOLD]]


def _infarct(fact: InfarctFact, facts: Facts, rng: random.Random) -> str:
    topic = f"infarct-lacunar-{fact.age}" if fact.territory == "lacunar" else f"infarct-{fact.age}"
    signal = bright(facts) if facts.sees("T2", "FLAIR") else "T1 hypointense"
    return say(topic, rng, site=fact.site, territory=territory(fact), bright=signal)


def territory(fact: InfarctFact) -> str:
    """`left middle cerebral artery territory`, or the site where no artery of the cerebrum is meant."""
    artery = _TERRITORY.get(fact.territory)
    return f"{fact.side} {artery} territory" if artery and fact.side != "midline" else fact.site


def bleeds(facts: Facts, rng: random.Random) -> list[Sentence]:
    """Each haematoma with its oedema, or that there is none."""
    if not facts.bleeds:
        return [Sentence(say("no-haemorrhage", rng), "no-haemorrhage")] if rng.random() < 0.4 else []
    return [s for fact in facts.bleeds[:TOLD] for s in _bleed(fact, facts, rng)]


def age(fact: BleedFact) -> str:
    """The age in the words of a report."""
    return _AGE[fact.age]


def _bleed(fact: BleedFact, facts: Facts, rng: random.Random) -> list[Sentence]:
    if fact.subdural:
        return [Sentence(say("subdural", rng, age=age(fact), side=fact.side), "subdural", (fact.target,))]
    out = [Sentence(say("haemorrhage", rng, age=age(fact), site=fact.site), "haemorrhage", (fact.target,))]
    if facts.sees("T2", "FLAIR") and fact.oedema_ml >= OEDEMA_MIN_ML:
        amount = "mild" if fact.oedema_ml < 10 else "moderate" if fact.oedema_ml < 30 else "extensive"
        text = say("bleed-oedema", rng, amount=amount, Amount=amount.capitalize())
        out.append(Sentence(text, "oedema", (f"bleed-oedema:{fact.index}",)))
    return out


def hippocampus(facts: Facts, rng: random.Random) -> list[Sentence]:
    """A small hippocampus, or two."""
    if facts.small_hippocampus is None:
        return []
    if facts.small_hippocampus == "both":
        return [Sentence(say("hippocampi-small", rng), "hippocampus", ("left-mesial-temporal+right-mesial-temporal",))]
    side = facts.small_hippocampus
    return [Sentence(say("hippocampus-small", rng, side=side), "hippocampus", (f"{side}-mesial-temporal",))]


def impression(facts: Facts, rng: random.Random) -> list[Sentence]:
    """What of these belongs into the impression."""
    out = []
    for fact in facts.infarcts[:2]:
        topic = f"impression-lacunar-{fact.age}" if fact.territory == "lacunar" else f"impression-infarct-{fact.age}"
        out.append(Sentence(say(topic, rng, site=fact.site, territory=territory(fact)), "infarct", (f"infarct:{fact.index}",)))
    for bleed in facts.bleeds[:2]:
        if bleed.subdural:
            text, topic = say("impression-subdural", rng, Age=age(bleed).capitalize(), side=bleed.side), "subdural"
        else:
            text, topic = say("impression-haemorrhage", rng, Age=age(bleed).capitalize(), site=bleed.site), "haemorrhage"
        out.append(Sentence(text, topic, (bleed.target,)))
    if facts.small_hippocampus:
        whose = {"both": "both hippocampi"}.get(facts.small_hippocampus, f"the {facts.small_hippocampus} hippocampus")
        target = "+".join(f"{s}-mesial-temporal" for s in ("left", "right") if facts.small_hippocampus in (s, "both"))
        out.append(Sentence(say("impression-hippocampus", rng, whose=whose), "hippocampus", (target,)))
    return out
