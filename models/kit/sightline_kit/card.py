"""Writes the model card of the bundle from measured results; what fell short stands first, in plain words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Floor:
    """A figure and the least (or most) it should be."""

    words: str
    value: float | None
    floor: float
    most: bool = False

    @property
    def met(self) -> bool:
        return self.value is not None and (self.value <= self.floor if self.most else self.value >= self.floor)

    @property
    def shown(self) -> str:
        """Three digits, or four where three would hide on which side of the floor it is."""
        if self.value is None:
            return "not measured"
        short = f"{self.value:.3f}"
        return short if self.met or float(short) != self.floor else f"{self.value:.4f}"

    def line(self) -> str:
        return f"| {self.words} | {self.shown} | {'at most' if self.most else 'at least'} {self.floor:g} | {'yes' if self.met else '**no**'} |"


def floors(vision: dict, language: dict) -> list[Floor]:
    """What this version set out to reach."""
    glioma, held = vision["lesion"]["glioma"], vision["heldOut"]
    four, flair = glioma["T1+T1C+T2+FLAIR"], glioma["FLAIR"]
    worst = max(abs(v["error"]) for v in vision["anatomy"]["largest"].values())
    mprage, others = vision["anatomy"]["mprageDice"], held["structureMeanOf"]
    found = [v for v in language["finding-f1-by-finding"].values() if v is not None]
    answered = {k: v["right"] for k, v in language["answers"].items() if k != "all"}
    return [
        Floor("whole lesion Dice, real glioma, four sequences", four["tumour"], 0.82),
        Floor("whole lesion Dice, real glioma, every voxel of the lesion channel", four["whole"], 0.75),
        Floor("whole lesion Dice, real glioma, FLAIR alone", flair["tumour"], 0.70),
        Floor("tumour core Dice, real glioma, four sequences", four["core"], 0.60),
        Floor("mean Dice of 31 structures, real MPRAGE", vision["anatomy"]["mprageMean"], 0.65),
        Floor("lower of the two hippocampi's Dice, real MPRAGE", min(mprage["left-hippocampus"], mprage["right-hippocampus"]), 0.55),
        Floor("largest volume error among the ten largest structures, real MPRAGE", worst, 0.20, most=True),
        Floor("structures, left-out label maps, T1", held["structureMean"], 0.75),
        Floor("structures, left-out label maps, worst of T1C, T2, FLAIR", min(others.values()), 0.65),
        Floor("lesion called on the healthy MPRAGE, mL", vision["lesion"]["falseLesionMl"]["lesion"], 0.3, most=True),
        Floor("lesion called on brainchop's healthy T1, mL", vision["lesion"]["falseLesionMlBrainchop"]["lesion"], 0.3, most=True),
        Floor("finding F1, synthetic, all findings together", language["finding-f1"], 0.85),
        Floor("finding F1, synthetic, mean of the findings", sum(found) / len(found) if found else None, 0.85),
        Floor("side right, synthetic", language["side-right"], 0.98),
        Floor("lobe right, synthetic", language["site-right"], 0.85),
        Floor("sentence grounding Dice, synthetic", language["sentence-dice"], 0.62),
        Floor("sentence grounding hit rate (Dice >= 0.1), synthetic", language["sentence-hit"], 0.90),
        Floor("\"no region\" right, synthetic", language["no-region-right"], 0.93),
        Floor("answers right, worst kind of question, synthetic", min(answered.values()) if answered else None, 0.85),
        Floor("same finding and side among the ten nearest studies", language["retrieval"]["same-finding-and-side-10"], 0.80),
        Floor("text to image, recall at 10", language["retrieval"]["text-to-image-recall-10"], 0.60),
        Floor("calibration error of finding scores", language["finding-score-calibration-error"], 0.08, most=True),
        Floor("calibration error of region scores", language["score-calibration-error"], 0.08, most=True),
    ]


def scope_floors(scope: dict | None) -> list[Floor]:
    """What the served product refused and read of the set of `scope-set`.

    :param scope: what `./sightline eval SET --json` wrote; None where it was not run
    """
    words = ("out of scope, refused", "in scope, refused", "findings invented on the healthy real scans", "the real FLAIR with gaps: white-matter lesions reported and nothing invented")
    if scope is None:
        return [Floor(words[0], None, 1.0), Floor(words[1], None, 0.02, most=True), Floor(words[2], None, 0, most=True), Floor(words[3], None, 1.0)]
    figures, cases = scope["measures"]["generalist"], {c["name"]: c["modes"]["GENERALIST"] for c in scope["cases"]}
    invented = {name: [f for f in case["said"] if case["truth"].get(f) is False] for name, case in cases.items()}
    wet = "white-matter-hyperintensity" in cases[WITH_GAPS]["said"] and not invented[WITH_GAPS]
    return [Floor(words[0], figures["refused"]["value"], 1.0), Floor(words[1], figures["refused-in-scope"]["value"], 0.02, most=True),
            Floor(words[2], float(sum(len(invented[name]) for name in HEALTHY)), 0, most=True), Floor(words[3], float(wet), 1.0)]


def first_floors(first: dict) -> list[Floor]:
    """What was to be reached on subjects with gliomas, white-matter lesions or neither."""
    return [
        Floor("finding F1, all findings together", first["finding-f1"], 0.80),
        Floor("side right", first["side-right"], 0.97),
        Floor("sentence grounding Dice", first["sentence-dice"], 0.55),
        Floor("sentence grounding hit rate (Dice >= 0.1)", first["sentence-hit"], 0.85),
        Floor("\"no region\" right", first["no-region-right"], 0.90),
    ]


def quality(vision: dict, language: dict) -> list[dict]:
    """The `quality` list of the manifest."""
    real, synthetic = "TCGA-DU-7294 (one glioma, fused algorithm masks)", "synthetic subjects of two left-out label maps"
    glioma, n = vision["lesion"]["glioma"], language["n"]
    rows = [("whole-lesion-dice-" + k.lower().replace("+", "-"), real, glioma[k]["tumour"], 1) for k in ("T1+T1C+T2+FLAIR", "FLAIR")]
    rows += [("core-dice", real + ", four sequences", glioma["T1+T1C+T2+FLAIR"]["core"], 1),
             ("structure-dice-mean-31", "one healthy MPRAGE, FreeSurfer SEG", vision["anatomy"]["mprageMean"], 1),
             ("false-lesion-ml", "one healthy MPRAGE", vision["lesion"]["falseLesionMl"]["lesion"], 1)]
    rows += [(k, synthetic, language[k], n) for k in ("finding-f1", "side-right", "site-right", "sentence-dice", "sentence-hit", "no-region-right", "region-kept")]
    return [{"measure": m, "data": d, "value": round(float(v), 4), "n": c} for m, d, v, c in rows if v is not None]


HEALTHY, WITH_GAPS = ("healthy-mprage", "healthy-t1"), "wmhi-flair-gaps"
"""Cases of the scope set."""
FURTHER = {
    "learning": ("How much more data would help the finding head", "learning-curve"),
    "ablation": ("What the parts of the lesion trunk's training are worth", "ablate"),
    "contrast": ("What the parts of the contrastive head's training are worth", "ablate-contrast"),
    "stress": ("Worse studies", "stress"),
    "variants": ("The language model in fewer bits", "variants"),
    "pruned": ("A pruned encoder beside this one", "prune"),
}
"""Tables that commands of their own leave among a run's results, as Markdown files of these names."""


