"""The language half while it is trained and measured: what it is made of, and how it reads a prefix once and continues from it."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .cache import KINDS
from .features import TokenInputs
from .finding_head import FindingHead
from .grammar.fields import WIDTH
from .image_tokens import ImageTokens
from .language import LanguageConfig, LanguageModel, RmsNorm, causal_mask
from .trunks import DEEP


class LanguageHalf(nn.Module):
    """Finding head (trained before, frozen), image-token projection, language model, and two linear heads that teach it.

    `tell` reads `<seg>` states (the mask decoder takes a copy). `recall` serves training alone: it reads from every token of a text, before
    the last block, all that was told. A model that is only taught words learns very late to read what is rare.
    """

    def __init__(self, config: LanguageConfig = LanguageConfig(), deep: int = DEEP) -> None:
        super().__init__()
        self.findings = FindingHead().requires_grad_(False).eval()
        self.image = ImageTokens(config.width, deep)
        self.model = LanguageModel(config)
        self.tell = nn.Linear(config.width, len(KINDS) + 5)
        self.recall = nn.Sequential(RmsNorm(config.width), nn.Linear(config.width, WIDTH))
        self.before_last: Tensor | None = None
        self.model.blocks[-1].register_forward_pre_hook(self._keep)

    def _keep(self, block: nn.Module, inputs: tuple) -> None:
        self.before_last = inputs[0]

    def train(self, mode: bool = True) -> "LanguageHalf":
        """The finding head always stays as it runs."""
        super().train(mode)
        self.findings.eval()
        return self

    def look(self, inputs: TokenInputs) -> tuple[Tensor, Tensor]:
        """Image tokens (B, N, H), and what the finding head says (B, WIDTH)."""
        with torch.no_grad():
            found, told_ = self.findings.both(inputs)
        return self.image(inputs, told_), found


Cache = list[tuple[Tensor, Tensor]]


def read_image(model: LanguageModel, image: Tensor, past: Cache | None = None) -> Cache:
    """The cache after image tokens (B, N, H), or after more of them than the cache `past` (B) holds."""
    start, count = past[0][0].shape[2] if past else 0, image.shape[1]
    mask = causal_mask(torch.ones(1, start + count, dtype=torch.long), count)
    return model(image, torch.arange(start, start + count).expand(image.shape[0], -1), mask, past)[2]


def told_beside(half: LanguageHalf, inputs: TokenInputs, rows: Tensor) -> Cache:
    """The cache of rows (B, WIDTH) beside the image of the first study of `inputs`: who reads it has to follow the row, whatever is seen."""
    one = TokenInputs(*(v[:1] for v in vars(inputs).values()))
    seen = read_image(half.model, half.image.seen(one))
    return read_image(half.model, half.image.fields(rows), [(k.expand(len(rows), -1, -1, -1), v.expand(len(rows), -1, -1, -1)) for k, v in seen])


def continue_with(model: LanguageModel, cache: Cache, ids: Tensor, gap: Tensor | None = None) -> tuple[Tensor, Tensor]:
    """Logits and hidden states of texts (B R, L) that each continue from their study's cache (B).

    :param gap: by how many positions each text (B R) stands further off, as if so much text lay between
    """
    repeat = ids.shape[0] // cache[0][0].shape[0]
    past = [(k.repeat_interleave(repeat, 0), v.repeat_interleave(repeat, 0)) for k, v in cache]
    start, length = past[0][0].shape[2], ids.shape[1]
    mask = causal_mask(torch.ones(1, start + length, dtype=torch.long), length)
    positions = torch.arange(start, start + length).expand(ids.shape[0], -1)
    logits, hidden, _ = model(model.embed_tokens(ids), positions if gap is None else positions + gap[:, None], mask, past)
    return logits, hidden
