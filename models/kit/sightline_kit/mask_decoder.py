"""A SAM-style mask decoder in 3D (after Kirillov et al. 2023): prompts in, candidate masks and their predicted quality out.

Prompts become tokens; two rounds of two-way attention let them meet the image at 16 mm; hypernetworks read from each mask
token *what* to draw (weights over the 2 mm fields) and *where* (weights over 4 mm features). A voxel is inside when both
agree: mask = softmin(what, where). What to draw starts from what the language model was taught to tell at each `<seg>`
(`tell`, a copy of its linear head): the kinds of the target pick their fields, the hypernetwork corrects. B studies or prompts, P prompt states, N points, M candidates, d width.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .features import FIELDS, GROUP_COUNT, LESIONS

CANDIDATES = 3
OPEN = 5.0
"""Logit of place that a fresh decoder starts from: everywhere allowed."""
LESION_KINDS = 8
KIND_COUNT = LESION_KINDS + GROUP_COUNT
"""What a target can consist of: lesion, core, enhancing, necrosis, oedema, wmh, infarct, haemorrhage, then the groups of structures (`cache.KINDS`)."""
POOL = 4
"""From the 4 mm grid of `image_embeddings` to the grid of attention."""
POINT_LABELS = 4
"""Label 0 negative, 1 positive, 2 and 3 corners of a box; -1 is padding."""


@dataclass(frozen=True)
class MaskDecoderConfig:
    """Sizes; about 0.2 M parameters."""

    prompt: int = 256
    deep: int = 64
    width: int = 64
    heads: int = 4
    hidden: int = 128
    place: int = 12
    what: int = 24


class MultiHead(nn.Module):
    """Attention of queries (B, n, d) over keys and values (B, m, d); `blocked` (B, m) marks keys that do not count."""

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))

    def forward(self, query: Tensor, key: Tensor, value: Tensor, blocked: Tensor | None = None) -> Tensor:
        q, k, v = (self._split(f(t)) for f, t in ((self.q, query), (self.k, key), (self.v, value)))
        weights = q @ k.transpose(2, 3) * q.shape[-1] ** -0.5
        if blocked is not None:
            weights = weights + blocked[:, None, None, :] * -1e9
        return self.o((torch.softmax(weights, dim=-1) @ v).transpose(1, 2).flatten(2))

    def _split(self, x: Tensor) -> Tensor:
        return x.unflatten(-1, (self.heads, -1)).transpose(1, 2)


class TwoWay(nn.Module):
    """Tokens look at each other, then at the image; the image looks back."""

    def __init__(self, config: MaskDecoderConfig) -> None:
        super().__init__()
        d = config.width
        self.own, self.look, self.back = (MultiHead(d, config.heads) for _ in range(3))
        self.mlp = nn.Sequential(nn.Linear(d, config.hidden), nn.GELU(), nn.Linear(config.hidden, d))
        self.norms = nn.ModuleList(nn.LayerNorm(d) for _ in range(4))

    def forward(self, tokens: Tensor, image: Tensor, start: Tensor, place: Tensor, blocked: Tensor) -> tuple[Tensor, Tensor]:
        """`start` is added to tokens and `place` to the image wherever they are compared."""
        q = tokens + start
        tokens = self.norms[0](tokens + self.own(q, q, tokens, blocked))
        tokens = self.norms[1](tokens + self.look(tokens + start, image + place, image))
        tokens = self.norms[2](tokens + self.mlp(tokens))
        image = self.norms[3](image + self.back(image + place, tokens + start, tokens, blocked))
        return tokens, image


class PointCode(nn.Module):
    """Sines and cosines of random frequencies of a place in -1..1 (z, y, x)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        generator = torch.Generator().manual_seed(7)
        self.register_buffer("frequencies", torch.randn(3, width // 2, generator=generator) * 1.5)

    def forward(self, at: Tensor) -> Tensor:
        angle = (at @ self.frequencies) * torch.pi
        return torch.cat([angle.sin(), angle.cos()], dim=-1)


class MaskDecoder(nn.Module):
    """See the module. Grid sizes are taken from the inputs; the 2 mm grid is twice the 4 mm grid."""

    def __init__(self, config: MaskDecoderConfig = MaskDecoderConfig()) -> None:
        super().__init__()
        self.config = config
        d = config.width
        self.entry = nn.Linear(FIELDS + config.deep, d)
        with torch.no_grad():  # deep features come in only as far as they help
            self.entry.weight[:, FIELDS:].zero_()
        self.fine = nn.Linear(FIELDS, config.place)
        self.earlier = nn.Linear(1, config.place, bias=False)
        self.code = PointCode(d)
        self.prompt = nn.Sequential(nn.Linear(config.prompt, d), nn.GELU(), nn.Linear(d, d))
        self.label = nn.Parameter(torch.randn(POINT_LABELS, d) * 0.3)
        self.previous = nn.Linear(1, d)
        self.no_previous = nn.Parameter(torch.zeros(d))
        self.output = nn.Parameter(torch.randn(CANDIDATES + 1, d) * 0.3)
        self.rounds = nn.ModuleList(TwoWay(config) for _ in range(2))
        self.last = MultiHead(d, config.heads)
        self.last_norm = nn.LayerNorm(d)
        self.widen = nn.Linear(d, config.place)
        self.mix = nn.Linear(config.place, config.place)
        self.expand = nn.Linear(FIELDS, config.what)
        self.where_of = self._hyper(config.place + 1)
        self.what_of = self._hyper(FIELDS + config.what + 1)
        for hyper, opening in ((self.where_of, OPEN), (self.what_of, 0.0)):
            nn.init.zeros_(hyper[-1].weight)
            nn.init.zeros_(hyper[-1].bias)
            hyper[-1].bias.data[-1] = opening
        self.tell = nn.Linear(config.prompt, KIND_COUNT + 5).requires_grad_(False)
        self.basis = nn.Parameter(self._start_basis())
        self.quality = nn.Sequential(nn.Linear(2 * d + 5, 64), nn.GELU(), nn.Linear(64, 1))
        nn.init.zeros_(self.quality[-1].weight)

    def _hyper(self, outputs: int) -> nn.Sequential:
        d = self.config.width
        return nn.Sequential(nn.Linear(d, d), nn.GELU(), nn.Linear(d, outputs))

    def _start_basis(self) -> Tensor:
        """(kinds, fields + `what` + 1): what each kind of target starts from, over `shown` and a bias.

        A lesion is its logit, less where another channel rules it out (white-matter lesions, core, enhancement); a group of
        structures is its probability. Rectified copies of the lesion channels that rule out are the first rows of `expand`.
        """
        with torch.no_grad():
            self.expand.weight[: LESIONS - 1] = 0
            self.expand.bias[: LESIONS - 1] = 0
            for row in range(LESIONS - 1):
                self.expand.weight[row, row + 1] = 1
        out = torch.zeros(KIND_COUNT, FIELDS + self.config.what + 1)
        out[:, -1] = 4.0
        core, enhancing, wmh, infarct, blood = range(FIELDS, FIELDS + LESIONS - 1)
        # Per kind: channels that speak for it, channels that rule it out, and how strongly. Those of infarct and blood are hesitant: any lesion counts too.
        kinds = (({0: 1.0}, (wmh, infarct, blood), 8.0), ({1: 1.0}, (), 0.0), ({2: 1.0}, (), 0.0), ({1: 1.0}, (enhancing,), 8.0),
                 ({0: 1.0}, (core, wmh, infarct, blood), 8.0), ({3: 1.0}, (), 0.0), ({4: 1.0, 0: 1.0}, (core, wmh, blood), 4.0), ({5: 1.0, 0: 0.5}, (core, wmh), 4.0))
        for kind, (channels, less, strength) in enumerate(kinds):
            for channel, weight in channels.items():
                out[kind, channel] = weight
            out[kind, list(less)] = -strength
        for group in range(GROUP_COUNT):
            out[LESION_KINDS + group, LESIONS + group] = 1.0
        return out

    def forward(self, image_embeddings: Tensor, high_res_features_0: Tensor, prompt_embeddings: Tensor, point_coords: Tensor,
                point_labels: Tensor, mask_input: Tensor, has_mask_input: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """The exported graph.

        :param image_embeddings: (1, F + D, 48, 56, 40), F fields
        :param high_res_features_0: (1, F, 96, 112, 80)
        :param prompt_embeddings: (1, P, H), P may be 0; rows of zeros are padding
        :param point_coords: (1, N, 3) voxels (z, y, x) at 2 mm
        :param point_labels: (1, N)
        :param mask_input: (1, 1, 48, 56, 40) logits
        :param has_mask_input: (1,)
        :returns: masks (1, M, 96, 112, 80) logits, quality (1, M), masks at 4 mm
        """
        coarse = F.avg_pool3d(image_embeddings, POOL)
        guidance = guide(mask_input, has_mask_input)
        tokens, where16 = self.meet(coarse, prompt_embeddings, point_coords, point_labels, guidance, has_mask_input)
        place = self.place(where16, image_embeddings[:, :FIELDS], guidance)
        where, what = self.weights(tokens, prompt_embeddings)
        low = self.where(place, where)
        fine = F.interpolate(low, scale_factor=2.0, mode="trilinear", align_corners=False)
        masks = softmin(self.what(self.shown(_last(high_res_features_0)), what), fine)
        small = F.avg_pool3d(masks, 2)
        flat = masks.flatten(2)
        return masks, self.judge(tokens, flat, torch.ones_like(flat[:, 0])), small

    def meet(self, coarse: Tensor, prompts: Tensor, points: Tensor, labels: Tensor, guidance: Tensor, has_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Tokens (B, 4, d) (quality, then candidates) and image (B, d, z, y, x) at 16 mm after the rounds of attention.

        `coarse` may be one study for several prompts.
        """
        grid = coarse.shape[2:]
        image = self.entry(_last(coarse))
        shown = self.previous(_last(F.avg_pool3d(guidance, POOL)))
        flag = has_mask.view(-1, 1, 1, 1, 1)
        image = (image + shown + self.no_previous * (1 - flag)).flatten(1, 3)
        place = self.code(_lattice(grid, coarse.device))
        size = torch.tensor([2 * POOL * n for n in grid], dtype=coarse.dtype, device=coarse.device)
        spots = self.code((points + 0.5) / size * 2 - 1) + self.label[labels.clamp(0, POINT_LABELS - 1).long()]
        asked = self.prompt(prompts)
        out = self.output.expand(image.shape[0], -1, -1)
        tokens = torch.cat([out, asked, spots], dim=1)
        empty = (prompts.abs().sum(-1) == 0).to(coarse.dtype)
        blocked = torch.cat([torch.zeros_like(out[..., 0]), empty, (labels < -0.5).to(coarse.dtype)], dim=1)
        start = tokens
        for layer in self.rounds:
            tokens, image = layer(tokens, image, start, place, blocked)
        tokens = self.last_norm(tokens + self.last(tokens + start, image + place, image))
        return tokens[:, : CANDIDATES + 1], image.transpose(1, 2).unflatten(2, grid)

    def place(self, where16: Tensor, fields4: Tensor, guidance: Tensor) -> Tensor:
        """Features of place (B, 12, z, y, x) at 4 mm from the image at 16 mm, the fields and the earlier mask at 4 mm."""
        wide = _second(self.widen(_last(where16)))
        up = F.interpolate(wide, scale_factor=float(POOL), mode="trilinear", align_corners=False)
        near = _second(self.fine(_last(fields4)) + self.earlier(_last(guidance)))
        return _second(self.mix(_last(F.relu(up + near))))

    def weights(self, tokens: Tensor, prompts: Tensor) -> tuple[Tensor, Tensor]:
        """Weights per candidate: of place (B, M, 13) and of fields (B, M, F + 25), which start from what the prompt speaks of."""
        given = (prompts.abs().sum(-1, keepdim=True) > 0).to(prompts.dtype)
        said = (torch.sigmoid(self.tell(prompts)) * given).sum(1)
        start = said[:, :KIND_COUNT] @ self.basis
        missing = given.sum(1) - said[:, KIND_COUNT : KIND_COUNT + 1]
        offset = F.pad(-4.0 - 6.0 * missing, (start.shape[-1] - 1, 0))
        return self.where_of(tokens[:, 1:]), self.what_of(tokens[:, 1:]) + (start + offset)[:, None]

    def where(self, place: Tensor, weights: Tensor) -> Tensor:
        """(B, M, z, y, x) logits at 4 mm."""
        return torch.einsum("bczyx,bmc->bmzyx", place, weights[..., :-1]) + weights[..., -1][..., None, None, None]

    def shown(self, fields: Tensor) -> Tensor:
        """Fields with channels last (B, ..., F) -> what the weights of `what` are taken over (B, ..., F + 24)."""
        return torch.cat([fields * 4, F.relu(self.expand(fields))], dim=-1)

    def what(self, shown: Tensor, weights: Tensor) -> Tensor:
        """`shown` (B, ..., F + 24) and weights (B, M, F + 25) -> logits (B, M, ...)."""
        out = shown.flatten(1, -2) @ weights[..., :-1].transpose(1, 2) + weights[..., -1][:, None]
        return out.transpose(1, 2).unflatten(-1, shown.shape[1:-1])

    def judge(self, tokens: Tensor, logits: Tensor, weight: Tensor) -> Tensor:
        """Predicted Dice (B, M) in 0..1: the Dice that the probabilities themselves expect, corrected by tokens and looks.

        :param weight: (B, n), how many voxels of 2 mm each sample stands for
        """
        p = torch.sigmoid(logits)
        w = weight[:, None] / 8
        soft, square = (p * w).sum(-1), (p * p * w).sum(-1)
        sure = ((p > 0.5) * w).sum(-1)
        seen = torch.stack([torch.log1p(soft) / 5, torch.log1p(sure) / 5, 2 * square / (soft + square + 1e-3),
                            p.amax(-1), sure / (soft + 1)], dim=-1)
        both = tokens[:, :1].expand(-1, CANDIDATES, -1)
        correction = self.quality(torch.cat([both, tokens[:, 1:], seen.clamp(max=4)], dim=-1)).squeeze(-1)
        return torch.sigmoid(torch.logit(seen[..., 2].clamp(0.02, 0.98)) + correction)


def guide(mask_input: Tensor, has_mask: Tensor) -> Tensor:
    """The earlier mask's logits (B, 1, z, y, x) at 4 mm, clamped and scaled; zeros where there is none."""
    return mask_input.clamp(-8, 8) / 4 * has_mask.view(-1, 1, 1, 1, 1)


def softmin(a: Tensor, b: Tensor) -> Tensor:
    """A smooth minimum: both must be positive for the result to be."""
    return a - F.softplus(a - b)


def _last(x: Tensor) -> Tensor:
    """(B, C, z, y, x) -> (B, z, y, x, C)."""
    return x.permute(0, 2, 3, 4, 1)


def _second(x: Tensor) -> Tensor:
    """(B, z, y, x, C) -> (B, C, z, y, x)."""
    return x.permute(0, 4, 1, 2, 3)


def _lattice(grid: tuple[int, ...] | torch.Size, device: torch.device) -> Tensor:
    """Centres of a grid's cells in -1..1, (1, z*y*x, 3)."""
    axes = [(torch.arange(n, device=device, dtype=torch.float32) + 0.5) / n * 2 - 1 for n in grid]
    return torch.stack(torch.meshgrid(*axes, indexing="ij"), dim=-1).flatten(0, 2)[None]
