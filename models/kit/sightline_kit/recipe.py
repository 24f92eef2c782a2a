"""The whole of `train brain-mr`: every step, in order, each skipped when its result is there already.

Trunks resume to the step; the language model and the mask decoder go on from their last saved weights with the minutes
that are left to them. Steps and their share of the time are listed in `SHARES`.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import time
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import torch
from google.protobuf.message import DecodeError
from tokenizers import Tokenizer

from . import card, contrast as train_contrast, manifest, train_findings, train_language, train_mask_decoder
from .atlas import Atlas
from .bundle import Weights, check_parity, store_contrast, store_findings, store_language, store_mask_decoder, trunk_of, write_graphs
from .corpus import corpus
from .evaluate import evaluate_real, evaluate_synthetic, held_out
from .evaluate_vision import evaluate_anatomy, evaluate_held_out, evaluate_kinds, evaluate_lesion
from .export import FILES
from .make_cache import LESSON_SYNTH, STUDY_SYNTH, TRUNKS, fill
from .shipped import graph_state
from .tokenizer import speaks, train_tokenizer
from .train_trunks import MODELS, load_trunk, pace, save_weights, train as train_trunk
from .trunk_plan import SIZES, Plan
from .trunks import widths_in

SHARES = {"lesion": 0.22, "anatomy": 0.12, "kinds": 0.14, "studies": 0.08, "lessons": 0.08, "findings": 0.02, "language": 0.16, "mask decoder": 0.07, "contrast": 0.02, "evaluation": 0.09}
STEP_SECONDS = {"lesion": 0.45, "anatomy": 0.50, "kinds": 0.6}
"""Roughly, on two idle cores with AMX; sizes the trunks' schedules to their share of the time."""
EVALUATION_SEED = 9003
"""The subjects of 0.3, so that the two compare; by them only whether the lesion labels speak in the prompt is chosen. The next one is used for gliomas and white-matter lesions alone."""
VERSION = "0.7.0"
STOPPED = 75
"""Exit code of a run whose slice is over (EX_TEMPFAIL): to be gone on with."""


