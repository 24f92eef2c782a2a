"""Writes synthetic cases for the server's case base: gzip of JSON lines, one case a line, each saying that it is synthetic.

A subject of the training maps is drawn with a seed apart from those of training and evaluation. Its labels are its facts, its
sentences a report that those facts allow, with sizes measured in the true masks; its vector is what the bundle's encoder
makes of its images.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import yaml
from scipy import ndimage
from scipy.spatial import ConvexHull, QhullError
from scipy.spatial.distance import pdist

from .atlas import Atlas
from .bundle import in_worker
from .data import map_names
from .grammar.facts import Facts, LesionFact
from .grammar.truth import Truth
from .grammar.sentence import Sentence
from .grammar.write import lesion_claims, write
from .synth import sample_subject
from .synth.config import wide

SEED = 2_600_011
"""Apart from the seeds of training and evaluation."""
VOXEL_MM = 2.0
VOXEL_ML = 0.008
DIGITS = 5

Label = dict[str, str | None]


def export_cases(bundle: Path, file: Path, count: int, seed: int = SEED, workers: int = 1) -> None:
    """Writes `count` cases with embeddings of the bundle, drawn by so many processes of one thread."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part, began = file.with_name(file.name + ".part"), time.monotonic()
    made_by = maker(bundle)
    tasks = [(bundle, made_by, seed, number) for number in range(count)]
    # no name and no time in the header: equal cases make equal files
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool, part.open("wb") as raw, gzip.GzipFile("", "wb", mtime=0, fileobj=raw) as out:
        for number, line in enumerate(pool.map(_line, tasks)):
            out.write((json.dumps(line, separators=(",", ":")) + "\n").encode())
            if number % 20 == 19:
                print(f"{number + 1} of {count} cases, {time.monotonic() - began:.0f} s", flush=True)
    part.replace(file)


def maker(bundle: Path) -> dict[str, str]:
    """What makes the vectors, as every case names it."""
    manifest = yaml.safe_load((bundle / "bundle.yaml").read_text())
    graph = hashlib.sha256((bundle / "encoder.onnx").read_bytes()).hexdigest()
    return {"bundle": manifest["id"], "version": str(manifest["version"]), "graph": graph, "source": "image_embedding"}


def _line(task: tuple[Path, dict[str, str], int, int]) -> dict[str, object]:
    bundle, made_by, seed, number = task
    pipeline, atlas = in_worker(bundle)
    subject = sample_subject(np.random.default_rng([seed, number]), wide(maps=tuple(map_names())))
    encoded = pipeline.encode(subject.stack(), subject.present)
    return case_line(number, Truth.of_subject(subject, atlas), encoded.image_embedding[0].numpy(), made_by, seed)


def case_line(number: int, truth: Truth, vector: np.ndarray, maker: dict[str, str], seed: int) -> dict[str, object]:
    """One case as the server reads it; see `docs/reference/cases.md`."""
    report = write(truth.facts, random.Random(f"{seed}-{number}"))
    sections = (("findings", report.findings), ("impression", report.impression))
    return {
        "id": f"example-{maker['bundle']}-{number:04d}",
        "modality": "MR",
        "date": time.strftime("%Y-%m-%d"),
        "sequences": list(truth.sequences),
        "labels": labels(truth.facts),
        "sentences": [{"section": name, "text": filled(s, truth)} for name, part in sections for s in part],
        "embedding": {**maker, "vector": [round(float(v), DIGITS) for v in vector]},
        "provenance": {"synthetic": True, "madeBy": f"sightline_kit export-cases, seed {seed}, subject {number}"},
    }


def labels(facts: Facts) -> list[Label]:
    """What is true of a subject and could be seen, in the ids of `grounding/findings.yaml`."""
    out = [one for lesion in facts.lesions for one in _tumour(facts, lesion)] or [_label("mass", False)]
    wet = facts.sees("T2", "FLAIR")
    out += [_label("infarct", True, f.side, f.site) for f in facts.infarcts] or ([_label("infarct", False)] if wet else [])
    for finding, subdural in (("haemorrhage", False), ("subdural-haematoma", True)):
        bleeds = [b for b in facts.bleeds if b.subdural == subdural]
        out += [_label(finding, True, b.side, None if subdural else b.site) for b in bleeds] or [_label(finding, False)]
    if wet:
        side = "bilateral" if facts.wmh.side == "both" else facts.wmh.side
        out.append(_label("white-matter-hyperintensity", facts.wmh.grade > 0, side if facts.wmh.grade else "none"))
    out.append(_label("ventriculomegaly", facts.ventricles != "normal"))
    out.append(_label("midline-shift", facts.shift_to is not None, facts.shift_to or "none"))
    small = facts.small_hippocampus
    if "hippocampus" not in facts.doubtful:
        out.append(_label("hippocampal-atrophy", small is not None, "bilateral" if small == "both" else small or "none"))
    unique = {json.dumps(one, sort_keys=True): one for one in out}
    return list(unique.values())


def _tumour(facts: Facts, lesion: LesionFact) -> list[Label]:
    names = {"oedema": "oedema", "enhancing": "enhancement", "necrosis": "necrosis", "core": "tumour-core"}
    out = [_label(finding, True, lesion.side, lesion.site) for finding in ("mass", lesion.kind)]
    claims = lesion_claims(facts, lesion)
    out += [_label(names[topic], there, lesion.side if there else "none") for topic, there in claims.items() if topic in names]
    if lesion.presses_on or lesion.no_mass_effect:
        out.append(_label("mass-effect", lesion.presses_on is not None))
    return out


def _label(finding: str, present: bool, side: str = "none", site: str | None = None) -> Label:
    """Sites are named without their side, as in `grounding/anatomy.yaml`."""
    bare = site and site.removeprefix("left ").removeprefix("right ")
    return {"finding": finding, "presence": "present" if present else "absent", "laterality": side, "site": bare}


def filled(sentence: Sentence, truth: Truth) -> str:
    """The sentence with the sizes of its first target in place of slots."""
    text = sentence.text
    if "<" not in text:
        return text
    mask = truth.mask(sentence.targets[0]) if sentence.targets else np.zeros(truth.structures.shape, dtype=bool)
    text = text.replace("<volume>", f"{mask.sum() * VOXEL_ML:.1f} mL")
    return text.replace("<max-diameter>", f"{diameter_mm(mask) / 10:.1f} cm")


def diameter_mm(mask: np.ndarray) -> float:
    """Longest distance between two voxel centres of the largest 6-connected part; 0 where there is none."""
    parts, count = ndimage.label(mask)
    if count == 0:
        return 0.0
    points = np.argwhere(parts == 1 + int(np.argmax(np.bincount(parts.ravel())[1:]))) * VOXEL_MM
    if len(points) > 8:
        try:
            points = points[ConvexHull(points).vertices]
        except QhullError:  # all in one plane: few enough to compare each with each
            pass
    return float(pdist(points).max()) if len(points) > 1 else 0.0
