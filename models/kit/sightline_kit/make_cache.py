"""Fills a folder with cached studies: from truth alone, or through trained trunks."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch

from . import cache
from .atlas import Atlas
from .features import fields, token_inputs
from .grammar.facts import Truth
from .labels import SEQUENCES
from .synth import SynthConfig, sample_subject
from .trunks import AnatomyTrunk, LesionTrunk
from .truth_fields import coarse_truth_fields, truth_fields

DEEP = 64


def from_truth(folder: Path, atlas: Atlas, seed: int, count: int, minutes: float, dense_every: int = 4, views: int = 2) -> int:
    """Draws up to `count` subjects, `views` noisy views of each; every `dense_every`th also with fields for the mask decoder."""
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + minutes * 60
    config = SynthConfig()
    done = 0
    for number in range(count):
        if time.monotonic() > end:
            break
        rng = np.random.default_rng([seed, number])
        if (folder / f"{seed}-{number}-0.study").exists():
            continue
        subject = sample_subject(rng, config, sequences=("T1",))
        base = Truth.of_subject(subject, atlas, np.ones(4))
        for view in range(views):
            present = draw_present(rng, config)
            truth = base.seen_with(present)
            shown = torch.from_numpy(present)[None]
            gates = shown / shown.sum()
            fields = truth_fields(truth.structures, truth.lesions, present, rng) if number % dense_every == 0 and view == 0 else None
            lesion, groups = fields.coarse() if fields else coarse_truth_fields(truth.structures, truth.lesions, present, rng)
            tokens = token_inputs(lesion, groups, None, shown, gates, DEEP)
            cache.study(truth, present, tokens, fields, rng).save(folder / f"{seed}-{number}-{view}.study")
        done += 1
    return done


@torch.inference_mode()
def from_trunks(folder: Path, atlas: Atlas, lesion: LesionTrunk, anatomy: AnatomyTrunk, seed: int, numbers: range, minutes: float,
                until: Path | None = None) -> int:
    """Draws subjects `numbers` with images and caches what the trained trunks make of them.

    :param until: stops when this file appears
    """
    folder.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + minutes * 60
    done = 0
    for number in numbers:
        if time.monotonic() > end or (until is not None and until.exists()):
            break
        path = folder / f"{seed}-{number}.study"
        if path.exists():
            continue
        rng = np.random.default_rng([seed, number])
        subject = sample_subject(rng)
        images, shown = torch.from_numpy(subject.stack())[None], torch.from_numpy(subject.present)[None]
        with torch.autocast("cpu", torch.bfloat16):
            found, lesion_logits, gates = lesion(images, shown)
            shape, structure_logits = anatomy(images, shown)
        seen = fields(structure_logits.float(), lesion_logits.float(), torch.cat([found, shape], dim=1).float())
        tokens = token_inputs(*seen.coarse(), seen.deep, shown, gates.float(), DEEP)
        part = path.with_suffix(".part")
        cache.study(Truth.of_subject(subject, atlas), subject.present, tokens, seen, rng).save(part)
        part.replace(path)
        done += 1
    return done


def draw_present(rng: np.random.Generator, config: SynthConfig) -> np.ndarray:
    """A subset of the sequences by the generator's own odds, as 0/1 in slot order."""
    odds = np.array([weight for _, weight in config.subsets])
    names = config.subsets[rng.choice(len(odds), p=odds / odds.sum())][0]
    return np.array([float(s in names) for s in SEQUENCES], dtype=np.float32)
