"""Judges candidates one by one, and sums up for a study what was found among them."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .candidates import DISEASES, FEATURES
from .labels import SEQUENCES


GRAZED, MEANT = 0.05, 0.25
"""The share of lesions up to which a candidate is none, and from which it is one."""


class CandidateReader(nn.Module):
    """Candidates (B, N, FEATURES) and the sequences there are (B, 4) -> what each is, logits (B, N, 8), and a summary (B, SUMMARY)."""

    WIDTH = 48
    COUNTED = 3 * (len(DISEASES) - 1)
    """The first numbers of a summary: of each disease the most likely candidate, how many are to be expected, and how many mL."""
    SUMMARY = COUNTED + WIDTH

    def __init__(self, hidden: int = 160, drop: float = 0.3) -> None:
        super().__init__()
        self.register_buffer("middle", torch.zeros(FEATURES))
        self.register_buffer("spread", torch.ones(FEATURES))
        self.see = nn.Sequential(nn.Dropout(drop), nn.Linear(FEATURES + len(SEQUENCES), hidden), nn.GELU(), nn.Dropout(drop),
                                 nn.Linear(hidden, self.WIDTH), nn.GELU())
        self.what = nn.Linear(self.WIDTH, len(DISEASES))

    @torch.no_grad()
    def scale(self, candidates: Tensor) -> None:
        """Takes middle and spread of every feature from candidates (B, N, FEATURES) that are to be learned from."""
        some = candidates[there(candidates)].float()
        if len(some) > 1:
            self.middle.copy_(some.mean(0))
            self.spread.copy_(some.std(0).clamp_min(0.05))

    def forward(self, candidates: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        scaled = ((candidates - self.middle) / self.spread).clamp(-6, 6)
        seen = self.see(torch.cat([scaled, present[:, None].expand(-1, candidates.shape[1], -1)], dim=-1))
        logits = self.what(seen)
        p = disease_share(logits, candidates)[..., 1:]
        amounts = torch.log1p(disease_ml(logits, candidates)[..., 1:].sum(1))
        summary = torch.cat([torch.logit(p.amax(1).clamp(0.002, 0.998)) / 3, p.sum(1), amounts, (seen * there(candidates)[..., None]).amax(1)], dim=-1)
        return logits, summary


def disease_share(logits: Tensor, candidates: Tensor) -> Tensor:
    """How likely each candidate is what (B, N, 8); all 0 where there is none."""
    return torch.softmax(logits, dim=-1) * there(candidates)[..., None].to(logits)


def disease_ml(logits: Tensor, candidates: Tensor) -> Tensor:
    """How much of each candidate is what, mL (B, N, 8)."""
    return torch.softmax(logits, dim=-1) * (torch.exp(candidates[..., -1:]) - 1)


def there(candidates: Tensor) -> Tensor:
    """Which candidates are not empty, bool (B, N): their last feature is their volume."""
    return candidates[..., -1] > 0


def mostly(shares: Tensor) -> Tensor:
    """What candidates are for, from what they hold (..., 8): an outline that is half beside a lesion still stands for that lesion, one that grazes it does not."""
    held = 1 - shares[..., :1]
    there = ((held - GRAZED) / (MEANT - GRAZED)).clamp(0, 1)
    return torch.cat([1 - there, shares[..., 1:] / held.clamp_min(1e-6) * there], dim=-1)


def candidate_loss(logits: Tensor, truly: Tensor, candidates: Tensor) -> Tensor:
    """Cross-entropy of what candidates are (B, N, 8), probabilities of diseases, over those that are not empty."""
    real = there(candidates)
    return -(truly * torch.log_softmax(logits, dim=-1)).sum(-1)[real].mean() if real.any() else logits.sum() * 0
