"""Pruned trunks: legal shapes, a rank that means something, weights that load, a graph that agrees."""

from __future__ import annotations

import copy

import pytest
import torch
import yaml
from torch import nn
from torch.nn import functional as F

from sightline_kit import distil, measure_pruned, prune_bundle, pruning, train_trunks, trunk_samples, trunks
from sightline_kit.export import _write
from sightline_kit.features import FIELDS
from sightline_kit.labels import LESION_CHANNELS, SEQUENCES
from sightline_kit.shipped import graph_state, restore, with_weights


@pytest.fixture(autouse=True)
def _one_thread():
    torch.set_num_threads(1)


def batches(count: int, size: int = 16, slots: int = len(SEQUENCES)) -> list[dict[str, torch.Tensor]]:
    g = torch.Generator().manual_seed(4)
    return [{"images": torch.randn(1, slots, size, size, size, generator=g), "present": torch.ones(1, slots)} for _ in range(count)]


@pytest.fixture(scope="module")
def lesion():
    torch.manual_seed(1)
    return trunks.LesionTrunk().eval()


@pytest.fixture(scope="module")
def studies():
    return batches(3)


@pytest.mark.parametrize("keep", [0.01, 0.3, 0.6])
def test_shapes_are_legal_and_what_others_see_stays_as_wide(lesion, keep):
    pruned = copy.deepcopy(lesion)
    widths = pruning.prune(pruned, keep, batches(3, 32))
    assert len(widths) == 7
    for name, (before, after) in widths.items():
        block = pruning.blocks(pruned)[name]
        assert after % trunks.NORM_GROUPS == 0 and 0 < after <= before and after == block.inner
        assert block.second.weight.shape[:2] == (before, after)
    batch = batches(1, 32)[0]
    with torch.no_grad():
        features, logits, _ = pruned(**batch)
    assert features.shape == (1, trunks.LesionTrunk.FEATURES, 16, 16, 16) and logits.shape == (1, len(LESION_CHANNELS), 32, 32, 32)
    assert measure_pruned.multiply_adds(pruned) < measure_pruned.multiply_adds(lesion)


def test_keeping_all_changes_nothing(lesion, studies):
    same = copy.deepcopy(lesion)
    assert all(a == b for a, b in pruning.prune(same, 1.0, studies).values())
    assert all(torch.equal(value, same.state_dict()[name]) for name, value in lesion.state_dict().items())


def test_the_best_of_each_group_stay():
    rank = torch.arange(32.0)
    rank[3], rank[31] = -1, -2
    kept = pruning.kept_of(rank, 0.5).tolist()
    assert kept[:2] == [1, 2] and kept[-2:] == [29, 30] and len(kept) == 16


