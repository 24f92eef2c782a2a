"""Random lesions as soft implicit shapes on the model grid: gliomas and white-matter lesions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import ndimage

from ..data import source_labels
from ..preprocess import SHAPE
from .anatomy import Placement
from .config import SynthConfig
from .fields import noise
from .subject import Lesion

VOXEL_ML = 0.008


def _positions(*numbers: int) -> np.ndarray:
    """bool ``(54,)``: which tissue positions are these label numbers."""
    return np.isin(source_labels(), numbers)


def white_matter() -> np.ndarray:
    return _positions(2, 41, 25, 57)


def ventricles() -> np.ndarray:
    return _positions(4, 43, 5, 44, 136, 137, 163, 164, 14, 15, 72)


def fluid() -> np.ndarray:
    return ventricles() | _positions(24)


def parenchyma() -> np.ndarray:
    """bool ``(54,)``: brain tissue, fluid excluded."""
    labels = source_labels()
    return (labels > 0) & (labels < 500) & ~fluid() & ~_positions(30, 62, 72, 85)


@dataclass
class Paint:
    """One tissue class to paint over the images.

    :param box: sub-box of the grid the alpha is defined on
    :param alpha: float32 opacity 0..1 in the box
    :param values: sequence -> intensity relative to that image's white matter
    :param texture: relative deviation of smooth noise inside
    """

    box: tuple[slice, slice, slice]
    alpha: np.ndarray
    values: dict[str, float]
    texture: float


def _box(centre: tuple[int, int, int], reach: float) -> tuple[slice, slice, slice]:
    r = int(np.ceil(reach))
    return tuple(slice(max(0, c - r), min(n, c + r + 1)) for c, n in zip(centre, SHAPE))


def _soft(field: np.ndarray, width: float) -> np.ndarray:
    return np.clip(field / width + 0.5, 0, 1).astype(np.float32)


@dataclass
class GliomaPlan:
    """Size and place of a glioma, drawn before the anatomy is sampled so that mass effect can deform it."""

    centre: tuple[int, int, int]
    radius: float
    push: float
    reach: float


def plan_glioma(rng: np.random.Generator, placement: Placement) -> GliomaPlan | None:
    """Choose the centre in brain tissue (mostly cerebral white matter and cortex), the core radius in mm, the push."""
    coarse = placement.coarse()
    cerebral = np.isin(coarse, np.flatnonzero(_positions(2, 41, 3, 42)))
    anywhere = np.isin(coarse, np.flatnonzero(parenchyma()))
    candidates = np.argwhere(cerebral if rng.random() < 0.88 else anywhere)
    if len(candidates) == 0:
        return None
    centre = tuple(int(c) * 4 + int(rng.integers(0, 4)) for c in candidates[rng.integers(len(candidates))])
    radius = float(np.clip(np.exp(rng.normal(np.log(11.5), 0.45)), 4.0, 28.0))
    push = float(rng.uniform(0, 0.45) * radius) if rng.random() < 0.75 else 0.0
    return GliomaPlan(centre, radius, push, float(rng.uniform(1.2, 2.5) * radius + 6))


def _ellipsoid(rng: np.random.Generator, box: tuple[slice, slice, slice], centre: tuple[int, int, int], low: float) -> np.ndarray:
    """Distance in mm from the centre under a random anisotropic metric."""
    axes = [2.0 * (np.arange(s.start, s.stop, dtype=np.float32) - c) for s, c in zip(box, centre)]
    z, y, x = np.meshgrid(*axes, indexing="ij")
    basis, _ = np.linalg.qr(rng.standard_normal((3, 3)))
    ratio = rng.uniform(low, 1 / low, 3)
    ratio /= np.prod(ratio) ** (1 / 3)
    total = 0.0
    for row, r in zip(basis, ratio):
        total = total + ((row[0] * z + row[1] * y + row[2] * x) / r) ** 2
    return np.sqrt(total)


def glioma(rng: np.random.Generator, plan: GliomaPlan, tissue: np.ndarray, brain: np.ndarray) -> tuple[Lesion, list[Paint]]:
    """Grow the planned glioma in the deformed anatomy.

    :param tissue: uint8 tissue positions at voxel centres
    :param brain: bool: parenchyma with the fluid inside the brain's envelope
    """
    style = rng.choice(["rim", "solid", "patchy", "none"], p=[0.47, 0.10, 0.11, 0.32])
    spread = float(rng.choice([0.0, 1.0, 2.0], p=[0.15, 0.45, 0.40]))
    margin = {0.0: rng.uniform(0, 1.5), 1.0: rng.uniform(2, 7), 2.0: rng.uniform(7, 18)}[spread]
    box = _box(plan.centre, (1.9 * plan.radius + 2.2 * margin + 6) / 2)
    shape = tuple(s.stop - s.start for s in box)
    local = tissue[box]
    inside_brain = brain[box] & ~ventricles()[local]
    distance = _ellipsoid(rng, box, plan.centre, 0.7)
    wobble = rng.uniform(0.12, 0.40) * plan.radius
    core_field = plan.radius - distance + wobble * (0.7 * noise(rng, shape, 7) + 0.35 * noise(rng, shape, 3.5))
    core_alpha = _soft(core_field, rng.uniform(1.5, 4.0)) * inside_brain
    core = (core_field > 0) & inside_brain

    # Oedema follows white matter: cortex, deep grey matter and fluid hold it back.
    affinity = np.where(white_matter()[local], 1.0, np.where(parenchyma()[local], rng.uniform(0.1, 0.7), 0.0)).astype(np.float32)
    affinity = ndimage.uniform_filter(affinity, 3)
    finger = 1 + 0.55 * noise(rng, shape, 8) + 0.3 * noise(rng, shape, 4)
    oedema_field = np.minimum(core_field, 0) + margin * np.clip(finger, 0, 2.2) * (2 * affinity - 0.55)
    oedema_ok = inside_brain & parenchyma()[local]
    oedema_alpha = _soft(oedema_field, rng.uniform(2.0, 5.0)) * oedema_ok * (margin > 1.5)
    whole = core | ((oedema_field > 0) & oedema_ok & (margin > 1.5))

    depth = core_field + 0.25 * plan.radius * noise(rng, shape, 6) * 0.5
    necrosis = np.zeros(shape, dtype=bool)
    enhancing = np.zeros(shape, dtype=bool)
    enhancing_alpha = np.zeros(shape, dtype=np.float32)
    necrosis_alpha = np.zeros(shape, dtype=np.float32)
    if style == "rim":
        rim = rng.uniform(2.5, 7.0)
        start = rng.uniform(-0.5, 1.0)
        thickness = rim * np.clip(1 + 0.35 * noise(rng, shape, 6), 0.35, 2)
        if rng.random() < 0.35:  # an incomplete ring
            thickness = thickness * (noise(rng, shape, 12) > rng.uniform(-1.6, -0.6))
        enhancing_alpha = _soft(core_field - start, 1.8) * (1 - _soft(depth - thickness, 1.8)) * (thickness > 0)
        enhancing = (core_field > start) & (depth < thickness) & core
        necrosis = core & (depth >= thickness) & (core_field > start)
        necrosis_alpha = _soft(depth - thickness, 1.8) * core_alpha
    elif style in ("solid", "patchy"):
        threshold = rng.uniform(-2.2, -0.9) if style == "solid" else rng.uniform(-0.1, 0.9)
        patches = noise(rng, shape, 5 if style == "patchy" else 7) - threshold
        enhancing = core & (patches > 0) & (core_field > 0)
        enhancing_alpha = _soft(patches, 0.6) * core_alpha
    enhancing_alpha = enhancing_alpha * core_alpha

    def draw(low: float, high: float) -> float:
        return float(rng.uniform(low, high))

    mismatch = bool(style == "none" and rng.random() < 0.25)
    oedema_t1 = draw(0.58, 0.90)
    core_t1 = min(draw(0.36, 0.78), oedema_t1 - 0.08)
    necrosis_t1 = draw(0.25, 0.60)
    rim_t1 = draw(0.55, 0.95)
    core_t2 = draw(1.55, 3.0)
    oedema_flair = draw(1.4, 2.1)
    paints = [
        Paint(box, oedema_alpha * draw(0.75, 1.0), {
            "T1": oedema_t1, "T1C": oedema_t1 * draw(0.95, 1.08), "T2": draw(1.5, 2.5), "FLAIR": oedema_flair}, 0.10),
        Paint(box, core_alpha * draw(0.85, 1.0), {
            "T1": core_t1, "T1C": core_t1 * draw(0.95, 1.12), "T2": core_t2,
            "FLAIR": draw(0.6, 1.1) if mismatch else oedema_flair * draw(0.6, 1.12)}, 0.13),
        Paint(box, enhancing_alpha, {
            "T1": rim_t1, "T1C": draw(1.2, 2.3), "T2": draw(1.2, 2.2), "FLAIR": oedema_flair * draw(0.65, 1.05)}, 0.15),
        Paint(box, necrosis_alpha, {
            "T1": necrosis_t1, "T1C": necrosis_t1 * draw(0.95, 1.2), "T2": draw(2.0, 3.7), "FLAIR": draw(0.4, 1.6)}, 0.15),
    ]

    def full(mask: np.ndarray) -> np.ndarray:
        out = np.zeros(SHAPE, dtype=bool)
        out[box] = mask
        return out

    oedema_ml = float((whole & ~core).sum()) * VOXEL_ML
    lesion = Lesion("glioma", full(whole), full(core), full(enhancing & core), full(necrosis), plan.centre, {
        "enhancement": str(style) if (enhancing & core).sum() * VOXEL_ML > 0.1 else "none",
        "necrosis": bool(necrosis.sum() * VOXEL_ML > 0.2),
        "oedema": "none" if oedema_ml < 1 else ("mild" if oedema_ml < 20 else "marked"),
        "mass_effect": "none" if plan.push < 1.5 else ("mild" if plan.push < 5 else "marked"),
        "mismatch": mismatch,
    })
    return lesion, paints


def benign_rim(rng: np.random.Generator, tissue: np.ndarray) -> list[Paint]:
    """The thin, faintly bright band about the ventricles of healthy people: drawn, and never labelled."""
    lateral = np.isin(tissue, np.flatnonzero(ventricles())).astype(np.float32)
    near = ndimage.gaussian_filter(lateral, rng.uniform(0.8, 1.4), truncate=2.5)
    tissue_only = np.isin(tissue, np.flatnonzero(parenchyma()))
    alpha = np.clip(near * rng.uniform(1.5, 3.0) * (1 + 0.5 * noise(rng, SHAPE, 8)), 0, 1).astype(np.float32) * tissue_only
    values = {"T1": float(rng.uniform(0.86, 1.0)), "T2": float(rng.uniform(1.1, 1.5)), "FLAIR": float(rng.uniform(1.15, 1.5))}
    values["T1C"] = values["T1"]
    return [Paint(tuple(slice(0, n) for n in SHAPE), alpha, values, 0.05)]


def white_matter_lesions(rng: np.random.Generator, tissue: np.ndarray) -> tuple[list[Lesion], list[Paint]]:
    """Periventricular caps and bands, and deep foci, with Fazekas-like grades 0-3 for each."""
    wm = np.isin(tissue, np.flatnonzero(white_matter()))
    paints: list[Paint] = []
    lesions: list[Lesion] = []
    empty = np.zeros(SHAPE, dtype=bool)
    everywhere = tuple(slice(0, n) for n in SHAPE)
    values = {"T1": float(rng.uniform(0.62, 0.92)), "T2": float(rng.uniform(1.5, 2.3)), "FLAIR": float(rng.uniform(1.55, 2.1))}
    values["T1C"] = values["T1"]
    periventricular = int(rng.integers(0, 4))
    deep = int(rng.integers(0 if periventricular else 1, 4))
    if periventricular:
        lateral = np.isin(tissue, np.flatnonzero(_positions(4, 43, 136, 163))).astype(np.float32)
        reach = {1: 1.1, 2: 1.8, 3: 3.0}[periventricular] * rng.uniform(0.85, 1.2)
        near = ndimage.gaussian_filter(lateral, reach, truncate=2.5)
        level = rng.uniform(0.16, 0.24)
        field = near - level * np.clip(1.1 + (0.9 if periventricular < 3 else 0.6) * noise(rng, SHAPE, 6), 0.35, 4)
        alpha = _soft(field, 0.12) * wm
        mask = (field > 0) & wm
        if mask.sum() * VOXEL_ML > 0.1:
            paints.append(Paint(everywhere, alpha, values, 0.08))
            centre = tuple(int(v) for v in np.argwhere(mask)[rng.integers(int(mask.sum()))])
            lesions.append(Lesion("wmh-periventricular", mask, empty, empty, empty, centre, {"fazekas": periventricular}))
    if deep:
        inner = ndimage.uniform_filter(wm.astype(np.float32), 3) > 0.7
        places = np.argwhere(inner)
        count = int(rng.integers(*{1: (1, 7), 2: (5, 16), 3: (12, 32)}[deep])) if len(places) else 0
        for _ in range(count):
            centre = tuple(int(v) for v in places[rng.integers(len(places))])
            radius = float(np.clip(np.exp(rng.normal(np.log({1: 2.4, 2: 3.0, 3: 3.8}[deep]), 0.35)), 1.8, 9.0))
            box = _box(centre, radius + 3)
            field = radius - _ellipsoid(rng, box, centre, 0.6) + 0.25 * radius * noise(rng, tuple(s.stop - s.start for s in box), 4)
            mask = empty.copy()
            mask[box] = (field > 0) & wm[box]
            if mask.sum() < 2:
                continue
            focus = {k: 1 + (v - 1) * float(rng.uniform(0.8, 1.15)) for k, v in values.items()}
            paints.append(Paint(box, _soft(field, 2.0) * wm[box], focus, 0.05))
            lesions.append(Lesion("wmh-deep", mask, empty, empty, empty, centre, {"fazekas": deep}))
    return lesions, paints


def wants(rng: np.random.Generator, config: SynthConfig) -> tuple[bool, bool]:
    """Whether this subject has a glioma, and white-matter lesions."""
    if rng.random() < config.healthy:
        return False, False
    return bool(rng.random() < config.glioma), bool(rng.random() < config.white_matter_lesions)
