"""The learned projection to image tokens: 175 places of 32 mm, one per lesion channel, one global, one per topic of the finding head."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .features import CELL_FEATURES, GLOBAL_FEATURES, LESIONS, SEAT_FEATURES, TOKEN_GRID, TOKENS, TokenInputs
from .finding_head import FieldTokens
from .grammar.fields import TOPICS

IMAGE_TOKENS = TOKENS + LESIONS + 1 + len(TOPICS)


class ImageTokens(nn.Module):
    """`TokenInputs` and what the finding head says (B, WIDTH) -> (B, 189, H). What sums up comes last, nearest to the text."""

    def __init__(self, width: int, deep: int) -> None:
        super().__init__()
        self.cell = nn.Linear(CELL_FEATURES, width)
        self.deep = nn.Linear(deep, width, bias=False)
        self.place = nn.ParameterList(nn.Parameter(torch.randn(n, width) * 0.3) for n in TOKEN_GRID)
        self.seat = nn.Sequential(nn.Linear(SEAT_FEATURES, width), nn.GELU(), nn.Linear(width, width))
        self.channel = nn.Parameter(torch.randn(LESIONS, width) * 0.3)
        self.whole = nn.Sequential(nn.Linear(GLOBAL_FEATURES, width), nn.GELU(), nn.Linear(width, width))
        self.fields = FieldTokens(width)
        nn.init.zeros_(self.deep.weight)

    def forward(self, inputs: TokenInputs, found: Tensor) -> Tensor:
        return torch.cat([self.seen(inputs), self.fields(found)], dim=1)

    def seen(self, inputs: TokenInputs) -> Tensor:
        """All tokens but those of the finding head (B, 182, H)."""
        z, y, x = self.place
        place = (z[:, None, None] + y[None, :, None] + x[None, None, :]).flatten(0, 2)
        local = self.cell(inputs.cells) + self.deep(inputs.deep) + place
        seats = self.seat(inputs.seats) + self.channel
        return torch.cat([local, seats, self.whole(inputs.whole)[:, None]], dim=1)
