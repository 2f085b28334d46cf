from __future__ import annotations

import pytest

from corpus.labelled import labelled_fields
from corpus.sources import SourceInput

PAGE = """<html><head><title>国务院关于印发2030年前碳达峰行动方案的通知_政府信息公开专栏</title></head><body>
<h1>政府信息公开</h1>
<table><tr><td>索 引 号：</td><td>000014349/2021-00123</td><td>发文机关：</td><td>国务院</td></tr>
<tr><td>发文字号：</td><td>国发〔2021〕23号</td><td>成文日期：</td><td>2021年10月24日</td></tr></table>
<p>国务院关于印发2030年前碳达峰行动方案的通知</p>
<p>现将《2030年前碳达峰行动方案》印发给你们，请认真贯彻执行。</p></body></html>"""


@pytest.mark.parametrize(
    ("head", "fields"),
    [
        (["发文字号：国发〔2021〕23号"], {"doc_no": "国发〔2021〕23号"}),
        (
            ["文 号: 国发〔2021〕23号 | 成文日期 | 2021年10月24日"],
            {"doc_no": "国发〔2021〕23号", "date": "2021年10月24日"},
        ),
        (["发文机关： | 国务院\n发布日期： | 2021年10月26日"], {"issuer": "国务院"}),
        (["文号管理办法", "发文字号："], {}),
    ],
)
def test_fields(head: list[str], fields: dict[str, str]) -> None:
    assert labelled_fields(head) == fields


def test_the_fields_of_a_web_page() -> None:
    (document,) = SourceInput("页.html", "", PAGE.encode(), None).parse().documents
    found = document.metadata
    assert found.title == "国务院关于印发2030年前碳达峰行动方案的通知"
    assert (found.doc_no, found.issuer, found.date) == (
        "国发〔2021〕23号",
        ("国务院",),
        "2021-10-24",
    )
    assert (found.level, found.type) == ("国家", "方案")
