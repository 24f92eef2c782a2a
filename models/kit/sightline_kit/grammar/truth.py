"""What is true of a subject and can be seen, measured on its label map, its lesion masks and the aligned atlas.

All arrays are (z, y, x) on the 2 mm model grid. Each fact has a *target*, a key that names the voxels a sentence about it
points to.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from scipy import ndimage

from ..atlas import Atlas, centroids
from ..labels import BY_ID, LESION_CHANNELS, SEQUENCES, STRUCTURES
from ..synth import Lesion, Subject
from .facts import GROUPS, NORMAL_PARTS, PART_MIN_ML, BleedFact, Facts, InfarctFact, LesionFact, WmhFact

VOXEL_ML = 0.008
LESION_MIN_ML = 0.5
WMH_MIN_ML = 0.15
OTHER_SITE_SHARE = 0.25
TUMOURS = ("glioma", "metastasis", "meningioma")
SEEN_MIN_ML = {"metastasis": 0.15, "infarct": 0.2, "haemorrhage": 0.3, "subdural": 2.0}
"""Smaller ones are not reported; other tumours count from LESION_MIN_ML."""
HIPPOCAMPUS_SMALL, HIPPOCAMPUS_NORMAL = 0.0022, 0.0026
"""Of the brain without its lateral ventricles: 2.6 and 3.1 mL of 1200. Below the first a hippocampus is small, between them it may be called either.

