"""The messages for the chat model: the stable part first, what is asked last."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from prompts import Prompt, ShapePrompt
from qa.phrasing.neutral import as_data
from qa.phrasing.pieces import Line

LABEL = 40
"""Characters of a label that the model sees."""


def make_messages(
    prompt: Prompt, question: str, lines: Sequence[Line], shape: ShapePrompt
) -> list[tuple[str, str]]:
    """System and user message."""
    user = prompt.fill(evidence=list_lines(lines), question=as_data(question), shape=shape.ask)
    return [("system", prompt.system), ("human", user)]


def list_lines(lines: Sequence[Line]) -> str:
    """The evidence, a line each; neighbours of one label share it, which saves tokens."""
    parts: list[str] = []
    for label, group in groupby(lines, key=lambda line: line.label):
        parts.append(f"《{as_data(label)[:LABEL].strip('《》')}》")
        parts += [f"[{line.number}] {as_data(line.text)}" for line in group]
    return "\n".join(parts)
