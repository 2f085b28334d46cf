"""A cross-encoder made on the spot: a tiny BERT with random weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import SetupError
from qa.search.cross_encoder import CrossEncoderReranker

TEXTS = ["非化石能源消费比重达41.5%。", "推进绿色出行。", "本办法自公布之日起施行。"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import torch
    from tokenizers import Regex, Tokenizer, models, pre_tokenizers
    from transformers import (
        BertConfig,
        BertForSequenceClassification,
        PreTrainedTokenizerFast,
    )

    path: Path = tmp_path_factory.mktemp("cross")
    special = {"pad_token": "[PAD]", "unk_token": "[UNK]", "sep_token": "[SEP]"}
    vocabulary = [*special.values(), *sorted({char for text in TEXTS for char in text})]
    ids = {piece: number for number, piece in enumerate(vocabulary)}
    tokenizer = Tokenizer(models.WordLevel(ids, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex("."), "isolated")
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, **special)  # type: ignore[no-untyped-call]
    fast.save_pretrained(path)
    torch.manual_seed(0)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    config.num_labels = 1
    BertForSequenceClassification(config).save_pretrained(path)
    return path


def test_each_text_has_a_score_of_its_own(folder: Path) -> None:
    reranker = CrossEncoderReranker(str(folder))
    scores = reranker.scores("非化石能源消费比重是多少", TEXTS)
    assert len(set(scores)) == len(TEXTS)
    assert reranker.scores("非化石能源消费比重是多少", TEXTS[::-1]) == pytest.approx(
        scores[::-1], abs=1e-5
    )


def test_a_model_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SetupError, match="无法加载重排模型"):
        CrossEncoderReranker(str(tmp_path / "empty")).scores("碳", ["碳"])
