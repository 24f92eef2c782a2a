"""Makes a Llama of a megabyte that says one text whatever it is asked, in words that mean nothing.

Argument: the folder to write. Embeddings are orthonormal, the layers add nothing, and the row of the output layer for the
token that comes next is the embedding of the present one. A question with the word "forever" is answered without end.
"""

import sys

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

WORDS = "Blorp quix the zatly numbo. Wug frem tolvin dax snarp.".split()
WIDTH = 512

# bytes as GPT-2 writes them, and each word as one token, its space included
tokens = ["<s>", "</s>", *sorted(pre_tokenizers.ByteLevel.alphabet())]
merges: list[tuple[str, str]] = []
chain = []
for word in [WORDS[0], *(f"Ġ{w}" for w in WORDS[1:]), "Ġround", "Ġand"]:
    for end in range(2, len(word) + 1):
        if word[:end] not in tokens:
            tokens.append(word[:end])
            merges.append((word[: end - 1], word[end - 1]))
    chain.append(word)
vocabulary = {token: i for i, token in enumerate(tokens)}
assert len(tokens) <= WIDTH

tokenizer = Tokenizer(models.BPE(vocabulary, merges))
tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
tokenizer.decoder = decoders.ByteLevel()
fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>")
fast.chat_template = (
    "{% for m in messages %}{{ m['role'] }}: {{ m['content'] }}\n{% endfor %}"
    "assistant:{{ ' round' if 'forever' in messages[-1]['content'] else '' }}"
)

*text, again, also = (vocabulary[word] for word in chain)
after = dict.fromkeys(range(len(tokens)), text[0]) | dict(zip(text, [*text[1:], vocabulary["</s>"]])) | {again: also, also: again}

config = LlamaConfig(
    vocab_size=len(tokens), hidden_size=WIDTH, intermediate_size=8, num_hidden_layers=1, num_attention_heads=8, num_key_value_heads=1,
    max_position_embeddings=65536, bos_token_id=0, eos_token_id=1, pad_token_id=1,
)
torch.manual_seed(1)
model = LlamaForCausalLM(config)
embeddings = torch.linalg.qr(torch.randn(WIDTH, WIDTH))[0][: len(tokens)]
with torch.no_grad():
    model.model.embed_tokens.weight.copy_(embeddings)
    model.lm_head.weight.zero_()
    for here, then in after.items():
        model.lm_head.weight[then] += embeddings[here]
    for layer in model.model.layers:
        layer.self_attn.o_proj.weight.zero_()
        layer.mlp.down_proj.weight.zero_()
model.save_pretrained(sys.argv[1])
fast.save_pretrained(sys.argv[1])
