"""Fills a folder with cached studies: what the trained trunks make of synthetic subjects, with their truth."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch

from . import cache
from .atlas import Atlas
from .cpu import bf16_pays
from .features import Fields, fields, token_inputs
from .grammar.facts import Truth
from .labels import SEQUENCES
from .mirror import mirrored
from .synth import Subject, SynthConfig, sample_subject
from .train_trunks import draw_present
from .trunks import AnatomyTrunk, LesionTrunk


def from_trunks(folder: Path, atlas: Atlas, lesion: LesionTrunk, anatomy: AnatomyTrunk, config: SynthConfig, seed: int, numbers: range,
                minutes: float, views: int = 2) -> int:
    """Draws subjects `numbers` and caches `views` of each: every other one mirrored, each with sequences of its own.

    What is there already is kept, so a run resumes. Returns how many subjects were added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lesion, anatomy = (m.to(memory_format=torch.channels_last_3d) for m in (lesion, anatomy))
    end = time.monotonic() + minutes * 60
    done = 0
    for number in numbers:
        if time.monotonic() > end:
            break
        if (folder / f"{seed}-{number}-{views - 1}.study").exists():
            continue
        rng = np.random.default_rng([seed, number])
        subject = sample_subject(rng, config, sequences=SEQUENCES)
        for view in range(views):
            shown = mirrored(subject) if view % 2 else subject
            path = folder / f"{seed}-{number}-{view}.study"
            part = path.with_suffix(".part")
            _study(shown, draw_present(rng, config), atlas, lesion, anatomy, rng).save(part)
            part.replace(path)
        done += 1
    return done


def _study(subject: Subject, present: np.ndarray, atlas: Atlas, lesion: LesionTrunk, anatomy: AnatomyTrunk, rng: np.random.Generator) -> cache.Study:
    images = torch.from_numpy(subject.stack() * present[:, None, None, None])[None]
    shown = torch.from_numpy(present)[None]
    seen, gates = see(images, shown, lesion, anatomy)
    return cache.study(Truth.of_subject(subject, atlas, present), present, token_inputs(seen, shown, gates), seen, rng)


@torch.inference_mode()
def see(images: torch.Tensor, present: torch.Tensor, lesion: LesionTrunk, anatomy: AnatomyTrunk) -> tuple[Fields, torch.Tensor]:
    """Fields and gates of one study: images (1, 4, 96, 112, 80), `present` (1, 4)."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16_pays()):
        found, lesion_logits, gates = lesion(images, present)
        shape, structure_logits = anatomy(images, present)
    deep = torch.cat([found, shape], dim=1).float()
    return fields(structure_logits.float(), lesion_logits.float(), deep, images), gates.float()
