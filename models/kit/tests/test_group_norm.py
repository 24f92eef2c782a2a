"""The fast backward pass of GroupNorm against PyTorch's own."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from sightline_kit.group_norm import GroupNorm


@pytest.mark.parametrize(("kind", "tolerance"), [(torch.float32, 1e-5), (torch.bfloat16, 2e-2)])
def test_gradients_are_those_of_pytorch(kind, tolerance):
    torch.manual_seed(3)
    norm = GroupNorm(8, 32)
    with torch.no_grad():
        norm.weight.normal_()
        norm.bias.normal_()
    x = (torch.randn(2, 32, 6, 8, 4) * 2 + 1).to(kind).to(memory_format=torch.channels_last_3d).requires_grad_()
    dy = torch.randn_like(x)
    norm(x).backward(dy)
    ours = x.grad.float(), norm.weight.grad.clone(), norm.bias.grad.clone()
    x.grad = None
    norm.zero_grad()
    F.group_norm(x.float(), 8, norm.weight, norm.bias).backward(dy.float())
    for mine, theirs in zip(ours, (x.grad.float(), norm.weight.grad, norm.bias.grad)):
        assert (mine - theirs).abs().max() <= tolerance * theirs.abs().max()


def test_in_evaluation_it_is_pytorchs_own():
    norm, x = GroupNorm(4, 8).eval(), torch.randn(1, 8, 3, 3, 3)
    assert torch.equal(norm(x), F.group_norm(x, 4, norm.weight, norm.bias))
