"""What this CPU is good at."""

from __future__ import annotations

import torch


def bf16_pays() -> bool:
    """Whether bfloat16 autocast is fast on this CPU (AVX-512 BF16 or AMX); on AVX2 it is far slower than float32."""
    capability = getattr(torch.cpu, "_is_avx512_bf16_supported", lambda: False)
    return bool(capability())
