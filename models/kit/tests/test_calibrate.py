"""Volume calibration of the anatomy trunk."""

from __future__ import annotations

import torch

from sightline_kit import calibrate


def test_a_class_called_too_often_is_held_back():
    torch.manual_seed(0)
    truth = torch.randint(0, 3, (20_000,))
    logits = torch.randn(32, 20_000)
    logits[3:] -= 20
    logits[:3] += 2.0 * torch.nn.functional.one_hot(truth, 3).T
    logits[1] += 1.5
    before = (logits.argmax(0) == 1).sum() / (truth == 1).sum()
    bias = calibrate.fit_bias([logits], [truth])
    after = ((logits + bias[:, None]).argmax(0) == 1).sum() / (truth == 1).sum()
    assert before > 1.4
    assert abs(float(after) - 1) < 0.05