@dataclass
class Recipe:
    """One run.

    :param runs: folder of weights, caches and logs
    :param out: the bundle folder
    :param minutes: for everything
    :param start: a bundle whose weights are gone on from; None begins with fresh ones
    :param size: of the trunks, of `trunk_plan.SIZES`; the language half is as large in each
    :param slice: minutes after which a trunk's training stops, to be gone on with in another call
    """

    runs: Path
    out: Path
    minutes: float
    seed: int
    subjects: int
    start: Path | None = None
    size: str = "small"
    slice: float = math.inf

    def train(self, resume: bool) -> None:
        """All steps."""
        if self.runs.exists() and not resume:
            shutil.rmtree(self.runs)
        self.runs.mkdir(parents=True, exist_ok=True)
        self.began = time.monotonic()
        for job in TRUNKS:
            self._trunk(job)
        self._say("tokenizer")
        self.tokenizer
        self._studies()
        self._findings()
        self._language()
        self._mask_decoder()
        self._contrast()
        self.export()
        self.evaluate()

    def unpack(self) -> None:
        """Every trained part of the start bundle where a run keeps it, as if trained there: `train --resume` learns what is then removed. All or nothing."""
        if self.runs.exists() and any(self.runs.iterdir()):
            raise SystemExit(f"{self.runs} is not empty: name other --runs")
        part = self.runs.with_name(f"{self.runs.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            replace(self, runs=part)._fill_from_bundle()
        except (OSError, ValueError, DecodeError) as e:
            shutil.rmtree(part)
            raise SystemExit(f"{self.start} cannot be unpacked: {e or 'a file is damaged'}") from e
        part.replace(self.runs)

    def _fill_from_bundle(self) -> None:
        where, findings = self.weights, self.runs / "findings/findings.pt"
        for path in (where.language, where.mask_decoder, where.contrast, findings):
            path.parent.mkdir()
        for job in TRUNKS:
            (self.runs / job).mkdir()
            save_weights(trunk_of(self.start, job), self.runs / job / "final.pt")
        if fewer := [name for name in store_language(self.start, where.language) if name.startswith("findings.members")]:
            raise ValueError(f"it was made by another version of the kit: its finding head lacks {fewer[:3]}")
        store_findings(where.language, findings)
        store_mask_decoder(self.start, where.mask_decoder)
        store_contrast(self.start, where.contrast)
        for name in (*TRUNKS, "language", "mask-decoder"):
            (self.runs / name / "done").touch()
        shutil.copy(self.start / "tokenizer.json", where.tokenizer)

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas.read(self.out)

    @property
    def weights(self) -> Weights:
        def trunk(job: str) -> Path:
            final = self.runs / job / "final.pt"
            return final if final.exists() else self.runs / job / "latest.pt"

        return Weights(trunk("lesion"), trunk("anatomy"), trunk("kinds"), self.runs / "language/language.pt", self.runs / "mask-decoder/mask_decoder.pt",
                       self.runs / "contrast/contrast.pt", self.runs / "tokenizer.json")

    @cached_property
    def tokenizer(self) -> Tokenizer:
        path = self.runs / "tokenizer.json"
        if not path.exists() and self.start and speaks(self.start / "tokenizer.json"):
            shutil.copy(self.start / "tokenizer.json", path)
        if not path.exists():
            train_tokenizer(corpus(self.atlas, self.seed, 6000)).save(str(path))
        return Tokenizer.from_file(str(path))

    def export(self) -> None:
        """Graphs, tokenizer, and a manifest with the figures measured so far."""
        self._say("export")
        pipeline = write_graphs(self.weights, self.out, self.out)
        parity = check_parity(pipeline, self.out)
        if max(parity.values()) > 1e-3:
            raise SystemExit(f"exported graphs differ from PyTorch: {parity}")
        self._note("parity", parity)
        self.write_card()

    def evaluate(self) -> None:
        """Measures all parts, writes the card and the manifest."""
        self._say("evaluation")
        pipeline = self.weights.load()
        lesion, anatomy = load_trunk("lesion", self.weights.lesion), load_trunk("anatomy", self.weights.anatomy)
        vision = {"lesion": evaluate_lesion(lesion), "anatomy": evaluate_anatomy(anatomy), "heldOut": evaluate_held_out(lesion, anatomy),
                  "kinds": evaluate_kinds(load_trunk("kinds", self.weights.kinds))}
        self._note("vision", vision)
        minutes = self.minutes * SHARES["evaluation"] / 2
        for name, seed, first_kinds in (("synthetic", EVALUATION_SEED, False), ("first-kinds", EVALUATION_SEED + 1, True)):
            tally, shown = evaluate_synthetic(self.weights, self.out, self.subjects, minutes, seed, held_out(first_kinds))
            self._note(name, tally.figures())
            self._note(f"drafts-{name}", {"shown": shown})
        self._note("real", evaluate_real(pipeline))
        self.write_card()

    def write_card(self) -> None:
        """The manifest, and the card once all that it needs was measured."""
        found = {name: self._read(name) for name in ("vision", "synthetic", "first-kinds", "real", "parity", "trained")}
        quality = []
        if all(found[k] is not None for k in ("vision", "synthetic", "first-kinds", "real", "parity")):
            quality = card.quality(found["vision"], found["synthetic"])
            trained = found["trained"] or self._trained()
            text = card.card(found["vision"], found["synthetic"], found["first-kinds"], found["real"], found["parity"], trained, self._further(), self._read("scope"))
            (self.out / "README.md").write_text(text)
        plausible = {"brainVolumeMl": [700, 2000], "minStructures": 25, "minStructureMl": 0.1}
        date = time.strftime("%Y-%m-%d")
        # The own head's line in the prompt is a crutch: it stays where it was measured to help, or nothing was measured yet.
        alone = found["synthetic"]
        speaks = alone is None or alone["with-measured"]["finding-f1"] > alone["finding-f1"]
        manifest.write_manifest(self.out, manifest.manifest(self.out, VERSION, date, self.seed, quality, plausible, speaks))

    def _further(self) -> dict[str, str]:
        paths = {name: self.runs / "results" / f"{name}.md" for name in card.FURTHER}
        return {name: path.read_text().rstrip() for name, path in paths.items() if path.exists()}

    def _trained(self) -> dict:
        device = "one GPU" if torch.cuda.is_available() else f"{torch.get_num_threads()} CPU threads"
        steps = [f"{name}: {round(self.minutes * share)} minutes" for name, share in SHARES.items()]
        return {"version": VERSION, "seed": self.seed, "device": device, "minutes": round(self.minutes), "steps": steps, "evaluation-seed": EVALUATION_SEED}

    def _trunk(self, job: str) -> None:
        if (self.runs / job / "done").exists():
            return
        self._say(f"{job} trunk")
        folder, workers = self.runs / job, max(1, (os.cpu_count() or 2) - 1) if torch.cuda.is_available() else 1
        plan = self._plan(job, workers)
        left = self.slice - (time.monotonic() - self.began) / 60
        final = train_trunk(plan, folder, workers, start=self._shipped_trunk(plan), minutes=left) if left > 0 else None
        if final is None or final.name != "final.pt":
            print(f"The {job} trunk is not finished: go on with --resume.", flush=True)
            raise SystemExit(STOPPED)
        (folder / "done").touch()

    def _plan(self, job: str, workers: int) -> Plan:
        """What is to be done; how many steps are made of the trunk's minutes is settled once for a run, so that it resumes as it began."""
        plan, note = replace(SIZES[self.size][job], seed=self.seed), self.runs / job / "plan.json"
        if not note.exists():
            note.parent.mkdir(parents=True, exist_ok=True)
            second = STEP_SECONDS[job] if self.size == "small" else pace(plan, workers)
            note.write_text(json.dumps({"size": self.size, "steps": max(1, int(self.minutes * SHARES[job] * 60 / second))}) + "\n")
        settled = json.loads(note.read_text())
        if settled["size"] != self.size:
            raise SystemExit(f"{note.parent} holds a trunk of size {settled['size']}: go on with --size {settled['size']}, or name other --runs")
        return replace(plan, steps=settled["steps"])

    def _shipped_trunk(self, plan: Plan) -> Path | None:
        """The graph that a trunk can begin with: one of its own size."""
        if self.start is None:
            return None
        path = self.start / FILES["encoder"]
        return path if widths_in(graph_state(path), f"{plan.job}.") == (plan.widths or MODELS[plan.job].WIDTHS) else None

    def _studies(self) -> None:
        for number, (name, config, dense) in enumerate((("studies", STUDY_SYNTH, 1), ("lessons", LESSON_SYNTH, 0)), 1):
            done = self.runs / f"{name}.done"
            if not done.exists():
                self._say(name)
                fill(self.runs / name, self.out, self.weights.trunks, config, self.seed + number, self.minutes * SHARES[name], torch.get_num_threads(), dense)
                done.touch()

    def _findings(self) -> None:
        out = self.runs / "findings"
        if not (out / "findings.pt").exists():
            self._say("finding head")
            train_findings.train(self.runs / "studies", out, self.runs / "lessons", seed=self.seed)

    def _language(self) -> None:
        out = self.runs / "language"
        if (out / "done").exists():
            return
        self._say("language")
        earlier = out / "language.pt"
        schedule = train_language.Schedule(self.minutes * SHARES["language"])
        train_language.train(self.runs / "studies", self.runs / "findings/findings.pt", out, self.tokenizer, self.atlas, schedule, self.seed,
                             earlier if earlier.exists() else self._shipped("language"))
        (out / "done").touch()

    def _shipped(self, part: str) -> Path | None:
        """Stored weights of `language` or `mask_decoder` as the start bundle has them; None to begin afresh.

        A language model goes with its tokenizer: with another one, nothing of it is of use.
        """
        if self.start is None or (self.start / "tokenizer.json").read_bytes() != (self.runs / "tokenizer.json").read_bytes():
            return None
        path = self.runs / f"shipped-{part}.pt"
        (store_language if part == "language" else store_mask_decoder)(self.start, path)
        return path

    def _mask_decoder(self) -> None:
        out = self.runs / "mask-decoder"
        if (out / "done").exists():
            return
        self._say("mask decoder")
        schedule = train_mask_decoder.Schedule(self.minutes * SHARES["mask decoder"], peak=2e-3)
        earlier = out / "mask_decoder.pt"
        train_mask_decoder.train(self.runs / "studies", self.runs / "language/language.pt", out, self.tokenizer, self.atlas, schedule,
                                 self.seed, earlier if earlier.exists() else self._shipped("mask_decoder"))
        (out / "done").touch()

    def _contrast(self) -> None:
        out = self.runs / "contrast"
        if not (out / "contrast.pt").exists():
            self._say("contrast")
            schedule = train_contrast.Schedule(self.minutes * SHARES["contrast"], peak=1e-3)
            seen = [s for name in ("studies", "lessons") for s in train_language.load_studies(self.runs / name, {}).values()]
            train_contrast.train(seen, self.runs / "language/language.pt", out, self.tokenizer, schedule, self.seed)

    def _say(self, step: str) -> None:
        spent = (time.monotonic() - getattr(self, "began", time.monotonic())) / 60
        print(f"{time.strftime('%H:%M:%S')} {step}: {spent:.0f} of about {self.minutes:.0f} minutes spent", flush=True)

    def _note(self, name: str, value: object) -> None:
        folder = self.runs / "results"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.json").write_text(json.dumps(value, indent=1, default=float) + "\n")

    def _read(self, name: str) -> dict | None:
        path = self.runs / "results" / f"{name}.json"
        return json.loads(path.read_text()) if path.exists() else None
