"""Training can go on from a bundle: its graphs give back the weights that they were exported from."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from sightline_kit.bundle import store_language, store_mask_decoder
from sightline_kit.contrast import ContrastHead
from sightline_kit.export import export
from sightline_kit.graphs import Encoder
from sightline_kit.mask_decoder import MaskDecoder
from sightline_kit.shipped import bundle_state, graph_state, restore
from sightline_kit.tokenizer import SPECIAL, speaks, train_tokenizer
from sightline_kit.language_half import LanguageHalf
from sightline_kit.trunks import AnatomyTrunk, KindTrunk, LesionTrunk


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    torch.manual_seed(2)
    folder, half, decoder = tmp_path_factory.mktemp("bundle"), LanguageHalf(), MaskDecoder()
    encoder = Encoder(LesionTrunk(), AnatomyTrunk(), KindTrunk(), half.findings, half.image, ContrastHead())
    for module in (encoder, half.model, decoder):
        for p in module.parameters():
            p.data += 0.01 * torch.randn_like(p)
    export(encoder.eval(), half.model.eval(), decoder.eval(), folder)
    return folder, encoder, half, decoder


def test_trunks_come_back_whole(exported):
    folder, encoder, _, _ = exported
    state = graph_state(folder / "encoder.onnx")
    for name, part, fresh in (("lesion", encoder.lesion, LesionTrunk()), ("anatomy", encoder.anatomy, AnatomyTrunk()), ("kinds", encoder.kinds, KindTrunk())):
        assert restore(fresh, state, f"{name}.") == []
        for key, value in part.state_dict().items():
            assert torch.equal(fresh.state_dict()[key], value), key


def test_language_half_and_mask_decoder_come_back_whole(exported, tmp_path):
    folder, _, half, decoder = exported
    store_language(folder, tmp_path / "language.pt")
    found = torch.load(tmp_path / "language.pt", weights_only=True)["model"]
    for key, value in half.state_dict().items():
        if not key.startswith(("tell", "recall")):
            assert torch.equal(found[key], value), key
    store_mask_decoder(folder, tmp_path / "decoder.pt")
    found = torch.load(tmp_path / "decoder.pt", weights_only=True)
    for key, value in decoder.state_dict().items():
        assert torch.equal(found[key], value), key


def test_more_classes_keep_the_rows_that_are_known():
    narrow, wide = torch.nn.Conv3d(4, 16, 1), torch.nn.Conv3d(4, 24, 1)
    kept = wide.weight[16:].clone()
    assert restore(wide, narrow.state_dict()) == []
    assert torch.equal(wide.weight[:16], narrow.weight) and torch.equal(wide.weight[16:], kept)


def test_inputs_added_at_the_end_count_for_nothing_at_first():
    narrow, wide = torch.nn.Linear(4, 3), torch.nn.Linear(6, 3)
    assert restore(wide, narrow.state_dict()) == []
    x = torch.randn(5, 6)
    assert torch.allclose(wide(x), narrow(x[:, :4]), atol=1e-6)


def test_a_weight_of_another_shape_is_named_and_left():
    assert restore(torch.nn.Linear(3, 2), torch.nn.Linear(4, 2).state_dict()) == ["weight"]


def test_only_a_tokenizer_with_all_tokens_in_place_is_gone_on_with(tmp_path):
    assert not speaks(tmp_path / "absent.json")
    tokenizer = train_tokenizer(["No mass is seen."] * 5, 300)
    tokenizer.save(str(tmp_path / "t.json"))
    assert speaks(tmp_path / "t.json")
    text = (tmp_path / "t.json").read_text().replace(SPECIAL[-1], "<other>")
    (tmp_path / "t.json").write_text(text)
    assert not speaks(tmp_path / "t.json")


def test_the_shipped_bundle_can_be_gone_on_with():
    folder = Path(__file__).resolve().parents[2] / "brain-mr"
    state = bundle_state(folder)
    assert restore(LesionTrunk(), state, "lesion.") == [] and restore(AnatomyTrunk(), state, "anatomy.") == []
    assert restore(LanguageHalf().model, state, "model.") == []
    assert speaks(folder / "tokenizer.json")