Measured, not taken from what the generator drew: of the sixteen label maps five are of old brains whose smaller hippocampus has 2.0 to 3.3 mL of
1200, and one (training_seg_07) has one of 1.4.
"""
HIPPOCAMPUS_SEEN_ML = 0.4
"""Less of it lies at the edge of what was scanned."""
UNSURE_HIPPOCAMPI = ("training_seg_07",)
"""Label maps whose own hippocampi cannot be trusted: there the front half of where the left one should be is called cortex and CSF."""


@dataclass(frozen=True)
class Truth:
    """Known truth of one subject.

    :param structures: uint8 (z, y, x), structure index, 0 background
    :param lesions: bool (C, z, y, x) in the order of LESION_CHANNELS
    :param sequences: names of the sequences present
    :param sites: uint8 (z, y, x), atlas label values aligned to the subject
    :param drawn: lesions as the generator drew them, white-matter lesions aside; None finds tumours as connected parts
    :param conditions: what else the generator drew (see `Subject.conditions`)
    """

    structures: np.ndarray
    lesions: np.ndarray
    sequences: tuple[str, ...]
    sites: np.ndarray
    atlas: Atlas
    drawn: tuple[Lesion, ...] | None = None
    conditions: dict[str, object] = field(default_factory=dict)

    @staticmethod
    def of_subject(subject: Subject, atlas: Atlas, present: np.ndarray | None = None) -> "Truth":
        """Truth of a synthetic subject; `present` may hide some of its sequences."""
        shown = subject.present if present is None else present
        truth = Truth.of(subject.structures, subject.lesions, shown, atlas)
        drawn = tuple(i for i in subject.instances if not i.kind.startswith("wmh"))
        return replace(truth, drawn=drawn, conditions=subject.conditions | ({"hippocampi": "unsure"} if subject.source in UNSURE_HIPPOCAMPI else {}))

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
    def tumours(self) -> list[Lesion]:
        """Tumours that can be seen, largest first."""
        if self.drawn is not None:
            return self._seen(*TUMOURS)
        body = self.lesions[0] & ~self.lesions[3]
        marked, count = ndimage.label(ndimage.binary_dilation(body, iterations=2))
        marked[~body] = 0
        sizes = np.bincount(marked.ravel(), minlength=count + 1)[1:] * VOXEL_ML
        none = np.zeros_like(body)
        return [Lesion("glioma", marked == i + 1, none, none, none, (0, 0, 0)) for i in np.argsort(-sizes) if sizes[i] >= LESION_MIN_ML]

    @cached_property
    def others(self) -> dict[str, list[Lesion]]:
        """Infarcts, haemorrhages and subdural haematomas that can be seen, largest first."""
        return {kind: self._seen(kind) for kind in ("infarct", "haemorrhage", "subdural")}

    def _seen(self, *kinds: str) -> list[Lesion]:
        """Drawn lesions of these kinds that are large enough and that the sequences present can show."""
        chosen = [i for i in self.drawn or () if i.kind in kinds and self._visible(i)]
        return sorted(chosen, key=lambda i: -int(i.mask.sum()))

    def _visible(self, lesion: Lesion) -> bool:
        ml = lesion.mask.sum() * VOXEL_ML
        if ml < SEEN_MIN_ML.get(lesion.kind, LESION_MIN_ML):
            return False
        wet, contrast = "T2" in self.sequences or "FLAIR" in self.sequences, "T1C" in self.sequences
        if lesion.kind == "metastasis":  # without contrast a small one looks like a white-matter spot
            return contrast or ml >= (1.0 if wet else 3.0)
        if lesion.kind == "infarct":
            return wet or (lesion.attributes["age"] == "chronic" and ml >= 1.0)
        return True

    def mask(self, target: str) -> np.ndarray:
        """Voxels of a target.

        `lesion:0`, `core:0`, `enhancing:0`, `necrosis:0`, `oedema:0` (a tumour's; without a number, all tumours'), `infarct:0`,
        `haemorrhage:0`, `subdural:0`, `bleed-oedema:0`, `wmh`, `wmh:left`, or group ids joined by +.
        """
        kind, _, which = target.partition(":")
        if kind == "wmh":
            return self._channel("wmh") & (self._half(which) if which else True)
        if kind in ("lesion", "core", "enhancing", "necrosis", "oedema"):
            return self._union(self.tumours, which) & self._part(kind)
        if kind in ("infarct", "haemorrhage", "subdural"):
            return self._union(self.others[kind], which) & self._channel("infarct" if kind == "infarct" else "haemorrhage")
        if kind == "bleed-oedema":
            return self._union(self.others["haemorrhage"], which) & ~self._channel("haemorrhage")
        ids = [BY_ID[s].index for group in target.split("+") for s in GROUPS[group]]
        return np.isin(self.structures, ids)

    def _union(self, lesions: list[Lesion], which: str) -> np.ndarray:
        chosen = lesions if not which else lesions[int(which) : int(which) + 1]
        return np.any([i.mask for i in chosen], axis=0) if chosen else np.zeros_like(self.lesions[0])

    def _channel(self, name: str) -> np.ndarray:
        return self.lesions[LESION_CHANNELS.index(name)]

    def _part(self, kind: str) -> np.ndarray:
        core, enhancing = self.lesions[1], self.lesions[2]
        return {"lesion": np.ones_like(core), "core": core, "enhancing": enhancing,
                "necrosis": core & ~enhancing, "oedema": ~core}[kind]

    def _half(self, side: str) -> np.ndarray:
        sides = np.array([0] + [1 if s.side == "left" else 2 if s.side == "right" else 0 for s in self.atlas.sites])
        return sides[self.sites] == (1 if side == "left" else 2)

    @cached_property
    def facts(self) -> Facts:
        """The facts, measured once."""
        lesions = tuple(self._lesion(i, t) for i, t in enumerate(self.tumours))
        infarcts = tuple(self._infarct(i, l) for i, l in enumerate(self.others["infarct"]))
        bleeds = tuple(self._bleed(i, l) for kind in ("haemorrhage", "subdural") for i, l in enumerate(self.others[kind]))
        left, right = (self.mask(f"{s}-lateral-ventricle").sum() * VOXEL_ML for s in ("left", "right"))
        brain = (self.structures > 0).sum() * VOXEL_ML
        share = (left + right) / max(brain, 1.0)
        size = "normal" if share < 0.035 else "mild" if share < 0.055 else "large"
        larger = None
        if min(left, right) > 2 and max(left, right) / min(left, right) > 1.6:
            larger = "left" if left > right else "right"
        small, known = self._hippocampi(brain - left - right)
        pushing = max((*lesions, *bleeds), key=lambda f: f.whole_ml if isinstance(f, LesionFact) else f.ml, default=None)
        return Facts(self.sequences, lesions, self._wmh(), size, larger, self._shift(pushing), self._normal(known and small is None),
                     infarcts, bleeds, small, known)

    def site_of(self, mask: np.ndarray) -> tuple[str, str, tuple[str, ...], bool]:
        """Side, site, further sites and whether both sides are involved."""
        counts = np.bincount(self.sites[mask], minlength=len(self.atlas.sites) + 1).astype(float)
        named = [(counts[s.value], s) for s in self.atlas.sites if s.site != "ventricles"]
        total = max(sum(c for c, _ in named), 1.0)
        named.sort(key=lambda pair: -pair[0])
        first = named[0][1]
        others = tuple(s.name for c, s in named[1:3] if c / total >= OTHER_SITE_SHARE and s.side in (first.side, "midline"))
        share = {side: sum(c for c, s in named if s.side == side) / total for side in ("left", "right")}
        return first.side, first.name, others, min(share.values()) >= 0.2

    def _lesion(self, index: int, tumour: Lesion) -> LesionFact:
        whole, attributes = tumour.mask, tumour.attributes
        ml = {k: self.mask(f"{k}:{index}").sum() * VOXEL_ML for k in ("core", "enhancing", "necrosis", "oedema")}
        seat = self.mask(f"core:{index}") if ml["core"] >= PART_MIN_ML else whole
        side, site, others, crosses = self.site_of(seat)
        effect = attributes.get("mass_effect", "none")
        contact = self._contact(whole)
        presses = contact if effect != "none" or not attributes else None
        return LesionFact(index, side, site, others, crosses, whole.sum() * VOXEL_ML, ml["core"], ml["enhancing"],
                          ml["necrosis"] if attributes.get("necrosis", True) else 0.0, ml["oedema"],
                          attributes.get("enhancement", "patchy"), presses, effect == "none" and contact is None, tumour.kind)

    def _infarct(self, index: int, infarct: Lesion) -> InfarctFact:
        mask = self.mask(f"infarct:{index}")
        side, site, _, _ = self.site_of(mask if mask.any() else infarct.mask)
        return InfarctFact(index, side, site, mask.sum() * VOXEL_ML, str(infarct.attributes["age"]), str(infarct.attributes["territory"]))

    def _bleed(self, index: int, bleed: Lesion) -> BleedFact:
        subdural = bleed.kind == "subdural"
        blood = self.mask(f"{bleed.kind}:{index}")
        side, site, _, _ = self.site_of(blood if blood.any() else bleed.mask)
        if subdural:
            side = str(bleed.attributes["side"])
        oedema = 0.0 if subdural else self.mask(f"bleed-oedema:{index}").sum() * VOXEL_ML
        return BleedFact(index, side, site, blood.sum() * VOXEL_ML, oedema, str(bleed.attributes["age"]), subdural)

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

    def _shift(self, pushing: LesionFact | BleedFact | None) -> str | None:
        """Side that the midline moved to: third ventricle against the line of the hemispheres, 4 mm or more, away from what pushes."""
        third = np.argwhere(self.structures == BY_ID["third-ventricle"].index)
        if pushing is None or pushing.side == "midline" or len(third) < 20:
            return None
        points = np.argwhere(self.structures > 0)
        level = points[np.abs(points[:, 0] - third[:, 0].mean()) < 6]
        middle = (np.percentile(level[:, 2], 0.5) + np.percentile(level[:, 2], 99.5)) / 2
        offset = (third[:, 2].mean() - middle) * 2.0
        away = "left" if pushing.side == "right" else "right"
        return away if abs(offset) >= 4.0 and (offset > 0) == (away == "left") else None

    def _hippocampi(self, brain_ml: float) -> tuple[str | None, bool]:
        """Which are small, and whether that can be said of both."""
        if self.conditions.get("hippocampi") == "unsure":
            return None, False
        ml = {s: (self.structures == BY_ID[f"{s}-hippocampus"].index).sum() * VOXEL_ML for s in ("left", "right")}
        share = {s: v / max(brain_ml, 1.0) for s, v in ml.items()}
        small = [s for s in share if ml[s] >= HIPPOCAMPUS_SEEN_ML and share[s] < HIPPOCAMPUS_SMALL]
        known = all(ml[s] >= HIPPOCAMPUS_SEEN_ML and (s in small or share[s] >= HIPPOCAMPUS_NORMAL) for s in share)
        return (None if not small else "both" if len(small) == 2 else small[0]), known

    def _normal(self, hippocampi: bool) -> tuple[str, ...]:
        """Parts that no lesion touches (under 1 % of their voxels) and that are in view; the hippocampi only where they are of normal size."""
        sick = ndimage.binary_dilation(self.lesions[0], iterations=1)
        out = []
        for part, groups in NORMAL_PARTS.items():
            mask = self.mask("+".join(groups))
            if "hippocamp" in part and not hippocampi:
                continue
            if mask.sum() * VOXEL_ML >= 1.0 and (mask & sick).sum() <= 0.01 * mask.sum():
                out.append(part)
        return tuple(out)
