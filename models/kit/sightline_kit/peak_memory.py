"""Peak memory of one graph in ONNX Runtime, in a process of its own: `python -m sightline_kit.peak_memory GRAPH` prints MB.

What the interpreter and the runtime take before the graph is loaded is not counted.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime


def _peak() -> float:
    """Most resident memory of this program so far, MB, by Linux; `getrusage` would count what the parent had when it forked."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) * 1024 / 1e6


def feed(session: onnxruntime.InferenceSession) -> dict[str, np.ndarray]:
    """Noise for every image and all slots present."""
    rng = np.random.default_rng(7)
    return {i.name: (rng.standard_normal(i.shape) if len(i.shape) == 5 else np.ones(i.shape)).astype(np.float32) for i in session.get_inputs()}


def session(graph: Path) -> onnxruntime.InferenceSession:
    """On one thread of the CPU."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(graph), options, providers=["CPUExecutionProvider"])


def peak_memory(graph: Path) -> float:
    """MB that a fresh process takes to load the graph and run it once."""
    command = [sys.executable, "-m", "sightline_kit.peak_memory", str(graph.resolve())]
    kit = Path(__file__).resolve().parents[1]
    return float(subprocess.run(command, check=True, capture_output=True, text=True, cwd=kit).stdout)


def main(graph: Path) -> None:
    before = _peak()
    loaded = session(graph)
    loaded.run(None, feed(loaded))
    print(f"{_peak() - before:.1f}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
