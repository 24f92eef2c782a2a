"""Brightness as a radiologist reads it: of every sequence relative to white matter and to the fluid of the ventricles.

A z-score over the head hangs on how much of it is scalp, air or skull-stripped away, so the same oedema has another value in
every study, and a network has to find the scale of each before it can call anything bright. The anatomy trunk knows where white
matter and ventricles are: with the one at 0 and the other one unit away, values mean the same in all studies. Which of
the two is brighter still hangs on the sequence. It is a change of scale alone, so intensity scales of the scanner do not matter.
"""

from __future__ import annotations

import torch
from torch import Tensor

from .labels import BY_ID

WHITE = tuple(BY_ID[f"{side}-cerebral-white-matter"].index for side in ("left", "right"))
FLUID = tuple(BY_ID[f"{side}-lateral-ventricle"].index for side in ("left", "right"))
LEAST = 0.4
"""The least difference between the two, in z-scores of the head: where there are no ventricles to be seen, or no contrast."""
CLAMP = (-3.0, 4.0)


def relative(images: Tensor, white: Tensor, fluid: Tensor) -> Tensor:
    """Images (B, S, z, y, x), 0 outside the head and in absent slots, on the scale of their own white matter and fluid; 0 stays 0.

    :param white: weights (B, 1, z, y, x) of white matter
    :param fluid: weights of the lateral ventricles
    """
    inside = (images != 0).to(images)
    level, other = (_level(images, weight * inside) for weight in (white, fluid))
    return ((images - level) / (level - other).abs().clamp_min(LEAST)).clamp(*CLAMP) * inside


def _level(images: Tensor, weight: Tensor) -> Tensor:
    """Weighted mean of each image, (B, S, 1, 1, 1)."""
    dims = (2, 3, 4)
    return (images * weight).sum(dims, keepdim=True) / (weight.sum(dims, keepdim=True) + 1.0)


def sure(probabilities: Tensor) -> tuple[Tensor, Tensor]:
    """Weights of white matter and of fluid from the probabilities of all structures (B, 32, z, y, x): what is likelier than not."""
    white, fluid = (probabilities[:, list(ids)].sum(1, keepdim=True) for ids in (WHITE, FLUID))
    return (white - 0.5).clamp_min(0), (fluid - 0.5).clamp_min(0)


def drawn(structures: Tensor) -> tuple[Tensor, Tensor]:
    """The same weights from a map of structures (B, z, y, x)."""
    white, fluid = (torch.isin(structures, torch.tensor(ids, dtype=structures.dtype, device=structures.device))[:, None].float() for ids in (WHITE, FLUID))
    return white, fluid
