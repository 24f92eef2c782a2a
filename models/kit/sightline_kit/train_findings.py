"""Trains the finding head on cached studies: minutes, since no text is involved.

Its readers are each trained without a fifth of the subjects. What those two say of a study that did not see it calibrates the head
(a temperature, an offset and a lean per field), and is what is measured: an understatement, since in use all ten speak.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from .cache import Study
from .candidate_reader import candidate_loss, mostly
from .features import TokenInputs
from .finding_head import FOLDS, SCORES, FieldReader, FindingHead, field_loss, scores, ventricle_ratio, ventricle_share
from .grammar.fields import FIELDS, PLACES, WIDTH, Field, row
from .jitter import jitter
from .ridge import ridge

GRAVE = ("tumour", "infarct", "haemorrhage", "subdural")
"""Focal diseases: left to the best F1, one in six brains without any was given a mass."""
ALARMS, RIGHT = 0.05, 0.5
"""The largest share of brains without focal disease that a lean may give a grave finding; the least share of what is told that has to be there."""
DOUBTFUL = {"ventricles": "mild"}
"""Answers that may be called there or not: thresholds are not fitted to them, as nothing that is said of them counts."""
JUDGING = 8.0
"""What the loss of candidates weighs beside that of all fields."""
MOST_LEAN = 1.5
"""The most by which a "none" is made less likely, as a difference of logits: a finding is then told from a probability of .18 on."""


@dataclass
class Table:
    """Studies as tensors: what the head sees, what is true, what of it is known; seats of balls and their sites; what candidates are."""

    inputs: TokenInputs
    true: Tensor
    known: Tensor
    seats: Tensor
    sites: Tensor
    truly: Tensor

    @staticmethod
    def of(studies: list[Study]) -> "Table":
        rows = [row(s.facts) for s in studies]
        inputs = TokenInputs(**{k: torch.from_numpy(np.stack([s.tokens[k] for s in studies])) for k in studies[0].tokens})
        seats, sites = (torch.from_numpy(np.stack(x)) for x in zip(*(s.practice for s in studies)))
        return Table(inputs, *(torch.from_numpy(np.stack(x)) for x in zip(*rows)), seats, sites.long(), mostly(torch.from_numpy(np.stack([s.truly for s in studies]))))

    def some(self, index: Tensor) -> "Table":
        """Rows of the table, inputs as float32."""
        return Table(TokenInputs(*(v[index].float() for v in vars(self.inputs).values())), self.true[index], self.known[index], self.seats[index].float(), self.sites[index], self.truly[index])


def subject_of(path: Path) -> int:
    """Number of the subject in a study's file name `seed-number-view.study`."""
    return int(path.stem.split("-")[1])


def read_table(paths: list[Path]) -> Table:
    """Reads cached studies; masks, voxels and what the head does not look at are dropped as they come.

    :raises ValueError: when one was cached before studies had `practice`
    """
    kept = []
    for path in paths:
        study = Study.load(path)
        if study.truly is None or "hippocampi_known" not in vars(study.facts):
            raise ValueError(f"{path} was cached by an older kit and lacks what the head learns from: remove the folder {path.parent} and run again")
        study.tokens |= {name: study.tokens[name][:0] for name in ("cells", "deep")}
        study.truth, study.coarse, study.deep, study.voxels, study.values = b"", None, None, None, None
        kept.append(study)
    return Table.of(kept)


