"""Measures a bundle on an evaluation set with PyTorch: the counterpart of ``./sightline eval``, on the same files.

Everything starts from the written NIfTI files, as the server's upload does, and the measures are those of
``docs/reference/evaluation.md``. What differs by design: here every region is the mask decoder's (the server also lets the lesion
head and specialists compete), and claims are read with the kit's patterns (the server's with the lexicon).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from .bundle import load_bundle
from .data import read_lps
from .evaluate_vision import dice
from .evaluation_set import IDS, said, side_word
from .grammar.read import Claim, read
from .pipeline import Drafted, Pipeline, Region
from .preprocess import prepare, resample_labels

HIT = 0.1
SIZE_TOLERANCE = 0.25
_UNSEEN = {"enhancement": "enhancement", "white-matter": "white-matter-hyperintensity", "oedema": "oedema"}
_COUNTS = (("one", r"\b(one|single)\b"), ("two", r"\btwo\b"), ("many", r"\b(multiple|several|numerous)\b"))
_FOCAL = ("mass", "infarct", "haemorrhage")
_FORMS = {"cerebellar": "cerebellum", "thalami": "thalamus", "hippocampi": "hippocampus"}
_TOPIC = IDS | {"extent": "mass", "asymmetry": "ventricular-asymmetry"}


class Case:
    """One folder of a set: its truth, its images on the model grid, the masks of its targets there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.truth = folder, json.loads((folder / "truth.json").read_text())
        self.prepared = prepare({s: read_lps(folder / p) for s, p in self.truth["images"].items()})
        self._maps: dict[str, np.ndarray] = {}

    @property
    def targets(self) -> list[dict]:
        return self.truth.get("targets", [])

    def mask(self, target: dict) -> np.ndarray:
        """bool, on the model grid that the pipeline works in."""
        path = target["mask"]
        if path not in self._maps:
            array, affine = read_lps(self.folder / path)
            self._maps[path] = resample_labels(np.rint(array).astype(np.int32), affine, self.prepared.grid)
        labels = target.get("labels") or []
        return np.isin(self._maps[path], labels) if labels else self._maps[path] != 0

    def union(self, targets: list[dict]) -> np.ndarray:
        return np.any([self.mask(t) for t in targets], axis=0)


@dataclass
class Counts:
    """What is counted over cases; `figures` makes rates of it."""

    per: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    rates: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def figures(self) -> dict[str, float]:
        out = {f"finding-f1.{f}": _f1(c) for f, c in self.per.items() if any(c)}
        total = np.sum(list(self.per.values()), axis=0).tolist() if self.per else [0, 0, 0]
        if out:
            out["finding-f1-macro"] = float(np.mean(list(out.values())))
        if any(total):
            out["finding-f1"] = _f1(total)
        return {k: round(v, 4) for k, v in (out | {k: float(np.mean(v)) for k, v in self.rates.items() if v}).items()}


def _f1(c: list[int]) -> float:
    tp, fp, fn = c
    return 2 * tp / (2 * tp + fp + fn)


def sites(text: str, places: set[str]) -> set[str]:
    """Places that a text names."""
    low = text.lower()
    return {p for p in places if re.search(rf"\b{re.escape(p)}\b", low)} | {p for word, p in _FORMS.items() if word in low}


def about(case: Case, topic: str) -> list[dict]:
    return [t for t in case.targets if topic in t["findings"]]


def chosen(case: Case, claim: Claim, topic: str | None, text: str, named: set[str]) -> list[dict]:
    """The targets that a sentence should point to, by the rules of the reference."""
    found = about(case, topic) if topic else []
    sided = lambda ts: [t for t in ts if claim.side is None or t["side"] in (claim.side, "midline")] or ts  # noqa: E731
    denied = not (topic and claim.present) and sided([t for t in case.targets if t["anatomy"] and named & set(t["sites"])])
    if denied or not found:
        return denied or []
    anatomy = [t for t in found if t["anatomy"]]
    if anatomy:
        return sided(anatomy)
    if "brain" in text.lower() and "brain stem" not in text.lower() and "largest" not in text.lower():
        every = [t for t in found if t["all"]]
        if every:
            return every[:1]
    single = [t for t in found if not t["all"]] or found
    right = [t for t in single if claim.side in (None, t["side"])]
    tries = ([t for t in right if t["sites"] and t["sites"][0] in named], [t for t in right if named & set(t["sites"])], right, single)
    return next(ts for ts in tries if ts)[:1]


