"""Imported MeshNets against the numpy check that lies beside the weights."""

from __future__ import annotations

import json

import nibabel as nib
import numpy as np
import pytest

from sightline_kit import meshnet

MODELS = ("model5_gw_ae", "model11_gw_ae", "model20chan3cls", "model18cls", "model30chan18cls", "model30chan50cls",
          "model21_104class", "mindgrab")


@pytest.fixture(scope="session")
def scan(shared):
    """A block of a real head, off the centre so that no axis looks like another: float32 (z, y, x), 0..1."""
    image = np.asarray(nib.load(shared / "data/brainchop_models/t1_crop.nii.gz").dataobj, dtype=np.float32)
    return (image[90:118, 110:142, 120:156] / image.max()).transpose(2, 1, 0)


@pytest.mark.parametrize("name", MODELS)
def test_the_graph_agrees_with_the_numpy_check(name, shared, scan, tmp_path):
    folder = shared / "data/brainchop_models" / name
    meshnet.write(meshnet.read(folder), tmp_path / "network.onnx")
    assert meshnet.parity(folder, tmp_path / "network.onnx", scan) < 1e-4


def test_a_mirrored_image_does_not_agree(shared, scan, tmp_path):
    """The parity above would notice axes in the wrong order."""
    folder = shared / "data/brainchop_models/model5_gw_ae"
    meshnet.write(meshnet.read(folder), tmp_path / "network.onnx")
    right = meshnet.run(tmp_path / "network.onnx", scan)
    wrong = meshnet.run(tmp_path / "network.onnx", np.ascontiguousarray(scan.transpose(2, 1, 0)))
    assert np.abs(right - wrong.transpose(0, 3, 2, 1)).max() > 0.1


def test_the_reach_is_the_sum_of_the_dilations(shared):
    net = meshnet.read(shared / "data/brainchop_models/model21_104class")
    assert (net.classes, net.reach) == (104, 1 + 2 + 2 + 4 + 4 + 8 + 8 + 16)


def topology(tmp_path, **changed):
    config = {"name": "c", "dilation_rate": [1, 1, 1], "strides": [1, 1, 1], "padding": "same", "activation": "linear",
              "use_bias": True, **changed}
    layers = [{"class_name": "Conv3D", "config": config}]
    weights = [{"name": "c/kernel", "shape": [1, 1, 1, 1, 2], "dtype": "float32"}, {"name": "c/bias", "shape": [2], "dtype": "float32"}]
    (tmp_path / "w.bin").write_bytes(np.array([1, 2, 3, 4], "<f4").tobytes())
    (tmp_path / "model.json").write_text(json.dumps({
        "modelTopology": {"model_config": {"config": {"layers": layers}}},
        "weightsManifest": [{"paths": ["w.bin"], "weights": weights}]}))
    return tmp_path


def test_a_small_net_is_read(tmp_path):
    net = meshnet.read(topology(tmp_path))
    assert net.classes == 2 and net.layers[0].bias.tolist() == [3, 4]


@pytest.mark.parametrize("changed", [{"padding": "valid"}, {"strides": [2, 2, 2]}, {"dilation_rate": [1, 2, 1]}])
def test_a_layer_that_changes_the_grid_is_refused(tmp_path, changed):
    with pytest.raises(ValueError, match="keeps its grid"):
        meshnet.read(topology(tmp_path, **changed))


def test_weights_that_do_not_fill_the_topology_are_refused(tmp_path):
    folder = topology(tmp_path)
    (folder / "w.bin").write_bytes(np.zeros(5, "<f4").tobytes())
    with pytest.raises(ValueError, match="20 bytes"):
        meshnet.read(folder)
