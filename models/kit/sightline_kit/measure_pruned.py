"""A pruned encoder beside the full one: arithmetic, size, time, memory and quality, measured in one run.

`python -m sightline_kit measure-pruned FULL PRUNED` prints the table and writes it into the pruned bundle's card and manifest.
"""

from __future__ import annotations

import json
import math
import statistics
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
import yaml
from torch import Tensor, nn

from .evaluate_vision import evaluate_anatomy, evaluate_held_out, evaluate_lesion
from .export import FILES
from .labels import SEQUENCES
from .peak_memory import feed, peak_memory, session
from .preprocess import SHAPE
from .prune_bundle import trunks_of, write_pruned
from .trunks import Y0, Y1, Z0, LesionTrunk

ROUNDS = 7


@dataclass(frozen=True)
class Cost:
    """What one study costs.

    :param gmacs: multiply-adds of the trunks' convolutions, in thousands of millions
    :param parameters: of both trunks
    :param megabytes: of encoder.onnx
    :param peak_mb: memory beside the runtime itself while the encoder runs once
    """

    gmacs: float
    parameters: int
    megabytes: float
    peak_mb: float


def cost(bundle: Path) -> Cost:
    """Of one bundle's encoder."""
    trunks, graph = trunks_of(bundle).values(), bundle / FILES["encoder"]
    return Cost(sum(map(multiply_adds, trunks)) / 1e9, sum(p.numel() for t in trunks for p in t.parameters()), graph.stat().st_size / 1e6, peak_memory(graph))


def multiply_adds(trunk: nn.Module) -> int:
    """Multiply-adds of a trunk's convolutions on one study of the model grid.

    They grow with the volume alone, so they are counted on a small one.
    """
    total, side = 0, 32

    def count(conv: nn.Conv3d, inputs: tuple[Tensor, ...], output: Tensor) -> None:
        nonlocal total
        del inputs
        total += output.numel() * conv.weight[0].numel()

    hooks = [part.register_forward_hook(count) for part in trunk.modules() if isinstance(part, nn.Conv3d)]
    with torch.no_grad():
        trunk(torch.zeros(1, len(SEQUENCES), side, side, side), torch.ones(1, len(SEQUENCES)))
    for hook in hooks:
        hook.remove()
    box = (SHAPE[0] - Z0, Y1 - Y0, SHAPE[2]) if isinstance(trunk, LesionTrunk) else SHAPE
    return total * math.prod(box) // side**3


def latency_ratio(full: Path, pruned: Path, rounds: int = ROUNDS) -> float:
    """Time of the pruned encoder as a share of the full one's: the median of rounds that take turns, so that a busy machine is unfair to none."""
    sessions = [session(bundle / FILES["encoder"]) for bundle in (full, pruned)]
    given = feed(sessions[0])
    for warm in sessions:
        warm.run(None, given)
    ratios = []
    for turn in range(rounds):
        times = {}
        for index in (0, 1) if turn % 2 else (1, 0):
            began = time.process_time()
            sessions[index].run(None, given)
            times[index] = time.process_time() - began
        ratios.append(times[1] / times[0])
    return statistics.median(ratios)


def quality(bundle: Path, subjects: int) -> dict[str, float]:
    """Figures of both trunks on the real scans and on ``subjects`` drawn from the left-out label maps, by measure."""
    trunks = trunks_of(bundle)
    lesion, anatomy = trunks["lesion"], trunks["anatomy"]
    real, shape, held = evaluate_lesion(lesion), evaluate_anatomy(anatomy), evaluate_held_out(lesion, anatomy, subjects)
    four, flair = real["glioma"]["+".join(SEQUENCES)], real["glioma"]["FLAIR"]
    sides = [shape["mprageDice"][f"{side}-hippocampus"] for side in ("left", "right")]
    return {
        "whole-lesion-dice-t1-t1c-t2-flair": four["tumour"], "core-dice": four["core"], "whole-lesion-dice-flair": flair["tumour"],
        "structure-dice-mean": shape["mprageMean"], "hippocampus-dice-lower": min(sides),
        "false-lesion-ml": real["falseLesionMl"]["lesion"], "false-lesion-ml-brainchop": real["falseLesionMlBrainchop"]["lesion"],
        "held-out-structure-dice-mean": held["structureMean"],
        **{f"held-out-{channel}-dice": found["mean"] for channel, found in held["lesionDice"].items()}}


DATA = {"whole": "TCGA-DU-7294 (one glioma, fused algorithm masks)", "core-": "TCGA-DU-7294 (one glioma, fused algorithm masks)", "struc": "MPRAGE with FreeSurfer",
        "hippo": "MPRAGE with FreeSurfer", "false": "healthy T1, one scan", "held-": "synthetic subjects of two left-out label maps"}
"""What a measure was measured on, by its first letters."""


@dataclass(frozen=True)
class Comparison:
    """Full and pruned, in that order."""

    costs: tuple[Cost, Cost]
    latency: float
    qualities: tuple[dict[str, float], dict[str, float]]

    def table(self) -> str:
        """Markdown."""
        a, b = self.costs
        rows = [("thousand million multiply-adds a study (trunks)", f"{a.gmacs:.1f}", f"{b.gmacs:.1f}"), ("parameters (trunks)", f"{a.parameters:,}", f"{b.parameters:,}"),
                ("encoder.onnx, MB", f"{a.megabytes:.1f}", f"{b.megabytes:.1f}"), ("processor time of the encoder, full = 1", "1", f"{self.latency:.2f}"),
                ("peak memory of the encoder, MB", f"{a.peak_mb:.0f}", f"{b.peak_mb:.0f}")]
        rows += [(name, f"{value:.3f}", f"{self.qualities[1].get(name, float('nan')):.3f}") for name, value in self.qualities[0].items()]
        return "\n".join(["| | full | pruned |", "|---|---|---|", *[f"| {' | '.join(row)} |" for row in rows]])


def compare(full: Path, pruned: Path, subjects: int) -> Comparison:
    """Measures both; minutes, most of them for drawing subjects."""
    return Comparison((cost(full), cost(pruned)), latency_ratio(full, pruned), (quality(full, subjects), quality(pruned, subjects)))


def note(found: Comparison, pruned: Path, subjects: int) -> None:
    """Writes the table into the pruned bundle's card and its figures into the manifest."""
    content = yaml.safe_load((pruned / "bundle.yaml").read_text())
    held = {"n": subjects}
    content["quality"] = [{"measure": name, "data": DATA[name[:5]], "value": round(value, 4), **(held if name.startswith("held-") else {})}
                          for name, value in found.qualities[1].items()]
    words = (f"By `python -m sightline_kit measure-pruned`, both in one run: ONNX Runtime on one thread, {ROUNDS} rounds that take turns; real scans, and "
             f"{subjects} subjects for each row of left-out label maps (twice as many for lesions).\n\n{found.table()}")
    write_pruned(pruned, content, words)


def main(full: Path, pruned: Path, subjects: int, out: Path | None) -> None:
    found = compare(full, pruned, subjects)
    note(found, pruned, subjects)
    if out:
        out.write_text(json.dumps(asdict(found), indent=1) + "\n")
    print(found.table())
