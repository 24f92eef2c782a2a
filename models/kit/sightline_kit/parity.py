"""Writes what the exported encoder finds on a real study, for the server's end-to-end parity test.

Runs the kit's preprocessing and the exported graph (ONNX Runtime) on the four glioma series and on FLAIR alone, and
stores small summaries: the grid, gates, voxel counts, some numbers, and the lesion mask on the model grid.
``python -m sightline_kit.parity BUNDLE_FOLDER OUT.json``; in the repository OUT is
``src/test/resources/brain-mr/parity.json``. Run it again whenever the encoder changes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import nibabel as nib
import numpy as np
import onnxruntime

from .data import require_shared
from .labels import LESION_CHANNELS, SEQUENCES
from .preprocess import prepare

STUDY = "brainlesion_TCGA-DU-7294"
FILES = {"T1": "t1", "T1C": "t1c", "T2": "t2", "FLAIR": "fla"}
STRIDE = 9973
"""Every so many-th logit is stored; a prime, so that the samples spread over the grid."""


def series(name: str) -> tuple[np.ndarray, np.ndarray]:
    """One glioma series: array (z, y, x), affine (x, y, z) voxel -> LPS mm."""
    image = nib.load(require_shared() / "data" / STUDY / f"TCGA-DU-7294_{FILES[name]}_bet.nii.gz")
    lps = np.diag([-1.0, -1.0, 1.0, 1.0]) @ image.affine
    return np.asarray(image.dataobj, dtype=np.float32).transpose(2, 1, 0), lps


def expectation(session: onnxruntime.InferenceSession, names: tuple[str, ...]) -> dict[str, Any]:
    """What the encoder gives for some of the series."""
    prepared = prepare({name: series(name) for name in names})
    feed = {s: prepared.images[i][None, None] for i, s in enumerate(SEQUENCES)} | {"present": prepared.present[None]}
    outputs = dict(zip((o.name for o in session.get_outputs()), session.run(None, feed)))
    lesions, structures = outputs["lesion_logits"][0], outputs["structure_logits"][0].argmax(axis=0)
    return {
        "series": {name: f"TCGA-DU-7294_{FILES[name]}_bet.nii.gz" for name in names},
        "origin": list(prepared.grid.origin),
        "gates": outputs["gates"][0].tolist(),
        "imageTokens": outputs["image_tokens"].ravel()[::997].tolist(),
        "structureVoxels": np.bincount(structures.ravel(), minlength=32).tolist(),
        "lesionVoxels": {c: int((lesions[i] > 0).sum()) for i, c in enumerate(LESION_CHANNELS)},
        "lesionLogits": lesions[0].ravel()[::STRIDE].tolist(),
        "lesionBits": base64.b64encode(gzip.compress(np.packbits(lesions[0] > 0).tobytes(), 9, mtime=0)).decode(),
    }


def main(bundle: Path, out: Path) -> None:
    encoder = bundle / "encoder.onnx"
    session = onnxruntime.InferenceSession(str(encoder), providers=["CPUExecutionProvider"])
    cases = [expectation(session, names) for names in (SEQUENCES, ("FLAIR",))]
    digest = hashlib.sha256(encoder.read_bytes()).hexdigest()
    content = {"encoderSha256": digest, "study": STUDY, "stride": STRIDE, "tokenStride": 997, "cases": cases}
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(content, indent=1) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
