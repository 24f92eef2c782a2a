"""Says what a study shows, field by field (`grammar.fields`), from the pooled fields that the image tokens are made of.

A decoder-only model of a few million parameters needs many hours to learn from sentences alone which voxels mean an
infarct. Asked field by field, from the truth, a small network learns it in minutes; its answers stand as tokens between
the image and the text, so that the language model has only to put them into words (and to weigh them against evidence
in its prompt). Its probabilities are the bundle's `finding_scores`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .features import CELL_FEATURES, GLOBAL_FEATURES, LESIONS, SEAT_FEATURES, TOKEN_GRID, TokenInputs
from .grammar.fields import BY_NAME, FIELDS, PLACES, TOPICS, WIDTH, topic_places

QUERIES = 8
SCORES: tuple[tuple[str, str, str], ...] = (
    ("mass", "tumour", "not none"), ("glioma", "tumour", "glioma"), ("metastasis", "tumour", "metastasis"), ("meningioma", "tumour", "meningioma"),
    ("enhancement", "tumour-traits", "enhancing"), ("necrosis", "tumour-traits", "necrosis"), ("oedema", "oedema", "not none"),
    ("mass-effect", "presses-on", "not none"), ("infarct", "infarct", "not none"), ("haemorrhage", "haemorrhage", "not none"),
    ("subdural-haematoma", "subdural", "not none"), ("white-matter-hyperintensity", "wmh", "not none"), ("midline-shift", "shift-to", "not none"),
    ("ventriculomegaly", "ventricles", "large"), ("hippocampal-atrophy", "hippocampus", "not none"),
)
"""Exported scores: finding of the lexicon, the field that tells it, and the answer."""


class Reader(nn.Module):
    """Learned queries look at the 175 places (pre-norm attention and a small feed-forward layer, once each)."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.query = nn.Parameter(torch.randn(QUERIES, width) * 0.3)
        self.norm = nn.LayerNorm(width)
        self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(3))
        self.mlp = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))

    def forward(self, places: Tensor) -> Tensor:
        """(B, N, d) -> (B, QUERIES, d)."""
        x = self.norm(places)
        q = self.query.unflatten(-1, (self.heads, -1)).transpose(0, 1)[None]
        k, v = (f(x).unflatten(-1, (self.heads, -1)).transpose(1, 2) for f in (self.k, self.v))
        seen = torch.softmax(q @ k.transpose(2, 3) * k.shape[-1] ** -0.5, dim=-1) @ v
        out = self.o(seen.transpose(1, 2).flatten(2))
        return out + self.mlp(out)


class FindingHead(nn.Module):
    """`TokenInputs` -> logits (B, WIDTH) of all fields; about 0.7 M parameters."""

    def __init__(self, deep: int, width: int = 96, hidden: int = 288, drop: float = 0.15) -> None:
        super().__init__()
        self.cell = nn.Linear(CELL_FEATURES, width)
        self.deep = nn.Sequential(nn.LayerNorm(deep), nn.Linear(deep, width, bias=False))
        self.place = nn.ParameterList(nn.Parameter(torch.randn(n, width) * 0.3) for n in TOKEN_GRID)
        self.local = nn.Sequential(nn.LayerNorm(width), nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width))
        self.reader = Reader(width, 4)
        self.seat = nn.Sequential(nn.Linear(LESIONS * SEAT_FEATURES, hidden), nn.GELU(), nn.Dropout(drop))
        self.whole = nn.Sequential(nn.Linear(GLOBAL_FEATURES, 128), nn.GELU())
        self.joined = nn.Sequential(nn.LayerNorm(QUERIES * width + hidden + 128), nn.Dropout(drop), nn.Linear(QUERIES * width + hidden + 128, hidden), nn.GELU(),
                                    nn.Dropout(drop))
        self.out = nn.Linear(hidden, WIDTH)
        self.temperature = nn.Parameter(torch.ones(len(FIELDS)), requires_grad=False)
        """Per field, fitted on studies that the head was not trained on (Guo et al. 2017)."""
        self.leaning = nn.Parameter(torch.zeros(len(FIELDS)), requires_grad=False)
        """Per field, by how much the logit of "none" is lowered in what is told; fitted there too."""

    def forward(self, inputs: TokenInputs) -> Tensor:
        z, y, x = self.place
        place = (z[:, None, None] + y[None, :, None] + x[None, None, :]).flatten(0, 2)
        local = self.cell(inputs.cells) + self.deep(inputs.deep) + place
        seen = self.reader(local + self.local(local))
        summary = torch.cat([seen.flatten(1), self.seat(inputs.seats.flatten(1)), self.whole(inputs.whole)], dim=-1)
        return self.out(self.joined(summary))

    def probabilities(self, inputs: TokenInputs) -> Tensor:
        """Calibrated probabilities (B, WIDTH); a field that hangs on another is scaled by how likely that is to be there."""
        return self._probabilities(self(inputs), torch.zeros_like(self.leaning))

    def both(self, inputs: TokenInputs) -> tuple[Tensor, Tensor]:
        """Calibrated probabilities, and what the language model is told: the same, leaning towards what is rare."""
        logits = self(inputs)
        return self._probabilities(logits, torch.zeros_like(self.leaning)), self._probabilities(logits, self.leaning)

    def _probabilities(self, logits: Tensor, leaning: Tensor) -> Tensor:
        parts: dict[str, Tensor] = {}
        for index, field in enumerate(FIELDS):
            given = logits[:, PLACES[field.name]] / self.temperature[index]
            if field.answers[0] == "none":
                given = torch.cat([given[:, :1] - leaning[index], given[:, 1:]], dim=-1)
            p = torch.softmax(given, dim=-1) if field.one else torch.sigmoid(given)
            parts[field.name] = p if field.given is None else p * (1 - parts[field.given][:, :1])
        return torch.cat(list(parts.values()), dim=-1)


def field_loss(logits: Tensor, true: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy of every field where it is known (B, WIDTH), a field with many answers counting as one question."""
    total = logits.new_zeros(())
    for field in FIELDS:
        place = PLACES[field.name]
        mine = known[:, place.start] > 0.5
        if mine.any():
            given, wanted = logits[mine, place], true[mine, place]
            if field.one:
                total = total + F.cross_entropy(given, wanted.argmax(-1), label_smoothing=0.02)
            else:
                total = total + F.binary_cross_entropy_with_logits(given, wanted) * min(4.0, wanted.shape[1] ** 0.5)
    return total


def scores(p: Tensor) -> Tensor:
    """`finding_scores` (B, len(SCORES)) from the probabilities of all fields (B, WIDTH)."""
    out = []
    for _, name, answer in SCORES:
        place = PLACES[name]
        if answer == "not none":
            there = p[:, place.start + 1 : place.stop].sum(-1)
        else:
            there = p[:, place.start + BY_NAME[name].answers.index(answer)]
        out.append(there)
    return torch.stack(out, dim=-1)


class FieldTokens(nn.Module):
    """Probabilities (B, WIDTH) -> one token per topic (B, len(TOPICS), H)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.of = nn.ModuleList(nn.Linear(topic_places(t).stop - topic_places(t).start, width) for t in TOPICS)

    def forward(self, p: Tensor) -> Tensor:
        return torch.stack([f(p[:, topic_places(t)]) for f, t in zip(self.of, TOPICS)], dim=1)
