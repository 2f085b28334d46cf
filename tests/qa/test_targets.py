"""Looking targets up in a library of small documents."""

from __future__ import annotations

import pytest

from qa.library_view import LibraryView
from qa.query import analyse
from qa.targets import Fit, FoundTarget, TargetIndex


@pytest.fixture
def index(small: LibraryView) -> TargetIndex:
    return TargetIndex(small.library)


def look_up(index: TargetIndex, small: LibraryView, text: str) -> list[FoundTarget]:
    return index.look_up(analyse(text, small.regions))


@pytest.mark.parametrize(
    ("question", "region", "year", "value"),
    [
        ("南充2025年的非化石占比是多少？", "南充市", 2025, "41.5"),
        ("南充2030年的非化石占比是多少？", "南充市", 2030, "43.5"),
        ("2025年非化石能源占比要达到多少？", "国家", 2025, "20"),
        ("全国到2030年非化石能源消费比重是多少", "国家", 2030, "25"),
        ("华电的非化石能源装机占比目标是多少", "中国华电集团有限公司", 2025, "50"),
        ("南充的森林覆盖率要到多少", "南充市", 2030, "41.5"),
        ("2025年单位GDP能耗降幅是多少", "国家", 2025, "13.5"),
    ],
    ids=["place", "year", "no place", "country", "company", "other wording", "synonym"],
)
def test_the_target_asked_for_comes_first(
    index: TargetIndex, small: LibraryView, question: str, region: str, year: int, value: str
) -> None:
    first = look_up(index, small, question)[0]
    assert (first.target.region, first.target.year, first.target.value) == (region, year, value)
    assert first.is_asked


def test_a_target_of_another_year_is_marked_as_such(index: TargetIndex, small: LibraryView) -> None:
    found = look_up(index, small, "南充2035年的非化石能源消费比重是多少？")
    assert found[0].target.region == "南充市"
    assert {one.year for one in found} == {Fit.OTHER}


def test_a_target_of_another_place_is_marked_as_such(
    index: TargetIndex, small: LibraryView
) -> None:
    found = look_up(index, small, "成都2025年的非化石能源消费比重是多少？")
    assert found
    assert {one.place for one in found} == {Fit.OTHER}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("非化石能源装机比例", "非化石能源装机比重"),
        ("GDP能耗", "单位gdp能耗"),
        ("森林覆盖面积", "森林覆盖率"),
    ],
)
def test_the_indicators_most_like_a_name(index: TargetIndex, name: str, expected: str) -> None:
    assert index.similar(name, 3)[0] == expected


def test_no_indicator_is_like_what_nobody_names(index: TargetIndex) -> None:
    assert index.similar("人均可支配收入") == []


def test_targets_of_the_chunks_that_a_search_has_found(
    index: TargetIndex, small: LibraryView
) -> None:
    near = [one.position for one in small.library.targets(names=["非化石能源装机比重"])]
    question = analyse("华电2025年碳达峰时风光水核要占一半吗", small.regions)
    assert "50" in {one.target.value for one in index.look_up(question, near)}


def test_nothing_for_what_no_target_is_about(index: TargetIndex, small: LibraryView) -> None:
    assert look_up(index, small, "木星有几颗卫星？") == []
