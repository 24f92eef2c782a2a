"""What the trunks are trained on: samples of synthetic subjects, drawn ahead in processes of their own.

Subject ``i`` depends on ``(seed, i)`` alone, and the order of the samples on the step alone, so any step can be resumed at.
"""

from __future__ import annotations

import multiprocessing as mp
import os
from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from . import synth
from .labels import LESION_CHANNELS, SEQUENCES
from .mirror import mirrored
from .preprocess import SHAPE
from .relative import drawn, relative
from .synth.kinds import KINDS, kind_map
from .trunk_plan import Plan

_SHOWN = (
    (SEQUENCES, 0.36), (("FLAIR",), 0.12), (("T1",), 0.10), (("T1C",), 0.05), (("T2",), 0.06), (("T1", "FLAIR"), 0.05), (("T1C", "FLAIR"), 0.04),
    (("T2", "FLAIR"), 0.04), (("T1", "T1C"), 0.03), (("T1", "T2"), 0.03), (("T1", "T1C", "T2"), 0.04), (("T1", "T2", "FLAIR"), 0.05), (("T1", "T1C", "FLAIR"), 0.03),
)
LESION_SYNTH = synth.wide(
    glioma=0.24, metastases=0.14, meningioma=0.12, infarct=0.22, haemorrhage=0.16, subdural=0.12, another=0.6, healthy=0.22, subsets=_SHOWN,
)
"""Several diseases in one brain and more brains without any: a network that has seen few thousand images learns the rare kinds from the
first, and from the second to keep quiet."""


def draw_present(rng: np.random.Generator, config: synth.SynthConfig) -> np.ndarray:
    """A subset of the sequences by the generator's own odds, as 0/1 in slot order, float32."""
    odds = np.array([weight for _, weight in config.subsets])
    names = config.subsets[rng.choice(len(odds), p=odds / odds.sum())][0]
    return np.array([float(s in names) for s in SEQUENCES], dtype=np.float32)


Draw = Callable[[np.random.Generator, synth.SynthConfig], np.ndarray]
"""Draws the sequences of a sample, as :func:`draw_present` does."""


def lesion_scan(rng: np.random.Generator, draw: Draw = draw_present) -> list[dict[str, np.ndarray]]:
    """One study with its lesion channels in the box that :class:`LesionTrunk` looks at, and its mirror image, twice.

    Each is placed anew and has sequences of its own, free of the cost of drawing a subject; lesions have no side.
    """
    subject = synth.sample_subject(rng, LESION_SYNTH, sequences=SEQUENCES)
    stack = subject.stack().astype(np.float16)
    samples = []
    for step in (1, -1, 1, -1):
        front = 2 * int(rng.integers(2, 7))
        box = (slice(None), slice(SHAPE[0] - 80, SHAPE[0]), slice(front, front + 96), slice(None, None, step))
        present = draw(rng, LESION_SYNTH)
        images = stack[box] * present[:, None, None, None].astype(np.float16)
        samples.append({"images": images, "present": present, "truth": visible(np.ascontiguousarray(subject.lesions[box]), present)})
    return samples


VIEWS = 6
"""Samples of one subject for the kind trunk: it learns from one in less time than it takes to draw a subject."""