def train(folder: Path, out: Path, lessons: Path | None = None, steps: int = 500, seed: int = 1) -> Path:
    """Trains, and writes `findings.pt` and `findings.json` (what was measured on subjects not seen).

    :param folder: studies as they are drawn for reports
    :param lessons: further studies, to learn from alone
    :raises ValueError: when a reader would have no subject to be measured on
    """
    torch.manual_seed(seed)
    paths = sorted(folder.glob("*.study"))
    if len({subject_of(p) % FOLDS for p in paths}) < FOLDS:
        raise ValueError(f"{folder} holds studies of {len({subject_of(p) for p in paths})} subjects; {FOLDS} in a row are the least, many hundred are better")
    more = sorted(lessons.glob("*.study")) if lessons else []
    table = read_table(paths + more)
    # Lessons are in no fold: every reader learns from them, and none is measured on them.
    fold = torch.tensor([subject_of(p) % FOLDS for p in paths] + [FOLDS] * len(more))
    head = FindingHead()
    out.mkdir(parents=True, exist_ok=True)
    for number, member in enumerate(head.members):
        learned = (fold != number % FOLDS).nonzero()[:, 0]
        loss = learn(member, table, learned, steps)
        with (out / "log.jsonl").open("a") as log:
            log.write(json.dumps({"reader": number, "loss": round(loss, 3), "learned": len(learned), "apart": len(fold) - len(learned)}) + "\n")
    own = torch.arange(len(paths))
    return finish(head.eval(), unseen(head, table, fold)[own], table.some(own), out)


def unseen(head: FindingHead, table: Table, fold: Tensor) -> Tensor:
    """What those readers say of each study that did not learn from it: their mean logits (B, WIDTH); zeros for lessons, whose fold is `FOLDS`."""
    said = torch.zeros(len(fold), WIDTH)
    for number in range(FOLDS):
        apart = (fold == number).nonzero()[:, 0]
        said[apart] = torch.stack([logits_of(member, table, apart) for member in head.members[number::FOLDS]]).mean(0)
    return said


def calibrate_again(runs: Path) -> dict:
    """Fits all but the readers of a trained head anew, on the studies of a run, of which there may be more now; returns what was measured.

    Subjects of a reader's own fold and new ones are those that it did not see. The language half of the run takes the head over.

    :param runs: with `studies`, `findings/findings.pt` and `language/language.pt`
    """
    paths, trained = sorted((runs / "studies").glob("*.study")), runs / "language/language.pt"
    lacking = [p for p in (runs / "findings/findings.pt", trained) if not p.exists()] or ([] if paths else [runs / "studies"])
    if lacking:
        raise SystemExit(f"nothing to calibrate: {lacking[0]} is missing or empty; --runs names the folder of a run of `train`")
    table, fold = read_table(paths), torch.tensor([subject_of(p) % FOLDS for p in paths])
    head = FindingHead().eval()
    head.load_state_dict(torch.load(runs / "findings/findings.pt", weights_only=True), strict=False)  # heads before 0.5.1 measured no sizes
    finish(head, unseen(head, table, fold), table, runs / "findings")
    language = torch.load(trained, map_location="cpu", weights_only=True)
    language["model"] |= {f"findings.{name}": weight for name, weight in head.state_dict().items()}
    part = trained.with_suffix(".part")
    torch.save(language, part)
    part.replace(trained)
    return json.loads((runs / "findings/findings.json").read_text())


def fit(head: FindingHead, said: Tensor, table: Table) -> dict:
    """Fits sizes, calibration and leans to what readers said of studies that they did not see; returns what was measured."""
    measure_sizes(head, table)
    said = head.sized(said, TokenInputs(*(v.float() for v in vars(table.inputs).values())))
    calibrate(head, said, table)
    lean(head, said, table)
    return measure(head, said, table)


def finish(head: FindingHead, said: Tensor, table: Table, out: Path) -> Path:
    """Fits all but the readers and writes `findings.json` and `findings.pt`."""
    (out / "findings.json").write_text(json.dumps(fit(head, said, table), indent=1) + "\n")
    path = out / "findings.pt"
    torch.save(head.state_dict(), path)
    return path


def measure_sizes(head: FindingHead, table: Table) -> None:
    """Fits from what share of the brain ventricles are not normal, and large, and from what ratio one is the larger: logistic regressions of one number each."""
    at, true = ventricle_share(table.inputs).numpy()[:, None], _true(table, "ventricles")
    if true.sum(0).min() >= 5:
        head.size.data = torch.from_numpy(np.stack([ridge(at, ~true[:, 0], 0.1), ridge(at, true[:, 2], 0.1)])).float()
    ratio, (_, left, right) = ventricle_ratio(table.inputs).numpy(), _true(table, "larger-ventricle").T
    if min(left.sum(), right.sum()) >= 5:
        head.unequal.data = torch.from_numpy(ridge(np.concatenate([ratio, -ratio])[:, None], np.concatenate([left, right]), 0.1)).float()


