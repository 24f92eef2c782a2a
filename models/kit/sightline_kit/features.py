"""From the trunks' outputs to what the language model and the mask decoder see: no learned weights here.

Tensors are (B, C, z, y, x). `Fields` are the trunks' outputs made comparable: lesion logits, probabilities of groups of
structures, and deep features at 4 mm. From them come
  - cells: lesion probabilities (mean, max) and group probabilities at 16 mm, eight cells to a token of 32 mm, and deep features;
  - one global vector: sequences, gates, soft volumes, and of each kind of lesion how much and how surely;
  - one vector per lesion channel, of where most of it is: soft centroid, spread, distances from the soft centroid of every group, what lies about it,
    how bright each sequence is there compared with the hemispheres, and what kinds of lesion it is made of.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import torch
from torch import Tensor
from torch.nn import functional as F

from .grammar.facts import GROUPS
from .labels import BY_ID, CLASS_COUNT, LESION_CHANNELS, SEQUENCES
from .synth.kinds import KINDS
from .synth.subject import TUMOURS

LESIONS = len(LESION_CHANNELS)
GROUP_COUNT = len(GROUPS)
FIELDS = LESIONS + GROUP_COUNT
"""Channels of `high_res_features_0`: lesion logits / 4, then group probabilities scaled to -1..1."""
TOKEN_GRID = (5, 7, 5)
"""Tokens of 32 mm (z, y, x); the lowest 32 mm of the model grid hold neck and no brain, and are left out."""
TOKENS = 5 * 7 * 5
CELL_FEATURES = (2 * LESIONS + GROUP_COUNT) * 8
GLOBAL_FEATURES = 4 + 4 + LESIONS + GROUP_COUNT + 2 * len(KINDS) + 2 * (LESIONS + len(KINDS))
PLACE_FEATURES = 3 + 3 + 2 + 3 * GROUP_COUNT + GROUP_COUNT
"""The first features of a seat say where it is, the others what is there."""
SEAT_FEATURES = PLACE_FEATURES + len(SEQUENCES) + len(KINDS)
FIRM = 0.4
"""Above this a probability counts as a finding: the sum of many that are low says how noisy a study is, and no more."""
SHARP = 60.0
REACH = 0.3
"""How much denser (as a probability) the densest part of a channel has to be than others to stand alone, and how far a seat reaches from it, dm."""
EXPLAINED = tuple(LESION_CHANNELS.index(c) for c in ("wmh", "infarct", "haemorrhage"))
"""Lesion channels that are no tumour: where they are sure, `lesion` speaks of them."""
HEMISPHERES = tuple(list(GROUPS).index(f"{s}-hemisphere") for s in ("left", "right"))


@dataclass
class Fields:
    """One study's (or batch's) fields.

    :param lesion: lesion logits (B, L, 96, 112, 80), clamped to -8..8
    :param groups: group probabilities (B, 14, 96, 112, 80)
    :param deep: features of both trunks (B, D, 48, 56, 40)
    :param images: images at 4 mm (B, 4, 48, 56, 40), absent slots zero
    :param kinds: probabilities of the kinds of lesion at 4 mm (B, 16, 48, 56, 40); what is left to 1 is no lesion
    :param compared: images on their own scale of brightness at 4 mm (B, 4, 48, 56, 40): see `relative`
    :param hidden: what the kinds are told from, at 8 mm (B, 48, 24, 28, 20)
    """

    lesion: Tensor
    groups: Tensor
    deep: Tensor
    images: Tensor
    kinds: Tensor
    compared: Tensor
    hidden: Tensor

    def high_res(self) -> Tensor:
        """`high_res_features_0` (B, L + 14, 96, 112, 80)."""
        return torch.cat([self.lesion / 4, self.groups * 2 - 1], dim=1)

    @cached_property
    def coarse(self) -> tuple[Tensor, Tensor]:
        """Lesion and group probabilities at 4 mm."""
        return F.avg_pool3d(torch.sigmoid(self.lesion), 2), F.avg_pool3d(self.groups, 2)

    @cached_property
    def about(self) -> Tensor:
        """What lies about every 4 mm cell: mean group probabilities of 28 mm cubes."""
        return box_mean(self.coarse[1], 7)

    def image_embeddings(self) -> Tensor:
        """`image_embeddings` (B, L + 14 + D, 48, 56, 40): the high-resolution channels at 4 mm, then the deep features."""
        return torch.cat([F.avg_pool3d(self.high_res(), 2), self.deep], dim=1)


@dataclass
class TokenInputs:
    """What is pooled from a study: cells (B, 175, C), deep (B, 175, D), whole (B, G) and seats (B, L, S) for the image tokens; candidates (B, N, F) for the finding head alone."""

    cells: Tensor
    deep: Tensor
    whole: Tensor
    seats: Tensor
    candidates: Tensor


def group_matrix() -> Tensor:
    """(14, 32): which structure belongs to which group."""
    out = torch.zeros(GROUP_COUNT, CLASS_COUNT)
    for row, ids in enumerate(GROUPS.values()):
        for name in ids:
            out[row, BY_ID[name].index] = 1.0
    return out


def channel_kinds() -> Tensor:
    """(L, 16): which kinds a lesion channel's seat stands for; the first is the tumour's, and none is enhancing."""
    meant = {"lesion": (*TUMOURS, "necrosis", "oedema"), "core": (*TUMOURS, "necrosis"), "enhancing": (), "wmh": ("wmh",), "infarct": ("infarct",),
             "haemorrhage": ("haemorrhage", "subdural")}
    return torch.tensor([[float(kind.startswith(meant[c])) for kind in KINDS] for c in LESION_CHANNELS])


def fields(structures: Tensor, lesion_logits: Tensor, kind_logits: Tensor, deep: Tensor, images: Tensor, compared: Tensor, hidden: Tensor) -> Fields:
    """Groups the probabilities of structures (B, 32, 96, 112, 80), clamps the lesion logits, pools the images (B, 4, 96, 112, 80), both as they are and compared."""
    groups = torch.einsum("gc,bczyx->bgzyx", group_matrix().to(structures), structures)
    return Fields(lesion_logits.clamp(-8, 8), groups, deep, F.avg_pool3d(images, 2), torch.softmax(kind_logits, dim=1)[:, 1:], F.avg_pool3d(compared, 2), hidden)


def token_inputs(f: Fields, present: Tensor, gates: Tensor, candidates: Tensor) -> TokenInputs:
    """Pools everything; `present` and `gates` are (B, 4), candidates those of `candidates.described`."""
    lesion, groups = f.coarse
    both = torch.cat([lesion, groups], dim=1)
    cells = _fold(torch.cat([F.avg_pool3d(both, 4), F.max_pool3d(lesion, 4)], dim=1))
    pooled = F.avg_pool3d(f.deep, 8)[:, :, 1:].flatten(2).transpose(1, 2)
    volumes = both.sum(dim=(2, 3, 4)) * 0.064
    scaled = torch.cat([torch.log1p(volumes[:, :LESIONS]), torch.log1p(volumes[:, LESIONS:]) - 3.0], dim=1)
    sure = torch.cat([torch.log1p(f.kinds.sum(dim=(2, 3, 4)) * 0.064), f.kinds.amax(dim=(2, 3, 4))], dim=1)
    parts = torch.cat([lesion, f.kinds], dim=1)
    firm = torch.log1p(F.relu(parts - FIRM).sum(dim=(2, 3, 4)) * 0.064)
    solid = F.avg_pool3d(parts, 3, stride=2).amax(dim=(2, 3, 4))
    tumour = lesion[:, :1]
    for channel in EXPLAINED:
        tumour = tumour * (1 - lesion[:, channel : channel + 1])
    named = torch.einsum("lk,bkzyx->blzyx", channel_kinds().to(f.kinds), f.kinds)
    seats = _seats(_focused(torch.maximum(torch.cat([tumour, lesion[:, 1:]], dim=1), named)), f)
    return TokenInputs(cells, pooled, torch.cat([present, gates, scaled, sure, firm, solid], dim=1), seats, candidates)


def group_volumes(inputs: TokenInputs) -> Tensor:
    """Soft volumes of all groups (B, 14) in mL, read back from the global vector."""
    start = 2 * len(SEQUENCES) + LESIONS
    return torch.exp(inputs.whole[:, start : start + GROUP_COUNT] + 3.0) - 1.0


def _fold(cells: Tensor) -> Tensor:
    """(B, C, 12, 14, 10) at 16 mm -> (B, 175, 8 C): the eight cells of each 32 mm token side by side."""
    cells = cells[:, :, 2:]
    b, c, d, h, w = cells.shape
    x = cells.reshape(b, c, d // 2, 2, h // 2, 2, w // 2, 2).permute(0, 2, 4, 6, 1, 3, 5, 7)
    return x.reshape(b, TOKENS, c * 8)


def _centroids(weight: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Soft centroid (B, C, 3) and spread (B, C, 3) in decimetres from the grid's centre, and mass (B, C) in mL at 4 mm."""
    mass = weight.sum(dim=(2, 3, 4))
    centre, spread = [], []
    for axis in range(3):
        size = weight.shape[2 + axis]
        at = (torch.arange(size, dtype=weight.dtype, device=weight.device) - (size - 1) / 2) * 0.04
        along = weight.sum(dim=tuple(d for d in (2, 3, 4) if d != 2 + axis))
        mean = (along * at).sum(-1) / (mass + 1e-3)
        centre.append(mean)
        spread.append(torch.sqrt((along * (at - mean[..., None]) ** 2).sum(-1) / (mass + 1e-3) + 1e-6))
    return torch.stack(centre, -1), torch.stack(spread, -1), mass * 0.064


