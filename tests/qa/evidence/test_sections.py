"""What stands under a heading, as the answer to who asks a named document for it."""

from __future__ import annotations

from dataclasses import replace

from corpus.library import StoredChunk
from qa.answering.model import Status
from qa.answering.phrased import is_phrased
from qa.answering.verbatim import compose
from qa.engine import Engine
from qa.evidence.sections import CHARS, PARAGRAPHS, find_section, make_section
from qa.library_view import LibraryView
from tests.conftest import is_verbatim
from tests.qa.answering.answerers import LINES
from tests.qa.conftest import FindRows

GOALS = "南府发〔2024〕1号的主要目标是什么？"


def test_a_heading_without_others_below_it_is_answered_by_its_paragraphs(rows: FindRows) -> None:
    place, *quoted = compose(found := rows(GOALS))
    assert place.text.endswith("（南府发〔2024〕1号）二、主要目标：")
    assert len(quoted) >= 2
    assert {part.status for part in quoted} == {Status.QUOTED}
    for part in quoted:
        (cited,) = part.evidence
        assert cited.passage.clause_path == ("二、主要目标",)
        assert is_verbatim(part.text, cited.passage.text)
    assert not is_phrased(found, LINES)


def test_other_words_for_the_same_part(rows: FindRows) -> None:
    (row,) = rows("南府发〔2024〕1号的工作原则有哪些？")
    first = row.evidence[0]
    assert first.is_outline and first.before == "（二）基本原则"
    assert all(item.text in item.passage.text for item in first.items)


def chunks_of(view: LibraryView) -> list[StoredChunk]:
    """The chunks of the first document that has headings."""
    document = next(one for one in view.library.documents.values() if "南充" in (one.title or ""))
    first, last = view.library.range_of(document.document_id)
    return view.library.chunks(range(first, last + 1))


def test_what_is_too_long_or_a_table_or_there_twice_is_no_section(plans: Engine) -> None:
    view = plans.view
    chunks, library = chunks_of(view), view.library
    goals = [one for one in chunks if one.path == ("二、主要目标",)]
    assert make_section(goals[0].path, goals, library)
    long = replace(goals[0], text="长" * (CHARS + 1))
    assert make_section(goals[0].path, [long], library) is None
    assert make_section(goals[0].path, [replace(goals[0], is_table=True)], library) is None
    assert make_section(goals[0].path, goals * PARAGRAPHS, library) is None
    again = [replace(one, path=("附件", *one.path)) for one in goals]
    assert find_section(chunks, "主要目标", [], library)
    assert find_section([*chunks, *again], "主要目标", [], library) is None
