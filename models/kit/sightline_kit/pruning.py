"""Beta-Rank pruning of the trunks: which filters go is told by what they do to their input.

After Homayounfar, Koohi-Moghadam, Rawassizadeh and Vardhanabhuti, *Beta-Rank: A Robust Convolutional Filter Pruning Method
For Imbalanced Medical Image Analysis* (arXiv:2304.07461, 2023): the rank of filter k is its L1 norm times beta, how much what
it gives varies beside how much what it sees does, over studies, at each place,

    rank(k) = |f_k|_1 * mean over p of  std(output of k at p) / std(input under f_k at p),

and here times the scale that the norm behind the filter gives it. Filters between the two convolutions of a
:class:`~sightline_kit.trunks.Residual` block go, as many of each group of the norm; what a block takes and gives stays as
wide as it was, and so does what the mask decoder, the image tokens and the heads see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .trunks import NORM_GROUPS, Residual

SILENT = 1e-4
"""Where the input's deviation over studies is below this, nothing was seen and nothing is told about a filter."""


def blocks(trunk: nn.Module) -> dict[str, Residual]:
    """The blocks of a trunk that can be pruned, by name."""
    return {name: part for name, part in trunk.named_modules() if isinstance(part, Residual)}


@dataclass
class Seen:
    """What the first convolution of one block saw and gave, over studies of one size.

    :param inputs: sum and sum of squares over studies of the input under the filter (mean over channels and the 3x3x3
        window), each ``(z, y, x)`` at the output's places
    :param outputs: sum and sum of squares over studies of the output, each ``(C, z, y, x)``
    """

    studies: int = 0
    inputs: list[Tensor] = field(default_factory=list)
    outputs: list[Tensor] = field(default_factory=list)

    def add(self, x: Tensor, y: Tensor, stride: int) -> None:
        """One batch of studies: input ``(N, C, ...)`` and output of the convolution."""
        x, y = x.detach().float(), y.detach().float()
        window = x.new_full((1, 1, 3, 3, 3), 1 / 27)
        under = [F.conv3d(t.mean(dim=1, keepdim=True), window, stride=stride, padding=1).sum(dim=(0, 1)) for t in (x, x * x)]
        given = [y.sum(dim=0), (y * y).sum(dim=0)]
        self.inputs = [a + b for a, b in zip(self.inputs, under)] if self.studies else under
        self.outputs = [a + b for a, b in zip(self.outputs, given)] if self.studies else given
        self.studies += len(y)

    def beta(self) -> Tensor:
        """``(C,)``: mean ratio of the output's deviation to the input's."""
        seen, given = (self._deviation(*sums) for sums in (self.inputs, self.outputs))
        there = seen > SILENT
        if self.studies < 2 or not there.any():
            raise ValueError("the studies do not differ: nothing can be ranked")
        return (given[:, there] / seen[there]).mean(dim=1)

    def _deviation(self, total: Tensor, squares: Tensor) -> Tensor:
        mean = total / self.studies
        return (squares / self.studies - mean * mean).clamp_min(0).sqrt()


def watch(trunk: nn.Module, run: Callable[[], None]) -> dict[str, Seen]:
    """What every block's first convolution saw and gave while ``run`` called the trunk."""
    seen: dict[str, Seen] = {}
    hooks = []
    for name, block in blocks(trunk).items():
        seen[name] = Seen()

        def note(conv: nn.Module, inputs: tuple[Tensor, ...], output: Tensor, into: Seen = seen[name]) -> None:
            into.add(inputs[0], output, conv.stride[0])

        hooks.append(block.first.register_forward_hook(note))
    try:
        with torch.no_grad():
            run()
    finally:
        for hook in hooks:
            hook.remove()
    return seen


def study_the(trunk: nn.Module, batches: Iterable[dict[str, Tensor]]) -> dict[str, Seen]:
    """:func:`watch` over batches of ``images`` and ``present``, all of one size; two studies at least."""

    def run() -> None:
        for batch in batches:
            trunk(batch["images"].float(), batch["present"])

    return watch(trunk, run)


def ranks(block: Residual, seen: Seen) -> Tensor:
    """Rank of every inner channel, ``(C,)``."""
    return block.first.weight.detach().abs().sum(dim=(1, 2, 3, 4)) * block.norm1.weight.detach().abs() * seen.beta()


def kept_of(rank: Tensor, keep: float) -> Tensor:
    """Numbers of the channels that stay, ascending: the highest ranks within each group of the norm, as many in each, one at least."""
    each = len(rank) // NORM_GROUPS
    stay = min(each, max(1, round(keep * each)))
    best = rank.view(NORM_GROUPS, each).argsort(dim=1, descending=True, stable=True)[:, :stay].sort(dim=1).values
    return (best + each * torch.arange(NORM_GROUPS)[:, None]).flatten()


def prune(trunk: nn.Module, keep: float, seen: dict[str, Seen], rank: Callable[[Residual, Seen], Tensor] = ranks) -> dict[str, tuple[int, int]]:
    """Prunes every block in place; returns inner channels before and after, by block.

    :param keep: the share of inner channels that stays, 0..1, rounded to whole channels a group; at 1 nothing changes
    :param rank: another order of the channels, for comparison
    """
    if not 0 < keep <= 1:
        raise ValueError(f"keep must lie between 0 and 1, not {keep}")
    widths = {}
    for name, block in blocks(trunk).items():
        before = block.inner
        kept = kept_of(rank(block, seen[name]), keep)
        if len(kept) < before:
            block.keep(kept)
        widths[name] = (before, block.inner)
    return widths
