"""Writes `bundle.yaml`: what the graphs take and give, how images are prepared, what was measured, every file's hash."""

from __future__ import annotations

import hashlib
from pathlib import Path

import onnx
import yaml

from . import preprocess
from .evaluate_vision import CLEAN_ML
from .export import FILES
from .finding_head import SCORES
from .labels import LESION_CHANNELS, SEQUENCES, STRUCTURES
from .mask_decoder import CANDIDATES

NO_REGION_BELOW = 0.3
LESION_THRESHOLD = 0.5

# Codes as in the DICOM context groups (PS3.16: CID 7140 brain structures, CID 7159 lesion segmentation types).
_CODES = {
    "cerebral-white-matter": ("68523003", "Cerebral White Matter"), "cerebral-cortex": ("40146001", "Cerebral cortex"),
    "lateral-ventricle": ("66720007", "Lateral Ventricle"), "inferior-lateral-ventricle": ("53118009", "Inferior Horn of Lateral Ventricle"),
    "cerebellum-white-matter": ("33060004", "Cerebellar White Matter"), "cerebellum-cortex": ("25991003", "Cerebellar Cortex"),
    "thalamus": ("42695009", "Thalamus"), "caudate": ("11000004", "Caudate Nucleus"), "putamen": ("89278009", "Putamen"),
    "pallidum": ("14738005", "Globus Pallidus"), "hippocampus": ("5366008", "Hippocampus"), "amygdala": ("4958002", "Amygdala"),
    "accumbens-area": ("427667007", "Nucleus Accumbens"), "third-ventricle": ("49841001", "Third ventricle"),
    "fourth-ventricle": ("35918002", "Fourth Ventricle"), "brain-stem": ("119238007", "Brain Stem"),
}
_LESIONS = {
    "lesion": ("lesion of any kind, with its oedema", "SCT", "52988006", "Lesion"),
    "core": ("tumour core", "SCT", "108369006", "Neoplasm"),
    "enhancing": ("enhancing tumour", "DCM", "113842", "Enhancing Lesion"),
    "wmh": ("white-matter hyperintensity", "SCT", "52988006", "Lesion"),
    "infarct": ("infarct", "SCT", "52988006", "Lesion"),
    "haemorrhage": ("haemorrhage", "SCT", "50960005", "Hemorrhage"),
}


def structure_labels() -> list[dict]:
    """Background and the 31 structures with their codes."""
    out: list[dict] = [{"index": 0, "id": "background", "name": "background"}]
    for s in STRUCTURES:
        stem = s.id.removeprefix("left-").removeprefix("right-")
        value, meaning = _CODES.get(stem, (None, None))
        code = {"scheme": "SCT", "value": value, "meaning": meaning} if value else \
            {"scheme": "DCM", "value": "110700", "meaning": "Ventral Diencephalon"}
        out.append({"index": s.index, "id": s.id, "name": s.name, "code": code})
    return out


FINDINGS = {"core": "tumour", "enhancing": "enhancing-tumour", "wmh": "white-matter-hyperintensity", "infarct": "infarct",
            "haemorrhage": "haemorrhage"}
"""What a lesion channel shows, in ids of `grounding/findings.yaml`; a lesion of any kind is no finding of one name."""


def lesion_labels(speaks: bool) -> list[dict]:
    """The lesion channels with their codes.

    :param speaks: whether they say which finding they show: the server then writes into the prompt what they measure
    """
    out = []
    for index, id_ in enumerate(LESION_CHANNELS):
        name, scheme, value, meaning = _LESIONS[id_]
        finding = {"finding": FINDINGS[id_]} if speaks and id_ in FINDINGS else {}
        out.append({"index": index, "id": id_, "name": name, **finding, "code": {"scheme": scheme, "value": value, "meaning": meaning}})
    return out


def graph_tensors(path: Path) -> dict:
    """A graph's inputs and outputs with type and shape; an axis that varies has a letter."""
    graph = onnx.load(path).graph
    return {"file": path.name, "inputs": {v.name: _tensor(v) for v in graph.input}, "outputs": {v.name: _tensor(v) for v in graph.output}}


def _tensor(value: onnx.ValueInfoProto) -> dict:
    kind = value.type.tensor_type
    shape = [d.dim_param or d.dim_value for d in kind.shape.dim]
    return {"name": value.name, "type": {1: "float32", 7: "int64"}[kind.elem_type], "shape": shape}


def file_entry(path: Path) -> dict:
    """A file as `files` of a manifest lists it."""
    return {"path": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest(), "bytes": path.stat().st_size}


