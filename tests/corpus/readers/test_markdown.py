from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.models import SourceFile
from corpus.readers.markdown import MarkdownReader


def read(text: str) -> SourceFile:
    return MarkdownReader().read(text.encode(), "文.md")


def numbered(text: str) -> list[tuple[int, str]]:
    return [(line.number, line.text) for line in read(text).lines]


def texts(text: str) -> list[str]:
    return [line.text for line in read(text).lines]


def rows(text: str) -> list[tuple[int, int, str]]:
    return [(line.number, line.table, line.text) for line in read(text).lines]


PLAN = """---
title: "碳达峰实施方案"  # 简称
date: 2021-10-24
tags:
  - 碳达峰

# 注释
---

# 某市碳达峰**实施方案**

一、总体要求
（一）指导思想。深入贯彻
习近平生态文明思想。

到2025年，非化石能源消费比重达到
20%左右，单位GDP能耗下降13.5%。

重点任务
--------

### 工业
"""


def test_a_plan_is_read_paragraph_by_paragraph() -> None:
    source = read(PLAN)
    assert [(line.number, line.heading, line.text) for line in source.lines] == [
        (10, 1, "某市碳达峰实施方案"),
        (12, 0, "一、总体要求"),
        (13, 0, "（一）指导思想。深入贯彻习近平生态文明思想。"),
        (16, 0, "到2025年，非化石能源消费比重达到20%左右，单位GDP能耗下降13.5%。"),
        (19, 2, "重点任务"),
        (22, 3, "工业"),
    ]
    assert source.title == "碳达峰实施方案"
    assert (source.name, source.wrapped, source.paged, source.remarks) == (
        "文.md",
        False,
        False,
        (),
    )
    assert {line.page for line in source.lines} == {1}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_each_encoding_and_line_end(encoding: str) -> None:
    content = "---\r\ntitle: 方案\r\n---\r\n# 总则\r\n\r\n第一条 目标\r\n".encode(encoding)
    source = MarkdownReader().read(content, "文.md")
    assert [(line.number, line.text) for line in source.lines] == [(4, "总则"), (6, "第一条 目标")]
    assert source.title == "方案"


