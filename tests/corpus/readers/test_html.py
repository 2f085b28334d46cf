from __future__ import annotations

import socket
import time

import pytest

from corpus.errors import InputError
from corpus.models import Remark, SourceFile
from corpus.readers.html import HtmlReader


def read(page: str) -> SourceFile:
    return HtmlReader().read(page.encode(), "页.html")


def texts(page: str) -> list[str]:
    return [line.text for line in read(page).lines]


def numbered(page: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in read(page).lines]


def rows(page: str) -> list[tuple[int, str]]:
    return [(line.table, line.text) for line in read(page).lines]


PAGE = """<?xml version="1.0" encoding="gbk"?>
<!DOCTYPE html>
<html lang="zh">
<head>
  <meta charset="gbk">
  <title>关于做好碳达峰工作的通知_某省人民政府</title>
  <style>p { text-indent: 2em }</style>
</head>
<body>
<!-- 一条
注释 -->
<h2>一、总体要求</h2>
<p
  class="TRS">　　到<b>2025</b>年，非化石能源
消费比重达到<span>20%</span>左右。</p>
<p>&nbsp;&nbsp;&nbsp;&nbsp;单位GDP能耗下降13.5%。<br/>
&emsp;&emsp;（一）节能。</p>
</body>
</html>
"""


def test_a_page_is_read_block_by_block_with_its_lines() -> None:
    source = read(PAGE)
    assert [(line.number, line.heading, line.text) for line in source.lines] == [
        (12, 2, "一、总体要求"),
        (14, 0, "到2025年，非化石能源消费比重达到20%左右。"),
        (16, 0, "单位GDP能耗下降13.5%。"),
        (17, 0, "（一）节能。"),
    ]
    assert (source.name, source.wrapped, source.paged, source.printed) == (
        "页.html",
        False,
        False,
        {},
    )
    assert source.title == "关于做好碳达峰工作的通知"
    assert source.remarks == ()
    assert {line.page for line in source.lines} == {1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_page_is_read_in_each_encoding(encoding: str) -> None:
    page = '<meta charset="gb2312"><p>能耗强度与总量双控</p>'
    assert HtmlReader().read(page.encode(encoding), "页.html").lines[0].text == "能耗强度与总量双控"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>甲</p>乙<div>丙<p>丁</div>戊", ["甲", "乙", "丙", "丁", "戊"]),
        ("<dl><dt>术语<dd>解释</dl><blockquote>引文</blockquote>", ["术语", "解释", "引文"]),
        ("<figure><img alt=图><figcaption>图1 路径</figcaption></figure>", ["图1 路径"]),
        ("甲<hr>乙<section>丙</section>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>碳<em>达</em><a href=x>峰</a><font>行动</font></p>", ["碳达峰行动"]),
        ("<p>CO<sub>2</sub>排放，100 m<sup>3</sup></p>", ["CO2排放，100 m³"]),
        ("<ruby>碳<rp>(</rp><rt>tàn</rt><rp>)</rp></ruby>达峰", ["碳达峰"]),
        ("<p>R&lt;400 &amp; &ldquo;碳&rdquo;&#8212;&#x4e2d;</p>", ["R<400 & “碳”—中"]),
        ("<p>300≤R<400</p>", ["300≤R<400"]),
        ("<details><summary>摘要</summary>全文</details>", ["摘要", "全文"]),
        ("<p>零宽\u200b空格\ufeff和&shy;软连字符</p>", ["零宽空格和软连字符"]),
    ],
    ids=[
        "paragraphs and bare text",
        "lists of terms and quotes",
        "figures",
        "other blocks",
        "inline elements",
        "subscripts",
        "readings",
        "entities",
        "a bare <",
        "details",
        "invisible characters",
    ],
)
def test_blocks_and_inline_elements(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>碳\n  达峰，\n\t实施</p>", "碳达峰，实施"),
        ("<p>碳<b>达\n</b>\n峰</p>", "碳达峰"),
        ("<p>carbon\npeak  and\t goals</p>", "carbon peak and goals"),
        ("<p>到\n2025年</p>", "到 2025年"),
        ("<p>第一条 总则　目标</p>", "第一条 总则　目标"),
        ("<p>甲&nbsp;&nbsp;乙</p>", "甲  乙"),
        ("<p>　　&nbsp;缩进　</p>", "缩进"),
    ],
    ids=[
        "between Chinese characters",
        "across elements",
        "between words",
        "before a figure, as in a browser",
        "spaces that are shown",
        "no-break spaces",
        "indents",
    ],
)
def test_white_space_is_folded(markup: str, expected: str) -> None:
    assert texts(markup) == [expected]


