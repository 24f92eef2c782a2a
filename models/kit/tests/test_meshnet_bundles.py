"""Bundles made of imported MeshNets."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import yaml

from sightline_kit import conform, meshnet, meshnet_bundles
from sightline_kit.meshnet_bundles import SHIPPED, SOURCES, label_id

MODELS = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("name", "expected"), [
    ("Left-Thalamus-Proper*", "left-thalamus"), ("3rd-Ventricle", "third-ventricle"), ("ctx-rh-insula", "right-cortex-insula"),
    ("ctx-insula", "cortex-insula"), ("Right-Inf-Lat-Vent", "right-inferior-lateral-ventricle"), ("White Matter", "white-matter"),
    ("CC_Mid_Posterior", "corpus-callosum-mid-posterior"), ("CC_Posterior / CC_Central", "corpus-callosum"), ("VentralDC", "ventral-dc")])
def test_labels_get_the_ids_of_our_other_bundles(name, expected):
    assert label_id(name) == expected


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.bundle)
def test_classes_are_those_of_the_network_and_told_apart(source, shared):
    folder = shared / "data/brainchop_models" / source.model
    classes = meshnet_bundles.labels(folder)
    assert [c["index"] for c in classes] == list(range(meshnet.read(folder).classes))
    assert len({c["id"] for c in classes}) == len(classes)


@pytest.mark.parametrize("source", SOURCES, ids=lambda s: s.bundle)
def test_no_head_takes_more_than_three_gigabytes(source, shared):
    net = meshnet.read(shared / "data/brainchop_models" / source.model)
    tile = meshnet_bundles.window(net)
    voxels = conform.SIZE**3 if tile is None else int(np.prod(tile["size"]))
    assert voxels * 4 * net.live_channels <= 3 << 30
    assert tile is None or tile["halo"] == net.reach < tile["size"][0] / 2


def test_an_import_is_what_the_repository_ships(shared, tmp_path):
    source = meshnet_bundles.find("model5_gw_ae")
    folder = meshnet_bundles.import_meshnet(source, shared / "data/brainchop_models", tmp_path)
    assert (folder / "network.onnx").read_bytes() == (MODELS / source.bundle / "network.onnx").read_bytes()
    made, shipped = (yaml.safe_load((f / "bundle.yaml").read_text()) for f in (folder, MODELS / source.bundle))
    for key in ("preprocess", "outputs", "resources", "scope"):
        assert made[key] == shipped[key]


@pytest.mark.parametrize("bundle", SHIPPED)
def test_what_is_shipped_was_measured(bundle):
    manifest = yaml.safe_load((MODELS / bundle / "bundle.yaml").read_text())
    assert manifest["quality"] and manifest["licence"]["weights"] == "MIT"


def test_an_unknown_name_is_refused_with_the_names_that_there_are():
    with pytest.raises(ValueError, match="model21_104class"):
        meshnet_bundles.find("model99")


def test_the_conform_step_turns_a_scan_upright_and_cuts_to_the_head():
    """A bright block at the patient's front left, in a sagittal scan with thick slices."""
    volume = np.zeros((60, 100, 90), dtype=np.float32)  # z: to the right, 2 mm; y: down; x: to the back
    volume[5:20, 10:40, 8:30] = 200
    volume[0, 0, 0] = 90000
    affine = np.array([[0, 0, -2.0, 60], [1.0, 0, 0, -45], [0, -1.0, 0, 50], [0, 0, 0, 1]])
    made = conform.conform(volume, affine, (0, 100))
    assert made.image.max() == 1
    inside = affine @ [15, 20, 10, 1]
    x, y, z = np.rint(np.linalg.inv(made.affine) @ inside)[:3].astype(int)
    assert made.image[z, y, x] == 1
    assert abs(np.array(made.image.shape) - (22 + 16, 30 + 16, 30 + 16)).max() <= 2  # 8 mm around the block
    assert np.allclose(made.affine[:3, :3], [[1, 0, 0], [0, 0, -1], [0, -1, 0]])
