"""What the finding head might say of a study, made from its truth: for training the language model.

A head says mostly what is true, more or less surely, and now and then leaves it open. Made from the truth, such rows teach
the model to put into words what it is told, and, where that is open, to look for evidence.
"""

from __future__ import annotations

import numpy as np

from .grammar.facts import Facts
from .grammar.fields import FIELDS, PLACES, WIDTH, Field, row

OPEN = {"tumour": ("tumour", "tumour-site", "tumour-traits"), "infarct": ("infarct", "infarct-site"), "blood": ("haemorrhage", "subdural", "haemorrhage-site"),
        "white-matter": ("wmh",), "structures": ("ventricles", "hippocampus")}
"""Per topic the fields that may be left open."""
UNSURE = 0.10
"""How often a topic is left open."""


def told(facts: Facts, rng: np.random.Generator) -> tuple[np.ndarray, tuple[str, ...]]:
    """Probabilities float32 (WIDTH,) as `FindingHead.told` gives them, and the topics left open."""
    true, known = row(facts)
    unsure = tuple(t for t in OPEN if rng.random() < UNSURE)
    opened = {name for t in unsure for name in OPEN[t]}
    out = np.zeros(WIDTH, np.float32)
    for field in FIELDS:
        place = PLACES[field.name]
        p = _soft(field, true[place], known[place.start] > 0, field.name in opened, rng)
        out[place] = p if field.given is None else p * (1 - out[PLACES[field.given].start])
    return out, unsure


def _soft(field: Field, true: np.ndarray, known: bool, left_open: bool, rng: np.random.Generator) -> np.ndarray:
    count = len(field.answers)
    other = rng.dirichlet(np.full(count, 0.3)) if field.one else rng.random(count)
    if not known:
        return other
    share = rng.uniform(0.35, 0.65) if left_open else rng.uniform(0, 0.35) * rng.random()
    return (1 - share) * true + share * other
