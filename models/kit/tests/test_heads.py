"""Heads cut out of an encoder: the same numbers, a manifest that says where they come from."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
import yaml
from torch import nn

from sightline_kit import export, heads
from sightline_kit.export import _write
from sightline_kit.manifest import graph_tensors

MODELS = Path(__file__).resolve().parents[2]
GRID = (4, 6, 8)


class TinyEncoder(nn.Module):
    """Two trunks with random weights that share nothing but their inputs, and an output that needs both."""

    def __init__(self) -> None:
        super().__init__()
        self.lesion, self.anatomy = nn.Conv3d(2, 3, 3, padding=1), nn.Conv3d(2, 4, 1)

    def forward(self, T1, FLAIR, present):
        images = torch.cat([T1, FLAIR], dim=1) * present[:, :, None, None, None]
        lesions, structures = self.lesion(images), self.anatomy(images)
        return lesions.mean(dim=(2, 3, 4)) @ torch.ones(3, 2) + structures.mean(), lesions, structures


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    torch.manual_seed(3)
    folder = tmp_path_factory.mktemp("toy-mr")
    volume = torch.zeros(1, 1, *GRID)
    _write(TinyEncoder(), (volume, volume, torch.ones(1, 2)), folder / "encoder.onnx", ["T1", "FLAIR", "present"],
           ["image_tokens", "lesion_logits", "structure_logits"], {})
    lesions = [{"index": i, "id": id_, "name": id_} for i, id_ in enumerate(("lesion", "core", "wmh"))]
    structures = [{"index": i, "id": id_} for i, id_ in enumerate(("background", "left-thalamus", "right-thalamus", "brain-stem"))]
    content = {
        "schemaVersion": 1, "id": "toy-mr", "version": "1.2.3", "kind": "generalist", "task": "report", "title": "Toy",
        "licence": {"weights": "CC0-1.0"}, "provenance": {"trainedWith": "nothing", "date": "2026-11-30", "data": [{"name": "noise"}]},
        "scope": {"modalities": ["MR"]}, "inputs": [{"name": s, "sequence": s, "optional": True} for s in ("T1", "FLAIR")],
        "preprocess": {"grid": {"orientation": "LPS", "spacing": [2, 2, 2]}}, "plausibility": {"brainVolumeMl": [700, 2000], "minStructures": 3},
        "outputs": {"structures": {"tensor": "structure_logits", "activation": "softmax", "labels": structures},
                    "lesions": {"tensor": "lesion_logits", "activation": "sigmoid", "threshold": 0.4, "labels": lesions}},
        "graphs": {"encoder": graph_tensors(folder / "encoder.onnx")},
        "quality": [{"measure": "core-dice", "data": "a scan", "value": 0.7, "n": 1}, {"measure": "finding-f1", "data": "ten", "value": 0.5}]}
    (folder / "bundle.yaml").write_text(yaml.safe_dump(content))
    return folder


@pytest.fixture(scope="module")
def exported(source, tmp_path_factory):
    out = tmp_path_factory.mktemp("models")
    return {f.name: (f, yaml.safe_load((f / "bundle.yaml").read_text())) for f in heads.export_heads(source, out)}


def test_each_head_computes_what_the_encoder_computes_and_nothing_else(source, exported):
    assert sorted(exported) == ["toy-mr-lesions", "toy-mr-structures"]
    noise = np.random.default_rng(1)
    feed = {n: noise.normal(size=(1, 1, *GRID)).astype(np.float32) for n in ("T1", "FLAIR")} | {"present": np.array([[0, 1]], np.float32)}
    encoder = onnxruntime.InferenceSession(str(source / "encoder.onnx"))
    for name, tensor in (("toy-mr-lesions", "lesion_logits"), ("toy-mr-structures", "structure_logits")):
        network = onnxruntime.InferenceSession(str(exported[name][0] / "network.onnx"))
        assert [o.name for o in network.get_outputs()] == [tensor]
        assert np.array_equal(network.run(None, feed)[0], encoder.run([tensor], feed)[0])
        assert sum(n.op_type == "Conv" for n in onnx.load(exported[name][0] / "network.onnx").graph.node) == 1


def test_the_manifest_says_whose_head_it_is_and_which_findings_its_labels_show(exported):
    _, lesions = exported["toy-mr-lesions"]
    assert lesions["provenance"]["takenFrom"] == "toy-mr" and lesions["version"] == "1.2.3"
    assert (lesions["kind"], lesions["task"], list(lesions["graphs"])) == ("specialist", "segment", ["network"])
    output = lesions["outputs"]["lesions"]
    assert (output["activation"], output["threshold"]) == ("sigmoid", 0.4)
    assert [c.get("finding") for c in output["labels"]] == [None, "tumour", "white-matter-hyperintensity"]
    assert [q["measure"] for q in lesions["quality"]] == ["dice-core"]
    assert "plausibility" not in lesions
    _, structures = exported["toy-mr-structures"]
    assert structures["plausibility"] == {"brainVolumeMl": [700, 2000]}
    assert not any("finding" in c for c in structures["outputs"]["structures"]["labels"])


def test_every_file_is_listed_with_its_hash(exported):
    for folder, content in exported.values():
        assert {f["path"] for f in content["files"]} == {"README.md", "network.onnx"}
        for f in content["files"]:
            data = (folder / f["path"]).read_bytes()
            assert (hashlib.sha256(data).hexdigest(), len(data)) == (f["sha256"], f["bytes"])
    assert "no second opinion" in (exported["toy-mr-lesions"][0] / "README.md").read_text()


def test_costs_are_those_of_the_convolutions(exported):
    assert exported["toy-mr-lesions"][1]["resources"]["multiplicationsPerVoxel"] == 3 * 2 * 27
    structures = exported["toy-mr-structures"][1]["resources"]
    assert structures["multiplicationsPerVoxel"] == 4 * 2
    assert 4 * (2 + 4) <= structures["bytesPerVoxel"] <= 4 * 12  # the masked images and what is made of them, at least


def test_a_graph_that_differs_from_its_encoder_is_refused(source, tmp_path, monkeypatch):
    monkeypatch.setattr(heads, "parity", lambda *_: 0.5)
    with pytest.raises(ValueError, match="differs from the encoder"):
        heads.export_heads(source, tmp_path)
    assert not list(tmp_path.glob("*/bundle.yaml"))


def test_figures_of_brain_mr_get_the_names_that_routing_reads():
    given = yaml.safe_load((MODELS / "brain-mr/bundle.yaml").read_text())
    found = {h.role: heads.measured(given["quality"], h, heads.labels(given, h)) for h in heads.HEADS}
    assert {q["measure"] for q in found["structures"]} == {"dice-mean"}
    assert {"dice-lesion", "dice-core"} <= {q["measure"] for q in found["lesions"]}
    assert {c["id"] for c in heads.labels(given, heads.HEADS[0]) if "finding" not in c} == {"lesion"}


def test_costs_do_not_change_with_weights_in_half_precision(exported, tmp_path, monkeypatch):
    model = onnx.load(exported["toy-mr-lesions"][0] / "network.onnx")
    monkeypatch.setattr(export, "HALVED", 1)
    export._store_halved(model)
    assert any(n.op_type == "Cast" for n in model.graph.node)
    onnx.save(model, str(tmp_path / "half.onnx"))
    assert heads.resources(tmp_path / "half.onnx")["multiplicationsPerVoxel"] == 3 * 2 * 27
