"""The kit's command line. `python -m sightline_kit --help` lists the commands; each loads its own code when it runs."""

from __future__ import annotations

import argparse
import math
import os
from collections.abc import Callable
from pathlib import Path

from . import data

REPOSITORY = Path(__file__).resolve().parents[3]
BUNDLE = REPOSITORY / "models/brain-mr"
THREADS = min(8, os.cpu_count() or 1)
MINUTES = {"small": 150, "base": 30}
"""How long `train` takes by size, when nothing else is asked for."""

Options = argparse.Namespace


def main() -> None:
    """Parses the command line and runs one command."""
    parser = argparse.ArgumentParser(prog="sightline_kit", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, words: str, run: Callable[[Options], None]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words)
        made.set_defaults(run=run)
        return made

    _training(command)
    _measuring(command)
    _making(command)
    options = parser.parse_args()
    options.run(options)


def _training(command: Callable[..., argparse.ArgumentParser]) -> None:
    for name, words in (("train", "train every part, export, evaluate and write the card"), ("export", "export what is trained"),
                        ("evaluate", "measure what is trained and write the card")):
        made = command(name, words, _recipe)
        made.add_argument("bundle", choices=["brain-mr"])
        made.add_argument("--size", choices=sorted(MINUTES), default="small", help="of the networks that see: small for two processor cores, base for a GPU")
        made.add_argument("--minutes", type=float, help="time for training and evaluation together: "
                          + ", ".join(f"{minutes} for {size}" for size, minutes in MINUTES.items()) + " when not given")
        made.add_argument("--slice", type=float, default=math.inf, metavar="MINUTES",
                          help="stop a trunk's training after so many minutes, with exit code 75: the same call with --resume goes on")
        made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr", help="weights, caches and logs")
        made.add_argument("--out", type=Path, default=BUNDLE)
        made.add_argument("--seed", type=int, default=1)
        made.add_argument("--subjects", type=int, default=200, help="synthetic subjects to evaluate on")
        made.add_argument("--resume", action="store_true", help="go on with an earlier run instead of starting anew")
        made.add_argument("--fresh", action="store_true", help="begin with fresh weights instead of those that the bundle ships")
        made.add_argument("--threads", type=int, default=THREADS)
    made = command("unpack", "put the parts of a shipped bundle where a run of train keeps them, for train --resume to learn some of them anew", _unpack)
    made.add_argument("--bundle", type=Path, default=BUNDLE)
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr", help="a folder that holds no run yet")
    made = command("card", "write the card anew from what was measured", _card)
    made.add_argument("bundle", choices=["brain-mr"])
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr")
    made.add_argument("--out", type=Path, default=BUNDLE)
    made = command("calibrate", "fit thresholds and sizes of the finding head anew on the studies of a run; export afterwards", _calibrate)
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr")
    made = command("pretrain", "masked pre-training of the lesion trunk's network: weights for train_trunks lesion --start", _pretrain)
    made.add_argument("--minutes", type=float, required=True)
    made.add_argument("--out", type=Path, required=True, help="folder for mim.pt and a checkpoint; a run that was stopped goes on")
    made.add_argument("--volumes", type=Path, help="folder of NIfTI scans without labels, sequences told by file names; drawn subjects when not given")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--workers", type=int, default=1, help="processes that draw subjects; 0: none")
    made.add_argument("--threads", type=int, default=THREADS)


