"""What the parts of the contrastive head's loss are worth: the head learned with and without them, in the same time, on the same studies.

``python -m sightline_kit ablate-contrast --runs RUNS`` trains on the studies of four fifths of a run's subjects and on its lessons, and searches among the
other fifth. In a run of `train` finding head and language model have seen those: arms can be compared, absolute figures are too good. In one that was begun
by `unpack` they have not.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from .cache import Study
from .contrast import ContrastHead, Weighing, read_texts, retrieval, stack, train, words
from .finding_head import FOLDS
from .language_half import LanguageHalf
from .train_findings import subject_of
from .train_language import Schedule, load_studies

ARMS = {"all parts": Weighing(), "like studies not drawn together": Weighing(alike=0), "no local alignment": Weighing(regions=0), "global alignment alone": Weighing(0, 0)}
WORDINGS = 5
"""Fresh wordings of each study that is searched for."""


@dataclass(frozen=True)
class Arm:
    """One way to train."""

    name: str
    runs: Path
    minutes: float
    seed: int

    def measure(self) -> dict[str, float]:
        """Trains, searches, and returns shares of hits and how many studies were searched."""
        torch.set_num_threads(1)
        folder = self.runs / "ablate-contrast" / self.name.replace(" ", "-")
        apart = [p for p in sorted((self.runs / "studies").glob("*.study")) if subject_of(p) % FOLDS == 0]
        names = {p.name for p in apart}
        learned = [s for name, s in load_studies(self.runs / "studies", {}).items() if name not in names] + list(load_studies(self.runs / "lessons", {}).values())
        tokenizer, language = Tokenizer.from_file(str(self.runs / "tokenizer.json")), self.runs / "language/language.pt"
        path = train(learned, language, folder, tokenizer, Schedule(self.minutes, peak=1e-3), self.seed, ARMS[self.name])
        head = ContrastHead().eval()
        head.load_state_dict(torch.load(path, weights_only=True))
        return searched(head, language, tokenizer, [Study.load(p) for p in apart])


@torch.inference_mode()
def searched(head: ContrastHead, language: Path, tokenizer: Tokenizer, studies: list[Study]) -> dict[str, float]:
    """Means of `contrast.retrieval` over several wordings of each study."""
    half = LanguageHalf().eval()
    half.load_state_dict(torch.load(language, weights_only=True)["model"])
    images = [v for at in range(0, len(studies), 16) for v in head.of_image(*half.look(stack(studies[at : at + 16])))]
    facts, found = [s.facts for s in studies], []
    for seed in range(WORDINGS):
        rng = random.Random(seed)
        found.append(retrieval(images, list(read_texts(head, half.model, tokenizer, [words(f, rng) for f in facts])), facts))
    return {key: float(np.mean([f[key] for f in found])) for key in found[0]}


def markdown(measured: dict[str, dict[str, float]], minutes: float) -> str:
    rows = [f"| {name} | {f['text-to-image-recall-10']:.3f} | {f['same-finding-and-side-10']:.3f} |" for name, f in measured.items()]
    count = int(next(iter(measured.values()))["n"])
    return "\n".join(["| | text to image, recall at 10 | same finding and side among the ten nearest |", "|---|---|---|", *rows, "",
                      f"Among {count} studies of subjects that the contrastive head did not learn from; {minutes:g} minutes of one core for each row."])


def run(runs: Path, minutes: float, seed: int, workers: int) -> str:
    """Measures all arms, `workers` at a time; returns the table."""
    if not list((runs / "studies").glob("*.study")) or not (runs / "language/language.pt").exists():
        raise SystemExit(f"{runs} has no studies or no language model; --runs names the folder of a run of `train`")
    with get_context("spawn").Pool(workers) as pool:
        found = pool.map(Arm.measure, [Arm(name, runs, minutes, seed) for name in ARMS], chunksize=1)
    return markdown(dict(zip(ARMS, found)), minutes)
