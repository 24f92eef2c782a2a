"""Text prompts for regions: phrases about something that is there, or is not, with the target that answers them."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .facts import NORMAL_PARTS, Facts
from .forms import expand, _tidy, phrases
from .write import enhances, lesion_claims, seat, shows_core


@dataclass(frozen=True)
class Ask:
    """A phrase, the finding it speaks of, and its target; None means that the answer is "no region"."""

    text: str
    finding: str
    target: str | None


def asks(facts: Facts, sites: list[str], rng: random.Random, count: int) -> list[Ask]:
    """`count` phrases: about three in five name something that is there.

    :param sites: names of all sites a wrong place may be drawn from
    """
    there, absent = _there(facts), _absent(facts)
    out = []
    for _ in range(count):
        if not absent or rng.random() < 0.62:
            finding, target, site = rng.choice(there)
            out.append(Ask(_phrase(finding, site, target, rng, facts), finding, target))
        else:
            finding, site = rng.choice(absent)
            if finding == "elsewhere":
                mine = {x for lesion in facts.lesions for x in (lesion.site, *lesion.other_sites)}
                wrong = [s for s in sites if s not in mine and not (mine and s.split()[-1] in ("callosum", "ventricles"))]
                out.append(Ask(_phrase("lesion", rng.choice(wrong), None, rng, facts, named=True), "lesion", None))
            else:
                out.append(Ask(_phrase(finding, site or rng.choice(sites), None, rng, facts), finding, None))
    return out


def _there(facts: Facts) -> list[tuple[str, str, str | None]]:
    """(finding, target, site) of what is there; pathology weighs more than normal anatomy."""
    out: list[tuple[str, str, str | None]] = []
    for lesion in facts.lesions[:3]:
        out += [("lesion", seat(facts, lesion), lesion.site)] * 4
        for topic, present in lesion_claims(facts, lesion).items():
            if present and topic != "lesion":
                out += [(topic, f"{topic}:{lesion.index}", lesion.site)] * 2
    for sort in sorted({lesion.kind for lesion in facts.lesions} & {"metastasis", "meningioma"}):
        out += [(sort, seat(facts, facts.lesions[0], every=True), facts.lesions[0].site)] * 2
    out += [("infarct", f"infarct:{f.index}", f.site) for f in facts.infarcts[:3]] * 3
    for bleed in facts.bleeds[:3]:
        out += [("subdural" if bleed.subdural else "haemorrhage", bleed.target, bleed.side if bleed.subdural else bleed.site)] * 4
    if facts.small_hippocampus:
        sides = ("left", "right") if facts.small_hippocampus == "both" else (facts.small_hippocampus,)
        out += [("hippocampus", f"{s}-mesial-temporal", s) for s in sides]
    if facts.sees("T2", "FLAIR") and facts.wmh.grade:
        out += [("wmh", "wmh", None)] * 3
        if facts.wmh.side == "both" and facts.wmh.grade > 1:
            out += [("wmh-side", "wmh:left", "left"), ("wmh-side", "wmh:right", "right")]
    out += [("ventricles", "left-lateral-ventricle+right-lateral-ventricle", None)]
    out += [("ventricle", f"{s}-lateral-ventricle", s) for s in ("left", "right")]
    out += [("structure", "+".join(NORMAL_PARTS[p]), p) for p in facts.normal_parts[::4]]
    return out


def _absent(facts: Facts) -> list[tuple[str, str | None]]:
    out: list[tuple[str, str | None]] = [("elsewhere", None)] * 3
    if facts.sees("T2", "FLAIR") and facts.wmh.grade == 0:
        out += [("wmh", None)] * 2
    if not facts.lesions:
        out += [("lesion", None)] * 2 + [("oedema", None), ("core", None), ("enhancing", None), ("necrosis", None)]
    if facts.sees("T2", "FLAIR") and not facts.infarcts:
        out += [("infarct", None)]
    blood = {bleed.subdural for bleed in facts.bleeds}
    out += [(sort, None) for sort, subdural in (("haemorrhage", False), ("subdural", True)) if subdural not in blood]
    sorts = {lesion.kind for lesion in facts.lesions}
    out += [(sort, None) for sort in ("metastasis", "meningioma") if sort not in sorts]
    for lesion in facts.lesions[:1]:
        if facts.sees("T1C") and not enhances(facts, lesion):
            out += [("enhancing", lesion.site)] * 2
        if shows_core(facts) and facts.sees("T2", "FLAIR") and lesion.oedema_ml < 0.2:
            out += [("oedema", lesion.site)]
    return out


def _phrase(finding: str, site: str | None, target: str | None, rng: random.Random, facts: Facts, named: bool = False) -> str:
    side = site if finding in ("ventricle", "wmh-side", "hippocampus", "subdural") and site and " " not in site else ""
    form = rng.choice(phrases()[finding.removesuffix("-side")])
    where = "over" if finding == "subdural" else "[in|of]"
    onside = f"{where} the {side} [cerebral |]hemisphere" if side else "in both hemispheres"
    if finding == "wmh-side":
        form = form.replace("[ {onside}|]", " {onside}")
    if named:
        form = next(f for f in rng.sample(phrases()["lesion"], 6) if "{site}" in f).replace("[ in the {site}|]", " in the {site}")
    text = expand(form.replace("{onside}", onside), rng)
    text = _tidy(text.format(site=site or "brain", side=f"{side} " if side else "", parts=site or "brain"))
    return text[0].upper() + text[1:] if rng.random() < 0.3 else text
