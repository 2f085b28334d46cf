"""What the model wrote that failed its check, in words for readers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qa.answering.model import AnswerSentence, Status


def find_failed(sentences: Iterable[AnswerSentence]) -> list[AnswerSentence]:
    """The sentences that were withheld or replaced."""
    return [one for one in sentences if one.reason or one.status is Status.UNSUPPORTED]


def count_failed(failed: Sequence[AnswerSentence]) -> str:
    """How many of them were withheld and how many replaced, without what the model wrote."""
    withheld = sum(one.status is Status.UNSUPPORTED for one in failed)
    counts = {"略去了": withheld, "换成原文": len(failed) - withheld}
    return "，".join(f"{done} {count} 句" for done, count in counts.items() if count)


def failed_lines(sentences: Iterable[AnswerSentence]) -> Iterator[str]:
    """What was withheld and what was replaced, a line each."""
    for one in sentences:
        if one.status is Status.UNSUPPORTED:
            yield f"（已略去未核对上的一句：{one.text}——{one.reason}）"
        elif one.reason:
            marks = "".join(f"[{n}]" for n in one.citations)
            yield f"（已换成原文{marks}：{one.reason}）"
