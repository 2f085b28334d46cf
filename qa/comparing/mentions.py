"""Where a place names an indicator for a year and sets no figure (完成省下达的指标任务)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from corpus.library import Library, StoredChunk
from corpus.targets.documents import owner_of
from corpus.targets.folding import Folded
from corpus.targets.milestones import YEAR_UNIT
from corpus.targets.models import Setting
from corpus.targets.reading import read, with_years
from corpus.targets.rules import is_past
from corpus.targets.stored import StoredTarget
from qa.comparing.models import Mention

LEAST = 5
"""Characters; a shorter name stands in too many sentences that set nothing."""


def find_mentions(
    library: Library, targets: Sequence[StoredTarget], regions: Collection[str]
) -> list[Mention]:
    """The sentences that name an indicator, say by when, and hold none of its targets.

    Args:
        library: The library.
        targets: All targets of the indicator, of any place; they tell how it is written.
        regions: Whose documents are looked at; none for all.
    """
    names = names_of(targets)
    owners = document_owners(library)
    wanted = [one for one, owner in owners.items() if not regions or owner in regions]
    said = {(one.position, one.place.start) for one in targets}
    return [
        mention
        for chunk in library.chunks_with(names, wanted)
        if not chunk.is_table and chunk.position not in library.twins
        for mention in mentions_in(chunk, owners[chunk.document_id], names)
        if (mention.position, mention.start) not in said
    ]


def names_of(targets: Iterable[StoredTarget]) -> list[str]:
    """How documents write an indicator; nothing for one that is named everywhere."""
    names = {one.indicator for one in targets if one.unit != YEAR_UNIT}
    return sorted(name for name in names if len(name) >= LEAST)


def document_owners(library: Library) -> dict[str, str]:
    """Whose the targets of each document are, where that is known."""
    owners = (
        (one.document_id, owner_of(one.region, one.level, one.title))
        for one in library.documents.values()
    )
    return {document: owner for document, owner in owners if owner}


def mentions_in(chunk: StoredChunk, region: str, names: Iterable[str]) -> Iterator[Mention]:
    """The sentences of a chunk that name an indicator and by when, and tell no past."""
    for sentence, held in with_years(chunk.text, None, told=False):
        found = next((name for name in names if name in sentence.text), "")
        year = year_of(sentence, sentence.text.find(found), held) if found else None
        if year is not None and not is_past(sentence.text):
            place = sentence.place
            quote = chunk.text[place.start : place.end]
            yield Mention(region, year, chunk.position, place.start, quote)


def year_of(sentence: Folded, offset: int, held: int | None) -> int | None:
    """The year that holds at ``offset`` of a sentence, where ``held`` held before it."""
    point = read(sentence, Setting(), held).times.before(offset)
    return point.year if point else held
