"""Cases for the server's case base: their words are the lexicon's, their sizes are measured, nobody takes them for patients."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
import yaml

from sightline_kit.atlas import Atlas
from sightline_kit.bundle import load_bundle
from sightline_kit.cases import case_line, diameter_mm, labels
from sightline_kit.data import map_names
from sightline_kit.grammar.facts import BleedFact, Facts, InfarctFact, LesionFact, WmhFact
from sightline_kit.grammar.truth import Truth
from sightline_kit.synth import sample_subject
from sightline_kit.synth.config import wide

REPOSITORY = Path(__file__).resolve().parents[3]
BUNDLE = REPOSITORY / "models/brain-mr"
MAKER = {"bundle": "brain-mr", "version": "0", "graph": "0" * 64, "source": "image_embedding"}


def facts(**changes: object) -> Facts:
    healthy = Facts(("T1", "T1C", "T2", "FLAIR"), (), WmhFact(0, 0.0, "both", False, False), "normal", None, None, ())
    return dataclasses.replace(healthy, **changes)


def presence(found: list[dict], finding: str) -> list[str]:
    return [one["presence"] for one in found if one["finding"] == finding]


def test_a_healthy_subject_is_told_by_what_is_absent():
    found = labels(facts())
    assert {one["presence"] for one in found} == {"absent"}
    assert presence(found, "mass") == ["absent"] and presence(found, "infarct") == ["absent"]


def test_what_no_sequence_shows_is_not_said_to_be_absent():
    found = labels(facts(sequences=("T1",)))
    assert presence(found, "infarct") == [] and presence(found, "white-matter-hyperintensity") == []


def test_each_disease_has_its_name_side_and_site():
    glioma = LesionFact(0, "left", "left frontal lobe", (), False, 30.0, 9.0, 5.0, 2.0, 20.0, "rim", "left-lateral-ventricle", False)
    found = labels(
        facts(
            lesions=(glioma,),
            infarcts=(InfarctFact(0, "right", "right occipital lobe", 4.0, "acute", "PCA"),),
            bleeds=(BleedFact(0, "left", "left parietal lobe", 9.0, 0.0, "acute", True),),
            wmh=WmhFact(2, 5.0, "both", True, False),
            shift_to="right",
        )
    )
    assert {"finding": "glioma", "presence": "present", "laterality": "left", "site": "frontal lobe"} in found
    assert {"finding": "infarct", "presence": "present", "laterality": "right", "site": "occipital lobe"} in found
    assert {"finding": "subdural-haematoma", "presence": "present", "laterality": "left", "site": None} in found
    assert {"finding": "midline-shift", "presence": "present", "laterality": "right", "site": None} in found
    assert presence(found, "haemorrhage") == ["absent"] and presence(found, "oedema") == ["present"]
    known = {f["id"] for f in yaml.safe_load((REPOSITORY / "grounding/findings.yaml").read_text())["findings"]}
    assert {one["finding"] for one in found} <= known
    for kind in ("metastasis", "meningioma"):
        assert kind in known


def test_a_diameter_is_the_longest_distance_of_the_largest_part():
    mask = np.zeros((20, 20, 20), dtype=bool)
    mask[3, 4, 2:12] = True
    mask[15, 15, 15] = True
    assert diameter_mm(mask) == 18.0
    assert diameter_mm(np.zeros((4, 4, 4), dtype=bool)) == 0.0
    mask[3:6, 4:9, 2:12] = True
    assert diameter_mm(mask) == pytest.approx(2 * np.sqrt(2**2 + 4**2 + 9**2))


def test_a_line_says_that_it_is_synthetic_and_has_no_open_slot(shared):
    others = dict.fromkeys(("healthy", "metastases", "meningioma", "infarct", "haemorrhage", "subdural"), 0.0)
    subject = sample_subject(np.random.default_rng([5, 1]), wide(maps=(map_names()[0],), glioma=1.0, **others))
    truth = Truth.of_subject(subject, Atlas.read(BUNDLE))
    line = case_line(7, truth, np.full(4, 0.5), MAKER, seed=5)
    assert line["id"] == "example-brain-mr-0007" and line["provenance"]["synthetic"] is True
    assert line["embedding"]["vector"] == [0.5] * 4 and line["embedding"]["graph"] == "0" * 64
    assert line["sentences"] and not any("<" in s["text"] for s in line["sentences"])
    assert {s["section"] for s in line["sentences"]} == {"findings", "impression"}
    assert line == case_line(7, truth, np.full(4, 0.5), MAKER, seed=5)
    sites = {s.get("name") for s in yaml.safe_load((REPOSITORY / "grounding/anatomy.yaml").read_text())["sites"]}
    assert {one["site"] for one in line["labels"]} - {None} <= sites


def test_the_shipped_bundle_gives_the_vectors_that_its_graph_gives(shared):
    """The kit's pipeline hands the graph its inputs and reads its outputs by the same names as the server does."""
    import onnxruntime

    subject = sample_subject(np.random.default_rng([5, 2]), wide(maps=(map_names()[0],)))
    session = onnxruntime.InferenceSession(str(BUNDLE / "encoder.onnx"), providers=["CPUExecutionProvider"])
    stack = subject.stack().astype(np.float32)
    feed = {name: stack[None, i : i + 1] for i, name in enumerate(("T1", "T1C", "T2", "FLAIR"))} | {"present": subject.present[None].astype(np.float32)}
    served = session.run(["image_embedding"], {i.name: feed[i.name] for i in session.get_inputs()})[0][0]
    kept = load_bundle(BUNDLE).encode(subject.stack(), subject.present).image_embedding[0].numpy()
    assert np.dot(served, kept) / np.linalg.norm(served) == pytest.approx(1, abs=1e-3)