@pytest.mark.parametrize(
    ("front", "title"),
    [
        ("title: 碳达峰方案", "碳达峰方案"),
        ("title: '碳达峰：方案'", "碳达峰：方案"),
        ("layout: post\ntitle:   方案 # 简称", "方案"),
        ("title: C#方案", "C#方案"),
        ("title: |\n  多行", None),
        ("title:", None),
        ('title: ""', None),
        ("other:\n  title: 内层", None),
        ("subtitle: 副题", None),
    ],
    ids=[
        "plain",
        "quoted",
        "second line, comment",
        "no comment",
        "block",
        "empty",
        "empty quotes",
        "nested",
        "other key",
    ],
)
def test_the_title_in_front_matter(front: str, title: str | None) -> None:
    source = read(f"---\n{front}\n---\n正文")
    assert source.title == title
    assert [line.text for line in source.lines] == ["正文"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\n\n# 标题\n\n---\n\n正文", ["标题", "正文"]),
        ("---\n第一段\n---\n第二段", ["第一段", "第二段"]),
        ("---\n注：本方案\n---\n正文", ["注：本方案", "正文"]),
        ("---\n- 甲\n- 乙\n\n---\n正文", ["甲", "乙", "正文"]),
        ("---\ntitle: 没有结束\n\n正文", ["title: 没有结束", "正文"]),
        ("前言\n\n---\ntitle: 不在开头\n---\n", ["前言", "title: 不在开头"]),
        ("# 标题\n\n正文", ["标题", "正文"]),
    ],
    ids=[
        "two rules",
        "text between",
        "full-width colon",
        "a list between",
        "no end",
        "not at the top",
        "none",
    ],
)
def test_text_that_is_no_front_matter_is_kept(text: str, expected: list[str]) -> None:
    source = read(text)
    assert [line.text for line in source.lines] == expected
    assert source.title is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("碳达\n峰行动", [(1, "碳达峰行动")]),
        ("carbon\npeak", [(1, "carbon peak")]),
        ("到\n2025年", [(1, "到2025年")]),
        ("第一行  \n第二行\\\n第三行", [(1, "第一行"), (2, "第二行"), (3, "第三行")]),
        ("\n第一行<br>第二行<BR/>\n第三行", [(2, "第一行"), (2, "第二行"), (3, "第三行")]),
        ("　　第一段。\n　　第二段。", [(1, "第一段。"), (2, "第二段。")]),
        ("一、目标\n1、节能\n第二条 减排", [(1, "一、目标"), (2, "1、节能"), (3, "第二条 减排")]),
        ("按照第\n（一）项执行", [(1, "按照第（一）项执行")]),
        ("甲   乙\t丙", [(1, "甲 乙 丙")]),
    ],
    ids=[
        "Chinese lines",
        "words",
        "before a figure",
        "hard breaks",
        "HTML breaks",
        "indented paragraphs",
        "numbered paragraphs",
        "a reference goes on",
        "spaces",
    ],
)
def test_lines_of_a_paragraph(text: str, expected: list[tuple[int, str]]) -> None:
    assert numbered(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**碳达峰** *碳中和* ***行动*** __方案__ _通知_", "碳达峰 碳中和 行动 方案 通知"),
        ("**第一条：**内容", "第一条：内容"),
        ("推进**“两高”**项目", "推进“两高”项目"),
        ("**（一）**节能，**降碳。**增效", "（一）节能，降碳。增效"),
        ("~~废止~~有效", "废止有效"),
        ("`代*码*`与`x_y`", "代*码*与x_y"),
        ("[通知](http://a.cn '题')与<https://b.cn>", "通知与https://b.cn"),
        ("![图片](a.png)文字", "文字"),
        ("[![图](a.png)](b)文字", "文字"),
        ("[甲][r]\n\n[r]: https://a.cn '题'", "甲"),
        (r"1\. \*注\* \_ \#", "1. *注* _ #"),
        ("CO<sub>2</sub>，<b>粗</b><!-- 注 --><font color=red>红</font>", "CO2，粗红"),
        ("前<script>if(1){}</script><style>p{}</style><button>按</button>后", "前后"),
        ("前<input>后<embed>尾", "前后尾"),
        ("&lt;400 &amp; &#8212; &nbsp;", "<400 & —"),
    ],
    ids=[
        "emphasis",
        "emphasis ending in punctuation",
        "emphasis of quotes",
        "emphasis of brackets",
        "strikethrough",
        "code",
        "links",
        "picture",
        "linked picture",
        "link definition",
        "escapes",
        "HTML",
        "hidden HTML",
        "hidden HTML without an end",
        "entities",
    ],
)
def test_markers_are_dropped(text: str, expected: str) -> None:
    assert texts(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "300≤R＜400，R<400且R>3",
        "若x<y and z>3则a<X>b",
        "2*300MW+2*600MW，5 * 3，注*：星号",
        "snake_case_名，a_b_c，3_4",
        "1、总则",
        "3.到2030年",
        "2030年前达峰。",
        "一、总体要求",
        "（一）指导思想",
        "第一条 为了节能",
        "#碳达峰",
        "10~20%，5~10万吨",
        "[1] 见附件 [^2]",
        "$E=mc^2$ | 甲",
        "https://a.cn/x_y_z",
    ],
)
def test_signs_of_the_text_are_kept(text: str) -> None:
    assert texts(text) == [text]


def test_notes_that_look_like_link_definitions_are_kept() -> None:
    text = "甲[^1]乙[1]\n\n[^1]: 见第三条\n\n[1]: 国务院文件\n"
    assert texts(text) == ["甲[^1]乙[1]", "[^1]: 见第三条", "[1]: 国务院文件"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3. 到2025年\n4. 到2030年", [(1, "3. 到2025年"), (2, "4. 到2030年")]),
        ("1. 甲\n1. 乙", [(1, "1. 甲"), (2, "2. 乙")]),
        ("2) 甲\n3) 乙", [(1, "2. 甲"), (2, "3. 乙")]),
        ("0. 甲", [(1, "0. 甲")]),
        ("- 甲\n* 乙\n+ 丙", [(1, "甲"), (2, "乙"), (3, "丙")]),
        (
            "1. 甲\n   续行\n\n   续段\n\n   - 子\n     1. 孙\n2. 乙",
            [(1, "1. 甲续行"), (4, "续段"), (6, "子"), (7, "1. 孙"), (8, "2. 乙")],
        ),
        ("1.\n2. 乙\n\n后", [(2, "2. 乙"), (4, "后")]),
        ("1. # 总则\n2. > 引文", [(1, "1. 总则"), (2, "2. 引文")]),
        ("1. ```\n   码\n   ```", [(2, "1. 码")]),
        ("- [ ] 待办", [(1, "[ ] 待办")]),
    ],
    ids=[
        "start",
        "the number that is shown",
        "brackets",
        "zero",
        "bullets",
        "nested",
        "empty item",
        "headings and quotes",
        "code",
        "task",
    ],
)
def test_list_items_keep_their_numbers(text: str, expected: list[tuple[int, str]]) -> None:
    assert numbered(text) == expected


