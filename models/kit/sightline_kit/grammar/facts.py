"""What is true of a subject: lesions with their places, white-matter lesions, ventricles, mass effect.

All arrays are (z, y, x) on the 2 mm model grid. Facts come from the label map, the four lesion masks and the aligned
atlas; each fact has a *target*, a key that names the voxels a sentence about it points to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy import ndimage

from ..atlas import Atlas, centroids
from ..labels import BY_ID, SEQUENCES, STRUCTURES
from ..synth import Lesion, Subject

VOXEL_ML = 0.008
LESION_MIN_ML = 0.5
PART_MIN_ML = 0.15
WMH_MIN_ML = 0.15
OTHER_SITE_SHARE = 0.25

GROUPS: dict[str, tuple[str, ...]] = {
    "left-lateral-ventricle": ("left-lateral-ventricle", "left-inferior-lateral-ventricle"),
    "right-lateral-ventricle": ("right-lateral-ventricle", "right-inferior-lateral-ventricle"),
    "third-and-fourth-ventricle": ("third-ventricle", "fourth-ventricle"),
    "brain-stem": ("brain-stem",),
    "left-cerebellum": ("left-cerebellum-white-matter", "left-cerebellum-cortex"),
    "right-cerebellum": ("right-cerebellum-white-matter", "right-cerebellum-cortex"),
    "left-basal-ganglia": ("left-caudate", "left-putamen", "left-pallidum", "left-accumbens-area"),
    "right-basal-ganglia": ("right-caudate", "right-putamen", "right-pallidum", "right-accumbens-area"),
    "left-thalamus": ("left-thalamus", "left-ventral-dc"),
    "right-thalamus": ("right-thalamus", "right-ventral-dc"),
    "left-mesial-temporal": ("left-hippocampus", "left-amygdala"),
    "right-mesial-temporal": ("right-hippocampus", "right-amygdala"),
    "left-hemisphere": ("left-cerebral-white-matter", "left-cerebral-cortex"),
    "right-hemisphere": ("right-cerebral-white-matter", "right-cerebral-cortex"),
}
"""Groups of structures that sentences speak of; also the anatomical channels that the mask decoder sees."""

NORMAL_PARTS: dict[str, tuple[str, ...]] = {
    "cerebellum": ("left-cerebellum", "right-cerebellum"),
    "brain stem": ("brain-stem",),
    "cerebellum and brain stem": ("left-cerebellum", "right-cerebellum", "brain-stem"),
    "basal ganglia": ("left-basal-ganglia", "right-basal-ganglia"),
    "thalami": ("left-thalamus", "right-thalamus"),
    "basal ganglia and thalami": ("left-basal-ganglia", "right-basal-ganglia", "left-thalamus", "right-thalamus"),
    "left basal ganglia": ("left-basal-ganglia",),
    "right basal ganglia": ("right-basal-ganglia",),
    "left thalamus": ("left-thalamus",),
    "right thalamus": ("right-thalamus",),
    "left cerebellar hemisphere": ("left-cerebellum",),
    "right cerebellar hemisphere": ("right-cerebellum",),
    "left hippocampus": ("left-mesial-temporal",),
    "right hippocampus": ("right-mesial-temporal",),
    "hippocampi": ("left-mesial-temporal", "right-mesial-temporal"),
}


@dataclass(frozen=True)
class LesionFact:
    """One tumour: component `index` of the tumour mask, largest first."""

    index: int
    side: str
    site: str
    other_sites: tuple[str, ...]
    crosses_midline: bool
    whole_ml: float
    core_ml: float
    enhancing_ml: float
    necrosis_ml: float
    oedema_ml: float
    pattern: str
    """Enhancement: none, rim, solid or patchy."""
    presses_on: str | None
    """Lateral ventricle (group id) that the lesion deforms, if any."""
    no_mass_effect: bool
    """Whether mass effect may be denied: neither drawn nor likely from size."""


@dataclass(frozen=True)
class WmhFact:
    """White-matter hyperintensities as a whole: grade 0 (none) to 3 after volume, close in spirit to Fazekas."""

    grade: int
    ml: float
    side: str
    periventricular: bool
    deep: bool


@dataclass(frozen=True)
class Facts:
    """All that a report may speak of."""

    sequences: tuple[str, ...]
    lesions: tuple[LesionFact, ...]
    wmh: WmhFact
    ventricles: str
    larger_ventricle: str | None
    shift_to: str | None
    normal_parts: tuple[str, ...]

    def sees(self, *sequences: str) -> bool:
        """Whether any of these sequences is present."""
        return any(s in self.sequences for s in sequences)


@dataclass(frozen=True)
class Truth:
    """Known truth of one subject.

    :param structures: uint8 (z, y, x), structure index, 0 background
    :param lesions: bool (4, z, y, x): lesion, core, enhancing, wmh
    :param sequences: names of the sequences present
    :param sites: uint8 (z, y, x), atlas label values aligned to the subject
    :param drawn: the gliomas as the generator drew them; None finds them as connected parts
    """

    structures: np.ndarray
    lesions: np.ndarray
    sequences: tuple[str, ...]
    sites: np.ndarray
    atlas: Atlas
    drawn: tuple[Lesion, ...] | None = None

    @staticmethod
    def of_subject(subject: Subject, atlas: Atlas, present: np.ndarray | None = None) -> "Truth":
        """Truth of a synthetic subject; `present` may hide some of its sequences."""
        shown = subject.present if present is None else present
        truth = Truth.of(subject.structures, subject.lesions, shown, atlas)
        return replace(truth, drawn=tuple(i for i in subject.instances if i.kind == "glioma"))

    def seen_with(self, present: np.ndarray) -> "Truth":
        """The same subject with other sequences present (0/1 in slot order)."""
        return replace(self, sequences=tuple(s for s, p in zip(SEQUENCES, present) if p))

    @staticmethod
    def of(structures: np.ndarray, lesions: np.ndarray, present: np.ndarray, atlas: Atlas) -> "Truth":
        """Aligns the atlas by the subject's structures; `present` is the 0/1 vector in slot order."""
        names = {s.index: s.id for s in STRUCTURES}
        xyz = structures.transpose(2, 1, 0)
        grid = np.diag([2.0, 2.0, 2.0, 1.0])
        sites = atlas.onto(xyz.shape, grid, centroids(xyz, grid, names)).transpose(2, 1, 0)
        seqs = tuple(s for s, p in zip(SEQUENCES, present) if p)
        return Truth(structures, lesions.astype(bool), seqs, np.ascontiguousarray(sites), atlas)

    @cached_property
    def tumours(self) -> list[np.ndarray]:
        """Connected tumours (lesion without white-matter lesions) of at least 0.5 mL, largest first, bool masks."""
        if self.drawn is not None:
            return [i.mask for i in sorted(self.drawn, key=lambda i: -int(i.mask.sum())) if i.mask.sum() * VOXEL_ML >= LESION_MIN_ML]
        body = self.lesions[0] & ~self.lesions[3]
        marked, count = ndimage.label(ndimage.binary_dilation(body, iterations=2))
        marked[~body] = 0
        sizes = np.bincount(marked.ravel(), minlength=count + 1)[1:] * VOXEL_ML
        order = [i + 1 for i in np.argsort(-sizes) if sizes[i] >= LESION_MIN_ML]
        return [marked == i for i in order]

    def mask(self, target: str) -> np.ndarray:
        """Voxels of a target: `lesion:0`, `core:0`, `enhancing:0`, `necrosis:0`, `oedema:0`, `wmh`, `wmh:left`, `tumour`, or group ids joined by +."""
        kind, _, which = target.partition(":")
        if kind == "wmh":
            return self.lesions[3] & (self._half(which) if which else True)
        if kind in ("lesion", "core", "enhancing", "necrosis", "oedema"):
            parts = self.tumours if not which else self.tumours[int(which):int(which) + 1]
            body = np.any(parts, axis=0) if parts else np.zeros_like(self.lesions[0])
            return body & self._part(kind)
        ids = [BY_ID[s].index for group in target.split("+") for s in GROUPS[group]]
        return np.isin(self.structures, ids)

    def _part(self, kind: str) -> np.ndarray:
        _, core, enhancing, _ = self.lesions
        return {"lesion": np.ones_like(core), "core": core, "enhancing": enhancing,
                "necrosis": core & ~enhancing, "oedema": ~core}[kind]

    def _half(self, side: str) -> np.ndarray:
        sides = np.array([0] + [1 if s.side == "left" else 2 if s.side == "right" else 0 for s in self.atlas.sites])
        return sides[self.sites] == (1 if side == "left" else 2)

    @cached_property
    def facts(self) -> Facts:
        """The facts, measured once."""
        lesions = tuple(self._lesion(i, m) for i, m in enumerate(self.tumours))
        left, right = (self.mask(f"{s}-lateral-ventricle").sum() * VOXEL_ML for s in ("left", "right"))
        brain = (self.structures > 0).sum() * VOXEL_ML
        share = (left + right) / max(brain, 1.0)
        size = "normal" if share < 0.035 else "mild" if share < 0.055 else "large"
        larger = None
        if min(left, right) > 2 and max(left, right) / min(left, right) > 1.6:
            larger = "left" if left > right else "right"
        return Facts(self.sequences, lesions, self._wmh(), size, larger, self._shift(lesions), self._normal())

    def _site(self, mask: np.ndarray) -> tuple[str, str, tuple[str, ...], bool]:
        """Side, site, further sites and whether both sides are involved."""
        counts = np.bincount(self.sites[mask], minlength=len(self.atlas.sites) + 1).astype(float)
        named = [(counts[s.value], s) for s in self.atlas.sites if s.site != "ventricles"]
        total = max(sum(c for c, _ in named), 1.0)
        named.sort(key=lambda pair: -pair[0])
        first = named[0][1]
        others = tuple(s.name for c, s in named[1:3] if c / total >= OTHER_SITE_SHARE and s.side in (first.side, "midline"))
        share = {side: sum(c for c, s in named if s.side == side) / total for side in ("left", "right")}
        return first.side, first.name, others, min(share.values()) >= 0.2

    def _lesion(self, index: int, whole: np.ndarray) -> LesionFact:
        ml = {k: self.mask(f"{k}:{index}").sum() * VOXEL_ML for k in ("core", "enhancing", "necrosis", "oedema")}
        seat = self.mask(f"core:{index}") if ml["core"] >= PART_MIN_ML else whole
        side, site, others, crosses = self._site(seat)
        attributes = self._attributes(whole)
        effect = attributes.get("mass_effect", "none")
        contact = self._contact(whole)
        presses = contact if effect != "none" or not attributes else None
        return LesionFact(index, side, site, others, crosses, whole.sum() * VOXEL_ML, ml["core"], ml["enhancing"],
                          ml["necrosis"] if attributes.get("necrosis", True) else 0.0, ml["oedema"],
                          attributes.get("enhancement", "patchy"), presses, effect == "none" and contact is None)

    def _attributes(self, whole: np.ndarray) -> dict:
        return next((i.attributes for i in self.drawn or () if i.mask is whole), {})

    def _contact(self, whole: np.ndarray) -> str | None:
        """The lateral ventricle that a lesion of 8 mL or more reaches (1 mL of it within 4 mm)."""
        if whole.sum() * VOXEL_ML < 8:
            return None
        near = ndimage.binary_dilation(whole, iterations=2)
        contact = {s: (near & self.mask(f"{s}-lateral-ventricle")).sum() * VOXEL_ML for s in ("left", "right")}
        side = max(contact, key=contact.__getitem__)
        return f"{side}-lateral-ventricle" if contact[side] >= 1.0 else None

    def _wmh(self) -> WmhFact:
        mask = self.lesions[3]
        ml = mask.sum() * VOXEL_ML
        if ml < WMH_MIN_ML:
            return WmhFact(0, ml, "both", False, False)
        left = (mask & self._half("left")).sum() / max(mask.sum(), 1)
        side = "left" if left > 0.9 else "right" if left < 0.1 else "both"
        ventricles = self.mask("left-lateral-ventricle+right-lateral-ventricle")
        near = (ndimage.distance_transform_edt(~ventricles)[mask] * 2.0 <= 8.0).mean()
        return WmhFact(1 if ml < 3 else 2 if ml < 12 else 3, ml, side, near >= 0.25, near <= 0.75)

    def _shift(self, lesions: tuple[LesionFact, ...]) -> str | None:
        """Side that the midline moved to: third ventricle against the line of the hemispheres, 4 mm or more, away from the largest lesion."""
        third = np.argwhere(self.structures == BY_ID["third-ventricle"].index)
        if not lesions or len(third) < 20:
            return None
        points = np.argwhere(self.structures > 0)
        level = points[np.abs(points[:, 0] - third[:, 0].mean()) < 6]
        middle = (np.percentile(level[:, 2], 0.5) + np.percentile(level[:, 2], 99.5)) / 2
        offset = (third[:, 2].mean() - middle) * 2.0
        away = "left" if lesions[0].side == "right" else "right"
        return away if abs(offset) >= 4.0 and (offset > 0) == (away == "left") and lesions[0].side != "midline" else None

    def _normal(self) -> tuple[str, ...]:
        """Parts that no lesion touches (under 1 % of their voxels) and that are in view."""
        sick = ndimage.binary_dilation(self.lesions[0], iterations=1)
        out = []
        for part, groups in NORMAL_PARTS.items():
            mask = self.mask("+".join(groups))
            if mask.sum() * VOXEL_ML >= 1.0 and (mask & sick).sum() <= 0.01 * mask.sum():
                out.append(part)
        return tuple(out)
