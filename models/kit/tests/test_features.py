"""From fields to what the finding head and the language model see."""

from __future__ import annotations

import math

import pytest
import torch

from sightline_kit.candidates import COUNT, FEATURES
from sightline_kit.features import GLOBAL_FEATURES, LESIONS, PLACE_FEATURES, SEAT_FEATURES, Fields, TokenInputs, seats_of, token_inputs
from sightline_kit.labels import LESION_CHANNELS
from sightline_kit.synth.kinds import KINDS

GRID, FINE = (48, 56, 40), (96, 112, 80)
BIG, SMALL = (slice(10, 16), slice(20, 26), slice(8, 14)), (slice(40, 43), slice(40, 43), slice(30, 33))


def twice(box: tuple[slice, ...]) -> tuple[slice, ...]:
    return tuple(slice(2 * s.start, 2 * s.stop) for s in box)


def study(boxes: dict[str, tuple[tuple[slice, ...], ...]]) -> Fields:
    """Lesion channels that are sure in boxes (4 mm voxels) and nothing elsewhere."""
    lesion = torch.full((1, LESIONS, *FINE), -8.0)
    for channel, places in boxes.items():
        for box in places:
            lesion[(0, LESION_CHANNELS.index(channel), *twice(box))] = 8.0
    return Fields(lesion, torch.zeros(1, 14, *FINE), torch.zeros(1, 64, *GRID), torch.zeros(1, 4, *GRID), torch.zeros(1, 16, *GRID), torch.zeros(1, 4, *GRID),
                  torch.zeros(1, 48, 24, 28, 20))


def pooled(fields: Fields) -> TokenInputs:
    return token_inputs(fields, torch.ones(1, 4), torch.ones(1, 4) / 4, torch.zeros(1, COUNT, FEATURES))


def middle(fields: Fields, channel: str) -> torch.Tensor:
    inputs = pooled(fields)
    return inputs.seats[0, LESION_CHANNELS.index(channel), :3]


def test_shapes():
    inputs = pooled(study({}))
    assert inputs.whole.shape == (1, GLOBAL_FEATURES) and inputs.seats.shape == (1, LESIONS, SEAT_FEATURES)


def test_the_seat_of_two_lesions_is_where_most_of_it_is_and_not_between_them():
    alone, both = middle(study({"infarct": (BIG,)}), "infarct"), middle(study({"infarct": (BIG, SMALL)}), "infarct")
    assert torch.allclose(both, alone, atol=0.02)


def test_white_matter_lesions_are_scattered_and_their_seat_lies_in_the_middle_of_all():
    alone, both = middle(study({"wmh": (BIG,)}), "wmh"), middle(study({"wmh": (BIG, SMALL)}), "wmh")
    assert float((both - alone).norm()) > 0.1


def test_what_is_faint_everywhere_is_no_volume():
    """A probability of .2 in every voxel sums to litres, and says nothing."""
    faint, there = study({}), study({"lesion": (BIG,)})
    faint.lesion[0, 0] = -1.4
    at = GLOBAL_FEATURES - 2 * (LESIONS + len(KINDS))
    firm = [pooled(f).whole[0, at] for f in (faint, there)]
    assert float(firm[0]) == 0 and float(firm[1]) == pytest.approx(math.log1p(0.6 * 216 * 0.064), abs=0.02)


def test_any_region_has_a_seat():
    weights = torch.zeros(1, 3, *GRID)
    weights[(0, 1, *BIG)] = 1.0
    seats = seats_of(weights, study({}))
    assert seats.shape == (1, 3, SEAT_FEATURES) and (seats[0, 0] == 0).all()
    # z, y, x in decimetres from the middle of the grid
    assert seats[0, 1, :3].tolist() == pytest.approx([(12.5 - 23.5) * 0.04, (22.5 - 27.5) * 0.04, (10.5 - 19.5) * 0.04], abs=0.02)
    assert (seats[0, 1, PLACE_FEATURES:] == 0).all()
