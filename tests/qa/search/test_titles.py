from __future__ import annotations

import pytest

from qa.library_view import LibraryView
from qa.search.titles import find_called, likeness


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        ("碳排放权交易的管理办法怎么罚款", "办法", "碳排放权交易的管理办法"),
        ("国务院的碳达峰行动方案", "国务院", "国务院的碳达峰行动方案"),
        ("根据要求，淄博市碳达峰方案", "淄博", "淄博市碳达峰方案"),
        ("做到什么：2021年的碳排放权交易办法", "办法", "2021年的碳排放权交易办法"),
    ],
)
def test_a_document_called_by_part_of_its_title(
    small: LibraryView, ids: dict[str, str], text: str, file: str, words: str
) -> None:
    (called,) = find_called(text, small.library)
    assert called.document_id == ids[file]
    assert text[called.start : called.end] == words


@pytest.mark.parametrize(
    "text", ["核电装机", "木星的开发方案", "今天开什么会议", "大家有什么意见", ""]
)
def test_no_document_is_called(small: LibraryView, text: str) -> None:
    assert find_called(text, small.library) == ()


def test_two_documents_are_called_one_after_the_other(
    small: LibraryView, ids: dict[str, str]
) -> None:
    called = find_called("淄博市碳达峰工作方案和碳排放权交易管理办法有什么不同", small.library)
    assert [one.document_id for one in called] == [ids["淄博"], ids["办法"]]
    assert called[0].end <= called[1].start


def test_of_documents_alike_that_of_the_place_is_called(
    small: LibraryView, ids: dict[str, str]
) -> None:
    (anywhere,) = find_called("碳达峰行动方案", small.library)
    (local,) = find_called("碳达峰行动方案", small.library, ("淄博",))
    assert (anywhere.document_id, local.document_id) == (ids["国务院"], ids["淄博"])


def test_likeness_is_the_mean_of_both_shares(small: LibraryView, ids: dict[str, str]) -> None:
    rules = small.library.documents[ids["办法"]]
    # Of the title's 11 pairs of characters the words hold 7; all 7 of theirs are in the title.
    said = "碳排放权交易管理"
    assert likeness(said, said, rules) == pytest.approx((7 / 11 + 7 / 7) / 2)
    assert likeness("碳市场管理", said, rules) == pytest.approx((7 / 11 + 1 / 4) / 2)
    title = rules.title or ""
    assert likeness(title, title, rules) == 1.0


def test_words_that_share_too_little_are_not_like_a_title(
    small: LibraryView, ids: dict[str, str]
) -> None:
    rules = small.library.documents[ids["办法"]]
    said = "河道采砂许可证管理"
    assert likeness(said, said, rules) == 0.0
