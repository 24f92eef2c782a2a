"""Specialist bundles from brainchop's MeshNets: manifest, card, and what was measured on one real scan."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import conform, meshnet
from .manifest import _CODES, graph_tensors, write_manifest

ORIGIN = "brainchop, github.com/neuroneural/brainchop, commit 4c87885f3a2a8835e260d521dcec922b58d91d41"
CITATION = ("Masoud et al., Brainchop: in-browser MRI volumetric segmentation and rendering, Journal of Open Source Software 2023; "
            "Fedorov et al., End-to-end learning of brain tissue segmentation from imperfect labeling, IJCNN 2017")
VERSION = "0.1.0"
DATE = "2026-11-26"
MOST_LOGITS = (1 << 31) - 1
"""What the server can read of one run's result."""
MOST_BYTES = 3 << 30
"""Native memory that one run may take; larger heads are cut into overlapping tiles."""


@dataclass(frozen=True)
class Source:
    """One network of brainchop and the bundle that it becomes.

    :param model: folder below ``brainchop_models``
    :param percentiles: of all conformed voxels, that become 0 and 1 (README of that folder)
    """

    model: str
    bundle: str
    title: str
    percentiles: tuple[float, float] = (0, 100)


SOURCES: tuple[Source, ...] = (
    Source("model5_gw_ae", "meshnet-tissue", "Brain tissue on T1: white and grey matter"),
    Source("model11_gw_ae", "meshnet-tissue-11", "Brain tissue on T1: white and grey matter, 11 channels"),
    Source("model20chan3cls", "meshnet-tissue-20", "Brain tissue on T1: white and grey matter, 20 channels", (5, 95)),
    Source("model18cls", "meshnet-structures", "17 brain structures on T1"),
    Source("model30chan18cls", "meshnet-structures-30", "17 brain structures on T1, 30 channels"),
    Source("model30chan50cls", "meshnet-cortex", "15 brain structures and 34 cortical areas on T1", (5, 95)),
    Source("model21_104class", "meshnet-parcels", "35 brain structures and 68 cortical areas, left and right, on T1"),
    Source("mindgrab", "meshnet-brain-mask", "Brain mask on T1"),
)
SHIPPED: tuple[str, ...] = ("meshnet-tissue", "meshnet-structures", "meshnet-brain-mask")


def find(name: str) -> Source:
    """By the name of the model or of the bundle."""
    for source in SOURCES:
        if name in (source.model, source.bundle):
            return source
    raise ValueError(f"no MeshNet '{name}'; there are " + ", ".join(s.model for s in SOURCES))


_PLAIN = {"3rd-Ventricle": "third-ventricle", "4th-Ventricle": "fourth-ventricle", "Inf-Lat-Vent": "inferior-lateral-ventricle",
          "Thalamus-Proper": "thalamus", "VentralDC": "ventral-dc", "Ventricle": "ventricles", "CSF": "cerebrospinal-fluid",
          "Cerebellum": "cerebellum-cortex"}


def label_id(name: str) -> str:
    """``Left-Thalamus-Proper*`` -> ``left-thalamus``, ``ctx-rh-insula`` -> ``right-cortex-insula``."""
    if " / " in name:
        return "corpus-callosum"
    bare = name.rstrip("*").strip()
    side = re.match(r"(Left|Right)-", bare)
    if side:
        return f"{side[1].lower()}-{label_id(bare[side.end():])}"
    cortex = re.match(r"ctx-(?:(lh|rh)-)?", bare)
    if cortex:
        prefix = {"lh": "left-", "rh": "right-"}.get(cortex[1] or "", "")
        return f"{prefix}cortex-{bare[cortex.end():]}"
    if bare in _PLAIN:
        return _PLAIN[bare]
    return re.sub(r"[^a-z0-9]+", "-", bare.replace("CC_", "corpus-callosum-").lower()).strip("-")