def card(vision: dict, language: dict, first: dict, real: dict, parity: dict[str, float], trained: dict, further: dict[str, str], scope: dict | None) -> str:
    """The card as Markdown.

    :param scope: see `scope_floors`
    :param further: tables by their names in `FURTHER`; what is missing is left out
    """
    every = floors(vision, language) + scope_floors(scope)
    lines = [f"# brain-mr {trained['version']}", "",
             "Drafts a report of a brain MR study (any of T1, T1 with contrast, T2, FLAIR) in which sentences point at voxels.",
             "**For research only. Not a medical device; not fit for any decision about a patient.**", "", "## Where it falls short", ""]
    missed = [_shortfall(f) for f in every if not f.met] + [_shortfall(f, " on gliomas, white-matter lesions or neither") for f in first_floors(first) if not f.met]
    lines += missed or ["Every floor set for this version was met on the data below."]
    lines += [f"- {known}" for known in trained.get("known", [])]
    lines += _limits()
    lines += ["", "## Measured", "", "| Measure | Value | Wanted | Met |", "|---|---|---|---|", *(f.line() for f in every), "",
              f"Synthetic figures: {language['n']} subjects drawn from two label maps never trained on (seed {trained['evaluation-seed']}). "
              f"{language['sentences']} drafted sentences with a region, {language['no-region-asked']} questions about what is not there. "
              "Real figures: one scan each, the glioma's reference is a fusion of five algorithms. Directions, not proofs.", "",
              f"| On {first['n']} subjects with gliomas, white-matter lesions or neither (seed {trained['evaluation-seed'] + 1}) | Value | Wanted | Met |", "|---|---|---|---|",
              *(f.line() for f in first_floors(first)), ""]
    lines += _by_sequences(language, first)
    lines += _tables(vision, language, parity)
    lines += ["## What it wrote about real scans", ""]
    for key, title in (("glioma-4", "TCGA-DU-7294, four sequences"), ("glioma-flair", "TCGA-DU-7294, FLAIR alone"), ("mprage", "healthy MPRAGE")):
        lines += [f"{title}:", "```", real[key]["text"], "```", ""]
    lines += [f"Union of the tumour sentences' regions against the reference: Dice {real['glioma-4']['union-dice']:.3f} with four sequences, "
              f"{real['glioma-flair']['union-dice']:.3f} from FLAIR alone.", ""]
    return "\n".join(lines + _further(further) + _origin(trained))


