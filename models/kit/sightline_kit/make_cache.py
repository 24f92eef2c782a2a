"""Fills a folder with cached studies: what the trained trunks make of synthetic subjects, with their truth."""

from __future__ import annotations

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch

from . import cache
from .atlas import Atlas
from .candidates import candidates, truly
from .cpu import bf16_pays
from .features import Fields, fields, token_inputs
from .grammar.truth import Truth
from .labels import SEQUENCES
from .mirror import mirrored
from .practice import practise
from .relative import relative, sure
from .synth import Subject, SynthConfig, sample_subject, wide
from .train_trunks import load_trunk
from .trunk_samples import draw_present
from .trunks import AnatomyTrunk, KindTrunk, LesionTrunk


TRUNKS = ("lesion", "anatomy", "kinds")
Trunks = tuple[LesionTrunk, AnatomyTrunk, KindTrunk]


STUDY_SYNTH = wide(glioma=0.25, metastases=0.13, meningioma=0.12, infarct=0.20, haemorrhage=0.16, subdural=0.10, healthy=0.18)
"""More of the rare kinds than a study is drawn with, so that there are enough of each to learn from."""


LESSON_SYNTH = replace(STUDY_SYNTH, glioma=0.22, infarct=0.22, another=0.6, ventriculomegaly=0.2, hippocampal_atrophy=0.2)
"""Several diseases in one brain: for the finding head, which has to see many of each and writes nothing."""


def fill(folder: Path, bundle: Path, weights: tuple[Path, ...], config: SynthConfig, seed: int, minutes: float, workers: int, dense: int = 1) -> int:
    """Fills the folder for so many minutes with as many processes of one thread; returns how many subjects were added.

    :param bundle: folder of the atlas
    :param weights: of the trunks, in the order of `TRUNKS`
    :param dense: as in `from_trunks`
    """
    shares = [(folder, bundle, weights, config, seed, range(w, 1_000_000, workers), minutes, dense) for w in range(workers)]
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return sum(pool.map(_share, shares))


def _share(share: tuple[Path, Path, tuple[Path, ...], SynthConfig, int, range, float, int]) -> int:
    folder, bundle, weights, config, seed, numbers, minutes, dense = share
    torch.set_num_threads(1)
    trunks = tuple(load_trunk(job, path) for job, path in zip(TRUNKS, weights))
    return from_trunks(folder, Atlas.read(bundle), trunks, config, seed, numbers, minutes, dense=dense)


def from_trunks(folder: Path, atlas: Atlas, trunks: Trunks, config: SynthConfig, seed: int, numbers: range, minutes: float, views: int = 2, dense: int = 1) -> int:
    """Draws subjects `numbers` and caches `views` of each: every other one mirrored, each with sequences of its own.

    The first `dense` views keep what the mask decoder learns from, the others only what the language half does.

    What is there already is kept, so a run resumes. Returns how many subjects were added.
    """
    folder.mkdir(parents=True, exist_ok=True)
    trunks = tuple(m.to(memory_format=torch.channels_last_3d) for m in trunks)
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
            _study(shown, draw_present(rng, config), atlas, trunks, np.random.default_rng([seed, number, view]), rng if view < dense else None).save(part)
            part.replace(path)
        done += 1
    return done


def _study(subject: Subject, present: np.ndarray, atlas: Atlas, trunks: Trunks, places: np.random.Generator, rng: np.random.Generator | None) -> cache.Study:
    images = torch.from_numpy(subject.stack() * present[:, None, None, None])[None]
    shown = torch.from_numpy(present)[None]
    seen, gates = see(images, shown, *trunks)
    truth = Truth.of_subject(subject, atlas, present)
    described, weights = candidates(seen)
    study = cache.study(truth, present, token_inputs(seen, shown, gates, described), seen if rng is not None else None, rng)
    study.practice = practise(truth, seen, places)
    study.truly = truly(weights[0], subject.instances)
    return study


@torch.inference_mode()
def see(images: torch.Tensor, present: torch.Tensor, lesion: LesionTrunk, anatomy: AnatomyTrunk, kinds: KindTrunk) -> tuple[Fields, torch.Tensor]:
    """Fields and gates of one study: images (1, 4, 96, 112, 80), `present` (1, 4)."""
    with torch.autocast("cpu", torch.bfloat16, enabled=bf16_pays()):
        found, lesion_logits, gates = lesion(images, present)
        shape, structure_logits = anatomy(images, present)
        structures = torch.softmax(structure_logits.float(), dim=1)
        compared = relative(images, *sure(structures))
        kind_logits, hidden = kinds.look(images, compared, present)
    deep = torch.cat([found, shape], dim=1).float()
    return fields(structures, lesion_logits.float(), kind_logits.float(), deep, images, compared, hidden.float()), gates.float()
