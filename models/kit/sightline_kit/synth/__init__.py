"""Synthetic brain MR studies with complete truth, drawn from label maps (SynthSeg-style, with realistic priors)."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .. import data, preprocess
from ..labels import SEQUENCES
from . import appearance, lesions
from .anatomy import place
from .config import SynthConfig
from .subject import Lesion, Subject

__all__ = ["Lesion", "Subject", "SynthConfig", "sample_subject"]


def _choose(rng: np.random.Generator, config: SynthConfig) -> tuple[str, ...]:
    weights = np.array([w for _, w in config.subsets])
    return config.subsets[rng.choice(len(weights), p=weights / weights.sum())][0]


def _envelope(rng: np.random.Generator, parenchyma: np.ndarray, allowed: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The brain's envelope (bool) and a soft skull-stripping mask of varying tightness (float32)."""
    smooth = ndimage.gaussian_filter(parenchyma.astype(np.float32), 1.5, truncate=2.5)
    tight = rng.uniform(0.22, 0.5)
    envelope = preprocess.fill_holes(((smooth > tight) | parenchyma) & allowed)
    return envelope, envelope.astype(np.float32)


def sample_subject(
    rng: np.random.Generator,
    config: SynthConfig | None = None,
    sequences: tuple[str, ...] | None = None,
) -> Subject:
    """Draw one subject. Equal generators and settings give equal subjects.

    :param sequences: render exactly these; None draws a subset by ``config.subsets``
    """
    config = config or SynthConfig()
    stripped = bool(rng.random() < config.stripped)
    drawn = _choose(rng, config)
    sequences = sequences or drawn
    with_glioma, with_white = lesions.wants(rng, config)
    placement = place(rng, config, stripped)
    plan = lesions.plan_glioma(rng, placement) if with_glioma else None
    if plan is not None and plan.push > 0:
        placement.push(plan.centre, plan.radius, plan.push, plan.reach)
    tissue, taps = placement.sample()
    structures = data.structure_lookup()[tissue]
    parenchyma = lesions.parenchyma()[tissue] | lesions.ventricles()[tissue]
    not_skull = (data.source_labels() < 500)[tissue] | (data.source_labels() == 514)[tissue]
    envelope, keep = _envelope(rng, parenchyma, not_skull & (tissue > 0))
    instances: list[Lesion] = []
    paints: list[lesions.Paint] = []
    if rng.random() < 0.7:
        paints += lesions.benign_rim(rng, tissue)
    if with_white:
        found, paint = lesions.white_matter_lesions(rng, tissue)
        instances += found
        paints += paint
    if plan is not None:
        tumour, paint = lesions.glioma(rng, plan, tissue, envelope)
        if tumour.core.sum() * lesions.VOXEL_ML > 0.15:
            for other in instances:
                other.mask &= ~tumour.mask
            instances = [i for i in instances if i.mask.any()]
            instances.append(tumour)
            paints += paint
    images = {}
    for name in SEQUENCES:
        if name in sequences:
            raw = appearance.render(rng, name, taps, paints, keep if stripped else None)
            images[name] = preprocess.normalise(raw)
    truth = np.zeros((4, *preprocess.SHAPE), dtype=bool)
    for instance in instances:
        truth[0] |= instance.mask
        truth[1] |= instance.core
        truth[2] |= instance.enhancing
        if instance.kind.startswith("wmh"):
            truth[3] |= instance.mask
    return Subject(images, structures, parenchyma | truth[0], truth, instances, stripped, placement.name)
