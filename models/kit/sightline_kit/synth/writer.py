"""Writing synthetic subjects as NIfTI files with their truth beside them."""

from __future__ import annotations

import json
from pathlib import Path

import nibabel as nib
import numpy as np

from .. import preprocess
from ..labels import LESION_CHANNELS, SEQUENCES, STRUCTURES
from . import sample_subject
from .config import SynthConfig
from .lesions import VOXEL_ML
from .subject import TUMOURS, Lesion, Subject

_ORIGIN = (-79.0, -111.0, -95.0)


def _save(array: np.ndarray, path: Path) -> None:
    """``(z, y, x)`` LPS onto disk as a NIfTI whose affine says the same place (RAS)."""
    affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ preprocess.Grid(_ORIGIN, (80, 112, 96)).affine()
    nib.save(nib.Nifti1Image(np.ascontiguousarray(array.transpose(2, 1, 0)), affine), path)


def _ml(mask: np.ndarray) -> float:
    return round(float(mask.sum()) * VOXEL_ML, 3)


def _parts(instance: Lesion) -> dict[str, float]:
    """Volumes of the parts that this kind of lesion has."""
    if instance.kind in TUMOURS:
        return {"coreMl": _ml(instance.core), "enhancingMl": _ml(instance.enhancing), "oedemaMl": _ml(instance.oedema)}
    return {} if instance.blood is None else {"bloodMl": _ml(instance.blood), "oedemaMl": _ml(instance.oedema)}


def write_subject(subject: Subject, folder: Path) -> None:
    """One folder: ``T1.nii.gz`` ..., ``structures.nii.gz``, ``lesions.nii.gz`` (bit k = channel k), ``truth.json``.

    Image values are the z-scores of the model grid, outside the foreground 0.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, image in subject.images.items():
        _save(image, folder / f"{name}.nii.gz")
    _save(subject.structures, folder / "structures.nii.gz")
    bits = sum(subject.lesions[k].astype(np.uint8) << k for k in range(len(LESION_CHANNELS)))
    _save(np.asarray(bits, dtype=np.uint8), folder / "lesions.nii.gz")
    truth = {
        "synthetic": True,
        "notice": "Drawn by a generator; not a patient.",
        "source": subject.source,
        "skullStripped": subject.skull_stripped,
        "sequences": [s for s in SEQUENCES if s in subject.images],
        "conditions": subject.conditions,
        "lesionChannels": list(LESION_CHANNELS),
        "structures": {s.id: s.index for s in STRUCTURES},
        "lesions": [
            {"kind": i.kind, "centreZyx": list(i.centre), "volumeMl": _ml(i.mask), **_parts(i), **i.attributes}
            for i in subject.instances
        ],
    }
    (folder / "truth.json").write_text(json.dumps(truth, indent=2) + "\n")


def write_subjects(count: int, folder: Path, seed: int = 1, config: SynthConfig | None = None) -> list[Path]:
    """``count`` subjects into ``folder/synth-0000`` and so on; subject ``i`` depends on ``(seed, i)`` alone."""
    written = []
    for index in range(count):
        target = folder / f"synth-{index:04d}"
        write_subject(sample_subject(np.random.default_rng([seed, index]), config), target)
        written.append(target)
    return written
