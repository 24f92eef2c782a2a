"""Figures of the vision trunks on data never trained on: two real scans and two left-out label maps.

``python -m sightline_kit.evaluate_vision --lesion runs/lesion/final.pt --anatomy runs/anatomy/final.pt --out DIR``
writes ``vision.json`` and pictures. All Dice are on the 2 mm model grid; references are resampled to it by nearest
neighbour. The real scans are test data: they choose neither weights nor thresholds.
"""

from __future__ import annotations

import argparse
import itertools
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch
from scipy import ndimage
from torch import nn

from . import data, preprocess, synth
from .labels import BY_ID, LESION_CHANNELS, SEQUENCES, STRUCTURES, structure_of_freesurfer_name
from .relative import drawn, relative
from .synth.kinds import KINDS, kind_map

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


def mprage_scan() -> tuple[np.ndarray, np.ndarray]:
    """The healthy MPRAGE as acquired: (z, y, x) and its affine xyz -> LPS mm."""
    import SimpleITK as sitk

    folder = data.require_shared() / "data/ohif_mprage_freesurfer_seg"
    reader = sitk.ImageSeriesReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder / "mr")))
    image = reader.Execute()
    affine = np.eye(4)
    affine[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    affine[:3, 3] = image.GetOrigin()
    return sitk.GetArrayFromImage(image), affine


def mprage_segments() -> tuple[np.ndarray, np.ndarray, dict[int, str]]:
    """Its FreeSurfer segmentation: segment numbers (z, y, x), affine xyz -> LPS mm, and the segments' names by number."""
    import gzip
    import io

    import pydicom

    folder = data.require_shared() / "data/ohif_mprage_freesurfer_seg"
    segments = pydicom.dcmread(io.BytesIO(gzip.decompress((folder / "SEG_43structures.dcm.gz").read_bytes())), stop_before_pixels=True)
    names = {int(s.SegmentNumber): str(s.SegmentDescription) for s in segments.SegmentSequence}
    return *data.read_lps(folder / "seg43_labelmap.nii.gz"), names


@lru_cache(maxsize=1)
def mprage() -> tuple[preprocess.Prepared, np.ndarray]:
    """The healthy MPRAGE on the model grid and its FreeSurfer structures (structure indices), uint8."""
    prepared = preprocess.prepare({"T1": mprage_scan()})
    array, affine, names = mprage_segments()
    return prepared, preprocess.resample_labels(freesurfer_structures(array, names), affine, prepared.grid)


@lru_cache(maxsize=1)
def brainchop() -> preprocess.Prepared:
    """brainchop's healthy T1 (t1_crop) on the model grid."""
    return preprocess.prepare({"T1": data.read_lps(data.require_shared() / "data/brainchop_models/t1_crop.nii.gz")})


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


CLEAN_ML = 0.2
"""Connected parts below this count as nothing, as in the server (`minVolumeMl` of the manifest)."""


def tumour_mask(p: np.ndarray) -> np.ndarray:
    """Tumour from lesion probabilities ``(6, z, y, x)``: lesion that is no white-matter change, in parts that hold a core.

    The lesion channel holds every lesion. What is left of it after the white-matter channel is taken away is split into
    6-connected parts. A part is one disease: where infarct or blood is more likely than not over the whole of it, it is
    that. Of the others those that hold tumour core stay, or the largest where there is no core.
    """
    labels, count = ndimage.label(p[0] - p[3] > 0.5)
    parts = np.arange(1, count + 1)
    other = np.maximum(ndimage.mean(p[4], labels, parts), ndimage.mean(p[5], labels, parts)) if count else np.zeros(0)
    parts = parts[other <= 0.5]
    if parts.size == 0:
        return np.zeros(p.shape[1:], dtype=bool)
    core = np.bincount(labels[p[1] > 0.5], minlength=count + 1)[parts]
    kept = parts[core > 0.2 * core.sum()]
    if kept.size == 0:
        kept = parts[[np.argmax(np.bincount(labels.ravel())[parts])]]
    return np.isin(labels, kept)


def cleaned(mask: np.ndarray) -> np.ndarray:
    """Without 6-connected parts below :data:`CLEAN_ML`."""
    labels, count = ndimage.label(mask)
    size = np.bincount(labels.ravel(), minlength=count + 1) * VOXEL_ML
    return mask & (size >= CLEAN_ML)[labels]


def glioma_scores(model: nn.Module, names: tuple[str, ...]) -> dict[str, float]:
    """Dice of whole lesion, tumour (:func:`tumour_mask`) and core; the volume called enhancing (the reference: none), mL."""
    prepared, truth = glioma()
    probabilities = lesion_probabilities(model, prepared, names)
    p = probabilities > 0.5
    return {
        "tumour": dice(tumour_mask(probabilities), truth > 0),
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


def all_subsets() -> list[tuple[str, ...]]:
    """The 15 non-empty subsets of the sequences, all four first."""
    return [c for n in range(len(SEQUENCES), 0, -1) for c in itertools.combinations(SEQUENCES, n)]


def evaluate_lesion(model: nn.Module) -> dict[str, object]:
    """Glioma Dice for every subset of sequences, and what is called lesion on the healthy MPRAGE."""
    false, crop = ([cleaned(c) for c in lesion_probabilities(model, scan) > 0.5] for scan in (mprage()[0], brainchop()))
    return {
        "glioma": {"+".join(names): glioma_scores(model, names) for names in all_subsets()},
        "gliomaReference": "seg_fusion_mav: fusion of five algorithms, not manual; no enhancing tumour in it",
        "falseLesionMl": {c: float(m.sum()) * VOXEL_ML for c, m in zip(LESION_CHANNELS, false)},
        "falseLesionMlBrainchop": {c: float(m.sum()) * VOXEL_ML for c, m in zip(LESION_CHANNELS, crop)},
    }


def evaluate_anatomy(model: nn.Module) -> dict[str, object]:
    """Dice per structure on the MPRAGE, and volumes of the ten largest against the FreeSurfer SEG."""
    prepared, truth = mprage()
    found = structures(model, prepared)
    each = {s.id: dice(found == s.index, truth == s.index) for s in STRUCTURES}
    volumes = {s.id: (float((found == s.index).sum()) * VOXEL_ML, float((truth == s.index).sum()) * VOXEL_ML) for s in STRUCTURES}
    largest = sorted(volumes, key=lambda k: -volumes[k][1])[:10]
    return {
        "mprageDice": each,
        "mprageMean": float(np.mean(list(each.values()))),
        "largest": {
            k: {"ml": volumes[k][0], "segMl": volumes[k][1], "error": volumes[k][0] / volumes[k][1] - 1} for k in largest
        },
    }


def held_out_subjects(count: int, sequences: tuple[str, ...] | None, lesions: bool) -> list[synth.Subject]:
    """Synthetic subjects of the two label maps never trained on; seeds apart from the training seeds."""
    names = tuple(data.map_names(held_out=True))
    config = synth.wide(maps=names, healthy=0.0 if lesions else 1.0)
    return [synth.sample_subject(np.random.default_rng([2_000_003, i]), config, sequences) for i in range(count)]


def _prepared(subject: synth.Subject) -> preprocess.Prepared:
    grid = preprocess.Grid((0.0, 0.0, 0.0), (80, 112, 96))
    return preprocess.Prepared(subject.stack(), subject.present, grid)


def evaluate_held_out(lesion: nn.Module, anatomy: nn.Module, count: int = 10) -> dict[str, object]:
    """Mean Dice on healthy subjects of one sequence each (structures) and on four-sequence subjects with lesions."""
    by_sequence = {}
    for sequence in SEQUENCES[1:]:
        scores = []
        for subject in held_out_subjects(count // 2, (sequence,), lesions=False):
            found = structures(anatomy, _prepared(subject))
            scores.append(np.mean([dice(found == s.index, subject.structures == s.index) for s in STRUCTURES]))
        by_sequence[sequence] = float(np.mean(scores))
    per_structure: dict[str, list[float]] = {s.id: [] for s in STRUCTURES}
    for subject in held_out_subjects(count, ("T1",), lesions=False):
        found = structures(anatomy, _prepared(subject))
        for s in STRUCTURES:
            per_structure[s.id].append(dice(found == s.index, subject.structures == s.index))
    per_class: dict[str, list[float]] = {c: [] for c in LESION_CHANNELS}
    for subject in held_out_subjects(2 * count, SEQUENCES, lesions=True):
        p = lesion_probabilities(lesion, _prepared(subject)) > 0.5
        for k, name in enumerate(LESION_CHANNELS):
            if subject.lesions[k].sum() * VOXEL_ML > 0.1:
                per_class[name].append(dice(p[k], subject.lesions[k]))
    structure_means = {k: float(np.mean(v)) for k, v in per_structure.items()}
    return {
        "maps": list(data.HELD_OUT_MAPS),
        "structureDice": structure_means,
        "structureMean": float(np.mean(list(structure_means.values()))),
        "structureMeanOf": by_sequence,
        "lesionDice": {k: {"mean": float(np.mean(v)), "n": len(v)} for k, v in per_class.items() if v},
    }


def evaluate_kinds(model: nn.Module, count: int = 20) -> dict[str, object]:
    """Of 4 mm cells on the left-out label maps, four sequences: Dice of any lesion, what is called in healthy brains, and how cells of lesions are named."""
    found, called, named = [], [], {}
    for lesions in (True, False):
        for subject in held_out_subjects(count if lesions else count // 4, SEQUENCES, lesions):
            p, cells = kind_probabilities(model, subject), kind_cells(subject)
            if not (cells > 0).any():
                called.append(float((p[0] < 0.5).sum()) * CELL_ML)
                continue
            found.append(dice(p[0] < 0.5, cells > 0))
            for number in np.unique(cells[cells > 0]):
                right = p[1:, cells == number].argmax(0) == number - 1
                named.setdefault(KINDS[number - 1], []).append(float(right.mean()))
    return {"dice": float(np.mean(found)), "n": len(found), "calledInHealthyMl": float(np.mean(called)) if called else None,
            "named": {k: {"right": float(np.mean(named[k])), "n": len(named[k])} for k in KINDS if k in named}}


CELL_ML = 0.064


def kind_probabilities(model: nn.Module, subject: synth.Subject) -> np.ndarray:
    """float32 ``(17, 48, 56, 40)``: nothing, then :data:`KINDS`. White matter and fluid are those that were drawn."""
    images = torch.from_numpy(subject.stack())[None]
    compared = relative(images, *drawn(torch.from_numpy(subject.structures)[None]))
    with torch.no_grad():
        return torch.softmax(model(images, compared, torch.from_numpy(subject.present)[None]), dim=1)[0].numpy()


def kind_cells(subject: synth.Subject) -> np.ndarray:
    """uint8 ``(48, 56, 40)``: position in :data:`KINDS` plus one of what the cell holds, the highest where it holds several; 0 for nothing."""
    kinds = kind_map(subject.instances)
    z, y, x = (n // 2 for n in kinds.shape)
    return kinds.reshape(z, 2, y, 2, x, 2).max(axis=(1, 3, 5))


def pictures(lesion: nn.Module, anatomy: nn.Module, folder: Path) -> None:
    """Masks over slices: the glioma (reference and ours) and the structures of the MPRAGE."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    prepared, truth = glioma()
    found = lesion_probabilities(lesion, prepared) > 0.5
    slices = np.linspace(*np.flatnonzero((truth > 0).any(axis=(1, 2)))[[0, -1]], 5).astype(int)
    figure, axes = plt.subplots(2, 5, figsize=(15, 8))
    for column, z in enumerate(slices):
        shown = (np.where(truth[z] == 1, 2.0, truth[z] > 0), 1.0 * found[0][z] + found[1][z] + found[2][z])
        for row, mask in enumerate(shown):
            axes[row, column].imshow(prepared.images[3][z], cmap="gray", vmin=-2.5, vmax=3.5)
            axes[row, column].imshow(np.ma.masked_equal(mask, 0), alpha=0.45, cmap="autumn", vmin=0, vmax=3)
            axes[row, column].axis("off")
    axes[0, 0].set_title("reference")
    axes[1, 0].set_title("this model")
    figure.tight_layout()
    figure.savefig(folder / "glioma.png", dpi=60)
    prepared, truth = mprage()
    found = structures(anatomy, prepared)
    figure, axes = plt.subplots(2, 5, figsize=(15, 8))
    for column, z in enumerate((34, 42, 50, 58, 68)):
        for row, mask in enumerate((truth, found)):
            axes[row, column].imshow(prepared.images[0][z], cmap="gray", vmin=-2.5, vmax=3.5)
            axes[row, column].imshow(np.ma.masked_equal(mask[z], 0), alpha=0.5, cmap="nipy_spectral", vmin=0, vmax=31)
            axes[row, column].axis("off")
    axes[0, 0].set_title("FreeSurfer")
    axes[1, 0].set_title("this model")
    figure.tight_layout()
    figure.savefig(folder / "mprage.png", dpi=60)


def main() -> None:
    from .train_trunks import load_trunk

    parser = argparse.ArgumentParser(description="Evaluate both vision trunks on data never trained on.")
    parser.add_argument("--lesion", type=Path, required=True)
    parser.add_argument("--anatomy", type=Path, required=True)
    parser.add_argument("--kinds", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--subjects", type=int, default=12, help="held-out synthetic subjects of each kind")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    lesion, anatomy = load_trunk("lesion", options.lesion), load_trunk("anatomy", options.anatomy)
    result = {
        "lesion": evaluate_lesion(lesion),
        "anatomy": evaluate_anatomy(anatomy),
        "heldOut": evaluate_held_out(lesion, anatomy, options.subjects),
    }
    if options.kinds:
        result["kinds"] = evaluate_kinds(load_trunk("kinds", options.kinds), 2 * options.subjects)
    text = json.dumps(result, indent=2)
    (options.out / "vision.json").write_text(text + "\n")
    pictures(lesion, anatomy, options.out)
    print(text)


if __name__ == "__main__":
    main()
