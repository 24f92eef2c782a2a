"""A sentence of a written report, and words that depend on the sequences present."""

from __future__ import annotations

from dataclasses import dataclass

from .facts import Facts

SEG = "<seg>"


@dataclass(frozen=True)
class Sentence:
    """One sentence: its text without markers, what it is about, and the targets of its `<seg>` tokens."""

    text: str
    topic: str
    targets: tuple[str, ...] = ()

    def marked(self) -> str:
        """Text followed by one `<seg>` per target."""
        return self.text + SEG * len(self.targets)


def bright(facts: Facts) -> str:
    """The signal word that the sequences present allow."""
    both = facts.sees("T2") and facts.sees("FLAIR")
    return "T2/FLAIR hyperintense" if both else "FLAIR hyperintense" if facts.sees("FLAIR") else "T2 hyperintense"
