"""A bundle with pruned trunks, as a version of its own beside the full one.

Rank, prune and fine-tune each trunk (`pruning`, `distil`), then put the weights where the full ones stood in `encoder.onnx`: all
else of the graph, and every other file, stays as it is. What is finished is not done again.
"""

from __future__ import annotations

import copy
import json
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import yaml
from torch import Tensor, nn

from .bundle import trunk_of
from .distil import LOSSES, distil
from .export import FILES
from .features import FIELDS
from .labels import SEQUENCES
from .manifest import file_entry, write_manifest
from .preprocess import SHAPE
from .pruning import ORDERS, prune
from .shipped import graph_state, with_weights
from .train_trunks import load_trunk, save_weights
from .trunk_samples import SAMPLERS

RANKING_SEED = 4_000_037
"""Subjects that filters are ranked on: neither trained nor measured on."""
TOLERANCE = 1e-3
LEFT = ("README.md", "bundle.yaml", FILES["encoder"])
"""Files of the full bundle that are made anew."""


@dataclass(frozen=True)
class Pruning:
    """What is asked for.

    :param bundle: the full one
    :param out: folder of the new bundle, whose name is its id
    :param runs: folder of weights and checkpoints
    :param keep: share of the inner channels of each block that stays
    :param steps: fine-tuning of each trunk
    :param subjects: drawn subjects that filters are ranked on
    :param order: which filters stay, of `pruning.ORDERS`
    """

    bundle: Path
    out: Path
    runs: Path
    keep: float
    steps: int
    seed: int = 1
    subjects: int = 6
    workers: int = 1
    order: str = "beta"

    def run(self, log: Callable[[str], None] = print) -> None:
        """Makes the bundle; its quality is still to be measured.

        :raises ValueError: when the graph differs from PyTorch by more than :data:`TOLERANCE`
        """
        self._same_as_before()
        full = trunks_of(self.bundle)
        weights, widths = {}, {}
        for job, trunk in full.items():
            pruned, widths[job] = self._trunk(job, trunk, log)
            weights |= {f"{job}.{name}": value for name, value in pruned.state_dict().items()}
        known = graph_state(self.bundle / FILES["encoder"])
        self._write({name: value for name, value in weights.items() if name in known}, widths)
        difference = difference_from_pytorch(self.out)
        log(f"encoder.onnx differs from PyTorch by at most {difference:.1e}")
        if difference > TOLERANCE:
            raise ValueError(f"the pruned encoder differs from PyTorch by {difference:g}")

    def _same_as_before(self) -> None:
        """Notes in the runs folder what was asked for; what another wish left there would not be what this one means."""
        self.runs.mkdir(parents=True, exist_ok=True)
        asked = {"encoder": file_entry(self.bundle / FILES["encoder"])["sha256"], "keep": self.keep, "steps": self.steps, "seed": self.seed,
                 "subjects": self.subjects, "order": self.order}
        note = self.runs / "asked.json"
        if note.exists() and json.loads(note.read_text()) != asked:
            raise ValueError(f"{self.runs} holds another pruning: {note.read_text().strip()}")
        note.write_text(json.dumps(asked) + "\n")

    def _trunk(self, job: str, full: nn.Module, log: Callable[[str], None]) -> tuple[nn.Module, dict[str, list[int]]]:
        folder = self.runs / job
        folder.mkdir(parents=True, exist_ok=True)
        note = folder / "widths.json"
        if not note.exists():
            pruned = copy.deepcopy(full)
            made = prune(pruned, self.keep, list(drawn(job, self.subjects)), ORDERS[self.order])
            save_weights(pruned, folder / "pruned.pt")
            note.write_text(json.dumps(made) + "\n")
        widths = json.loads(note.read_text())
        log(f"{job}: inner channels " + ", ".join(f"{name} {a} -> {b}" for name, (a, b) in widths.items()))
        start = folder / "pruned.pt"
        if all(a == b for a, b in widths.values()) or not self.steps:
            return load_trunk(job, start), widths
        final = folder / "final.pt"
        if not final.exists():
            final = distil(job, load_trunk(job, start), copy.deepcopy(full), folder, self.steps, self.seed, self.workers, log)
        return load_trunk(job, final), widths

    def _write(self, weights: dict[str, Tensor], widths: dict[str, dict[str, list[int]]]) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        given = yaml.safe_load((self.bundle / "bundle.yaml").read_text())
        for entry in given["files"]:
            if entry["path"] not in LEFT:
                shutil.copy(self.bundle / entry["path"], self.out / entry["path"])
        with_weights(self.bundle / FILES["encoder"], self.out / FILES["encoder"], weights)
        counts = [pair for blocks in widths.values() for pair in blocks.values()]
        share = sum(b for _, b in counts) / sum(a for a, _ in counts)
        words = f"{given['id']} {given['version']} by models/kit prune ({self.order}): {100 * share:.0f} % of the inner channels, {self.steps} steps of fine-tuning a trunk"
        content = given | {
            "id": self.out.name, "version": f"{given['version']}-keep{round(100 * self.keep)}", "title": f"{given['title']}, pruned encoder",
            "provenance": given["provenance"] | {"trainedWith": words, "date": time.strftime("%Y-%m-%d"), "seed": self.seed}, "quality": []}
        write_pruned(self.out, content, f"Made of {words}. Nothing was measured yet: `python -m sightline_kit measure-pruned`.")


