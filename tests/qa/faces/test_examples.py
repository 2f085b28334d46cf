"""Example questions, each answered by the library that they are drawn from."""

from __future__ import annotations

from pathlib import Path

import pytest

from qa.engine import Engine
from qa.faces.examples import find_examples
from qa.faces.starting import Examples
from tests.conftest import build_engine

LITTLE = {"通知.txt": "关于召开会议的通知\n\n请各单位按时参加，并带好材料。\n"}


def refused(engine: Engine, questions: list[str]) -> list[str]:
    return [one for one in questions if engine.answerer.ask(engine.understand(one)).refused]


@pytest.mark.parametrize("library", ["plans", "small_engine"])
def test_every_example_is_answered(library: str, request: pytest.FixtureRequest) -> None:
    engine: Engine = request.getfixturevalue(library)
    found = find_examples(engine)
    assert 2 <= len(found) <= 4
    assert len(set(found)) == len(found)
    assert refused(engine, found) == []


def test_examples_are_those_of_their_library(plans: Engine, small_engine: Engine) -> None:
    of_plans, of_small = find_examples(plans), find_examples(small_engine)
    assert set(of_plans) != set(of_small)
    assert len({one[:3] for one in of_plans if "目标是多少" in one}) >= 2


def test_a_library_that_answers_nothing_has_no_examples(tmp_path: Path) -> None:
    assert find_examples(build_engine(tmp_path, LITTLE)) == []


def test_examples_are_found_once_for_a_library(
    plans: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = list[Engine]()

    def count(engine: Engine) -> list[str]:
        counted.append(engine)
        return ["一问"]

    monkeypatch.setattr("qa.faces.starting.find_examples", count)
    examples = Examples(plans)
    assert [examples.questions(), examples.questions()] == [["一问"], ["一问"]]
    assert len(counted) == 1


@pytest.mark.models
def test_the_shipped_documents_answer_their_examples(real_engine: Engine) -> None:
    found = find_examples(real_engine)
    assert len(found) == 4
    assert found[3].startswith("《")
    assert found[3].endswith("有哪些？")
    settings = real_engine.settings.model_copy(update={"llm": "none"})
    plain = Engine(settings, real_engine.data, real_engine.cache)
    assert refused(plain, found) == []
