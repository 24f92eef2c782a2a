"""The contrastive head: studies and sentences as unit vectors of one space, so that like finds like (MGCA, MG-3D).

The image side sees the image tokens, the text side the language model's hidden states of a text read without images. Both
are frozen; only small projections are learned, over batches of studies with fresh wordings of their reports: a study is paired with its
words (global alignment), a lesion's summary with a sentence that points to it (local alignment), and studies of one main finding and side lie together.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as F

from .cache import Study
from .features import LESIONS, TOKENS, TokenInputs
from .grammar.facts import Facts
from .grammar.fields import WIDTH
from .grammar.write import write
from .jitter import jitter
from .labels import LESION_CHANNELS
from .language import LanguageModel, causal_mask
from .tokenizer import PAD
from .language_half import LanguageHalf
from .train_language import Schedule

EMBEDDING = 128
SHOWN_AT = {kind: LESION_CHANNELS.index(channel) for kind, channel in
            {"lesion": "lesion", "oedema": "lesion", "core": "core", "necrosis": "core", "enhancing": "enhancing", "wmh": "wmh", "infarct": "infarct",
             "haemorrhage": "haemorrhage", "subdural": "haemorrhage"}.items()}
"""Targets of sentences, and the lesion channel whose summary stands for them."""


class ContrastHead(nn.Module):
    """Two projections to vectors of length 1."""

    def __init__(self, width: int = 256) -> None:
        super().__init__()
        self.seen = nn.LayerNorm(3 * width)
        self.image = nn.Sequential(nn.Linear(3 * width + WIDTH, 256), nn.GELU(), nn.Linear(256, EMBEDDING))
        self.text = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 256), nn.GELU(), nn.Linear(256, EMBEDDING))
        self.scale = nn.Parameter(torch.tensor(2.5))

    def of_image(self, tokens: Tensor, found: Tensor) -> Tensor:
        """Image tokens (B, N, H) and what the finding head says (B, WIDTH) -> (B, 128)."""
        places, seats, whole = tokens[:, :TOKENS].mean(1), tokens[:, TOKENS : TOKENS + LESIONS].mean(1), tokens[:, TOKENS + LESIONS]
        seen = self.seen(torch.cat([places, seats, whole], dim=-1))
        return F.normalize(self.image(torch.cat([seen, 4 * found - 1], dim=-1)), dim=-1)

    def of_text(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (B, S, H) and mask (B, S) of 0/1 -> (B, 128)."""
        mean = (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True).clamp_min(1)
        return F.normalize(self.text(mean), dim=-1)


class RegionHead(nn.Module):
    """Tokens of lesion summaries (n, H) -> unit vectors (n, 128) in the space of texts: local alignment, which serves training alone."""

    def __init__(self, width: int = 256) -> None:
        super().__init__()
        self.of = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 256), nn.GELU(), nn.Linear(256, EMBEDDING))

    def forward(self, tokens: Tensor) -> Tensor:
        return F.normalize(self.of(tokens), dim=-1)


def embed_prompt(text: str) -> str:
    """The text whose mean hidden state is projected."""
    return f"<bos><task:embed>{text}"


def words(facts: Facts, rng: random.Random) -> str:
    """What a search would say of a study: one to all of its positive sentences, or its impression where all is well."""
    report = write(facts, rng)
    told = [s.text for s in report.sentences() if s.targets and not s.topic.startswith(("normal", "no-"))]
    told = told or [s.text for s in report.impression]
    chosen = rng.sample(told, rng.randint(1, min(4, len(told))))
    return " ".join(t.replace("<max-diameter>", "").replace("<volume>", "") for t in chosen)


def hidden_states(model: LanguageModel, tokenizer: Tokenizer, texts: list[str]) -> tuple[Tensor, Tensor]:
    """Hidden states (B, S, H) of texts alone, and their mask."""
    ids = [tokenizer.encode(embed_prompt(t)).ids[:160] for t in texts]
    longest = max(map(len, ids))
    padded = torch.tensor([i + [PAD] * (longest - len(i)) for i in ids])
    mask = torch.tensor([[1] * len(i) + [0] * (longest - len(i)) for i in ids])
    with torch.no_grad():
        positions = torch.arange(longest).expand(len(ids), -1)
        hidden = model(model.embed_tokens(padded), positions, causal_mask(mask, longest))[1]
    return hidden, mask.float()


@dataclass(frozen=True)
class Weighing:
    """What each part of the loss counts beside the pairing of whole studies with their words (1)."""

    alike: float = 1.0
    regions: float = 0.25


