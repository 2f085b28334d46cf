"""Lookups in the small library and in three shipped plans, with the fake sentence model."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from corpus.errors import InputError
from qa.citing.lookup import Lookup
from qa.citing.model import Found, Hit, MatchKind
from qa.engine import Engine
from qa.library_view import LibraryView
from qa.search.filters import Filters
from tests.conftest import is_verbatim

Find = Callable[..., Found]


@pytest.fixture
def find(small: LibraryView) -> Find:
    return lambda text, k=5, **filters: Lookup(small).find(text, k, Filters(**filters))


@pytest.fixture
def find_in_plans(plans: Engine) -> Find:
    return lambda text, k=5: Lookup(plans.view).find(text, k)


def marked(hit: Hit) -> list[str]:
    return [hit.passages[one.passage].text[one.start : one.end] for one in hit.marks]


def titles(found: Found) -> list[str | None]:
    return [hit.passages[0].title for hit in found.hits]


@pytest.mark.parametrize(
    "wording",
    [
        "全国非化石能源消费比重达到25%左右",
        "全国非化石能源消费比重达到２５％左右",
        "全国 非化石能源\n消费比重，达到25 %左右。",
        "全國非化石能源消費比重達到25%左右",
    ],
    ids=["as printed", "full width", "white space and marks", "traditional"],
)
def test_letter_by_letter(find: Find, wording: str) -> None:
    found = find(wording)
    hit = found.hits[0]
    assert (hit.match, found.note) == (MatchKind.VERBATIM, None)
    assert hit.passages[0].doc_no == "国发〔2021〕23号"
    assert hit.passages[0].clause_path == ("二、主要目标",)
    assert marked(hit) == ["全国非化石能源消费比重达到25%左右"]


def test_a_part_of_a_figure_is_not_letter_by_letter(find: Find) -> None:
    found = find("非化石能源消费比重达到5%左右")
    assert found.hits[0].match is not MatchKind.VERBATIM
    assert found.note == "资料中没有逐字一致的条款，下列为相近条款。"


def test_nearly(find: Find) -> None:
    found = find("到2030年非化石能源消费占比达到25%左右")
    hit = found.hits[0]
    assert (hit.match, hit.missing) == (MatchKind.NEAR, ("占比",))
    assert hit.passages[0].doc_no == "国发〔2021〕23号"
    assert "达到25%左右" in marked(hit)


def test_a_keyword_is_marked_wherever_it_stands(find: Find) -> None:
    found = find("森林覆盖率")
    assert [hit.match for hit in found.hits[:2]] == [MatchKind.VERBATIM] * 2
    assert set(marked(found.hits[0])) == {"森林覆盖率"}
    assert all(hit.match is not MatchKind.VERBATIM for hit in found.hits[2:])


def test_several_words_are_looked_up_together(find: Find) -> None:
    found = find("光伏 淄博市")
    hit = found.hits[0]
    assert hit.match is MatchKind.WORDS
    assert set(marked(hit)) == {"光伏", "淄博市"}
    assert found.note == "资料中没有逐字一致的条款，下列条款含所查的全部词语。"


@pytest.mark.parametrize(
    "number", ["国发〔2021〕23号", "国发[2021]23号", "国发（2021） 23 号", "国发2021年23号文"]
)
def test_a_number_gives_its_documents_clauses(find: Find, number: str) -> None:
    found = find(number, 3)
    assert {hit.match for hit in found.hits} == {MatchKind.NAMED}
    assert {hit.passages[0].doc_no for hit in found.hits} == {"国发〔2021〕23号"}
    assert [hit.passages[0].line_start for hit in found.hits] == sorted(
        hit.passages[0].line_start for hit in found.hits
    )
    assert found.note is None


def test_a_title_gives_its_documents_clauses(find: Find) -> None:
    found = find("《碳排放权交易管理办法（试行）》")
    assert found.hits[0].match is MatchKind.NAMED
    assert titles(found)[0] == "碳排放权交易管理办法（试行）"


def test_a_citation_leads_back_to_its_clause(find: Find) -> None:
    cited = (
        "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）第三部分第（一）项第3点"
    )
    first = find(cited).hits[0].passages[0]
    assert first.clause_path[1:] == ("（一）能源绿色低碳转型行动", "3")
    assert first.text.startswith("3.合理调控油气消费")


def test_of_copies_the_one_with_a_number_is_cited(find: Find) -> None:
    found = find("南充市非化石能源消费比重达到41.5%")
    (hit, *others) = found.hits
    assert hit.passages[0].doc_no == "南府发〔2024〕1号"
    assert hit.passages[0].also_in
    assert all(
        other.passages[0].region != "南充市" or other.match is not hit.match for other in others
    )


def test_filters_hold(find: Find) -> None:
    found = find("非化石能源消费比重", region="淄博市")
    assert {hit.passages[0].region for hit in found.hits} == {"淄博市"}
    with pytest.raises(InputError, match="没有地区为“火星”的文件"):
        find("碳", region="火星")


def test_a_wording_over_two_clauses_is_cited_as_both(find: Find) -> None:
    hit = find(
        "温室气体的自然和人为的气态成分，包括二氧化碳和甲烷。（二）碳排放权：是指分配给重点"
    ).hits[0]
    assert hit.match is MatchKind.NEAR
    wording = "自然和人为的气态成分，包括二氧化碳和甲烷。（二）碳排放权：是指分配给重点排放单位的"
    hit = find(wording).hits[0]
    assert hit.match is MatchKind.VERBATIM
    assert [one.clause_path[-1] for one in hit.passages] == ["（一）温室气体", "（二）碳排放权"]
    assert marked(hit) == [
        "自然和人为的气态成分，包括二氧化碳和甲烷",
        "（二）碳排放权：是指分配给重点排放单位的",
    ]


def test_the_clauses_beside_a_hit(find: Find) -> None:
    hit = find("第十二条 温室气体重点排放单位应当控制温室气体排放").hits[0]
    assert hit.before is not None
    assert hit.before.clause_path == ("第一章 总则", "第一条")
    assert hit.before.text.startswith("第一条 为了在应对气候变化中")
    assert hit.after is not None
    assert hit.after.clause_path[0] == "第二章 附则"


def test_nothing_of_it_stands_anywhere(find: Find) -> None:
    found = find("今天天气怎么样")
    assert all(hit.match is MatchKind.RELATED for hit in found.hits)
    assert found.note is not None


SENTENCE = re.compile(r"[^。！？\n]{15,}。")


def test_sentences_of_the_plans_are_found_first(plans: Engine, find_in_plans: Find) -> None:
    library = plans.view.library
    last = max(library.range_of(document_id)[1] for document_id in library.documents)
    chunks = [one for one in library.chunks(range(0, last + 1, 12)) if not one.is_table]
    sentences = [match.group() for one in chunks if (match := SENTENCE.search(one.text))]
    assert len(sentences) >= 10
    for sentence in sentences:
        middle = sentence[len(sentence) // 4 : -len(sentence) // 4]
        for wording in (sentence, middle, sentence.replace("，", ", "), " ".join(sentence)):
            first = find_in_plans(wording).hits[0]
            assert first.match is MatchKind.VERBATIM, wording
            shown = "".join(passage.text for passage in first.passages)
            assert is_verbatim(middle if wording == middle else sentence, shown), wording


def test_words_are_looked_up_in_the_document_that_is_named(find: Find) -> None:
    first = find("国发〔2021〕23号 石油消费").hits[0]
    assert first.match is MatchKind.NAMED
    assert first.passages[0].doc_no == "国发〔2021〕23号"
    assert marked(first) == ["石油消费"]


def test_a_long_text_is_looked_up_by_its_clauses(find_in_plans: Find, plans: Engine) -> None:
    library = plans.view.library
    first, last = next(
        library.range_of(one.document_id)
        for one in library.documents.values()
        if one.source_file.startswith("002")
    )
    chunks = [one for one in library.chunks(range(first, last + 1)) if not one.is_table][10:14]
    hit = find_in_plans("".join(chunk.text for chunk in chunks)[:1500]).hits[0]
    assert hit.match is MatchKind.VERBATIM
    assert [passage.clause_path for passage in hit.passages] == list(
        dict.fromkeys(chunk.path for chunk in chunks)
    )
