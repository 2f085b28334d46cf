from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.chunks import build_chunks, split_text
from corpus.clauses import build_clauses
from corpus.models import Clause, Origin, Text
from corpus.readers.pages import drop_page_numbers, number_lines
from corpus.unwrap import unwrap


def text(value: str) -> Text:
    return Text(value, (Origin(0, 1, 1),))


def test_a_short_clause_is_one_chunk() -> None:
    clause = Clause(3, ("二、主要目标",), text("到2025年达峰。"))
    (chunk,) = build_chunks([clause])
    assert (chunk.clause, chunk.path, chunk.text.text) == (3, ("二、主要目标",), "到2025年达峰。")


def test_a_long_clause_is_cut_after_a_sentence() -> None:
    parts = [
        part.text for part in split_text(text("甲" * 9 + "。" + "乙" * 9 + "。" + "丙" * 9), 22)
    ]
    assert parts == ["甲" * 9 + "。" + "乙" * 9 + "。", "丙" * 9]


def test_an_early_break_is_passed_over() -> None:
    parts = [part.text for part in split_text(text("甲。" + "乙" * 12 + "，" + "丙" * 12), 20)]
    assert parts == ["甲。" + "乙" * 12 + "，", "丙" * 12]


@given(st.text("碳。；，\n ", min_size=1, max_size=300), st.integers(3, 50))
def test_nothing_but_white_space_is_lost(value: str, most: int) -> None:
    parts = [part.text for part in split_text(text(value), most)]
    assert all(0 < len(part) <= most for part in parts if part)
    assert re.sub(r"\s", "", "".join(parts)) == re.sub(r"\s", "", value)


def test_every_chunk_of_the_shipped_documents_stands_at_its_lines_and_page(
    shipped: dict[str, list[str]],
) -> None:
    for lines in shipped.values():
        kept = {line.number: line for line in drop_page_numbers(number_lines(lines))[0]}
        chunks = build_chunks(build_clauses(unwrap(list(kept.values()))))
        for chunk in chunks:
            first, last = chunk.text.first, chunk.text.last
            place = [kept[n] for n in range(first.line, last.line + 1) if n in kept]
            source = re.sub(r"\s", "", "".join(line.text for line in place))
            assert re.sub(r"\s", "", chunk.text.text) in source
            assert (place[0].page, place[-1].page) == (first.page, last.page)
            assert len(chunk.text.text) <= 400