def test_breaks_split_a_block_and_each_part_has_its_line() -> None:
    page = (
        "<div>\n　　第一段。<br>\n\n&nbsp;&nbsp;第二段。<br/><br/>\n<span>第三\n段。</span></div>"
    )
    assert numbered(page) == [(2, "第一段。"), (4, "第二段。"), (5, "第三段。")]


def test_each_line_of_preformatted_text_is_a_line() -> None:
    page = "<p>前</p>\n<pre>\n  一、目标  20%\n\n<b>二、</b>任务\n</pre>\n<p>后</p>"
    assert numbered(page) == [(1, "前"), (3, "一、目标  20%"), (5, "二、任务"), (7, "后")]


def test_headings_keep_their_depth_and_are_one_line() -> None:
    page = "".join(f"<h{depth}>第{depth}级</h{depth}>" for depth in range(1, 7))
    assert [line.heading for line in read(page).lines] == [1, 2, 3, 4, 5, 6]
    found = read(
        "<h1>标题<p>正文</p>续<h2><div>一<br>、</div></h2><h2><article>甲<br>乙</article></h2>"
    ).lines
    assert [(line.heading, line.text) for line in found] == [
        (1, "标题"),
        (0, "正文"),
        (0, "续"),
        (2, "一、"),
        (0, "甲"),
        (0, "乙"),
    ]
    (title,) = read("<h1>国务院关于印发<br>2030年前碳达峰<br>行动方案的通知</h1>").lines
    assert (title.heading, title.text) == (1, "国务院关于印发 2030年前碳达峰行动方案的通知")


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<ol><li>甲</li><li>乙</li></ol>", ["1. 甲", "2. 乙"]),
        ("<ol start=3><li>到2025年<li value=7>乙<li>丙</ol>", ["3. 到2025年", "7. 乙", "8. 丙"]),
        ("<ol type=a start=26><li>甲<li>乙</ol>", ["z. 甲", "aa. 乙"]),
        ("<ol type=A><li>甲</ol><ol type=i start=4><li>乙</ol>", ["A. 甲", "iv. 乙"]),
        ("<ol type=I start=9><li>甲<li type=1>乙</ol>", ["IX. 甲", "10. 乙"]),
        ("<ol reversed><li>甲<li>乙</ol>", ["2. 甲", "1. 乙"]),
        ("<ol type=a start=0><li>甲</ol>", ["0. 甲"]),
        ("<ul><li>甲<li>乙</ul>", ["甲", "乙"]),
        ("<ol><li><p>甲</p><p>续</p><ul><li>子</ul><li>乙</ol>", ["1. 甲", "续", "子", "2. 乙"]),
        ("<ol><li>甲<ol><li>子</ol><li>乙</ol>", ["1. 甲", "1. 子", "2. 乙"]),
        ("<ol><li></li><li>乙</ol>后", ["2. 乙", "后"]),
        ("<ol style='list-style: none'><li>（一）甲</ol>", ["（一）甲"]),
        ("<ol><li style='list-style-type:none'>甲<li>乙</ol>", ["甲", "2. 乙"]),
        ("<li>孤零</li>", ["孤零"]),
    ],
    ids=[
        "numbers",
        "start and value",
        "letters",
        "capitals and Roman numerals",
        "Roman capitals, and the item's own type",
        "reversed",
        "a number without a letter",
        "no number",
        "several blocks in an item",
        "nested",
        "empty item",
        "list without markers",
        "item without a marker",
        "no list",
    ],
)
def test_list_items_show_their_numbers(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


TABLE = """<table>
<caption>表1 主要目标</caption>
<thead><tr><th rowspan="2">指标</th><th colspan="2">年份</th></tr>
<tr><th>2025<br>年</th><th>2030年</th></tr></thead>
<tr><td>非化石能源<br>消费比重</td><td>20%</td><td>25%</td></tr>
<tr><td rowspan=2 colspan=2><p>装机</p><p>（亿千瓦）</p></td>
<td>12</td></tr>
<tr><td>约
15</td></tr>
<tr><td>&nbsp;</td><td></td><td> </td></tr>
</table>
"""


def test_a_table_row_is_a_line() -> None:
    found = [(line.number, line.table, line.text) for line in read(TABLE).lines]
    assert found == [
        (2, 1, "表1 主要目标"),
        (3, 1, "指标 | 年份"),
        (4, 1, "| 2025 年 | 2030年"),
        (5, 1, "非化石能源消费比重 | 20% | 25%"),
        (6, 1, "装机 （亿千瓦） | 12"),
        (8, 1, "| 约 15"),
    ]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (
            "<table><tr><td>甲<td>乙</table>间<table><tr><td>丙<td>丁</table>",
            [(1, "甲 | 乙"), (0, "间"), (2, "丙 | 丁")],
        ),
        ("<table><tr><td><p>一</p><div>二</div></td></tr></table>", [(0, "一"), (0, "二")]),
        ("<table><tr><td>一<tr><td>二<tr><td>三</table>", [(0, "一"), (0, "二"), (0, "三")]),
        (
            "<table><tr><td>导航<td><table><tr><td>甲<td>乙</table><p>正文</p></table>",
            [(0, "导航"), (1, "甲 | 乙"), (0, "正文")],
        ),
        ("<table><tr><td>栏目<td><p>一<p>二</table>", [(0, "栏目"), (0, "一"), (0, "二")]),
        (
            "<table><tr><td>站名<td>日期<tr><td>栏目<td>" + "<p>段</p>" * 21 + "</table>",
            [(0, "站名"), (0, "日期"), (0, "栏目"), *[(0, "段")] * 21],
        ),
        (
            "<table><tr><td>任务<td>分工<tr><td>节能<td><p>1.工业<p>2.建筑</table>",
            [(1, "任务 | 分工"), (1, "节能 | 1.工业 2.建筑")],
        ),
        ("<table role=presentation><tr><td>甲<td>乙</table>", [(0, "甲"), (0, "乙")]),
        ("<table><tr><td><h2>标题</h2><td>日期</table>", [(0, "标题"), (0, "日期")]),
        ("<table><tr><td>甲<td style='display:none'>藏<td>乙</table>", [(1, "甲 | 乙")]),
        ("<table><tr><td rowspan=0>甲<td>乙<tr><td>丙</table>", [(1, "甲 | 乙"), (1, "| 丙")]),
        ("<table><tr><td colspan=99999999>甲<td rowspan=x>乙</table>", [(1, "甲 | 乙")]),
        ("<table><td>甲<td>乙</table><td>丙<tr>丁", [(1, "甲 | 乙"), (0, "丙"), (0, "丁")]),
        ("<table></table><table><tr><td></table>后", [(0, "后")]),
    ],
    ids=[
        "two tables",
        "a single cell is layout",
        "a single column is layout",
        "layout around a table",
        "a row of blocks is layout",
        "a long cell is layout",
        "a cell of two paragraphs is not",
        "layout by role",
        "a heading is in layout",
        "hidden cell",
        "rowspan to the end",
        "senseless spans",
        "cells without rows or tables",
        "empty tables",
    ],
)
def test_tables_and_layout(markup: str, expected: list[tuple[int, str]]) -> None:
    assert rows(markup) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<script>document.write('<p>脚本</p>')</script>",
        "<style>p:after { content: '样式' }</style>",
        "<noscript><p>请打开脚本</p></noscript>",
        "<template><p>模板</p></template>",
        "<iframe>框</iframe>",
        "<object><p>对象</p></object>",
        "<embed title=嵌入>",
        "<svg><title>图</title><text>字</text></svg>",
        "<math><annotation>注</annotation><annotation-xml>注</annotation-xml></math>",
        "<!-- 注释 --><!--[if IE]>旧浏览器<![endif]-->",
        "<?php echo 1 ?>",
        "<input value=值><select><option>选项</select><button>按钮</button><textarea><p>框</textarea>",
        "<nav><ul><li>首页</ul></nav>",
        "<p hidden>藏</p>",
        "<p aria-hidden=TRUE>藏</p>",
        "<div style='color:red; DISPLAY : none'><p>藏</p></div>",
        "<p style=visibility:hidden>藏</p>",
        "<dialog>对话框</dialog>",
        "<video>视频</video><audio>音频</audio><canvas>画布</canvas>",
    ],
    ids=[
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math annotations",
        "comments",
        "processing instruction",
        "form controls",
        "nav",
        "hidden",
        "aria-hidden",
        "display none",
        "visibility hidden",
        "closed dialog",
        "media",
    ],
)
def test_what_is_not_shown_is_not_read(markup: str) -> None:
    assert texts(f"<p>前</p>{markup}<p>后</p>") == ["前", "后"]
    with pytest.raises(InputError, match=r"^页\.html：网页里没有可读的文字$"):
        read(f"<html><head><title>题</title></head><body>{markup}</body></html>")


