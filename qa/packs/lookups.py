"""The pack of a lookup: what was looked up, how each hit meets it, and the clauses."""

from __future__ import annotations

from collections.abc import Iterator

from qa.citing.model import Found, Hit, MatchKind
from qa.packs.making import PackMaker, scope
from qa.packs.model import Pack, Paragraph, Piece, Source, Voice, plain, section

TITLE = "条款查询结果"


def lookup_pack(found: Found, maker: PackMaker) -> Pack:
    """The hits, best first; each of their clauses is a source, quoted whole."""
    sources = number_clauses(found, maker)
    said = list(plain(found.note)) if found.note else []
    numbers = iter(sources)
    for hit in found.hits:
        cited = [next(numbers) for _ in hit.passages]
        said += describe(hit, cited, maker)
    return maker.pack(
        TITLE,
        (
            *section("所查文字", *plain(found.query)),
            *section("查询结果", *said),
            *section("说明", *plain(*scope(found.filters))),
        ),
        "条款原文",
        sources,
    )


def number_clauses(found: Found, maker: PackMaker) -> list[Source]:
    """The clauses of all hits by number, from 1."""
    passages = (passage for hit in found.hits for passage in hit.passages)
    return [maker.source(n, one.text, one) for n, one in enumerate(passages, start=1)]


def describe(hit: Hit, cited: list[Source], maker: PackMaker) -> Iterator[Paragraph]:
    """How a hit matches, its citation ready to copy, the words that match, and what is missing."""
    numbers = tuple(one.number for one in cited)
    yield Paragraph((Piece(f"［{hit.match}］{maker.official(hit.passages)}", numbers),))
    if hit.match is MatchKind.VERBATIM:
        pieces = (
            Piece(cited[mark.passage].quote[mark.start : mark.end], (cited[mark.passage].number,))
            for mark in hit.marks
        )
        yield from (Paragraph((piece,), Voice.QUOTED) for piece in pieces)
    if hit.missing:
        missing = "、".join(f"“{one}”" for one in hit.missing)
        yield from plain(f"所查文字中未对上的：{missing}。")
