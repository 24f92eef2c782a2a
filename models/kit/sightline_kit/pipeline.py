"""The trained parts in PyTorch, run as the server runs the exported graphs: draft greedily, then ask for each region."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as F

from .atlas import Atlas
from .contrast import hidden_states
from .grammar.answer import answer_prompt
from .grammar.write import prompt, segment_prompt
from .features import FIELDS
from .graphs import Encoder
from .labels import SEQUENCES
from .language import LanguageModel
from .language_half import continue_with, read_image
from .manifest import NO_REGION_BELOW
from .measured import measured
from .mask_decoder import POOL, MaskDecoder, softmin
from .tokenizer import EOS, SEG


@dataclass
class Region:
    """The best candidate of one prompt: bool (96, 112, 80), and its predicted quality; empty means "no region"."""

    mask: np.ndarray
    quality: float


@dataclass
class Drafted:
    """One drafted sentence with the `<seg>` states after it and, once grounded, its regions."""

    text: str
    section: str
    states: list[Tensor] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)


@dataclass
class Encoded:
    """Outputs of the encoder for one study, batch of one."""

    image_tokens: Tensor
    image_embeddings: Tensor
    high_res: Tensor
    gates: Tensor
    structure_logits: Tensor
    lesion_logits: Tensor
    image_embedding: Tensor
    finding_scores: Tensor
    sequences: tuple[str, ...]
    coarse: Tensor | None = None
    shown: Tensor | None = None


@dataclass
class Pipeline:
    """Encoder, language model and mask decoder in evaluation mode."""

    encoder: Encoder
    model: LanguageModel
    decoder: MaskDecoder
    tokenizer: Tokenizer

    @torch.inference_mode()
    def encode(self, images: np.ndarray, present: np.ndarray) -> Encoded:
        """`images` (4, 96, 112, 80), `present` (4,)."""
        x = torch.from_numpy(images)[None]
        out = self.encoder(*(x[:, i : i + 1] for i in range(4)), torch.from_numpy(present)[None])
        return Encoded(*out, tuple(s for s, p in zip(SEQUENCES, present) if p))

    @torch.inference_mode()
    def draft(self, e: Encoded, longest: int = 400, evidence: str = "") -> tuple[list[Drafted], list[int]]:
        """Greedy report as sentences, and its token ids; `evidence` as in `grammar.evidence`."""
        return self._generate(e, prompt(e.sequences, evidence), longest)

    def measured(self, e: Encoded, atlas: Atlas) -> str:
        """The `measured:` line that the lesion channels give."""
        return measured(torch.sigmoid(e.lesion_logits)[0].numpy(), e.structure_logits[0].argmax(0).numpy().astype(np.uint8), atlas)

    @torch.inference_mode()
    def answer(self, e: Encoded, question: str, longest: int = 96) -> list[Drafted]:
        """Greedy answer as sentences."""
        return self._generate(e, answer_prompt(e.sequences, question), longest)[0]

    @torch.inference_mode()
    def embed_text(self, text: str) -> Tensor:
        """Unit vector (128,), comparable with `Encoded.image_embedding`."""
        return self.encoder.contrast.of_text(*hidden_states(self.model, self.tokenizer, [text]))[0]

    def _generate(self, e: Encoded, text: str, longest: int) -> tuple[list[Drafted], list[int]]:
        ids = self.tokenizer.encode(text).ids
        cache = read_image(self.model, e.image_tokens)
        given = torch.tensor([ids])
        out: list[int] = []
        states: list[Tensor] = []
        for _ in range(longest):
            start = cache[0][0].shape[2]
            mask = torch.zeros(1, 1, given.shape[1], start + given.shape[1])
            mask[..., start:] = torch.full((given.shape[1], given.shape[1]), -1e9).triu(1)
            positions = torch.arange(start, start + given.shape[1])[None]
            logits, hidden, cache = self.model(self.model.embed_tokens(given), positions, mask, cache)
            if out:
                states.append(hidden[0, -1])
            token = int(logits[0, -1].argmax())
            out.append(token)
            if token == EOS:
                break
            given = torch.tensor([[token]])
        return self.sentences(out, states), out

    def sentences(self, ids: list[int], states: list[Tensor]) -> list[Drafted]:
        """Splits generated ids: a sentence ends with a full stop, its `<seg>` tokens follow it."""
        out: list[Drafted] = []
        section, text = "", ""
        for position, token in enumerate(ids):
            piece = self.tokenizer.decode([token], skip_special_tokens=False)
            if token == SEG:
                if text.strip():
                    out.append(Drafted(text.strip(), section))
                    text = ""
                if out:
                    out[-1].states.append(states[position])
            elif piece in ("<findings>", "<impression>", "<eos>"):
                if text.strip():
                    out.append(Drafted(text.strip(), section))
                section, text = piece.strip("<>"), ""
            else:
                if text.rstrip().endswith(".") and piece.startswith(" "):
                    out.append(Drafted(text.strip(), section))
                    text = ""
                text += piece
        if text.strip():
            out.append(Drafted(text.strip(), section))
        return out

    @torch.inference_mode()
    def ask(self, e: Encoded, text: str) -> Region:
        """The region of a phrase."""
        ids = torch.tensor([self.tokenizer.encode(segment_prompt(text)).ids])
        _, hidden = continue_with(self.model, read_image(self.model, e.image_tokens), ids)
        return self.region(e, hidden[0, -1])

    @torch.inference_mode()
    def region(self, e: Encoded, state: Tensor) -> Region:
        """The best candidate for one `<seg>` state: `MaskDecoder.forward`, with what does not depend on the prompt kept."""
        d = self.decoder
        if e.shown is None:
            e.coarse = F.avg_pool3d(e.image_embeddings, POOL)
            e.shown = d.shown(e.high_res.permute(0, 2, 3, 4, 1))
        none = torch.zeros(1, 1, *e.image_embeddings.shape[2:])
        tokens, where16 = d.meet(e.coarse, state[None, None], torch.zeros(1, 1, 3), -torch.ones(1, 1), none, torch.zeros(1))
        where, what = d.weights(tokens, state[None, None])
        low = d.where(d.place(where16, e.image_embeddings[:, :FIELDS], none), where)
        fine = F.interpolate(low, scale_factor=2.0, mode="trilinear", align_corners=False)
        masks = softmin(d.what(e.shown, what), fine)
        flat = masks.flatten(2)
        quality = d.judge(tokens, flat, torch.ones_like(flat[:, 0]))
        best = int(quality[0].argmax())
        mask, score = (masks[0, best] > 0).numpy(), float(quality[0, best])
        return Region(mask if score >= NO_REGION_BELOW else np.zeros_like(mask), score)

    def ground(self, e: Encoded, drafted: list[Drafted]) -> None:
        """Fills the regions of every sentence."""
        for sentence in drafted:
            sentence.regions = [self.region(e, s) for s in sentence.states]
