"""What trunks are trained with on a processor that has bfloat16."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from torch import nn

from sightline_kit.preprocess import SHAPE
from sightline_kit.trunks import AnatomyTrunk, KindTrunk, LesionTrunk

CPUINFO = Path("/proc/cpuinfo")
HAS_BF16 = CPUINFO.exists() and "avx512_bf16" in CPUINFO.read_text()


@pytest.mark.skipif(not HAS_BF16, reason="this CPU has no AVX-512 BF16")
@pytest.mark.parametrize("field", [(6, 7, 5), (4, 4, 4), (3, 3, 3)])
def test_gradients_in_bfloat16_are_right_on_fields_as_small_as_those_of_trunks(field):
    """On fields of two voxels along each edge PyTorch 2.15 gives weight gradients that are off by their own size, or infinite, and differ from run to run."""
    torch.manual_seed(1)
    convolution = nn.Conv3d(32, 32, 3, padding=1).to(memory_format=torch.channels_last_3d)
    x, weights = torch.randn(1, 32, *field).to(memory_format=torch.channels_last_3d), torch.randn(1, 32, *field)
    gradients = []
    for fast in (False, True):
        convolution.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=fast):
            made = convolution(x)
        (made.float() * weights).sum().backward()
        gradients.append(convolution.weight.grad.clone())
    exact, found = gradients
    assert float((found - exact).norm() / exact.norm()) < 0.02


@pytest.mark.parametrize("trunk", [LesionTrunk, AnatomyTrunk, KindTrunk])
def test_no_trunk_has_a_smaller_field(trunk):
    """Trunks are trained on boxes of 80 voxels along an edge and more (`trunk_samples`)."""
    model, fields = trunk().eval(), []
    for module in model.modules():
        if isinstance(module, nn.Conv3d) and max(module.kernel_size) > 1:
            module.register_forward_hook(lambda _, given, made: fields.append(min(made.shape[2:])))
    images, present = torch.zeros(1, 4, 80, 96, SHAPE[2]), torch.ones(1, 4)
    with torch.no_grad():
        model.look(images, images, present) if trunk is KindTrunk else model(images, present)
    assert fields and min(fields) >= 3