def _true(table: Table, field: str) -> np.ndarray:
    """Which answers of a field are true, bool (studies, answers)."""
    return table.true[:, PLACES[field]].numpy() > 0.5


def learn(reader: FieldReader, table: Table, rows: Tensor, steps: int, size: int = 64, peak: float = 3e-3, strength: float = 0.1) -> float:
    """Trains one reader on rows of a table and leaves it with its averaged weights; returns the last losses' mean."""
    reader.candidate.scale(table.inputs.candidates[rows])
    average = {k: v.clone() for k, v in reader.state_dict().items()}
    optimiser = torch.optim.AdamW(reader.parameters(), lr=peak, weight_decay=0.1, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, steps, pct_start=0.08)
    recent: list[float] = []
    for step in range(steps):
        some = table.some(rows[torch.randint(len(rows), (size,))])
        seats = some.seats.flatten(0, 1)
        seats = seats + strength * 0.5 * torch.randn_like(seats) * (seats != 0)
        said, judged = reader.both(jitter(some.inputs, strength))
        loss = field_loss(said, some.true, some.known) + reader.place_loss(seats, some.sites.flatten()) + JUDGING * candidate_loss(judged, some.truly, some.inputs.candidates)
        optimiser.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        recent = (recent + [loss.item()])[-50:]
        keep = min(0.98, (1 + step) / (10 + step))
        with torch.no_grad():
            for key, value in reader.state_dict().items():
                average[key].lerp_(value, 1 - keep)
    reader.load_state_dict(average)
    reader.eval()
    return float(np.mean(recent))


@torch.inference_mode()
def logits_of(reader: nn.Module, table: Table, rows: Tensor) -> Tensor:
    """Logits of some rows."""
    return torch.cat([reader(table.some(i).inputs) for i in rows.split(64)])


@torch.inference_mode()
def calibrate(head: FindingHead, logits: Tensor, table: Table) -> None:
    """Sets each field's temperature, and the offset of its "none", to those of a grid that make the known answers likeliest."""
    for index, field in enumerate(FIELDS):
        place = PLACES[field.name]
        mine = table.known[:, place.start] > 0.5
        if int(mine.sum()) < 20:
            continue
        given, wanted = logits[mine, place], table.true[mine, place]
        offsets = torch.linspace(-1.5, 1.5, 13) if field.absent else torch.zeros(1)
        none = nn.functional.one_hot(torch.tensor(0), given.shape[1]).float()
        tried = [(t, o) for o in offsets for t in torch.logspace(-0.4, 0.8, 25)]
        costs = [_cost(field, given / t - o * none, wanted) for t, o in tried]
        head.temperature.data[index], head.offset.data[index] = tried[int(torch.stack(costs).argmin())]


def _cost(field: Field, logits: Tensor, wanted: Tensor) -> Tensor:
    return nn.functional.cross_entropy(logits, wanted.argmax(-1)) if field.one else nn.functional.binary_cross_entropy_with_logits(logits, wanted)


