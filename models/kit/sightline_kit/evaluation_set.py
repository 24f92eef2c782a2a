"""Writes evaluation sets: studies as files with what is true of them, for an evaluator in any language.

The format is told in ``docs/reference/evaluation.md``. Findings are called by their ids in ``grounding/findings.yaml``, places
by their names in ``grounding/anatomy.yaml``.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .atlas import Atlas
from .evaluate import FINDINGS, QUESTIONS, truth_of
from .grammar.answer import Answer, answers
from .grammar.ask import asks
from .grammar.facts import GROUPS, Facts
from .grammar.truth import Truth
from .grammar.read import named, read
from .grammar.write import OEDEMA_MIN_ML, lesion_claims, seat, write
from .synth import SynthConfig, sample_subject
from .synth.writer import save, write_subject

FORMAT = "sightline-evaluation-case/1"
IDS = {
    "lesion": "mass", "metastasis": "metastasis", "meningioma": "meningioma", "core": "tumour-core", "enhancing": "enhancement",
    "necrosis": "necrosis", "oedema": "oedema", "wmh": "white-matter-hyperintensity", "infarct": "infarct", "haemorrhage": "haemorrhage",
    "subdural": "subdural-haematoma", "hippocampus": "hippocampal-atrophy", "mass-effect": "mass-effect", "ventricles": "ventriculomegaly",
}
"""The kit's topics in the words of the lexicon."""
_ANATOMY = {"lateral-ventricle": "lateral ventricle", "mesial-temporal": "hippocampus", "cerebellum": "cerebellum", "brain-stem": "brain stem",
            "basal-ganglia": "basal ganglia", "thalamus": "thalamus"}
_SHOWS = {"lateral-ventricle": ["ventriculomegaly", "ventricular-asymmetry", "mass-effect"], "mesial-temporal": ["hippocampal-atrophy"]}
_UNSEEN = {"enhancement": "enhancement", "white-matter": "white-matter-hyperintensity", "oedema": "oedema"}
_ENHANCING = re.compile(r"enhancing (mass|lesion)")
"""Said by the way: the sentence is about the mass."""
_COUNTS = (("one", r"\b(one|single)\b"), ("two", r"\btwo\b"), ("many", r"\bmultiple\b"))


@dataclass(frozen=True)
class Target:
    """Something that a sentence may point to.

    :param id: of its own; also the target of `Truth.mask`, unless `of` is that
    :param findings: ids of the findings that it shows
    :param side: left, right, midline or bilateral
    :param sites: where it lies, the most of it first, without the side
    :param anatomy: a normal structure: to be pointed at, but no evidence that a finding is there
    :param every: all of its kind together, for sentences that speak of all
    """

    id: str
    findings: tuple[str, ...]
    side: str
    sites: tuple[str, ...] = ()
    crosses: bool = False
    anatomy: bool = False
    every: bool = False
    of: str | None = None

    def mask(self, truth: Truth) -> np.ndarray:
        return truth.mask(self.of or self.id)

    def entry(self, labels: list[int], ml: float) -> dict[str, object]:
        """As `truth.json` has it."""
        return {"id": self.id, "findings": list(self.findings), "side": self.side, "sites": list(self.sites), "crossesMidline": bool(self.crosses),
                "anatomy": self.anatomy, "all": self.every, "mask": "targets.nii.gz", "labels": labels, "volumeMl": round(ml, 3)}


def findings(facts: Facts) -> dict[str, bool]:
    """Findings that can be checked, and whether they are there; the same that `evaluate.Tally` counts."""
    there = truth_of(facts)
    return {IDS[f]: bool(there.get(f, False)) for f in FINDINGS if f in there or f != "core" and f not in facts.doubtful}


