"""What the model wrote that failed its check, in words for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qa.answering.model import AnswerSentence, Status


def failed_lines(sentences: Iterable[AnswerSentence]) -> Iterator[str]:
    """What was withheld and what was replaced, a line each."""
    for one in sentences:
        if one.status is Status.UNSUPPORTED:
            yield f"（已略去未核对上的一句：{one.text}——{one.reason}）"
        elif one.reason:
            marks = "".join(f"[{n}]" for n in one.citations)
            yield f"（已换成原文{marks}：{one.reason}）"
