from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import lxml.html
import pytest

from qa.citations import Citation
from qa.drafts.html import to_html
from qa.drafts.models import DraftVerdict, Edit
from tests.qa.drafts.reports import MISQUOTED, SUPPORTED, UNFOUNDED, report_on
from tests.qa.passages import PASSAGE

TEXT = "碳达峰汇报\n\n一、目标\n\n全市发力。比重达40%左右。达到43.5%。\n\n建设零碳园区。\n"
FOUND = {"40%": MISQUOTED, "43.5%": SUPPORTED, "零碳": UNFOUNDED}


def parsed(text: str = TEXT, found: dict[str, dict[str, Any]] = FOUND) -> Any:  # noqa: ANN401 - lxml
    return lxml.html.fromstring(to_html(report_on("稿件.txt", text.encode(), found)))


def texts(page: Any, path: str) -> list[str]:  # noqa: ANN401
    return [re.sub(r"\s+", " ", one.text_content()).strip() for one in page.xpath(path)]


def test_the_draft_is_whole_and_its_claims_are_marked() -> None:
    page = parsed()
    assert texts(page, "//div[@class='draft']/p") == [
        "碳达峰汇报",
        "一、目标",
        "全市发力。比重达40%左右。4达到43.5%。5",
        "建设零碳园区。6",
    ]
    marked = [
        (one.get("class"), one.find("bdi").text)
        for one in page.xpath("//div[@class='draft']/p/span")
    ]
    assert marked == [
        ("claim bad v-misquoted", "比重达40%左右。"),
        ("claim good v-supported", "达到43.5%。"),
        ("claim none v-unfounded", "建设零碳园区。"),
    ]


def test_findings_stand_below_their_paragraph() -> None:
    page = parsed()
    assert [one.tag for one in page.xpath("//div[@class='draft']/*")] == ["p"] * 3 + [
        "article"
    ] * 2 + [
        "p",
        "article",
    ]
    assert texts(page, "//article/p[1]/span") == ["引文有出入", "转述有据", "未找到依据"]
    assert texts(page, "//article/p[1]/a")[0] == "第 4 句（第 5 行）"
    first, second, _ = page.xpath("//article")
    assert texts(first, "./p[3]/del | ./p[3]/ins") == ["40%", "41.5%", "左右"]
    assert texts(first, "./p[4]") == ["原文：“非化石能源消费比重达41.5%，为实现碳达峰奠定基础。”"]
    assert second.xpath(".//a/@href") == ["#c5", "#s2"]
    assert texts(page, "//*[@id='s2']/blockquote") == ["“到2030年，非化石能源消费比重达到43.5%”"]
    ids = set(page.xpath("//@id"))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= ids


def test_counts_and_filters() -> None:
    page = parsed()
    assert texts(page, "//header/p")[0] == (
        "共 6 句：引文有出入 1，转述有据 1，未找到依据 1，无需核对 3；用时 1.2 秒。"
    )
    assert texts(page, "//label") == ["引文有出入（1）", "转述有据（1）", "未找到依据（1）"]
    assert page.xpath("//input/@data-verdict") == ["misquoted", "supported", "unfounded"]


def test_nothing_to_check() -> None:
    page = parsed(found={})
    assert texts(page, "//header/p")[0].startswith("没有可核对的句子（共 6 句：无需核对 6）")
    assert not page.xpath("//fieldset | //article | //section")


def test_nothing_from_outside() -> None:
    page = to_html(report_on("稿件.txt", TEXT.encode(), FOUND))
    assert not re.search(r"""(?:src|href)\s*=\s*["'](?!#)|@import|url\(""", page)
    assert "default-src 'none'" in page


HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.mark.parametrize("bidi", ["\u202e", "\u2066", "\u200f"])
def test_every_text_is_escaped(bidi: str) -> None:
    bad = HOSTILE + bidi
    place = replace(PASSAGE, title=bad, doc_no=bad, clause_path=(bad,), source_file=bad, gap=bad)
    fields = {
        "verdict": DraftVerdict.FIGURE,
        "detail": bad,
        "citations": (Citation(1, bad, place),),
        "difference": (Edit(bad, bad + "1"), Edit(bad, bad)),
    }
    name = f"{HOSTILE.replace('/', '')}{bidi}.txt"
    page = to_html(report_on(name, f"句子{bad}。\n".encode(), {"句子": fields}))
    assert page.count("<script>") == page.count("</script>") == 1
    assert page.count("&lt;script&gt;alert(1)") >= 10
    assert bidi not in page