def read_texts(head: ContrastHead, model: LanguageModel, tokenizer: Tokenizer, texts: Sequence[str], together: int = 16) -> Tensor:
    """Embeddings (n, 128) of texts, those of like length read together: padding would be half of the work."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    made = [head.of_text(*hidden_states(model, tokenizer, [texts[i] for i in order[at : at + together]])) for at in range(0, len(order), together)]
    return torch.cat(made)[torch.tensor(order).argsort()]


def train(studies: Sequence[Study], language: Path, out: Path, tokenizer: Tokenizer, schedule: Schedule, seed: int = 1, weighing: Weighing = Weighing(), size: int = 48) -> Path:
    """Trains the head and writes `contrast.pt`; logs a JSON line a minute."""
    torch.manual_seed(seed)
    rng = random.Random(seed)
    half = LanguageHalf().eval()
    half.load_state_dict(torch.load(language, weights_only=True)["model"])
    head, regions = ContrastHead(), RegionHead()
    optimiser = torch.optim.AdamW([*head.parameters(), *regions.parameters()], lr=schedule.peak, weight_decay=0.05)
    out.mkdir(parents=True, exist_ok=True)
    began, noted, step, recent = time.monotonic(), 0.0, 0, []
    while (minutes := (time.monotonic() - began) / 60) < schedule.minutes:
        drawn = rng.sample(studies, min(size, len(studies)))
        with torch.no_grad():
            tokens, found = half.look(jitter(stack(drawn), 0.05))
        tokens, found = tokens + 0.1 * tokens.std() * torch.randn_like(tokens), found + 0.1 * torch.randn_like(found)
        images, told = head.of_image(tokens, found), read_texts(head, half.model, tokenizer, [words(s.facts, rng) for s in drawn])
        loss = paired(head.scale.exp() * images @ told.T)
        if weighing.alike:
            loss = loss + weighing.alike * alike(head.scale.exp() * images @ images.T, [main_finding(s.facts) for s in drawn])
        places = [(row, channel, text) for row, s in enumerate(drawn) for channel, text in sentences(s.facts, rng).items()] if weighing.regions else []
        if places:
            rows, channels, texts = zip(*places)
            seen = regions(tokens[list(rows), [TOKENS + c for c in channels]])
            loss = loss + weighing.regions * paired(head.scale.exp() * seen @ read_texts(head, half.model, tokenizer, texts).T)
        for group in optimiser.param_groups:
            group["lr"] = schedule.rate(step, minutes / schedule.minutes)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        recent = (recent + [loss.item()])[-30:]
        if minutes - noted > 1:
            noted = minutes
            with (out / "log.jsonl").open("a") as log:
                log.write(json.dumps({"minute": round(minutes, 1), "step": step, "loss": round(sum(recent) / len(recent), 3)}) + "\n")
    path = out / "contrast.pt"
    torch.save(head.state_dict(), path)
    return path


def paired(similar: Tensor) -> Tensor:
    """InfoNCE of scaled similarities (n, n) whose diagonal belongs together, both ways (Radford et al. 2021)."""
    target = torch.arange(len(similar))
    return (F.cross_entropy(similar, target) + F.cross_entropy(similar.T, target)) / 2


def sentences(facts: Facts, rng: random.Random) -> dict[int, str]:
    """Per lesion channel whose seat shows something, one sentence of a report that points there."""
    found: dict[int, list[str]] = {}
    for sentence in write(facts, rng).sentences():
        kind, _, which = (sentence.targets[0] if sentence.targets else "").partition(":")
        if kind in SHOWN_AT and which in ("", "0"):  # a seat is where the first of a kind lies
            found.setdefault(SHOWN_AT[kind], []).append(sentence.text.replace("<max-diameter>", "").replace("<volume>", ""))
    return {channel: rng.choice(texts) for channel, texts in found.items()}


def alike(similar: Tensor, keys: Sequence[object]) -> Tensor:
    """How unlike studies of one key are, beside all others, of similarities (n, n); a study without a key, or alone with it, does not count.

    Supervised contrast with the sum over positives inside the logarithm (Khosla et al. 2020, equation 3): a neighbour has to be near, not all of them.
    """
    same = torch.tensor([[a is not None and a == b for b in keys] for a in keys])
    same.fill_diagonal_(False)
    others = similar.masked_fill(torch.eye(len(keys), dtype=torch.bool), float("-inf"))
    counted = same.any(1)
    if not counted.any():
        return similar.new_zeros(())
    near = others.masked_fill(~same, float("-inf"))
    return (others.logsumexp(1) - near.logsumexp(1))[counted].mean()


def stack(studies: list[Study]) -> TokenInputs:
    """Token inputs of several studies as a batch."""
    inputs = [s.inputs() for s in studies]
    return TokenInputs(*(torch.cat([getattr(i, k) for i in inputs]) for k in vars(inputs[0])))


def retrieval(images: Sequence[Tensor], texts: Sequence[Tensor], facts: list[Facts]) -> dict[str, float | None]:
    """Of embedded studies (128,) and one text of each: text -> image recall at 10, and same main finding and side among the ten nearest.

    The second is the share of studies for which at least one of their ten nearest other studies has the same finding on the same side.
    """
    if not facts:
        return {"text-to-image-recall-10": None, "same-finding-and-side-10": None, "n": 0}
    images, texts = torch.stack(tuple(images)), torch.stack(tuple(texts))
    order = (texts @ images.T).argsort(dim=1, descending=True)[:, :10]
    hit = (order == torch.arange(len(images))[:, None]).any(dim=1).float().mean()
    near = (images @ images.T - 2 * torch.eye(len(images))).argsort(dim=1, descending=True)[:, :10]
    keys = [main_finding(f) for f in facts]
    counted = [i for i, k in enumerate(keys) if k is not None and keys.count(k) > 1]
    same = [any(keys[int(j)] == keys[i] for j in near[i]) for i in counted]
    return {"text-to-image-recall-10": float(hit), "same-finding-and-side-10": sum(same) / len(same) if same else None, "n": len(images)}


def main_finding(facts: Facts) -> tuple[str, str] | None:
    """The largest lesion's kind and side; None for a study without one."""
    for found in (facts.lesions, facts.bleeds, facts.infarcts):
        if found:
            kind = getattr(found[0], "kind", None) or ("infarct" if found is facts.infarcts else "subdural" if found[0].subdural else "haemorrhage")
            return kind, found[0].side
    return None
