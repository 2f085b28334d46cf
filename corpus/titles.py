"""Titles of a compilation's documents, joined over the lines that they are wrapped on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.headings import find_marker
from corpus.kinds import SUFFIX
from corpus.metadata import DATE, DOC_NO
from corpus.models import Line
from corpus.typography import display_width

LONGEST = 5
"""Lines of a title, with its subtitle."""
BODY = 50
"""Columns; a wider line is text."""
SUBTITLE = re.compile(r"——")
TEXT = re.compile(r"[。；：]|，$|^（")
WHOLE = re.compile(
    r"(?:通知|意见|方案|规划|办法|决定|纲要|公告|指南|条例|规定|细则|导则|措施|计划|体系|要点|指引|目录"
    r"|讲话|致辞|演讲|摘录|问题|工具|公司|集团|（试行）|\(试行\)|（征求意见稿）)$"
)
"""What a title that is whole ends with."""


def read_title(lines: Sequence[Line], index: int, skip: int) -> tuple[str, int]:
    """The title that begins ``skip`` characters into a line, and how many lines it takes."""
    title = lines[index].text[skip:].strip()
    length = 1
    while length < LONGEST and index + length < len(lines):
        text = lines[index + length].text
        if lines[index + length].page != lines[index].page or not goes_on(title, text):
            break
        title += text
        length += 1
    return title, length


def goes_on(title: str, text: str) -> bool:
    """Whether the title so far goes on in the line ``text``."""
    if SUFFIX.fullmatch(text) or SUBTITLE.match(text):
        return True
    if is_title_end(text):
        return False
    return not WHOLE.search(title) or text.startswith("的")


def is_title_end(text: str) -> bool:
    """Whether a line no longer belongs to a title: a date, a number, a salutation, text."""
    return bool(
        display_width(text) >= BODY
        or DATE.fullmatch(text)
        or DOC_NO.search(text)
        or TEXT.search(text)
        or find_marker(text)
    )
