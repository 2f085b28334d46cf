"""Merging over a document with a clause of several chunks, lists, a short item and a table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.library import Library, StoredChunk
from qa.library_view import LibraryView
from qa.search.merging import LONGEST, LONGEST_LIST, SHORT, Block, Merger
from qa.search.store import CandidateStore
from tests.conftest import build_engine

NUMERALS = "一二三四五六七八九十"


def sentences(subject: str, count: int) -> str:
    """Different sentences of 50 to 60 characters."""
    return "".join(
        f"推进{subject}第{number}批节能降碳改造，健全统计核算制度，"
        f"到2025年完成改造项目{number * 37}个，单位产品能耗下降3.5%。"
        for number in range(1, count + 1)
    )


def items(subject: str, count: int, length: int) -> str:
    """A list of numbered items."""
    return "\n\n".join(
        f"（{NUMERALS[number]}）{subject}第{number + 1}项。{sentences(subject, length)}"
        for number in range(count)
    )


PLAN = f"""某市碳达峰实施方案

一、工作原则

{sentences("原则", 21)}

二、主要任务

{items("任务", 5, 5)}

三、长期任务

{items("长期", 9, 6)}

四、节能要求

（一）加快淘汰落后产能。

（二）严控新增产能，{sentences("产能", 2)}

（三）推广节能技术。

五、宣传教育

{sentences("宣传", 40)}
"""
TABLED = """# 另市碳达峰工作方案

## 一、主要目标

到2025年，新增光伏发电装机400万千瓦以上，森林覆盖率达到18%左右，建成一批绿色低碳示范园区。

| 指标 | 2025年 |
| --- | --- |
| 光伏发电装机 | 400万千瓦 |

## 二、保障措施

