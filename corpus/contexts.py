"""Which words of a sentence say of what a figure is: its own piece, or its item of a list.

``光伏发电、风电装机规模分别达到3250万千瓦、1750万千瓦`` gives 光伏发电 to the first figure and
风电 to the second; ``建成30个左右示范工厂、50家左右示范园区`` gives each what follows it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

STOP = re.compile(r"[，；。！？：:;,（）()]")
LISTED = re.compile(r"^[、和及与或]?(?:及)?$")
RANGE = re.compile(r"^[-—–~～至到]+$")
JOINT = re.compile(r"、|以及|[和及与](?!其|会|有关|相关)")
ENDS_JOINT = re.compile(r"(?:、|以及|[和及与])$")
"""The next figure comes before its thing (30个示范工厂和50家示范园区)."""
RESPECTIVE = re.compile(r"分别|依次|各")
NAMELESS = re.compile(
    r"[到至比较]?(?:(?:19|20)\d{2}年|“?十[二三四五六]五”?(?:末|期间|时期)?)(?:底|末|前)?"
    r"|分别|依次|[、和及与](?=(?:19|20)\d{2}年)|压减|减少?|增加?|缩[短小]|扩大|可以|应当|达到?|提[高升][到至]?|增加[到至]?|下降[到至]?|降[低到至]+|力争|不低于|不超过|超过|约|[为要将到至，]"
)
ONLY_YEAR = re.compile(r"[到至]?(?:19|20)\d{2}年?(?:底|末|前)?")
LAST_YEAR = re.compile(rf"{ONLY_YEAR.pattern}$")
SHORTEST_NAME = 2
AFTER = re.compile(r"左右|上下|及?以[上下内]")
BRACKETED = re.compile(r"[(（][^()（）\d]{1,12}[)）]")
"""A remark within a piece (天然气（页岩气）年产量), which does not end it."""


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a figure."""

    lead: str = ""
    """The words before it in its piece of the sentence, also across 、."""
    tail: str = ""
    """The words behind it in its piece."""
    item: str = ""
    """Its item, where it is one of a list of values for as many things; else nothing."""
    rest: str = ""
    """The last item of that list with what follows: the words that hold for all."""
    after: str = ""
    """左右 and the like behind the last of a list of values."""
    gap: str = ""
    """What stands between the figure before and its piece, which may name its thing."""
    ranged: bool = False
    """Whether it is one end of a range (60%—65%)."""
    held: str = ""
    """The words that named the thing of the figure before, where it has none of its own."""

    @property
    def words(self) -> str:
        """All words that say of what the figure is."""
        if self.item:
            rest = self.rest if self.rest != self.item else ""
            return f"{self.held} {self.item} {rest}".strip()
        return f"{self.held} {self.lead} {self.tail}".strip()


def find_contexts(text: str, spans: Sequence[tuple[int, int]]) -> list[Context]:
    """The context of each figure of a folded sentence.

    Args:
        text: The sentence.
        spans: Where its figures stand, in their order.
    """
    found: list[Context] = []
    for group in group_values(text, spans):
        found += group_contexts(text, spans, group, found)
    return found


def group_values(text: str, spans: Sequence[tuple[int, int]]) -> list[list[int]]:
    """The figures' numbers, those of one list of values (8%、8%、10%) or one range together."""
    groups: list[list[int]] = []
    for number, (start, _) in enumerate(spans):
        gap = text[spans[number - 1][1] : start] if number else "，"
        if groups and (LISTED.match(gap) or RANGE.match(gap)):
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def group_contexts(
    text: str, spans: Sequence[tuple[int, int]], group: Sequence[int], found: Sequence[Context]
) -> list[Context]:
    """The contexts of the figures of one list of values."""
    first, last = group[0], group[-1]
    previous = spans[first - 1][1] if first else 0
    following = spans[last + 1][0] if last + 1 < len(spans) else len(text)
    lead = lead_of(text[previous : spans[first][0]], is_first=not first)
    tail = tail_of(text[spans[last][1] : following], is_last=following == len(text))
    after = AFTER.search(text[spans[last][0] : spans[last][1]])
    ranged = len(group) > 1 and bool(RANGE.match(text[spans[first][1] : spans[last][0]]))
    whole = Context(
        lead,
        tail,
        after=after.group() if after and len(group) > 1 else "",
        gap=text[previous : spans[first][0]].removesuffix(lead),
        ranged=ranged,
    )
    if found and not is_naming(lead + tail):
        whole = replace(whole, held=found[-1].words, gap=found[-1].gap)
    items = list_items(lead, tail, len(group))
    if len(group) == 1 or ranged or len(items) != len(group):
        return [whole] * len(group)
    return [replace(whole, item=item, rest=f"{items[-1]}{tail}") for item in items]


def is_naming(words: str) -> bool:
    """Whether words around a figure name a thing, and do not only say how it moves and when."""
    return len(NAMELESS.sub("", words)) >= SHORTEST_NAME


def lead_of(gap: str, *, is_first: bool) -> str:
    """The words of a gap between two figures that belong to the one behind it."""
    gap = BRACKETED.sub("", gap)
    pieces = STOP.split(gap)
    if len(pieces) > 1 or is_first:
        return pieces[-1]
    if ENDS_JOINT.search(gap):
        return ""
    return JOINT.split(gap, maxsplit=1)[-1]


def tail_of(gap: str, *, is_last: bool) -> str:
    """The words of a gap between two figures that belong to the one before it."""
    gap = BRACKETED.sub("", gap)
    pieces = STOP.split(gap)
    if len(pieces) > 1 or is_last:
        return pieces[0]
    if joint := ENDS_JOINT.search(gap):
        return gap[: joint.start()]
    return JOINT.split(gap, maxsplit=1)[0]


def list_items(lead: str, tail: str, count: int) -> list[str]:
    """The things that a list of ``count`` values is of: before 分别, or behind the last value."""
    head = RESPECTIVE.split(lead)[0]
    listed = [item for item in head.split("、") if item]
    if len(listed) == count > 1:
        return share_subject(listed)
    items = share_subject([item for item in JOINT.split(head) if item])
    return items if len(items) > 1 else [item for item in JOINT.split(tail) if item]


def share_subject(items: list[str]) -> list[str]:
    """Items of which all but the first are only years, each with what the first is of.

    单位GDP能耗2021年、2022年分别下降3.3%、6.5%: both are of 单位GDP能耗.
    """
    if len(items) < 2 or not all(map(ONLY_YEAR.fullmatch, items[1:])):
        return items
    subject = LAST_YEAR.sub("", items[0])
    return [items[0], *(f"{subject}{item}" for item in items[1:])]