def labels(folder: Path) -> list[dict]:
    """The classes with ids, names and, where the concept is certain, SNOMED CT codes."""
    if (folder / "labels.json").is_file():
        named = {int(k): v for k, v in json.loads((folder / "labels.json").read_text()).items()}
    else:
        named = dict(enumerate(json.loads((folder / "colormap.json").read_text())["labels"]))
    out: list[dict] = [{"index": 0, "id": "background", "name": "background"}]
    for index in sorted(named)[1:]:
        id_ = {"brain-mask": "brain"}.get(label_id(named[index]), label_id(named[index]))
        entry: dict = {"index": index, "id": id_, "name": id_.replace("-", " ")}
        value, meaning = {**_CODES, "brain": ("12738006", "Brain")}.get(re.sub("^(left|right)-", "", id_), (None, None))
        if value:
            entry["code"] = {"scheme": "SCT", "value": value, "meaning": meaning}
        out.append(entry)
    return out


def import_meshnet(source: Source, models: Path, out: Path, quality: list[dict] | None = None) -> Path:
    """Writes the bundle's folder; refuses a graph that is not what the numpy check computes.

    :param models: the folder ``brainchop_models``
    :param quality: what was measured; None keeps what an earlier import wrote
    """
    folder = out / source.bundle
    folder.mkdir(parents=True, exist_ok=True)
    net = meshnet.read(models / source.model)
    meshnet.write(net, folder / "network.onnx")
    difference = meshnet.parity(models / source.model, folder / "network.onnx", probe())
    if difference > 1e-4:
        raise ValueError(f"{source.model}: the graph differs from the numpy check by {difference:g}")
    measured = earlier(folder) if quality is None else quality
    (folder / "README.md").write_text(card(source, net, measured, difference))
    (folder / "LICENSE").write_text((models / "LICENSE").read_text())
    write_manifest(folder, manifest(source, net, folder, labels(models / source.model), measured))
    return folder


def probe() -> np.ndarray:
    """Noise on a ramp, float32 (z, y, x), three different sizes: what a graph is compared on."""
    ramp = np.linspace(0, 1, 30, dtype=np.float32)[None, None, :]
    return np.clip(ramp + np.random.default_rng(7).normal(0, 0.1, (22, 26, 30)), 0, 1).astype(np.float32)


def earlier(folder: Path) -> list[dict]:
    """Quality that stands in the folder's manifest."""
    import yaml

    path = folder / "bundle.yaml"
    return yaml.safe_load(path.read_text()).get("quality", []) if path.is_file() else []


def manifest(source: Source, net: meshnet.MeshNet, folder: Path, classes: list[dict], quality: list[dict]) -> dict:
    low, high = source.percentiles
    intensity = {"method": "percentile", "within": "all", "from": [low, high], "clamp": [0, 1] if (low, high) == (0, 100) else [-10, 10],
                 "saturate": {"percentile": conform.SATURATE, "within": "nonzero"}}
    preprocess = {
        "grid": {"orientation": "LIA", "spacing": [1.0, 1.0, 1.0], "size": [conform.SIZE] * 3, "axes": "patient"},
        "resample": {"method": "linear", "antialias": "none"},
        "foreground": {"percentile": conform.FOREGROUND[0], "fraction": conform.FOREGROUND[1], "fillHoles": False},
        "intensity": intensity,
        "trim": {"marginMm": float(conform.MARGIN), "minCount": conform.MIN_COUNT}}
    tile = window(net)
    if tile is not None:
        preprocess["window"] = tile
    listed = sorted(p for p in folder.iterdir() if p.name in ("network.onnx", "README.md", "LICENSE"))
    return {
        "schemaVersion": 1, "id": source.bundle, "version": VERSION, "kind": "specialist", "task": "segment", "title": source.title,
        "licence": {"weights": "MIT", "code": "Apache-2.0"},
        "provenance": {"trainedWith": f"{ORIGIN}, public/models/{source.model}; imported by models/kit import-meshnet", "date": DATE,
                       "data": [{"name": "not stated by the origin", "citation": CITATION}]},
        "scope": {"modalities": ["MR"], "bodyParts": ["HEAD", "BRAIN", "SKULL"], "requiresAnyOf": ["T1"],
                  "refuses": ["sequences other than T1 without contrast", "body parts other than the head"]},
        "inputs": [{"name": "image", "sequence": "T1"}],
        "preprocess": preprocess,
        "plausibility": {"brainVolumeMl": [700, 2200]},
        "outputs": {"labels": {"tensor": "logits", "activation": "softmax", "labels": classes}},
        "graphs": {"network": graph_tensors(folder / "network.onnx")},
        "resources": {"multiplicationsPerVoxel": net.macs, "bytesPerVoxel": 4 * net.live_channels},
        "quality": quality,
        "files": [{"path": p.name, "sha256": hashlib.sha256(p.read_bytes()).hexdigest(), "bytes": p.stat().st_size} for p in listed],
    }


