"""Says what a study shows, field by field (`grammar.fields`), from the pooled fields that part of the image tokens is made of.

A decoder-only model of a few million parameters needs many hours to learn from sentences alone which voxels mean an
infarct. Asked field by field, from the truth, a small network learns it in minutes; its answers stand as tokens between
the image and the text, so that the language model has only to put them into words (and to weigh them against evidence
in its prompt). Its probabilities are the bundle's `finding_scores`.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .candidate_reader import CandidateReader, disease_ml, disease_share
from .candidates import DISEASES
from .features import GLOBAL_FEATURES, LESIONS, PLACE_FEATURES, SEAT_FEATURES, TokenInputs, group_volumes
from .grammar.facts import GROUPS
from .grammar.fields import BY_NAME, FIELDS, PLACES, SITES, TOPICS, WIDTH, Field, topic_places
from .labels import LESION_CHANNELS, SEQUENCES
from .synth.subject import TUMOURS

SCORES: tuple[tuple[str, str, str], ...] = (
    ("mass", "tumour", "not none"), ("glioma", "tumour", "glioma"), ("metastasis", "tumour", "metastasis"), ("meningioma", "tumour", "meningioma"),
    ("enhancement", "tumour-traits", "enhancing"), ("necrosis", "tumour-traits", "necrosis"), ("oedema", "oedema", "not none"),
    ("mass-effect", "presses-on", "not none"), ("infarct", "infarct", "not none"), ("haemorrhage", "haemorrhage", "not none"),
    ("subdural-haematoma", "subdural", "not none"), ("white-matter-hyperintensity", "wmh", "not none"), ("midline-shift", "shift-to", "not none"),
    ("ventriculomegaly", "ventricles", "large"), ("hippocampal-atrophy", "hippocampus", "not none"),
)
"""Exported scores: finding of the lexicon, the field that tells it, and the answer."""


WHERE: dict[str, tuple[str, tuple[str, ...]]] = {"tumour-site": ("lesion", TUMOURS), "infarct-site": ("infarct", ("infarct",)), "haemorrhage-site": ("haemorrhage", ("haemorrhage",))}
"""What says where: candidates that are one of these diseases, and a little also a channel's seat."""
SIDE: dict[str, tuple[str, tuple[str, ...]]] = {"infarct-side": ("infarct", ("infarct",)), "subdural-side": ("haemorrhage", ("subdural",))}
SEAT_ML = 0.2
"""A seat weighs as much as a candidate of which so much is sure, mL: it decides where there is no candidate."""
SHOWN_BY: dict[str, tuple[str, ...]] = {"tumour": TUMOURS, **{name: (name,) for name in ("infarct", "haemorrhage", "subdural")}}
"""Focal diseases, and what a candidate that shows them is."""
BACKED, UNBACKED = 0.2, 2.0
"""Where no candidate is likelier than this to be a disease, its "none" gains up to so much, as a logit: what lies nowhere is not there."""
SIDES = ("left", "right", "midline")
SIDE_OF_SITE = tuple(SIDES.index(s.split()[0]) if s.split()[0] in SIDES else 2 for s in SITES)
"""Position in `SIDES` of every site."""


