"""Checkpoints: the whole state of a training run in files of at most 15 MiB, so that they travel wherever larger files may not.

The path names an index (JSON); beside it lie the parts, whose names it holds. Parts of a new state are written under new names, then the index is
replaced, then the old parts are removed: whenever a run is killed, the index names one whole state.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
from pathlib import Path
from typing import Any

import torch

PART_BYTES = 15 * 2**20


def write(state: dict[str, Any], path: Path) -> None:
    """Stores tensors, numbers and strings; replaces what the path held."""
    buffer = io.BytesIO()
    torch.save(state, buffer)
    whole = buffer.getbuffer()
    digest = hashlib.sha256(whole).hexdigest()
    names = []
    for number, start in enumerate(range(0, len(whole), PART_BYTES)):
        names.append(f"{path.name}.{digest[:12]}.{number:03d}")
        (path.parent / names[-1]).write_bytes(whole[start : start + PART_BYTES])
    index = path.with_suffix(".part")
    index.write_text(json.dumps({"sha256": digest, "parts": names}) + "\n")
    os.replace(index, path)
    for old in path.parent.glob(f"{path.name}.*"):
        if old.name not in names:
            old.unlink()


def read(path: Path, device: torch.device | str = "cpu") -> dict[str, Any]:
    """What :func:`write` stored.

    :raises ValueError: when a part is missing or changed, with what to do
    """
    try:
        index = json.loads(path.read_text())
        whole = b"".join((path.parent / name).read_bytes() for name in index["parts"])
    except (UnicodeDecodeError, json.JSONDecodeError, KeyError, FileNotFoundError) as problem:
        raise ValueError(f"{path} is no whole checkpoint ({problem}): bring its parts, or remove it to begin anew") from problem
    if hashlib.sha256(whole).hexdigest() != index["sha256"]:
        raise ValueError(f"the parts of {path} are not those that were written: bring them again, or remove it to begin anew")
    return torch.load(io.BytesIO(whole), map_location=device, weights_only=True)
