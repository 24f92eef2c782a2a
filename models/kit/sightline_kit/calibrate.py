"""Volume calibration of the anatomy trunk, after training.

The loss samples blocks with small structures far more often than background, so the trained network calls too much
of every structure. One bias per class, fitted on synthetic subjects of the training maps until the volumes agree
with the truth, undoes that. No real scan is used.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from . import synth
from .labels import CLASS_COUNT
from .train_trunks import ANATOMY_SYNTH, load_trunk, save_weights
from .trunks import AnatomyTrunk


def fit_bias(logits: list[Tensor], truths: list[Tensor], rounds: int = 12, step: float = 0.5) -> Tensor:
    """Biases ``(32,)``, mean 0 over classes that occur, under which argmax volumes come close to the truth's.

    :param logits: ``(32, n)`` per subject
    :param truths: ``(n,)`` class index per subject
    """
    wanted = sum(torch.bincount(t, minlength=CLASS_COUNT) for t in truths).float()
    bias = torch.zeros(CLASS_COUNT)
    for _ in range(rounds):
        found = sum(torch.bincount((x + bias[:, None]).argmax(0), minlength=CLASS_COUNT) for x in logits).float()
        change = step * torch.log((wanted + 5) / (found + 5)).clamp(-1.5, 1.5)
        bias += torch.where(wanted > 0, change, torch.zeros(()))
    return bias - bias.mean()


def calibrate(model: AnatomyTrunk, count: int = 5, seed: int = 1) -> Tensor:
    """Add fitted biases to the head in place; returns them."""
    logits, truths = [], []
    for index in range(count):
        rng = np.random.default_rng([seed, 57, index])
        subject = synth.sample_subject(rng, ANATOMY_SYNTH, sequences=("T1",))
        with torch.no_grad():
            out = model(torch.from_numpy(subject.stack())[None], torch.from_numpy(subject.present)[None])[1][0]
        logits.append(out[:, ::2, ::2, ::2].flatten(1).clone())
        truths.append(torch.from_numpy(subject.structures[::2, ::2, ::2].astype(np.int64)).flatten())
    bias = fit_bias(logits, truths)
    with torch.no_grad():
        model.head.out.bias += torch.repeat_interleave(bias, 8)
    return bias


def calibrate_stored(weights: Path) -> None:
    """Calibrate stored weights in place. Twice does no harm: the second fit finds nothing left to change."""
    model = load_trunk("anatomy", weights)
    assert isinstance(model, AnatomyTrunk)
    calibrate(model)
    save_weights(model, weights)


def main() -> None:
    parser = argparse.ArgumentParser(description="Calibrate the volumes of the anatomy trunk on synthetic subjects.")
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    model = load_trunk("anatomy", options.weights)
    assert isinstance(model, AnatomyTrunk)
    print([round(float(b), 2) for b in calibrate(model)])
    save_weights(model, options.out)


if __name__ == "__main__":
    main()