def _further(tables: dict[str, str]) -> list[str]:
    out = []
    for name, (title, command) in FURTHER.items():
        if name in tables:
            out += [f"## {title}", "", f"By `python -m sightline_kit {command}`.", "", tables[name], ""]
    return out


def _by_sequences(language: dict, first: dict) -> list[str]:
    """How much hangs on the number of sequences: studies are drawn with any of them missing."""
    every, fewer = (d.get("finding-f1-by-sequences", {}) for d in (language, first))
    if not every or not fewer:
        return []

    def cell(counted: dict, k: str) -> str:
        return "-" if k not in counted or counted[k]["f1"] is None else f"{counted[k]['f1']:.2f} ({counted[k]['n']})"

    return ["Finding F1 by how many of the four sequences a study has (subjects in brackets):", "", "| Sequences | all kinds of lesion | gliomas and white matter |", "|---|---|---|",
            *(f"| {k} | {cell(every, k)} | {cell(fewer, k)} |" for k in sorted(every.keys() | fewer.keys(), reverse=True)), ""]


def _shortfall(f: Floor, where: str = "") -> str:
    value = "was not measured" if f.value is None else f"is {f.shown}"
    return f"- {f.words[0].upper()}{f.words[1:]}{where} {value}; {'at most' if f.most else 'at least'} {f.floor:g} was wanted."


def _limits() -> list[str]:
    return ["- It knows gliomas, metastases, meningiomas, infarcts, haemorrhages, subdural haematomas, white-matter hyperintensities, wide",
            "  ventricles and small hippocampi, as drawn by the generator. Anything else (an abscess, a cyst, demyelination, an operated brain, an",
            "  artefact) is called one of these, or missed. It has no diffusion images, so an early infarct escapes it.",
            "- Of those, only the glioma was ever tested on a real scan.",
            "- It learned from synthetic images only. One real glioma and one real healthy scan were looked at; no reader study was done.",
            "- Its sentences come from a grammar: they read alike, and what the grammar cannot say is never said.",
            "- Lobes come from one person's brain laid over the case by an affine; near borders, and under large masses, they are often wrong."]