def manifest(folder: Path, version: str, date: str, seed: int, quality: list[dict], plausibility: dict, speaks: bool) -> dict:
    """The manifest of the files that lie in the folder; `speaks` as in `lesion_labels`."""
    listed = sorted(p for p in folder.iterdir() if p.suffix in (".onnx", ".json", ".gz") or p.name in ("atlas.yaml", "README.md"))
    return {
        "schemaVersion": 1, "id": "brain-mr", "version": version, "kind": "generalist", "task": "report",
        "title": "Brain MR generalist",
        "licence": {"weights": "Apache-2.0", "code": "Apache-2.0"},
        "provenance": {
            "trainedWith": "models/kit", "date": date, "seed": seed,
            "data": [
                {"name": "SynthSeg training label maps, 14 of 16 (training_seg_07 and training_seg_14 left out)", "licence": "Apache-2.0",
                 "citation": "Billot et al., SynthSeg: segmentation of brain MRI scans of any contrast and resolution without retraining, Medical Image Analysis 2023"},
                {"name": "brainchop model21_104class and t1_crop (the atlas only)", "licence": "MIT",
                 "citation": "Masoud et al., Brainchop: in-browser MRI volumetric segmentation and rendering, Journal of Open Source Software 2023"},
            ]},
        "scope": {"modalities": ["MR"], "bodyParts": ["HEAD", "BRAIN", "SKULL"], "requiresAnyOf": list(SEQUENCES),
                  "refuses": ["CT", "body parts other than the head", "2D scouts"]},
        "inputs": [{"name": s, "sequence": s, "optional": True} for s in SEQUENCES],
        "preprocess": {
            "grid": {"orientation": "LPS", "spacing": [preprocess.SPACING] * 3, "size": list(reversed(preprocess.SHAPE))},
            "resample": {"method": "linear", "antialias": "box"},
            "foreground": {"percentile": preprocess.FOREGROUND_PERCENTILE, "fraction": preprocess.FOREGROUND_FRACTION, "fillHoles": True},
            "crop": {"anchor": ["center", "center", "superior"], "marginMm": preprocess.MARGIN_VOXELS * preprocess.SPACING,
                     "boxDepthMm": preprocess.BOX_DEPTH_VOXELS * preprocess.SPACING, "minCount": preprocess.MIN_COUNT},
            "intensity": {"method": "z-score", "within": "foreground", "clamp": list(preprocess.CLAMP), "outside": 0}},
        "plausibility": plausibility,
        "outputs": {
            "structures": {"tensor": "structure_logits", "activation": "softmax", "labels": structure_labels()},
            "lesions": {"tensor": "lesion_logits", "activation": "sigmoid", "threshold": LESION_THRESHOLD, "minVolumeMl": CLEAN_ML,
                        "labels": lesion_labels(speaks)},
            "findings": {"tensor": "finding_scores", "activation": "none",
                         "labels": [{"index": i, "id": finding, "name": finding.replace("-", " ")} for i, (finding, _, _) in enumerate(SCORES)]}},
        "graphs": {role: graph_tensors(folder / name) for role, name in FILES.items()},
        "language": {
            "tokenizer": "tokenizer.json", "promptTemplate": "<bos><task:report>sequences: {sequences}\n{evidence}",
            "segmentTemplate": "<bos><task:segment>{text}<seg>",
            "answerTemplate": "<bos><task:answer>sequences: {sequences}\n{evidence}{question}\n", "embedTemplate": "<bos><task:embed>{text}", "segToken": "<seg>",
            "slots": {"max-diameter": "<max-diameter>", "volume": "<volume>"},
            "sections": {"findings": "<findings>", "impression": "<impression>"},
            "eos": ["<eos>"], "contextLength": 768, "generation": {"temperature": 0, "maxNewTokens": 400}},
        "maskDecoder": {"noRegionBelow": NO_REGION_BELOW, "candidates": CANDIDATES},
        "atlas": {"file": "atlas.nii.gz", "labels": "atlas.yaml"},
        "quality": quality,
        "files": [file_entry(p) for p in listed],
    }


class _Dumper(yaml.SafeDumper):
    """Short lists and leaf maps on one line, nothing shared by reference."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def _flow(dumper: yaml.SafeDumper, data: dict | list):
    small = all(not isinstance(v, (dict, list)) for v in (data.values() if isinstance(data, dict) else data))
    if isinstance(data, dict):
        node = dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=small and len(data) <= 3)
    else:
        node = dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=small and len(str(data)) < 90)
    return node


def _text(dumper: yaml.SafeDumper, data: str):
    return dumper.represent_scalar("tag:yaml.org,2002:str", data, style='"' if "\n" in data else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(dict, _flow)
_Dumper.add_representer(list, _flow)


def write_manifest(folder: Path, content: dict) -> None:
    """Writes `bundle.yaml`."""
    head = "# Manifest of this bundle: docs/reference/bundle.schema.json says what each part means. Written by models/kit.\n"
    (folder / "bundle.yaml").write_text(head + yaml.dump(content, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=160))
