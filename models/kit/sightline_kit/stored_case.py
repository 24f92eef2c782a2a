"""Stores one synthetic study and what PyTorch makes of it, so that the server's whole pipeline can be held to it.

The study is drawn from a left-out label map and written as small oblique NIfTI files (3 mm, int16) that look like scanner
output: positive inside the head, zero outside. The expectation starts from those files.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import nibabel as nib
import numpy as np
import torch
from scipy import ndimage

from . import preprocess
from .data import map_names
from .labels import LESION_CHANNELS, SEQUENCES, STRUCTURES
from .pipeline import Pipeline
from .synth import SynthConfig, sample_subject

SPACING = 3.0
SHOWN = ("T1", "T1C", "FLAIR")
VOXEL_ML = 0.008


def write_inputs(folder: Path, seed: int) -> dict[str, Path]:
    """NIfTI files of a synthetic glioma, turned by a few degrees about two axes."""
    rng = np.random.default_rng(seed)
    config = SynthConfig(maps=tuple(map_names(held_out=True)), glioma=1.0, healthy=0.0, white_matter_lesions=0.0)
    subject = next(s for s in (sample_subject(rng, config, SHOWN) for _ in range(50)) if 15 < s.lesions[0].sum() * VOXEL_ML < 60 and s.lesions[2].sum() > 300)
    turn = _rotation(0.06, -0.04)
    out = {}
    for name in SHOWN:
        image = subject.images[name]
        raw = np.where(image != 0, (image + 5.0) * 150.0, 0.0)
        size = np.array([60, 76, 66])
        affine = np.eye(4)
        affine[:3, :3] = turn * SPACING
        affine[:3, 3] = np.array([79, 111, 95]) - affine[:3, :3] @ ((size - 1) / 2)
        values = _sample(raw, affine, size)
        path = folder / f"{name}.nii.gz"
        picture = nib.Nifti1Image(np.rint(values).astype(np.int16), np.diag([-1.0, -1.0, 1.0, 1.0]) @ affine)
        picture.header.set_xyzt_units("mm")
        nib.save(picture, path)
        out[name] = path
    return out


def _rotation(about_z: float, about_x: float) -> np.ndarray:
    c, s, d, t = np.cos(about_z), np.sin(about_z), np.cos(about_x), np.sin(about_x)
    return np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) @ np.array([[1, 0, 0], [0, d, -t], [0, t, d]])


def _sample(volume: np.ndarray, affine: np.ndarray, size: np.ndarray) -> np.ndarray:
    """Trilinear samples (x, y, z) of a (z, y, x) volume on the 2 mm grid whose first voxel lies at the origin."""
    index = np.stack(np.meshgrid(*[np.arange(n) for n in size], indexing="ij")).reshape(3, -1)
    at = (affine[:3, :3] @ index + affine[:3, 3:]) / preprocess.SPACING
    return ndimage.map_coordinates(volume, at[::-1], order=1, cval=0.0).reshape(tuple(size))


def expectation(pipeline: Pipeline, files: dict[str, Path]) -> dict:
    """Everything the server must arrive at from the same files."""
    volumes = {}
    for name, path in files.items():
        image = nib.load(path)
        lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
        volumes[name] = (np.asarray(image.dataobj).transpose(2, 1, 0), lps)
    prepared = preprocess.prepare(volumes)
    encoded = pipeline.encode(prepared.images, prepared.present)
    drafted, ids = pipeline.draft(encoded)
    pipeline.ground(encoded, drafted)
    structures = encoded.structure_logits[0].argmax(0).numpy()
    lesions = (encoded.lesion_logits[0] > 0).numpy()
    tokens = encoded.image_tokens[0]
    return {
        "notice": "Drawn by a generator; not a patient.",
        "grid": {"origin": list(prepared.grid.origin), "size": list(prepared.grid.size)},
        "present": prepared.present.tolist(),
        "gates": dict(zip(SEQUENCES, encoded.gates[0].tolist())),
        "imageTokens": {"shape": list(encoded.image_tokens.shape), "mean": float(tokens.mean()), "std": float(tokens.std()),
                        "last": tokens[-1, :8].tolist(), "middle": tokens[90, :8].tolist()},
        "structureMl": {s.id: round(float((structures == s.index).sum()) * VOXEL_ML, 3) for s in STRUCTURES},
        "lesionMl": {c: round(float(m.sum()) * VOXEL_ML, 3) for c, m in zip(LESION_CHANNELS, lesions)},
        "generatedIds": ids,
        "sentences": [{"section": s.section, "text": s.text,
                       "regions": [{"quality": round(r.quality, 4), "ml": round(float(r.mask.sum()) * VOXEL_ML, 3)} for r in s.regions]} for s in drafted],
        "tolerance": {"gates": 1e-4, "imageTokens": 2e-3, "volumeRelative": 0.02, "quality": 5e-3},
    }


def write_case(pipeline: Pipeline, folder: Path, bundle: Path, seed: int = 72) -> None:
    """Writes inputs and `expected.json`, which names by hash the graphs of `bundle` that it is meant for."""
    folder.mkdir(parents=True, exist_ok=True)
    with torch.inference_mode():
        expected = expectation(pipeline, write_inputs(folder, seed))
    expected["graphs"] = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in sorted(bundle.glob("*.onnx"))}
    (folder / "expected.json").write_text(json.dumps(expected, indent=1) + "\n")
