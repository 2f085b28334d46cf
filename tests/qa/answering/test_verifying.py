"""The chat model's opinion of whether there is an answer, beside the basis model's."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx2
import openai
import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatResult
from pydantic import Field

from corpus.errors import InputError
from prompts import load_prompt
from qa.answering.verifying import (
    FLOOR,
    PLAIN,
    STATEMENTS,
    UNSURE,
    Verifier,
    ask_model,
    combine,
    logit,
    read_odds,
    warm_up,
)
from qa.answering.writing import Chat, Writing
from qa.chat.factory import make_chat_model
from qa.chat.settings import NoChat, OpenAIChat, TransformersChat
from qa.engine import Engine
from qa.evidence.basis import probability, rate
from qa.evidence.finder import Row
from qa.settings import AnswerSettings
from tests.qa.answering.answerers import FakeChat, make_answerer, say
from tests.qa.conftest import FindRows

SETTINGS = AnswerSettings()
LEAST = SETTINGS.basis
ASKED = "南充市2025年非化石能源消费比重目标是多少？"
UNCERTAIN = "南充市怎样推进垃圾分类？"


class Listening(FakeChat):
    """A model that keeps what it is asked."""

    asked: list[str] = Field(default_factory=list)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        self.asked.extend(message.text for message in messages)
        return super()._generate(messages, stop, run_manager, **kwargs)


def with_odds(**tokens: float) -> AIMessage:
    """A reply of one token with the probabilities of some."""
    top = [{"token": token, "logprob": value} for token, value in tokens.items()]
    return AIMessage("有", response_metadata={"logprobs": {"content": [{"top_logprobs": top}]}})


def chat(opinion: str) -> Chat:
    """A model of this opinion."""
    model = FakeChat(messages=say(()), opinion=opinion)
    return Chat("fake", TransformersChat(model="小模型"), model)


@pytest.fixture
def row(rows: FindRows) -> Row:
    """The evidence for a question of which the basis model is not sure."""
    (found,) = rows(UNCERTAIN)
    assert UNSURE[0] < probability(found) < UNSURE[1]
    return found


def test_the_odds_are_the_difference_of_the_log_probabilities() -> None:
    assert read_odds(with_odds(有=-0.1, 没有=-2.6)) == pytest.approx(2.5)
    assert read_odds(with_odds(没有=-0.1, 没=-3.0, 有=-2.1)) == pytest.approx(-2.0)
    assert read_odds(with_odds(有=-0.01)) == pytest.approx(-0.01 - FLOOR)
    assert read_odds(with_odds(是=-0.01)) == 0.0


def test_without_probabilities_the_word_counts() -> None:
    assert read_odds(AIMessage("有。")) == PLAIN
    assert read_odds(AIMessage("没有")) == -PLAIN
    assert read_odds(AIMessage("不清楚")) == 0.0


def test_both_opinions_count() -> None:
    assert combine(0.6, 3.0) > combine(0.6, 0.0) > combine(0.6, -3.0)
    assert combine(0.8, 1.0) > combine(0.4, 1.0)
    assert 0 < combine(0.0, -12.0) < combine(1.0, 12.0) < 1
    assert logit(0.75) == pytest.approx(math.log(3))


def test_the_model_sees_the_first_statements_with_their_documents(row: Row) -> None:
    model = Listening(messages=say(()))
    assert ask_model(Chat("fake", TransformersChat(model="m"), model), row) == PLAIN
    system, user = model.asked
    assert "只回答“有”或“没有”" in system
    assert user.count("\n- 《") + user.startswith("原文：\n- 《") >= 1
    assert user.count("- 《") == STATEMENTS
    assert row.evidence[0].text[:20] in user
    assert user.index("原文") < user.index(row.question.text)


def test_a_doubtful_answer_is_given_or_refused_as_the_model_finds(plans: Engine) -> None:
    given = make_answerer(plans.view, "[1] 没有。\n", opinion="有").ask(UNCERTAIN)
    refused = make_answerer(plans.view, "[1] 没有。\n", opinion="没有").ask(UNCERTAIN)
    assert (given.refused, refused.refused) == (False, True)
    assert refused.answer.startswith("资料中未找到依据")
    assert refused.nearest


def test_the_model_is_not_asked_of_what_is_sure(rows: FindRows) -> None:
    (found,) = rows(UNCERTAIN)
    assert (
        Verifier(chat("有"), SETTINGS).confirm(rate([replace(found, evidence=())]), Writing()) == ()
    )
    sides = rows("南充市和淄博市2025年非化石能源消费比重分别是多少？")
    assert len(Verifier(chat("没有"), SETTINGS).confirm(rate(sides), Writing())) == 2


def test_without_a_model_the_basis_model_decides(row: Row) -> None:
    alone = Verifier(Chat("none", NoChat(), None), SETTINGS)
    kept = (row,) if probability(row) >= LEAST else ()
    assert alone.confirm(rate([row]), Writing()) == alone.possible(rate([row])) == kept


def test_a_server_that_is_down_is_told_of(row: Row) -> None:
    settings = OpenAIChat(model="m", base_url="http://127.0.0.1:9/v1", timeout=2)
    down = Chat("openai", settings, make_chat_model(settings, Path("unused")))
    writing = Writing()
    listed = replace(row, question=replace(row.question, asks_list=True))
    kept = Verifier(down, SETTINGS).confirm(rate([listed]), writing)
    assert kept == ((listed,) if probability(listed) >= LEAST else ())
    assert "127.0.0.1:9" in writing.failure
    assert writing.notes
    assert "未能参与判断" in writing.notes[0]


def test_the_stable_part_is_read_before_the_first_question() -> None:
    model = Listening(messages=say(("有",)))
    warm_up(Chat("fake", TransformersChat(model="m"), model))
    warm_up(Chat("none", NoChat(), None))
    assert model.asked == [load_prompt("verify").system, "原文："]


def test_a_wrong_template_of_the_users_is_told(row: Row, tmp_path: Path) -> None:
    (tmp_path / "verify.txt").write_text("# version: 我的-1\n判断。\n---\n{evidence}\n", "utf-8")
    own = replace(chat("有"), prompts=tmp_path)
    with pytest.raises(InputError, match=r"verify\.txt"):
        ask_model(own, row)


class Refusing(FakeChat):
    """A server that knows no ``logprobs``; it keeps the options of every call."""

    options: list[dict[str, Any]] = Field(default_factory=list)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        self.options.append(kwargs)
        if "logprobs" in kwargs:
            response = httpx2.Response(400, request=httpx2.Request("POST", "http://a.cn"))
            raise openai.BadRequestError("unknown option", response=response, body=None)
        return super()._generate(messages, stop, run_manager, **kwargs)


@pytest.mark.parametrize(("word", "odds"), [("有", PLAIN), ("没有", -PLAIN)])
def test_a_server_that_knows_no_probabilities_is_asked_for_the_word(
    row: Row, word: str, odds: float
) -> None:
    model = Refusing(messages=say((word,)))
    server = OpenAIChat(model="甲", base_url="http://127.0.0.1:1/v1")
    assert ask_model(Chat("server", server, model), row) == odds
    first, second = model.options
    assert "logprobs" in first
    assert second == {"max_tokens": 1}


def test_a_refusal_of_another_model_is_not_asked_again(row: Row) -> None:
    model = Refusing(messages=say(("有",)))
    with pytest.raises(openai.BadRequestError):
        ask_model(Chat("fake", TransformersChat(model="小模型"), model), row)
    assert len(model.options) == 1
