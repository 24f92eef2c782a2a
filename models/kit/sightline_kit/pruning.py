"""Beta-Rank pruning of the trunks: which filters go is told by what they do to their input.

After Homayounfar, Koohi-Moghadam, Rawassizadeh and Vardhanabhuti, *Beta-Rank: A Robust Convolutional Filter Pruning Method
For Imbalanced Medical Image Analysis* (arXiv:2304.07461, 2023): the rank of filter k is its L1 norm times beta, how much what
it gives varies beside how much what it sees does, over studies, at each place,

    rank(k) = |f_k|_1 * mean over p of  std(output of k at p) / std(input under f_k at p).

Filters between the two convolutions of a :class:`~sightline_kit.trunks.Residual` block go, as many of each group of the norm; what
a block takes and gives stays as wide as it was, and so does what the mask decoder, the image tokens and the heads see.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .trunks import NORM_GROUPS, Residual

SILENT = 1e-4
"""Where the input's deviation over studies is below this, nothing was seen and nothing is told about a filter."""

MOST = 4.0
"""The most that a norm's scale is changed by after pruning."""


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


def study_the(trunk: nn.Module, batches: Sequence[dict[str, Tensor]]) -> dict[str, Seen]:
    """:func:`watch` over batches of ``images`` and ``present``, all of one size; two studies at least."""

    def run() -> None:
        for batch in batches:
            trunk(batch["images"].float(), batch["present"])

    return watch(trunk, run)


def l1(block: Residual, seen: Seen | None = None) -> Tensor:
    """L1 norm of every inner filter, ``(C,)``: the usual order, for comparison."""
    del seen
    return block.first.weight.detach().abs().sum(dim=(1, 2, 3, 4))


def ranks(block: Residual, seen: Seen) -> Tensor:
    """Beta-Rank of every inner filter, ``(C,)``."""
    return l1(block) * seen.beta()


ORDERS: dict[str, Callable[[Residual, Seen], Tensor]] = {"beta": ranks, "l1": l1}


def kept_of(rank: Tensor, keep: float) -> Tensor:
    """Numbers of the channels that stay, ascending: the highest ranks within each group of the norm, as many in each, one at least."""
    each = len(rank) // NORM_GROUPS
    stay = min(each, max(1, round(keep * each)))
    best = rank.view(NORM_GROUPS, each).argsort(dim=1, descending=True, stable=True)[:, :stay].sort(dim=1).values
    return (best + each * torch.arange(NORM_GROUPS)[:, None]).flatten()


def prune(trunk: nn.Module, keep: float, studies: Sequence[dict[str, Tensor]], rank: Callable[[Residual, Seen], Tensor] = ranks) -> dict[str, tuple[int, int]]:
    """Prunes every block in place; returns inner channels before and after, by block.

    :param keep: the share of inner channels that stays, 0..1, rounded to whole channels a group; at 1 nothing changes
    :param studies: batches of ``images`` and ``present``, all of one size, two studies at least
    :param rank: another order of the channels, for comparison
    """
    if not 0 < keep <= 1:
        raise ValueError(f"keep must lie between 0 and 1, not {keep}")
    full, seen, kept = copy.deepcopy(trunk), study_the(trunk, studies), {}
    for name, block in blocks(trunk).items():
        channels = kept_of(rank(block, seen[name]), keep)
        if len(channels) < block.inner:
            kept[name] = channels
            block.keep(channels)
    if kept:
        for after in ("norm1", "norm2"):
            _settle(full, trunk, kept, after, studies)
    return {name: (block.inner, blocks(trunk)[name].inner) for name, block in blocks(full).items()}


def _settle(full: nn.Module, pruned: nn.Module, kept: dict[str, Tensor], after: str, studies: Sequence[dict[str, Tensor]]) -> None:
    """Sets one norm of every pruned block so that its channels have the mean and spread over the studies that they had.

    Groups have other statistics with fewer channels, and what a filter gives always, a constant, is no information but is
    missed when it is gone. Each pruned block sees what the full one sees.
    """
    others = blocks(pruned)
    sums: dict[str, list[Tensor]] = {name: [] for name in kept}

    def at(block: Residual, x: Tensor) -> Tensor:
        inner = block.norm1(block.first(x))
        return inner if after == "norm1" else block.norm2(block.second(F.relu(inner)))

    def look(name: str, block: Residual, x: Tensor) -> None:
        wanted = at(block, x)
        for z in (wanted[:, kept[name]] if after == "norm1" else wanted, at(others[name], x)):
            sums[name].append(torch.stack([z.mean(dim=(0, 2, 3, 4)), z.square().mean(dim=(0, 2, 3, 4))]))

    hooks = [block.register_forward_hook(lambda block, inputs, _, name=name: look(name, block, inputs[0]))
             for name, block in blocks(full).items() if name in kept]
    with torch.no_grad():
        for study in studies:
            full(study["images"].float(), study["present"])
    for hook in hooks:
        hook.remove()
    for name, found in sums.items():
        (want, want2), (have, have2) = (torch.stack(found[start::2]).mean(dim=0) for start in (0, 1))
        spread, own = ((second - first * first).clamp_min(1e-8).sqrt() for first, second in ((want, want2), (have, have2)))
        norm, scale = getattr(others[name], after), (spread / own).clamp(1 / MOST, MOST)
        norm.bias.data = scale * (norm.bias.data - have) + want
        norm.weight.data = scale * norm.weight.data
