"""What every kind of lesion and condition keeps, and that the default generator draws what it always drew."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy import ndimage

from sightline_kit import data, labels, synth
from sightline_kit.synth import anatomy, degradation, writer
from sightline_kit.synth.conditions import Conditions
from sightline_kit.synth.lesions import blood
from sightline_kit.synth.sheet import only

KIT = Path(__file__).resolve().parents[1]
DISEASES = {
    "metastases": "metastasis", "meningioma": "meningioma", "infarct": "infarct", "haemorrhage": "haemorrhage", "subdural": "subdural",
}
COUNT = 4


@pytest.fixture(scope="module")
def drawn(shared):
    """Settings -> a few subjects of that kind alone, T1 only."""
    kinds = (*DISEASES, "ventriculomegaly", "hippocampal_atrophy")
    return {k: [synth.sample_subject(np.random.default_rng([21, i]), only(k), ("T1",)) for i in range(COUNT)] for k in kinds}


def volume(subject: synth.Subject, name: str) -> int:
    return int((subject.structures == labels.BY_ID[name].index).sum())


def side_of(subject: synth.Subject, side: str) -> np.ndarray:
    return np.isin(subject.structures, [s.index for s in labels.STRUCTURES if s.side in (side, "midline")])


@pytest.mark.parametrize("setting", DISEASES)
def test_each_kind_is_drawn_where_it_says_so(drawn, setting):
    found = [i for s in drawn[setting] for i in s.instances]
    assert {i.kind for i in found} == {DISEASES[setting]}
    assert sum(bool(s.instances) for s in drawn[setting]) >= COUNT - 1
    assert all(i.mask.any() for i in found)


@pytest.mark.parametrize("setting", DISEASES)
def test_channels_nest_and_add_up(drawn, setting):
    for subject in drawn[setting]:
        part = {name: subject.lesion(name) for name in labels.LESION_CHANNELS}
        assert not (part["enhancing"] & ~part["core"]).any()
        for name in ("core", "infarct", "haemorrhage", "wmh"):
            assert not (part[name] & ~part["lesion"]).any()
        assert part["core"].any() == (setting in ("metastases", "meningioma") and bool(subject.instances))
        assert part["infarct"].any() == (setting == "infarct" and bool(subject.instances))
        assert part["haemorrhage"].any() == (setting in ("haemorrhage", "subdural") and bool(subject.instances))
        assert np.array_equal(part["lesion"], np.any([i.mask for i in subject.instances] or [part["lesion"]], axis=0))
        assert not (part["lesion"] & ~subject.brain).any()


def test_metastases_are_one_instance_each(drawn):
    for subject in drawn["metastases"]:
        assert 1 <= len(subject.instances) <= 10
        assert np.sum([i.core for i in subject.instances], axis=0).max() == 1
        for lesion in subject.instances:
            assert not (lesion.oedema & lesion.core).any()
            assert not (lesion.necrosis & lesion.enhancing).any()


def test_a_meningioma_enhances_whole_and_lies_outside_the_brain_on_its_border(drawn):
    for subject in drawn["meningioma"]:
        for lesion in subject.instances:
            assert np.array_equal(lesion.core, lesion.enhancing)
            assert (subject.structures[lesion.core] == 0).all()
            if lesion.attributes["base"] in ("convexity", "skull-base"):
                around = ndimage.binary_dilation(lesion.core, iterations=2) & ~lesion.core
                assert (subject.brain[around]).mean() < 0.98


def test_an_infarct_lies_on_its_side(drawn):
    seen = set()
    for subject in drawn["infarct"]:
        for lesion in subject.instances:
            side = lesion.attributes["side"]
            seen.add(side)
            assert side_of(subject, side)[lesion.mask].all()
            assert lesion.attributes["territory"] in ("MCA", "ACA", "PCA", "cerebellar", "lacunar")
            x = np.nonzero(lesion.mask)[2].mean()
            middle = np.mean([np.nonzero(subject.structures == labels.BY_ID[f"{s}-cerebral-cortex"].index)[2].mean() for s in ("left", "right")])
            assert (x > middle) == (side == "left")
    assert seen


def test_oedema_about_a_haemorrhage_is_no_blood(drawn):
    for subject in drawn["haemorrhage"]:
        for lesion in subject.instances:
            assert not lesion.core.any() and lesion.blood.any()
            assert np.array_equal(lesion.oedema, lesion.mask & ~lesion.blood)
            assert np.array_equal(subject.lesion("haemorrhage"), lesion.blood)


def test_a_subdural_lies_outside_the_brain_on_its_side(drawn):
    for subject in drawn["subdural"]:
        for lesion in subject.instances:
            assert (subject.structures[lesion.mask] == 0).all()
            cortex = subject.structures == labels.BY_ID[f"{lesion.attributes['side']}-cerebral-cortex"].index
            other = "right" if lesion.attributes["side"] == "left" else "left"
            far = subject.structures == labels.BY_ID[f"{other}-cerebral-cortex"].index
            x = np.nonzero(lesion.mask)[2].mean()
            assert abs(x - np.nonzero(cortex)[2].mean()) < abs(x - np.nonzero(far)[2].mean())


def test_blood_looks_its_age():
    def mean(age: str, sequence: str) -> float:
        return float(np.mean([blood.clot(np.random.default_rng(i), age)[sequence] for i in range(20)]))

    assert mean("acute", "T2") < 0.7 and mean("acute", "T1") < 0.9
    assert mean("early-subacute", "T1") > 1.3 and mean("early-subacute", "T2") < 0.8
    assert mean("late-subacute", "T1") > 1.3 and mean("late-subacute", "T2") > 1.8
    assert mean("chronic", "T1") < 0.7 and mean("chronic", "T2") > 2


def test_ventriculomegaly_enlarges_the_lateral_ventricles(shared, drawn):
    assert all(s.conditions["ventriculomegaly"] is True and not s.instances for s in drawn["ventriculomegaly"])
    placement = anatomy.place(np.random.default_rng(2), synth.SynthConfig(), stripped=True)
    lookup = data.structure_lookup()
    before = lookup[placement.sample(taps=False)[0]]
    Conditions(widening={"left": 5.0, "right": 1.5}).deform(np.random.default_rng(0), placement)
    after = lookup[placement.sample(taps=False)[0]]
    gain = {}
    for side in ("left", "right"):
        index = labels.BY_ID[f"{side}-lateral-ventricle"].index
        gain[side] = (after == index).sum() / (before == index).sum()
    assert gain["left"] > 1.5 and gain["left"] > gain["right"] > 1.05


def test_hippocampal_atrophy_shrinks_the_side_it_names(drawn):
    for subject in drawn["hippocampal_atrophy"]:
        left, right = volume(subject, "left-hippocampus"), volume(subject, "right-hippocampus")
        sides = subject.conditions["hippocampal_atrophy"]
        assert sides in ("left", "right", "both")
        if sides != "both":
            assert (left < 0.85 * right) if sides == "left" else (right < 0.85 * left)


def test_default_settings_have_none_of_the_new_kinds(shared):
    config = synth.SynthConfig()
    new = ("metastases", "meningioma", "infarct", "haemorrhage", "subdural", "ventriculomegaly", "hippocampal_atrophy")
    assert all(getattr(config, name) == 0 for name in (*new, "slices", "rician", "ghosting", "cut"))
    subject = synth.sample_subject(np.random.default_rng(8), config, ("T1",))
    assert subject.lesions.shape[0] == 6 and not subject.lesions[4:].any()


PINNED = {0: "340f900b3a409b04", 1: "f304cb39dc48aafe", 3: "3fc383b565dfb754"}
"""Digests of subjects as drawn before there were other kinds than gliomas and white-matter lesions, with the arithmetic of `SAME_ARITHMETIC`."""
SAME_ARITHMETIC = {"OPENBLAS_CORETYPE": "Haswell", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "NPY_DISABLE_CPU_FEATURES": "X86_V4 AVX512_ICL AVX512_SPR"}
"""OpenBLAS and numpy choose kernels by the processor, which differ in the last digit: with these every one with AVX2 draws alike."""
DIGESTS = """
import hashlib, sys
import numpy as np
from sightline_kit import synth

