from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import torch
from langchain_core.messages import AIMessageChunk
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, StableLmConfig, StableLmForCausalLM

from corpus.errors import InputError, SetupError
from qa.chat.factory import make_chat_model
from qa.chat.settings import TransformersChat
from qa.chat.transformers_chat import HuggingFaceChat

CHARS = "碳达峰中和到年非化石能源消费比重目标是多少的方案市淄博南充，。0123456789%：\n"
TEMPLATE = "{% for m in messages %}{{ m['content'] }}\n{% endfor %}"
QUESTION = "南充市2025年目标是多少。"


def save_tiny_model(folder: Path, template: str | None) -> Path:
    """A seeded model of two layers whose tokens are single characters.

    StableLM, because AutoTokenizer swaps many other kinds' tokenizers for its own class.
    """
    vocabulary = {char: number for number, char in enumerate(["<s>", "</s>", "<unk>", *CHARS])}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    tokenizer.decoder = decoders.Fuse()
    fast: Any = PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, eos_token="</s>", unk_token="<unk>", bos_token="<s>"
    )
    fast.chat_template = template
    fast.save_pretrained(folder)
    torch.manual_seed(14)
    config = StableLmConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=128,
        bos_token_id=0,
        eos_token_id=1,
        initializer_range=0.6,
    )
    StableLmForCausalLM(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("小模型"), TEMPLATE)


@pytest.fixture(scope="module")
def chat(folder: Path) -> HuggingFaceChat:
    model = make_chat_model(TransformersChat(model=str(folder), max_tokens=24), folder)
    assert isinstance(model, HuggingFaceChat)
    return model


def reference(chat: HuggingFaceChat, prompt: str, limit: int) -> str:
    """Greedy decoding by hand: the most likely character, again and again."""
    loaded = chat._get()
    ids = loaded.tokenizer(prompt, return_tensors="pt")["input_ids"]
    start = ids.shape[1]
    for _ in range(limit):
        best = loaded.model(ids).logits[0, -1].argmax()
        if best == 1:
            break
        ids = torch.cat([ids, best.view(1, 1)], dim=1)
    return str(loaded.tokenizer.decode(ids[0, start:], skip_special_tokens=True))


def test_the_answer_is_the_greedy_one(chat: HuggingFaceChat) -> None:
    expected = reference(chat, QUESTION + "\n", 24)
    assert len(expected) > 5
    assert chat.invoke(QUESTION).text == expected


def test_a_stream_is_the_same_text_in_pieces(chat: HuggingFaceChat) -> None:
    chunks = list(chat.stream(QUESTION))
    assert len([chunk for chunk in chunks if chunk.text]) > 1
    assert "".join(chunk.text for chunk in chunks) == chat.invoke(QUESTION).text


def test_tokens_are_counted_and_bounded(chat: HuggingFaceChat) -> None:
    answer = chat.invoke(QUESTION, max_tokens=3)
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["input_tokens"] == len(QUESTION) + 1
    assert answer.usage_metadata["output_tokens"] == 3
    assert answer.response_metadata["finish_reason"] == "length"
    assert len(answer.text) <= 3


def test_the_text_ends_before_a_stop_sequence(chat: HuggingFaceChat) -> None:
    whole = chat.invoke(QUESTION).text
    stop = whole[3:5]
    assert chat.invoke(QUESTION, stop=[stop]).text == whole[: whole.index(stop)]


def test_a_stream_may_be_left_early(chat: HuggingFaceChat) -> None:
    stream = chat.stream(QUESTION)
    assert isinstance(next(stream), AIMessageChunk)
    stream.close()  # type: ignore[attr-defined]
    assert chat.invoke(QUESTION, max_tokens=2).text  # the lock is free again


def test_without_a_template_the_messages_are_joined(tmp_path: Path, chat: HuggingFaceChat) -> None:
    plain = HuggingFaceChat(model=str(save_tiny_model(tmp_path, None)), max_tokens=24)
    answer = plain.invoke([("system", "碳达峰。"), ("human", "目标？")])
    assert answer.text == reference(chat, "碳达峰。\n\n目标？\n\n", 24)


def test_a_prompt_beyond_the_context_is_refused(chat: HuggingFaceChat) -> None:
    with pytest.raises(InputError, match="共 134 个词元，超过模型上下文 128"):
        chat.invoke("碳" * 109)


@pytest.mark.parametrize("name", ["空目录", "不存在的目录/模型"])
def test_a_model_that_cannot_be_loaded(tmp_path: Path, name: str) -> None:
    (tmp_path / "空目录").mkdir()
    with pytest.raises(SetupError) as caught:
        HuggingFaceChat(model=str(tmp_path / name)).invoke("你好")
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_gguf_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"无\.gguf"):
        HuggingFaceChat(model=str(tmp_path), gguf_file="无.gguf").load()


@pytest.mark.parametrize(
    ("options", "error"),
    [({"response_format": {"type": "json_object"}}, SetupError), ({"top_n": 3}, ValueError)],
    ids=["json", "unknown"],
)
def test_options_are_not_dropped_silently(
    chat: HuggingFaceChat, options: dict[str, Any], error: type[Exception]
) -> None:
    with pytest.raises(error):
        chat.invoke(QUESTION, **options)
