"""The lesion and structure heads of a generalist as specialist bundles of their own.

A head is cut out of the bundle's `encoder.onnx`: all nodes between the inputs and the head's output, weights as they
are shipped. So it says what the generalist says, to the bit; its manifest says `takenFrom`, and the server does not take
it for a second opinion on a study that this generalist reads.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import yaml
from onnx import shape_inference

from .manifest import FINDINGS, file_entry, graph_tensors, write_manifest

NETWORK = "network.onnx"
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Head:
    """One output of a generalist's encoder and the specialist that it becomes.

    :param role: in the generalist's `outputs`, and the end of the new bundle's id
    """

    role: str
    title: str


HEADS = (Head("lesions", "Brain lesions by kind"), Head("structures", "Brain structures, left and right"))


def export_heads(source: Path, out: Path) -> list[Path]:
    """Writes `ID-lesions` and `ID-structures` into ``out``; refuses a graph that differs from the encoder.

    :param source: folder of a generalist with `encoder.onnx`
    """
    given = yaml.safe_load((source / "bundle.yaml").read_text())
    encoder = source / given["graphs"]["encoder"]["file"]
    return [_export(head, given, encoder, out) for head in HEADS if head.role in given["outputs"]]


def _export(head: Head, given: dict, encoder: Path, out: Path) -> Path:
    folder = out / f"{given['id']}-{head.role}"
    folder.mkdir(parents=True, exist_ok=True)
    declared = given["graphs"]["encoder"]
    tensor = _name(declared["outputs"], given["outputs"][head.role]["tensor"])
    slots = [_name(declared["inputs"], i["name"]) for i in given["inputs"]]
    present = _name(declared["inputs"], "present")
    fresh = folder / "fresh.onnx"
    cut(encoder, fresh, [*slots, *([present] if "present" in declared["inputs"] else [])], tensor)
    difference = parity(encoder, fresh, tensor)
    if difference > TOLERANCE:
        fresh.unlink()
        raise ValueError(f"{folder.name}: the graph differs from the encoder it was cut from by {difference:g}")
    fresh.replace(folder / NETWORK)
    quality = measured(given.get("quality", []), head, labels(given, head))
    content = manifest(head, given, folder, quality)
    (folder / "README.md").write_text(card(head, given, content, difference))
    write_manifest(folder, content | {"files": _files(folder)})
    return folder


def _name(tensors: dict, role: str) -> str:
    """The graph's own name of a tensor that the manifest calls ``role``."""
    return tensors.get(role, {}).get("name", role)


def cut(encoder: Path, path: Path, inputs: list[str], output: str) -> None:
    """Writes the part of a graph that leads from ``inputs`` to ``output``."""
    onnx.utils.extract_model(str(encoder), str(path), inputs, [output])
    model = onnx.load(path)
    del model.graph.value_info[:]
    used = {name for node in model.graph.node for name in node.input}
    idle = [i.name for i in model.graph.input if i.name not in used]
    if idle:
        raise ValueError(f"{output} does not depend on {', '.join(idle)}")
    onnx.save(model, str(path))
    onnx.checker.check_model(str(path))


def parity(encoder: Path, network: Path, output: str) -> float:
    """Largest absolute difference of ``output`` between two graphs, on noise: all sequences, then the last alone."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    sessions = [onnxruntime.InferenceSession(str(p), options, providers=["CPUExecutionProvider"]) for p in (encoder, network)]
    noise, worst = np.random.default_rng(5), 0.0
    images = [i for i in sessions[1].get_inputs() if len(i.shape) == 5]
    for only in (None, images[-1].name):
        feed = {i.name: (noise.normal(size=i.shape) * (only in (None, i.name))).astype(np.float32) for i in images}
        for flags in (i for i in sessions[1].get_inputs() if len(i.shape) == 2):
            feed[flags.name] = np.array([[float(only in (None, i.name)) for i in images]], np.float32)
        expected, found = (s.run([output], feed)[0] for s in sessions)
        worst = max(worst, float(np.abs(expected - found).max()))
    return worst


def labels(given: dict, head: Head) -> list[dict]:
    """The labels of the source; those that show a finding say which."""
    found = FINDINGS if head.role == "lesions" else {}
    return [label | ({"finding": found[label["id"]]} if label["id"] in found and "finding" not in label else {})
            for label in given["outputs"][head.role]["labels"]]


def measured(quality: list[dict], head: Head, classes: list[dict]) -> list[dict]:
    """Figures of the source that are about this head, under the names that routing reads."""
    ids, out = {c["id"] for c in classes}, []
    for q in quality:
        name = q["measure"]
        label = name.removesuffix("-dice")
        if head.role == "structures" and name.startswith("structure-dice-mean"):
            out.append(q | {"measure": "dice-mean"})
        elif head.role == "lesions" and name.startswith("whole-lesion-dice-") and "lesion" in ids:
            sequences = name.removeprefix("whole-lesion-dice-").upper().replace("-", " ")
            out.append(q | {"measure": "dice-lesion", "data": f"{q['data']}, {sequences}"})
        elif name.endswith("-dice") and label in ids:
            out.append(q | {"measure": f"dice-{label}"})
        elif name.removeprefix("dice-") in ids or (head.role == "lesions" and name.startswith("false-lesion")):
            out.append(dict(q))
    return out


def manifest(head: Head, given: dict, folder: Path, quality: list[dict]) -> dict:
    """The new bundle's manifest without its `files`."""
    output = given["outputs"][head.role]
    provenance = given.get("provenance", {})
    content = {
        "schemaVersion": 1, "id": folder.name, "version": given["version"], "kind": "specialist", "task": "segment",
        "title": f"{head.title}: a head of {given['id']}", "licence": given["licence"],
        "provenance": {"trainedWith": f"{given['id']} {given['version']}; cut out of its encoder by models/kit export-heads",
                       **{k: provenance[k] for k in ("date", "seed", "data") if k in provenance}, "takenFrom": given["id"]},
        "scope": given["scope"], "inputs": given["inputs"], "preprocess": given["preprocess"]}
    if head.role == "structures" and "brainVolumeMl" in given.get("plausibility", {}):
        content["plausibility"] = {"brainVolumeMl": given["plausibility"]["brainVolumeMl"]}
    network = graph_tensors(folder / NETWORK)
    tensor = next(iter(network["outputs"]))
    return content | {
        "outputs": {head.role: output | {"tensor": tensor, "labels": labels(given, head)}},
        "graphs": {"network": network}, "resources": resources(folder / NETWORK), "quality": quality}


