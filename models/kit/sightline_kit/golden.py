"""Writes the small inputs and expected outputs that the server's pre- and post-processing is tested against.

Expected values come from SimpleITK, MONAI and numpy, and for the whole pipeline from this kit's own
:mod:`sightline_kit.preprocess`. Run ``python -m sightline_kit.golden FOLDER``; the folder in the repository is
``src/test/resources/golden``. Arrays are gzipped little-endian float32 in (z, y, x) order; each case is one JSON file.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import SimpleITK as sitk
import torch
from monai.inferers import sliding_window_inference

from sightline_kit import preprocess

SEED = 20261123


class Folder:
    """Collects arrays and writes cases."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def array(self, name: str, values: np.ndarray) -> str:
        """Writes one array; returns the file name that the JSON refers to."""
        data = np.ascontiguousarray(values, dtype="<f4").tobytes()
        (self.root / f"{name}.f32.gz").write_bytes(gzip.compress(data, 9, mtime=0))
        return f"{name}.f32.gz"

    def image(self, name: str, image: sitk.Image) -> dict[str, Any]:
        """An image with its geometry: size, spacing, origin in x, y, z; direction row major, LPS."""
        return {**geometry(image), "voxels": self.array(name, sitk.GetArrayFromImage(image))}

    def case(self, name: str, **content: Any) -> None:
        (self.root / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n")


def geometry(image: sitk.Image) -> dict[str, Any]:
    return {
        "size": list(image.GetSize()),
        "spacing": list(image.GetSpacing()),
        "origin": list(image.GetOrigin()),
        "direction": list(image.GetDirection()),
    }


def rotation(x: float, y: float, z: float) -> tuple[float, ...]:
    """Row-major rotation from Euler angles in degrees."""
    turn = sitk.Euler3DTransform()
    turn.SetRotation(*np.deg2rad([x, y, z]))
    return turn.GetMatrix()


def blank(size, spacing, origin, direction) -> sitk.Image:
    image = sitk.Image([int(n) for n in size], sitk.sitkFloat32)
    image.SetSpacing([float(s) for s in spacing])
    image.SetOrigin([float(o) for o in origin])
    image.SetDirection([float(d) for d in direction])
    return image


def filled(like: sitk.Image, values: np.ndarray) -> sitk.Image:
    image = sitk.GetImageFromArray(values.astype(np.float32))
    image.CopyInformation(like)
    return image


def affine(image: sitk.Image) -> np.ndarray:
    """4x4 voxel (x, y, z) -> LPS mm."""
    out = np.eye(4)
    out[:3, :3] = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    out[:3, 3] = image.GetOrigin()
    return out


def oblique(rng: np.random.Generator) -> tuple[sitk.Image, sitk.Image]:
    """A random oblique source and another oblique grid that overlaps it in part."""
    source = blank((14, 12, 9), (1.1, 0.9, 2.3), (-6.3, 4.2, -9.1), rotation(12, -20, 33))
    target = blank((11, 10, 14), (1.4, 1.3, 1.2), (0, 0, 0), rotation(-8, 15, 5))
    middle = [np.array(i.TransformContinuousIndexToPhysicalPoint([n / 2 for n in i.GetSize()])) for i in (source, target)]
    target.SetOrigin((middle[0] - middle[1]).tolist())
    return filled(source, rng.normal(100, 40, (9, 12, 14))), target


def resampling(folder: Folder, rng: np.random.Generator) -> None:
    source, target = oblique(rng)
    expected = {
        name: sitk.Resample(source, target, sitk.Transform(), method, 0.0, sitk.sitkFloat32)
        for name, method in (("linear", sitk.sitkLinear), ("nearest", sitk.sitkNearestNeighbor))
    }
    folder.case(
        "resample-oblique",
        reference=f"SimpleITK {sitk.Version_VersionString()}",
        source=folder.image("resample-source", source),
        linear=folder.image("resample-linear", expected["linear"]),
        nearest=folder.image("resample-nearest", expected["nearest"]),
    )


def reorientation(folder: Folder, rng: np.random.Generator) -> None:
    source, _ = oblique(rng)
    oriented = {c: sitk.DICOMOrient(source, c) for c in ("LPS", "RAS", "PIR", "SAL")}
    folder.case(
        "reorient",
        reference=f"SimpleITK {sitk.Version_VersionString()} DICOMOrient",
        source=folder.image("reorient-source", source),
        oriented={c: folder.image(f"reorient-{c}", image) for c, image in oriented.items()},
    )


def box_average(values: np.ndarray, width: float, axis: int) -> np.ndarray:
    """Exact mean of the piecewise constant signal over ``width`` voxels about each centre; edges repeat."""
    line = np.moveaxis(values.astype(np.float64), axis, -1)
    fine = 1000
    steps = (np.arange(int(round(width * fine))) + 0.5) / fine - width / 2
    out = np.zeros_like(line)
    for i in range(line.shape[-1]):
        at = np.clip(np.floor(i + steps + 0.5).astype(int), 0, line.shape[-1] - 1)
        out[..., i] = line[..., at].mean(axis=-1)
    return np.moveaxis(out, -1, axis)


def antialiasing(folder: Folder, rng: np.random.Generator) -> None:
    """Box widths 2.5 (x), 2 (y) and below 1 (z, untouched), then the same on an oblique grid by the kit."""
    source = filled(blank((13, 11, 7), (0.8, 1.0, 2.5), (0, 0, 0), rotation(0, 0, 0)), rng.normal(0, 1, (7, 11, 13)))
    values = sitk.GetArrayFromImage(source)
    averaged = box_average(box_average(values, 2.5, 2), 2.0, 1)
    tilted = filled(blank((20, 18, 10), (0.8, 1.0, 2.5), (-9, 3, 5), rotation(10, 25, -14)), rng.normal(0, 1, (10, 18, 20)))
    grid = preprocess.extent_grid((10, 18, 20), affine(tilted))
    onto = preprocess.resample(sitk.GetArrayFromImage(tilted), affine(tilted), grid)
    folder.case(
        "box-antialias",
        reference="numpy: mean over a finely sampled box; and sightline_kit.preprocess.resample",
        source=folder.image("box-source", source),
        targetSpacing=[2.0, 2.0, 2.0],
        averaged=folder.array("box-averaged", averaged),
        tilted=folder.image("box-tilted", tilted),
        onto={
            "size": list(grid.size),
            "spacing": [2.0, 2.0, 2.0],
            "origin": list(grid.origin),
            "direction": list(rotation(0, 0, 0)),
            "voxels": folder.array("box-onto", onto),
        },
    )


def head(image: sitk.Image, tissues: list[float], shift: float) -> sitk.Image:
    """Nested ellipsoids (skin, skull, brain, ventricle filled with air values), a neck and shoulders."""
    z, y, x = np.meshgrid(*(np.arange(n, dtype=float) for n in reversed(image.GetSize())), indexing="ij")
    index = np.stack([x, y, z, np.ones_like(x)])
    point = np.tensordot(affine(image), index, 1)[:3]
    px, py, pz = point[0] - shift, point[1] + 8, point[2] - 12

    def inside(a: float, b: float, c: float) -> np.ndarray:
        return (px / a) ** 2 + (py / b) ** 2 + (pz / c) ** 2 < 1

    values = np.zeros(px.shape)
    values[(pz < -60) & (np.hypot(px, py - 10) < 48)] = tissues[0]
    values[(pz < -100) & (np.abs(px) < 115)] = tissues[0]
    for tissue, axes in zip(tissues, ((76, 96, 92), (71, 91, 87), (66, 86, 82), (18, 24, 15))):
        values[inside(*axes)] = tissue
    return filled(image, values)


def pipeline(folder: Folder) -> None:
    """Contract: reference grid, foreground with a filled cavity, crop, per-sequence z-score, on oblique series."""
    t1 = head(
        blank((70, 80, 60), (3.4, 3.1, 3.9), (-112, -128, -118), rotation(6, -9, 12)), [220, 60, 150, 8], 3.0
    )
    flair = head(
        blank((150, 150, 32), (1.7, 1.7, 6.5), (-130, -125, -95), rotation(-14, 3, 5)), [90, 30, 160, 15], 3.0
    )
    values = sitk.GetArrayFromImage(flair)
    values[3, 4, 5] = np.nan
    flair = filled(flair, values)
    study = {name: (sitk.GetArrayFromImage(image), affine(image)) for name, image in (("T1", t1), ("FLAIR", flair))}
    prepared = preprocess.prepare(study)
    sample = {name: prepared.images[slot][3::7, 2::7, 4::7] for slot, name in ((0, "T1"), (3, "FLAIR"))}
    folder.case(
        "pipeline",
        reference="sightline_kit.preprocess.prepare",
        series={"T1": folder.image("pipeline-t1", t1), "FLAIR": folder.image("pipeline-flair", flair)},
        origin=list(prepared.grid.origin),
        first=[4, 2, 3],
        step=7,
        sample={name: folder.array(f"pipeline-{name.lower()}-sample", v) for name, v in sample.items()},
        mean={name: float(prepared.images[slot].mean(dtype=np.float64)) for slot, name in ((0, "T1"), (3, "FLAIR"))},
        foreground={name: int((prepared.images[slot] != 0).sum()) for slot, name in ((0, "T1"), (3, "FLAIR"))},
    )


def sliding(folder: Folder, rng: np.random.Generator) -> None:
    """Patches of (6, 8, 10) (z, y, x) with half overlap; the second image is shorter than the patch along y."""
    patch = (6, 8, 10)
    ramp = torch.arange(patch[2], dtype=torch.float32)

    def network(window: torch.Tensor) -> torch.Tensor:
        """Two classes that depend on the place within the patch, so that blending shows."""
        return torch.cat([window * (1 + ramp), window**2 - ramp], dim=1)

    cases = []
    for name, shape in (("large", (13, 17, 21)), ("thin", (9, 5, 23))):
        image = rng.normal(0, 1, shape).astype(np.float32)
        out = sliding_window_inference(
            torch.from_numpy(image)[None, None], patch, 1, network, overlap=0.5, mode="gaussian", sigma_scale=0.125
        )
        cases.append(
            {
                "size": list(reversed(shape)),
                "image": folder.array(f"sliding-{name}", image),
                "logits": folder.array(f"sliding-{name}-logits", out[0].numpy()),
            }
        )
    folder.case("sliding-window", reference="MONAI sliding_window_inference", patch=[10, 8, 6], overlap=0.5, cases=cases)


def way_back(folder: Folder, rng: np.random.Generator) -> None:
    """Smooth logits on an axis-aligned model grid into an oblique, anisotropic series."""
    grid = blank((18, 20, 16), (2, 2, 2), (-20, -15, -18), rotation(0, 0, 0))
    noise = sitk.GetArrayFromImage(sitk.SmoothingRecursiveGaussian(filled(grid, rng.normal(0, 1, (16, 20, 18))), 4.0))
    logits = filled(grid, 20 * noise)
    source = blank((40, 44, 10), (1.0, 0.9, 4.2), (-22, -18, -24), rotation(7, 11, -20))
    values = sitk.Resample(logits, source, sitk.Transform(), sitk.sitkLinear, -1000.0, sitk.sitkFloat32)
    labels = filled(grid, np.clip(np.floor(4 * noise / noise.std() + 2), 0, 5))
    mapped = sitk.Resample(labels, source, sitk.Transform(), sitk.sitkNearestNeighbor, 0.0, sitk.sitkFloat32)
    folder.case(
        "way-back",
        reference=f"SimpleITK {sitk.Version_VersionString()}",
        logits=folder.image("back-logits", logits),
        mask=folder.image("back-mask", filled(source, (sitk.GetArrayFromImage(values) > 0).astype(np.float32))),
        labels=folder.image("back-labels", labels),
        mapped=folder.image("back-mapped", mapped),
    )


def main(root: Path) -> None:
    rng = np.random.default_rng(SEED)
    folder = Folder(root)
    resampling(folder, rng)
    reorientation(folder, rng)
    antialiasing(folder, rng)
    pipeline(folder)
    sliding(folder, rng)
    way_back(folder, rng)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
