"""The four graphs of the bundle as modules whose forward takes and returns exactly the exported tensors."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from .candidates import candidates
from .contrast import ContrastHead
from .features import fields, token_inputs
from .finding_head import FindingHead, scores
from .image_tokens import ImageTokens
from .language import LanguageModel, causal_mask
from .relative import relative, sure
from .trunks import AnatomyTrunk, KindTrunk, LesionTrunk


class Encoder(nn.Module):
    """The trunks, pooling, finding head and projection. Inputs (1, 1, 96, 112, 80) per sequence and `present` (1, 4)."""

    OUTPUTS = ("image_tokens", "image_embeddings", "high_res_features_0", "gates", "structure_logits", "lesion_logits", "image_embedding", "finding_scores")

    def __init__(self, lesion: LesionTrunk, anatomy: AnatomyTrunk, kinds: KindTrunk, findings: FindingHead, image: ImageTokens,
                 contrast: ContrastHead) -> None:
        super().__init__()
        self.lesion, self.anatomy, self.kinds, self.findings, self.image, self.contrast = lesion, anatomy, kinds, findings, image, contrast

    def forward(self, T1: Tensor, T1C: Tensor, T2: Tensor, FLAIR: Tensor, present: Tensor):
        images = torch.cat([T1, T1C, T2, FLAIR], dim=1)
        found, lesion_logits, gates = self.lesion(images, present)
        shape, structure_logits = self.anatomy(images, present)
        shown = images * present[:, :, None, None, None]
        structures = torch.softmax(structure_logits, dim=1)
        compared = relative(shown, *sure(structures))
        kind_logits, hidden = self.kinds.look(shown, compared, present)
        f = fields(structures, lesion_logits, kind_logits, torch.cat([found, shape], dim=1), shown, compared, hidden)
        inputs = token_inputs(f, present, gates, candidates(f)[0])
        found, told = self.findings.both(inputs)
        tokens = self.image(inputs, told)
        embedding = self.contrast.of_image(tokens, found)
        return tokens, f.image_embeddings(), f.high_res(), gates, structure_logits, lesion_logits, embedding, scores(found)


class TextEmbedding(nn.Module):
    """`last_hidden_state` (1, S, H) of an embed prompt -> `text_embedding` (1, 128), comparable with `image_embedding`."""

    def __init__(self, contrast: ContrastHead) -> None:
        super().__init__()
        self.contrast = contrast

    def forward(self, last_hidden_state: Tensor) -> Tensor:
        return self.contrast.of_text(last_hidden_state, torch.ones_like(last_hidden_state[..., 0]))


class EmbedTokens(nn.Module):
    """`input_ids` (1, S) -> `inputs_embeds` (1, S, H)."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: Tensor) -> Tensor:
        return self.model.embed_tokens(input_ids)


class Decoder(nn.Module):
    """The language model with a cache, Hugging Face names: see `decoder_names`."""

    def __init__(self, model: LanguageModel) -> None:
        super().__init__()
        self.model = model

    def forward(self, inputs_embeds: Tensor, attention_mask: Tensor, position_ids: Tensor, *past: Tensor):
        pairs = [(past[2 * i], past[2 * i + 1]) for i in range(self.model.config.layers)]
        mask = causal_mask(attention_mask, inputs_embeds.shape[1])
        logits, hidden, caches = self.model(inputs_embeds, position_ids, mask, pairs)
        return (logits, *[t for pair in caches for t in pair], hidden)


def decoder_names(layers: int) -> tuple[list[str], list[str]]:
    """Input and output names of the decoder graph."""
    past = [f"past_key_values.{i}.{kind}" for i in range(layers) for kind in ("key", "value")]
    inputs = ["inputs_embeds", "attention_mask", "position_ids", *past]
    return inputs, ["logits", *[n.replace("past_key_values", "present") for n in past], "last_hidden_state"]
