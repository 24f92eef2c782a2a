"""Commands of the kit: `train brain-mr`, `synth`, `export`, `evaluate`, `evaluate-set`, `import-meshnet`. Run `python -m sightline_kit --help`."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import torch

from . import data
from .recipe import Recipe

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
    command = commands.add_parser("synth", help="write synthetic subjects as NIfTI files with their truth: an evaluation set")
    command.add_argument("out", type=Path)
    command.add_argument("--count", type=int, default=4)
    command.add_argument("--seed", type=int, default=1)
    command.add_argument("--first", type=int, default=0, help="number of the first subject; each depends on its number and the seed alone")
    command.add_argument("--held-out", action="store_true", help="draw from the two label maps that are never trained on")
    command.add_argument("--issue3", action="store_true", help="only normal brains, gliomas and white-matter lesions, as brain-mr 0.1 was measured")
    command.add_argument("--uint8", action="store_true", help="coarser grey values, smaller files")
    command.add_argument("--atlas", type=Path, default=REPOSITORY / "models/brain-mr", help="bundle whose atlas names the places")
    command = commands.add_parser("evaluate-set", help="measure a bundle on an evaluation set, with PyTorch: the counterpart of ./sightline eval")
    command.add_argument("set", type=Path)
    command.add_argument("--bundle", type=Path, default=REPOSITORY / "models/brain-mr")
    command.add_argument("--limit", type=int, default=0, help="subjects; 0: all")
    command.add_argument("--json", type=Path, help="write the figures and every draft")
    command.add_argument("--against", type=Path, help="what ./sightline eval --json wrote: say where the two differ")
    command.add_argument("--masks", type=Path, help="what ./sightline eval --masks wrote: compare masks too")
    command.add_argument("--threads", type=int, default=1)
    command = commands.add_parser("import-meshnet", help="make specialist bundles from brainchop's MeshNets")
    command.add_argument("name", help="a model or bundle name, or all, or shipped")
    command.add_argument("--out", type=Path, default=REPOSITORY / "models")
    command.add_argument("--measure", action="store_true", help="measure Dice on the real MPRAGE; otherwise earlier figures stay")
    command.add_argument("--threads", type=int, default=min(2, os.cpu_count() or 1))
    options = parser.parse_args()
    data.require_shared()
    if options.command == "import-meshnet":
        import_meshnets(options)
        return
    if options.command == "synth":
        synth(options)
        return
    if options.command == "evaluate-set":
        from . import evaluate_set

        torch.set_num_threads(options.threads)
        evaluate_set.run(options.set, options.bundle, options.limit, options.json, options.against, options.masks)
        return
    torch.set_num_threads(options.threads)
    start = None if options.fresh or not (options.out / "encoder.onnx").exists() else options.out
    recipe = Recipe(options.runs, options.out, options.minutes, options.seed, options.subjects, start)
    {"train": lambda: recipe.train(options.resume), "export": recipe.export, "evaluate": recipe.evaluate}[options.command]()


def synth(options: argparse.Namespace) -> None:
    """Writes an evaluation set of synthetic subjects."""
    import numpy as np

    from .atlas import Atlas
    from .evaluation_set import write_set
    from .synth import SynthConfig, wide

    maps = tuple(data.map_names(held_out=options.held_out))
    config = SynthConfig(maps=maps) if options.issue3 else wide(maps=maps)
    numbers = range(options.first, options.first + options.count)
    write_set(options.out, numbers, options.seed, config, Atlas.read(options.atlas), np.uint8 if options.uint8 else np.int16)


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