def kind_scan(rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
    """One study with the kinds of its lesions, :data:`VIEWS` times: turned over, of other sequences, of other brightness and contrast."""
    subject = synth.sample_subject(rng, LESION_SYNTH, sequences=SEQUENCES)
    stack, kinds = torch.from_numpy(subject.stack())[None], kind_map(subject.instances)
    compared = relative(stack, *drawn(torch.from_numpy(subject.structures)[None]))
    samples = []
    for view in range(VIEWS):
        front = 2 * int(rng.integers(2, 7))
        box = (slice(SHAPE[0] - 80, SHAPE[0]), slice(front, front + 96), slice(None, None, -1 if view % 2 else 1))
        present = draw_present(rng, LESION_SYNTH)
        shown = {"images": _varied(stack, rng, box, present), "compared": _varied(compared, rng, box, present)}
        samples.append({**shown, "present": present, "kinds": visible_kinds(np.ascontiguousarray(kinds[box]), present)})
    return samples


def _varied(stack: Tensor, rng: np.random.Generator, box: tuple[slice, ...], present: np.ndarray) -> np.ndarray:
    """A box of the present images, each a little brighter or darker and with more or less contrast, float16."""
    scale, shift = (rng.normal(m, 0.1, len(SEQUENCES)).astype(np.float32)[:, None, None, None] for m in (1, 0))
    images = stack[0].numpy()[(slice(None), *box)]
    return ((images * scale + shift * (images != 0)) * present[:, None, None, None]).astype(np.float16)


def visible_kinds(kinds: np.ndarray, present: np.ndarray) -> np.ndarray:
    """As :func:`visible`, for a map of kinds; changed in place and returned."""
    if not present[SEQUENCES.index("T2")] + present[SEQUENCES.index("FLAIR")]:
        kinds[kinds == KINDS.index("wmh") + 1] = 0
    return kinds


def visible(lesions: np.ndarray, present: np.ndarray) -> np.ndarray:
    """White-matter lesions cannot be judged on T1 and T1C alone, so nothing is asked of the network there.

    :param lesions: bool ``(6, z, y, x)``, changed in place and returned
    """
    wet, wmh = present[SEQUENCES.index("T2")] + present[SEQUENCES.index("FLAIR")], LESION_CHANNELS.index("wmh")
    if not wet:
        lesions[0] &= ~lesions[wmh]
        lesions[wmh] = False
    return lesions


ANATOMY_SYNTH = synth.wide(
    subsets=((("T1",), 0.62), (("T1C",), 0.14), (("T2",), 0.12), (("FLAIR",), 0.12)),
    healthy=0.5,
    rotation=7.0,
    elastic=2.5,
)


def anatomy_scan(rng: np.random.Generator) -> list[dict[str, np.ndarray]]:
    """One scan of one sequence with its structures, and its mirror image."""
    subject = synth.sample_subject(rng, ANATOMY_SYNTH)
    samples = []
    for shown in (subject, mirrored(subject)):
        samples.append({"images": shown.stack().astype(np.float16), "present": shown.present, "truth": shown.structures})
    return samples


SAMPLERS: dict[str, Callable[[np.random.Generator], list[dict[str, np.ndarray]]]] = {
    "lesion": lesion_scan,
    "anatomy": anatomy_scan,
    "kinds": kind_scan,
}
PER_SUBJECT = {"lesion": 4, "anatomy": 2, "kinds": VIEWS}
"""Samples that one subject gives."""
DELAY = 3
"""Each further sample of a subject is used this many subjects later, so that neighbouring samples differ."""


def _produce(plan: Plan, first: int, stride: int, queue: mp.Queue) -> None:
    os.nice(1)
    torch.set_num_threads(1)
    index = first
    while True:
        queue.put(SAMPLERS[plan.job](np.random.default_rng([plan.seed, index])))
        index += stride


class Feed:
    """Subjects ``first, first + 1, ...`` in order, drawn ahead by ``workers`` processes (0: in this process)."""

    def __init__(self, plan: Plan, first: int, workers: int = 1) -> None:
        self.plan, self.next, self.workers = plan, first, workers
        # Small matrix products: more than one thread each only takes time from the training.
        os.environ["OPENBLAS_NUM_THREADS"] = os.environ["OMP_NUM_THREADS"] = "1"
        context = mp.get_context("spawn")
        self.queues = [context.Queue(maxsize=9) for _ in range(workers)]
        self.processes = [
            context.Process(target=_produce, args=(plan, first + w, workers, q), daemon=True)
            for w, q in enumerate(self.queues)
        ]
        for process in self.processes:
            process.start()
        self.taken = 0

    def subject(self) -> list[dict[str, np.ndarray]]:
        """The next subject's samples."""
        index, self.next = self.next, self.next + 1
        if not self.workers:
            return SAMPLERS[self.plan.job](np.random.default_rng([self.plan.seed, index]))
        self.taken += 1
        return self.queues[(self.taken - 1) % self.workers].get()

    def close(self) -> None:
        for process in self.processes:
            process.terminate()


def batches(plan: Plan, start: int, workers: int) -> Iterator[dict[str, Tensor]]:
    """Batches from step ``start`` on.

    The order of the samples depends on the step alone, so any step can be resumed at.
    """
    per_subject = PER_SUBJECT[plan.job]
    oldest = DELAY * (per_subject - 1)
    sample = start * plan.batch
    first = max(0, sample // per_subject - oldest)
    feed = Feed(plan, first, workers)
    drawn: dict[int, list[dict[str, np.ndarray]]] = {}
    at, batch = first * per_subject, []
    try:
        while True:
            subject, use = divmod(at, per_subject)
            if use == 0:
                drawn[subject] = feed.subject()
                drawn.pop(subject - oldest - 1, None)
            if at >= sample:
                batch.append(drawn[max(subject - DELAY * use, 0)][use])
                if len(batch) == plan.batch:
                    yield {key: torch.from_numpy(np.stack([b[key] for b in batch])) for key in batch[0]}
                    batch = []
            at += 1
    finally:
        feed.close()
