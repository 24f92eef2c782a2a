"""Measures answers to questions, per kind, against the facts they were asked of."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

import numpy as np

from .grammar.answer import Answer
from .grammar.truth import Truth
from .grammar.read import read
from .pipeline import Drafted

SIZE_TOLERANCE = 0.25
"""A size is right when the volume of the region that it is measured on is within this share of the truth's."""
_COUNTS = (("one", r"\b(one|single)\b"), ("two", r"\btwo\b"), ("many", r"\bmultiple\b"))
_SEQUENCES = r"\b(T1C|T1|T2|FLAIR)\b"


def right(asked: Answer, drafted: list[Drafted], truth: Truth) -> bool:
    """Whether a drafted answer says what the facts say; the wording does not matter."""
    expected, said = (" ".join(s.text for s in sentences) for sentences in (asked.sentences, drafted))
    if asked.kind == "refusal" or "cannot be a" in expected:
        return _unanswered(expected) == _unanswered(said)
    if asked.kind != "compare" and (asked.present is False or asked.kind == "present"):
        return _denies(said) == (asked.present is False) and not _unanswered(said)
    if asked.kind == "where":
        site = next((s for s in _sites(truth) if s in expected.lower()), None)
        return site in said.lower() if site else _side(said) == _side(expected)
    if asked.kind in ("side", "compare"):
        return _side(said) == _side(expected) and ("similar" in said or "equal" in said) == ("similar" in expected or "equal" in expected)
    if asked.kind == "size":
        return _size_right(asked, drafted, truth)
    if asked.kind == "count":
        return _count(said) == _count(expected)
    if asked.kind == "sequence":
        return set(re.findall(_SEQUENCES, said)) == set(re.findall(_SEQUENCES, expected))
    return _findings(said) == _findings(expected)


def _unanswered(text: str) -> frozenset[str]:
    """What is declined, in words that do not depend on the form."""
    low = text.lower()
    declined = {word for word in ("enhancement", "white-matter", "oedema") if "cannot be assessed" in low and word in low}
    return frozenset(declined | ({"question"} if "cannot be answered" in low else set()))


def _denies(text: str) -> bool:
    """Whether an answer begins with "No" or a sentence that says of something that it is not there."""
    first = read(text.partition(".")[0] + ".")
    return text.startswith("No") or first is not None and not first.present


def _side(text: str) -> frozenset[str]:
    found = re.findall(r"\b(left|right|midline|both)\b", text.lower())
    return frozenset(found[:1])


def _count(text: str) -> str | None:
    return next((name for name, words in _COUNTS if re.search(words, text.lower())), None)


def _sites(truth: Truth) -> list[str]:
    return [s.name for s in truth.atlas.sites]


def _size_right(asked: Answer, drafted: list[Drafted], truth: Truth) -> bool:
    regions = [r for s in drafted for r in s.regions]
    if not regions:
        return False
    wanted, found = float(truth.mask(asked.targets()[0]).sum()), float(regions[0].mask.sum())
    return abs(found - wanted) <= SIZE_TOLERANCE * wanted


def _findings(text: str) -> frozenset[str]:
    """Findings that a summary calls present."""
    claims = [read(s + ".") for s in text.split(".") if s.strip()]
    return frozenset(c.finding for c in claims if c and c.present and c.finding != "normal")


class AnswerTally:
    """Right and wrong answers per kind."""

    def __init__(self) -> None:
        self.count: dict[str, Counter[bool]] = defaultdict(Counter)

    def add(self, asked: Answer, drafted: list[Drafted], truth: Truth) -> None:
        self.count[asked.kind][right(asked, drafted, truth)] += 1

    def join(self, other: "AnswerTally") -> None:
        for kind, count in other.count.items():
            self.count[kind] += count

    def figures(self) -> dict[str, dict[str, float]]:
        """Per kind: share right and how many were asked; `all` is the mean of the kinds."""
        out = {k: {"right": round(c[True] / c.total(), 4), "n": c.total()} for k, c in sorted(self.count.items())}
        if out:
            out["all"] = {"right": round(float(np.mean([v["right"] for v in out.values()])), 4), "n": sum(v["n"] for v in out.values())}
        return out