class Evaluation:
    """Runs cases and counts."""

    def __init__(self, pipeline: Pipeline, served: "Served | None" = None) -> None:
        self.pipeline, self.counts, self.served, self.cases = pipeline, Counts(), served, []

    def run(self, case: Case) -> None:
        e = self.pipeline.encode(case.prepared.images, case.prepared.present)
        drafted, _ = self.pipeline.draft(e)
        self.pipeline.ground(e, drafted)
        claimed = said([s.text for s in drafted])
        for finding, there in case.truth["findings"].items():
            counts = self.counts.per[finding]
            counts[0] += there and finding in claimed
            counts[1] += not there and finding in claimed
            counts[2] += there and finding not in claimed
        for sentence in drafted:
            self._sentence(case, sentence)
        for q in case.truth.get("questions", []):
            reply = self.pipeline.answer(e, q["question"])
            if q["kind"] == "size":
                self.pipeline.ground(e, reply)
            self.counts.rates[f"answer.{q['kind']}"].append(float(right(q, reply, case)))
        for phrase in case.truth.get("phrases", []):
            self._phrase(case, phrase, self.pipeline.ask(e, phrase["text"]))
        if self.served:
            self.served.masks_of(case, drafted)
        self.cases.append({"name": case.folder.name, "said": sorted(claimed & set(case.truth["findings"])),
                           "sentences": [{"text": s.text, "section": s.section, "regions": [round(float(r.mask.sum()) * 0.008, 3) for r in s.regions]}
                                         for s in drafted]})

    def _sentence(self, case: Case, s: Drafted) -> None:
        claim = read(s.text)
        if claim is None:
            return
        topic, places = _TOPIC.get(claim.finding), {p for t in case.targets for p in t["sites"]} | set(_PLACES)
        named = sites(s.text, places)
        if claim.present and topic:
            self._place(case, claim, topic, named)
        if not s.states:
            return
        targets = chosen(case, claim, topic, s.text, named)
        answer = case.union(targets) if targets else None
        region = s.regions[0].mask
        if answer is None:
            self.counts.rates["no-region"].append(float(not region.any()))
        else:
            score = dice(region, answer)
            self.counts.rates["dice"].append(score)
            self.counts.rates["hit"].append(float(score >= HIT))

    def _place(self, case: Case, claim: Claim, topic: str, named: set[str]) -> None:
        there = [t for t in about(case, topic) if not t["anatomy"] and not t["all"]]
        if not there:
            return
        if claim.side:
            if any(t["side"] == claim.side or t["crossesMidline"] for t in there):
                self.counts.rates["side"].append(1.0)
            elif all(t["side"] in ("left", "right") for t in there):
                self.counts.rates["side"].append(0.0)
        where = named - {"brain", "lateral ventricle"}
        if where and topic in _FOCAL and any(t["sites"] for t in there):
            meant = [t for t in there if claim.side is None or t["side"] not in ("left", "right") or t["side"] == claim.side or t["crossesMidline"]]
            self.counts.rates["site"].append(float(any(where & set(t["sites"]) for t in meant or there)))

    def _phrase(self, case: Case, phrase: dict, region: Region) -> None:
        if phrase["target"] is None:
            self.counts.rates["phrase.refused"].append(float(not region.mask.any()))
            return
        ids = phrase["target"].split("+")
        self.counts.rates["phrase.kept"].append(float(region.mask.any()))
        self.counts.rates["phrase.dice"].append(dice(region.mask, case.union([t for t in case.targets if t["id"] in ids])))


_PLACES = ("frontal lobe", "parietal lobe", "temporal lobe", "occipital lobe", "insula", "basal ganglia", "thalamus", "cerebellum", "brain stem",
           "corpus callosum", "hippocampus")


def right(question: dict, reply: list[Drafted], case: Case) -> bool:
    """Whether an answer says what it should; the wording does not matter."""
    e, text = question["expect"], " ".join(s.text for s in reply)
    low = text.lower()
    unanswered = "cannot be answered" in text
    if e.get("declined") or unanswered:
        return bool(e.get("declined")) == unanswered
    unseen = {i for word, i in _UNSEEN.items() if "cannot be assessed" in low and word in low}
    if "unassessable" in e:
        return unseen == set(e["unassessable"])
    if unseen:
        return False
    if "present" in e:
        return e["present"] != bool(re.match(r"No\b|There (is|are) no\b", text))
    if "site" in e:
        return e["site"] in low and (e["side"] not in ("left", "right") or f"{e['side']} {e['site']}" in low)
    if "volumeMl" in e:
        regions = [r for s in reply for r in s.regions]
        return bool(regions) and abs(float(regions[0].mask.sum()) * 0.008 - e["volumeMl"]) <= SIZE_TOLERANCE * e["volumeMl"]
    if "count" in e:
        return next((name for name, words in _COUNTS if re.search(words, low)), None) == e["count"]
    if "sequences" in e:
        return set(re.findall(r"\b(T1C|T1|T2|FLAIR)\b", text)) == set(e["sequences"])
    if "findings" in e:
        return said([s.text for s in reply]) & set(case.truth["findings"]) == set(e["findings"])
    return side_word(text) == e["side"] and bool(re.search("similar|equal", low)) == e.get("equal", False)


