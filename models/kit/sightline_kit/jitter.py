"""Noise on pooled inputs, so that a thousand studies are not learned by heart."""

from __future__ import annotations

import torch

from .features import TokenInputs


def jitter(inputs: TokenInputs, strength: float) -> TokenInputs:
    """A copy with small noise wherever there is something; deep features are hidden at times."""
    if strength == 0:
        return inputs
    keep = (torch.rand(inputs.deep.shape[0], 1, 1) > 0.1).float()
    seats = inputs.seats + strength * 0.5 * torch.randn_like(inputs.seats) * (inputs.seats != 0)
    cells = inputs.cells + strength * torch.randn_like(inputs.cells) * (inputs.cells > 0.02)
    return TokenInputs(cells, inputs.deep * keep, inputs.whole + strength * torch.randn_like(inputs.whole) * (inputs.whole != 0), seats, inputs.candidates)
