"""The optimiser of matrices and convolution kernels."""

from __future__ import annotations

import torch

from sightline_kit.muon import Muon, orthogonal, with_adamw


def test_singular_values_end_near_one():
    torch.manual_seed(1)
    for shape in ((8, 40), (40, 8), (16, 16)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert values.min() > 0.5 and values.max() < 1.3, shape


def test_the_first_step_is_pytorchs():
    """Equal to `torch.optim.Muon` but for the bfloat16 that it reckons in."""
    torch.manual_seed(2)
    start, gradient = torch.randn(24, 48), torch.randn(24, 48)
    ours, theirs = (torch.nn.Parameter(start.clone()) for _ in range(2))
    optimisers = Muon([ours], lr=0.1, weight_decay=0.1), torch.optim.Muon([theirs], lr=0.1, weight_decay=0.1, adjust_lr_fn="match_rms_adamw")
    for p, optimiser in zip((ours, theirs), optimisers):
        p.grad = gradient.clone()
        optimiser.step()
    moved = float((theirs - start).detach().norm())
    assert float((ours - theirs).detach().norm()) < 0.03 * moved


def test_a_kernel_is_a_matrix_of_outputs_by_the_rest():
    torch.manual_seed(3)
    kernel = torch.nn.Parameter(torch.zeros(8, 4, 3, 3, 3))
    optimiser = Muon([kernel], lr=1.0)
    kernel.grad = torch.randn_like(kernel)
    optimiser.step()
    values = torch.linalg.svdvals(kernel.detach().flatten(1)) / (0.2 * 108**0.5)
    assert values.min() > 0.5 and values.max() < 1.3


def test_each_parameter_has_one_optimiser():
    net = torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Linear(4, 2))
    first, second = with_adamw(list(net.named_parameters()), {"0.weight"}, 1e-3, 0.0)
    assert first.param_groups[0]["params"] == [net[0].weight]
    assert {id(p) for p in second.param_groups[0]["params"]} == {id(p) for n, p in net.named_parameters() if n != "0.weight"}