def test_beta_is_the_ratio_of_deviations_over_studies():
    """Filters that only copy the middle voxel, by different factors: beta tells them apart, and a constant one is worth nothing."""
    block = trunks.Residual(8, 8)
    with torch.no_grad():
        block.first.weight.zero_()
        for k in range(8):
            block.first.weight[k, :, 1, 1, 1] = k / 8
    studies = [torch.full((1, 8, 4, 4, 4), float(v)) for v in (1.0, 2.0, 4.0)]

    class Trunk(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.block = block

    def run() -> None:
        for x in studies:
            block(x)

    beta = pruning.watch(Trunk(), run)["block"].beta()
    assert beta[0] == 0 and torch.allclose(beta[1:] / beta[1], torch.arange(1.0, 8.0), rtol=1e-4)


def test_studies_that_do_not_differ_tell_nothing(lesion):
    with pytest.raises(ValueError, match="do not differ"):
        pruning.prune(copy.deepcopy(lesion), 0.5, batches(1))


class Toy(nn.Module):
    """One block that finds bright and dark boxes; every other inner filter sees only channels that never vary, as those of an absent sequence."""

    def __init__(self) -> None:
        super().__init__()
        self.stem, self.block, self.out = nn.Conv3d(1, 8, 3, padding=1), trunks.Residual(16, 32), nn.Conv3d(32, 2, 1)
        self.silence()

    def silence(self) -> None:
        self.block.first.weight.data[::2, 8:] = 0
        self.block.first.weight.data[1::2, :8] = 0

    def forward(self, images, present):
        del present
        x = F.relu(self.stem(images))
        return self.out(self.block(torch.cat([x, torch.ones_like(x)], dim=1)))


def toy_study(seed: int) -> dict[str, torch.Tensor]:
    g = torch.Generator().manual_seed(seed)
    truth = torch.zeros(2, 2, 8, 8, 8)
    for one in truth:
        for channel, side in ((0, 4), (1, 2)):
            z, y, x = torch.randint(0, 9 - side, (3,), generator=g).tolist()
            one[channel, z : z + side, y : y + side, x : x + side] = 1
    return {"images": 0.3 * torch.randn(2, 1, 8, 8, 8, generator=g) + truth[:, :1] - truth[:, 1:], "present": torch.ones(2, 4), "truth": truth}


def toy_loss(model: nn.Module, seeds: range) -> float:
    with torch.no_grad():
        return sum(float(F.binary_cross_entropy_with_logits(model(s["images"], s["present"]), s["truth"])) for s in map(toy_study, seeds)) / len(seeds)


def test_pruning_by_rank_beats_pruning_at_random():
    torch.manual_seed(0)
    model = Toy()
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    for step in range(40):
        study = toy_study(step)
        loss = F.binary_cross_entropy_with_logits(model(study["images"], study["present"]), study["truth"])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        model.silence()
    model.eval()
    known = [toy_study(seed) for seed in range(500, 504)]

    def pruned(rank) -> float:
        other = copy.deepcopy(model)
        assert pruning.prune(other, 0.5, known, rank) == {"block": (32, 16)}
        return toy_loss(other, range(1000, 1004))

    g = torch.Generator().manual_seed(7)
    at_random = [pruned(lambda block, _: torch.rand(block.inner, generator=g)) for _ in range(5)]
    whole = toy_loss(model, range(1000, 1004))
    assert pruned(pruning.ranks) - whole < 0.8 * (min(at_random) - whole)


def test_weights_of_a_pruned_trunk_load_with_their_own_widths(lesion, studies, tmp_path):
    pruned = copy.deepcopy(lesion)
    pruning.prune(pruned, 0.5, studies)
    train_trunks.save_weights(pruned, tmp_path / "pruned.pt")
    train_trunks.save_weights(lesion, tmp_path / "full.pt")
    batch = batches(1)[0]
    for name, model in (("pruned", pruned), ("full", lesion)):
        loaded = train_trunks.load_trunk("lesion", tmp_path / f"{name}.pt")
        with torch.no_grad():
            assert torch.equal(loaded(**batch)[1], model(**batch)[1])
    fresh = trunks.LesionTrunk()
    known = fresh.net.entry.first.weight
    assert restore(fresh, {f"lesion.{k}": v for k, v in pruned.state_dict().items()}, "lesion.") == []
    assert fresh.net.entry.inner == 16 and fresh.net.entry.first.weight is known  # an optimiser made before knows it still


def test_distillation_comes_nearer_and_resumes_to_the_bit(lesion, studies, tmp_path, monkeypatch):
    def sampler(rng):
        images = rng.standard_normal((4, 16, 16, 16)).astype("float16")
        return [{"images": images, "present": torch.ones(4).numpy(), "truth": images[:1] > 1}] * trunk_samples.PER_SUBJECT["lesion"]

    monkeypatch.setitem(trunk_samples.SAMPLERS, "lesion", sampler)
    distances: list[float] = []
    step = distil.Distillation.train_step
    monkeypatch.setattr(distil.Distillation, "train_step", lambda self, batch: distances.append(step(self, batch)) or distances[-1])

    def final(folder, stops):
        for stop in stops:
            student = copy.deepcopy(lesion)
            pruning.prune(student, 0.5, studies)
            path = distil.distil("lesion", student, copy.deepcopy(lesion), folder, 6, log=lambda line: None, stop_at=stop)
        assert path.name == "final.pt"
        return torch.load(path, weights_only=True)

    whole = final(tmp_path / "whole", [None])
    assert distances[5] < distances[0]
    pieces = final(tmp_path / "pieces", [2, None])
    assert all(torch.equal(whole[name], pieces[name]) for name in whole)


class TrunksAlone(nn.Module):
    """An encoder's outputs that depend on trunks alone."""

    def __init__(self, made: dict[str, nn.Module]) -> None:
        super().__init__()
        self.lesion, self.anatomy = made["lesion"], made["anatomy"]

    def forward(self, T1, T1C, T2, FLAIR, present):
        images = torch.cat([T1, T1C, T2, FLAIR], dim=1)
        found, lesions, _ = self.lesion(images, present)
        shape, structures = self.anatomy(images, present)
        return torch.cat([found.new_zeros(1, FIELDS, *found.shape[2:]), found, shape], dim=1), lesions, structures


@pytest.fixture(scope="module")
def bundle(tmp_path_factory):
    """A bundle of the kit's own form but for the size of the grid, with random trunks."""
    torch.manual_seed(5)
    folder, size = tmp_path_factory.mktemp("toy") / "toy-mr", 16
    folder.mkdir()
    volume = torch.zeros(1, 1, size, size, size)
    names = ["image_embeddings", "lesion_logits", "structure_logits"]
    made = {job: make().eval() for job, make in train_trunks.MODELS.items() if job in distil.LOSSES}
    for trunk in made.values():
        for p in trunk.parameters():  # equal weights, as fresh norms have, would be stored once
            p.data += 0.01 * torch.randn_like(p)
    _write(TrunksAlone(made), (volume,) * 4 + (torch.ones(1, 4),), folder / "encoder.onnx", [*SEQUENCES, "present"], names, {})
    (folder / "tokenizer.json").write_text("{}")
    (folder / "README.md").write_text("# toy\n")
    content = {"schemaVersion": 1, "id": "toy-mr", "version": "1.2.3", "title": "Toy", "provenance": {"trainedWith": "nothing"}, "quality": [{"measure": "x"}],
               "files": [{"path": name} for name in ("README.md", "encoder.onnx", "tokenizer.json")]}
    (folder / "bundle.yaml").write_text(yaml.safe_dump(content))
    return folder


def test_a_pruned_bundle_is_smaller_and_agrees_with_pytorch(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(prune_bundle, "SHAPE", (16, 16, 16))
    monkeypatch.setattr(prune_bundle, "drawn", lambda job, subjects: iter(batches(2)))
    asked = prune_bundle.Pruning(bundle, tmp_path / "toy-mr-pruned", tmp_path / "runs", keep=0.5, steps=0)
    asked.run(log=lambda line: None)
    found = prune_bundle.trunks_of(asked.out)
    assert {job: trunk.net.entry.inner for job, trunk in found.items()} == {"lesion": 16, "anatomy": 16}
    assert prune_bundle.difference_from_pytorch(asked.out) < 1e-3
    assert (asked.out / "encoder.onnx").stat().st_size < 0.7 * (bundle / "encoder.onnx").stat().st_size
    content = yaml.safe_load((asked.out / "bundle.yaml").read_text())
    assert (content["id"], content["version"], content["quality"]) == ("toy-mr-pruned", "1.2.3-keep50", [])
    assert {e["path"]: e["bytes"] for e in content["files"]} == {n: (asked.out / n).stat().st_size for n in ("README.md", "encoder.onnx", "tokenizer.json")}
    with pytest.raises(ValueError, match="another pruning"):
        prune_bundle.Pruning(bundle, asked.out, asked.runs, keep=0.4, steps=0).run(log=lambda line: None)


def test_the_bundle_of_all_channels_has_the_same_weights(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(prune_bundle, "SHAPE", (16, 16, 16))
    monkeypatch.setattr(prune_bundle, "drawn", lambda job, subjects: iter(batches(2)))
    prune_bundle.Pruning(bundle, tmp_path / "same", tmp_path / "runs", keep=1.0, steps=50).run(log=lambda line: None)
    before, after = (graph_state(folder / "encoder.onnx") for folder in (bundle, tmp_path / "same"))
    assert before.keys() == after.keys() and all(torch.equal(value, after[name]) for name, value in before.items())


def test_weights_that_a_graph_does_not_name_are_refused(bundle, tmp_path):
    with pytest.raises(ValueError, match="no weights named"):
        with_weights(bundle / "encoder.onnx", tmp_path / "x.onnx", {"lesion.nothing": torch.zeros(1)})


def test_costs_are_those_of_the_smaller_graph_and_the_card_says_them(bundle, tmp_path, monkeypatch):
    monkeypatch.setattr(prune_bundle, "SHAPE", (16, 16, 16))
    monkeypatch.setattr(prune_bundle, "drawn", lambda job, subjects: iter(batches(2)))
    out = tmp_path / "toy-mr-small"
    prune_bundle.Pruning(bundle, out, tmp_path / "runs", keep=0.25, steps=0).run(log=lambda line: None)
    full, small = measure_pruned.cost(bundle), measure_pruned.cost(out)
    assert small.gmacs < 0.7 * full.gmacs and small.parameters < 0.5 * full.parameters and small.megabytes < full.megabytes
    assert full.peak_mb > full.megabytes and small.peak_mb > 0
    assert measure_pruned.latency_ratio(bundle, out, rounds=2) > 0
    figures = {"core-dice": 0.75, "held-out-lesion-dice": 0.5}
    measure_pruned.note(measure_pruned.Comparison((full, small), 0.6, (figures, {"core-dice": 0.7, "held-out-lesion-dice": 0.4})), out, subjects=3)
    quality = yaml.safe_load((out / "bundle.yaml").read_text())["quality"]
    assert [(q["measure"], q["value"], q.get("n")) for q in quality] == [("core-dice", 0.7, None), ("held-out-lesion-dice", 0.4, 3)]
    assert "| core-dice | 0.750 | 0.700 |" in (out / "README.md").read_text()
