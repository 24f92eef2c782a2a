"""Commands of the kit: `train brain-mr`, `synth`, `export`, `evaluate`, `import-meshnet`, `export-cases`. Run `python -m sightline_kit --help`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import torch

from . import data
from .recipe import Recipe
from .synth import sample_subject
from .synth.writer import write_subject

REPOSITORY = Path(__file__).resolve().parents[3]


def main() -> None:
    """Parses the command line and runs one command."""
    parser = argparse.ArgumentParser(prog="sightline_kit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, words in (("train", "train every part, export, evaluate and write the card"), ("export", "export what is trained"),
                        ("evaluate", "measure what is trained and write the card")):
        command = commands.add_parser(name, help=words)
        command.add_argument("bundle", choices=["brain-mr"])
        command.add_argument("--minutes", type=float, default=150, help="time for training and evaluation together")
        command.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr", help="weights, caches and logs")
        command.add_argument("--out", type=Path, default=REPOSITORY / "models/brain-mr")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--subjects", type=int, default=200, help="synthetic subjects to evaluate on")
        command.add_argument("--resume", action="store_true", help="go on with an earlier run instead of starting anew")
        command.add_argument("--fresh", action="store_true", help="begin with fresh weights instead of those that the bundle ships")
        command.add_argument("--threads", type=int, default=min(8, os.cpu_count() or 1))
    command = commands.add_parser("synth", help="write synthetic subjects as NIfTI files")
    command.add_argument("out", type=Path)
    command.add_argument("--count", type=int, default=4)
    command.add_argument("--seed", type=int, default=1)
    command = commands.add_parser("import-meshnet", help="make specialist bundles from brainchop's MeshNets")
    command.add_argument("name", help="a model or bundle name, or all, or shipped")
    command.add_argument("--out", type=Path, default=REPOSITORY / "models")
    command.add_argument("--measure", action="store_true", help="measure Dice on the real MPRAGE; otherwise earlier figures stay")
    command.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    command = commands.add_parser("export-cases", help="write synthetic cases for the server's case base")
    command.add_argument("file", type=Path, help="for example examples/cases/brain-mr.jsonl.gz")
    command.add_argument("--count", type=int, default=300)
    command.add_argument("--bundle", type=Path, default=REPOSITORY / "models/brain-mr", help="whose encoder makes the vectors")
    command.add_argument("--seed", type=int, default=None, help="apart from training and evaluation when not given")
    command.add_argument("--threads", type=int, default=min(8, os.cpu_count() or 1))
    options = parser.parse_args()
    data.require_shared()
    if options.command == "export-cases":
        from . import cases

        torch.set_num_threads(options.threads)
        cases.export_cases(options.bundle, options.file, options.count, cases.SEED if options.seed is None else options.seed)
        return
    if options.command == "import-meshnet":
        import_meshnets(options)
        return
    if options.command == "synth":
        for number in range(options.count):
            write_subject(sample_subject(np.random.default_rng([options.seed, number])), options.out / f"subject-{number:03d}")
        return
    torch.set_num_threads(options.threads)
    start = None if options.fresh or not (options.out / "encoder.onnx").exists() else options.out
    recipe = Recipe(options.runs, options.out, options.minutes, options.seed, options.subjects, start)
    {"train": lambda: recipe.train(options.resume), "export": recipe.export, "evaluate": recipe.evaluate}[options.command]()


def import_meshnets(options: argparse.Namespace) -> None:
    """Imports one network, all of them, or those that the repository ships."""
    from . import meshnet_bundles, meshnet_measure

    models = data.require_shared() / "data/brainchop_models"
    several = {"all": [s.bundle for s in meshnet_bundles.SOURCES], "shipped": list(meshnet_bundles.SHIPPED)}
    for name in several.get(options.name, [options.name]):
        source = meshnet_bundles.find(name)
        folder = meshnet_bundles.import_meshnet(source, models, options.out)
        if options.measure:
            quality = meshnet_measure.with_measure(source, models, folder / "network.onnx", options.threads)
            folder = meshnet_bundles.import_meshnet(source, models, options.out, quality)
        print(f"{source.model} -> {folder}")


if __name__ == "__main__":
    main()