def _measuring(command: Callable[..., argparse.ArgumentParser]) -> None:
    made = command("evaluate-set", "measure a bundle on an evaluation set, with PyTorch: the counterpart of ./sightline eval", _evaluate_set)
    made.add_argument("set", type=Path)
    made.add_argument("--bundle", type=Path, default=BUNDLE)
    made.add_argument("--limit", type=int, default=0, help="subjects; 0: all")
    made.add_argument("--json", type=Path, help="write the figures and every draft")
    made.add_argument("--against", type=Path, help="what ./sightline eval --json wrote: say where the two differ")
    made.add_argument("--masks", type=Path, help="what ./sightline eval --masks wrote: compare masks too")
    made.add_argument("--threads", type=int, default=1)
    made = command("learning-curve", "train the finding head on an eighth, a quarter, a half and all of a run's brains: a table and a picture", _learning_curve)
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr")
    made.add_argument("--picture", type=Path, help="PNG")
    made.add_argument("--threads", type=int, default=THREADS)
    made = command("stress", "measure the lesion channel on worse and worse studies", _stress)
    _keeps(made)
    made.add_argument("bundle", type=Path, nargs="?", default=BUNDLE)
    made.add_argument("--count", type=int, default=20)
    made = command("ablate", "train the lesion trunk with each part and without it, same subjects and time, and print the table", _ablate)
    made.add_argument("--minutes", type=float, required=True, help="of training, all arms together; drawing and measuring come on top")
    made.add_argument("--out", type=Path, required=True, help="JSON; the folder of the same name keeps what is finished")
    made.add_argument("--subjects", type=int, default=60, help="drawn to train on")
    made.add_argument("--measured", type=int, default=16, help="drawn from the left-out label maps to measure on, with lesions; half as many without")
    _keeps(made)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--threads", type=int, default=THREADS)
    made = command("ablate-contrast", "train the contrastive head with and without parts of its loss, same studies and time, and print the table", _ablate_contrast)
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/brain-mr")
    made.add_argument("--minutes", type=float, default=8, help="of each of the four trainings")
    _keeps(made)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--workers", type=int, default=min(2, THREADS), help="trainings at a time, a core each")
    made = command("measure-pruned", "measure a pruned bundle beside the full one; the table goes into its card", _measure_pruned)
    made.add_argument("full", type=Path)
    made.add_argument("pruned", type=Path)
    made.add_argument("--subjects", type=int, default=10, help="drawn from the left-out label maps, for each row")
    made.add_argument("--json", type=Path)
    made.add_argument("--threads", type=int, default=1)
    made = command("variants", "measure the language model's graph in fewer bits", _variants)
    _keeps(made)
    made.add_argument("bundle", type=Path, nargs="?", default=BUNDLE)
    made = command("measure-text", "count sentence forms and distinct n-grams", _measure_text)
    made.add_argument("--bundle", type=Path, default=BUNDLE, help="whose atlas names the sites")
    made = command("measure-evidence", "measure what outlines and similar cases add to the finding scores", _measure_evidence)
    made.add_argument("folder", type=Path, help="keeps what was encoded; a run that was stopped goes on")
    made.add_argument("--bundle", type=Path, default=BUNDLE)
    made.add_argument("--count", type=int, default=200, help="subjects to learn from, and as many to measure on: some 11 s of one core for a pair")
    made.add_argument("--workers", type=int, default=THREADS)


def _making(command: Callable[..., argparse.ArgumentParser]) -> None:
    made = command("synth", "write synthetic subjects as NIfTI files with their truth: an evaluation set", _synth)
    made.add_argument("out", type=Path)
    made.add_argument("--count", type=int, default=4)
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--first", type=int, default=0, help="number of the first subject; each depends on its number and the seed alone")
    made.add_argument("--held-out", action="store_true", help="draw from the two label maps that are never trained on")
    made.add_argument("--first-kinds", action="store_true", help="only normal brains, gliomas and white-matter lesions, as brain-mr 0.1 was measured")
    made.add_argument("--uint8", action="store_true", help="coarser grey values, smaller files")
    made.add_argument("--atlas", type=Path, default=BUNDLE, help="bundle whose atlas names the places")
    made = command("scope-set", "write an evaluation set of what is to be refused, and of real heads that are not", _scope_set)
    made.add_argument("out", type=Path)
    made = command("prune", "make a bundle with a smaller encoder: rank filters, prune, fine-tune, measure", _prune)
    made.add_argument("--bundle", type=Path, default=BUNDLE, help="the full one")
    made.add_argument("--keep", type=float, default=0.6, help="share of the channels inside each block that stays")
    made.add_argument("--rank", choices=["beta", "l1"], default="beta", help="which filters stay: by Beta-Rank, or by their L1 norm alone")
    made.add_argument("--steps", type=int, default=600, help="fine-tuning of each trunk; 0 for none")
    made.add_argument("--out", type=Path, help="the new bundle, whose id is the folder's name; by default the full one's name and -pruned")
    made.add_argument("--runs", type=Path, default=REPOSITORY / "models/kit/runs/prune", help="weights and checkpoints; a run that was stopped goes on")
    made.add_argument("--seed", type=int, default=1)
    made.add_argument("--subjects", type=int, default=10, help="drawn from the left-out label maps to measure on; 0: do not measure")
    made.add_argument("--workers", type=int, default=1, help="processes that draw subjects; 0: none")
    made.add_argument("--threads", type=int, default=THREADS)
    made = command("export-cases", "write synthetic cases for the server's case base", _export_cases)
    made.add_argument("file", type=Path, help="for example examples/cases/brain-mr.jsonl.gz")
    made.add_argument("--count", type=int, default=300)
    made.add_argument("--bundle", type=Path, default=BUNDLE, help="whose encoder makes the vectors")
    made.add_argument("--seed", type=int, default=None, help="apart from training and evaluation when not given")
    made.add_argument("--workers", type=int, default=THREADS, help="processes of one thread")
    made = command("export-heads", "make specialist bundles of the lesion and structure heads of a generalist", _export_heads)
    made.add_argument("--bundle", type=Path, default=BUNDLE, help="folder of the generalist")
    made.add_argument("--out", type=Path, default=REPOSITORY / "models")
    made = command("import-meshnet", "make specialist bundles from brainchop's MeshNets", _import_meshnets)
    made.add_argument("name", help="a model or bundle name, or all, or shipped")
    made.add_argument("--out", type=Path, default=REPOSITORY / "models")
    made.add_argument("--measure", action="store_true", help="measure Dice on the real MPRAGE; otherwise earlier figures stay")
    made.add_argument("--threads", type=int, default=min(2, THREADS))


