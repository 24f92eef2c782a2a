"""Reads back what a sentence of a report claims: finding, presence, side. For measuring drafted reports, not for drafting."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Claim:
    """One claim; `finding` is a topic such as `lesion`, `oedema`, `wmh`, `ventricles`, or `normal`."""

    finding: str
    present: bool
    side: str | None


_NEGATED = re.compile(r"^no\b|there (is|are) no\b|\bno evidence|shows? no\b|does not|\bnot (seen|shifted|displaced|enlarged)|absent|free of|, no\b")
_RULES = (
    ("wmh", r"white[- ]matter|small vessel|microvascular|foci"),
    ("oedema", r"oedema|edema"),
    ("necrosis", r"necro"),
    ("mass-effect", r"mass effect|compress|efface|displaces the|(ventricle is|ventricle are) displaced"),
    ("subdural", r"subdural"),
    ("haemorrhage", r"haemorrhag|haematoma|bleed|blood"),
    ("infarct", r"infarct|ischaemi|lacune"),
    ("hippocampus", r"hippocamp"),
    ("midline-shift", r"midline (is|shift|structures)"),
    ("core", r"\bcore\b"),
    ("enhancing", r"enhancement|enhances?\b|enhancing (part|component|tumour|portion)"),
    ("extent", r"extends? into|reaches into|extension into|involved"),
    ("asymmetry", r"(larger|wider) than|asymmetr|comparatively"),
    ("ventricles", r"ventric"),
    ("lesion", r"mass|lesion|tumour|glioma|meningioma|metasta"),
)
_SMALL = re.compile(r"small|atroph|volume loss|reduced in volume")
_NAMES = {"metastasis": re.compile(r"metasta"), "meningioma": re.compile(r"meningioma|dural-based|extra-axial (mass|lesion|tumour)")}
_WIDE = re.compile(r"enlarge|dilat|prominent|widen|prominence")


def read(sentence: str) -> Claim | None:
    """The claim of a sentence; None where it claims nothing that can be checked."""
    text = sentence.lower()
    if "cannot be assessed" in text or "multifocal" in text:
        return None
    sides = set(re.findall(r"\b(left|right)\b", text))
    side = sides.pop() if len(sides) == 1 else None
    negated = bool(_NEGATED.search(text))
    if re.match(r"^no (focal )?(abnormality|lesion|focal lesion) (of|in) the (cereb|brain stem|basal|thal|left|right|hippo)", text) or text.startswith(("no significant abnormality", "no abnormality is")):
        return Claim("normal", True, side)
    for finding, pattern in _RULES:
        if re.search(pattern, text):
            return _claim(finding, text, negated, side)
    return Claim("normal", True, side)


def named(sentence: str) -> set[str]:
    """Sorts of tumour that a sentence names."""
    return {sort for sort, words in _NAMES.items() if words.search(sentence.lower())}


def _claim(finding: str, text: str, negated: bool, side: str | None) -> Claim:
    if finding == "wmh" and re.search(r"normal", text):
        return Claim("wmh", False, None)
    if finding == "hippocampus":
        return Claim(finding, True, side) if _SMALL.search(text) else Claim("normal", True, side)
    if finding == "midline-shift":
        return Claim(finding, not negated and not re.search(r"normal|central|preserved", text), side)
    if finding == "ventricles":
        return Claim(finding, bool(_WIDE.search(text)) and not negated, side)
    return Claim(finding, not negated, side)
