"""The language model: a small decoder-only transformer that reads image tokens as a prefix.

RMSNorm (Zhang and Sennrich 2019), rotary positions (Su et al. 2021), SwiGLU (Shazeer 2020), grouped key-value heads
(Ainslie et al. 2023), tied embeddings. Shapes: B batch, S new tokens, P cached tokens, T = P + S, H width, D head size.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass(frozen=True)
class LanguageConfig:
    """Sizes of the model; about 3.1 M parameters as they stand."""

    vocabulary: int = 1024
    width: int = 256
    layers: int = 5
    heads: int = 8
    kv_heads: int = 2
    hidden: int = 512
    context: int = 768

    @property
    def head_size(self) -> int:
        return self.width // self.heads


class RmsNorm(nn.Module):
    """Scales by the reciprocal root mean square over the last axis."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5) * self.weight


def rotary(positions: Tensor, size: int) -> tuple[Tensor, Tensor]:
    """Cosine and sine tables [B, 1, S, D] of integer positions [B, S]."""
    rate = 10000.0 ** (-torch.arange(0, size, 2, device=positions.device, dtype=torch.float32) / size)
    angle = positions.to(torch.float32)[:, None, :, None] * rate
    angle = torch.cat([angle, angle], dim=-1)
    return angle.cos(), angle.sin()


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    half = x.shape[-1] // 2
    return x * cos + torch.cat([-x[..., half:], x[..., :half]], dim=-1) * sin


class Attention(nn.Module):
    """Grouped-query attention. Keys and values are returned before repetition, for the cache: [B, Hkv, T, D]."""

    def __init__(self, config: LanguageConfig) -> None:
        super().__init__()
        self.heads, self.kv_heads, self.size = config.heads, config.kv_heads, config.head_size
        self.q = nn.Linear(config.width, config.width, bias=False)
        self.k = nn.Linear(config.width, config.kv_heads * self.size, bias=False)
        self.v = nn.Linear(config.width, config.kv_heads * self.size, bias=False)
        self.o = nn.Linear(config.width, config.width, bias=False)

    def forward(self, x: Tensor, tables: tuple[Tensor, Tensor], mask: Tensor, past: tuple[Tensor, Tensor] | None):
        q = rotate(self._split(self.q(x), self.heads), *tables)
        k = rotate(self._split(self.k(x), self.kv_heads), *tables)
        v = self._split(self.v(x), self.kv_heads)
        if past is not None:
            k, v = torch.cat([past[0], k], dim=2), torch.cat([past[1], v], dim=2)
        # The queries that share a key are stacked, so that keys are not repeated; plain softmax is faster here than the fused one.
        stacked = q.unflatten(1, (self.kv_heads, -1)).flatten(2, 3)
        scores = (stacked @ k.transpose(2, 3)).unflatten(2, (self.heads // self.kv_heads, -1)) * self.size ** -0.5 + mask[:, :, None]
        out = torch.softmax(scores, dim=-1).to(v.dtype).flatten(2, 3) @ v
        out = out.unflatten(2, (self.heads // self.kv_heads, -1)).flatten(1, 2)
        return self.o(out.transpose(1, 2).flatten(2)), (k, v)

    def _split(self, x: Tensor, heads: int) -> Tensor:
        return x.unflatten(-1, (heads, self.size)).transpose(1, 2)


class Block(nn.Module):
    """Pre-norm attention and SwiGLU."""

    def __init__(self, config: LanguageConfig) -> None:
        super().__init__()
        self.before, self.after = RmsNorm(config.width), RmsNorm(config.width)
        self.attention = Attention(config)
        self.gate = nn.Linear(config.width, config.hidden, bias=False)
        self.up = nn.Linear(config.width, config.hidden, bias=False)
        self.down = nn.Linear(config.hidden, config.width, bias=False)

    def forward(self, x: Tensor, tables, mask: Tensor, past):
        attended, cache = self.attention(self.before(x), tables, mask, past)
        x = x + attended
        h = self.after(x)
        return x + self.down(F.silu(self.gate(h)) * self.up(h)), cache


class LanguageModel(nn.Module):
    """Embeddings in, logits, hidden states and cache out; see `forward`."""

    def __init__(self, config: LanguageConfig = LanguageConfig()) -> None:
        super().__init__()
        self.config = config
        self.embed = nn.Embedding(config.vocabulary, config.width)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.layers))
        self.norm = RmsNorm(config.width)
        self.apply(self._start)

    def _start(self, module: nn.Module) -> None:
        if isinstance(module, (nn.Linear, nn.Embedding)):
            nn.init.normal_(module.weight, std=0.02 if isinstance(module, nn.Embedding) else module.weight.shape[1] ** -0.5 * 0.7)

    def embed_tokens(self, input_ids: Tensor) -> Tensor:
        """int64 [B, S] -> [B, S, H]."""
        return self.embed(input_ids) * self.config.width ** 0.5

    def forward(self, inputs_embeds: Tensor, positions: Tensor, mask: Tensor, past: list[tuple[Tensor, Tensor]] | None = None):
        """Runs the layers.

        :param inputs_embeds: [B, S, H]
        :param positions: int64 [B, S]
        :param mask: additive, broadcastable to [B, heads, S, T]
        :returns: logits [B, S, V], hidden states after the last norm [B, S, H], cache per layer ([B, Hkv, T, D] twice)
        """
        tables = rotary(positions, self.config.head_size)
        x, caches = inputs_embeds, []
        for index, block in enumerate(self.blocks):
            x, cache = block(x, tables, mask, past[index] if past is not None else None)
            caches.append(cache)
        hidden = self.norm(x)
        return hidden @ self.embed.weight.T, hidden, caches


def causal_mask(attention_mask: Tensor, new: int) -> Tensor:
    """Additive mask [B, 1, S, T] from an int mask [B, T] over cached and `new` tokens (right padding)."""
    total = attention_mask.shape[1]
    row = torch.arange(total - new, total, device=attention_mask.device)[:, None]
    column = torch.arange(total, device=attention_mask.device)[None, :]
    allowed = (column <= row)[None, None] & (attention_mask[:, None, None, :] > 0)
    return torch.where(allowed, 0.0, -1e9)
