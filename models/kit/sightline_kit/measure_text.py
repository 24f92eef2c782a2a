"""How varied the kit's sentences are: wordings of the forms, and distinct n-grams of texts written from invented facts.

`python -m sightline_kit measure-text` prints them. A wording is a form with its alternatives chosen and its slots open.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from pathlib import Path

from .atlas import Atlas
from .corpus import invented
from .grammar.answer import answers, questions
from .grammar.ask import asks
from .grammar.forms import forms, phrases, wordings
from .grammar.write import write


def wording_counts() -> dict[str, int]:
    """Distinct wordings of report sentences, of questions and of phrases that ask for a region."""
    tables = {"sentences": forms(), "questions": {k: v for k, v in questions().items() if k != "things"}, "phrases": phrases()}
    return {name: len({w for listed in table.values() for form in listed for w in wordings(form)}) for name, table in tables.items()}


def n_grams(texts: list[str], n: int) -> Counter[tuple[str, ...]]:
    """Counts of word n-grams, within sentences."""
    out: Counter[tuple[str, ...]] = Counter()
    for text in texts:
        for sentence in re.split(r"(?<=[.?!]) ", text):
            words = re.findall(r"[a-z0-9<>/-]+", sentence.lower())
            out.update(zip(*(words[i:] for i in range(n))))
    return out


def measure_text(atlas: Atlas, reports: int = 2000, seed: int = 11) -> dict[str, float]:
    """Figures over so many invented studies, each with a report, three answers and three phrases."""
    rng = random.Random(seed)
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    texts: list[str] = []
    distinct: set[str] = set()
    for _ in range(reports):
        facts = invented(rng, atlas)
        said = [s.text for s in write(facts, rng).sentences()]
        said += [s.text for a in answers(facts, rng, 3) for s in a.sentences]
        distinct |= set(said)
        texts += [*said, *(a.text for a in asks(facts, sites, rng, 3))]
    out: dict[str, float] = {f"wordings of {k}": v for k, v in wording_counts().items()}
    out |= {"texts": len(texts), "distinct sentences": len(distinct)}
    for n in (2, 3, 4):
        grams = n_grams(texts, n)
        out[f"distinct {n}-grams"] = len(grams)
        out[f"share of {n}-grams that are distinct"] = round(len(grams) / max(sum(grams.values()), 1), 4)
    return out


def main(bundle: Path) -> None:
    """Prints the figures as a table."""
    for name, value in measure_text(Atlas.read(bundle)).items():
        print(f"{name:40} {value}")
