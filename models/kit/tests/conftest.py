"""What the tests share: the shared data or a reason to skip."""

from __future__ import annotations

import pytest
import torch

from sightline_kit import data

# Before any module of the kit asks: tests train on fields of a few voxels, where oneDNN's bfloat16 gradients are wrong (`test_cpu`), and what resumes to the bit does so in float32.
torch.cpu._is_avx512_bf16_supported = lambda: False


@pytest.fixture(scope="session")
def shared():
    """Folder of the shared data; skips where it is absent."""
    root = data.shared_root()
    if root is None:
        pytest.skip("shared data absent: set SIGHTLINE_SHARED")
    return root
