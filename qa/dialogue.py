"""Follow-ups: a question that leans on the one before it, made whole by rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from qa.query import YEAR, analyse, without_places

FOLLOW_UP = re.compile(r"^(?:那么?|它|他们|这个?|上述|其中)|呢[？?]?$")


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a dialogue."""

    role: Literal["user", "assistant"]
    content: str


def resolve(text: str, history: Sequence[Turn], regions: Iterable[str] = ()) -> str:
    """The question with what it leaves out taken from the last question of the dialogue.

    ``那2030年呢`` after ``南充市2025年非化石能源消费比重是多少`` asks for 2030 instead of 2025.
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    if not earlier or not FOLLOW_UP.search(text):
        return text
    known = tuple(regions)
    now, previous = analyse(text, known), earlier[-1]
    if now.years:
        previous = YEAR.sub("", previous)
    if now.places:
        previous = without_places(previous, analyse(previous, known).places)
    return f"{previous.strip().rstrip('？?')} {text}"