def targets(truth: Truth) -> list[Target]:
    """All that sentences about this subject may point to; where several show one finding, the largest first."""
    facts, places = truth.facts, {s.name: s.site for s in truth.atlas.sites}
    out: list[Target] = []
    for lesion in facts.lesions:
        sites = tuple(dict.fromkeys(places[s] for s in (lesion.site, *lesion.other_sites)))
        where = (lesion.side, sites, lesion.crosses_midline)
        out.append(Target(seat(facts, lesion), ("mass", lesion.kind), *where))
        for topic, there in lesion_claims(facts, lesion).items():
            if there and topic != "lesion":
                out.append(Target(f"{topic}:{lesion.index}", (IDS[topic],), *where))
        if lesion.presses_on:
            out.append(Target(f"mass-effect:{lesion.index}", ("mass-effect",), lesion.presses_on.split("-")[0], ("lateral ventricle",), of=lesion.presses_on))
    if len(facts.lesions) > 1:
        kinds = sorted({lesion.kind for lesion in facts.lesions})
        out.append(Target(seat(facts, facts.lesions[0], every=True), ("mass", *kinds), "bilateral", ("brain",), every=True))
    for infarct in facts.infarcts:
        out.append(Target(f"infarct:{infarct.index}", ("infarct",), infarct.side, (places[infarct.site],)))
    for bleed in facts.bleeds:
        out.append(Target(bleed.target, ("subdural-haematoma" if bleed.subdural else "haemorrhage",), bleed.side, (places[bleed.site],)))
        if not bleed.subdural and facts.sees("T2", "FLAIR") and bleed.oedema_ml >= OEDEMA_MIN_ML:
            out.append(Target(f"bleed-oedema:{bleed.index}", ("oedema",), bleed.side, (places[bleed.site],)))
    if facts.wmh.grade:
        side = "bilateral" if facts.wmh.side == "both" else facts.wmh.side
        out.append(Target("wmh" if facts.wmh.side == "both" else f"wmh:{facts.wmh.side}", ("white-matter-hyperintensity",), side, ("cerebral white matter",)))
    small = facts.small_hippocampus
    out += [Target(f"hippocampal-atrophy:{s}", ("hippocampal-atrophy",), s, ("hippocampus",), of=f"{s}-mesial-temporal")
            for s in ("left", "right") if small in (s, "both")]
    return out + anatomy()


def anatomy() -> list[Target]:
    """Normal structures that sentences speak of."""
    out = []
    for group in GROUPS:
        side, _, bare = group.partition("-")
        if side not in ("left", "right"):
            side, bare = "midline", group
        if bare in _ANATOMY:
            out.append(Target(group, tuple(_SHOWS.get(bare, ())), side, (_ANATOMY[bare],), anatomy=True))
    return out


def write_targets(truth: Truth, referred: set[str], folder: Path) -> list[dict[str, object]]:
    """One label map of all targets, `targets.nii.gz`: each combination of targets that some voxel belongs to is a label.

    :param referred: targets that questions and phrases name; those that no sentence would point to have no findings
    """
    told = targets(truth)
    parts = {p for r in referred for p in r.split("+")} - {t.id for t in told}
    kept = [(t, m) for t in [*told, *(Target(p, (), "none") for p in sorted(parts))] if (m := t.mask(truth)).any()]
    if len(kept) > 63:
        raise ValueError(f"{len(kept)} targets, at most 63 fit")
    bits = np.zeros(truth.structures.shape, dtype=np.uint64)
    for k, (_, mask) in enumerate(kept):
        bits |= mask.astype(np.uint64) << np.uint64(k)
    combinations, labels = np.unique(bits, return_inverse=True)
    if combinations[0] != 0:
        combinations, labels = np.concatenate([[np.uint64(0)], combinations]), labels + 1
    save(labels.reshape(bits.shape).astype(np.uint8 if len(combinations) <= 256 else np.uint16), folder / "targets.nii.gz")
    return [target.entry([i for i, c in enumerate(combinations) if int(c) >> k & 1], float(mask.sum()) * 0.008) for k, (target, mask) in enumerate(kept)]


