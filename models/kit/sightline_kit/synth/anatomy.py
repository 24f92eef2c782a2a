"""Random anatomy: a label map placed on the model grid by a random affine, elastic and mass-effect deformation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy import ndimage

from .. import data
from ..preprocess import MARGIN_VOXELS, SHAPE
from .config import SynthConfig
from .fields import expand

_TOP = SHAPE[0] - 1 - MARGIN_VOXELS


@dataclass(frozen=True)
class _Landmarks:
    """Anchors of one label map in its own voxels (z, y, x): top and centre of head and of brain, brain centre."""

    head: np.ndarray
    brain: np.ndarray
    centre: np.ndarray


def _anchor(mask: np.ndarray) -> np.ndarray:
    top = int(np.flatnonzero(mask.sum(axis=(1, 2)) >= 320)[-1])
    slab = mask[max(0, top - 150) : top + 1]
    middle = []
    for axis in (1, 2):
        used = np.flatnonzero(slab.sum(axis=tuple(a for a in range(3) if a != axis)) >= 320)
        middle.append((used[0] + used[-1]) / 2)
    return np.array([top, *middle], dtype=np.float32)


@lru_cache(maxsize=32)
def _landmarks(name: str) -> _Landmarks:
    tissue = data.load_label_map(name).tissue
    parenchyma = data.structure_lookup()[tissue] > 0
    centre = np.array([m.mean() for m in np.nonzero(parenchyma)], dtype=np.float32)
    return _Landmarks(_anchor(tissue > 0), _anchor(parenchyma), centre)


@dataclass
class Placement:
    """Where every voxel of the model grid lies in the label map.

    :param name: label map
    :param points: float32 ``(3, 96, 112, 80)``: source voxel (z, y, x) of each target voxel
    :param mirrored: whether left and right are exchanged (labels are swapped on sampling)
    """

    name: str
    points: np.ndarray
    mirrored: bool

    def sample(self, taps: bool = True) -> tuple[np.ndarray, list[np.ndarray]]:
        """Tissue positions, uint8 ``(96, 112, 80)``: at the voxel centre, and at four corners of a 2 mm cell.

        The corners (a tetrahedron) give partial volume: average the intensities of their tissues.
        """
        tissue = data.load_label_map(self.name).tissue
        limit = np.array(tissue.shape) - 2
        lookup = data.mirror_lookup() if self.mirrored else np.arange(len(data.source_labels()), dtype=np.uint8)
        flat = lookup[tissue].ravel()
        strides = np.array([tissue.shape[1] * tissue.shape[2], tissue.shape[2], 1])
        low = np.zeros(SHAPE, dtype=np.int32)
        near = np.zeros(SHAPE, dtype=np.int32)
        inside = np.ones(SHAPE, dtype=bool)
        for axis in range(3):
            p = self.points[axis]
            inside &= (p >= 0) & (p <= limit[axis])
            clipped = np.clip(p, 0, limit[axis])
            low += clipped.astype(np.int32) * strides[axis]
            near += (clipped + 0.5).astype(np.int32) * strides[axis]
        centre = np.where(inside, flat[near], 0)
        if not taps:
            return centre, []
        z, y, x = strides
        return centre, [np.where(inside, flat[low + o], 0) for o in (0, z + y, z + x, y + x)]

    def coarse(self, step: int = 4) -> np.ndarray:
        """Tissue positions at every ``step``-th voxel, to choose places on before mass effect is known."""
        part = Placement(self.name, self.points[:, ::step, ::step, ::step], self.mirrored)
        tissue = data.load_label_map(self.name).tissue
        index = tuple(np.clip(np.rint(part.points[a]), 0, tissue.shape[a] - 1).astype(int) for a in range(3))
        found = tissue[index]
        return data.mirror_lookup()[found] if self.mirrored else found

    def push(
        self, centre: tuple[int, int, int], radius: float, strength: float, reach: float, hold: np.ndarray | None = None
    ) -> None:
        """Mass effect: tissue around ``centre`` (voxels) is displaced outward by up to ``strength`` mm.

        A negative strength draws tissue towards the centre. ``hold`` (float 0..1 on the grid) scales the displacement,
        so that bone can stay where it is.

        The displacement fades as a Gaussian of ``reach`` mm outside ``radius`` mm; it stays monotone because the
        strength is bounded by half the reach.
        """
        strength = max(min(strength, 0.5 * reach), -0.4 * radius)
        axes = [2.0 * (np.arange(n, dtype=np.float32) - c) for n, c in zip(SHAPE, centre)]
        delta = np.meshgrid(*axes, indexing="ij")
        distance = np.sqrt(sum(d * d for d in delta)) + 1e-3
        outside = np.clip(distance - radius, 0, None)
        inner = np.clip(distance / max(radius, 1.0), 0, 1)
        amount = strength * inner * np.exp(-0.5 * (outside / reach) ** 2) / distance
        if hold is not None:
            amount = amount * hold
        signs = (1.0, 1.0, -1.0 if self.mirrored else 1.0)
        for axis in range(3):
            self.points[axis] -= signs[axis] * amount * delta[axis]

    def widen(self, mask: np.ndarray, amount: np.ndarray | float, reach: float, overlap: float = 1.0, smooth: bool = False) -> np.ndarray:
        """Everything about ``mask`` moves away from it by ``amount`` mm, as when a ventricle fills or blood collects.

        A voxel at most ``amount`` from the mask then lies ``overlap`` mm inside it; beyond, the displacement fades over
        ``reach`` mm (which is kept above the amount, so the deformation stays monotone).

        :param mask: bool at every second voxel, ``(48, 56, 40)``
        :param amount: mm, a number or an array of the mask's shape
        :param smooth: round the displacement off, at the price of moving the edge of the mask itself a little
        :returns: distance in mm from the mask at every second voxel, float32
        """
        distance = ndimage.distance_transform_edt(~mask, sampling=4.0).astype(np.float32)
        distance = np.maximum(distance - 2.0, 0)  # voxel centres lie half a voxel from the border
        blurred = ndimage.gaussian_filter(distance, 1.5 if smooth else 1.0, truncate=2.5)
        normal = np.stack(np.gradient(blurred))
        normal /= np.sqrt((normal**2).sum(axis=0)) + 1e-3
        full = np.asarray(amount, dtype=np.float32) + overlap * (np.asarray(amount) > 0)
        fade = np.maximum(reach, 1.5 * full)
        move = np.minimum(distance + overlap, full * np.exp(-np.clip(distance - full + overlap, 0, None) / fade))
        move = np.where(mask, 0, move)
        for axis in range(3):
            sign = -1.0 if self.mirrored and axis == 2 else 1.0
            shift = refine(move * normal[axis])
            self.points[axis] -= sign * (ndimage.uniform_filter(shift, 4) if smooth else shift)
        return distance


def refine(coarse: np.ndarray) -> np.ndarray:
    """From every second voxel to the whole grid, linear; float32."""
    out = np.asarray(coarse, dtype=np.float32)
    for axis in range(3):
        out = np.moveaxis(out, axis, 0)
        between = np.concatenate([(out[:-1] + out[1:]) / 2, out[-1:]])
        out = np.moveaxis(np.stack([out, between], axis=1).reshape(-1, *out.shape[1:]), 0, axis)
    return np.ascontiguousarray(out)


def _rotation(angles: np.ndarray) -> np.ndarray:
    matrix = np.eye(3)
    for axis, angle in enumerate(np.deg2rad(angles)):
        i, j = [a for a in range(3) if a != axis]
        turn = np.eye(3)
        turn[i, i] = turn[j, j] = np.cos(angle)
        turn[i, j], turn[j, i] = -np.sin(angle), np.sin(angle)
        matrix = matrix @ turn
    return matrix


def place(rng: np.random.Generator, config: SynthConfig, stripped: bool) -> Placement:
    """Draw a label map and a deformation. The head (or brain) lies where the run-time crop would put it."""
    names = config.maps or tuple(data.map_names())
    name = names[rng.integers(len(names))]
    marks = _landmarks(name)
    anchor = marks.brain if stripped else marks.head
    mirrored = bool(rng.random() < 0.5)
    scale = 1 + rng.uniform(-config.scale, config.scale, 3) + rng.uniform(-0.04, 0.04)
    turn = _rotation(rng.normal(0, config.rotation, 3))
    shear = np.eye(3) + rng.normal(0, 0.02, (3, 3)) * (1 - np.eye(3))
    matrix = turn @ shear @ np.diag(scale)
    offset = (anchor - marks.centre) / scale + rng.normal(0, 2.0, 3)
    axes = [np.arange(n, dtype=np.float32) * 2.0 for n in SHAPE]
    axes[0] = axes[0] - 2.0 * _TOP + offset[0]
    axes[1] = axes[1] - SHAPE[1] + offset[1]
    axes[2] = axes[2] - SHAPE[2] + offset[2]
    if mirrored:  # about the anchor, so the head stays in view
        axes[2] = 2 * offset[2] - axes[2]
    z, y, x = axes[0][:, None, None], axes[1][None, :, None], axes[2][None, None, :]
    points = np.empty((3, *SHAPE), dtype=np.float32)
    deviation = config.elastic * rng.uniform(0.3, 1.0)
    for axis in range(3):
        row = matrix[axis].astype(np.float32)
        points[axis] = row[0] * z + row[1] * y + row[2] * x + marks.centre[axis]
        points[axis] += expand(rng.standard_normal((8, 9, 7)) * 2.0 * deviation, SHAPE)
    return Placement(name, points, mirrored)
