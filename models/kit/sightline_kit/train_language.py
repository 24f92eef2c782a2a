"""Trains the language model with its image tokens on cached studies.

A pack is one study: its image tokens, then several texts that see the image tokens and themselves but not each other
(two reports, and phrases with `<task:segment>`). At every `<seg>` a linear head must also tell what the target is made
of, where it lies and how large it is: so the state that prompts the mask decoder holds it.
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
from .features import TokenInputs
from .grammar.ask import asks
from .grammar.write import prompt, segment_prompt, write
from .image_tokens import IMAGE_TOKENS, ImageTokens
from .language import LanguageConfig, LanguageModel
from .tokenizer import PAD, SEG

DEEP = 64
IGNORE = -100


class LanguageHalf(nn.Module):
    """Image-token projection, language model, and the training-only head that reads `<seg>` states."""

    def __init__(self, config: LanguageConfig = LanguageConfig(), deep: int = DEEP) -> None:
        super().__init__()
        self.image = ImageTokens(config.width, deep)
        self.model = LanguageModel(config)
        self.tell = nn.Linear(config.width, len(KINDS) + 5)


@dataclass
class Text:
    """One text of a pack: token ids, how many lead tokens are given, targets of its `<seg>` tokens."""

    ids: list[int]
    given: int
    about: list[np.ndarray]


def texts(study: Study, tokenizer: Tokenizer, sites: list[str], rng: random.Random, reports: int = 2, phrases: int = 4) -> list[Text]:
    """Fresh texts about a study."""
    out = []
    for _ in range(reports):
        report, lead = write(study.facts, rng), tokenizer.encode(prompt(study.facts.sequences)).ids
        body = tokenizer.encode(report.marked()).ids
        about = [describe(t, t.partition(":")[0], study.places) for t in report.targets()]
        out.append(Text(lead + body, len(lead), about))
    for ask in asks(study.facts, sites, rng, phrases):
        ids = tokenizer.encode(segment_prompt(ask.text)).ids
        finding = ask.finding if ask.target is None else ask.target
        out.append(Text(ids, len(ids), [describe(ask.target, finding, study.places)]))
    return out


@dataclass
class Batch:
    """Packs padded on the right. `labels` predict the token after each position; IGNORE where there is none to learn."""

    inputs: TokenInputs
    ids: Tensor
    labels: Tensor
    positions: Tensor
    segment: Tensor
    about: Tensor

    def mask(self) -> Tensor:
        """Additive (B, 1, L, L): causal; a text sees the image tokens and itself."""
        image = torch.zeros(self.segment.shape[0], IMAGE_TOKENS, dtype=self.segment.dtype)
        part = torch.cat([image, self.segment], dim=1)
        same = (part[:, :, None] == part[:, None, :]) | (part[:, None, :] == 0)
        order = torch.ones(part.shape[1], part.shape[1], dtype=torch.bool).tril()
        return torch.where(same & order, 0.0, -1e9)[:, None]


def batch(studies: list[Study], tokenizer: Tokenizer, sites: list[str], rng: random.Random, reports: int, phrases: int) -> Batch:
    """Writes texts for each study and packs them."""
    rows, abouts = [], []
    for study in studies:
        ids, labels, positions, segment = [], [], [], []
        for number, text in enumerate(texts(study, tokenizer, sites, rng, reports, phrases), start=1):
            ids += text.ids
            labels += [IGNORE] * (text.given - 1) + text.ids[text.given:] + [IGNORE]
            positions += range(IMAGE_TOKENS, IMAGE_TOKENS + len(text.ids))
            segment += [number] * len(text.ids)
            abouts += text.about
        rows.append((ids, labels, positions, segment))
    longest = max(len(r[0]) for r in rows)
    fill = (PAD, IGNORE, IMAGE_TOKENS, 99)
    padded = [torch.tensor([r[k] + [fill[k]] * (longest - len(r[k])) for r in rows]) for k in range(4)]
    inputs = [s.inputs() for s in studies]
    joined = TokenInputs(*(torch.cat([getattr(i, k) for i in inputs]) for k in ("cells", "deep", "whole", "seats")))
    return Batch(joined, *padded, torch.from_numpy(np.stack(abouts)))


def jitter(inputs: TokenInputs, strength: float) -> TokenInputs:
    """Small noise on what was pooled, so that a thousand studies are not learned by heart."""
    if strength == 0:
        return inputs
    seats = inputs.seats + strength * 0.5 * torch.randn_like(inputs.seats) * (inputs.seats != 0)
    cells = inputs.cells + strength * torch.randn_like(inputs.cells) * (inputs.cells > 0.02)
    return TokenInputs(cells, inputs.deep, inputs.whole + strength * torch.randn_like(inputs.whole) * (inputs.whole != 0), seats)


def losses(half: LanguageHalf, b: Batch) -> tuple[Tensor, Tensor]:
    """Next-token loss over the reports, and the loss of telling the targets."""
    image = half.image(b.inputs)
    embeds = torch.cat([image, half.model.embed_tokens(b.ids)], dim=1)
    first = torch.arange(IMAGE_TOKENS).expand(b.ids.shape[0], -1)
    logits, hidden, _ = half.model(embeds, torch.cat([first, b.positions], dim=1), b.mask())
    text, states = logits[:, IMAGE_TOKENS:], hidden[:, IMAGE_TOKENS:]
    known = b.labels != IGNORE
    speak = F.cross_entropy(text[known], b.labels[known])
    return speak, tell_loss(half.tell(states[b.ids == SEG]), b.about)


def tell_loss(told: Tensor, about: Tensor) -> Tensor:
    """Kinds and presence by cross-entropy; middle and volume by squared error where there is a region."""
    n = len(KINDS)
    kinds = F.binary_cross_entropy_with_logits(told[:, : n + 1], about[:, : n + 1], reduction="none").sum(1).mean()
    there = about[:, n : n + 1]
    rest = ((told[:, n + 1 :] - about[:, n + 1 :]) ** 2 * there).sum() / there.sum().clamp_min(1)
    return kinds + 10 * rest


@dataclass
class Schedule:
    """Minutes to train, warm-up steps, peak and last learning rates."""

    minutes: float
    warmup: int = 60
    peak: float = 1.5e-3
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


def train(folder: Path, out: Path, tokenizer: Tokenizer, atlas: Atlas, schedule: Schedule, seed: int = 1, start: Path | None = None,
          packs: int = 6, reports: int = 3, phrases: int = 6, strength: float = 0.03) -> Path:
    """Trains and writes `language.pt` (weights, averaged weights, step) every few minutes; logs one JSON line a minute."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    half = LanguageHalf()
    if start is not None:
        half.load_state_dict(torch.load(start, weights_only=True)["model"])
    average = {k: v.clone() for k, v in half.state_dict().items()}
    optimiser = torch.optim.AdamW(half.parameters(), lr=schedule.peak, betas=(0.9, 0.98), weight_decay=0.02)
    sites = [s.name for s in atlas.sites if s.site != "ventricles"]
    studies: dict[str, Study] = {}
    began, step, seen, noted, recent = time.monotonic(), 0, 0, 0.0, []
    out.mkdir(parents=True, exist_ok=True)
    while (spent := (time.monotonic() - began) / 60 / schedule.minutes) < 1:
        if step % 50 == 0:
            load_studies(folder, studies)
        names = rng.sample(sorted(studies), min(packs, len(studies)))
        b = batch([studies[n] for n in names], tokenizer, sites, rng, reports, phrases)
        b.inputs = jitter(b.inputs, strength)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step, spent)
        speak, tell = losses(half, b)
        optimiser.zero_grad()
        (speak + 0.15 * tell).backward()
        nn.utils.clip_grad_norm_(half.parameters(), 1.0)
        optimiser.step()
        step, seen = step + 1, seen + len(names)
        with torch.no_grad():
            keep = min(0.99, (1 + step) / (10 + step))
            for key, value in half.state_dict().items():
                average[key].lerp_(value, 1 - keep)
        recent = (recent + [(speak.item(), tell.item())])[-30:]
        minutes = (time.monotonic() - began) / 60
        if minutes - noted >= 1 or step == 5:
            noted = minutes
            mean = np.mean(recent, axis=0)
            line = {"minute": round(minutes, 1), "step": step, "studies": len(studies), "text": round(float(mean[0]), 4), "tell": round(float(mean[1]), 4)}
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