def resources(path: Path) -> dict:
    """What a run costs for each voxel of the input: multiplications of its convolutions, bytes alive at the widest step."""
    model = shape_inference.infer_shapes(onnx.load(path), data_prop=True)
    known = [*model.graph.value_info, *model.graph.input, *model.graph.output]
    sizes = {v.name: _size(v) for v in known}
    voxels = max(sizes[i.name] for i in model.graph.input)
    weights = _weights(model)
    products = sum(sizes[n.output[0]] * int(np.prod(weights[n.input[1]][1:])) for n in model.graph.node if n.op_type == "Conv")
    last = {name: step for step, node in enumerate(model.graph.node) for name in node.input}
    alive, most = {i.name: sizes[i.name] for i in model.graph.input}, 0
    for step, node in enumerate(model.graph.node):
        alive |= {name: sizes.get(name, 0) for name in node.output}
        most = max(most, sum(alive.values()))
        alive = {name: size for name, size in alive.items() if last.get(name, step + 1) > step}
    return {"multiplicationsPerVoxel": max(1, round(products / voxels)), "bytesPerVoxel": max(1, round(4 * most / voxels))}


def _weights(model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
    """Shapes of weights, (output channels, what each output value is a sum over ...), by the names under which nodes read them: as they are stored, or cast from half precision."""
    shapes = {i.name: tuple(i.dims) for i in model.graph.initializer}
    return shapes | {n.output[0]: shapes[n.input[0]] for n in model.graph.node if n.op_type == "Cast" and n.input[0] in shapes}


def _size(value: onnx.ValueInfoProto) -> int:
    """Elements of a tensor; 0 where its shape is not known."""
    dims = [d.dim_value for d in value.type.tensor_type.shape.dim]
    return int(np.prod(dims)) if dims else 0


def _files(folder: Path) -> list[dict]:
    return [file_entry(p) for p in (folder / "README.md", folder / NETWORK)]


def card(head: Head, given: dict, content: dict, difference: float) -> str:
    """The model card; what the source's card says holds for its head."""
    output = content["outputs"][head.role]
    named = [c for c in output["labels"] if c["id"] != "background"]
    overlap = "they may overlap" if output.get("activation") == "sigmoid" else "they exclude each other"
    cost = content["resources"]
    lines = [f"# {content['id']} {content['version']}", "", f"{head.title}. A head of the generalist `{given['id']}`, as a specialist of its own.",
             "**For research only. Not a medical device; not fit for any decision about a patient.**", "",
             f"- Origin: cut out of the encoder of {given['id']} {given['version']} by `python -m sightline_kit export-heads`. It computes what that encoder "
             f"computes (largest difference on noise {difference:.0e}).",
             f"- Licence of the weights: {given['licence']['weights']}.",
             f"- Input: {', '.join(i['name'] for i in given['inputs'])}, any of them missing, prepared as for {given['id']}.",
             f"- Output: {len(named)} labels; {overlap}.",
             f"- Cost: {cost['multiplicationsPerVoxel']:,} multiplications and {cost['bytesPerVoxel']:,} bytes per voxel of the model grid.", "",
             "## Where it falls short", "",
             f"- It is no second opinion: where {given['id']} reads the study, both say the same. Routing runs it there only when it is named.",
             f"- All shortcomings in the card of {given['id']} are its own.", "", "## Labels", "",
             "| Label | Finding of the lexicon |", "|---|---|", *[f"| {c.get('name', c['id'])} | {c.get('finding', '')} |" for c in named]]
    if content["quality"]:
        lines += ["", "## Measured", "", f"Copied from {given['id']} {given['version']}, whose card says how.", "", "| Measure | Data | n | Value |",
                  "|---|---|---|---|", *[f"| {q['measure']} | {q['data']} | {q.get('n', '')} | {q['value']:g} |" for q in content["quality"]]]
    return "\n".join(lines) + "\n"
