"""A server that speaks the OpenAI protocol, and its failures in the user's words."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from corpus.errors import SetupError
from qa.chat.settings import ChatSettings, OpenAIChat

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

T = TypeVar("T")
NO_KEY = "none"
"""Sent where no key is set, so that the client never sends OPENAI_API_KEY to another host."""

RETRIES = 0
"""None: who waits for an answer gets the quoted clauses instead."""
UNREACHABLE = "连接不上；请确认服务已启动、地址无误，或改用 --llm bundled"
CONNECT_SECONDS = 5.0
"""A server that does not even take the call in this time is down."""


def make_openai_chat(settings: OpenAIChat) -> BaseChatModel:
    """The model behind ``settings.base_url``; nothing is sent yet.

    Raises:
        SetupError: the variable ``api_key_env`` is not set.
    """
    import httpx2
    from langchain.chat_models import init_chat_model

    patience = httpx2.Timeout(settings.timeout, connect=min(settings.timeout, CONNECT_SECONDS))
    return init_chat_model(
        settings.model,
        model_provider="openai",
        base_url=settings.base_url,
        api_key=_key(settings),
        timeout=patience,
        max_retries=RETRIES,
        max_tokens=settings.max_tokens,
        temperature=0,
        stream_usage=True,
        use_responses_api=False,
    )


@contextmanager
def friendly_chat_errors(settings: ChatSettings) -> Iterator[None]:
    """Around every use of a model: what an OpenAI-compatible server does wrong, as SetupError.

    Other models' errors pass unchanged.

    Raises:
        SetupError: the server cannot be reached, is too slow, or refuses.
    """
    if not isinstance(settings, OpenAIChat):
        yield
        return
    import httpx2
    import openai

    try:
        yield
    except (openai.OpenAIError, httpx2.HTTPError, TimeoutError) as error:
        raise SetupError(
            f"对话模型 {settings.model}@{settings.base_url} {_reason(error, settings)}"
        ) from error


def without_refused(
    settings: ChatSettings, ask: Callable[[dict[str, Any]], T], options: dict[str, Any]
) -> T:
    """What a model says with some options; a server that refuses these is asked again without."""
    try:
        return ask(options)
    except refused_options(settings):
        return ask({})


def refused_options(settings: ChatSettings) -> tuple[type[Exception], ...]:
    """The errors by which a server refuses an option that it does not know; none of other models.

    Args:
        settings: The model's settings.
    """
    if not isinstance(settings, OpenAIChat):
        return ()
    import openai

    return (openai.BadRequestError, openai.UnprocessableEntityError)


def _key(settings: OpenAIChat) -> str:
    if settings.api_key is not None:
        return settings.api_key.get_secret_value()
    if settings.api_key_env is None:
        return NO_KEY
    if key := os.environ.get(settings.api_key_env):
        return key
    raise SetupError(
        f"没有设置环境变量 {settings.api_key_env}（{settings.base_url} 的密钥）；请先设置它"
    )


def _reason(error: Exception, settings: OpenAIChat) -> str:
    import httpx2
    import openai

    table: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
        ((httpx2.ConnectTimeout,), UNREACHABLE),
        (
            (openai.APITimeoutError, httpx2.TimeoutException, TimeoutError),
            f"在 {settings.timeout:g} 秒内没有应答；请检查服务，或调大设置中的 timeout",
        ),
        (
            (openai.APIConnectionError, httpx2.TransportError),
            UNREACHABLE,
        ),
        (
            (openai.AuthenticationError, openai.PermissionDeniedError),
            "拒绝了密钥；请检查设置中的 api_key 或 api_key_env",
        ),
        ((openai.NotFoundError,), "没有这个模型或地址；地址通常以 /v1 结尾，请检查模型名"),
        ((openai.RateLimitError,), "请求过多或额度不足（429）；请稍后再试"),
    )
    causes = (error.__cause__, error)
    for kinds, text in table:
        if any(isinstance(cause, kinds) for cause in causes):
            return text
    status = getattr(error, "status_code", None)
    detail = f"HTTP {status}" if status else str(error).strip().partition("\n")[0]
    return f"返回错误（{detail}）；请查看该服务的日志，或改用 --llm bundled"