def _recipe(options: Options) -> None:
    import torch

    from .recipe import Recipe

    data.require_shared()
    torch.set_num_threads(options.threads)
    start = None if options.fresh or not (options.out / "encoder.onnx").exists() else options.out
    recipe = Recipe(options.runs, options.out, options.minutes or MINUTES[options.size], options.seed, options.subjects, start, options.size, options.slice)
    {"train": lambda: recipe.train(options.resume), "export": recipe.export, "evaluate": recipe.evaluate}[options.command]()


def _unpack(options: Options) -> None:
    from .recipe import Recipe

    Recipe(options.runs, options.bundle, 1, 1, 0, start=options.bundle).unpack()
    print(f"{options.runs} is filled. Remove the parts to be learned anew and those after them, then: train brain-mr --resume --runs {options.runs}")


def _keeps(made: argparse.ArgumentParser) -> None:
    made.add_argument("--results", type=Path, help="keep the table in this folder: RUNS/results of a run, whose card then shows it")


def _show(name: str, table: str, results: Path | None) -> None:
    print(table)
    if results:
        results.mkdir(parents=True, exist_ok=True)
        (results / f"{name}.md").write_text(table + "\n")


def _card(options: Options) -> None:
    from .recipe import Recipe

    Recipe(options.runs, options.out, 1, 1, 0).write_card()


def _learning_curve(options: Options) -> None:
    import torch

    from . import learning

    torch.set_num_threads(options.threads)
    _show("learning", learning.run(options.runs, options.picture), options.runs / "results")


def _calibrate(options: Options) -> None:
    import json

    from . import train_findings

    print(json.dumps(train_findings.calibrate_again(options.runs), indent=1))


def _evaluate_set(options: Options) -> None:
    import torch

    from . import evaluate_set

    torch.set_num_threads(options.threads)
    evaluate_set.run(options.set, options.bundle, options.limit, options.json, options.against, options.masks)


def _stress(options: Options) -> None:
    from . import stress

    data.require_shared()
    _show("stress", stress.run(options.bundle, options.count), options.results)


def _variants(options: Options) -> None:
    from . import variants

    _show("variants", variants.run(options.bundle), options.results)


def _pretrain(options: Options) -> None:
    import torch

    from . import pretrain

    if options.volumes is None:
        data.require_shared()
    torch.set_num_threads(options.threads)
    pretrain.main(options.out, options.minutes, options.volumes, options.seed, options.workers)


def _ablate(options: Options) -> None:
    import torch

    from . import ablation

    data.require_shared()
    torch.set_num_threads(options.threads)
    _show("ablation", ablation.ablate(options.minutes, options.out, options.subjects, options.measured, options.seed), options.results)


def _ablate_contrast(options: Options) -> None:
    from . import contrast_worth

    _show("contrast", contrast_worth.run(options.runs, options.minutes, options.seed, options.workers), options.results)


def _measure_pruned(options: Options) -> None:
    import torch

    from . import measure_pruned

    data.require_shared()
    torch.set_num_threads(options.threads)
    measure_pruned.main(options.full, options.pruned, options.subjects, options.json)


def _prune(options: Options) -> None:
    import torch

    from . import measure_pruned
    from .prune_bundle import Pruning

    data.require_shared()
    torch.set_num_threads(options.threads)
    out = options.out or options.bundle.resolve().with_name(f"{options.bundle.resolve().name}-pruned")
    Pruning(options.bundle, out, options.runs, options.keep, options.steps, options.seed, workers=options.workers, order=options.rank).run()
    if options.subjects:
        measure_pruned.main(options.bundle, out, options.subjects, None)


def _measure_text(options: Options) -> None:
    from . import measure_text

    measure_text.main(options.bundle)


def _measure_evidence(options: Options) -> None:
    from . import evidence_worth

    data.require_shared()
    evidence_worth.run(options.bundle, options.folder, options.count, options.workers)


def _synth(options: Options) -> None:
    import numpy as np

    from .atlas import Atlas
    from .evaluation_set import write_set
    from .synth import SynthConfig, wide

    data.require_shared()
    maps = tuple(data.map_names(held_out=options.held_out))
    config = SynthConfig(maps=maps) if options.first_kinds else wide(maps=maps)
    numbers = range(options.first, options.first + options.count)
    write_set(options.out, numbers, options.seed, config, Atlas.read(options.atlas), np.uint8 if options.uint8 else np.int16)


def _scope_set(options: Options) -> None:
    from . import scope_set

    print(f"{len(scope_set.write(options.out))} cases in {options.out}")


def _export_cases(options: Options) -> None:
    from . import cases

    data.require_shared()
    cases.export_cases(options.bundle, options.file, options.count, cases.SEED if options.seed is None else options.seed, options.workers)


def _export_heads(options: Options) -> None:
    from . import heads

    for folder in heads.export_heads(options.bundle, options.out):
        print(folder)


def _import_meshnets(options: Options) -> None:
    """One network, all of them, or those that the repository ships."""
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