def _focused(lesion: Tensor) -> Tensor:
    """(B, L, z, y, x) as it is near where most of it is, and less the farther away: what is scattered has its middle where nothing is.

    White-matter lesions, which are scattered, stay as they are.
    """
    dense = box_mean(lesion, 5)
    peak = torch.exp(SHARP * (dense - dense.amax(dim=(2, 3, 4), keepdim=True)))
    middle = _centroids(peak)[0]
    apart = 0.0
    for axis in range(3):
        size = lesion.shape[2 + axis]
        at = (torch.arange(size, dtype=lesion.dtype, device=lesion.device) - (size - 1) / 2) * 0.04
        shape = [1, 1, 1, 1, 1]
        shape[2 + axis] = size
        apart = apart + (at.reshape(shape) - middle[:, :, axis, None, None, None]) ** 2
    near = torch.exp(-apart / (2 * REACH**2))
    scattered = torch.tensor([float(c == "wmh") for c in LESION_CHANNELS], device=lesion.device)[:, None, None, None]
    return lesion * torch.maximum(near, scattered)


def box_mean(x: Tensor, width: int) -> Tensor:
    """Mean over cubes of `width` voxels about each, one axis after the other: a fraction of the work. Zeros lie outside."""
    for axis in range(3):
        size, pad = ([length if a == axis else other for a in range(3)] for length, other in ((width, 1), (width // 2, 0)))
        x = F.avg_pool3d(x, size, stride=1, padding=pad, count_include_pad=True)
    return x


def _brightness(weight: Tensor, groups: Tensor, images: Tensor) -> Tensor:
    """(B, L, 4): mean of each image under each weight, less its mean over the hemispheres; of an absent image, 0."""
    brain = groups[:, HEMISPHERES[0]] + groups[:, HEMISPHERES[1]]
    usual = (images * brain[:, None]).sum(dim=(2, 3, 4)) / (brain.sum(dim=(1, 2, 3)) + 1e-3)[:, None]
    there = torch.einsum("blzyx,bszyx->bls", weight, images) / (weight.sum(dim=(2, 3, 4)) + 1e-3)[..., None]
    return there - usual[:, None]


def seats_of(weights: Tensor, f: Fields) -> Tensor:
    """Seats (B, n, S) of any regions, given as weights 0..1 at 4 mm (B, n, 48, 56, 40)."""
    return _seats(weights, f)


def _seats(lesion: Tensor, f: Fields) -> Tensor:
    """(B, L, S): where tumour and each further channel sit; zeros but for the volume where there is next to nothing."""
    groups = f.coarse[1]
    heavy = F.relu(lesion - 0.3)
    centre, spread, ml = _centroids(heavy)
    landmarks, _, _ = _centroids(F.relu(groups - 0.3))
    offset = (centre[:, :, None] - landmarks[:, None]).flatten(2)
    context = torch.einsum("bczyx,bgzyx->bcg", heavy, f.about) / (ml[..., None] / 0.064 + 1e-3)
    made_of = torch.einsum("bczyx,bkzyx->bck", heavy, f.kinds) / (ml[..., None] / 0.064 + 1e-3)
    there = (ml / (ml + 0.05))[..., None]
    top = lesion.amax(dim=(2, 3, 4))[..., None]
    return torch.cat([centre * there, spread * there, torch.log1p(ml)[..., None], top, offset * there, context * there,
                      _brightness(heavy, groups, f.images) * there, made_of], dim=-1)
