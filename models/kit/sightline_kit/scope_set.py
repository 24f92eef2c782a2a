"""Writes an evaluation set that asks one thing: is refused what should be, and read what can be?

``python -m sightline_kit scope-set FOLDER`` takes the real scans of the shared data, in scope and not, and draws phantoms. Cases refer to
the shared files; only what is drawn or stored anew is written. Measured with ``./sightline eval FOLDER --modes generalist --reports-only``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import nibabel as nib
import numpy as np

from . import data
from .evaluation_set import FORMAT

HEALTHY = {"mass": False, "haemorrhage": False, "infarct": False}
SHAPE, SPACING = (96, 112, 96), 2.0
"""Of phantoms: x, y, z voxels and mm."""


@dataclass(frozen=True)
class Case:
    """One study.

    :param images: NIfTI file by sequence; empty when ``study``, a folder, is given
    :param findings: what is known of it; empty where it is out of scope
    """

    name: str
    images: dict[str, Path] = field(default_factory=dict)
    study: Path | None = None
    findings: dict[str, bool] = field(default_factory=dict)

    def truth(self) -> dict[str, object]:
        """Its ``truth.json``."""
        what: dict[str, object] = {"study": str(self.study)} if self.study else {"images": {s: str(p) for s, p in self.images.items()}}
        return {"format": FORMAT, **what, **({"findings": self.findings} if self.findings else {"outOfScope": True})}


def strange(shared: Path) -> Iterator[Case]:
    """Other organs and modalities, some of which say that they are a brain MR."""
    yield Case("ct-chest", study=shared / "ohif_acrin_nsclc_petct/ct")
    yield Case("pet-chest", study=shared / "ohif_acrin_nsclc_petct/pt")
    yield Case("petct-chest", study=shared / "ohif_acrin_nsclc_petct")
    yield Case("ct-abdomen", study=shared / "totalsegmentator/example_ct_dicom")
    yield Case("ct-one-slice", study=shared / "highdicom/data/test_files/ct_image.dcm")
    yield Case("mr-prostate-dce", study=shared / "ohif_prostatex0207_dce_dwi/12_tfl_dyn_fast_tra_1_5x1_5_t3_5sec")
    yield Case("mr-prostate-dwi", study=shared / "ohif_prostatex0207_dce_dwi/08_ep2d_diff_tra_DYNDIST")
    for sequence in ("T1", "FLAIR"):
        yield Case(f"ct-body-called-{sequence}", {sequence: shared / "totalsegmentator/example_ct.nii.gz"})
        yield Case(f"mr-abdomen-called-{sequence}", {sequence: shared / "totalsegmentator/example_mr_sm.nii.gz"})
    yield Case("mr-spine-called-T2", {"T2": shared / "sct_testing_data/t2.nii.gz"})
    yield Case("mr-spine-slab-called-T2", {"T2": shared / "sct_testing_data/t2s.nii.gz"})


def phantoms(rng: np.random.Generator) -> Iterator[tuple[str, np.ndarray]]:
    """Names and arrays (x, y, z): water in a bottle, a head-sized ball, noise, the two columns of a pair of legs."""
    at = np.stack(np.meshgrid(*(SPACING * (np.arange(n) - n / 2) for n in SHAPE), indexing="ij"))
    noise = rng.rayleigh(20.0, SHAPE)
    yield "phantom-bottle", 800 * ((np.hypot(at[0], at[1]) < 70) & (abs(at[2]) < 80)) + noise
    yield "phantom-ball", 800 * (np.linalg.norm(at, axis=0) < 75) + noise
    yield "noise", noise
    legs = np.minimum(np.hypot(at[0] - 48, at[1]), np.hypot(at[0] + 48, at[1]))
    yield "phantom-legs", 400 * (legs < 40) + 500 * (legs < 18) - 700 * ((legs > 14) & (legs < 18)) + noise


def heads(shared: Path) -> Iterator[Case]:
    """Real heads, which have to be read."""
    mass, t1 = {"mass": True, "subdural-haematoma": False}, shared / "brainchop_models/t1_crop.nii.gz"
    files = {s: shared / f"brainlesion_TCGA-DU-7294/TCGA-DU-7294_{n}_bet.nii.gz" for s, n in (("T1", "t1"), ("T1C", "t1c"), ("T2", "t2"), ("FLAIR", "fla"))}
    yield Case("glioma", files, findings=mass)
    for sequence, file in files.items():
        yield Case(f"glioma-{sequence}-alone", {sequence: file}, findings=mass)
    yield Case("healthy-mprage", study=shared / "ohif_mprage_freesurfer_seg/mr", findings=HEALTHY)
    yield Case("healthy-t1", {"T1": t1}, findings=HEALTHY)
    yield Case("wmhi-flair-gaps", study=shared / "ohif_wmhi_flair", findings=HEALTHY | {"white-matter-hyperintensity": True})


def stored_anew(source: Path, folder: Path, codes: str) -> Path:
    """The same head with its voxels in another order, such as ``PIR``; its affine says so."""
    image = nib.load(source)
    order = nib.orientations.ornt_transform(nib.io_orientation(image.affine), nib.orientations.axcodes2ornt(tuple(codes)))
    path = folder / f"{codes}.nii.gz"
    nib.save(image.as_reoriented(order), path)
    return path


def write(folder: Path, seed: int = 1) -> list[Path]:
    """Writes the set; returns the folders of its cases."""
    shared, rng = data.require_shared() / "data", np.random.default_rng(seed)
    made = folder / "drawn"
    made.mkdir(parents=True, exist_ok=True)
    cases = [*strange(shared), *heads(shared)]
    affine = np.diag([-SPACING, -SPACING, SPACING, 1.0])
    for name, array in phantoms(rng):
        nib.save(nib.Nifti1Image(array.clip(0).astype(np.int16), affine), made / f"{name}.nii.gz")
        cases.append(Case(name, {"T1": made / f"{name}.nii.gz"}))
    for codes in ("LPS", "PIR", "AIL"):
        file = stored_anew(shared / "brainchop_models/t1_crop.nii.gz", made, codes)
        cases.append(Case(f"healthy-t1-stored-{codes}", {"T1": file}, findings=HEALTHY))
    out = []
    for case in cases:
        home = folder / case.name
        home.mkdir(exist_ok=True)
        (home / "truth.json").write_text(json.dumps(case.truth(), indent=1) + "\n")
        out.append(home)
    return out