class FieldReader(nn.Module):
    """`TokenInputs` -> logits (B, WIDTH) of all fields; about 0.2 M parameters.

    What there is and how is read from the seats and the global vector together. Where it is, one small network reads from the place of a
    seat or candidate alone, the same for tumours, infarcts and bleeds, and learns it from any region (`practice`). Candidates are judged one by one; what
    they add up to is seen with the rest. The places of 32 mm are left to the language model: with them the head learned its few hundred brains by heart.
    """

    def __init__(self, seat: int = 48, hidden: int = 160, drop: float = 0.5) -> None:
        super().__init__()
        self.seat = nn.Sequential(nn.Linear(SEAT_FEATURES, seat), nn.GELU())
        self.channel = nn.Parameter(torch.randn(LESIONS, seat) * 0.1)
        self.whole = nn.Sequential(nn.Linear(GLOBAL_FEATURES, 2 * seat), nn.GELU())
        self.candidate = CandidateReader(drop=0.6 * drop)
        self.joined = nn.Sequential(nn.Dropout(drop), nn.Linear((LESIONS + 2) * seat + CandidateReader.SUMMARY, hidden), nn.GELU(), nn.Dropout(drop))
        self.out = nn.Linear(hidden, WIDTH)
        self.direct = nn.Linear(CandidateReader.COUNTED, WIDTH, bias=False)
        nn.init.zeros_(self.direct.weight)
        self.where = nn.Sequential(nn.Linear(PLACE_FEATURES, 96), nn.GELU(), nn.Dropout(0.1), nn.Linear(96, len(SITES)))
        self.side = nn.Sequential(nn.Linear(PLACE_FEATURES, 32), nn.GELU(), nn.Linear(32, 3))

    def forward(self, inputs: TokenInputs) -> Tensor:
        return self.both(inputs)[0]

    def both(self, inputs: TokenInputs) -> tuple[Tensor, Tensor]:
        """Logits of all fields, and what each candidate is."""
        seats = self.seat(inputs.seats) + self.channel
        judged, summary = self.candidate(inputs.candidates, inputs.whole[:, : len(SEQUENCES)])
        out = self.out(self.joined(torch.cat([seats.flatten(1), self.whole(inputs.whole), summary], dim=-1))) + self.direct(summary[:, : CandidateReader.COUNTED])
        parts = {f.name: out[:, PLACES[f.name]] for f in FIELDS}
        likeliest = disease_share(judged, inputs.candidates)
        for name, diseases in SHOWN_BY.items():
            shown = sum(likeliest[..., DISEASES.index(d)] for d in diseases).amax(1)
            lacking = UNBACKED * (1 - shown / BACKED).clamp_min(0)
            parts[name] = torch.cat([parts[name][:, :1] + lacking[:, None], parts[name][:, 1:]], dim=1)
        amounts = disease_ml(judged, inputs.candidates)
        for read, fields in ((self.where, WHERE), (self.side, SIDE)):
            for name, (channel, diseases) in fields.items():
                seat = inputs.seats[:, LESION_CHANNELS.index(channel), None, :PLACE_FEATURES]
                said = read(torch.cat([seat, inputs.candidates[..., :PLACE_FEATURES]], dim=1))
                ml = sum(amounts[..., DISEASES.index(d)] for d in diseases)
                weight = F.pad(ml, (1, 0), value=SEAT_ML)
                parts[name] = (said * (weight / weight.sum(1, keepdim=True))[..., None]).sum(1)[:, : parts[name].shape[1]]
        return torch.cat(list(parts.values()), dim=-1), judged

    def place_loss(self, seats: Tensor, sites: Tensor) -> Tensor:
        """Cross-entropy of sites and sides told from seats (n, S), of regions of any kind."""
        places = seats[:, :PLACE_FEATURES]
        sides = torch.tensor(SIDE_OF_SITE, device=sites.device)[sites]
        return F.cross_entropy(self.where(places), sites) + F.cross_entropy(self.side(places), sides)


def ventricle_share(inputs: TokenInputs) -> Tensor:
    """ln(1000 share of the brain) of both lateral ventricles (B,)."""
    both = sum(_lateral_ventricles(inputs))
    return torch.log(1000 * (both / group_volumes(inputs).sum(-1).clamp_min(1.0)).clamp_min(1e-4))


def ventricle_ratio(inputs: TokenInputs) -> Tensor:
    """ln of how many times larger the left lateral ventricle is than the right (B,); half a millilitre more of each, since slits have no larger one."""
    left, right = _lateral_ventricles(inputs)
    return torch.log((left.clamp_min(0.0) + 0.5) / (right.clamp_min(0.0) + 0.5))


