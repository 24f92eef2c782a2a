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


@dataclass(frozen=True)
class SynthConfig:
    """Probabilities and ranges; lengths in mm.

    :param maps: label maps to draw from; empty means the training split
    :param subsets: which sequences a study has, with probabilities
    :param glioma: probability of a glioma
    :param white_matter_lesions: probability of white-matter lesions (independent of the glioma)
    :param healthy: probability that neither is drawn, whatever the two above say
    :param stripped: probability of a skull-stripped study
    :param rotation: standard deviation of the rotation about each axis, degrees
    :param scale: half-range of the relative scale per axis
    :param elastic: standard deviation of the elastic displacement
    """

    maps: tuple[str, ...] = ()
    subsets: tuple[tuple[tuple[str, ...], float], ...] = field(default_factory=_subsets)
    glioma: float = 0.75
    white_matter_lesions: float = 0.40
    healthy: float = 0.25
    stripped: float = 0.5
    rotation: float = 6.0
    scale: float = 0.10
    elastic: float = 2.0
