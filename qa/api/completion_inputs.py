"""What a request for a chat completion holds, and the question in it.

The names are OpenAI's (https://platform.openai.com/docs/api-reference/chat). Options that only
tune a model are taken and change nothing, for answers come from documents; an option is refused
where without it the answer would not be what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from qa.api.completion_problems import RefusedError, UnknownModelError
from qa.api.inputs import LONGEST
from qa.dialogue import Turn

MODEL = "tanwen"
TURNS = 100
"""How many of the last messages count as the dialogue; clients send all there ever were."""


def as_parts(content: Any) -> Any:  # noqa: ANN401 - whatever was sent
    """A text, or nothing, as a list of parts; anything else as it is."""
    if content is None:
        return []
    return [{"type": "text", "text": content}] if isinstance(content, str) else content


class Part(BaseModel):
    """A part of a message."""

    type: str
    text: str = Field("", max_length=LONGEST)


class Message(BaseModel):
    """A message of the dialogue."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[list[Part], BeforeValidator(as_parts)] = []

    @property
    def text(self) -> str:
        """Its parts, a line each."""
        return "\n".join(part.text for part in self.content)


class StreamOptions(BaseModel):
    """How an answer is streamed."""

    include_usage: bool | None = None


class CompletionInput(BaseModel):
    """A request; what it does not name is taken and changes nothing."""

    model: str = MODEL
    messages: list[Message] = Field(max_length=10_000)
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    n: int | None = None
    tools: Any = None
    tool_choice: Any = None
    functions: Any = None
    function_call: Any = None
    logprobs: Any = None
    top_logprobs: Any = None
    response_format: Any = None
    audio: Any = None
    modalities: Any = None

    @property
    def with_usage(self) -> bool:
        """Whether a stream tells at its end how many tokens were used."""
        return bool(self.stream_options and self.stream_options.include_usage)


@dataclass(frozen=True, slots=True)
class Dialogue:
    """The question, and the messages before it."""

    question: str
    history: tuple[Turn, ...]


def is_plain(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether a format of the answer is that of a text."""
    return isinstance(value, dict) and value.get("type") == "text"


def is_nothing(value: Any) -> bool:  # noqa: ANN401 - any JSON value
    """Whether an option is switched off: false, 0, an empty list."""
    return not value


TOOLS = "这里只按资料回答，不调用工具，请在客户端里为此模型关闭工具（函数调用）"
PROBABILITIES = "不提供词的概率，请去掉此项"
REFUSED: dict[str, tuple[Callable[[Any], bool], str]] = {
    "n": (lambda value: value == 1, "每次只给一个回答，n 只能是 1"),
    "tools": (is_nothing, TOOLS),
    "functions": (is_nothing, TOOLS),
    "tool_choice": (lambda value: value in ("none", "auto"), TOOLS),
    "function_call": (lambda value: value in ("none", "auto"), TOOLS),
    "logprobs": (is_nothing, PROBABILITIES),
    "top_logprobs": (is_nothing, PROBABILITIES),
    "response_format": (is_plain, "回答是 Markdown 文字，不能另定格式；出处在 citations 字段里"),
    "audio": (is_nothing, "只有文字，没有语音"),
    "modalities": (lambda value: value == ["text"], "只有文字，没有语音"),
}
"""Options that are refused: the values that ask for nothing special, and what is told."""


def require_plain(asked: CompletionInput) -> None:
    """Refuse what would not be answered as it is asked.

    Raises:
        UnknownModelError: another model is asked for.
        RefusedError: an option asks for what there is not.
    """
    if asked.model != MODEL:
        raise UnknownModelError(f"没有模型“{asked.model[:80]}”，这里的模型名是 {MODEL}")
    for name, (is_harmless, told) in REFUSED.items():
        value = getattr(asked, name)
        if value is not None and not is_harmless(value):
            raise RefusedError(name, told)


def read_dialogue(asked: CompletionInput) -> Dialogue:
    """The last message as the question, users' and assistants' before it as the dialogue.

    Messages of the system are data like all others; nothing in them changes how it is answered.

    Raises:
        RefusedError: a message holds anything but text, or the last is not the user's.
    """
    require_text(asked.messages)
    turns = tuple(
        Turn(one.role, one.text)
        for one in asked.messages
        if one.role in ("user", "assistant") and one.content
    )
    if not turns or turns[-1].role != "user":
        raise RefusedError("messages", "最后一条消息应是用户（user）的问题")
    return Dialogue(turns[-1].content, turns[-TURNS:-1])


def require_text(messages: list[Message]) -> None:
    """Refuse messages with pictures, sound, files and results of tools.

    Raises:
        RefusedError: there is one.
    """
    for number, one in enumerate(messages):
        place = f"messages.{number}"
        if one.role in ("tool", "function"):
            raise RefusedError(f"{place}.role", TOOLS)
        if other := next((part.type for part in one.content if part.type != "text"), None):
            told = f"只能读文字，读不了图片、语音和附件（{other[:40]}），请只发文字"
            raise RefusedError(f"{place}.content", told)
