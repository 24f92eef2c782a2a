"""Settings of the generator."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..labels import SEQUENCES

ALL = SEQUENCES


def _subsets() -> tuple[tuple[tuple[str, ...], float], ...]:
    return (
        (ALL, 0.54),
        (("FLAIR",), 0.24),
        (("T1",), 0.07),
        (("T1C",), 0.02),
        (("T2",), 0.02),
        (("T1", "FLAIR"), 0.03),
        (("T1C", "FLAIR"), 0.03),
        (("T2", "FLAIR"), 0.02),
        (("T1", "T1C"), 0.01),
        (("T1", "T2", "FLAIR"), 0.02),
    )


def _any_subset() -> tuple[tuple[tuple[str, ...], float], ...]:
    """Every subset of some use, so that no sequence is needed."""
    return (
        (ALL, 0.36), (("FLAIR",), 0.13), (("T1",), 0.07), (("T1C",), 0.06), (("T2",), 0.06), (("T1", "FLAIR"), 0.05), (("T1C", "FLAIR"), 0.05),
        (("T2", "FLAIR"), 0.05), (("T1", "T1C"), 0.03), (("T1", "T2"), 0.03), (("T1", "T1C", "T2"), 0.04), (("T1", "T2", "FLAIR"), 0.05),
        (("T1", "T1C", "FLAIR"), 0.02),
    )


@dataclass(frozen=True)
class SynthConfig:
    """Probabilities and ranges; lengths in mm.

    :param maps: label maps to draw from; empty means the training split
    :param subsets: which sequences a study has, with probabilities
    :param glioma: probability of a glioma
    :param white_matter_lesions: probability of white-matter lesions (independent of the glioma)
    :param metastases: probability of metastases; gliomas and the five kinds from here exclude one another, so their
        probabilities sum to at most 1
    :param meningioma: probability of a meningioma
    :param infarct: probability of an infarct
    :param haemorrhage: probability of an intraparenchymal haemorrhage
    :param subdural: probability of a subdural haematoma
    :param another: probability, again and again, of one more of these beside the first: more to learn from an image, and
        not for studies that a report is written of
    :param ventriculomegaly: probability of large lateral ventricles (independent of the lesions)
    :param hippocampal_atrophy: probability of a small hippocampus on one side or both (independent of the lesions)
    :param variants: probability of what healthy brains show on FLAIR and T2 besides the faint periventricular rim
    :param healthy: probability that none of these is drawn, whatever they say
    :param stripped: probability of a skull-stripped study
    :param rotation: standard deviation of the rotation about each axis, degrees
    :param scale: half-range of the relative scale per axis
    :param elastic: standard deviation of the elastic displacement
    :param misplaced: probability, per image, of a small shift against the others
    :param slices: probability, per image, of slices of 1-7 mm with gaps along one axis
    :param rician: probability, per image, of marked Rician noise
    :param ghosting: probability, per image, of ghosts along one axis
    :param cut: probability, per image, that the field of view ends before the head does
    """

    maps: tuple[str, ...] = ()
    subsets: tuple[tuple[tuple[str, ...], float], ...] = field(default_factory=_subsets)
    glioma: float = 0.75
    white_matter_lesions: float = 0.40
    metastases: float = 0.0
    meningioma: float = 0.0
    infarct: float = 0.0
    haemorrhage: float = 0.0
    subdural: float = 0.0
    another: float = 0.0
    ventriculomegaly: float = 0.0
    hippocampal_atrophy: float = 0.0
    variants: float = 0.0
    healthy: float = 0.25
    stripped: float = 0.5
    rotation: float = 6.0
    scale: float = 0.10
    elastic: float = 2.0
    misplaced: float = 0.0
    slices: float = 0.0
    rician: float = 0.0
    ghosting: float = 0.0
    cut: float = 0.0

    def __post_init__(self) -> None:
        total = sum(p for _, p in self.diseases())
        if total > 1 + 1e-9:
            raise ValueError(f"the main diseases exclude one another, but their probabilities sum to {total:.2f}")

    def diseases(self) -> tuple[tuple[str, float], ...]:
        """The kinds of which a subject has at most one, with probabilities; gliomas first."""
        names = ("glioma", "metastases", "meningioma", "infarct", "haemorrhage", "subdural")
        return tuple((name, getattr(self, name)) for name in names)


def wide(**changes: object) -> SynthConfig:
    """Every kind of lesion and moderate degradation of the images; ``changes`` replace single settings."""
    settings: dict[str, object] = {
        "glioma": 0.30, "metastases": 0.13, "meningioma": 0.10, "infarct": 0.16, "haemorrhage": 0.10, "subdural": 0.07,
        "white_matter_lesions": 0.40, "ventriculomegaly": 0.12, "hippocampal_atrophy": 0.08, "healthy": 0.18, "variants": 0.85,
        "subsets": _any_subset(), "misplaced": 0.5, "slices": 0.35, "rician": 0.15, "ghosting": 0.10, "cut": 0.10,
    }
    return SynthConfig(**(settings | changes))