class Served:
    """What `./sightline eval --json FILE --masks DIR` wrote, for the generalist alone.

    :param masks: None compares no masks
    """

    def __init__(self, document: dict, masks: Path | None) -> None:
        self.document, self.masks = document, masks
        self.modes = {c["name"]: c["modes"].get("GENERALIST") for c in document["cases"]}
        self.dice: list[float] = []

    def masks_of(self, case: Case, drafted: list[Drafted]) -> None:
        """Dice of the regions of equal sentences, where the served one is the mask decoder's as well."""
        mode = self.modes.get(case.folder.name)
        if self.masks is None or mode is None:
            return
        for number, (mine, theirs) in enumerate(zip(drafted, mode["sentences"])):
            file = self.masks / case.folder.name / "generalist" / f"{number:02d}.nii.gz"
            same = same_text(mine.text, theirs["text"]) and (theirs["grounding"] or {}).get("source") == "mask-decoder"
            if same and mine.regions and file.exists():
                array, affine = read_lps(file)
                self.dice.append(dice(mine.regions[0].mask, resample_labels(array.astype(np.uint8), affine, case.prepared.grid) > 0))


def compare(mine: list[dict], theirs: dict, figures: dict[str, float]) -> list[str]:
    """Where what `./sightline eval --json` wrote differs: figures by more than 0.005, and texts."""
    texts = {c["name"]: c["modes"].get("GENERALIST") for c in theirs["cases"]}
    out = []
    counted = {name for name, t in texts.items() if t and not t.get("outOfScope")}
    if {c["name"] for c in mine} != counted:
        out.append(f"Figures are of other cases ({len(mine)} here, {len(counted)} served): measure the same ones, with --limit on both sides, to compare them. Texts are compared where both have them.")
    other = {k: v["value"] for k, v in (theirs["measures"].get("generalist", {}) | theirs["answers"]).items()}
    for name in sorted(figures.keys() & other.keys()):
        if other[name] is not None:
            mark = "" if abs(figures[name] - other[name]) <= 0.005 else "  <- differs"
            out.append(f"{name}: kit {figures[name]:.4f}, served {other[name]:.4f}{mark}")
    pairs = [(c, texts[c["name"]]) for c in mine if texts.get(c["name"])]
    same = sum(len(c["sentences"]) == len(t["sentences"]) and all(same_text(a["text"], b["text"]) for a, b in zip(c["sentences"], t["sentences"])) for c, t in pairs)
    out.append(f"greedy text identical: {same} of {len(pairs)}")
    heard = sum(set(c["said"]) == set(t["said"]) for c, t in pairs)
    out.append(f"same findings read: {heard} of {len(pairs)}")
    return out


_SIZE = r"<max-diameter>|<volume>|\d+(?:\.\d+)? (?:cm|mm|mL)|\(size not measured\)|was not measured"
_LEADS = r"(?:\b(?:and|with|of|measur(?:ing|es?)|span(?:ning|s?)|reach(?:ing|es)|has|have|up to|about|some|an?|maximum|greatest|total|diameter|volume|size)\s+)*"
_TAIL = r"(?: (?:in|at) (?:its |the )?(?:maximum|greatest|largest|longest) (?:diameter|dimension|extent))?"


def same_text(drafted: str, served: str) -> bool:
    """Whether a sentence is the same but for its sizes, which the server fills in; where it measured none, what leads to them does not count, since it rewrites that (`SlotFiller`)."""
    texts = [re.sub(_SIZE, "#", text) for text in (drafted, served)]
    if "not measured" in served:
        texts = [re.sub(r"#(?:[ ,]*#)+", "#", re.sub(rf",?\s*\(?{_LEADS}#\)?{_TAIL}", " #", text)) for text in texts]
    return len({re.sub(r"\s+", " ", text).strip() for text in texts}) == 1


def run(folder: Path, bundle: Path, limit: int, out: Path | None, against: Path | None, masks: Path | None = None) -> None:
    """Measures, prints, writes and compares."""
    served = Served(json.loads(against.read_text()), masks) if against else None
    evaluation = Evaluation(load_bundle(bundle), served)
    folders = sorted(p.parent for p in folder.glob("*/truth.json"))
    for number, one in enumerate(folders[: limit or None], start=1):
        truth = json.loads((one / "truth.json").read_text())
        # Whether a study is refused is the server's to say: the kit reads whatever it is given.
        if "images" in truth and "findings" in truth and not truth.get("outOfScope"):
            evaluation.run(Case(one))
            print(f"{number} of {len(folders[: limit or None])}: {one.name}", flush=True)
    figures = evaluation.counts.figures()
    for name, value in figures.items():
        print(f"{name}: {value:.4f}")
    if out:
        out.write_text(json.dumps({"figures": figures, "cases": evaluation.cases}, indent=1) + "\n")
    if served:
        print("\n".join(compare(evaluation.cases, served.document, figures)))
        if served.dice:
            print(f"masks of the mask decoder: lowest Dice {min(served.dice):.4f}, mean {np.mean(served.dice):.4f}, {len(served.dice)} regions")
