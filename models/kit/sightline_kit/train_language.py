"""Trains the language model with its image tokens on cached studies.

The image tokens of a study are read once; several texts then continue from their cache: reports, answers to questions,
and phrases with `<task:segment>`. At every `<seg>` a linear head must also tell what the target is made
of, where it lies and how large it is: so the state that prompts the mask decoder holds it. Half of what it writes is about
imagined facts beside any image, and it must recall what it was told wherever it is: so it follows the finding head.
"""

from __future__ import annotations

import json
import math
import random
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from .atlas import Atlas
from .cache import KINDS, Study, describe
from .corpus import invented
from .features import TokenInputs
from .finding_head import FindingHead
from .grammar.answer import answer_prompt, answers
from .grammar.ask import asks
from .grammar.evidence import evidence
from .grammar.facts import Facts
from .grammar.fields import WIDTH
from .grammar.write import prompt, segment_prompt, write
from .image_tokens import ImageTokens
from .jitter import jitter
from .language import LanguageConfig, LanguageModel, RmsNorm, causal_mask
from .muon import with_adamw
from .shipped import restore
from .told import told
from .tokenizer import PAD, SEG
from .trunks import DEEP
from .cpu import bf16_pays

IGNORE = -100


class LanguageHalf(nn.Module):
    """Finding head (trained before, frozen), image-token projection, language model, and two linear heads that teach it.

    `tell` reads `<seg>` states (the mask decoder takes a copy). `recall` serves training alone: it reads from every token of a text, before
    the last block, all that was told. A model that is only taught words learns very late to read what is rare.
    """

    def __init__(self, config: LanguageConfig = LanguageConfig(), deep: int = DEEP) -> None:
        super().__init__()
        self.findings = FindingHead().requires_grad_(False).eval()
        self.image = ImageTokens(config.width, deep)
        self.model = LanguageModel(config)
        self.tell = nn.Linear(config.width, len(KINDS) + 5)
        self.recall = nn.Sequential(RmsNorm(config.width), nn.Linear(config.width, WIDTH))
        self.before_last: Tensor | None = None
        self.model.blocks[-1].register_forward_pre_hook(self._keep)

    def _keep(self, block: nn.Module, inputs: tuple) -> None:
        self.before_last = inputs[0]

    def train(self, mode: bool = True) -> "LanguageHalf":
        """The finding head always stays as it runs."""
        super().train(mode)
        self.findings.eval()
        return self

    def look(self, inputs: TokenInputs) -> tuple[Tensor, Tensor]:
        """Image tokens (B, N, H), and what the finding head says (B, WIDTH)."""
        with torch.no_grad():
            found, told_ = self.findings.both(inputs)
        return self.image(inputs, told_), found


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
    joined = TokenInputs(*(torch.cat([getattr(i, k) for i in inputs]) for k in ("cells", "deep", "whole", "seats")))
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


Cache = list[tuple[Tensor, Tensor]]


def read_image(model: LanguageModel, image: Tensor, past: Cache | None = None) -> Cache:
    """The cache after image tokens (B, N, H), or after more of them than the cache `past` (B) holds."""
    start, count = past[0][0].shape[2] if past else 0, image.shape[1]
    mask = causal_mask(torch.ones(1, start + count, dtype=torch.long), count)
    return model(image, torch.arange(start, start + count).expand(image.shape[0], -1), mask, past)[2]


def told_beside(half: LanguageHalf, inputs: TokenInputs, rows: Tensor) -> Cache:
    """The cache of rows (B, WIDTH) beside the image of the first study of `inputs`: who reads it has to follow the row, whatever is seen."""
    one = TokenInputs(*(v[:1] for v in vars(inputs).values()))
    seen = read_image(half.model, half.image.seen(one))
    return read_image(half.model, half.image.fields(rows), [(k.expand(len(rows), -1, -1, -1), v.expand(len(rows), -1, -1, -1)) for k, v in seen])


