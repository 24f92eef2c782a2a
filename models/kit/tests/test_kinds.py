"""The kinds of lesion that the trunk learns to tell apart, and several diseases in one brain."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from sightline_kit import synth
from sightline_kit.synth.kinds import KINDS, kind_map


@pytest.fixture(scope="module")
def crowded(shared):
    config = synth.wide(healthy=0.0, another=0.9, white_matter_lesions=0.5)
    return [synth.sample_subject(np.random.default_rng([31, i]), config) for i in range(6)]


def test_every_lesion_voxel_has_a_kind_and_no_other_has(crowded):
    for subject in crowded:
        assert np.array_equal(kind_map(subject.instances) > 0, subject.lesions[0])


def test_kinds_agree_with_the_channels(crowded):
    for subject in crowded:
        kinds = kind_map(subject.instances)
        of = lambda *names: np.isin(kinds, [KINDS.index(n) + 1 for n in KINDS if n.startswith(names)])
        assert np.array_equal(of("wmh"), subject.lesion("wmh"))
        assert np.array_equal(of("infarct"), subject.lesion("infarct"))
        assert np.array_equal(of("haemorrhage", "subdural"), subject.lesion("haemorrhage"))
        assert np.array_equal(of("glioma", "metastasis", "meningioma", "necrosis"), subject.lesion("core"))


def test_several_diseases_share_a_brain_but_no_voxel(crowded):
    assert max(len({i.kind for i in s.instances} - {"wmh-deep", "wmh-periventricular"}) for s in crowded) >= 2
    for subject in crowded:
        by_kind: dict[str, np.ndarray] = {}
        for i in subject.instances:
            name = i.kind.partition("-")[0]
            by_kind[name] = by_kind.get(name, np.zeros_like(i.mask)) | i.mask
        assert np.sum(list(by_kind.values()), axis=0).max(initial=0) <= 1


def test_reports_are_written_of_subjects_with_one_main_disease(shared):
    for i in range(4):
        subject = synth.sample_subject(np.random.default_rng([32, i]), synth.wide(healthy=0.0))
        assert len({k.kind for k in subject.instances} - {"wmh-deep", "wmh-periventricular"}) <= 1


class Oracle:
    """Says what is there: a trunk that cannot be wrong."""

    def __init__(self, subject, wrong: bool = False) -> None:
        from sightline_kit.evaluate_vision import kind_cells

        self.cells, self.wrong = torch.from_numpy(kind_cells(subject).astype(np.int64)), wrong

    def __call__(self, images, compared, present):
        said = torch.where(self.cells > 0, self.cells % len(KINDS) + 1, 0) if self.wrong else self.cells
        return 20.0 * torch.nn.functional.one_hot(said, len(KINDS) + 1).permute(3, 0, 1, 2)[None].float()


def test_naming_is_measured_by_cells_of_each_kind(crowded, monkeypatch):
    from sightline_kit import evaluate_vision

    subject = crowded[0]
    monkeypatch.setattr(evaluate_vision, "held_out_subjects", lambda count, sequences, lesions: [subject] if lesions else [])
    right = evaluate_vision.evaluate_kinds(Oracle(subject))
    assert right["dice"] == 1 and all(v["right"] == 1 for v in right["named"].values()) and len(right["named"]) >= 2
    wrong = evaluate_vision.evaluate_kinds(Oracle(subject, wrong=True))
    assert wrong["dice"] == 1 and all(v["right"] == 0 for v in wrong["named"].values())
