"""The outline of a document while it is read: which headings stand above the next paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.headings import DIGITS, Heading, Rank, read_numeral


@dataclass
class Box:
    """A 专栏 box: it stands in a clause, has items of its own, and ends without a mark."""

    depth: int
    """How many headings stand above what is in the box, its caption among them."""
    first: Heading | None = None
    """Its first item, once it was seen: the others are of the same form."""
    last: int = 0
    """Number of its last item."""

    def takes(self, heading: Heading) -> bool:
        """Whether a heading is the box's next item; if not, the text after the box has begun."""
        number = read_number(heading.label)
        if heading.depth < Rank.CHINESE_PAREN or number != self.last + 1:
            return False
        first = self.first or heading
        if (first.depth, first.standalone) != (heading.depth, heading.standalone):
            return False
        self.first, self.last = first, number
        return True


class Outline:
    """The open headings, the highest first."""

    def __init__(self) -> None:
        self._open: list[Heading] = []
        self._box: Box | None = None

    def enter(self, heading: Heading) -> tuple[str, ...]:
        """Enter a heading; the labels from the highest down to it."""
        if heading.depth == Rank.BOX:
            self._leave_box()
            self._open.append(heading)
            self._box = Box(len(self._open))
        elif self._box is not None and self._box.takes(heading):
            self._open[self._box.depth :] = [heading]
        else:
            self._leave_box()
            self._open = [h for h in self._open if h.depth < heading.depth] + [heading]
        return self.path

    def extend_label(self, text: str) -> tuple[str, ...]:
        """Add to the label of the heading entered last, a number at first; the new path."""
        last = self._open[-1]
        space = "" if " " in last.label else " "
        label = f"{last.label.rstrip(':：')}{space}{text}"
        self._open[-1] = Heading(last.depth, label, last.standalone)
        return self.path

    @property
    def path(self) -> tuple[str, ...]:
        """The labels of the open headings."""
        return tuple(heading.label for heading in self._open)

    def _leave_box(self) -> None:
        if self._box is not None:
            del self._open[self._box.depth - 1 :]
            self._box = None


def read_number(label: str) -> int:
    """The number that a label begins with (``（二）`` and ``2.`` have 2); 0 if there is none."""
    match = re.match(rf"[（(]?(?:(\d{{1,2}})|([{DIGITS}十]+))", label)
    if match is None:
        return 0
    return int(match[1]) if match[1] else read_numeral(match[2])
