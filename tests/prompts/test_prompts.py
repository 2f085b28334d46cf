from __future__ import annotations

import pytest

from prompts import load_prompt


def test_the_answer_prompt() -> None:
    prompt = load_prompt("answer")
    assert prompt.version.startswith("answer-")
    filled = prompt.fill(evidence="[1] 到2025年达峰。", question="哪年达峰？", shape="写一句。")
    assert "[1] 到2025年达峰。" in filled
    assert filled.index("[1]") < filled.index("哪年达峰？")
    assert "{" not in filled + prompt.system


def test_the_model_is_not_asked_to_refuse() -> None:
    system = load_prompt("answer").system
    assert "无法回答" not in system


def test_a_missing_field() -> None:
    with pytest.raises(KeyError):
        load_prompt("answer").fill(question="哪年达峰？")
