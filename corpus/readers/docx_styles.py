"""Styles of a DOCX file: which paragraphs are headings, and which runs are hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.readers.docx_xml import W, attribute, find, flag, number, value

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
TITLE = re.compile(r"title|标题", re.IGNORECASE)
TITLE_RANK = 0
LONGEST_CHAIN = 20
"""Styles based on one another; Word allows fewer."""
BODY_OUTLINE = 9
"""``w:outlineLvl`` of body text; 0 to 8 are the levels of headings."""


@dataclass(frozen=True, slots=True)
class Style:
    """A style as far as it is needed."""

    id: str
    name: str
    base: str | None
    paragraph: _Element | None
    """``w:pPr``"""
    run: _Element | None
    """``w:rPr``"""

    @property
    def rank(self) -> int | None:
        """0 for the built-in style of titles, 1 to 9 for those of headings."""
        for name in (self.id, self.name):
            if TITLE.fullmatch(name):
                return TITLE_RANK
            if match := HEADING.fullmatch(name):
                return int(match[1])
        return None


class Styles:
    """The styles of a document."""

    def __init__(self, root: _Element | None) -> None:
        elements = [] if root is None else root.findall(W + "style")
        read = [read_style(element) for element in elements]
        self.by_id = {style.id: style for style in read}
        self.chains: dict[str | None, tuple[Style, ...]] = {}
        self.default = next(
            (style.id for style, one in zip(read, elements, strict=True) if is_default(one)), None
        )

    def chain(self, style_id: str | None) -> tuple[Style, ...]:
        """A style and those that it is based on, nearest first; none for no style."""
        if style_id not in self.chains:
            self.chains[style_id] = tuple(self.follow(style_id))
        return self.chains[style_id]

    def follow(self, style_id: str | None) -> Iterator[Style]:
        """Follow ``w:basedOn``; a style that the file lacks is known by its id only."""
        seen: set[str] = set()
        while style_id is not None and style_id not in seen and len(seen) < LONGEST_CHAIN:
            seen.add(style_id)
            style = self.by_id.get(style_id) or Style(style_id, style_id, None, None, None)
            yield style
            style_id = style.base

    def of_paragraph(self, paragraph: _Element) -> tuple[Style, ...]:
        """The chain of a paragraph's style."""
        return self.chain(value(paragraph, "pPr", "pStyle") or self.default)

    def rank(self, paragraph: _Element) -> int | None:
        """0 for a title, 1 to 9 for a heading, None for other paragraphs."""
        styles = self.of_paragraph(paragraph)
        if any(style.rank == TITLE_RANK for style in styles):
            return TITLE_RANK
        outline = number(paragraph, "pPr", "outlineLvl")
        if outline is not None:
            return rank_of_outline(outline)
        return next(ranks_of_styles(styles), None)

    def hides(self, run: _Element, paragraph: _Element) -> bool:
        """Whether a run is hidden text, by itself, its style or its paragraph's style."""
        own = flag(run, "rPr", "vanish")
        if own is not None:
            return own
        styles = [*self.chain(value(run, "rPr", "rStyle")), *self.of_paragraph(paragraph)]
        flags = (flag(style.run, "vanish") for style in styles)
        return next((one for one in flags if one is not None), False)


def read_style(element: _Element) -> Style:
    """Read ``w:style``."""
    style_id = attribute(element, "styleId") or ""
    return Style(
        id=style_id,
        name=value(element, "name") or style_id,
        base=value(element, "basedOn"),
        paragraph=find(element, "pPr"),
        run=find(element, "rPr"),
    )


def is_default(element: _Element) -> bool:
    """Whether ``w:style`` is that of paragraphs that name none."""
    return attribute(element, "type") == "paragraph" and attribute(element, "default") in {
        "1",
        "true",
        "on",
    }


def ranks_of_styles(styles: tuple[Style, ...]) -> Iterator[int | None]:
    """The ranks that styles give a paragraph, nearest first: by outline level, else by name."""
    for style in styles:
        outline = number(style.paragraph, "outlineLvl")
        if outline is not None:
            yield rank_of_outline(outline)
        elif style.rank is not None:
            yield style.rank


def rank_of_outline(outline: int) -> int | None:
    """The rank of an outline level; None for that of body text."""
    return outline + 1 if 0 <= outline < BODY_OUTLINE else None
