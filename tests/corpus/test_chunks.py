from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from corpus.chunks import MAX_CHARS, build_chunks, split_text
from corpus.models import Clause, Line, Origin, Text
from corpus.readers.pages import drop_page_numbers, number_lines
from corpus.sources import SourceInput, find_sources


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
    for candidate in find_sources([]).candidates:
        kept = {line.number: line for line in read_lines(shipped[candidate.name])}
        for document in candidate.read().parse().documents:
            for chunk in document.chunks:
                first, last = chunk.text.first, chunk.text.last
                place = [kept[n] for n in range(first.line, last.line + 1) if n in kept]
                source = fold("".join(line.text for line in place))
                assert fold(chunk.text.text) in source
                assert (place[0].page, place[-1].page) == (first.page, last.page)
                assert document.line_start <= first.line <= last.line <= document.line_end
                assert len(chunk.text.text) <= MAX_CHARS


def test_nothing_of_the_shipped_documents_is_lost(shipped: dict[str, list[str]]) -> None:
    """Every line stands in a clause, or is a heading in the path of one, or a title."""
    for candidate in find_sources([]).candidates:
        for document in candidate.read().parse().documents:
            texts = [fold(clause.text.text) for clause in document.clauses]
            paths = {fold(label) for clause in document.clauses for label in clause.path}
            everything = "".join(texts) + "".join(sorted(paths)) + fold(document.metadata.title)
            inside = range(document.line_start, document.line_end + 1)
            lines = [one for one in read_lines(shipped[candidate.name]) if one.number in inside]
            lost = [one for one in lines if fold(one.text).rstrip("。；：、") not in everything]
            # The number in front of a title, and a title's own lines, may be left out.
            assert [one.text for one in lost if one.number > document.line_start + 6] == []


def read_lines(physical: list[str]) -> list[Line]:
    return drop_page_numbers(number_lines(physical))[0]


def fold(text: str | None) -> str:
    return re.sub(r"\s", "", text or "")


PIECES = st.sampled_from(
    [
        "一、总体要求",
        "（一）能源行动",
        "1.发展新能源。建设光伏。",
        "4.1.2 绿色策划",
        "4.1",
        "①坚持节约",
        "附件 1",
        "专栏1 重点工程",
        "表1 主要指标",
        "指标 单位 2025年",
        "到 2025年，非化石能源消费比重达到41.5%左右，单位地区生产总值能耗比20",
        "20年下降14.5%。",
        "— 7 —",
        "16",
        "国务院",
        "2021年10月24日",
        "（https://www.gov.cn/a.html）",
        "",
        " 为深入贯彻落实党中央、国务院决策部署，根据国家碳达峰试点建设要求，制",
    ]
)


@given(st.lists(PIECES, min_size=1, max_size=60))
def test_every_chunk_of_any_file_stands_at_its_lines(pieces: list[str]) -> None:
    if not any(piece.strip() for piece in pieces):
        return
    content = "\n".join(pieces).encode()
    kept = {line.number: line for line in read_lines(pieces)}
    if not kept:
        return
    for document in SourceInput("甲.txt", "", content, None).parse().documents:
        for chunk in document.chunks:
            first, last = chunk.text.first, chunk.text.last
            place = [kept[n] for n in range(first.line, last.line + 1) if n in kept]
            assert fold(chunk.text.text) in fold("".join(line.text for line in place))
            assert (place[0].page, place[-1].page) == (first.page, last.page)
