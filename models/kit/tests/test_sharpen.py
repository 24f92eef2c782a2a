"""The second stage of the lesion trunk."""

from __future__ import annotations

import numpy as np
import torch

from sightline_kit import sharpen, trunks
from sightline_kit.train_trunks import load_trunk, save_weights


def studies(count: int = 8, cells: int = 600) -> list[dict[str, torch.Tensor]]:
    """Cells whose truth is simply 'FLAIR sub-voxel above 1': sharper than any feature says."""
    generator = torch.Generator().manual_seed(0)
    out = []
    for _ in range(count):
        rows = torch.randn(cells, 64, generator=generator)
        truth = (rows[:, 56:64] > 1.0).float().repeat(1, 4)
        out.append({"rows": rows.half(), "truth": truth.half(), "weight": torch.ones(cells)})
    return out


def test_the_head_learns_edges_from_the_sub_voxels():
    torch.set_num_threads(1)
    trunk = trunks.LesionTrunk().eval()
    frozen = {k: v.clone() for k, v in trunk.net.state_dict().items()}
    lines: list[str] = []
    sharpen.sharpen(trunk, studies(), steps=500, rows=512, log=lines.append)
    score = float(lines[-2].split("[")[1].split(",")[0])
    assert score > 0.8
    assert all(torch.equal(frozen[k], v) for k, v in trunk.net.state_dict().items())


def test_a_sharpened_trunk_can_be_stored_and_loaded(tmp_path):
    trunk = trunks.LesionTrunk(sharp=True).eval()
    save_weights(trunk, tmp_path / "sharp.pt")
    loaded = load_trunk("lesion", tmp_path / "sharp.pt")
    images, present = torch.randn(1, 4, 32, 32, 32), torch.ones(1, 4)
    with torch.no_grad():
        assert torch.equal(trunk(images, present)[1], loaded(images, present)[1])


def test_weights_of_gathered_cells_stand_for_the_whole_volume(shared):
    trunk = trunks.LesionTrunk().eval()
    for index in range(20):
        four, _ = sharpen.gather(trunk, 3, index, kept=4000)
        lesion = (four["truth"].reshape(-1, 4, 8)[:, 0].float() * four["weight"][:, None]).sum()
        if lesion > 0:
            break
    rng = np.random.default_rng([3, 31, index])
    subject = sharpen.synth.sample_subject(rng, sharpen.synth.SynthConfig(healthy=0.25), sequences=sharpen.SEQUENCES)
    boxed = subject.lesions[0][trunks.Z0 :, trunks.Y0 : trunks.Y1]
    assert abs(float(lesion) / boxed.sum() - 1) < 0.15
