"""Wordings from all five shipped files, with the bundled sentence model: each is found first."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from corpus.library import Library, StoredChunk
from qa.citing.cited import make_cited
from qa.citing.folding import fold
from qa.citing.formats import FormatName, make_formats
from qa.citing.locators import locate
from qa.citing.lookup import Lookup
from qa.citing.model import Found, MatchKind
from qa.engine import Engine
from qa.settings import Standard

pytestmark = pytest.mark.models

PER_FILE = 7
SENTENCE = re.compile(r"[^。！？\n]{14,}。")
HALF_TO_FULL = str.maketrans("0123456789%，", "０１２３４５６７８９％,")


def by_file(library: Library) -> dict[str, list[StoredChunk]]:
    """The chunks of each source file that have a sentence, without tables."""
    last = max(library.range_of(document_id)[1] for document_id in library.documents)
    chunks: dict[str, list[StoredChunk]] = {}
    for chunk in library.chunks(range(last + 1)):
        if not chunk.is_table and SENTENCE.search(chunk.text):
            name = library.documents[chunk.document_id].source_file
            chunks.setdefault(name, []).append(chunk)
    return chunks


def spread(chunks: list[StoredChunk]) -> list[StoredChunk]:
    """Some of the chunks, from all over the file."""
    return chunks[5 :: max(1, len(chunks) // PER_FILE)][:PER_FILE]


def with_typo(sentence: str) -> str:
    """A sentence with another character in its middle."""
    middle = len(sentence) // 2
    return f"{sentence[:middle]}鑫{sentence[middle + 1 :]}"


def find(engine: Engine, wording: str) -> Found:
    return Lookup(engine.view).find(wording, 3)


def is_first(wanted: str, found: Found, library: Library) -> bool:
    """Whether the first hit holds a sentence, or a copy of it that the hit names."""
    first = found.hits[0].passages[0]
    copies = [library.chunk_text(place.chunk_id) or "" for place in first.also_in]
    return any(fold(wanted) in fold(text) for text in (first.text, *copies))


def test_a_clauses_own_sentence_comes_first(real_engine: Engine) -> None:
    files = by_file(real_engine.view.library)
    assert len(files) == 5
    for chunk in (chunk for chunks in files.values() for chunk in spread(chunks)):
        found = SENTENCE.search(chunk.text)
        assert found is not None
        sentence = found.group().strip()
        quarter = len(sentence) // 4
        middle = sentence[quarter:-quarter]
        for wording, kind, held in (
            (sentence, MatchKind.VERBATIM, sentence),
            (middle, MatchKind.VERBATIM, middle),
            (sentence.translate(HALF_TO_FULL), MatchKind.VERBATIM, sentence),
            (" ".join(sentence), MatchKind.VERBATIM, sentence),
            (with_typo(sentence), MatchKind.NEAR, sentence),
        ):
            result = find(real_engine, wording)
            assert result.hits[0].match is kind, wording
            assert is_first(held, result, real_engine.view.library), wording


def test_a_sentence_pair_over_two_clauses_gives_both(real_engine: Engine) -> None:
    library = real_engine.view.library
    for chunks in by_file(library).values():
        pairs = [
            (a, b)
            for a, b in pairwise(chunks)
            if (a.position + 1, a.document_id) == (b.position, b.document_id)
            and a.clause != b.clause
            and a.text.endswith("。")
        ]
        for before, after in pairs[:: max(1, len(pairs) // 3)][:3]:
            ends, begins = SENTENCE.findall(before.text)[-1], after.text[:30]
            hit = find(real_engine, ends.strip() + begins).hits[0]
            assert (hit.match, len(hit.passages)) == (MatchKind.VERBATIM, 2), ends
            assert fold(ends) in fold(hit.passages[0].text)
            assert fold(hit.passages[1].text).startswith(fold(begins))


def test_the_citation_of_an_official_document(real_engine: Engine) -> None:
    hit = find(real_engine, "全面推进风电、太阳能发电大规模开发和高质量发展").hits[0]
    document = real_engine.view.library.documents[hit.passages[0].document_id]
    cited = make_cited(hit.passages, document)
    assert make_formats(Standard.GB2015)[FormatName.OFFICIAL].write(cited) == (
        "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）第三部分第（一）项第2点"
    )


def test_every_clause_below_a_heading_has_a_place(real_engine: Engine) -> None:
    library = real_engine.view.library
    last = max(library.range_of(document_id)[1] for document_id in library.documents)
    for chunk in library.chunks(range(last + 1)):
        level = library.documents[chunk.document_id].level
        said = locate(chunk.path, level, is_table=chunk.is_table)
        assert bool(said) == bool(chunk.path), chunk.path
        assert "None" not in said