def _lateral_ventricles(inputs: TokenInputs) -> tuple[Tensor, Tensor]:
    """Volumes (B,) of the left and of the right one, mL."""
    volumes = group_volumes(inputs)
    left, right = (volumes[:, list(GROUPS).index(f"{s}-lateral-ventricle")] for s in ("left", "right"))
    return left, right


FOLDS, READERS = 5, 10
"""Into how many parts studies are divided by their subjects, and readers of one head: reader n learns from all but part n % FOLDS."""


class FindingHead(nn.Module):
    """`TokenInputs` -> logits (B, WIDTH): the mean of `READERS` readers, each trained without a fifth of the studies.

    A few hundred brains are few: readers differ by chance, and their mean is right more often (Breiman 1996). What those two that never saw
    a study say of it is what temperature, offset and lean are fitted to.
    """

    def __init__(self) -> None:
        super().__init__()
        self.members = nn.ModuleList(FieldReader() for _ in range(READERS))
        self.temperature = nn.Parameter(torch.ones(len(FIELDS)), requires_grad=False)
        """Per field, fitted on studies that the head was not trained on (Guo et al. 2017)."""
        self.offset = nn.Parameter(torch.zeros(len(FIELDS)), requires_grad=False)
        """Per field, what is taken from the logit of "none": fitted with the temperature (Platt 1999), since diseases are commoner in what the head learns from."""
        self.leaning = nn.Parameter(torch.zeros(len(FIELDS)), requires_grad=False)
        """Per field, by how much the logit of "none" is lowered further in what is told; fitted there too."""
        self.size = nn.Parameter(torch.zeros(2, 2), requires_grad=False)
        """Slope and intercept of the log-odds that the ventricles are not normal, and that they are large, over `ventricle_share`; zeros: not fitted."""
        self.unequal = nn.Parameter(torch.zeros(2), requires_grad=False)
        """Slope and intercept of the log-odds that the left ventricle is the larger one, over `ventricle_ratio`; the right one's are its mirror; zeros: not fitted."""

    def forward(self, inputs: TokenInputs) -> Tensor:
        return self.sized(torch.stack([member(inputs) for member in self.members]).mean(0), inputs)

    def sized(self, logits: Tensor, inputs: TokenInputs) -> Tensor:
        """Logits with the ventricles answered by their measured share of the brain and left over right, once that is fitted.

        A size need not be learned: readers that saw it among sixty numbers of a few hundred brains told large ventricles with an F1 of .76 on studies
        that they did not learn from, the share alone with .85 (`findings.json` of 0.5.0 and 0.5.1); of 36 larger ventricles they told 3, the ratio 30 (on the studies of 0.6.0).
        """
        parts = {f.name: logits[:, PLACES[f.name]] for f in FIELDS}
        if bool(self.size.any()):
            wrong, large = (torch.sigmoid(s[0] * ventricle_share(inputs) + s[1]) for s in self.size)
            large = torch.minimum(large, 0.999 * wrong)
            parts["ventricles"] = torch.stack([1 - wrong, wrong - large, large], dim=-1).clamp_min(1e-6).log()
        if bool(self.unequal.any()):
            left, right = (torch.sigmoid(sign * self.unequal[0] * ventricle_ratio(inputs) + self.unequal[1]) for sign in (1, -1))
            parts["larger-ventricle"] = torch.stack([(1 - left) * (1 - right), left * (1 - right), right * (1 - left)], dim=-1).clamp_min(1e-6).log()
        return torch.cat(list(parts.values()), dim=-1)

    def calibrated(self, logits: Tensor) -> Tensor:
        """Calibrated probabilities (B, WIDTH) of logits; a field that hangs on another is scaled by how likely that is to be there."""
        return _joined(self._answers(logits, torch.zeros_like(self.leaning)))

    def told(self, logits: Tensor) -> Tensor:
        """What the language model is told (B, WIDTH): leaning towards what is rare, and decided where that can be."""
        return _joined({name: decided(BY_NAME[name], p) for name, p in self._answers(logits, self.leaning).items()})

    def both(self, inputs: TokenInputs) -> tuple[Tensor, Tensor]:
        """Calibrated probabilities, and what is told."""
        logits = self(inputs)
        return self.calibrated(logits), self.told(logits)

    def _answers(self, logits: Tensor, leaning: Tensor) -> dict[str, Tensor]:
        """Per field the probabilities of its answers (B, answers), given that it makes sense at all."""
        out: dict[str, Tensor] = {}
        for index, field in enumerate(FIELDS):
            given = logits[:, PLACES[field.name]] / self.temperature[index]
            if field.absent:
                given = torch.cat([given[:, :1] - self.offset[index] - leaning[index], given[:, 1:]], dim=-1)
            out[field.name] = torch.softmax(given, dim=-1) if field.one else torch.sigmoid(given)
        return out