TABLES = """前

| **指标** | 值 |
|:--|--:|
| 能耗<br>强度 |  |
|  | 13.5% \\| 约 |
| | |

| 甲 | 乙 |
|--|--|
| 丙 |
"""


def test_a_table_row_is_a_line() -> None:
    assert rows(TABLES) == [
        (1, 0, "前"),
        (3, 1, "指标 | 值"),
        (5, 1, "能耗强度 |"),
        (6, 1, "| 13.5% | 约"),
        (9, 2, "甲 | 乙"),
        (11, 2, "丙 |"),
    ]


def test_headings_are_one_line_of_their_depth() -> None:
    text = "".join(f"{'#' * depth} 第{depth}级 #\n" for depth in range(1, 7)) + "标题\n两行\n==="
    found = [(line.number, line.heading, line.text) for line in read(text).lines]
    assert found == [*[(d, d, f"第{d}级") for d in range(1, 7)], (7, 1, "标题两行")]
    assert read("# 标题").title is None


def test_each_line_of_code_is_a_line() -> None:
    text = "~~~text\n第一行  甲\n\n  *第二行*\n~~~\n\n    缩进\n\n    两行\n\n> ```\n> 引\n> ```\n"
    assert numbered(text) == [
        (2, "第一行  甲"),
        (4, "*第二行*"),
        (7, "缩进"),
        (9, "两行"),
        (12, "引"),
    ]


def test_quotes_and_rules() -> None:
    assert numbered("> 引文\n续行\n>\n> 二段\n\n***\n后") == [
        (1, "引文续行"),
        (4, "二段"),
        (7, "后"),
    ]


HTML = """<div align="center">

# 标题

</div>
<p>第一段<br>
第二段</p>

<table>
<tr><td>甲</td><td>乙</td></tr>

<tr><td>丙</td><td>丁</td></tr>
</table>

<script>
var a = 1;

var b = 2;
</script>

| 戊 | 己 |
|--|--|

<!-- 注释

还是注释 -->
<ol><li>庚</li></ol>
"""


def test_embedded_html_is_read_as_a_page_is() -> None:
    assert [(line.number, line.heading, line.table, line.text) for line in read(HTML).lines] == [
        (3, 1, 0, "标题"),
        (6, 0, 0, "第一段"),
        (7, 0, 0, "第二段"),
        (10, 0, 1, "甲 | 乙"),
        (12, 0, 1, "丙 | 丁"),
        (21, 0, 2, "戊 | 己"),
        (27, 0, 0, "1. 庚"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<div>\n<script>\nx\n\n- y\n\nz\n</script>\n\n后", ["后"]),
        ("<div><style>\n\np{}</style></div>\n\n<p>后</p>", ["后"]),
        ("- <div><script>\n\n  1. x\n\n后</script>\n\n末", ["末"]),
        ("<pre>\n甲\n\n乙</pre>", ["甲", "乙"]),
        ("> <p>引</p>\n\n1. <p>项</p>", ["引", "1. 项"]),
        ("</div>\n\n后", ["后"]),
    ],
    ids=[
        "script behind a blank line",
        "style behind a blank line",
        "script in a list",
        "preformatted",
        "in quotes and lists",
        "only an end",
    ],
)
def test_html_blocks(text: str, expected: list[str]) -> None:
    assert texts(text) == expected


@pytest.mark.parametrize(
    "text", ["", " \n\n", "---\ntitle: 题\n---\n", "<!-- 注 -->", "![图](a.png)"]
)
def test_a_file_without_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"^文\.md：Markdown 文件里没有可读的文字$"):
        read(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (">" * 100_000 + "深", "文.md：列表或引用嵌套约 100 层，读不了，请减少层次再加入"),
        ("- " * 3000 + "深", "文.md：列表或引用嵌套约 100 层，读不了，请减少层次再加入"),
        ("<div>" * 5000 + "深", "文.md：网页的元素嵌套超过 2048 层，请另存为纯文本再加入"),
    ],
    ids=["quotes", "lists", "HTML"],
)
def test_very_deep_files_are_refused_in_one_line(text: str, message: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert str(caught.value) == message


@pytest.mark.parametrize("text", [">" * 90 + "深", "- " * 45 + "深"], ids=["quotes", "lists"])
def test_deep_files_are_read(text: str) -> None:
    assert texts(text) == ["深"]


def test_a_file_that_cannot_be_decoded_is_refused_with_its_line() -> None:
    with pytest.raises(InputError, match=r"^文\.md：第 2 行不是可识别的中文编码"):
        MarkdownReader().read("# 碳达峰\n碳".encode() + b"\xff\n", "文.md")