def continue_with(model: LanguageModel, cache: Cache, ids: Tensor, gap: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Logits and hidden states of texts (B R, L) that each continue from their study's cache (B).

    :param gap: by how many positions each text (B R) stands further off, as if so much text lay between
    """
    repeat = ids.shape[0] // cache[0][0].shape[0]
    past = [(k.repeat_interleave(repeat, 0), v.repeat_interleave(repeat, 0)) for k, v in cache]
    start, length = past[0][0].shape[2], ids.shape[1]
    mask = causal_mask(torch.ones(1, start + length, dtype=torch.long), length)
    positions = torch.arange(start, start + length).expand(ids.shape[0], -1)
    logits, hidden, _ = model(model.embed_tokens(ids), positions if gap is None else positions + gap[:, None], mask, past)
    return logits, hidden


def losses(half: LanguageHalf, batches: list[Batch]) -> tuple[Tensor, Tensor, Tensor]:
    """Next-token loss over reports and answers, the loss of telling the targets, and that of recalling what was told.

    The first batch has images.
    """
    states, about, recalled, wrong, count = [], [], [], 0.0, 0
    for b in batches:
        cache = told_beside(half, batches[0].inputs, b.told) if b.inputs is None else read_image(half.model, half.image(b.inputs, b.told))
        for texts in b.texts:
            logits, hidden = continue_with(half.model, cache, texts.ids)
            known = texts.labels != IGNORE
            if known.any():
                wrong = wrong + F.cross_entropy(logits[known].float(), texts.labels[known], reduction="sum")
                count += int(known.sum())
                recalled.append(recall_loss(half.recall(half.before_last[known]), b.told, known))
            if len(texts.about):
                states.append(hidden[texts.ids == SEG])
                about.append(texts.about)
    return wrong / count, tell_loss(half.tell(torch.cat(states)).float(), torch.cat(about)), torch.stack(recalled).mean()


FURTHEST = 350
"""How many tokens after what was told it must still be known."""


def reminder_loss(half: LanguageHalf, inputs: TokenInputs, atlas: Atlas, tokenizer: Tokenizer, rng: random.Random, count: int) -> Tensor:
    """Recalling what was told, by prompts alone and at any distance: many different rows in little time.

    Reports show eight rows a step, and a model needs to have seen some ten thousand to tell 220 numbers apart.
    """
    facts = [invented(rng, atlas) for _ in range(count)]
    rows = _rows([told(f, np.random.default_rng(rng.getrandbits(32))) for f in facts])
    texts = Texts.of([Text(ids, len(ids), []) for f in facts for ids in [tokenizer.encode(prompt(f.sequences) + "<findings>").ids]])
    gap = torch.tensor([rng.randrange(FURTHEST) for _ in facts])
    continue_with(half.model, told_beside(half, inputs, rows), texts.ids, gap)
    said = texts.ids != PAD
    return recall_loss(half.recall(half.before_last[said]), rows, said)


def recall_loss(recalled: Tensor, told_: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy of each told probability, summed over the row: `recalled` (tokens, WIDTH), `told_` (B, WIDTH), `known` (B R, L) marks the tokens."""
    row = torch.arange(known.shape[0]) // (known.shape[0] // len(told_))
    wanted = told_[row[:, None].expand_as(known)[known]]
    return F.binary_cross_entropy_with_logits(recalled.float(), wanted, reduction="none").sum(-1).mean()


def tell_loss(told: Tensor, about: Tensor) -> Tensor:
    """Kinds and presence by cross-entropy; middle and volume by squared error where there is a region."""
    n = len(KINDS)
    kinds = F.binary_cross_entropy_with_logits(told[:, : n + 1], about[:, : n + 1], reduction="none").sum(1).mean()
    there = about[:, n : n + 1]
    rest = ((told[:, n + 1 :] - about[:, n + 1 :]) ** 2 * there).sum() / there.sum().clamp_min(1)
    return kinds + 10 * rest


def make_optimisers(half: LanguageHalf, rate: float) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the blocks, AdamW for the rest: about half the steps of AdamW alone."""
    named = [(n, p) for n, p in half.named_parameters() if p.requires_grad]
    return with_adamw(named, {n for n, p in named if n.startswith("model.blocks") and p.ndim == 2}, rate, 0.02)


@dataclass
class Schedule:
    """Minutes to train, warm-up steps, peak and last learning rates."""

    minutes: float
    warmup: int = 30
    peak: float = 3e-3
    last: float = 1e-4

    def rate(self, step: int, spent: float) -> float:
        """Learning rate after `spent` of the minutes (0..1)."""
        decay = self.last + (self.peak - self.last) * 0.5 * (1 + math.cos(math.pi * min(spent, 1.0)))
        return decay * min(1.0, (step + 1) / self.warmup)


def load_studies(folder: Path, known: dict[str, Study], limit: int | None = None) -> dict[str, Study]:
    """Adds studies that have appeared in the folder; masks and mask-decoder fields are dropped to save memory."""
    for path in sorted(folder.glob("*.study"))[:limit]:
        if path.name not in known:
            try:
                study = Study.load(path)
            except Exception:  # a file that is still being written
                continue
            study.truth, study.coarse, study.deep, study.voxels, study.values = b"", None, None, None, None
            known[path.name] = study
    return known


def train(folder: Path, findings: Path, out: Path, tokenizer: Tokenizer, atlas: Atlas, schedule: Schedule, seed: int = 1, start: Path | None = None,
          packs: int = 2, reports: int = 2, questions: int = 4, phrases: int = 4, imagine: int = 6, remind: int = 96, strength: float = 0.03, fast: bool = bf16_pays()) -> Path:
    """Trains on a folder of studies, with a trained finding head, and writes `language.pt` (weights, averaged weights, step) every few minutes; logs a JSON line a minute.

    Studies that appear in the folder are taken in as they come.

    :param packs: studies a step, each with so many `reports`, `questions` and `phrases`
    :param imagine: imagined facts a step, each with a report and two answers
    :param remind: rows a step that are only recalled
    """
    torch.manual_seed(seed)
    rng = random.Random(seed)
    half = LanguageHalf()
    if start is not None:
        restore(half, torch.load(start, weights_only=True)["model"])
    half.findings.load_state_dict(torch.load(findings, weights_only=True))
    average = {k: v.clone() for k, v in half.state_dict().items()}
    optimisers = make_optimisers(half, schedule.peak)
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    studies: dict[str, Study] = {}
    began, step, noted, recent = time.monotonic(), 0, 0.0, []
    out.mkdir(parents=True, exist_ok=True)
    while (spent := (time.monotonic() - began) / 60 / schedule.minutes) < 1:
        if step % 30 == 0:
            load_studies(folder, studies)
            known = list(studies.values())
        b = batch(rng.choices(known, k=packs), tokenizer, sites, rng, reports, questions, phrases)
        b.inputs = jitter(b.inputs, strength)
        with torch.autocast("cpu", torch.bfloat16, enabled=fast):
            speak, tell, recall = losses(half, [b, imagined(atlas, tokenizer, rng, imagine, 2)])
            recall = recall + reminder_loss(half, b.inputs, atlas, tokenizer, rng, remind)
        half.zero_grad()
        (speak + 0.15 * tell + 0.01 * recall).backward()
        nn.utils.clip_grad_norm_(half.parameters(), 1.0)
        for optimiser in optimisers:
            for group in optimiser.param_groups:
                group["lr"] = schedule.rate(step, spent)
            optimiser.step()
        step += 1
        with torch.no_grad():
            keep = min(0.99, (1 + step) / (10 + step))
            for key, value in half.state_dict().items():
                average[key].lerp_(value, 1 - keep)
        recent = (recent + [[float(x.detach()) for x in (speak, tell, recall)]])[-30:]
        minutes = (time.monotonic() - began) / 60
        if minutes - noted >= 1.5 or step == 5:
            noted = minutes
            mean = np.mean(recent, axis=0)
            line = {"minute": round(minutes, 1), "step": step, "studies": len(studies), "text": round(float(mean[0]), 4), "tell": round(float(mean[1]), 4), "recall": round(float(mean[2]), 3)}
            with (out / "log.jsonl").open("a") as log:
                log.write(json.dumps(line) + "\n")
            save(out, average, step)
    return save(out, average, step)


def save(out: Path, weights: dict[str, Tensor], step: int) -> Path:
    """Writes atomically."""
    path = out / "language.pt"
    torch.save({"model": weights, "step": step}, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
    return path