for index in map(int, sys.argv[1:]):
    subject = synth.sample_subject(np.random.default_rng([11, index]))
    found = hashlib.sha256()
    for name, image in subject.images.items():
        found.update(name.encode() + image.tobytes())
    for array in (subject.structures, subject.lesions[:4], subject.brain):
        found.update(array.tobytes())
    print(found.hexdigest()[:16])
"""


def test_the_default_generator_draws_what_it_drew_before(shared):
    if not np.__version__.startswith("2.4."):
        pytest.skip("the digests hold for the pinned numpy")
    asked = [sys.executable, "-c", DIGESTS, *map(str, PINNED)]
    ran = subprocess.run(asked, env=os.environ | SAME_ARITHMETIC, cwd=KIT, capture_output=True, text=True, check=True)
    assert ran.stdout.split() == list(PINNED.values())


def test_the_wide_generator_is_the_same_for_the_same_seed(shared):
    for seed in (3, 5):
        one, two = (synth.sample_subject(np.random.default_rng([4, seed]), synth.wide()) for _ in range(2))
        assert all(np.array_equal(one.images[k], two.images[k]) for k in one.images)
        assert np.array_equal(one.lesions, two.lesions) and one.conditions == two.conditions


def test_main_diseases_cannot_sum_to_more_than_one():
    with pytest.raises(ValueError, match="exclude one another"):
        synth.SynthConfig(glioma=0.7, infarct=0.4)
    assert synth.wide(glioma=0.2).glioma == 0.2
    assert sum(p for _, p in synth.wide().diseases()) <= 1


@pytest.mark.parametrize("fault", ["slices", "rician", "ghosting", "cut"])
def test_each_fault_changes_the_image_only_when_it_is_on(fault):
    image = np.random.default_rng(0).random((96, 112, 80), dtype=np.float32)
    off = np.random.default_rng(1)
    assert degradation.degrade(off, image, synth.SynthConfig()) is image
    assert off.random() == np.random.default_rng(1).random()
    changed = degradation.degrade(np.random.default_rng(1), image, dataclasses.replace(synth.SynthConfig(), **{fault: 1.0}))
    assert changed.shape == image.shape and changed.dtype == np.float32
    assert np.isfinite(changed).all() and changed.min() >= 0 and not np.array_equal(changed, image)


def test_slices_keep_the_mean_of_what_they_average():
    image = np.ones((96, 112, 80), dtype=np.float32)
    for seed in range(10):
        assert np.allclose(degradation.degrade(np.random.default_rng(seed), image, synth.SynthConfig(slices=1.0)), 1, atol=1e-5)


def test_the_writer_tells_all(shared, tmp_path):
    config = only("haemorrhage", ventriculomegaly=1.0)
    drawn = (synth.sample_subject(np.random.default_rng([21, i]), config, ("FLAIR",)) for i in range(1, 6))
    subject = next(s for s in drawn if s.instances)
    writer.write_subject(subject, tmp_path)
    truth = json.loads((tmp_path / "truth.json").read_text())
    assert truth["conditions"]["ventriculomegaly"] is True
    (entry,) = truth["lesions"]
    assert entry["kind"] == "haemorrhage" and entry["bloodMl"] > 0 and entry["age"] in blood.AGES
