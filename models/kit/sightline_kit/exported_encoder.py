"""A bundle's encoder as it was exported, in ONNX Runtime, with the calls of :class:`graphs.Encoder` that a pipeline needs."""

from __future__ import annotations

from pathlib import Path

import onnxruntime
import torch
from torch import Tensor

from .export import FILES
from .finding_head import SCORES
from .graphs import Encoder
from .labels import SEQUENCES


class ExportedEncoder:
    """Call it with the images of all slots (1, 1, 96, 112, 80) each and `present` (1, 4); what the graph does not give is zeros.

    :param folder: the bundle
    """

    def __init__(self, folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = torch.get_num_threads()
        self.graph, self.text = (
            onnxruntime.InferenceSession(str(folder / FILES[role]), options, providers=["CPUExecutionProvider"]) for role in ("encoder", "text_embedding"))
        self.names = [o.name for o in self.graph.get_outputs()]
        self.contrast = self

    def __call__(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        given = {name: tensor.numpy() for name, tensor in zip((*SEQUENCES, "present"), inputs)}
        found = {name: torch.from_numpy(array) for name, array in zip(self.names, self.graph.run(None, given))}
        return tuple(found.get(name, torch.zeros(1, len(SCORES))) for name in Encoder.OUTPUTS)

    def of_text(self, hidden: Tensor, mask: Tensor) -> Tensor:
        """Hidden states (1, S, H) of one text without padding -> (1, 128)."""
        del mask
        return torch.from_numpy(self.text.run(None, {"last_hidden_state": hidden.numpy()})[0])
