"""Writing synthetic subjects as NIfTI files with their truth beside them.

Images are written as a scanner would give them, positive inside the head and 0 outside: the server finds the foreground and
makes z-scores of them as of any other scan.
"""

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

ORIGIN = (-79.0, -111.0, -95.0)
_DARKEST = 6.0
"""Added to z-scores: the darkest (-4) is then above the foreground's threshold, 12 % of the brightest (6)."""
_STEPS = {np.dtype(np.int16): 1000.0, np.dtype(np.uint8): 20.0}
"""Grey values per standard deviation."""


def save(array: np.ndarray, path: Path) -> None:
    """``(z, y, x)`` LPS of the model grid onto disk as a NIfTI whose affine says the same place (RAS)."""
    affine = np.diag([-1.0, -1.0, 1.0, 1.0]) @ preprocess.Grid(ORIGIN, (80, 112, 96)).affine()
    image = nib.Nifti1Image(np.ascontiguousarray(array.transpose(2, 1, 0)), affine)
    image.header.set_xyzt_units("mm")
    nib.save(image, path)


def grey_values(image: np.ndarray, dtype: type = np.int16) -> np.ndarray:
    """z-scores (0 outside the foreground) as grey values: positive inside, 0 outside."""
    steps = _STEPS[np.dtype(dtype)]
    return np.where(image != 0, np.rint((image + _DARKEST) * steps), 0).astype(dtype)


def _ml(mask: np.ndarray) -> float:
    return round(float(mask.sum()) * VOXEL_ML, 3)


def _parts(instance: Lesion) -> dict[str, float]:
    """Volumes of the parts that this kind of lesion has."""
    if instance.kind in TUMOURS:
        return {"coreMl": _ml(instance.core), "enhancingMl": _ml(instance.enhancing), "oedemaMl": _ml(instance.oedema)}
    return {} if instance.blood is None else {"bloodMl": _ml(instance.blood), "oedemaMl": _ml(instance.oedema)}


def write_subject(subject: Subject, folder: Path, dtype: type = np.int16, more: dict[str, object] | None = None) -> None:
    """One folder: ``T1.nii.gz`` ..., ``structures.nii.gz``, ``lesions.nii.gz`` (bit k = channel k), ``truth.json``.

    :param dtype: of the grey values: int16, or uint8 where files have to be small
    :param more: what else ``truth.json`` is to say
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, image in subject.images.items():
        save(grey_values(image, dtype), folder / f"{name}.nii.gz")
    save(subject.structures, folder / "structures.nii.gz")
    bits = sum(subject.lesions[k].astype(np.uint8) << k for k in range(len(LESION_CHANNELS)))
    save(np.asarray(bits, dtype=np.uint8), folder / "lesions.nii.gz")
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
        **(more or {}),
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