def test_what_is_hidden_does_not_part_a_block() -> None:
    assert texts(
        "<p>碳<script>x()</script>达<!-- c -->峰<div style='display:none'>藏</div></p>"
    ) == ["碳达峰"]


def test_forms_and_bodies_that_scripts_reveal_are_read() -> None:
    assert texts("<body style='display:none'><form><label>正文</label></form></body>") == ["正文"]


LONG = "到2025年，非化石能源消费比重达到20%左右。"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        (f"<header>站名</header>栏目<main><p>{LONG}</main><footer>版权</footer>", [LONG]),
        (f"<div>栏目</div><article><p>{LONG}</p></article>", [LONG]),
        (f"<div>栏目</div><div role=main><p>{LONG}</div>", [LONG]),
        (f"<main><aside>面包屑</aside><article>{LONG}</article></main>旁", ["面包屑", LONG]),
        (f"<main>短</main><header>站名</header><p>{LONG}</p>", ["短", LONG]),
        (f"<header>站<p>名</header>{LONG}<aside>相关</aside><footer>版权</footer>", [LONG]),
        (
            f"<section><header>题</header>{LONG}<footer>印发</footer></section>",
            ["题", LONG, "印发"],
        ),
        (f"<div class=header>页首</div>{LONG}<div id=footer>页尾</div>", ["页首", LONG, "页尾"]),
        (f"<article>{LONG}</article><article>{LONG}续</article>", [f"{LONG}续"]),
        (f"<head><title>题</title><main>{LONG}</main>", [LONG]),
        (f"<aside>甲<aside>乙</aside>丙</aside>{LONG}", [LONG]),
    ],
    ids=[
        "main",
        "article",
        "role main",
        "the outer of two",
        "too short a main part",
        "header, footer and aside go",
        "those of a section stay",
        "names of classes are not believed",
        "the larger of two articles",
        "no body",
        "nested asides",
    ],
)
def test_the_part_of_the_page_that_is_its_text(markup: str, expected: list[str]) -> None:
    assert texts(markup) == expected


