"""Trains the mask decoder on cached studies, prompted by `<seg>` states of the language model, points, boxes and masks.

Masks are made of independent voxels once the 4 mm map of places is known, so the loss is taken on the cached sample of
2 mm voxels, each weighted by how many it stands for. The language model is read only; its newest weights are picked up
as they appear, so that both can be trained side by side.
"""

from __future__ import annotations

import json
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
from .cache import SCALE, Study
from .features import FIELDS
from .grammar.answer import answer_prompt, answers
from .grammar.ask import asks
from .grammar.truth import Truth
from .grammar.write import prompt, segment_prompt, write
from .mask_decoder import POOL, MaskDecoder, guide, softmin
from .preprocess import SHAPE
from .tokenizer import SEG
from .language_half import LanguageHalf, continue_with, read_image
from .language_texts import Text, Texts
from .train_language import Schedule

HALF = tuple(n // 2 for n in SHAPE)
SICK = ("lesion", "core", "enhancing", "necrosis", "oedema", "wmh", "infarct", "haemorrhage", "subdural", "bleed-oedema")
ANSWERS = 3
"""Questions asked of each study."""
ROWS = 3
"""Point rows of a prompt; unused ones have label -1."""


@dataclass
class Prompt:
    """One prompt and the mask (96, 112, 80) that answers it; empty means "no region"."""

    state: Tensor
    points: np.ndarray
    labels: np.ndarray
    previous: np.ndarray | None
    answer: np.ndarray


def states(half: LanguageHalf, study: Study, tokenizer: Tokenizer, sites: list[str], rng: random.Random, phrases: int) -> list[tuple[Tensor, str | None]]:
    """`<seg>` states (H,) of a fresh report, of answers and of phrases, each with its target."""
    report = write(study.facts, rng)
    lead = tokenizer.encode(prompt(study.facts.sequences)).ids
    asked = asks(study.facts, sites, rng, phrases)
    answered = [a for a in answers(study.facts, rng, ANSWERS) if a.targets()]
    with torch.no_grad():
        cache = read_image(half.model, half.look(study.inputs())[0])
        ids = torch.tensor([lead + tokenizer.encode(report.marked()).ids])
        said = continue_with(half.model, cache, ids)[1][0][ids[0] == SEG]
        texts = Texts.of([Text(i, len(i), [np.zeros(1, np.float32)]) for i in (tokenizer.encode(segment_prompt(a.text)).ids for a in asked)])
        told = continue_with(half.model, cache, texts.ids)[1][texts.ids == SEG]
        replies = []
        for a in answered:
            ids = torch.tensor([tokenizer.encode(answer_prompt(study.facts.sequences, a.question) + a.marked()).ids])
            replies += zip(continue_with(half.model, cache, ids)[1][0][ids[0] == SEG], a.targets())
    return [*zip(said, report.targets()), *zip(told, (a.target for a in asked)), *replies]


def prompts(found: list[tuple[Tensor, str | None]], truth: Truth, rng: random.Random, count: int) -> list[Prompt]:
    """Mostly `<seg>` states alone; some with a point, and points, boxes or an earlier mask alone."""
    out = []
    sick = [f for f in found if f[1] is None or f[1].partition(":")[0] in SICK]
    while len(out) < count:
        state, target = rng.choice(sick) if sick and rng.random() < 0.65 else rng.choice(found)
        answer = truth.mask(target) if target else np.zeros(SHAPE, dtype=bool)
        points, labels, previous = np.zeros((ROWS, 3), np.float32), np.full(ROWS, -1.0, np.float32), None
        way = rng.random()
        inside = np.argwhere(answer) if way > 0.72 else []
        if len(inside):
            if way > 0.78:
                state = torch.zeros_like(state)
            if way > 0.93:
                previous = _rough(answer, rng)
            if 0.86 < way < 0.93:
                points[:2], labels[:2] = (inside.min(0) - rng.randint(0, 2), inside.max(0) + rng.randint(0, 2)), (2, 3)
            else:
                points[0], labels[0] = inside[rng.randrange(len(inside))], 1
                if rng.random() < 0.4:
                    points[1], labels[1] = _beside(answer, inside, rng), 0
        out.append(Prompt(state, points, labels, previous, answer))
    return out


def _beside(answer: np.ndarray, inside: np.ndarray, rng: random.Random) -> np.ndarray:
    """A voxel outside the answer, near it."""
    for _ in range(20):
        at = inside[rng.randrange(len(inside))] + np.array([rng.randint(-14, 14) for _ in range(3)])
        at = np.clip(at, 0, np.array(SHAPE) - 1)
        if not answer[tuple(at)]:
            return at
    return np.zeros(3)


def _rough(answer: np.ndarray, rng: random.Random) -> np.ndarray:
    """Logits at 4 mm of a poor version of the answer: shifted and blunted."""
    moved = np.roll(answer, [rng.randint(-2, 2) for _ in range(3)], axis=(0, 1, 2)).astype(np.float32)
    return (moved.reshape(48, 2, 56, 2, 40, 2).mean(axis=(1, 3, 5)) - rng.uniform(0.2, 0.7)) * rng.uniform(4, 12)


@dataclass
class Scene:
    """A study's tensors for the decoder: 16 mm embeddings, 4 mm fields, sampled 2 mm fields with index and weight."""

    coarse: Tensor
    fields4: Tensor
    values: Tensor
    index: np.ndarray
    weight: Tensor

    @staticmethod
    def of(study: Study) -> "Scene":
        fields4 = torch.from_numpy(study.coarse.astype(np.float32))[None] / SCALE
        pooled = F.avg_pool3d(fields4, POOL)
        deep = F.avg_pool3d(torch.from_numpy(study.deep.astype(np.float32))[None], 2)
        values = torch.from_numpy(study.values.astype(np.float32))[None] / SCALE
        return Scene(torch.cat([pooled, deep], dim=1), fields4, values, study.voxels[0].astype(np.int64), torch.from_numpy(study.voxels[1]))


def predict(decoder: MaskDecoder, scene: Scene, asked: list[Prompt]) -> tuple[Tensor, Tensor]:
    """Logits (B, M, n) at the scene's voxels, and predicted quality (B, M)."""
    count = len(asked)
    points = torch.from_numpy(np.stack([p.points for p in asked]))
    labels = torch.from_numpy(np.stack([p.labels for p in asked]))
    states = torch.stack([p.state for p in asked])[:, None]
    earlier = np.stack([np.zeros(HALF, np.float32) if p.previous is None else p.previous.astype(np.float32) for p in asked])
    has = torch.tensor([float(p.previous is not None) for p in asked])
    guidance = guide(torch.from_numpy(earlier)[:, None], has)
    tokens, where16 = decoder.meet(scene.coarse, states, points, labels, guidance, has)
    where, what = decoder.weights(tokens, states)
    low = decoder.where(decoder.place(where16, scene.fields4, guidance), where)
    place = sample(low, scene.index)
    logits = softmin(decoder.what(decoder.shown(scene.values).expand(count, -1, -1), what), place)
    return logits, decoder.judge(tokens, logits, scene.weight[None].expand(count, -1))


def sample(low: Tensor, index: np.ndarray) -> Tensor:
    """Values (B, M, n) of 4 mm maps at flat 2 mm voxels: exactly what trilinear upsampling gives there."""
    z, y, x = np.unravel_index(index, SHAPE)
    grid = torch.from_numpy(np.stack([(a + 0.5) / n * 2 - 1 for a, n in ((x, SHAPE[2]), (y, SHAPE[1]), (z, SHAPE[0]))], axis=-1).astype(np.float32))
    at = grid[None, None, None].expand(low.shape[0], -1, -1, -1, -1)
    return F.grid_sample(low, at, mode="bilinear", padding_mode="border", align_corners=False)[:, :, 0, 0]


def loss(logits: Tensor, quality: Tensor, scene: Scene, asked: list[Prompt]) -> tuple[Tensor, dict[str, float]]:
    """Best candidate's BCE and Dice loss, a little of all candidates', and squared error of the predicted Dice."""
    truth = torch.from_numpy(np.stack([p.answer.reshape(-1)[scene.index] for p in asked])).float()[:, None].expand_as(logits)
    w = scene.weight[None, None]
    even = w.clamp(max=12) / w.clamp(max=12).mean()
    bce = (F.binary_cross_entropy_with_logits(logits, truth, reduction="none") * even).mean(-1)
    p = torch.sigmoid(logits)
    soft = 1 - (2 * (p * truth * w).sum(-1) + 20) / ((p * w).sum(-1) + (truth * w).sum(-1) + 20)
    each = 3 * bce + soft
    best = each.min(dim=1)
    with torch.no_grad():
        hard = (logits > 0).float()
        both = (hard * truth * w).sum(-1)
        dice = 2 * both / ((hard * w).sum(-1) + (truth * w).sum(-1) + 1e-6)
    wrong = ((quality - dice) ** 2).mean()
    total = 0.8 * best.values.mean() + 0.2 * each.mean() + 3 * wrong
    full = torch.tensor([bool(p.answer.any()) for p in asked])
    chosen = dice.gather(1, quality.argmax(1, keepdim=True)).squeeze(1)
    measured = {"loss": total.item(), "dice": chosen[full].mean().item() if full.any() else np.nan,
                "refused": (quality.max(1).values[~full] < 0.3).float().mean().item() if (~full).any() else np.nan,
                "kept": (quality.max(1).values[full] >= 0.3).float().mean().item() if full.any() else np.nan}
    return total, measured


def train(folder: Path, language: Path, out: Path, tokenizer: Tokenizer, atlas: Atlas, schedule: Schedule, seed: int = 1,
          start: Path | None = None, count: int = 8, reload_minutes: float = 2.0) -> Path:
    """Trains and writes `mask_decoder.pt` (averaged weights); logs a JSON line every minute and a half."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    decoder = MaskDecoder()
    if start is not None:
        decoder.load_state_dict(torch.load(start, weights_only=True))
    average = {k: v.clone() for k, v in decoder.state_dict().items()}
    optimiser = torch.optim.AdamW([p for p in decoder.parameters() if p.requires_grad], lr=schedule.peak, betas=(0.9, 0.98), weight_decay=0.01)
    half, sites = LanguageHalf().eval(), [s.name for s in atlas.sites if s.site != "ventricles"]
    out.mkdir(parents=True, exist_ok=True)
    began, step, noted, loaded, recent = time.monotonic(), 0, 0.0, -1e9, []
    dense: list[Path] = []
    while (minutes := (time.monotonic() - began) / 60) < schedule.minutes:
        if minutes - loaded > reload_minutes:
            half.load_state_dict(torch.load(language, weights_only=True)["model"])
            decoder.tell.load_state_dict(half.tell.state_dict())
            average.update({f"tell.{k}": v.clone() for k, v in half.tell.state_dict().items()})
            dense = sorted(folder.glob("*.study"))
            loaded = minutes
        study = Study.load(rng.choice(dense))
        if study.voxels is None:
            continue
        asked = prompts(states(half, study, tokenizer, sites, rng, 5), study.unpack(atlas), rng, count)
        scene = Scene.of(study)
        if rng.random() < 0.3:
            scene.coarse[:, FIELDS:] = 0
        logits, quality = predict(decoder, scene, asked)
        total, measured = loss(logits, quality, scene, asked)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step, minutes / schedule.minutes)
        optimiser.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(decoder.parameters(), 1.0)
        optimiser.step()
        step += 1
        keep = min(0.99, (1 + step) / (10 + step))
        with torch.no_grad():
            for key, value in decoder.state_dict().items():
                average[key].lerp_(value, 1 - keep)
        recent = (recent + [measured])[-40:]
        if minutes - noted > 1.5 or step == 5:
            noted = minutes
            mean = {k: round(float(np.nanmean([r[k] for r in recent])), 3) for k in measured}
            with (out / "log.jsonl").open("a") as log:
                log.write(json.dumps({"minute": round(minutes, 1), "step": step, "studies": len(dense), **mean}) + "\n")
            _save(average, out / "mask_decoder.pt")
    return _save(average, out / "mask_decoder.pt")


def _save(weights: dict[str, Tensor], path: Path) -> Path:
    torch.save(weights, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)
    return path
