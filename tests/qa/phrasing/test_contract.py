"""What every backend must do alike."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from qa.chat.settings import NoChat, OpenAIChat
from qa.phrasing.pieces import Draft, Line, Phrase, PhrasingError, Piece, Shape, Usage
from qa.phrasing.writer import phrase, warm_up
from tests.qa.phrasing.backends import (
    Backend,
    Chat,
    Script,
    ScriptedServer,
    as_json,
    as_lines,
    bundled,
    transformers,
)

LINES = (
    Line(1, "南充市碳达峰实施方案", "到2025年，非化石能源消费比重达 41.5%。"),
    Line(2, "淄博市碳达峰工作方案", "到2025年，非化石能源消费比重提高至10%以上。"),
)
QUESTION = "南充市和淄博市2025年非化石能源消费比重各是多少？"
NANCHONG = "到2025年，南充市非化石能源消费比重达41.5%。"
ZIBO = "到2025年，淄博市非化石能源消费比重提高至10%以上。"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    with ScriptedServer() as found:
        yield found


@pytest.fixture(params=["bundled", "transformers", "openai"])
def backend(request: pytest.FixtureRequest, server: ScriptedServer) -> Backend:
    table = {
        "bundled": Backend(as_lines, bundled),
        "transformers": Backend(as_lines, transformers),
        "openai": Backend(as_json, server.chat),
    }
    return table[request.param]


def ask(chat: Chat, shape: Shape = Shape.PLAIN) -> Iterator[Piece]:
    return phrase(chat, QUESTION, LINES, shape)


def phrases(pieces: list[Piece]) -> list[Phrase]:
    return [piece for piece in pieces if isinstance(piece, Phrase)]


def until_error(pieces: Iterator[Piece]) -> tuple[list[Piece], str]:
    """The pieces before the error, and what it says."""
    taken: list[Piece] = []
    with pytest.raises(PhrasingError) as caught:
        taken.extend(pieces)
    return taken, str(caught.value)


def test_sentences_come_with_their_numbers(backend: Backend) -> None:
    reply = backend.write([([1], NANCHONG), ([2], ZIBO)])
    pieces = list(ask(backend.chat(Script(reply))))
    assert phrases(pieces) == [Phrase(NANCHONG, (1,)), Phrase(ZIBO, (2,))]
    assert Usage(31, 12) in pieces


def test_drafts_grow_into_the_sentence(backend: Backend) -> None:
    pieces = list(ask(backend.chat(Script(backend.write([([1], NANCHONG)])))))
    drafts = [piece.text for piece in pieces if isinstance(piece, Draft)]
    assert len(drafts) > 2
    assert all(NANCHONG.startswith(draft) for draft in drafts)
    assert drafts == sorted(drafts, key=len)
    assert isinstance(pieces[0], Draft)


def test_a_sentence_may_rest_on_several_lines(backend: Backend) -> None:
    reply = backend.write([([2, 1, 2], NANCHONG)])
    assert phrases(list(ask(backend.chat(Script(reply))))) == [Phrase(NANCHONG, (2, 1))]


def test_a_number_that_was_not_given_out_is_dropped(backend: Backend) -> None:
    reply = backend.write([([7, 1], NANCHONG), ([3], ZIBO)])
    found = phrases(list(ask(backend.chat(Script(reply)))))
    assert found == [Phrase(NANCHONG, (1,)), Phrase(ZIBO, ())]


def test_two_sentences_under_one_number_are_two(backend: Backend) -> None:
    reply = backend.write([([1], NANCHONG + ZIBO)])
    found = phrases(list(ask(backend.chat(Script(reply)))))
    assert found == [Phrase(NANCHONG, (1,)), Phrase(ZIBO, (1,))]


def test_what_was_whole_before_the_limit_is_kept(backend: Backend) -> None:
    reply = backend.write([([1], NANCHONG), ([2], ZIBO)])[:-12]
    pieces, reason = until_error(ask(backend.chat(Script(reply, finish="length"))))
    assert phrases(pieces) == [Phrase(NANCHONG, (1,))]
    assert "写到一半" in reason


def test_an_answer_in_english_is_none(backend: Backend) -> None:
    reply = backend.write([([1], "By 2025 the share of non-fossil energy reaches 41.5%.")])
    pieces, reason = until_error(ask(backend.chat(Script(reply))))
    assert not phrases(pieces)
    assert "中文" in reason


@pytest.mark.parametrize("sentences", [[], [([1], "")], [([1], "。**")]], ids=str)
def test_nothing_said_is_an_error(backend: Backend, sentences: list[tuple[list[int], str]]) -> None:
    _, reason = until_error(ask(backend.chat(Script(backend.write(sentences)))))
    assert reason == "对话模型没有写出句子"


def test_the_stable_part_comes_first_and_the_shape_last(backend: Backend) -> None:
    script = Script(backend.write([([1], NANCHONG)]))
    list(ask(backend.chat(script), Shape.PLAIN))
    list(ask(backend.chat(script), Shape.FIGURE))
    (system, user), (again, other) = (asked["messages"] for asked in script.asked)
    assert system == again
    assert user.index("41.5%") < user.index(QUESTION) < user.index("只写一句。")
    same = user.index("要求：")
    assert user[:same] == other[:same]
    assert user[same:] != other[same:]


def test_leaving_early_is_no_error(backend: Backend) -> None:
    pieces = ask(backend.chat(Script(backend.write([([1], NANCHONG), ([2], ZIBO)]))))
    next(pieces)
    pieces.close()  # type: ignore[attr-defined]


def test_without_a_model_nothing_is_phrased() -> None:
    chat = Chat(NoChat(), None)
    with pytest.raises(PhrasingError, match="没有设置对话模型"):
        next(ask(chat))
    warm_up(chat)


def test_warming_up_sends_the_stable_part(backend: Backend) -> None:
    script = Script(backend.write([([1], NANCHONG)]))
    list(ask(backend.chat(script)))
    if isinstance((chat := backend.chat(script)).settings, OpenAIChat):
        return  # the server answers a call that does not stream otherwise
    warm_up(chat)
    assert script.asked[1]["messages"][0] == script.asked[0]["messages"][0]
    assert script.asked[1]["max_tokens"] == 1


def test_a_server_that_is_down() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound, but nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}/v1"
        chat = openai_chat(url)
        assert "连接不上" in until_error(ask(chat))[1]


def openai_chat(url: str) -> Chat:
    from pathlib import Path

    from qa.chat.factory import make_chat_model

    settings = OpenAIChat(model="m", base_url=url, timeout=5)
    return Chat(settings, make_chat_model(settings, Path("unused")))


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (Script("", status=500), "HTTP 500"),
        (Script("", status=401), "拒绝了密钥"),
        (Script("", silent=True), "秒内没有应答"),
        (Script("到2025年，比重达41.5%。"), "没有按约定的格式"),
        (Script('{"answer": {"evidence": [1]}}'), "没有按约定的格式"),
        (Script('{"answer": [}'), "没有按约定的格式"),
        (Script(as_json([([1], NANCHONG)])[:-9], broken=True), "写到一半"),
    ],
    ids=["500", "401", "silent", "prose", "another shape", "malformed", "broken off"],
)
def test_what_a_server_does_wrong(server: ScriptedServer, script: Script, reason: str) -> None:
    _, said = until_error(ask(server.chat(script, timeout=0.5)))
    assert reason in said
    assert "\n" not in said


def test_a_server_that_knows_no_schemas_is_asked_without(server: ScriptedServer) -> None:
    script = Script(f"好的：\n```json\n{as_json([([1], NANCHONG)])}\n```", refuses_schemas=True)
    assert phrases(list(ask(server.chat(script)))) == [Phrase(NANCHONG, (1,))]
    first, second = script.asked
    assert "response_format" in first
    assert "response_format" not in second


def test_a_server_is_bound_to_the_numbers_given_out(server: ScriptedServer) -> None:
    script = Script(as_json([([1], NANCHONG)]))
    list(ask(server.chat(script)))
    schema = script.asked[0]["response_format"]["json_schema"]["schema"]
    sentence = schema["properties"]["answer"]["items"]["properties"]
    assert sentence["evidence"]["items"]["enum"] == [1, 2]
    assert list(sentence) == ["evidence", "text"]


def test_thoughts_are_left_aside(server: ScriptedServer) -> None:
    script = Script("<think>{想}</think>\n" + as_json([([2], ZIBO)]))
    assert phrases(list(ask(server.chat(script)))) == [Phrase(ZIBO, (2,))]
