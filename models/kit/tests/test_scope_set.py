"""The scope set: what is drawn is a volume, what is referred to is there, and heads stored anew are the same heads."""

import json
from pathlib import Path

import nibabel as nib
import numpy as np

from sightline_kit import scope_set


def test_every_case_names_what_is_there_and_says_what_is_right(shared: Path, tmp_path: Path) -> None:
    cases = {folder.name: json.loads((folder / "truth.json").read_text()) for folder in scope_set.write(tmp_path)}
    assert sum(c.get("outOfScope", False) for c in cases.values()) >= 15
    assert sum("findings" in c for c in cases.values()) >= 10
    for name, case in cases.items():
        assert ("findings" in case) != case.get("outOfScope", False), name
        for path in [case["study"]] if "study" in case else case["images"].values():
            assert Path(path).exists(), path


def test_a_head_stored_anew_shows_the_same_at_the_same_place(tmp_path: Path) -> None:
    affine = np.array([[2.0, 0, 0, -5], [0, 1.5, 0, 7], [0, 0, 1, 3], [0, 0, 0, 1]])
    voxels = np.arange(24, dtype=np.int16).reshape(2, 3, 4)
    nib.save(nib.Nifti1Image(voxels, affine), tmp_path / "a.nii.gz")
    again = nib.load(scope_set.stored_anew(tmp_path / "a.nii.gz", tmp_path, "PIR"))
    assert nib.aff2axcodes(again.affine) == ("P", "I", "R")
    world = affine @ [1, 2, 3, 1]
    at = np.rint(np.linalg.solve(again.affine, world)).astype(int)[:3]
    assert np.asanyarray(again.dataobj)[tuple(at)] == voxels[1, 2, 3]


def test_phantoms_are_no_two_alike() -> None:
    drawn = dict(scope_set.phantoms(np.random.default_rng(0)))
    assert len({a.tobytes() for a in drawn.values()}) == len(drawn) == 4
    assert all(a.shape == scope_set.SHAPE for a in drawn.values())
