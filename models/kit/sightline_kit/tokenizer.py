"""A byte-level BPE tokenizer of about a thousand pieces, trained on the kit's own sentences.

Byte-level, so that any text can be encoded; small, so that most words of a report are one piece and the table stays light.
The file is a Hugging Face `tokenizer.json` and adds no tokens of its own: prompts name `<bos>` themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

SPECIAL = ("<pad>", "<bos>", "<eos>", "<seg>", "<max-diameter>", "<volume>", "<findings>", "<impression>", "<task:report>", "<task:segment>", "<task:answer>", "<task:embed>")
PAD, BOS, EOS, SEG = range(4)


def train_tokenizer(texts: Iterable[str], size: int = 1024) -> Tokenizer:
    """Trains on texts that may hold special tokens (they are set apart first)."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(vocab_size=size, special_tokens=list(SPECIAL), min_frequency=2, show_progress=False,
                                  initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    pattern = "|".join(SPECIAL)
    tokenizer.train_from_iterator((part for text in texts for part in re.split(pattern, text) if part), trainer)
    return tokenizer


def speaks(path: Path) -> bool:
    """Whether a stored tokenizer exists and has all tokens that the prompts need, each in its place."""
    if not path.exists():
        return False
    known = Tokenizer.from_file(str(path))
    return all(known.token_to_id(token) == place for place, token in enumerate(SPECIAL))