DECIDED = 0.9
"""How sure a decided answer is told."""
BALANCE = 0.06
"""A "none" whose probability is nearer to one half than this is left open: the language model weighs it against its prompt."""


def decided(field: Field, p: Tensor) -> Tensor:
    """What is likeliest, told as `told.told` tells the truth.

    A language model that is told how likely everything is predicts what is likeliest, and rare findings never are; so the
    head decides, by thresholds fitted to be right about findings, and the model writes.
    """
    ranked = p
    if field.absent and field.given is None:  # "none" wins by more than half, which is what `lean` is fitted to
        ranked = torch.cat([(p[:, :1] > 0.5).to(p), p[:, 1:]], dim=-1)
    hard = (ranked == ranked.amax(-1, keepdim=True)).to(p) if field.one else (p > 0.5).to(p)
    sharp = DECIDED * hard + (1 - DECIDED) * p
    if not field.absent:
        return sharp
    return torch.where((p[:, :1] - 0.5).abs() < BALANCE, p, sharp)


def _joined(answers: dict[str, Tensor]) -> Tensor:
    """All fields side by side (B, WIDTH), each that hangs on another scaled by how likely that is to be there."""
    return torch.cat([p if (on := BY_NAME[name].given) is None else p * (1 - answers[on][:, :1]) for name, p in answers.items()], dim=-1)


def field_loss(logits: Tensor, true: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy of every field where it is known (B, WIDTH), a field with many answers counting as one question."""
    total = logits.new_zeros(())
    for field in FIELDS:
        place = PLACES[field.name]
        mine = known[:, place.start] > 0.5
        if mine.any():
            given, wanted = logits[mine, place], true[mine, place]
            if field.one:
                total = total + F.cross_entropy(given, wanted.argmax(-1), label_smoothing=0.02)
            else:
                total = total + F.binary_cross_entropy_with_logits(given, wanted) * min(4.0, wanted.shape[1] ** 0.5)
    return total


def scores(p: Tensor) -> Tensor:
    """`finding_scores` (B, len(SCORES)) from the probabilities of all fields (B, WIDTH)."""
    out = []
    for _, name, answer in SCORES:
        place = PLACES[name]
        if answer == "not none":
            there = p[:, place.start + 1 : place.stop].sum(-1)
        else:
            there = p[:, place.start + BY_NAME[name].answers.index(answer)]
        out.append(there)
    return torch.stack(out, dim=-1)


class FieldTokens(nn.Module):
    """Probabilities (B, WIDTH) -> one token per topic (B, len(TOPICS), H), every one of which holds the whole row.

    With only its own topic in each, a language model has to find the right token for every sentence, and found those of
    rare findings last; so it finds everything wherever it looks, and learns only what to read of it.
    """

    def __init__(self, width: int) -> None:
        super().__init__()
        self.of = nn.ModuleList(nn.Linear(WIDTH, width) for _ in TOPICS)
        for linear, topic in zip(self.of, TOPICS):
            nn.init.normal_(linear.weight, std=0.1)
            own = topic_places(topic)
            nn.init.normal_(linear.weight[:, own], std=(own.stop - own.start) ** -0.5)

    def forward(self, p: Tensor) -> Tensor:
        return torch.stack([f(p) for f in self.of], dim=1)