def write_pruned(folder: Path, content: dict, measured: str) -> None:
    """Card and manifest; ``measured`` is the card's part on figures."""
    lines = [f"# {content['id']} {content['version']}", "", f"{content['title']}: {content['provenance']['trainedWith']}. `beta` is Beta-Rank (arXiv:2304.07461).",
             "**For research only. Not a medical device; not fit for any decision about a patient.**", "",
             "Language model, mask decoder and all else are those of the full bundle, to the bit; its card says what they do and where they fall short.", "",
             "## Measured", "", measured]
    (folder / "README.md").write_text("\n".join(lines) + "\n")
    listed = [e["path"] for e in content["files"]]
    write_manifest(folder, content | {"files": [file_entry(folder / name) for name in listed]})


def trunks_of(bundle: Path) -> dict[str, nn.Module]:
    """The trunks of a bundle that can be pruned, full or pruned; see `bundle.trunk_of`."""
    return {job: trunk_of(bundle, job) for job in LOSSES}


def drawn(job: str, subjects: int) -> Iterator[dict[str, Tensor]]:
    """Samples of fresh subjects, a batch each."""
    for index in range(subjects):
        for sample in SAMPLERS[job](np.random.default_rng([RANKING_SEED, index])):
            yield {key: torch.from_numpy(value[None]) for key, value in sample.items()}


def difference_from_pytorch(bundle: Path) -> float:
    """Largest absolute difference between encoder.onnx and its own weights in PyTorch: features and logits, on noise."""
    session = onnxruntime.InferenceSession(str(bundle / FILES["encoder"]), providers=["CPUExecutionProvider"])
    images = torch.randn(1, len(SEQUENCES), *SHAPE, generator=torch.Generator().manual_seed(5))
    present = torch.tensor([[1.0, 0.0, 1.0, 1.0]])
    feed = {name: images[:, i : i + 1].numpy() for i, name in enumerate(SEQUENCES)} | {"present": present.numpy()}
    names = ("image_embeddings", "lesion_logits", "structure_logits")
    found = dict(zip(names, session.run(names, feed)))
    trunks = trunks_of(bundle)
    with torch.no_grad():
        lesion, lesions, _ = trunks["lesion"](images, present)
        anatomy, structures = trunks["anatomy"](images, present)
    expected = (torch.cat([lesion, anatomy], dim=1), lesions, structures)
    given = (found["image_embeddings"][:, FIELDS:], found["lesion_logits"], found["structure_logits"])
    return max(float(np.abs(e.numpy() - g).max()) for e, g in zip(expected, given))
