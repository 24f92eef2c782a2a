"""GroupNorm whose backward pass is fast on CPUs in bfloat16.

PyTorch's own is several times slower than it need be for channels-last bfloat16 tensors, where it dominated a training
step; in float32 it is the faster one. The gradients are those of Wu and He 2018, from two sums per channel.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


def _sum(x: Tensor) -> Tensor:
    """``(N, C)`` float32 sums over space; slice by slice, so that bfloat16 rounds little and no float32 copy is made."""
    return x.sum((3, 4)).float().sum(2)


class _GroupNorm(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x: Tensor, weight: Tensor, bias: Tensor, groups: int, eps: float) -> Tensor:
        n, channels = x.shape[:2]
        y, mean, rstd = torch.native_group_norm(x, weight.to(x.dtype), bias.to(x.dtype), n, channels, x[0, 0].numel(), groups, eps)
        ctx.save_for_backward(x, weight, mean, rstd)
        return y

    @staticmethod
    def backward(ctx, dy: Tensor):
        x, weight, mean, rstd = ctx.saved_tensors
        n, channels = x.shape[:2]
        groups = mean.shape[1]
        each = channels // groups
        mean, rstd = (t.float().repeat_interleave(each, 1) for t in (mean, rstd))
        total = _sum(dy)
        scaled = (_sum(dy * x) - total * mean) * rstd
        count = x[0, 0].numel() * each
        slope, offset = (
            ((t * weight).view(n, groups, each).sum(2) / count).repeat_interleave(each, 1) for t in (scaled, total)
        )

        def spread(t: Tensor) -> Tensor:
            return t.to(x.dtype).view(n, channels, 1, 1, 1)

        level = rstd * (rstd * slope * mean - offset)
        dx = torch.addcmul(spread(level), dy, spread(weight * rstd))
        dx.addcmul_(x, spread(-rstd * rstd * slope))
        return dx, scaled.sum(0).to(weight.dtype), total.sum(0).to(weight.dtype), None, None


class GroupNorm(nn.GroupNorm):
    """``(N, C, z, y, x)``; exported and evaluated as PyTorch's own."""

    def forward(self, x: Tensor) -> Tensor:
        if self.training and torch.is_grad_enabled() and x.device.type == "cpu" and x.dtype == torch.bfloat16:
            return _GroupNorm.apply(x, self.weight, self.bias, self.num_groups, self.eps)
        return F.group_norm(x, self.num_groups, self.weight, self.bias, self.eps)
