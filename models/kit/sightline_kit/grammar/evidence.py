"""Evidence as the server writes it into a prompt: what specialists measured, and how similar cases voted.

In training it is there or not, right or wrong, so that the model learns to lean on it where its own eyes are unsure and
to pass over it where they are not. The form is that of `io.sightline.report.draft`: two lines, words from a fixed list.
"""

from __future__ import annotations

import random
from collections.abc import Collection

from .facts import Facts
from .fields import SITES
from .write import OEDEMA_MIN_ML, lesion_claims

MOST = 6
"""Items of a line."""
MISSED, INVENTED, MISPLACED = 0.12, 0.12, 0.08
"""How often what is there is not measured, what is not there is, and the place is wrong."""


def evidence(facts: Facts, rng: random.Random, unsure: Collection[str] = ()) -> str:
    """Zero, one or two lines, each ended by a line break.

    :param unsure: topics (see `fields.TOPICS`) of which the images leave it open: there the evidence is nearly always right
    """
    lines = []
    if unsure or rng.random() < 0.6:
        lines.append(_measured(facts, rng, unsure))
    if rng.random() < (0.3 if lines else 0.8):
        lines.append(_cases(facts, rng))
    return "".join(line for line in lines if line)


def _seen(facts: Facts) -> list[tuple[str, str, str | None]]:
    """(topic, word, site) of what a segmenting specialist would measure, tumours first."""
    out: list[tuple[str, str, str | None]] = [("tumour", "mass", lesion.site) for lesion in facts.lesions[:3]]
    for lesion in facts.lesions[:1]:
        if lesion_claims(facts, lesion).get("enhancing"):
            out.append(("tumour", "enhancement", lesion.site))
    out += [("infarct", "infarct", f.site) for f in facts.infarcts[:3]]
    out += [("blood", "subdural haematoma" if b.subdural else "haemorrhage", None if b.subdural else b.site) for b in facts.bleeds[:2]]
    if facts.sees("T2", "FLAIR") and facts.wmh.grade:
        out.append(("white-matter", "white-matter hyperintensities", None))
    if facts.ventricles == "large":
        out.append(("structures", "large ventricles", None))
    return out


_FALSE = (("mass", True), ("infarct", True), ("haemorrhage", True), ("white-matter hyperintensities", False), ("subdural haematoma", False))


def _measured(facts: Facts, rng: random.Random, unsure: Collection[str]) -> str:
    items = []
    for topic, word, site in _seen(facts):
        sure = topic in unsure
        if rng.random() < MISSED and not sure:
            continue
        if site and rng.random() < MISPLACED and not sure:
            site = rng.choice(SITES)
        items.append(f"{word} in the {site}" if site and rng.random() < 0.9 else word)
    if rng.random() < INVENTED:
        word, placed = rng.choice(_FALSE)
        items.insert(rng.randrange(len(items) + 1), f"{word} in the {rng.choice(SITES)}" if placed else word)
    return "measured: " + "; ".join(items[:MOST]) + "\n" if items else ""


def _labels(facts: Facts) -> list[str]:
    """What the report of this study would be indexed under."""
    first = facts.lesions[0] if facts.lesions else None
    claims = lesion_claims(facts, first) if first else {}
    there = {
        "mass": bool(first), "glioma": bool(first) and first.kind == "glioma", "metastasis": bool(first) and first.kind == "metastasis",
        "meningioma": bool(first) and first.kind == "meningioma", "enhancement": claims.get("enhancing", False), "necrosis": claims.get("necrosis", False),
        "oedema": claims.get("oedema", False) or any(b.oedema_ml >= OEDEMA_MIN_ML for b in facts.bleeds), "infarct": bool(facts.infarcts),
        "haemorrhage": any(not b.subdural for b in facts.bleeds), "subdural haematoma": any(b.subdural for b in facts.bleeds),
        "white-matter hyperintensities": facts.sees("T2", "FLAIR") and facts.wmh.grade > 0, "large ventricles": facts.ventricles == "large",
        "small hippocampus": facts.small_hippocampus is not None, "mass effect": any(lesion.presses_on for lesion in facts.lesions),
    }
    return [word for word, true in there.items() if true]


_WORDS = ("mass", "glioma", "metastasis", "meningioma", "enhancement", "necrosis", "oedema", "infarct", "haemorrhage", "subdural haematoma",
          "white-matter hyperintensities", "large ventricles", "small hippocampus", "mass effect")


def _cases(facts: Facts, rng: random.Random) -> str:
    """The vote of similar cases: they mostly show what this study shows."""
    count, mine = rng.choice((3, 5, 5)), _labels(facts)
    alike = rng.choice((0.85, 0.65, 0.35))
    votes = []
    for word in _WORDS:
        chance = alike if word in mine else 0.06
        found = sum(rng.random() < chance for _ in range(count))
        if found:
            votes.append((found, word))
    votes.sort(key=lambda v: -v[0])
    return "cases: " + "; ".join(f"{word} {found} of {count}" for found, word in votes[:MOST]) + "\n" if votes else ""