def window(net: meshnet.MeshNet) -> dict | None:
    """Tiles that keep the largest head (256^3) below :data:`MOST_BYTES`; None where it fits whole.

    Instance normalisation sees the whole head: such a network is never cut.
    """
    voxels = min(MOST_BYTES // (4 * net.live_channels), MOST_LOGITS // (4 * net.classes))
    if net.normalised or voxels >= conform.SIZE**3:
        return None
    side = int(voxels ** (1 / 3))
    return {"size": [side] * 3, "halo": net.reach}


def card(source: Source, net: meshnet.MeshNet, quality: list[dict], difference: float) -> str:
    tile = window(net)
    lines = [f"# {source.bundle} {VERSION}", "", f"{source.title}. A MeshNet that others trained, imported as it is.",
             "**For research only. Not a medical device; not fit for any decision about a patient.**", "",
             f"- Origin: {ORIGIN}, `public/models/{source.model}`. Licence: MIT (`LICENSE`).",
             f"- {net.classes} classes, {sum(k.kernel.size + (0 if k.bias is None else k.bias.size) for k in net.layers):,} weights, "
             f"{net.macs:,} multiplications per voxel, receptive field {2 * net.reach + 1} voxels.",
             "- Input: one T1 without contrast, conformed as FreeSurfer does (256^3, 1 mm, LIA, brightest 0.1 % cut), percentiles "
             f"{source.percentiles[0]:g} and {source.percentiles[1]:g} to 0 and 1, then cut to the head.",
             f"- Memory: {4 * net.live_channels} bytes per voxel of the cut head" +
             ("; always run whole, since it normalises over the head." if net.normalised else
              f"; heads larger than {tile['size'][0]}^3 are tiled with an overlap of {net.reach} voxels, which gives what the whole would."
              if tile else "; always run whole."),
             f"- Parity: the graph agrees with an independent numpy reading of the weights within {1e-6 if difference < 1e-6 else difference:.0e}.", "",
             "## Where it falls short", "",
             "- What it was trained on is not stated by its origin. Contrast, tumours, surgery, children and other sequences were not looked at.",
             "- Measured, if at all, on one healthy adult's scan."]
    if quality:
        lines += ["", "## Measured", "", "Dice against the FreeSurfer segmentation of one healthy MPRAGE, in the scanner's grid, by "
                  "`python -m sightline_kit import-meshnet " + source.model + " --measure`.", "", "| Structure | Dice |", "|---|---|"]
        lines += [f"| {q['measure'].removeprefix('dice-').replace('-', ' ')} | {q['value']:.3f} |" for q in quality]
    if any(q["measure"] == "dice-brain" for q in quality):
        lines += ["", "The reference is everything that FreeSurfer labels; it leaves out the fluid around the brain, which this mask holds."]
    return "\n".join(lines) + "\n"