@torch.inference_mode()
def lean(head: FindingHead, logits: Tensor, table: Table) -> None:
    """Sets how much less a "none" counts in what the language model is told: where the F1 of the finding is best.

    Only for `finding_scores` the probabilities stay as calibrated: a model of rare findings that says what is likeliest would
    never name them.
    """
    p = head.calibrated(logits)
    grid = torch.linspace(0, MOST_LEAN, 16)
    well = torch.stack([table.true[:, PLACES[name].start] > 0.5 for name in ("tumour", "infarct", "haemorrhage", "subdural")]).all(0)
    for index, field in enumerate(FIELDS):
        place = PLACES[field.name]
        mine = table.known[:, place.start] > 0.5
        if field.name in DOUBTFUL:
            mine &= table.true[:, place.start + field.answers.index(DOUBTFUL[field.name])] < 0.5
        if field.given is not None or not field.absent or int(table.true[mine, place.start + 1 : place.stop].sum()) < 5:
            continue
        odds, there = -torch.logit(p[mine, place.start].clamp(1e-4, 1 - 1e-4)), table.true[mine, place.start] < 0.5
        f1, allowed = [], []
        for shift in grid:
            said = odds + shift > 0
            alarms = said[well[mine]].float().mean() if field.name in GRAVE and well[mine].any() else 0.0
            f1.append(2 * (said & there).sum() / (said.sum() + there.sum()).clamp_min(1) - 1e-3 * shift)
            allowed.append(shift == 0 or bool(alarms <= ALARMS and there[said].float().mean() >= RIGHT))
        head.leaning.data[index] = grid[int(torch.where(torch.tensor(allowed), _smooth(torch.stack(f1)), -1.0).argmax())]


def _smooth(values: Tensor) -> Tensor:
    """Means of three neighbours: the best of few subjects is often best by chance."""
    return nn.functional.avg_pool1d(nn.functional.pad(values[None, None], (1, 1), mode="replicate"), 3, stride=1)[0, 0]


@torch.inference_mode()
def measure(head: FindingHead, logits: Tensor, table: Table) -> dict:
    """Loss, F1 of every exported score at one half (micro, mean, and per finding with counts) and of what is told, and the share of right answers per field."""
    p = head.calibrated(logits)
    scored, told = scores(p), scores(head.told(logits)) > 0.5
    said, true, known = scored > 0.5, scores(table.true) > 0.5, scores_known(table.known)
    per = {}
    for index, (finding, _, _) in enumerate(SCORES):
        s, t = said[known[:, index], index], true[known[:, index], index]
        tp, fp, fn = int((s & t).sum()), int((s & ~t).sum()), int((~s & t).sum())
        per[finding] = {"f1": round(2 * tp / max(2 * tp + fp + fn, 1), 3), "tp": tp, "fp": fp, "fn": fn, "auc": auc(scored[known[:, index], index], t)}
    total = [sum(v[k] for v in per.values()) for k in ("tp", "fp", "fn")]
    right_told, wrong_told = int((told & true & known).sum()), int(((told ^ true) & known).sum())
    right = {}
    for field in FIELDS:
        place = PLACES[field.name]
        mine = table.known[:, place.start] > 0.5
        if field.one and mine.any():
            right[field.name] = [round(float((logits[mine, place].argmax(-1) == table.true[mine, place].argmax(-1)).float().mean()), 3), int(mine.sum())]
    return {"loss": round(float(field_loss(logits, table.true, table.known)), 3), "f1": round(2 * total[0] / max(2 * total[0] + total[1] + total[2], 1), 3),
            "told-f1": round(2 * right_told / max(2 * right_told + wrong_told, 1), 3), "macro": round(float(np.mean([v["f1"] for v in per.values()])), 3), "findings": per, "right": right}


def auc(scored: Tensor, true: Tensor) -> float | None:
    """Area under the ROC curve: how often a study with the finding has the higher score; None where there are not both."""
    there, absent = scored[true], scored[~true]
    if not len(there) or not len(absent):
        return None
    higher = (there[:, None] > absent).float() + 0.5 * (there[:, None] == absent).float()
    return round(float(higher.mean()), 3)


def scores_known(known: Tensor) -> Tensor:
    """Which scores are known, bool (B, len(SCORES)); what hangs on an absent tumour is known to be absent."""
    absent = {"enhancement", "necrosis", "mass-effect"}
    columns = [known[:, PLACES[name].start] > 0.5 for _, name, _ in SCORES]
    return torch.stack([torch.ones_like(c) if finding in absent else c for (finding, _, _), c in zip(SCORES, columns)], dim=-1)