def test_tables_count_from_one_in_the_part_that_is_read() -> None:
    table = "<table><tr><td>{0}<td>值</table>"
    page = f"<header>{table.format('站')}</header><p>{LONG}</p>{table.format('甲')}{table.format('乙')}"
    assert rows(page) == [(0, LONG), (1, "甲 | 值"), (2, "乙 | 值")]


@pytest.mark.parametrize(
    ("markup", "title"),
    [
        ("<title>甲_网</title><h1>关于<br>乙的通知</h1><p>文</p>", "甲"),
        ("<title>甲的通知_某部</title><h1>栏目</h1><h1>又一</h1>", "甲的通知"),
        ("<title>甲的通知|某部</title><p>文</p>", "甲的通知"),
        ("<title>甲的通知｜某部</title><p>文</p>", "甲的通知"),
        ("<title>\n甲的通知 - 某部 - 首页\n</title><p>文</p>", "甲的通知"),
        ("<title>碳达峰-碳中和</title><p>文</p>", "碳达峰-碳中和"),
        ("<title>_某部</title><p>文</p>", None),
        ("<p>文</p><svg><title>图标</title></svg>", None),
        ("<title>甲的通知_网</title><header><h1>站名</h1></header><p>文</p>", "甲的通知"),
        ("<title>甲的通知_网</title><h1><img alt=标></h1><p>文</p>", "甲的通知"),
        ("<title>甲 &amp; <b>乙</title><p>文</p>", "甲 & <b>乙"),
    ],
    ids=[
        "beside h1",
        "two h1",
        "bar",
        "full-width bar",
        "dash",
        "hyphen without spaces stays",
        "only the site",
        "title of a picture",
        "h1 of the margin",
        "h1 without text",
        "entities and tags",
    ],
)
def test_the_title(markup: str, title: str | None) -> None:
    assert read(markup).title == title


