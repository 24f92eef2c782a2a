"""Synthetic brain MR studies with complete truth, drawn from label maps (SynthSeg-style, with realistic priors)."""

from __future__ import annotations

import numpy as np
from scipy import ndimage

from .. import data, preprocess
from ..labels import LESION_CHANNELS, SEQUENCES
from . import appearance, lesions
from .anatomy import place
from .conditions import Conditions, draw_conditions
from .config import SynthConfig, wide
from .subject import Lesion, Subject

__all__ = ["Lesion", "Subject", "SynthConfig", "sample_subject", "wide"]


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
    diseases, with_white, healthy = lesions.wants(rng, config)
    conditions = Conditions() if healthy else draw_conditions(rng, config)
    placement = place(rng, config, stripped)
    conditions.deform(rng, placement)
    plans = []
    for disease in diseases:
        plan = lesions.plan(rng, disease, placement)
        if plan is not None:
            plan.deform(placement)
            plans.append(plan)
    scene = lesions.Scene(*placement.sample())
    conditions.carve(scene)
    outside = [mask for mask in (plan.carve(rng, scene) for plan in plans) if mask is not None]
    tissue = scene.tissue
    structures = data.structure_lookup()[tissue]
    parenchyma = lesions.parenchyma()[tissue] | lesions.ventricles()[tissue]
    not_skull = (data.source_labels() < 500)[tissue] | (data.source_labels() == 514)[tissue]
    scene.brain, keep = _envelope(rng, parenchyma, not_skull & (tissue > 0))
    for mask in outside:
        keep = np.maximum(keep, mask)
    instances: list[Lesion] = []
    paints: list[lesions.Paint] = []
    if rng.random() < 0.7:
        paints += lesions.benign_rim(rng, tissue)
    if config.variants and rng.random() < config.variants:
        paints += lesions.normal_variants(rng, scene)
    if with_white:
        found, paint = lesions.white_matter_lesions(rng, tissue)
        instances += found
        paints += paint
    main: list[Lesion] = []
    for plan in reversed(plans):  # what has taken room outside the brain comes first
        found, paint = plan.draw(rng, scene)
        if not found or any((new.mask & old.mask).any() for new in found for old in main):
            continue  # two diseases in one place: only the first is drawn
        main += found
        paints += paint
    for white in instances:
        for other in main:
            white.mask &= ~other.mask
    instances = [i for i in instances if i.mask.any()] + main
    images = {}
    for name in SEQUENCES:
        if name in sequences:
            raw = appearance.render(rng, name, scene.taps, paints, keep if stripped else None, config)
            images[name] = preprocess.normalise(raw)
    truth = _channels(instances)
    return Subject(
        images, structures, parenchyma | truth[0], truth, instances, stripped, placement.name, conditions.words()
    )


def _channels(instances: list[Lesion]) -> np.ndarray:
    """bool ``(6, 96, 112, 80)`` in the order of LESION_CHANNELS."""
    truth = {name: np.zeros(preprocess.SHAPE, dtype=bool) for name in LESION_CHANNELS}
    for instance in instances:
        truth["lesion"] |= instance.mask
        truth["core"] |= instance.core
        truth["enhancing"] |= instance.enhancing
        if instance.kind.startswith("wmh"):
            truth["wmh"] |= instance.mask
        elif instance.kind == "infarct":
            truth["infarct"] |= instance.mask
        elif instance.blood is not None:
            truth["haemorrhage"] |= instance.blood
    return np.stack([truth[name] for name in LESION_CHANNELS])
