"""Fields made from truth instead of trunks: noisy, cheap, unlimited. The language half learns on them first."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from .features import GROUP_COUNT, Fields, group_matrix
from .labels import LESION_CHANNELS, SEQUENCES

_GROUP_OF = np.zeros(32, dtype=np.int64)
for _row, _members in enumerate(group_matrix().numpy() > 0):
    _GROUP_OF[_members] = _row + 1


def truth_fields(structures: np.ndarray, lesions: np.ndarray, present: np.ndarray, rng: np.random.Generator) -> Fields:
    """Blurred, biased, noisy stand-ins of the trunks' outputs for a subject seen with these sequences (batch of 1)."""
    groups = _blur(_one_hot(structures), float(rng.uniform(0.15, 0.6)))
    masks = torch.from_numpy(np.ascontiguousarray(lesions))[None].float()
    return Fields(_logits(masks, present, rng), groups, None)


def coarse_truth_fields(structures: np.ndarray, lesions: np.ndarray, present: np.ndarray, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
    """Lesion and group probabilities at 4 mm, as `Fields.coarse` gives them, at an eighth of the cost."""
    groups = _blur(F.avg_pool3d(_one_hot(structures), 2), float(rng.uniform(0.0, 0.3)))
    masks = F.avg_pool3d(torch.from_numpy(np.ascontiguousarray(lesions))[None].float(), 2)
    return torch.sigmoid(_logits(masks, present, rng)), groups


def _one_hot(structures: np.ndarray) -> Tensor:
    group = torch.from_numpy(_GROUP_OF[structures])
    out = torch.zeros(1, GROUP_COUNT + 1, *structures.shape)
    return out.scatter_(1, group[None, None], 1.0)[:, 1:]


def _logits(masks: Tensor, present: np.ndarray, rng: np.random.Generator) -> Tensor:
    seen = {s for s, p in zip(SEQUENCES, present) if p}
    out = []
    for index, name in enumerate(LESION_CHANNELS):
        soft = _blur(masks[:, index:index + 1], float(rng.uniform(0.2, 0.8)))
        logit = (soft - rng.uniform(0.35, 0.6)) * rng.uniform(9, 14) - 1.5
        logit = logit + _noise(soft.shape[2:], rng, soft.shape[2] // 16) * rng.uniform(0.3, 1.3)
        out.append(logit - _blindness(name, seen, rng))
    return torch.cat(out, dim=1).clamp(-8, 8)


def _blindness(channel: str, seen: set[str], rng: np.random.Generator) -> float:
    """How much a channel is held back by the sequences that are missing (logit units)."""
    if channel == "enhancing" and "T1C" not in seen:
        return float(rng.uniform(1.5, 6))
    if channel == "wmh" and not seen & {"T2", "FLAIR"}:
        return float(rng.uniform(0, 5))
    return float(rng.uniform(-0.5, 1.0)) if len(seen) > 1 else float(rng.uniform(-0.5, 1.8))


def _blur(x: Tensor, amount: float) -> Tensor:
    """Blends with a 3 x 3 x 3 box average; `amount` 0..1."""
    return x * (1 - amount) + F.avg_pool3d(x, 3, stride=1, padding=1) * amount


def _noise(shape: tuple[int, ...] | torch.Size, rng: np.random.Generator, coarse: int) -> Tensor:
    """Smooth unit noise (1, 1, z, y, x)."""
    small = torch.from_numpy(rng.standard_normal((1, 1, *(max(2, n // coarse) for n in shape))).astype(np.float32))
    return F.interpolate(small, size=tuple(shape), mode="trilinear", align_corners=False)
