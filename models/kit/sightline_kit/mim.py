"""Masked pre-training of the lesion trunk's network on scans without labels, mask in mask.

After Zhuang et al., *MiM: Mask in Mask Self-Supervised Pre-Training for 3D Medical Image Analysis* (IEEE TMI 2025,
arXiv:2404.15580), for a small U-Net instead of a hybrid transformer and with two levels:

- the coarse volume is the whole head at half the resolution, in which large units are hidden;
- fine volumes are hidden units at full resolution, enlarged to the same size, in which patches are hidden again;
- hidden voxels of both are rebuilt (mean squared error, hidden voxels of present sequences only);
- what the network says of a fine volume must be nearest to what it says of that volume's place in the coarse one (cross-level
  alignment, cross-entropy over all units).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .trunks import SLOTS, LesionTrunk, depth_to_space, space_to_depth


@dataclass(frozen=True)
class Levels:
    """Sizes and shares.

    :param side: voxels of the cube that holds the head; half of it, the size of all volumes that the network sees, is a multiple of 16
    :param units: of the coarse volume along each axis
    :param patch: voxels of a patch's side in a fine volume; even, for the network folds 2 x 2 x 2 voxels
    :param coarse: share of the units that are hidden
    :param fine: share of the patches that are hidden
    :param inside: fine volumes of a study
    """

    side: int = 96
    units: int = 3
    patch: int = 8
    coarse: float = 0.6
    fine: float = 0.75
    inside: int = 3

    def __post_init__(self) -> None:
        if self.size % 16 or self.size % (2 * self.units) or self.size % self.patch or self.patch % 2:
            raise ValueError(f"these sizes do not fit each other: {self}")
        if not self.inside <= self.hidden_units < self.units**3:
            raise ValueError(f"{self.hidden_units} hidden units are too few or too many: {self}")

    @property
    def size(self) -> int:
        """Voxels of a side of every volume that the network sees."""
        return self.side // 2

    @property
    def hidden_units(self) -> int:
        return round(self.coarse * self.units**3)


@dataclass(frozen=True)
class Drawn:
    """One study at both levels.

    :param volumes: ``(1 + K, 4, s, s, s)``: the coarse volume, then the fine ones
    :param hidden: bool ``(1 + K, s, s, s)``
    :param places: ``(K,)``: the unit of the coarse volume that each fine one is, counted z, y, x
    """

    volumes: Tensor
    hidden: Tensor
    places: Tensor


def cube(images: Tensor, side: int) -> Tensor:
    """``(4, z, y, x)`` -> ``(4, side, side, side)``: the middle, with zeros about it."""
    for axis in (1, 2, 3):
        over = images.shape[axis] - side
        if over > 0:
            images = images.narrow(axis, over // 2, side)
    pads = [(side - n) for n in images.shape[1:]]
    return F.pad(images, [p for n in reversed(pads) for p in (n // 2, n - n // 2)])


def draw(images: Tensor, levels: Levels) -> Drawn:
    """Hides and cuts by PyTorch's global generator; fine volumes are hidden units that show something, as far as there are any.

    :param images: ``(4, z, y, x)``, absent sequences zero
    """
    whole = cube(images.float(), levels.side)
    coarse = F.avg_pool3d(whole[None], 2)
    count, size = levels.units**3, levels.size
    order = torch.randperm(count)
    masked = torch.zeros(count, dtype=torch.bool)
    masked[order[: levels.hidden_units]] = True
    shown = F.avg_pool3d((coarse != 0).any(dim=1).float()[:, None], size // levels.units).flatten()
    # Of the hidden units those that show most after a draw: any, but hardly one of air.
    score = torch.where(masked, shown.clamp(max=0.5) + 0.5 * torch.rand(count), torch.full((count,), -1.0))
    places = score.argsort(descending=True)[: levels.inside]
    step = levels.side // levels.units
    corners = torch.stack([places // levels.units**2, places // levels.units % levels.units, places % levels.units], dim=1) * step
    cut = torch.stack([whole[:, z : z + step, y : y + step, x : x + step] for z, y, x in corners.tolist()])
    fine = F.interpolate(cut, size=(size,) * 3, mode="trilinear", align_corners=False)
    hidden = [_enlarged(masked.view(levels.units, levels.units, levels.units), size)]
    along = size // levels.patch
    for _ in places:
        patches = torch.zeros(along**3, dtype=torch.bool)
        patches[torch.randperm(along**3)[: round(levels.fine * along**3)]] = True
        hidden.append(_enlarged(patches.view(along, along, along), size))
    return Drawn(torch.cat([coarse, fine]), torch.stack(hidden), places)


def _enlarged(mask: Tensor, size: int) -> Tensor:
    """Blocks -> voxels."""
    for axis in range(3):
        mask = mask.repeat_interleave(size // mask.shape[axis], dim=axis)
    return mask


class MaskedReconstruction(nn.Module):
    """A trunk, what stands for hidden voxels, a layer that rebuilds, and two that compare levels; only the trunk is kept."""

    ALIGN = 0.1
    TEMPERATURE = 0.1

    def __init__(self, trunk: LesionTrunk, levels: Levels = Levels()) -> None:
        super().__init__()
        self.trunk, self.levels = trunk, levels
        trunk.gate_logits.requires_grad_(False)  # how much a sequence counts is learned from lesions
        width = trunk.FEATURES
        self.token = nn.Parameter(torch.zeros(SLOTS, 8))
        self.rebuild = nn.Conv3d(width, SLOTS * 8, 1)
        self.outer, self.inner = (nn.Sequential(nn.Linear(width, 2 * width), nn.GELU(), nn.Linear(2 * width, width)) for _ in range(2))
        nn.init.normal_(self.token, std=0.02)
        nn.init.normal_(self.rebuild.weight, std=0.01)

    def forward(self, volumes: Tensor, hidden: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """``(N, 4, s, s, s)``, bool ``(N, s, s, s)``, ``(N, 4)`` -> features ``(N, 32, s/2, ...)`` and the rebuilt volumes."""
        mixed = space_to_depth(volumes * (2.0 * self.trunk.gates(present))[:, :, None, None, None])
        token = (self.token * present[:, :, None]).flatten(1)[:, :, None, None, None]
        mixed = torch.where(hidden[:, None, ::2, ::2, ::2], token, mixed)
        features = self.trunk.net(mixed) + self.trunk.presence(present)[:, :, None, None, None]
        return features, depth_to_space(self.rebuild(features))

    def loss(self, images: Tensor, present: Tensor) -> tuple[Tensor, dict[str, float]]:
        """Of one study ``(4, z, y, x)`` with flags ``(4,)``: the sum to learn from, and its parts."""
        study = draw(images, self.levels)
        flags = present[None].expand(len(study.volumes), -1)
        features, rebuilt = self(study.volumes, study.hidden, flags)
        counted = study.hidden[:, None] & (flags > 0.5)[:, :, None, None, None]
        off = (rebuilt.float() - study.volumes).square()
        coarse, fine = (off[part][counted[part]].mean() for part in (slice(0, 1), slice(1, None)))
        align = self._aligned(features.float(), study.places)
        return coarse + fine + self.ALIGN * align, {"coarse": float(coarse.detach()), "fine": float(fine.detach()), "align": float(align.detach())}

    def _aligned(self, features: Tensor, places: Tensor) -> Tensor:
        units = F.adaptive_avg_pool3d(features[:1].detach(), self.levels.units)[0].flatten(1).T
        outer = F.normalize(self.outer(units), dim=1)
        inner = F.normalize(self.inner(features[1:].mean(dim=(2, 3, 4))), dim=1)
        return F.cross_entropy(inner @ outer.T / self.TEMPERATURE, places)
