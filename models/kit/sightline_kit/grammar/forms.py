"""Sentence forms: text with alternatives `[a|b|]` (nested as deep as wanted) and `{slots}`.

`forms.yaml` holds them by topic. A form stands for as many wordings as its alternatives multiply to.
"""

from __future__ import annotations

import random
import re
from functools import lru_cache
from pathlib import Path

import yaml


@lru_cache(maxsize=1)
def forms() -> dict[str, list[str]]:
    """All forms by topic, in the order of the file."""
    return yaml.safe_load((Path(__file__).parent / "forms.yaml").read_text())


@lru_cache(maxsize=1)
def phrases() -> dict[str, list[str]]:
    """Phrases that ask for a region, by finding."""
    return yaml.safe_load((Path(__file__).parent / "phrases.yaml").read_text())


def expand(form: str, rng: random.Random) -> str:
    """One wording of a form; slots stay."""
    while (inner := re.search(r"\[([^\[\]]*)\]", form)) is not None:
        form = form[: inner.start()] + rng.choice(inner.group(1).split("|")) + form[inner.end():]
    return _tidy(form)


def wordings(form: str) -> set[str]:
    """Every wording of a form."""
    pending, done = [form], set()
    while pending:
        text = pending.pop()
        inner = re.search(r"\[([^\[\]]*)\]", text)
        if inner is None:
            done.add(_tidy(text))
        else:
            pending += [text[: inner.start()] + choice + text[inner.end():] for choice in inner.group(1).split("|")]
    return done


def say(topic: str, rng: random.Random, **slots: str) -> str:
    """A sentence of this topic with its slots filled, a capital first and articles put right."""
    text = expand(rng.choice(forms()[topic]), rng).format(**slots)
    text = re.sub(r"\b([Aa])n? (?=[aeiou])", r"\1n ", _tidy(text))
    text = re.sub(r"\b([Aa])n (?=[^aeiou\s])", r"\1 ", text)
    return text[0].upper() + text[1:]


def _tidy(text: str) -> str:
    return re.sub(r" +([.,;])", r"\1", re.sub(r" {2,}", " ", text)).strip()