市发展改革委统筹协调，各区县人民政府落实主体责任，及时总结推广典型经验做法。
"""


@pytest.fixture(scope="module")
def merging_view(tmp_path_factory: pytest.TempPathFactory) -> LibraryView:
    files = {"方案.txt": PLAN, "表.md": TABLED}
    return build_engine(tmp_path_factory.mktemp("merging"), files).view


@pytest.fixture(scope="module")
def library(merging_view: LibraryView) -> Library:
    return merging_view.library


@pytest.fixture(scope="module")
def chunks(merging_view: LibraryView) -> list[StoredChunk]:
    return merging_view.library.chunks(range(merging_view.chunk_count))


@pytest.fixture(scope="module")
def merger(library: Library) -> Merger:
    return Merger(library, CandidateStore(library))


def under(chunks: list[StoredChunk], heading: str) -> list[int]:
    """The positions of the chunks under a heading."""
    return [one.position for one in chunks if any(heading in label for label in one.path)]


def positions_of(block: Block) -> list[int]:
    return [chunk.position for chunk in block.chunks]


def test_neighbours_of_a_clause_are_one_passage_of_its_words(
    merger: Merger, library: Library, chunks: list[StoredChunk]
) -> None:
    first, second, third = under(chunks, "一、工作原则")[:3]
    (block,) = merger.merge([second, first, third], 2, lists=False)
    assert block.hit.position == second
    assert positions_of(block) == [first, second, third]
    assert block.text in library.clause_text(block.hit.document_id, block.hit.clause)
    assert block.text.startswith(chunks[first].text)
    assert block.text.endswith(chunks[third].text)


def test_a_neighbour_that_was_not_found_is_not_fetched(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    first, _, third = under(chunks, "一、工作原则")[:3]
    alone = merger.merge([first, third], 2, lists=False)
    assert [positions_of(block) for block in alone] == [[first], [third]]
    assert [block.text for block in alone] == [chunks[first].text, chunks[third].text]


def test_neighbours_of_another_clause_are_another_passage(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    last = under(chunks, "一、工作原则")[-1]
    following = under(chunks, "二、主要任务")[0]
    assert following == last + 1
    blocks = merger.merge([last, following], 2, lists=False)
    assert [positions_of(block) for block in blocks] == [[last], [following]]


def test_neighbours_that_are_too_long_together_stay_apart(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    found = under(chunks, "五、宣传教育")
    assert sum(len(chunks[position].text) for position in found) > LONGEST
    first, *_ = merger.merge(found, len(found), lists=False)
    assert positions_of(first) == [found[0]]


def test_a_short_item_comes_with_its_clause_and_the_heading_in_front(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    family = under(chunks, "四、节能要求")
    short = family[2]
    assert len(chunks[short].text) < SHORT
    (block,) = merger.merge([short], 1, lists=False)
    assert block.hit.position == short
    assert positions_of(block) == family
    assert block.path == ("四、节能要求",)
    assert block.text.split("\n") == ["四、节能要求", *(chunks[p].text for p in family)]


def test_a_question_for_a_list_gets_the_whole_list(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    family = under(chunks, "二、主要任务")
    (block,) = merger.merge([family[3]], 1, lists=True)
    assert positions_of(block) == family
    assert block.text.startswith("二、主要任务\n（一）")
    assert "（五）" in block.text
    (alone,) = merger.merge([family[3]], 1, lists=False)
    assert positions_of(alone) == [family[3]]


def test_a_list_that_is_too_long_is_not_fetched_whole(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    family = under(chunks, "三、长期任务")
    assert sum(len(chunks[position].text) for position in family) > LONGEST_LIST
    (block,) = merger.merge([family[0]], 1, lists=True)
    assert set(positions_of(block)) < set(family)
    assert len(block.text) <= LONGEST_LIST


def test_the_headings_of_a_merged_passage_stand_above_their_clauses(
    small: LibraryView, ids: dict[str, str]
) -> None:
    first, last = small.library.range_of(ids["办法"])
    merger = Merger(small.library, CandidateStore(small.library))
    (block,) = merger.merge([last], 1, lists=True)
    assert block.path == ("第二章 附则", "第四十二条 本办法中下列用语的含义")
    assert block.text.startswith("第四十二条 本办法中下列用语的含义\n（一）温室气体：是指")
    (block,) = merger.merge([first], 1, lists=True)
    assert block.text.startswith("第一章 总则\n第一条 为了")
    assert "\n第十二条 温室气体重点排放单位" in block.text


def test_a_table_is_not_fetched_with_a_text(merger: Merger, chunks: list[StoredChunk]) -> None:
    (table,) = [one.position for one in chunks if one.is_table]
    text = table - 1
    assert chunks[text].path == ("一、主要目标",)
    blocks = merger.merge([text, table], 2, lists=True)
    assert positions_of(blocks[0]) == [text]


def test_a_text_is_not_fetched_with_a_short_table(
    merger: Merger, chunks: list[StoredChunk]
) -> None:
    (table,) = [one.position for one in chunks if one.is_table]
    assert len(chunks[table].text) < SHORT
    (block,) = merger.merge([table], 1, lists=False)
    assert positions_of(block) == [table]


def test_a_text_that_a_clause_says_twice_does_not_cut_the_passage(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    said = "各地要落实责任，确保取得实效，按月通报。"
    text = f"# 某市方案\n\n## 一、要求\n\n{said}{sentences('要求', 7)}\n\n{said}\n"
    view = build_engine(tmp_path_factory.mktemp("twice"), {"方案.md": text}).view
    last = view.chunk_count - 1
    long, short = view.library.chunks([last - 1, last])
    assert (short.text, long.clause) == (said, short.clause)
    (block,) = Merger(view.library, CandidateStore(view.library)).merge(
        [last - 1, last], 1, lists=False
    )
    assert block.text == f"{long.text}\n{short.text}"


@settings(derandomize=True, deadline=None, max_examples=60)
@given(data=st.data(), most=st.integers(1, 12), lists=st.booleans())
def test_whatever_is_ranked(
    merger: Merger, library: Library, data: st.DataObject, most: int, lists: bool
) -> None:
    last = max(library.range_of(document_id)[1] for document_id in library.documents)
    ranked = data.draw(st.permutations(range(last + 1)))[: 3 * most]
    blocks = merger.merge(ranked, most, lists=lists)
    taken = [position for block in blocks for position in positions_of(block)]
    assert 1 <= len(blocks) <= most
    assert len(set(taken)) == len(taken)
    for block in blocks:
        positions = positions_of(block)
        assert positions == list(range(positions[0], positions[-1] + 1))
        assert len({chunk.document_id for chunk in block.chunks}) == 1
        assert block.hit in block.chunks
        assert block.hit.position in ranked
        assert all(chunk.text in block.text for chunk in block.chunks)
        assert all(chunk.path[: len(block.path)] == block.path for chunk in block.chunks)
        headings = {label for chunk in block.chunks for label in chunk.path}
        longest = LONGEST_LIST if lists else LONGEST
        assert len(block.text) <= longest + sum(len(heading) + 1 for heading in headings)
        clauses = [library.clause_text(one.document_id, one.clause) for one in block.chunks]
        for line in block.text.split("\n"):
            assert line in headings or any(line in clause for clause in clauses)
