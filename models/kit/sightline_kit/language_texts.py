"""Texts that the language model learns from, written afresh at each step: of cached studies, and of invented facts beside any image."""

from __future__ import annotations

import random
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor

from .atlas import Atlas
from .cache import KINDS, Study, describe
from .corpus import invented
from .features import TokenInputs
from .grammar.answer import answer_prompt, answers
from .grammar.ask import asks
from .grammar.evidence import evidence
from .grammar.facts import Facts
from .grammar.write import prompt, segment_prompt, write
from .told import told
from .tokenizer import PAD

IGNORE = -100


@dataclass
class Text:
    """One text: token ids, how many lead tokens are given, targets of its `<seg>` tokens."""

    ids: list[int]
    given: int
    about: list[np.ndarray]


EVIDENCE = 0.35
"""How many prompts hold evidence although the images leave nothing open."""


Places = dict[str, np.ndarray] | None
"""`Study.places`, or None where there is no image to point at."""


def some_evidence(facts: Facts, rng: random.Random, unsure: tuple[str, ...]) -> str:
    """Evidence for a prompt, or none."""
    return evidence(facts, rng, unsure) if rng.random() < (0.7 if unsure else EVIDENCE) else ""


def described(targets: list[str], places: Places) -> list[np.ndarray]:
    """What the `<seg>` states of these targets have to tell; nothing without an image."""
    return [] if places is None else [describe(t, t.partition(":")[0], places) for t in targets]


def report_text(facts: Facts, places: Places, tokenizer: Tokenizer, rng: random.Random, unsure: tuple[str, ...] = ()) -> Text:
    """A fresh report."""
    lead = tokenizer.encode(prompt(facts.sequences, some_evidence(facts, rng, unsure))).ids
    report = write(facts, rng)
    return Text(lead + tokenizer.encode(report.marked()).ids, len(lead), described(report.targets(), places))


def answer_texts(facts: Facts, places: Places, tokenizer: Tokenizer, rng: random.Random, count: int, unsure: tuple[str, ...] = ()) -> list[Text]:
    """Fresh questions with their answers."""
    out = []
    for answer in answers(facts, rng, count):
        lead = tokenizer.encode(answer_prompt(facts.sequences, answer.question, some_evidence(facts, rng, unsure))).ids
        out.append(Text(lead + tokenizer.encode(answer.marked() + "<eos>").ids, len(lead), described(answer.targets(), places)))
    return out


def phrase_texts(study: Study, tokenizer: Tokenizer, sites: list[str], rng: random.Random, count: int) -> list[Text]:
    """Fresh phrases that ask for regions; nothing of them is learned as text."""
    out = []
    for ask in asks(study.facts, sites, rng, count):
        ids = tokenizer.encode(segment_prompt(ask.text)).ids
        out.append(Text(ids, len(ids), [describe(ask.target, ask.target or ask.finding, study.places)]))
    return out


@dataclass
class Texts:
    """Texts of a batch, study after study, padded on the right: ids and labels (B R, L). Labels predict the next token."""

    ids: Tensor
    labels: Tensor
    about: Tensor

    @staticmethod
    def of(texts: list[Text]) -> "Texts":
        longest = max(len(t.ids) for t in texts)
        ids = torch.full((len(texts), longest), PAD)
        labels = torch.full((len(texts), longest), IGNORE)
        for row, text in enumerate(texts):
            ids[row, : len(text.ids)] = torch.tensor(text.ids)
            labels[row, text.given - 1 : len(text.ids) - 1] = torch.tensor(text.ids[text.given :], dtype=torch.long)
        about = [a for t in texts for a in t.about]
        return Texts(ids, labels, torch.from_numpy(np.stack(about)) if about else torch.zeros(0, len(KINDS) + 5))


@dataclass
class Batch:
    """Studies, what is told of them beforehand (B, WIDTH), and their texts, in groups of like length."""

    told: Tensor
    texts: tuple[Texts, ...]
    inputs: TokenInputs | None = None
    """None where the facts are imagined: then the image is that of some study, and the texts follow what is told alone."""


def batch(studies: list[Study], tokenizer: Tokenizer, sites: list[str], rng: random.Random, reports: int, questions: int, phrases: int) -> Batch:
    """Writes texts for each study."""
    inputs = [s.inputs() for s in studies]
    joined = TokenInputs(*(torch.cat([getattr(i, k) for i in inputs]) for k in vars(inputs[0])))
    beforehand = [told(s.facts, np.random.default_rng(rng.getrandbits(32))) for s in studies]
    said = [report_text(s.facts, s.places, tokenizer, rng, u) for s, (_, u) in zip(studies, beforehand) for _ in range(reports)]
    asked = [t for s in studies for t in phrase_texts(s, tokenizer, sites, rng, phrases)]
    answered = [t for s, (_, u) in zip(studies, beforehand) for t in answer_texts(s.facts, s.places, tokenizer, rng, questions, u)]
    groups = tuple(Texts.of(g) for g in (said, *_dealt(answered, questions), asked) if g)
    return Batch(_rows(beforehand), groups, joined)


def imagined(atlas: Atlas, tokenizer: Tokenizer, rng: random.Random, count: int, questions: int) -> Batch:
    """A report and answers each of so many invented facts, told beforehand and never seen.

    What is rare in studies is common here, and a step costs little with one image for all. Trained on studies alone the model
    put tumours into words when told, and left out white-matter lesions, small hippocampi and mass effect.
    """
    facts = [invented(rng, atlas) for _ in range(count)]
    beforehand = [told(f, np.random.default_rng(rng.getrandbits(32))) for f in facts]
    said = [report_text(f, None, tokenizer, rng, u) for f, (_, u) in zip(facts, beforehand)]
    answered = [t for f, (_, u) in zip(facts, beforehand) for t in answer_texts(f, None, tokenizer, rng, questions, u)]
    return Batch(_rows(beforehand), tuple(Texts.of(g) for g in (said, *_dealt(answered, questions)) if g))


def reminders(atlas: Atlas, tokenizer: Tokenizer, rng: random.Random, count: int) -> Batch:
    """So many invented facts, told and followed by nothing but a prompt: many different rows in little time.

    Reports show eight rows a step, and a model needs to have seen some ten thousand to tell 220 numbers apart.
    """
    facts = [invented(rng, atlas) for _ in range(count)]
    rows = _rows([told(f, np.random.default_rng(rng.getrandbits(32))) for f in facts])
    ids = [tokenizer.encode(prompt(f.sequences) + "<findings>").ids for f in facts]
    return Batch(rows, (Texts.of([Text(i, len(i), []) for i in ids]),))


def _rows(beforehand: list[tuple[np.ndarray, tuple[str, ...]]]) -> Tensor:
    return torch.from_numpy(np.stack([row for row, _ in beforehand]))


def _dealt(answered: list[Text], each: int) -> tuple[list[Text], list[Text]]:
    """Each study's answers sorted and dealt into two groups, which saves padding; every study has as many rows in a group."""
    short, long = [], []
    for start in range(0, len(answered), each):
        ordered = sorted(answered[start : start + each], key=lambda t: len(t.ids))
        short += ordered[: each // 2]
        long += ordered[each // 2 :]
    return short, long
