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
from .cache import KINDS, Study
from .cpu import bf16_pays
from .features import TokenInputs
from .jitter import jitter
from .language_half import LanguageHalf, continue_with, read_image, told_beside
from .language_texts import IGNORE, Batch, batch, imagined, reminders
from .muon import with_adamw
from .shipped import restore
from .tokenizer import PAD, SEG


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


def reminder_loss(half: LanguageHalf, inputs: TokenInputs, b: Batch, rng: random.Random) -> Tensor:
    """Recalling what was told (`language_texts.reminders`) beside the first study of `inputs`, at any distance."""
    texts = b.texts[0]
    gap = torch.tensor([rng.randrange(FURTHEST) for _ in b.told])
    continue_with(half.model, told_beside(half, inputs, b.told), texts.ids, gap)
    said = texts.ids != PAD
    return recall_loss(half.recall(half.before_last[said]), b.told, said)


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
          packs: int = 2, reports: int = 2, questions: int = 6, phrases: int = 4, imagine: int = 6, ask: int = 4, remind: int = 96, strength: float = 0.03, fast: bool = bf16_pays()) -> Path:
    """Trains on a folder of studies, with a trained finding head, and writes `language.pt` (weights, averaged weights, step) every few minutes; logs a JSON line a minute.

    Studies that appear in the folder are taken in as they come.

    :param packs: studies a step, each with so many `reports`, `questions` and `phrases`
    :param imagine: imagined facts a step, each with a report and `ask` answers
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
            speak, tell, recall = losses(half, [b, imagined(atlas, tokenizer, rng, imagine, ask)])
            recall = recall + reminder_loss(half, b.inputs, reminders(atlas, tokenizer, rng, remind), rng)
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
