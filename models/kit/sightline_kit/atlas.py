"""The coarse brain atlas of the bundle: lobes and regions, and the affine that lays it over a case.

The atlas is a small label map (2 mm, LPS) with one landmark per structure: the centroid, in the atlas's own LPS
millimetres, of the structure of that id. A case is aligned by the affine that carries the landmarks onto the centroids of
the structures segmented in the case, a linear least-squares problem with a closed solution. The server does the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import nibabel as nib
import numpy as np
import yaml

MIN_LANDMARKS = 6
MIN_LANDMARK_ML = 0.3


@dataclass(frozen=True)
class Site:
    """One label of the atlas: `value` in the label map, and where it is in words."""

    value: int
    id: str
    name: str
    side: str
    site: str


@dataclass(frozen=True)
class Atlas:
    """Label map with axes (x, y, z) = (towards left, posterior, superior) and its `affine` to LPS mm."""

    labels: np.ndarray
    affine: np.ndarray
    sites: tuple[Site, ...]
    landmarks: dict[str, np.ndarray]

    @staticmethod
    def read(folder: Path) -> "Atlas":
        """Reads `atlas.nii.gz` and `atlas.yaml` of a bundle folder."""
        image = nib.load(folder / "atlas.nii.gz")
        described = yaml.safe_load((folder / "atlas.yaml").read_text())
        sites = tuple(Site(s["value"], s["id"], s["name"], s["side"], s["site"]) for s in described["labels"])
        marks = {name: np.asarray(at, dtype=float) for name, at in described["landmarks"].items()}
        lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
        return Atlas(np.asarray(image.dataobj, dtype=np.uint8), lps, sites, marks)

    def site(self, value: int) -> Site:
        """The label with this value in the label map."""
        return next(s for s in self.sites if s.value == value)

    def onto(self, size: tuple[int, int, int], affine: np.ndarray, centroids: dict[str, np.ndarray]) -> np.ndarray:
        """Label map on a case's grid: `size` (x, y, z), `affine` voxel -> LPS mm, `centroids` in LPS mm by structure id."""
        to_case = align(self.landmarks, centroids)
        back = np.linalg.inv(self.affine) @ np.linalg.inv(to_case) @ affine
        index = np.stack(np.meshgrid(*[np.arange(n) for n in size], indexing="ij")).reshape(3, -1)
        at = np.rint(back[:3, :3] @ index + back[:3, 3:]).astype(int)
        inside = np.all((at >= 0) & (at < np.array(self.labels.shape)[:, None]), axis=0)
        out = np.zeros(at.shape[1], dtype=np.uint8)
        out[inside] = self.labels[tuple(at[:, inside])]
        return out.reshape(size)


def align(landmarks: dict[str, np.ndarray], centroids: dict[str, np.ndarray]) -> np.ndarray:
    """The 4x4 affine A that minimises sum |A landmark - centroid|^2 over the ids in both (LPS mm -> LPS mm).

    Raises ValueError with fewer than six shared ids: the affine would not be determined.
    """
    shared = sorted(landmarks.keys() & centroids.keys())
    if len(shared) < MIN_LANDMARKS:
        raise ValueError(f"{len(shared)} shared landmarks, at least {MIN_LANDMARKS} are needed to align the atlas")
    source = np.array([[*landmarks[k], 1.0] for k in shared])
    target = np.array([centroids[k] for k in shared])
    solved, *_ = np.linalg.lstsq(source, target, rcond=None)
    out = np.eye(4)
    out[:3] = solved.T
    return out


def centroids(labels: np.ndarray, affine: np.ndarray, ids: dict[int, str]) -> dict[str, np.ndarray]:
    """Centroids in LPS mm of the structures of a label map (x, y, z) that have more than 0.3 mL."""
    flat = labels.ravel()
    count = np.bincount(flat, minlength=max(ids) + 1)
    sums = [np.bincount(flat, weights=axis.ravel(), minlength=max(ids) + 1)
            for axis in np.meshgrid(*[np.arange(n, dtype=float) for n in labels.shape], indexing="ij")]
    ml = abs(np.linalg.det(affine[:3, :3])) / 1000.0
    out = {}
    for value, name in ids.items():
        if count[value] * ml > MIN_LANDMARK_ML:
            mean = np.array([s[value] for s in sums]) / count[value]
            out[name] = affine[:3, :3] @ mean + affine[:3, 3]
    return out
