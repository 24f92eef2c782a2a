"""The two vision trunks: small residual U-Nets that work at 4 mm and predict at 2 mm.

A 2 mm volume is folded 2 x 2 x 2 into channels (space to depth), so every convolution runs on an eighth of the
voxels; one 1x1x1 head that also sees the folded input predicts the eight sub-voxels of each 4 mm voxel. Tensors
are ``(N, C, z, y, x)``.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .group_norm import GroupNorm
from .labels import CLASS_COUNT, LESION_CHANNELS, SEQUENCES
from .preprocess import SHAPE
from .synth.kinds import KINDS

SLOTS = len(SEQUENCES)
Z0, Y0, Y1 = SHAPE[0] - 80, 8, SHAPE[1] - 8
"""The box of the model grid that the lesion trunk looks at: z from Z0, y from Y0 to Y1, all of x."""
NOTHING = -12.0
"""Lesion logit outside that box."""


def space_to_depth(x: Tensor) -> Tensor:
    """``(N, C, 2z, 2y, 2x)`` -> ``(N, 8C, z, y, x)``; the eight parts of one channel stay together."""
    n, c, d, h, w = x.shape
    x = x.reshape(n, c, d // 2, 2, h // 2, 2, w // 2, 2)
    return x.permute(0, 1, 3, 5, 7, 2, 4, 6).reshape(n, c * 8, d // 2, h // 2, w // 2)


def depth_to_space(x: Tensor) -> Tensor:
    """Inverse of :func:`space_to_depth`."""
    n, c, d, h, w = x.shape
    x = x.reshape(n, c // 8, 2, 2, 2, d, h, w)
    return x.permute(0, 1, 5, 2, 6, 3, 7, 4).reshape(n, c // 8, d * 2, h * 2, w * 2)


NORM_GROUPS = 8
"""Groups of channels of every GroupNorm: the widths of all levels and blocks are multiples of it."""


class Residual(nn.Module):
    """Two 3x3x3 convolutions with GroupNorm around a skip connection.

    Between the two a block has as many channels as it gives, or fewer where it was pruned: loaded weights say how many.
    """

    def __init__(self, inputs: int, outputs: int, stride: int = 1) -> None:
        super().__init__()
        self.first = nn.Conv3d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        self.norm1 = GroupNorm(NORM_GROUPS, outputs)
        self.second = nn.Conv3d(outputs, outputs, 3, padding=1, bias=False)
        self.norm2 = GroupNorm(NORM_GROUPS, outputs)
        same = inputs == outputs and stride == 1
        self.skip = nn.Identity() if same else nn.Conv3d(inputs, outputs, 1, stride=stride, bias=False)

    def forward(self, x: Tensor) -> Tensor:
        y = F.relu(self.norm1(self.first(x)))
        return F.relu(self.norm2(self.second(y)) + self.skip(x))

    @property
    def inner(self) -> int:
        """Channels between the two convolutions."""
        return self.first.weight.shape[0]

    def keep(self, channels: Tensor) -> None:
        """Keeps these channels (ascending numbers) of the inner ones. Parameters stay the same objects: optimisers know them.

        :raises ValueError: when they cannot be normalised in the groups that there are
        """
        if not len(channels) or len(channels) % NORM_GROUPS:
            raise ValueError(f"{len(channels)} inner channels are no multiple of {NORM_GROUPS}")
        for parameter in (self.first.weight, self.norm1.weight, self.norm1.bias):
            parameter.data = parameter.data[channels].clone()
        self.second.weight.data = self.second.weight.data[:, channels].clone()
        self._renamed()

    def fit(self, inner: int) -> None:
        """Room for so many inner channels; where that is not what there was, the weights are to be loaded."""
        if inner != self.inner:
            known = torch.arange(inner) % self.inner
            self.keep(known)

    def _renamed(self) -> None:
        self.first.out_channels = self.norm1.num_channels = self.second.in_channels = self.inner

    def _load_from_state_dict(self, state_dict: dict[str, Tensor], prefix: str, *rest) -> None:
        """PyTorch calls this before it loads the parts of the block."""
        if (weight := state_dict.get(f"{prefix}first.weight")) is not None:
            self.fit(len(weight))
        super()._load_from_state_dict(state_dict, prefix, *rest)


def fit_widths(module: nn.Module, state: dict[str, Tensor], prefix: str = "") -> None:
    """Gives every block of ``module`` the inner channels that it has in ``state``, whose names begin with ``prefix``."""
    for name, block in module.named_modules():
        weight = state.get(f"{prefix}{name}.first.weight")
        if isinstance(block, Residual) and weight is not None:
            block.fit(len(weight))


def widths_in(state: dict[str, Tensor], prefix: str = "") -> tuple[int, ...]:
    """Widths of the levels of a trunk whose weights these are.

    :raises ValueError: when they are of no trunk
    """
    if (stem := state.get(f"{prefix}net.stem.weight")) is None:
        raise ValueError(f"these are no weights of a trunk of this version of the kit: {prefix}net.stem.weight is missing")
    widths = [len(stem)]
    while (weight := state.get(f"{prefix}net.down.{len(widths) - 1}.second.weight")) is not None:
        widths.append(len(weight))
    return tuple(widths)


class UNet(nn.Module):
    """Encoder-decoder over ``widths`` (one level per factor 2); returns the features of the first level."""

    def __init__(self, inputs: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.stem = nn.Conv3d(inputs, widths[0], 3, padding=1, bias=False)
        self.stem_norm = GroupNorm(NORM_GROUPS, widths[0])
        self.entry = Residual(widths[0], widths[0])
        pairs = list(zip(widths, widths[1:]))
        self.down = nn.ModuleList(Residual(a, b, stride=2) for a, b in pairs)
        self.reduce = nn.ModuleList(nn.Conv3d(b, a, 1, bias=False) for a, b in pairs)
        self.up = nn.ModuleList(Residual(2 * a, a) for a, _ in pairs)

    def forward(self, x: Tensor) -> Tensor:
        x = self.entry(F.relu(self.stem_norm(self.stem(x))))
        skips = []
        for down in self.down:
            skips.append(x)
            if down is self.down[-1]:
                # oneDNN's bfloat16 backward pass is wrong (sometimes infinite) on very small grids; cheap in float32.
                with torch.autocast(x.device.type, enabled=False):
                    x = down(x.to(self.stem.weight.dtype))
            else:
                x = down(x)
        for reduce, up, skip in zip(reversed(self.reduce), reversed(self.up), reversed(skips)):
            x = reduce(x)
            with torch.autocast(x.device.type, enabled=False):  # it would upsample in float32, at twice the cost
                x = F.interpolate(x, scale_factor=2.0, mode="trilinear", align_corners=False)
            x = up(torch.cat([x, skip], dim=1))
        return x


def _initialise(module: nn.Module) -> None:
    for part in module.modules():
        if isinstance(part, nn.Conv3d):
            nn.init.kaiming_normal_(part.weight, nonlinearity="relu")
            if part.bias is not None:
                nn.init.zeros_(part.bias)


class SubVoxelHead(nn.Module):
    """1x1x1 layers from 4 mm features and the folded input to ``classes`` logits in each of eight sub-voxels.

    :param middle: width of a second hidden layer; 0 for none
    """

    def __init__(self, features: int, folded: int, hidden: int, classes: int, bias: float = 0.0, middle: int = 0) -> None:
        super().__init__()
        self.mix = nn.Conv3d(features + folded, hidden, 1)
        self.middle = nn.Conv3d(hidden, middle, 1) if middle else None
        self.out = nn.Conv3d(middle or hidden, classes * 8, 1)
        self.bias = bias

    def reset(self) -> None:
        nn.init.normal_(self.out.weight, std=0.01)
        nn.init.constant_(self.out.bias, self.bias)

    def forward(self, features: Tensor, folded: Tensor) -> Tensor:
        """``(N, 8 * classes, z, y, x)`` at 4 mm: still folded."""
        return self.cells(torch.cat([features, folded], dim=1))

    def cells(self, joined: Tensor) -> Tensor:
        """The same from the joined ``(N, features + folded, ...)``."""
        x = F.relu(self.mix(joined))
        if self.middle is not None:
            x = F.relu(self.middle(x))
        return self.out(x)


class LesionTrunk(nn.Module):
    """Four optional sequence slots, mixed by learned gates, to four sigmoid lesion channels.

    Each slot has its own stem weights; a slot's contribution is scaled by its gate, a softmax of learned scalars
    over the present slots, so that the gates say how much each sequence counts.
    """

    WIDTHS = (32, 48, 96, 128)
    FEATURES = WIDTHS[0]
    CLASSES = len(LESION_CHANNELS)

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        """:param widths: of the network's levels; the first is what leaves the trunk and always `FEATURES`"""
        super().__init__()
        self.gate_logits = nn.Parameter(torch.zeros(SLOTS))
        self.presence = nn.Linear(SLOTS, self.FEATURES, bias=False)
        self.net = UNet(SLOTS * 8, widths)
        self.head = SubVoxelHead(self.FEATURES, SLOTS * 8, 128, self.CLASSES, bias=-3.0, middle=64)
        _initialise(self)
        self.head.reset()
        nn.init.normal_(self.presence.weight, std=0.02)

    def gates(self, present: Tensor) -> Tensor:
        """``(N, 4)`` of 0/1 -> ``(N, 4)``: softmax over the present slots, exactly 0 for absent ones."""
        weights = torch.exp(self.gate_logits - self.gate_logits.max()) * present
        return weights / weights.sum(dim=1, keepdim=True).clamp_min(1e-6)

    def forward(self, images: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """``(N, 4, z, y, x)`` and ``(N, 4)`` -> features ``(N, 32, z/2, ...)``, logits ``(N, 4, z, ...)``, gates.

        On the whole model grid only the box of 80 x 96 x 80 that holds the brain is looked at, as in training:
        GroupNorm takes its statistics over the volume, and a network that was trained on 64^3 crops called three
        times too much on the whole grid. Outside the box features are 0 and logits :data:`NOTHING`.
        """
        if images.shape[2:] == SHAPE:
            box = images[:, :, Z0:, Y0:Y1, :]
            features, logits, gates = self._boxed(box, present)
            features = F.pad(features, (0, 0, Y0 // 2, (SHAPE[1] - Y1) // 2, Z0 // 2, 0))
            logits = F.pad(logits, (0, 0, Y0, SHAPE[1] - Y1, Z0, 0), value=NOTHING)
            return features, logits, gates
        return self._boxed(images, present)

    def _boxed(self, images: Tensor, present: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        gates = self.gates(present)
        # Absent slots are silent whatever they hold; twice the gate keeps one to four inputs near unit scale.
        mixed = space_to_depth(images * (2.0 * gates)[:, :, None, None, None])
        features = self.net(mixed) + self.presence(present)[:, :, None, None, None]
        logits = depth_to_space(self.head(features, mixed))
        return features, logits if self.training else nested(logits), gates


def nested(logits: Tensor) -> Tensor:
    """Every kind lies within a lesion: no channel's logit is above the first's. ``(N, C, z, y, x)``."""
    return torch.cat([logits[:, :1], torch.minimum(logits[:, 1:], logits[:, :1])], dim=1)


class AnatomyTrunk(nn.Module):
    """The best present sequence (T1, T1C, T2, FLAIR in that order) to 31 structures and background.

    The network is told which slot it sees by one-hot channels. Without batch statistics it needs the whole head in
    view to tell left from right.
    """

    WIDTHS = (32, 64, 96, 160)
    FEATURES = WIDTHS[0]
    CLASSES = CLASS_COUNT

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        """:param widths: of the network's levels; the first is what leaves the trunk and always `FEATURES`"""
        super().__init__()
        # 8 folded input channels + 4 one-hot, padded with zeros to 16: oneDNN's fast path.
        self.net = UNet(16, widths)
        self.head = SubVoxelHead(self.FEATURES, 8, 96, self.CLASSES)
        _initialise(self)
        self.head.reset()

    @staticmethod
    def chosen(present: Tensor) -> Tensor:
        """``(N, 4)`` of 0/1 -> one-hot ``(N, 4)`` of the first present slot."""
        earlier = torch.cumsum(present, dim=1) - present
        return present * (earlier < 0.5).to(present.dtype)

    def encode(self, images: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """``(N, 4, z, y, x)``, ``(N, 4)`` -> features ``(N, 32, z/2, ...)`` and the folded input ``(N, 8, ...)``."""
        choice = self.chosen(present)
        image = (images * choice[:, :, None, None, None]).sum(dim=1, keepdim=True)
        folded = space_to_depth(image)
        n, _, d, h, w = folded.shape
        slot = choice[:, :, None, None, None].expand(n, SLOTS, d, h, w)
        return self.net(torch.cat([folded, slot, torch.zeros_like(slot)], dim=1)), folded

    def forward(self, images: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """Features ``(N, 32, z/2, y/2, x/2)`` and logits ``(N, 32, z, y, x)``."""
        features, folded = self.encode(images, present)
        return features, depth_to_space(self.head(features, folded))


class KindTrunk(nn.Module):
    """All present sequences to the kind of lesion in every 4 mm cell, or none.

    It looks from afar: 4 x 4 x 4 voxels of all sequences are one cell of 8 mm, so that it can
    see thousands of brains in an hour on two cores. What a lesion is called hangs on its
    place, its neighbours and its brightness in each sequence; where exactly it ends is the lesion trunk's work.
    It sees every image twice, as it comes and on the scale of :func:`relative.relative`, and with every cell the one across
    the midline of the grid, which is the first thing that a reader compares.
    """

    WIDTHS = (48, 96, 160)
    CLASSES = len(KINDS) + 1
    PATCH = 64
    FINE = 32

    def __init__(self, widths: tuple[int, ...] = WIDTHS) -> None:
        """:param widths: of the network's levels; the first is what candidates are judged by and always that of `WIDTHS`"""
        super().__init__()
        self.patch = nn.Conv3d(2 * SLOTS * 64, self.PATCH, 1, bias=False)
        self.fine = nn.Conv3d(2 * SLOTS * 8, self.FINE, 1)
        self.grain = nn.Conv3d(self.FINE * 8, self.PATCH, 1, bias=False)
        self.presence = nn.Linear(SLOTS, self.PATCH)
        self.net = UNet(2 * self.PATCH, widths)
        self.head = SubVoxelHead(self.WIDTHS[0], self.PATCH, 128, self.CLASSES)
        _initialise(self)
        self.head.reset()
        with torch.no_grad():
            self.grain.weight.zero_()
            self.head.out.bias[:8] = 6.0  # nothing, in all eight sub-cells: most cells hold no lesion

    def forward(self, images: Tensor, compared: Tensor, present: Tensor) -> Tensor:
        """Two of ``(N, 4, z, y, x)``, absent slots zero, and ``(N, 4)`` -> logits ``(N, 17, z/2, y/2, x/2)``: nothing, then :data:`KINDS`.

        On the whole model grid it looks at the lesion trunk's box; outside of it there is nothing.

        :param compared: the images on their own scale of brightness
        """
        return self.look(images, compared, present)[0]

    def look(self, images: Tensor, compared: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        """The logits, and the features that they are told from, ``(N, 48, z/4, y/4, x/4)``; those are 0 outside the box."""
        if images.shape[2:] != SHAPE:
            return self._boxed(images, compared, present)
        logits, features = self._boxed(*(x[:, :, Z0:, Y0:Y1, :] for x in (images, compared)), present)
        around = (0, 0, Y0 // 2, (SHAPE[1] - Y1) // 2, Z0 // 2, 0)
        whole = torch.cat([F.pad(logits[:, :1], around, value=-NOTHING), F.pad(logits[:, 1:], around, value=0.0)], dim=1)
        return whole, F.pad(features, tuple(n // 2 for n in around))

    def _boxed(self, images: Tensor, compared: Tensor, present: Tensor) -> tuple[Tensor, Tensor]:
        folded = space_to_depth(torch.cat([images, compared], dim=1))
        grain = self.grain(space_to_depth(F.relu(self.fine(folded))))
        cells = self.patch(space_to_depth(folded)) + grain + self.presence(present)[:, :, None, None, None]
        features = self.net(torch.cat([cells, cells.flip(-1)], dim=1))
        return depth_to_space(self.head(features, cells)), features


DEEP = LesionTrunk.FEATURES + AnatomyTrunk.FEATURES
"""Channels of deep features that both trunks give together."""