def test_other_files_shown_in_the_text_are_remarked() -> None:
    page = (
        "<header><iframe src=a.html></iframe></header>\n<p>附件：</p>\n"
        "<iframe src='方案.pdf'></iframe><iframe src=count.html width=0></iframe>\n"
        "<object data=b.pdf></object><embed><iframe src=x style='display:none'></iframe>"
        "<noscript><iframe src=x></iframe></noscript>"
    )
    main = f"<main>{LONG}<iframe src=a.pdf></iframe></main><p>栏目<iframe src=b.pdf></iframe><p>尾"
    assert [remark.line for remark in read(main).remarks] == [1]
    text = "这里用 <{}> 嵌入了别的文件，其中的文字没有读；需要时请另存后单独加入"
    assert read(page).remarks == (
        Remark(3, text.format("iframe")),
        Remark(4, text.format("object")),
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲</p></body></html>乙<p>丙</p></html>", ["甲", "乙", "丙"]),
        ("<html><body><p>甲<html><body class=x><p>乙", ["甲", "乙"]),
        ("<b><p>甲</b>乙</p><div>丙", ["甲乙", "丙"]),
        ("<p>甲<p>乙<ul><li>丙<li>丁", ["甲", "乙", "丙", "丁"]),
        ("<p>甲</div></span>乙", ["甲乙"]),
        ('<p title="x>甲">乙</p><p a=\'1>丙', ["乙"]),
        ("<o:p>甲</o:p><custom-x>乙</custom-x>", ["甲乙"]),
        ("纯文本", ["纯文本"]),
        ("<p>甲\0乙\x01</p>", ["甲乙"]),
        ("<p>&#0;&#xD800;&#x110000;甲&没有;</p>", ["���甲&没有;"]),
    ],
    ids=[
        "text after the end",
        "two bodies",
        "crossed elements",
        "ends left out",
        "ends without a beginning",
        "quotes",
        "unknown elements",
        "no element",
        "control characters",
        "senseless references",
    ],
)
def test_malformed_pages_are_read_as_browsers_do(page: str, expected: list[str]) -> None:
    assert texts(page + " " * 200) == expected


@pytest.mark.parametrize("page", ["", "  \n", "<!-- 注释 -->", "<p>&nbsp;　</p>", "</div>"])
def test_a_page_without_text_is_refused(page: str) -> None:
    with pytest.raises(InputError, match=r"^页\.html：网页里没有可读的文字$"):
        read(page)


def test_entities_of_the_page_are_not_expanded_and_nothing_is_fetched(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    page = (
        '<!DOCTYPE html SYSTEM "http://localhost/x.dtd" [\n<!ENTITY file SYSTEM "file:///etc/passwd">\n'
        '<!ENTITY a "哈哈">]>\n<html><link rel=stylesheet href=http://localhost/a.css>\n'
        "<p>碳&file;&a;</p><img src=http://localhost/b.png></html>"
    )
    assert numbered(page) == [(5, "碳&file;&a;")]


def test_very_deep_pages_are_read_or_refused_in_one_line() -> None:
    assert texts("<div>" * 2000 + "深") == ["深"]
    with pytest.raises(InputError) as caught:
        read("<p>前</p>" + "<div>" * 100_000 + "深")
    assert str(caught.value) == "页.html：网页的元素嵌套超过 2048 层，请另存为纯文本再加入"
    assert texts("<p><font>甲</p>" * 5000) == ["甲"] * 5000
    assert texts("<p>" + "甲<wbr>" * 5000) == ["甲" * 5000]


def test_line_numbers_go_on_where_the_parser_stops_counting() -> None:
    page = "<div>\n" + "<p>段</p>\n<!--\n-->" * 40_000 + "<p>末</p><script>\n\n</script><p>后</p>"
    assert numbered(page)[-3:] == [(80_000, "段"), (80_002, "末"), (80_004, "后")]


def test_a_page_that_cannot_be_decoded_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"^页\.html：第 2 行不是可识别的中文编码"):
        HtmlReader().read("<p>碳达峰</p>\n<p>碳".encode() + b"\xff</p>", "页.html")


def test_time_grows_with_length_alone() -> None:
    def timed(count: int) -> float:
        page = f"<p>{LONG}<b>甲</b></p>\n<table><tr><td>乙<td>丙</table><aside>丁" * count
        start = time.perf_counter()
        read(page[:-1] + "</aside>" * count + "文")
        return time.perf_counter() - start

    timed(10)
    assert timed(1600) < 20 * timed(200) + 0.5