def _findings(language: dict) -> list[str]:
    """Of each finding how often it was reported where it is, left out, and reported where it is not."""
    out = ["| Finding (synthetic) | F1 | reported | missed | invented | not there | region Dice |", "|---|---|---|---|---|---|---|"]
    for name, value in language["finding-f1-by-finding"].items():
        count, region = language["finding-counts"][name], language["dice-by-finding"].get(name)
        there = " | ".join(str(count.get(k, 0)) for k in ("tp", "fn", "fp"))
        out.append(f"| {name} | {'-' if value is None else f'{value:.2f}'} | {there} | {count.get('fp', 0) + count.get('tn', 0)} | {'-' if region is None else f'{region:.2f}'} |")
    return out


def _tables(vision: dict, language: dict, parity: dict[str, float]) -> list[str]:
    out = _findings(language)
    informed = language.get("with-measured")
    if informed:
        out += ["", "With what the lesion channels measured written into the prompt (`measured:` line): finding F1 "
                f"{informed['finding-f1']:.3f}, side right {informed['side-right']:.3f}, lobe right {informed['site-right']:.3f}."]
    out += ["", "| Question (synthetic) | right | asked |", "|---|---|---|"]
    out += [f"| {k} | {v['right']:.2f} | {v['n']} |" for k, v in language["answers"].items()]
    out += ["", "| Score of a region | its Dice | regions |", "|---|---|---|"]
    out += [f"| {r['score']:.2f} | {r['dice']:.2f} | {r['n']} |" for r in language["reliability"]]
    out += ["", "| Lesion channel (left-out maps, four sequences) | Dice | subjects |", "|---|---|---|"]
    out += [f"| {k} | {v['mean']:.2f} | {v['n']} |" for k, v in vision["heldOut"]["lesionDice"].items()]
    out += _kinds(vision.get("kinds"))
    out += ["", "\"Whole\" is the tumour as the server takes it: lesion less white-matter spots, infarcts and blood, in the parts that hold a core.", "",
            "| Sequences (real glioma) | whole | lesion channel | core |", "|---|---|---|---|"]
    out += [f"| {k} | {v['tumour']:.2f} | {v['whole']:.2f} | {v['core']:.2f} |" for k, v in vision["lesion"]["glioma"].items()]
    dice = sorted(vision["anatomy"]["mprageDice"].items(), key=lambda kv: -kv[1])
    out += ["", "Dice of each structure on the real MPRAGE: " + ", ".join(f"{k} {v:.2f}" for k, v in dice) + ".", "",
            "Largest difference of the exported graphs from PyTorch: " + ", ".join(f"{k} {v:.1e}" for k, v in parity.items()) + ".", ""]
    return out


def _kinds(kinds: dict | None) -> list[str]:
    if not kinds:
        return []
    called = "" if kinds["calledInHealthyMl"] is None else f"; in healthy brains it calls {kinds['calledInHealthyMl']:.2f} mL on average"
    return ["", f"Kinds trunk, the same maps and sequences: any lesion at 4 mm Dice {kinds['dice']:.2f} ({kinds['n']} subjects){called}.", "",
            "| Kind | cells named right | subjects |", "|---|---|---|", *(f"| {k} | {v['right']:.2f} | {v['n']} |" for k, v in kinds["named"].items())]


def _origin(trained: dict) -> list[str]:
    return ["## How it was made", "",
            f"By `models/kit` (`./sightline train brain-mr`), seed {trained['seed']}, on {trained['device']}, about {trained['minutes']} minutes in all "
            "on a machine that did other work too:", *(f"- {line}" for line in trained["steps"]), "",
            "Training images are drawn from 14 of the 16 SynthSeg label maps (Billot et al. 2023, Apache-2.0); `training_seg_07` and `training_seg_14`",
            "were left out for the synthetic figures. No image of a patient was trained on.", "",
            "**Atlas.** `atlas.nii.gz` comes from brainchop's `model21_104class` run on brainchop's `t1_crop.nii.gz` (both MIT licence): its cortical",
            "parcels are grouped to lobes (Desikan-Killiany), white matter takes the lobe of the nearest parcel. A case is aligned by the closed-form",
            "affine between the centroids of its segmented structures and the atlas's landmarks.", "",
            "**Licence.** Weights and code Apache-2.0; atlas data MIT (brainchop).", ""]
