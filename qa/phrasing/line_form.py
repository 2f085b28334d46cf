"""The line form: ``[1] 到2025年，单位能耗比2020年下降13%。`` and a line break, a sentence each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from qa.phrasing.pieces import Draft, Written

SHORTEST = 6
"""Characters of a sentence before its full stop."""
MARK = re.compile(r"\s*[\[［【]\s*\d{1,2}(?:\s*[,，、]\s*\d{1,2})*\s*[\]］】]")
"""Of two digits at most: ［2021］ is part of a 发文字号."""
LIST_MARK = re.compile(r"^\s*(?:\d+(?:、|[.．](?!\d))\s*|[-*•]\s+)")
BEGINNING = re.compile(r"\s*[\[［【][^\]］】]*$")
"""A number that is not whole yet."""
FENCE = "```"


def line_grammar(numbers: Sequence[int], most: int) -> dict[str, Any]:
    """A GBNF grammar: one to ``most`` lines, each one sentence with a number that was given out."""
    ids = " | ".join(f'"{number}"' for number in numbers)
    rules = (
        f"root ::= line{{1,{most}}}",
        r'line ::= "[" id "] " text "\n"',
        f"id ::= {ids}",
        rf'text ::= [^\n\r\[\]<>。！？]{{{SHORTEST},}} "。"',
    )
    return {"grammar": "\n".join(rules)}


class LineReader:
    """Reads lines; tolerates one without numbers, numbers at its end, and list marks."""

    def __init__(self) -> None:
        self._pending = ""

    def feed(self, text: str) -> Iterator[Draft | Written]:
        """Take the next piece of text."""
        *whole, self._pending = (self._pending + text).split("\n")
        for line in whole:
            yield from read_line(line)
        if self._pending.strip() and not BEGINNING.fullmatch(self._pending):
            for written in read_line(self._pending):
                yield Draft(written.text)

    def finish(self) -> Iterator[Written]:
        """The last line, where no line break follows it."""
        yield from read_line(self._pending)
        self._pending = ""


def read_line(line: str) -> Iterator[Written]:
    """What a line says, and the numbers in it; nothing of a line without words."""
    marks = MARK.findall(line)
    text = LIST_MARK.sub("", MARK.sub("", line)).strip()
    if text and not text.startswith(FENCE):
        numbers = tuple(int(number) for mark in marks for number in re.findall(r"\d+", mark))
        yield Written(text, numbers)
