from __future__ import annotations

import threading
from contextvars import copy_context

import pytest

from qa.speech.saying import is_english, say, speaking, wants_english


@pytest.mark.parametrize(
    ("accepted", "english"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", False),
        ("zh", False),
        ("zh-TW", False),
        ("zh-HK,en", False),
        ("zh-Hans-CN", False),
        ("ZH-cn", False),
        ("", False),
        ("*", False),
        ("en-US,en;q=0.9,zh-CN;q=0.8", True),
        ("en", True),
        ("fr-FR,zh;q=0.5", True),
        ("za", True),
    ],
)
def test_the_first_language_that_is_named_counts(accepted: str, english: bool) -> None:
    assert wants_english(accepted) is english


def test_nothing_changes_in_chinese() -> None:
    assert say("第 2 页，共 3 页") == "第 2 页，共 3 页"


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("提问", "Ask"),
        ("第 2 页，共 3 页", "Page 2 of 3"),
        ("库中共 1 份文件", "1 document in the library"),
        ("库中共 5 份文件", "5 documents in the library"),
        ("a.pdf：文件是空的", "a.pdf: the file is empty"),
        ("没有加入 a.pdf：文件是空的", "Not added: a.pdf: the file is empty"),
        (
            "共 3 句：引文一致 1，数据不符 2；用时 0.3 秒。",
            "3 sentences: quotation exact 1, figure differs 2; took 0.3 s.",
        ),
        (
            "已略去：“比重达到50%（预计）。”（50% 不在所引条款中，与之相应的是 43.5%）",
            "Left out: “比重达到50%（预计）。” "
            "(50% is not in the cited clause, which has 43.5% for it)",
        ),
        ("已更正：提问", "已更正：提问"),
    ],
)
def test_a_sentence_is_told_in_english(chinese: str, english: str) -> None:
    with speaking(english=True):
        assert say(chinese) == english


def test_what_fills_a_sentence_is_told_as_it_is() -> None:
    """Also where a document's words are those of the program, or of a format."""
    with speaking(english=True):
        assert say("已略去：“提问”（没有可供核对的条款）").startswith("Left out: “提问”")
        assert say("所引条款没有提到“{0.__class__}”").endswith("“{0.__class__}”")


def test_the_language_goes_with_the_work() -> None:
    told: list[bool] = []
    with speaking(english=True):
        context = copy_context()
    thread = threading.Thread(target=context.run, args=(lambda: told.append(is_english()),))
    thread.start()
    thread.join()
    assert (told, is_english()) == ([True], False)
