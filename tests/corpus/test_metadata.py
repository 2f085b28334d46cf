from __future__ import annotations

import pytest

from corpus.metadata import find_doc_no, find_metadata
from corpus.models import Level, Metadata, Origin, Text


def head(*lines: str) -> list[Text]:
    return [Text(line, (Origin(0, number, 1),)) for number, line in enumerate(lines, start=1)]


def test_the_title_block_of_a_notice() -> None:
    found = find_metadata(
        head(
            "淄博市人民政府",
            "关于印发淄博市碳达峰工作方案的通知",
            "淄政字〔2023〕57号",
            "各区县人民政府，高新区、经济开发区、文昌湖区管委会：",
            "现将《淄博市碳达峰工作方案》印发给你们，请结合实际，认真抓好贯彻落实。",
            "淄博市人民政府",
            "2023年6月13日",
        )
    )
    assert found == Metadata(
        title="淄博市人民政府关于印发淄博市碳达峰工作方案的通知",
        doc_no="淄政字〔2023〕57号",
        issuer=("淄博市人民政府",),
        date="2023-06-13",
        region="淄博市",
        level=Level.CITY,
        type="方案",
    )


def test_what_is_not_printed_stays_none() -> None:
    text = "为深入贯彻落实党中央、国务院决策部署，根据《国家碳达峰试点建设方案》（发改环资〔2023〕1409号）制定本方案。"
    assert find_metadata(head(text, "一、总体要求")) == Metadata()


@pytest.mark.parametrize(
    "printed", ["国发〔2021〕23号", "国发﹝2021﹞23号", "国发[2021]23号", "国发（２０２１）２３号"]
)
def test_a_doc_no_is_brought_to_its_standard_form(printed: str) -> None:
    assert find_doc_no(["国务院", printed]) == "国发〔2021〕23号"
