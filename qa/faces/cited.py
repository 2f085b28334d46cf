"""What the terminal shows of a lookup."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from corpus.library import Library
from qa.citations import name_source
from qa.citing.cited import make_cited
from qa.citing.csl import csl_item, plain_item
from qa.citing.formats import CitationFormat, FormatName, make_formats, name_format
from qa.citing.model import Found, Hit, Mark, Neighbour
from qa.faces.terminal import print_json
from qa.settings import Standard

ITEMS = {FormatName.JSON: plain_item, FormatName.CSL_JSON: csl_item}
FIRST_WORDS = 30
"""Characters of a neighbour's text that are shown."""
MARKED = "bold yellow"


def print_citations(found: Found, name: FormatName, library: Library) -> None:
    """The citations of all hits as one JSON list, as reference managers take it."""
    documents = library.documents
    cited = (make_cited(hit.passages, documents[hit.passages[0].document_id]) for hit in found.hits)
    print_json([ITEMS[name](one) for one in cited])


def print_found(
    found: Found,
    names: Sequence[FormatName],
    library: Library,
    standard: Standard,
    console: Console,
) -> None:
    """The hits, the best first, each with its citations."""
    if found.note:
        console.print(found.note, style="yellow", markup=False, highlight=False)
    formats = make_formats(standard)
    chosen = {name_format(name, standard): formats[name] for name in names}
    for rank, hit in enumerate(found.hits, start=1):
        if rank > 1 or found.note:
            console.print()
        print_hit(rank, hit, console)
        print_copies(hit, chosen, library, console)


def print_hit(rank: int, hit: Hit, console: Console) -> None:
    """Rank, place, text with what matches marked, and the clauses beside it."""
    for number, passage in enumerate(hit.passages):
        lead = f"{rank}. ［{hit.match}］" if number == 0 else "   又 "
        console.print(lead + name_source(passage), markup=False, highlight=False)
        marks = [mark for mark in hit.marks if mark.passage == number]
        console.print(Text("   ") + marked_text(passage.text, marks), highlight=False)
    if hit.missing:
        words = "、".join(f"“{one}”" for one in hit.missing)
        console.print(
            f"   所查文字中未对上的：{words}", style="yellow", markup=False, highlight=False
        )
    for called, neighbour in (("上一条", hit.before), ("下一条", hit.after)):
        if neighbour:
            line = f"   {called}：{first_words(neighbour)}"
            console.print(line, style="dim", markup=False, highlight=False)


def marked_text(text: str, marks: Iterable[Mark]) -> Text:
    """A clause's text with what matches set off."""
    shown = Text(text, style="green")
    for mark in marks:
        shown.stylize(MARKED, mark.start, mark.end)
    return shown


def first_words(neighbour: Neighbour) -> str:
    """A neighbour's heading and the first words of its text, on one line."""
    heading = neighbour.clause_path[-1] if neighbour.clause_path else ""
    text = " ".join(neighbour.text.split())
    begun = text if text.startswith(heading) else f"{heading} {text}"
    return begun if len(begun) <= FIRST_WORDS else f"{begun[:FIRST_WORDS]}…"


def print_copies(
    hit: Hit, formats: dict[str, CitationFormat], library: Library, console: Console
) -> None:
    """The citations, each unbroken on a line of its own below what it is."""
    cited = make_cited(hit.passages, library.documents[hit.passages[0].document_id])
    for label, one in formats.items():
        console.print(f"   {label}：", style="cyan", markup=False, highlight=False)
        console.print(one.write(cited), markup=False, highlight=False, soft_wrap=True)
