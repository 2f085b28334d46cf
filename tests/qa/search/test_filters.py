from __future__ import annotations

import re

import pytest

from corpus.errors import InputError
from qa.library_view import LibraryView
from qa.search.filters import NO_FILTERS, SHOWN, Filters, any_of, existing_values, read_years


@pytest.mark.parametrize(
    ("filters", "files"),
    [
        (Filters(year="2023"), {"淄博"}),
        (Filters(year="2021-2023"), {"国务院", "淄博"}),
        (Filters(year="2021至2023年"), {"国务院", "淄博"}),
        (Filters(year="2020—2024"), {"办法", "国务院", "淄博", "南充通知"}),
        (Filters(region="南充"), {"南充通知"}),
        (Filters(region="南充市", type="方案"), {"南充通知"}),
        (Filters(level="企业"), {"华电", "三峡"}),
        (Filters(issuer="生态环境"), {"办法"}),
        (Filters(level="国家", year="2021"), {"国务院"}),
        (Filters(region=("南充市", "淄博")), {"南充通知", "淄博"}),
        (Filters(year=("2020", "2023-2024")), {"办法", "淄博", "南充通知"}),
        (Filters(level=("国家", "市"), year=("2021", "2024")), {"国务院", "南充通知"}),
    ],
    ids=lambda value: value.spelled if isinstance(value, Filters) else "",
)
def test_the_documents_that_meet_all_filters(
    small: LibraryView, ids: dict[str, str], filters: Filters, files: set[str]
) -> None:
    assert set(filters.select(small.library.documents)) == {ids[name] for name in files}


def test_a_document_by_its_id(small: LibraryView, ids: dict[str, str]) -> None:
    assert Filters(document=ids["华电"]).select(small.library.documents) == [ids["华电"]]


def test_without_filters_all_documents_are_meant(small: LibraryView) -> None:
    assert NO_FILTERS.given == {}
    assert NO_FILTERS.select(small.library.documents) == list(small.library.documents)


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        (Filters(region="火星"), "没有地区为“火星”的文件；现有：南充市、淄博市"),
        (Filters(year="1999"), "没有年份为“1999”的文件；现有：2020、2021、2023、2024"),
        (Filters(level="省"), "没有层级为“省”的文件；现有：企业、市、国家、部委"),
        (Filters(type="诗"), "没有类型为“诗”的文件；现有：方案、办法"),
        (Filters(issuer="财政部"), "没有发文机关为“财政部”的文件；现有：生态环境部"),
        (
            Filters(document="nope"),
            "没有文件编号为“nope”的文件，可用 tanwen documents 查看有哪些文件",
        ),
        (
            Filters(region="南充市", year="2021"),
            "没有文件同时符合这些筛选条件：地区=南充市、年份=2021，请去掉其中一个",
        ),
        (
            Filters(region=("南充市", "火星")),
            "没有地区为“火星”的文件；现有：南充市、淄博市",
        ),
        (
            Filters(region=("南充市", "淄博市"), year="2021"),
            "没有文件同时符合这些筛选条件：地区=南充市或淄博市、年份=2021，请去掉其中一个",
        ),
        (Filters(year="2023-2021"), "年份范围“2023-2021”前后颠倒，请写成 2021-2023"),
        (Filters(year="去年"), "年份“去年”看不懂，请写成 2023 或 2021-2023"),
    ],
    ids=lambda value: value.spelled if isinstance(value, Filters) else "",
)
def test_what_no_document_meets_is_refused_with_what_there_is(
    small: LibraryView, filters: Filters, message: str
) -> None:
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        filters.select(small.library.documents)


def test_one_value_is_written_as_before_and_several_as_a_list() -> None:
    assert Filters(region=any_of(["南充市"]), year=any_of(["2021", "2023", "2021"])).given == {
        "region": "南充市",
        "year": ["2021", "2023"],
    }
    assert any_of([]) is None


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2021", ("2021", "2021")),
        (" 2021年 ", ("2021", "2021")),
        ("2021-2023", ("2021", "2023")),
        ("2021 到 2023年", ("2021", "2023")),
        ("2021~2023", ("2021", "2023")),
        ("2021-2021", ("2021", "2021")),
    ],
)
def test_years(text: str, years: tuple[str, str]) -> None:
    assert read_years(text) == years


@pytest.mark.parametrize("text", ["", "21", "1821", "20211", "2021-", "2021-23", "2021,2023"])
def test_what_is_no_year_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="看不懂，请写成 2023 或 2021-2023"):
        read_years(text)


def test_both_years_of_a_range_may_end_in_their_word() -> None:
    assert read_years("2021年至2023年") == ("2021", "2023")


def test_the_most_frequent_values_come_first_and_years_in_order(small: LibraryView) -> None:
    documents = small.library.documents.values()
    assert existing_values("type", documents) == ["方案", "办法"]
    assert existing_values("year", documents) == ["2020", "2021", "2023", "2024"]
    assert len(existing_values("level", documents)) < SHOWN
