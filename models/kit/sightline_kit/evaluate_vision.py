"""Figures of the vision trunks on data never trained on: two real scans and two left-out label maps."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
import torch
from scipy import ndimage
from torch import nn

from . import data, preprocess
from .labels import BY_ID, SEQUENCES, STRUCTURES, structure_of_freesurfer_name

VOXEL_ML = 0.008


def dice(a: np.ndarray, b: np.ndarray) -> float:
    """Dice of two bool masks; 1 where both are empty."""
    total = int(a.sum()) + int(b.sum())
    return 1.0 if total == 0 else 2.0 * int((a & b).sum()) / total


@lru_cache(maxsize=1)
def glioma() -> tuple[preprocess.Prepared, np.ndarray]:
    """TCGA-DU-7294 on the model grid and its fused reference (1 core, 2 oedema, 4 enhancing), uint8."""
    folder = data.require_shared() / "data/brainlesion_TCGA-DU-7294"
    names = {"T1": "t1", "T1C": "t1c", "T2": "t2", "FLAIR": "fla"}
    prepared = preprocess.prepare({s: data.read_lps(folder / f"TCGA-DU-7294_{n}_bet.nii.gz") for s, n in names.items()})
    array, affine = data.read_lps(folder / "seg_fusion_mav.nii.gz")
    return prepared, preprocess.resample_labels(array, affine, prepared.grid)


@lru_cache(maxsize=1)
def mprage() -> tuple[preprocess.Prepared, np.ndarray]:
    """The healthy MPRAGE on the model grid and its FreeSurfer structures (structure indices), uint8."""
    import gzip
    import io

    import pydicom
    import SimpleITK as sitk

    folder = data.require_shared() / "data/ohif_mprage_freesurfer_seg"
    reader = sitk.ImageSeriesReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder / "mr")))
    image = reader.Execute()
    affine = np.eye(4)
    affine[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    affine[:3, 3] = image.GetOrigin()
    prepared = preprocess.prepare({"T1": (sitk.GetArrayFromImage(image), affine)})
    segments = pydicom.dcmread(io.BytesIO(gzip.decompress((folder / "SEG_43structures.dcm.gz").read_bytes())), stop_before_pixels=True)
    names = {int(s.SegmentNumber): str(s.SegmentDescription) for s in segments.SegmentSequence}
    array, seg_affine = data.read_lps(folder / "seg43_labelmap.nii.gz")
    return prepared, preprocess.resample_labels(freesurfer_structures(array, names), seg_affine, prepared.grid)


def freesurfer_structures(array: np.ndarray, names: dict[int, str]) -> np.ndarray:
    """Segment numbers as structure indices, uint8, same shape.

    The corpus callosum and white-matter hypointensities, which the SynthSeg maps do not hold apart, become the
    cerebral white matter of the side whose white matter is nearer.
    """
    lookup = np.zeros(256, dtype=np.uint8)
    white = np.zeros(256, dtype=bool)
    for number, name in names.items():
        lookup[number] = structure_of_freesurfer_name(name)
        white[number] = name.startswith("CC_") or name == "WM-hypointensities"
    out = lookup[array]
    left, right = (BY_ID[f"{side}-cerebral-white-matter"].index for side in ("left", "right"))
    reach = [ndimage.distance_transform_edt(out != index) for index in (left, right)]
    return np.where(white[array], np.where(reach[0] <= reach[1], left, right), out).astype(np.uint8)


def lesion_probabilities(model: nn.Module, prepared: preprocess.Prepared, names: tuple[str, ...] = SEQUENCES) -> np.ndarray:
    """float32 ``(4, 96, 112, 80)`` from the present sequences among ``names``."""
    keep = np.array([float(s in names) for s in SEQUENCES], dtype=np.float32) * prepared.present
    images = prepared.images * keep[:, None, None, None]
    with torch.no_grad():
        _, logits, _ = model(torch.from_numpy(images)[None], torch.from_numpy(keep)[None])
    return torch.sigmoid(logits)[0].numpy()


def structures(model: nn.Module, prepared: preprocess.Prepared) -> np.ndarray:
    """uint8 ``(96, 112, 80)``: the structure index of each voxel."""
    with torch.no_grad():
        _, logits = model(torch.from_numpy(prepared.images)[None], torch.from_numpy(prepared.present)[None])
    return logits[0].argmax(dim=0).numpy().astype(np.uint8)


def glioma_scores(model: nn.Module, names: tuple[str, ...]) -> dict[str, float]:
    """Dice of whole lesion and core, and the volume called enhancing (the reference has none), mL."""
    prepared, truth = glioma()
    p = lesion_probabilities(model, prepared, names) > 0.5
    return {
        "whole": dice(p[0], truth > 0),
        "core": dice(p[1], (truth == 1) | (truth == 4)),
        "enhancingMl": float(p[2].sum()) * VOXEL_ML,
    }


def watcher(job: str) -> Callable[[nn.Module], str]:
    """A short line of figures on the real scans, for the training log only (they choose nothing)."""
    if job == "lesion":

        def lesion(model: nn.Module) -> str:
            full, flair = glioma_scores(model, SEQUENCES), glioma_scores(model, ("FLAIR",))
            p = lesion_probabilities(model, mprage()[0]) > 0.5
            false = " ".join(f"{float(m.sum()) * VOXEL_ML:.2f}" for m in p)
            return (
                f"glioma 4 seq whole {full['whole']:.3f} core {full['core']:.3f} enh {full['enhancingMl']:.1f} mL; "
                f"FLAIR whole {flair['whole']:.3f} core {flair['core']:.3f}; MPRAGE false mL {false}"
            )

        return lesion

    def anatomy(model: nn.Module) -> str:
        prepared, truth = mprage()
        found = structures(model, prepared)
        each = {s.id: dice(found == s.index, truth == s.index) for s in STRUCTURES}
        low = sorted(each, key=each.__getitem__)[:5]
        return f"MPRAGE mean {np.mean(list(each.values())):.3f}; lowest " + ", ".join(f"{k} {each[k]:.2f}" for k in low)

    return anatomy