def expectation(asked: Answer, truth: Truth) -> dict[str, object]:
    """What a right answer has to say, whatever its words."""
    text = " ".join(s.text for s in asked.sentences)
    low = text.lower()
    if asked.kind == "refusal":
        return {"declined": True}
    if asked.kind == "missing" or "cannot be assessed" in low:
        return {"unassessable": [i for word, i in _UNSEEN.items() if "cannot be assessed" in low and word in low]}
    if asked.present is False and asked.kind != "compare" or asked.kind == "present":
        return {"present": bool(asked.present)}
    if asked.kind == "where":
        name = next((s for s in truth.atlas.sites if s.name in low), None)
        return {"site": name.site, "side": name.side} if name else {"side": side_word(text)}
    if asked.kind in ("side", "compare"):
        return {"side": side_word(text), "equal": "similar" in low or "equal" in low}
    if asked.kind == "size":
        target = asked.targets()[0]
        return {"target": target, "volumeMl": round(float(truth.mask(target).sum()) * 0.008, 3)}
    if asked.kind == "count":
        return {"count": next(name for name, words in _COUNTS if re.search(words, low))}
    if asked.kind == "sequence":
        return {"sequences": sorted(set(re.findall(r"\b(T1C|T1|T2|FLAIR)\b", text)))}
    return {"findings": sorted(said([s.text for s in asked.sentences]))}


def said(sentences: list[str]) -> set[str]:
    """Findings that sentences call present, in the words of the lexicon."""
    out = set()
    for sentence in sentences:
        claim = read(sentence)
        if claim and claim.present:
            out |= {IDS[t] for t in {claim.finding, *named(sentence)} if t in IDS}
            if _ENHANCING.search(sentence.lower()):
                out.add("enhancement")
    return out


def side_word(text: str) -> str | None:
    """The first side that a text names."""
    return next(iter(re.findall(r"\b(left|right|midline|both)\b", text.lower())), None)


def question(asked: Answer, truth: Truth) -> dict[str, object]:
    """A question as `truth.json` has it."""
    return {"kind": asked.kind, "question": asked.question, "finding": IDS.get(asked.finding or ""), "present": asked.present,
            "answer": " ".join(s.text for s in asked.sentences), "targets": asked.targets(), "expect": expectation(asked, truth)}


def case(truth: Truth, folder: Path, number: int) -> dict[str, object]:
    """All that an evaluator needs; writes the label map of the targets."""
    rng, facts = random.Random(number), truth.facts
    report = write(facts, rng)
    sites = [s.name for s in truth.atlas.sites if s.site != "ventricles"]
    phrases, asked = asks(facts, sites, random.Random(number), 3), answers(facts, random.Random(number), QUESTIONS)
    referred = {a.target for a in phrases if a.target} | {t for a in asked for t in a.targets()}
    parts = [("findings", report.findings), ("impression", report.impression)]
    return {
        "format": FORMAT,
        "images": {s: f"{s}.nii.gz" for s in facts.sequences},
        "findings": findings(facts),
        "targets": write_targets(truth, referred, folder),
        "phrases": [{"text": a.text, "finding": IDS.get(a.finding), "target": a.target} for a in phrases],
        "questions": [question(a, truth) for a in asked],
        "report": [{"section": name, "text": s.text, "targets": list(s.targets)} for name, part in parts for s in part],
    }


def write_set(folder: Path, numbers: range, seed: int, config: SynthConfig, atlas: Atlas, dtype: type = np.int16) -> list[Path]:
    """Subjects `numbers`, as `evaluate.evaluate_subjects` draws them, each into `subject-NNN`."""
    written = []
    for number in numbers:
        subject = sample_subject(np.random.default_rng([seed, number]), config)
        truth, target = Truth.of_subject(subject, atlas), folder / f"subject-{number:03d}"
        target.mkdir(parents=True, exist_ok=True)
        write_subject(subject, target, dtype, {"seed": seed, "number": number, **case(truth, target, number)})
        print(target, flush=True)
        written.append(target)
    return written
