from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import platformdirs
import pytest

from corpus.errors import InputError, SetupError
from qa.chat.bundled import checked_gguf, prepare_chat_model
from qa.chat.engine import NICENESS
from qa.chat.factory import make_chat_model
from qa.chat.llamacpp import LlamaCppChat
from qa.chat.settings import BundledChat, NoChat

QUESTION = "材料：[1] 南充市到2025年非化石能源消费比重达41.5%。\n问题：南充市2025年目标？"
POEM = "写一首很长的诗，赞美绿色低碳发展。"


def test_no_model_is_none(tmp_path: Path) -> None:
    assert make_chat_model(NoChat(), tmp_path) is None


def test_a_missing_model_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="make models"):
        make_chat_model(BundledChat(), tmp_path)


def test_a_file_that_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "坏.gguf"
    path.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(SetupError, match=r"无法载入对话模型 .*坏\.gguf"):
        LlamaCppChat(path=path).invoke("你好")


def test_an_unknown_option_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="n_probs"):
        LlamaCppChat(path=tmp_path / "无.gguf").invoke("你好", n_probs=3)


@pytest.fixture(scope="session")
def gguf() -> Path:
    return prepare_chat_model(platformdirs.user_cache_path("tanwen"))


@pytest.fixture(scope="session")
def chat(gguf: Path) -> Iterator[LlamaCppChat]:
    settings = BundledChat(context=1024, max_tokens=48)
    model = make_chat_model(settings, platformdirs.user_cache_path("tanwen"))
    assert isinstance(model, LlamaCppChat)
    yield model
    model.close()


@pytest.mark.models
def test_a_stream_is_the_answer_in_pieces(chat: LlamaCppChat) -> None:
    answer = chat.invoke(QUESTION)
    assert "41.5%" in answer.text
    pieces = [chunk.text for chunk in chat.stream(QUESTION) if chunk.text]
    assert len(pieces) > 3
    assert "".join(pieces) == answer.text


@pytest.mark.models
def test_usage_is_counted_and_the_prompt_cached(chat: LlamaCppChat) -> None:
    chat.invoke(QUESTION)
    usage = chat.invoke(QUESTION).usage_metadata
    assert usage is not None
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]
    assert 30 < usage["input_tokens"] < 90
    assert usage["input_token_details"]["cache_read"] == usage["input_tokens"] - 1


@pytest.mark.models
def test_max_tokens_bounds_the_answer(chat: LlamaCppChat) -> None:
    answer = chat.invoke(POEM, max_tokens=5)
    assert answer.usage_metadata is not None
    assert answer.usage_metadata["output_tokens"] == 5
    assert answer.response_metadata["finish_reason"] == "length"


@pytest.mark.models
def test_the_text_ends_before_a_stop_sequence(chat: LlamaCppChat) -> None:
    answer = chat.invoke("只写：一、二、三、四、五", stop=["三"])
    assert answer.text.endswith("二、")
    assert answer.response_metadata["finish_reason"] == "stop"


@pytest.mark.models
def test_leaving_a_stream_stops_the_generation(chat: LlamaCppChat) -> None:
    stream = chat.stream(POEM, max_tokens=900)
    next(chunk for chunk in stream if chunk.text)
    stream.close()  # type: ignore[attr-defined]
    start = time.monotonic()
    chat.invoke("你好", max_tokens=1)
    assert time.monotonic() - start < 30  # 900 tokens take a minute at least


@pytest.mark.models
def test_threads_take_turns(chat: LlamaCppChat) -> None:
    expected = chat.invoke(QUESTION).text
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: chat.invoke(QUESTION).text, range(2)))
    assert answers == [expected] * 2


@pytest.mark.models
def test_a_schema_bounds_the_answer(chat: LlamaCppChat) -> None:
    schema = {
        "type": "object",
        "properties": {"城市": {"enum": ["南充市", "淄博市"]}, "年份": {"type": "integer"}},
        "required": ["城市", "年份"],
        "additionalProperties": False,
    }
    answer = chat.invoke(
        QUESTION,
        response_format={"type": "json_schema", "json_schema": {"name": "目标", "schema": schema}},
    )
    assert json.loads(answer.text) == {"城市": "南充市", "年份": 2025}


@pytest.mark.models
def test_a_grammar_bounds_the_answer(chat: LlamaCppChat) -> None:
    assert chat.invoke(QUESTION, grammar='root ::= "有" | "无"').text in {"有", "无"}
    with pytest.raises(ValueError, match="grammar"):
        chat.invoke(QUESTION, grammar="root ::= (((")


@pytest.mark.models
def test_a_prompt_beyond_the_context_is_refused(chat: LlamaCppChat) -> None:
    with pytest.raises(InputError, match="超过模型上下文 1024"):
        chat.invoke("到2025年，绿色低碳循环发展。" * 200)


@pytest.mark.models
def test_closing_cuts_a_stream_with_an_error(chat: LlamaCppChat) -> None:
    stream = chat.stream(POEM, max_tokens=900)
    next(chunk for chunk in stream if chunk.text)
    chat.close()
    with pytest.raises(RuntimeError, match="closed during a generation"):
        list(stream)
    assert chat.invoke("你好", max_tokens=2).text  # loaded again


@pytest.mark.models
@pytest.mark.parametrize("ending", ["", "sys.exit(5)"], ids=["falls-off", "exits"])
def test_the_process_ends_cleanly_in_the_middle_of_a_stream(gguf: Path, ending: str) -> None:
    code = (
        "import sys; from pathlib import Path; from qa.chat.llamacpp import LlamaCppChat\n"
        "stream = LlamaCppChat(path=Path(sys.argv[1]), context=512).stream('写一首长诗')\n"
        f"next(stream)\n{ending}"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(checked_gguf(gguf))],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert done.returncode == (5 if ending else 0), done.stderr
    assert done.stdout == ""


@pytest.mark.models
@pytest.mark.skipif(sys.platform != "linux", reason="priorities of threads are Linux's")
def test_its_threads_let_others_go_first(chat: LlamaCppChat) -> None:
    chat.invoke("你好", max_tokens=1)
    threads = [int(path.name) for path in Path("/proc/self/task").iterdir()]
    assert NICENESS in {os.getpriority(os.PRIO_PROCESS, thread) for thread in threads}
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) < NICENESS
