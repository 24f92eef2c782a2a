"""Tokenizer, language model, mask decoder and their exported graphs."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from tokenizers import Tokenizer

from sightline_kit.atlas import Atlas
from sightline_kit.contrast import ContrastHead
from sightline_kit.corpus import corpus
from sightline_kit.export import FILES, MASK_OUTPUTS, export, mask_inputs, parity
from sightline_kit.candidates import COUNT, FEATURES
from sightline_kit.features import CELL_FEATURES, GLOBAL_FEATURES, LESIONS, SEAT_FEATURES, TOKENS, TokenInputs
from sightline_kit.finding_head import FindingHead
from sightline_kit.grammar.fields import WIDTH
from sightline_kit.graphs import Decoder, Encoder
from sightline_kit.image_tokens import IMAGE_TOKENS, ImageTokens
from sightline_kit.language import LanguageConfig, LanguageModel, causal_mask
from sightline_kit.mask_decoder import MaskDecoder, softmin
from sightline_kit.tokenizer import BOS, EOS, PAD, SEG, SPECIAL, train_tokenizer
from sightline_kit.language_half import LanguageHalf, continue_with, read_image, told_beside
from sightline_kit.train_mask_decoder import sample
from sightline_kit.trunks import DEEP, AnatomyTrunk, KindTrunk, LesionTrunk

ATLAS = Atlas.read(Path(__file__).resolve().parents[2] / "brain-mr")
TINY = LanguageConfig(vocabulary=300, width=64, layers=2, heads=4, kv_heads=2, hidden=96)


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(corpus(ATLAS, 1, 400), 800)


def test_tokenizer_gives_back_any_text(tokenizer, tmp_path):
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    again = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    for text in [*corpus(ATLAS, 2, 30), "Größe 4,2 cm – naïve “quotes”\n日本", ""]:
        assert again.decode(again.encode(text).ids, skip_special_tokens=False) == text


def test_special_tokens_have_fixed_places(tokenizer):
    assert [tokenizer.token_to_id(t) for t in SPECIAL] == list(range(len(SPECIAL)))
    assert (tokenizer.token_to_id("<pad>"), tokenizer.token_to_id("<bos>"), tokenizer.token_to_id("<eos>"), tokenizer.token_to_id("<seg>")) == (PAD, BOS, EOS, SEG)


def test_cache_equals_full_forward():
    torch.manual_seed(0)
    model = LanguageModel(TINY).eval()
    image, ids = torch.randn(1, 12, 64), torch.randint(0, 300, (1, 20))
    with torch.no_grad():
        together = torch.cat([image, model.embed_tokens(ids)], dim=1)
        full, hidden, _ = model(together, torch.arange(32)[None], causal_mask(torch.ones(1, 32, dtype=torch.long), 32))
        logits, state = continue_with(model, read_image(model, image), ids)
    assert torch.allclose(full[:, 12:], logits, atol=1e-4) and torch.allclose(hidden[:, 12:], state, atol=1e-4)


def test_padding_on_the_right_changes_nothing():
    model = LanguageModel(TINY).eval()
    x, mask = torch.randn(1, 9, 64), torch.ones(1, 9, dtype=torch.long)
    mask[:, 6:] = 0
    with torch.no_grad():
        padded = model(x, torch.arange(9)[None], causal_mask(mask, 9))[0][:, :6]
        short = model(x[:, :6], torch.arange(6)[None], causal_mask(mask[:, :6], 6))[0]
    assert torch.allclose(padded, short, atol=1e-5)


def token_inputs(count: int) -> TokenInputs:
    return TokenInputs(torch.rand(count, TOKENS, CELL_FEATURES), torch.rand(count, TOKENS, DEEP), torch.rand(count, GLOBAL_FEATURES),
                       torch.rand(count, LESIONS, SEAT_FEATURES), torch.rand(count, COUNT, FEATURES))


def test_image_tokens_have_their_shape():
    inputs = token_inputs(2)
    assert ImageTokens(64, DEEP)(inputs, torch.rand(2, WIDTH)).shape == (2, IMAGE_TOKENS, 64)


def test_softmin_needs_both():
    a, b = torch.tensor([8.0, 8.0, -8.0]), torch.tensor([8.0, -8.0, 8.0])
    assert (softmin(a, b) > 0).tolist() == [True, False, False]


def test_sampled_voxels_equal_upsampling():
    low = torch.randn(2, 3, 48, 56, 40)
    index = np.random.default_rng(1).choice(96 * 112 * 80, 500, replace=False)
    full = torch.nn.functional.interpolate(low, scale_factor=2.0, mode="trilinear", align_corners=False)
    assert torch.allclose(sample(low, index), full.flatten(2)[..., torch.from_numpy(index)], atol=1e-4)


def test_padding_prompts_and_points_do_not_count():
    decoder = MaskDecoder().eval()
    image, fine, states, points, labels, mask, has = mask_inputs(256, 1, 1)
    with torch.no_grad():
        bare = decoder(image, fine, states, points, labels, mask, has)
        padded = decoder(image, fine, torch.cat([states, torch.zeros_like(states)], 1), torch.cat([points, points * 0], 1),
                         torch.cat([labels, -torch.ones_like(labels)], 1), mask, has)
        unused = decoder(image, fine, states, points, labels, mask * 0 + 5, has)
    for a, b, c in zip(bare, padded, unused):
        assert torch.allclose(a, b, atol=1e-4) and torch.allclose(a, c, atol=1e-4)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    torch.manual_seed(0)
    folder = tmp_path_factory.mktemp("bundle")
    model, decoder = LanguageModel(), MaskDecoder()
    encoder = Encoder(LesionTrunk(), AnatomyTrunk(), KindTrunk(), FindingHead(), ImageTokens(256, DEEP), ContrastHead())
    export(encoder.eval(), model.eval(), decoder.eval(), folder)
    return folder, model, decoder


def test_exported_decoder_equals_pytorch_with_and_without_cache(exported):
    folder, model, _ = exported
    c = model.config

    def step(new, past):
        cache = [torch.randn(1, c.kv_heads, past, c.head_size) for _ in range(2 * c.layers)]
        return (torch.randn(1, new, c.width), torch.ones(1, new + past, dtype=torch.long), torch.arange(past, past + new)[None], *cache)

    assert parity(Decoder(model), folder / FILES["decoder"], [step(9, 0), step(1, 9), step(4, 30)]) < 1e-3


def test_exported_mask_decoder_equals_pytorch_even_without_prompts(exported):
    folder, _, decoder = exported
    assert parity(decoder, folder / FILES["mask_decoder"], [mask_inputs(256, 0, 1), mask_inputs(256, 2, 3)]) < 1e-3


def test_graphs_name_and_shape_what_the_manifest_says(exported):
    folder, *_ = exported
    session = onnxruntime.InferenceSession(str(folder / FILES["mask_decoder"]), providers=["CPUExecutionProvider"])
    assert [o.name for o in session.get_outputs()] == list(MASK_OUTPUTS)
    assert [o.shape for o in session.get_outputs()] == [[1, 3, 96, 112, 80], [1, 3], [1, 3, 48, 56, 40]]
    names = [i.name for i in onnxruntime.InferenceSession(str(folder / FILES["encoder"])).get_inputs()]
    assert names == ["T1", "T1C", "T2", "FLAIR", "present"]


def test_eight_bits_write_nearly_what_single_precision_writes(exported, tmp_path):
    from sightline_kit.variants import Greedy, int8, single_precision

    folder, *_ = exported
    single = single_precision(folder / FILES["decoder"], tmp_path / "single.onnx")
    small = int8(single, tmp_path / "int8.onnx")
    assert small.stat().st_size < 0.4 * single.stat().st_size
    image = np.random.default_rng(1).normal(size=(1, 12, 256)).astype(np.float32)
    first, *others = (Greedy(path, folder / FILES["embed_tokens"]).write(image, [BOS, 40, 41])[0] for path in (folder / FILES["decoder"], single, small))
    assert others[0] == first and others[1][:3] == first[:3]


def test_a_handful_of_steps_teaches_something(tokenizer, tmp_path, shared):
    from sightline_kit.make_cache import from_trunks
    from sightline_kit.synth import wide
    from sightline_kit.language_texts import batch, imagined
    from sightline_kit.train_language import load_studies, losses, make_optimisers

    torch.manual_seed(1)
    assert from_trunks(tmp_path, ATLAS, (LesionTrunk().eval(), AnatomyTrunk().eval(), KindTrunk().eval()), wide(), 1, range(2), 5) == 2
    studies = list(load_studies(tmp_path, {}).values())
    torch.manual_seed(0)
    half, rng = LanguageHalf(LanguageConfig(vocabulary=800, width=64, layers=2, heads=4, kv_heads=2, hidden=96)), random.Random(0)
    optimisers, seen = make_optimisers(half, 1e-2), []
    for _ in range(20):
        seen_ones = batch(studies, tokenizer, [s.name for s in ATLAS.sites], rng, 1, 2, 2)
        speak, tell, recall = losses(half, [seen_ones, imagined(ATLAS, tokenizer, rng, 2, 2)])
        half.zero_grad()
        (speak + 0.1 * tell + 0.01 * recall).backward()
        for o in optimisers:
            o.step()
        seen.append(speak.item())
    assert seen[-1] < 0.8 * seen[0]


def test_imagined_facts_are_told_and_point_at_nothing(tokenizer):
    from sightline_kit.language_texts import imagined

    b = imagined(ATLAS, tokenizer, random.Random(5), 3, 2)
    assert b.inputs is None and b.told.shape == (3, WIDTH)
    assert [t.ids.shape[0] for t in b.texts] == [3, 3, 3] and not any(len(t.about) for t in b.texts)


def test_rows_beside_one_image_are_read_as_with_the_whole_image():
    half, rows = LanguageHalf(TINY).eval(), torch.rand(3, WIDTH)
    seen = token_inputs(1)
    with torch.no_grad():
        beside, whole = told_beside(half, seen, rows), [read_image(half.model, half.image(seen, r[None])) for r in rows]
    for layer, pair in enumerate(beside):
        assert all(torch.allclose(x, torch.cat([w[layer][i] for w in whole]), atol=1e-4) for i, x in enumerate(pair))


def test_each_text_recalls_the_row_of_its_own_study():
    from sightline_kit.train_language import recall_loss

    rows, known = torch.eye(2), torch.tensor([[1, 0], [0, 1], [1, 1], [0, 0]]).bool()  # two texts a study; their tokens: 1, 1 and 2, 0
    right = 20 * (2 * rows[[0, 0, 1, 1]] - 1)
    assert recall_loss(right, rows, known) < 1e-6 < recall_loss(-right, rows, known)


def test_reminders_teach_the_tokens_of_what_is_told(tokenizer):
    from sightline_kit.language_texts import reminders
    from sightline_kit.train_language import reminder_loss

    half = LanguageHalf(LanguageConfig(vocabulary=800, width=64, layers=2, heads=4, kv_heads=2, hidden=96))
    seen = token_inputs(1)
    reminder_loss(half, seen, reminders(ATLAS, tokenizer, random.Random(2), 4), random.Random(2)).backward()
    assert all(float(f.weight.grad.abs().sum()) > 0 for f in half.image.fields.of)


def test_the_pipeline_reads_regions_as_the_decoder_does(tokenizer):
    from sightline_kit.pipeline import Encoded, Pipeline

    torch.manual_seed(3)
    decoder = MaskDecoder().eval()
    image, fine, state, *rest = mask_inputs(256, 1, 1)
    rest[1] = -torch.ones(1, 1)
    with torch.no_grad():
        masks, quality, _ = decoder(image, fine, state, *rest)
    encoded = Encoded(torch.zeros(1, 1, 256), image, fine, *(torch.zeros(1),) * 5, ("T1",))
    region = Pipeline(None, None, decoder, tokenizer).region(encoded, state[0, 0])
    assert region.quality == pytest.approx(float(quality.max()), abs=1e-4)
    if region.quality >= 0.3:
        assert (region.mask == (masks[0, int(quality[0].argmax())] > 0).numpy()).mean() > 0.9999
