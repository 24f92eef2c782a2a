"""What a report may speak of: tumours, infarcts, bleeds, white-matter lesions, ventricles, mass effect, normal parts.

They are measured on a subject's truth by `grammar.truth`; the words for them are in `grammar.write` and its neighbours.
"""

from __future__ import annotations

from dataclasses import dataclass

PART_MIN_ML = 0.15
"""Less of a part of a tumour is not spoken of."""

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
    """One tumour, numbered from the largest."""

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
    kind: str = "glioma"
    """One of TUMOURS."""


@dataclass(frozen=True)
class InfarctFact:
    """One infarct, numbered from the largest. Age: acute, subacute, chronic; territory: MCA, ACA, PCA, cerebellar, lacunar."""

    index: int
    side: str
    site: str
    ml: float
    age: str
    territory: str


@dataclass(frozen=True)
class BleedFact:
    """One haematoma, numbered from the largest of its sort (intraparenchymal or subdural)."""

    index: int
    side: str
    site: str
    ml: float
    oedema_ml: float
    age: str
    subdural: bool

    @property
    def target(self) -> str:
        return f"{'subdural' if self.subdural else 'haemorrhage'}:{self.index}"


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
    infarcts: tuple[InfarctFact, ...] = ()
    bleeds: tuple[BleedFact, ...] = ()
    small_hippocampus: str | None = None
    """left, right or both."""
    hippocampi_known: bool = True
    """Whether both are in view, and each that is not small is clearly not."""

    @property
    def sick(self) -> bool:
        """Whether there is any focal disease besides white-matter lesions."""
        return bool(self.lesions or self.infarcts or self.bleeds)

    @property
    def doubtful(self) -> frozenset[str]:
        """Topics that may be called there or not: nothing that is said of them counts."""
        hippocampi = self.small_hippocampus is None and not self.hippocampi_known
        return frozenset(["ventricles"] * (self.ventricles == "mild") + ["hippocampus"] * hippocampi)

    def sees(self, *sequences: str) -> bool:
        """Whether any of these sequences is present."""
        return any(s in self.sequences for s in sequences)
