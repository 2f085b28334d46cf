from __future__ import annotations

from dataclasses import replace

from qa.citations import name_source
from qa.passages import Passage, Place
from tests.qa.passages import PASSAGE

PLACE = Place(
    chunk_id="b:0001",
    document_id="b",
    title="2030年前碳达峰行动方案",
    doc_no=None,
    compilation="汇编",
    source_file="003.txt",
    page_start=120,
    page_end=120,
    line_start=4619,
    line_end=4630,
)


def name(passage: Passage) -> str:
    return name_source(passage).removeprefix(
        "《南充市碳达峰实施方案》（南府发〔2024〕1号） 二、主要目标，"
    )


def test_pages_and_lines() -> None:
    assert name(PASSAGE) == "第3—4页，源文件第88—109行"
    assert name(replace(PASSAGE, page_end=3, line_end=88)) == "第3页，源文件第88行"
    assert name(replace(PASSAGE, page_start=None)) == "源文件第88—109行"


def test_a_printed_page_is_named_where_it_differs() -> None:
    assert name(replace(PASSAGE, page_end=3, printed_page="1")).startswith("第3页（印刷页码1），")
    assert name(replace(PASSAGE, page_end=3, printed_page="3")).startswith("第3页，")


def test_lines_of_files_that_have_none() -> None:
    assert name(replace(PASSAGE, page_start=None, source_file="甲.docx")) == "第88—109段"
    assert name(replace(PASSAGE, source_file="甲.PDF")) == "第3—4页，文字层第88—109行"


def test_what_is_missing_is_said() -> None:
    assert name(replace(PASSAGE, gap="只有摘要")).endswith("行；注意：库中此文只有摘要")


def test_the_other_places_of_the_text_are_named() -> None:
    assert name(replace(PASSAGE, also_in=(PLACE,))) == (
        "第3—4页，源文件第88—109行；"
        "同文另见《2030年前碳达峰行动方案》，载《汇编》，第120页，源文件第4619—4630行"
    )
