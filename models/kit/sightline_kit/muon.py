"""Muon (Jordan et al. 2024): momentum whose matrices are made orthogonal before each step.

Kernels of convolutions are matrices of outputs by everything else. In float32: PyTorch's own casts to bfloat16, which
costs three times as much on CPUs without instructions for it.
"""

from __future__ import annotations

import torch
from torch import Tensor

_A, _B, _C = 3.4445, -4.7750, 2.0315


def orthogonal(matrix: Tensor, steps: int = 5) -> Tensor:
    """Nearly the nearest matrix with orthonormal rows or columns (its singular values end within 0.7..1.2), by Newton-Schulz."""
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        square = x @ x.T
        x = torch.addmm(x, torch.addmm(square, square, square, beta=_B, alpha=_C), x, beta=_A)
    return x.T if tall else x


class Muon(torch.optim.Optimizer):
    """For parameters of two dimensions or more.

    :param lr: as for AdamW, whose updates have about the same root mean square (Liu et al. 2025)
    """

    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.0) -> None:
        super().__init__(parameters, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})

    @torch.no_grad()
    def step(self, closure=None):
        loss = None if closure is None else closure()
        for group in self.param_groups:
            for p in group["params"]:
                if p.grad is None:
                    continue
                state = self.state[p]
                if not state:
                    state["momentum"] = torch.zeros_like(p)
                average = state["momentum"]
                average.lerp_(p.grad, 1 - group["momentum"])
                ahead = torch.lerp(p.grad, average, group["momentum"])  # Nesterov
                update = orthogonal(ahead.flatten(1)).reshape(p.shape)
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update, alpha=-0.2 * group["lr"] * max(p.shape[0], p[0].numel()) ** 0.5)
        return loss


def with_adamw(named: list[tuple[str, Tensor]], muon: set[str], rate: float, weight_decay: float, betas: tuple[float, float] = (0.9, 0.98)) -> list[torch.optim.Optimizer]:
    """Muon for the parameters of these names, AdamW for the rest."""
    return [
        Muon([p for n, p in named if n in muon], rate, weight_decay=weight_decay),
        torch.optim.AdamW([p for n, p in named if n not in muon], lr=rate, betas=betas, weight_decay=weight_decay),
    ]
