"""The panel 筛选范围 over the small library."""

from __future__ import annotations

import pytest

from qa.faces.scope import FIELDS, chosen, heading, offered, values_of
from qa.library_view import LibraryView
from qa.search.filters import NO_FILTERS, Filters


@pytest.fixture
def choices(small: LibraryView) -> dict[str, list[tuple[str, str]]]:
    return dict(zip(FIELDS, offered(small.library), strict=True))


def test_each_value_says_how_many_documents_have_it(
    choices: dict[str, list[tuple[str, str]]],
) -> None:
    assert choices["region"] == [("南充市（1 份）", "南充市"), ("淄博市（1 份）", "淄博市")]
    assert [label for label, _ in choices["level"]] == [
        "国家（1 份）",
        "部委（1 份）",
        "市（2 份）",
        "企业（2 份）",
    ]
    assert [value for _, value in choices["year"]] == ["2024", "2023", "2021", "2020"]


def test_documents_are_named_by_title_and_number(
    choices: dict[str, list[tuple[str, str]]], ids: dict[str, str]
) -> None:
    named = {value: label for label, value in choices["document"]}
    assert (
        named[ids["国务院"]] == "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）"
    )
    assert len(named) == 7


def test_the_heading_says_what_is_chosen(small: LibraryView, ids: dict[str, str]) -> None:
    assert heading(NO_FILTERS, small.library) == ("筛选范围：全部 7 份文件", "")
    assert heading(Filters(region="南充市", level="市"), small.library) == (
        "筛选范围：地区：南充市、层级：市（1 份文件）",
        "",
    )
    assert heading(Filters(region=("南充市", "淄博市"), year="2024"), small.library) == (
        "筛选范围：地区：南充市或淄博市、发布年份：2024（1 份文件）",
        "",
    )
    said, _ = heading(Filters(document=(ids["办法"], ids["华电"])), small.library)
    assert said.startswith("筛选范围：文件：《碳排放权交易管理办法（试行）》或《")
    assert said.endswith("（2 份文件）")


@pytest.mark.parametrize(
    ("filters", "told"),
    [
        (Filters(region="南充市", level="企业"), "没有文件同时符合这些筛选条件"),
        (Filters(year="1999"), "没有年份为“1999”的文件"),
        (Filters(year="去年"), "年份“去年”看不懂"),
        (Filters(document="<b>x"), "没有文件编号为“&lt;b&gt;x”的文件，可在“筛选范围”里选文件"),
    ],
)
def test_filters_that_nothing_meets_say_so(small: LibraryView, filters: Filters, told: str) -> None:
    said, wrong = heading(filters, small.library)
    assert said.endswith("（没有符合的文件）")
    assert told in wrong
    assert 'role="alert"' in wrong


def test_what_is_chosen_is_what_is_shown_again() -> None:
    assert chosen([["南充市"], [], None, [], []]) == Filters(region="南充市")
    filters = Filters(region=("南充市", "淄博市"), year="2021-2023", document="d1")
    assert values_of(filters) == [["南充市", "淄博市"], [], ["2021-2023"], [], ["d1"]]
    assert chosen(values_of(filters)) == filters
    assert chosen(values_of(NO_FILTERS)) == NO_FILTERS
