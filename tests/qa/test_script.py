from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from qa.script import has_traditional, to_chinese


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        (
            "南充市2025年非化石能源消費比重目標是多少？",
            "南充市2025年非化石能源消费比重目标是多少？",
        ),
        ("碳達峰、碳中和“1+N”政策體系", "碳达峰、碳中和“1+N”政策体系"),
        ("碳排放權交易管理辦法（試行）第12條", "碳排放权交易管理办法（试行）第12条"),
    ],
)
def test_traditional_characters_are_simplified(text: str, simplified: str) -> None:
    assert has_traditional(text)
    assert to_chinese(text) == simplified


@pytest.mark.parametrize(
    "text",
    ["南充市2025年目标是多少？", "GDP 能耗：PUE≤1.3", "“十四五”（2021—2025年）", "2030年"],
)
def test_a_question_in_simplified_characters_stays_as_it_is(text: str) -> None:
    assert not has_traditional(text)
    assert to_chinese(text) == text


def test_opencc_is_loaded_only_for_traditional_characters() -> None:
    code = (
        "import sys; from qa.script import to_chinese\n"
        "to_chinese('南充市目标'); to_chinese('carbon peak')\n"
        "assert 'opencc' not in sys.modules\n"
        "to_chinese('南充市目標'); assert 'opencc' in sys.modules\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code], cwd=root, check=True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("What is the non-fossil share of Nanchong in 2025?", "非化石能源 比重 南充"),
        ("When will Zibo peak carbon emissions?", "碳达峰 排放 淄博"),
        ("Kyoto Protocol", "京都议定书"),
    ],
)
def test_the_words_of_the_documents_stand_before_an_english_question(text: str, words: str) -> None:
    assert to_chinese(text) == f"{words} {text}"


def test_english_in_a_chinese_question_stays_as_it_is() -> None:
    assert to_chinese("carbon peak是什么") == "carbon peak是什么"


def test_a_question_without_any_known_word_stays_as_it_is() -> None:
    assert to_chinese("Hello?").strip() == "Hello?"
