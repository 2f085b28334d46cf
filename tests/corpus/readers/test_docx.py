from __future__ import annotations

import random
import zlib
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import pytest
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.styles.style import ParagraphStyle

from corpus.errors import InputError
from corpus.models import SourceFile
from corpus.readers import archive
from corpus.readers.docx import DocxReader
from corpus.readers.numerals import write_number

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": WORD,
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", b"\0\0\0\1\0\0\0\1\x08\0\0\0\0")
    + chunk(b"IDAT", zlib.compress(b"\0\0"))
    + chunk(b"IEND", b"")
)
"""A picture of one black pixel."""


def saved(document: Document) -> bytes:
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def read(content: Document | bytes) -> SourceFile:
    return DocxReader().read(
        content if isinstance(content, bytes) else saved(content), "碳达峰方案.docx"
    )


def texts(content: Document | bytes) -> list[str]:
    return [line.text for line in read(content).lines]


def refusal(content: Document | bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(content)
    message = str(caught.value)
    assert message.startswith("碳达峰方案.docx：")
    assert "\n" not in message
    return message.removeprefix("碳达峰方案.docx：")


def with_body(*fragments: str) -> Document:
    document = docx.Document()
    parsed = parse_xml(f"<w:body {NAMESPACES}>{''.join(fragments)}</w:body>")
    properties = document.element.body[-1]
    for element in parsed:
        properties.addprevious(element)
    return document


def paragraph(
    text: str, *, style: str | None = None, numbered: tuple[int, int] | None = None
) -> str:
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if numbered:
        instance, depth = numbered
        properties += f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{instance}"/></w:numPr>'
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{run}</w:p>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(text)}</w:tc>"


def table(*rows: list[str]) -> str:
    lines = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl>{lines}</w:tbl>"


def level(depth: int, style: str, label: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
    )


def add_list(
    document: Document, list_id: int, *levels: str, overrides: str = "", more: str = ""
) -> None:
    numbering = document.part.numbering_part.element
    numbering.append(
        parse_xml(
            f'<w:abstractNum {NAMESPACES} w:abstractNumId="{list_id}">{more}{"".join(levels)}'
            "</w:abstractNum>"
        )
    )
    add_instance(document, list_id, list_id, overrides)


def add_instance(document: Document, list_id: int, abstract: int, overrides: str = "") -> None:
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {NAMESPACES} w:numId="{list_id}"><w:abstractNumId w:val="{abstract}"/>'
            f"{overrides}</w:num>"
        )
    )


def add_notes(document: Document, kind: str, notes: dict[int, str]) -> None:
    tag = kind.removesuffix("s")
    inner = "".join(
        f'<w:{tag} w:id="{note}">{paragraph(text)}</w:{tag}>' for note, text in notes.items()
    )
    separator = f'<w:{tag} w:type="separator" w:id="-1">{paragraph("分隔线")}</w:{tag}>'
    blob = f"<w:{kind} {NAMESPACES}>{separator}{inner}</w:{kind}>".encode()
    part = Part(
        PackURI(f"/word/{kind}.xml"),
        f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml",
        blob,
        document.part.package,
    )
    types = {"footnotes": RELATIONSHIP_TYPE.FOOTNOTES, "endnotes": RELATIONSHIP_TYPE.ENDNOTES}
    document.part.relate_to(part, types[kind])


def edited(content: bytes, member: str, edit: Callable[[bytes], bytes]) -> bytes:
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            target.writestr(name, edit(data) if name == member else data)
    return stream.getvalue()


def zipped(**members: bytes) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as target:
        for name, data in members.items():
            target.writestr(name, data)
    return stream.getvalue()


# Paragraphs


def test_each_paragraph_is_a_line_with_its_number_among_all() -> None:
    document = docx.Document()
    document.add_paragraph("四川省碳达峰实施方案")
    document.add_paragraph("　")
    document.add_paragraph("　　到2025年，非化石能源消费比重达到42%左右。")
    source = read(document)
    assert [(line.number, line.page, line.text) for line in source.lines] == [
        (1, 1, "四川省碳达峰实施方案"),
        (3, 1, "到2025年，非化石能源消费比重达到42%左右。"),
    ]
    assert (source.name, source.title) == ("碳达峰方案.docx", None)
    assert (source.wrapped, source.paged, source.remarks) == (False, False, ())


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(run("到20") + run("25年"), "到2025年", id="runs are joined"),
        pytest.param(f"<w:hyperlink>{run('发改委')}</w:hyperlink>", "发改委", id="hyperlink"),
        pytest.param(f"<w:smartTag>{run('四川')}</w:smartTag>", "四川", id="smart tag"),
        pytest.param(f"<w:ins>{run('新增')}</w:ins>{run('任务')}", "新增任务", id="insertion"),
        pytest.param(
            f"<w:del><w:r><w:delText>不</w:delText></w:r>{run('得')}</w:del>{run('应当')}",
            "应当",
            id="deletion",
        ),
        pytest.param(
            f"<w:moveFrom>{run('原处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>",
            "新处",
            id="move",
        ),
        pytest.param(
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
            "<w:r><w:instrText> PAGEREF _Toc1 </w:instrText></w:r>"
            f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("第3页")}'
            '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
            "第3页",
            id="field shows its result",
        ),
        pytest.param(f"<w:fldSimple>{run('2024年')}</w:fldSimple>", "2024年", id="simple field"),
        pytest.param(
            f"{run('单位')}<w:r><w:tab/></w:r>{run('万吨')}", "单位 万吨", id="tab is a space"
        ),
        pytest.param(f"{run('上')}<w:r><w:br/></w:r>{run('下')}", "上 下", id="break is a space"),
        pytest.param(
            f"{run('CO')}<w:r><w:noBreakHyphen/></w:r>{run('2')}", "CO-2", id="no-break hyphen"
        ),
        pytest.param(
            f'<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>{run("是")}',
            "是",
            id="symbol is ignored",
        ),
        pytest.param(
            f"{run('公开')}{run('内部', '<w:vanish/>')}", "公开", id="hidden text is left out"
        ),
        pytest.param(
            run("公开", '<w:vanish w:val="0"/>'), "公开", id="text that is expressly not hidden"
        ),
        pytest.param(
            "<w:commentRangeStart/>" + run("文字") + "<w:r><w:commentReference/></w:r>",
            "文字",
            id="comment",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('控件里的字')}</w:sdtContent></w:sdt>",
            "控件里的字",
            id="inline content control",
        ),
        pytest.param(
            f"<w:r><w:ruby><w:rt>{run('tàn')}</w:rt><w:rubyBase>{run('碳')}</w:rubyBase>"
            "</w:ruby></w:r>",
            "碳",
            id="phonetic guide",
        ),
        pytest.param(run("碳达峰\n碳中和"), "碳达峰 碳中和", id="line end in the XML"),
    ],
)
def test_text_of_a_paragraph(inner: str, expected: str) -> None:
    assert texts(with_body(f"<w:p>{inner}</w:p>")) == [expected]


def test_text_hidden_by_a_style_is_left_out() -> None:
    secret = run("内部", '<w:rStyle w:val="Secret"/>')
    document = with_body(f"<w:p>{run('公开')}{secret}</w:p>")
    style = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
    style.element.get_or_add_rPr().append(parse_xml(f"<w:vanish {NAMESPACES}/>"))
    assert texts(document) == ["公开"]


def test_comments_headers_and_footers_are_not_read() -> None:
    document = docx.Document()
    body = document.add_paragraph("正文")
    document.add_comment(body.runs, text="批注：请核实", author="审核人")
    document.sections[0].header.paragraphs[0].text = "页眉"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    assert texts(document) == ["正文"]


def test_content_controls_keep_the_order_of_the_body() -> None:
    control = (
        f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('二、目标')}{table([cell('控件中的表')])}"
        "</w:sdtContent></w:sdt>"
    )
    document = with_body(paragraph("一、要求"), control, paragraph("三、保障"))
    found = [(line.number, line.table, line.text) for line in read(document).lines]
    assert found == [
        (1, 0, "一、要求"),
        (2, 0, "二、目标"),
        (3, 1, "控件中的表"),
        (4, 0, "三、保障"),
    ]


def test_a_text_box_follows_its_paragraph_once() -> None:
    box = f"<w:txbxContent>{paragraph('专栏1')}{paragraph('重点工程')}</w:txbxContent>"
    alternatives = (
        "<mc:AlternateContent>"
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    old = f"<w:pict><v:textbox><w:txbxContent>{paragraph('旧文本框')}</w:txbxContent></v:textbox></w:pict>"
    document = with_body(
        f"<w:p>{run('正文前')}<w:r>{alternatives}</w:r>{run('正文后')}</w:p>",
        f"<w:p><w:r>{old}</w:r></w:p>",
        paragraph("下一段"),
    )
    found = [(line.number, line.text) for line in read(document).lines]
    assert found == [
        (1, "正文前正文后"),
        (1, "专栏1"),
        (1, "重点工程"),
        (2, "旧文本框"),
        (3, "下一段"),
    ]


# Headings


def depths(document: Document) -> list[tuple[int, str]]:
    return [(line.heading, line.text) for line in read(document).lines]


def test_headings_without_a_title_begin_at_depth_1() -> None:
    document = docx.Document()
    document.add_heading("总体要求", 1)
    document.add_heading("主要目标", 2)
    document.add_paragraph("正文。")
    assert depths(document) == [(1, "总体要求"), (2, "主要目标"), (0, "正文。")]


def test_headings_stand_below_a_title() -> None:
    document = docx.Document()
    document.add_heading("碳达峰实施方案", 0)
    document.add_paragraph("征求意见稿", "Subtitle")
    document.add_heading("总体要求", 1)
    document.add_heading("附注", 9)
    assert depths(document) == [
        (1, "碳达峰实施方案"),
        (0, "征求意见稿"),
        (2, "总体要求"),
        (10, "附注"),
    ]


def test_a_blank_title_does_not_count() -> None:
    document = docx.Document()
    document.add_heading("", 0)
    document.add_heading("总体要求", 1)
    assert depths(document) == [(1, "总体要求")]


def add_style(document: Document, name: str, base: str | None = None) -> ParagraphStyle:
    style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)
    if base:
        style.base_style = document.styles[base]
    return style


@pytest.mark.parametrize(
    ("name", "base", "expected"),
    [
        ("标题 3", None, 3),
        ("标题2", None, 2),
        ("标题", None, 1),
        ("公文一级", "Heading 1", 1),
        ("标题说明", None, 0),
    ],
    ids=["Chinese name", "without a space", "Chinese title", "based on a heading", "other style"],
)
def test_heading_styles(name: str, base: str | None, expected: int) -> None:
    document = docx.Document()
    add_style(document, name, base)
    document.add_paragraph("能源绿色低碳转型", name)
    assert depths(document) == [(expected, "能源绿色低碳转型")]


def test_a_style_based_on_a_style_based_on_a_heading() -> None:
    document = docx.Document()
    add_style(document, "公文二级", "Heading 2")
    add_style(document, "公文二级加粗", "公文二级")
    document.add_paragraph("工业领域", "公文二级加粗")
    assert depths(document) == [(2, "工业领域")]


def test_styles_based_on_each_other_end() -> None:
    document = docx.Document()
    first = add_style(document, "甲")
    first.base_style = add_style(document, "乙", "甲")
    document.add_paragraph("文字", "甲")
    assert depths(document) == [(0, "文字")]


def test_outline_levels_of_paragraphs_and_styles() -> None:
    document = with_body(
        '<w:p><w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:r><w:t>直接设的二级</w:t></w:r></w:p>',
        '<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:outlineLvl w:val="9"/></w:pPr>'
        "<w:r><w:t>降为正文</w:t></w:r></w:p>",
        paragraph("样式设的三级", style="Outlined"),
    )
    style = add_style(document, "Outlined")
    style.element.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {NAMESPACES} w:val="2"/>'))
    assert depths(document) == [(2, "直接设的二级"), (0, "降为正文"), (3, "样式设的三级")]


def test_style_ids_of_a_chinese_word() -> None:
    document = with_body(paragraph("总体要求", style="1"))
    document.styles["Heading 1"].element.set(f"{{{WORD}}}styleId", "1")
    assert depths(document) == [(1, "总体要求")]


# Automatic numbering


@pytest.mark.parametrize(
    ("style", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 1, "一"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 11, "十一"),
        ("chineseCounting", 20, "二十"),
        ("chineseCounting", 99, "九十九"),
        ("chineseCountingThousand", 100, "一百"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1001, "一千零一"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseCountingThousand", 12000, "12000"),
        ("japaneseCounting", 10, "十"),
        ("japaneseCounting", 21, "二十一"),
        ("japaneseCounting", 101, "百一"),
        ("ideographDigital", 10, "一〇"),
        ("ideographDigital", 25, "二五"),
        ("ideographTraditional", 3, "丙"),
        ("ideographTraditional", 11, "11"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircle", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 3, "03"),
        ("upperLetter", 1, "A"),
        ("upperLetter", 28, "BB"),
        ("lowerLetter", 26, "z"),
        ("upperRoman", 1994, "MCMXCIV"),
        ("lowerRoman", 4, "iv"),
        ("none", 5, ""),
        ("chineseCounting", 0, "零"),
        ("upperLetter", -1, "-1"),
        ("thaiNumbers", 7, "7"),
    ],
)
def test_number_formats(style: str, number: int, expected: str) -> None:
    assert write_number(number, style) == expected


def test_labels_stand_before_the_text() -> None:
    document = with_body(
        paragraph("总体要求", numbered=(90, 0)),
        paragraph("指导思想", numbered=(90, 1)),
        paragraph("主要目标", numbered=(90, 1)),
        paragraph("主要任务", numbered=(90, 0)),
        paragraph("能源转型", numbered=(90, 1)),
        paragraph("煤电", numbered=(90, 2)),
        paragraph("5万千瓦以下机组", numbered=(90, 2)),
        paragraph("为了实现目标", numbered=(90, 3)),
    )
    add_list(
        document,
        90,
        level(0, "chineseCounting", "%1、"),
        level(1, "japaneseCounting", "（%2）"),
        level(2, "decimal", "%3."),
        level(3, "chineseCountingThousand", "第%4条"),
    )
    assert texts(document) == [
        "一、总体要求",
        "（一）指导思想",
        "（二）主要目标",
        "二、主要任务",
        "（一）能源转型",
        "1.煤电",
        "2. 5万千瓦以下机组",
        "第一条 为了实现目标",
    ]


def labels(document: Document) -> list[str]:
    return [text.removesuffix("文字").strip() for text in texts(document)]


def numbered(*places: tuple[int, int]) -> Document:
    return with_body(*(paragraph("文字", numbered=place) for place in places))


def test_labels_of_several_levels() -> None:
    document = numbered((90, 0), (90, 1), (90, 1), (90, 2), (90, 0), (90, 2))
    levels = [level(depth, "decimal", label) for depth, label in enumerate(["%1", "%1.%2"])]
    add_list(document, 90, *levels, level(2, "decimal", "%1.%2.%3", start=4))
    assert labels(document) == ["1", "1.1", "1.2", "1.2.4", "2", "2.1.4"]


def test_legal_numbering_is_decimal() -> None:
    document = numbered((90, 0), (90, 1))
    legal = level(1, "decimal", "%1.%2", more="<w:isLgl/>")
    add_list(document, 90, level(0, "chineseCounting", "第%1章"), legal)
    assert labels(document) == ["第一章", "1.1"]


@pytest.mark.parametrize(
    ("restart", "expected"),
    [
        ("", ["1", "(1)", "2", "(1)"]),
        ('<w:lvlRestart w:val="0"/>', ["1", "(1)", "2", "(2)"]),
    ],
    ids=["by default", "never"],
)
def test_a_level_restarts_after_a_higher_one(restart: str, expected: list[str]) -> None:
    document = numbered((90, 0), (90, 1), (90, 0), (90, 1))
    add_list(
        document,
        90,
        level(0, "decimal", "%1"),
        level(1, "decimal", "(%2)", more=restart),
    )
    assert labels(document) == expected


def test_a_level_restarts_only_after_the_level_that_it_names() -> None:
    document = numbered((90, 0), (90, 1), (90, 2), (90, 1), (90, 2), (90, 0), (90, 2))
    named = level(2, "decimal", "(%3)", more='<w:lvlRestart w:val="1"/>')
    add_list(document, 90, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), named)
    assert labels(document) == ["1", "1.1", "(1)", "1.2", "(2)", "2", "(1)"]


def test_bullets_and_levels_without_numbers() -> None:
    document = numbered((90, 0), (90, 1))
    add_list(document, 90, level(0, "bullet", "\uf0b7"), level(1, "none", "附件"))
    assert texts(document) == ["文字", "附件 文字"]


def test_lists_that_share_their_definition_count_on_until_an_override() -> None:
    document = numbered((90, 0), (91, 0), (92, 0), (92, 0), (90, 0))
    add_list(document, 90, level(0, "decimal", "%1."))
    add_instance(document, 91, 90)
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>'
    add_instance(document, 92, 90, start)
    assert labels(document) == ["1.", "2.", "7.", "8.", "9."]


def test_an_override_replaces_a_level() -> None:
    document = numbered((90, 0))
    override = f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1、")}</w:lvlOverride>'
    add_list(document, 90, level(0, "decimal", "%1."), overrides=override)
    assert labels(document) == ["I、"]


def test_a_list_defined_by_a_list_style() -> None:
    document = numbered((91, 0))
    link = '<w:styleLink w:val="公文编号"/>'
    add_list(document, 90, level(0, "chineseCounting", "%1、"), more=link)
    add_list(document, 91, more='<w:numStyleLink w:val="公文编号"/>')
    assert labels(document) == ["一、"]


def test_numbering_of_styles() -> None:
    document = with_body(
        paragraph("总体要求", style="Heading1"),
        paragraph("指导思想", style="Heading2"),
        paragraph("不编号", style="Heading2", numbered=(0, 0)),
        paragraph("主要目标", style="Derived"),
    )
    add_style(document, "Derived", "Heading 2")
    add_list(
        document,
        90,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Heading1"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="Heading2"/>'),
    )
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {NAMESPACES}><w:numId w:val="90"/></w:numPr>'))
    assert depths(document) == [
        (1, "一、总体要求"),
        (2, "（一）指导思想"),
        (2, "不编号"),
        (2, "（二）主要目标"),
    ]


def test_a_blank_numbered_paragraph_counts_unless_it_is_deleted() -> None:
    deleted = (
        "<w:p><w:pPr>"
        '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="90"/></w:numPr><w:rPr><w:del/></w:rPr>'
        f"</w:pPr><w:del>{run('删去')}</w:del></w:p>"
    )
    document = with_body(
        paragraph("文字", numbered=(90, 0)),
        paragraph("", numbered=(90, 0)),
        deleted,
        paragraph("文字", numbered=(90, 0)),
    )
    add_list(document, 90, level(0, "decimal", "%1."))
    assert labels(document) == ["1.", "3."]


def test_an_unknown_list_or_level_has_no_label() -> None:
    document = numbered((99, 0), (90, 8))
    add_list(document, 90, level(0, "decimal", "%1."))
    assert texts(document) == ["文字", "文字"]


# Tables


def test_each_row_is_a_line_of_its_table() -> None:
    document = docx.Document()
    document.add_paragraph("表1　主要指标")
    first = document.add_table(3, 2)
    for row, values in zip(
        first.rows, [("指标", "2025年"), ("", ""), ("森林覆盖率", "40%")], strict=True
    ):
        for one, text in zip(row.cells, values, strict=True):
            one.text = text
    document.add_paragraph("注：以上为约束性指标")
    document.add_table(1, 1).cell(0, 0).text = "第二张表"
    found = [(line.number, line.table, line.text) for line in read(document).lines]
    assert found == [
        (1, 0, "表1　主要指标"),
        (2, 1, "指标 | 2025年"),
        (4, 1, "森林覆盖率 | 40%"),
        (5, 0, "注：以上为约束性指标"),
        (6, 2, "第二张表"),
    ]


def test_merged_cells() -> None:
    document = docx.Document()
    grid = document.add_table(3, 3)
    for index, text in enumerate(["领域", "目标", "", "能源", "煤电", "5%", "", "水电", "8%"]):
        grid.cell(index // 3, index % 3).text = text
    grid.cell(0, 1).merge(grid.cell(0, 2))
    grid.cell(1, 0).merge(grid.cell(2, 0))
    assert texts(document) == ["领域 | 目标", "能源 | 煤电 | 5%", "| 水电 | 8%"]


def test_cells_merged_in_the_old_way() -> None:
    row = [
        cell("领域", '<w:hMerge w:val="restart"/>'),
        cell("", "<w:hMerge/>"),
        cell("目标"),
    ]
    assert texts(with_body(table(row))) == ["领域 | 目标"]


def test_all_that_is_in_a_cell_is_joined() -> None:
    inner = table([cell("甲"), cell("乙")], [cell("丙"), cell("")])
    box = f"<w:p><w:r><w:pict><w:txbxContent>{paragraph('框')}</w:txbxContent></w:pict></w:r></w:p>"
    packed = f"<w:tc>{paragraph('第一段')}{paragraph('第二段')}{inner}{box}</w:tc>"
    assert texts(with_body(table([packed, cell("右")]))) == ["第一段 第二段 甲 乙 丙 框 | 右"]


def test_rows_and_cells_in_content_controls() -> None:
    row = f"<w:tr><w:sdt><w:sdtContent>{cell('左')}</w:sdtContent></w:sdt>{cell('右')}</w:tr>"
    grid = f"<w:tbl><w:sdt><w:sdtContent>{row}</w:sdtContent></w:sdt></w:tbl>"
    assert texts(with_body(grid)) == ["左 | 右"]


def test_rows_numbered_automatically() -> None:
    number = f"<w:tc>{paragraph('', numbered=(90, 0))}</w:tc>"
    document = with_body(table([number, cell("风电")], [number, cell("")], [number, cell("光伏")]))
    add_list(document, 90, level(0, "decimal", "%1"))
    assert texts(document) == ["1 | 风电", "3 | 光伏"]


# Notes


def reference(kind: str, note: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{note}"/></w:r>'


def test_notes_follow_the_paragraph_that_refers_to_them() -> None:
    document = with_body(
        f"<w:p>{run('碳排放强度')}{reference('footnote', 5)}{run('下降')}{reference('endnote', 3)}</w:p>",
        f"<w:p>{run('非化石能源')}{reference('footnote', 2)}</w:p>",
    )
    add_notes(document, "footnotes", {2: "含核电。", 5: "单位国内生产总值的排放。"})
    add_notes(document, "endnotes", {3: "与2020年相比。"})
    found = [(line.number, line.text) for line in read(document).lines]
    assert found == [
        (1, "碳排放强度下降"),
        (1, "［注1］单位国内生产总值的排放。"),
        (1, "［尾注1］与2020年相比。"),
        (2, "非化石能源"),
        (2, "［注2］含核电。"),
    ]


def test_a_note_of_a_table_row_follows_the_row() -> None:
    noted = f"<w:tc><w:p>{run('煤电')}{reference('footnote', 1)}</w:p></w:tc>"
    document = with_body(table([noted, cell("5%")], [cell("水电"), cell("8%")]))
    add_notes(document, "footnotes", {1: "不含自备电厂。"})
    found = [(line.table, line.text) for line in read(document).lines]
    assert found == [(1, "煤电 | 5%"), (0, "［注1］不含自备电厂。"), (1, "水电 | 8%")]


@pytest.mark.parametrize("note", [-1, 9], ids=["separator", "missing"])
def test_a_reference_to_no_note_is_skipped(note: int) -> None:
    document = with_body(f"<w:p>{run('正文')}{reference('footnote', note)}</w:p>")
    add_notes(document, "footnotes", {1: "无人引用。"})
    assert texts(document) == ["正文"]


def test_a_reference_in_deleted_text_is_skipped() -> None:
    document = with_body(
        f"<w:p><w:del>{reference('footnote', 1)}</w:del>{run('正文')}{reference('footnote', 2)}</w:p>"
    )
    add_notes(document, "footnotes", {1: "已删。", 2: "保留。"})
    assert texts(document) == ["正文", "［注1］保留。"]


# Remarks, and documents that show nothing


def test_remarks_say_what_was_not_read() -> None:
    document = with_body(
        f"<w:p><w:ins>{run('新增')}</w:ins></w:p>",
        f"<w:p>{run('公式')}<m:oMath><m:r><m:t>E=m</m:t></m:r></m:oMath></w:p>",
        "<w:altChunk/>",
    )
    document.add_picture(BytesIO(PNG))
    source = read(document)
    assert [line.text for line in source.lines] == ["新增", "公式E=m"]
    assert [(remark.line, remark.text) for remark in source.remarks] == [
        (None, "文件里有 1 幅图片或图表，其中的文字没有读出"),
        (None, "文件里有 1 个公式，只读出其中的字符，请对照原件"),
        (None, "文件里嵌有其他文件的内容，没有读出，请用 Word 打开后另存为 .docx 再加入"),
        (None, "文件里有未接受的修订，按全部接受后的文字读入"),
    ]


def test_a_document_of_pictures_is_refused() -> None:
    document = docx.Document()
    document.add_picture(BytesIO(PNG))
    document.add_picture(BytesIO(PNG))
    assert refusal(document) == "文件里没有文字，只有 2 幅图片，请先做文字识别（OCR）再加入"


def test_a_blank_document_is_refused() -> None:
    assert refusal(docx.Document()).startswith("文件里没有文字，是空白文档")


# Files that Word opens although python-docx does not


def plain() -> bytes:
    document = docx.Document()
    document.add_heading("总体要求", 1)
    document.add_paragraph("到2030年，实现碳达峰。")
    return saved(document)


PLAIN = ["总体要求", "到2030年，实现碳达峰。"]
RELATIONSHIPS = "word/_rels/document.xml.rels"


@pytest.mark.parametrize(
    ("target", "mode"),
    [
        ("../NULL", "Internal"),
        ("#_top", "Internal"),
        ("http://127.0.0.1:9/x.png", "External"),
        ("file:///etc/passwd", "External"),
    ],
    ids=["lost picture", "bookmark", "address", "local file"],
)
def test_relationships_that_lead_elsewhere_are_ignored(target: str, mode: str) -> None:
    added = (
        f'<Relationship Id="rId99" Type="{RELATIONSHIP_TYPE.IMAGE}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    ).encode()
    content = edited(plain(), RELATIONSHIPS, lambda data: data.replace(b"</Relationships>", added))
    assert texts(content) == PLAIN


def test_external_notes_are_not_fetched() -> None:
    added = (
        f'<Relationship Id="rId99" Type="{RELATIONSHIP_TYPE.FOOTNOTES}" '
        'Target="file:///etc/passwd" TargetMode="External"/></Relationships>'
    ).encode()
    content = edited(plain(), RELATIONSHIPS, lambda data: data.replace(b"</Relationships>", added))
    assert texts(content) == PLAIN


def test_strict_open_xml() -> None:
    def strict(data: bytes) -> bytes:
        for ours, theirs in {
            b"http://schemas.openxmlformats.org/officeDocument/2006/": (
                b"http://purl.oclc.org/ooxml/officeDocument/"
            ),
            WORD.encode(): b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        }.items():
            data = data.replace(ours, theirs)
        return data

    content = plain()
    for member in ("_rels/.rels", RELATIONSHIPS, "word/document.xml", "word/styles.xml"):
        content = edited(content, member, strict)
    assert [(line.heading, line.text) for line in read(content).lines] == [
        (1, PLAIN[0]),
        (0, PLAIN[1]),
    ]


# Bad input


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("一、总体要求".encode(), "这不是 .docx 文件", id="text"),
        pytest.param(b"", "这不是 .docx 文件", id="nothing"),
        pytest.param(b"{\\rtf1 }", "这不是 .docx 文件", id="RTF"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512),
            "这是旧格式（如 .doc）或加了密码的 Office 文件，"
            "请用 Word 或 WPS 打开、去掉密码，另存为 .docx 再加入",
            id="old or encrypted",
        ),
        pytest.param(plain()[:-400], "文件不完整", id="cut off"),
        pytest.param(zipped(**{"a.txt": b"x"}), "这是压缩包，但不是 DOCX 文件", id="other archive"),
        pytest.param(
            zipped(**{"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}),
            "这是压缩包，但不是 DOCX 文件",
            id="workbook",
        ),
        pytest.param(
            zipped(**{"word/document.xml": b"<w/>"}),
            "这是压缩包，但不是 DOCX 文件",
            id="without content types",
        ),
        pytest.param(
            zipped(**{"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}),
            "DOCX 文件已损坏",
            id="without relationships",
        ),
    ],
)
def test_other_files_are_refused(content: bytes, expected: str) -> None:
    assert refusal(content).startswith(expected)


@pytest.mark.parametrize(
    ("member", "data"),
    [
        ("word/document.xml", b"<w:document"),
        ("word/document.xml", b"<document/>"),
        ("word/document.xml", b'<?xml version="1.0" encoding="x-none"?><a/>'),
        ("word/document.xml", f"<w:document {NAMESPACES}/>".encode()),
        ("word/styles.xml", b""),
        ("word/numbering.xml", b"\x00\x01"),
        ("[Content_Types].xml", b"<a/>"),
        ("_rels/.rels", b"<a/>"),
        (RELATIONSHIPS, b"<Relationships>"),
    ],
    ids=[
        "cut-off XML",
        "other XML",
        "unknown encoding",
        "no body",
        "empty styles",
        "binary numbering",
        "no content types",
        "no relationships",
        "cut-off relationships",
    ],
)
def test_damaged_members_are_refused(member: str, data: bytes) -> None:
    content = edited(plain(), member, lambda _: data)
    assert refusal(content) == (
        "DOCX 文件已损坏，读不出正文，请用 Word 或 WPS 打开修复、另存为 .docx 再加入"
    )


@pytest.mark.parametrize(
    "inner",
    [
        "<w:sdt><w:sdtContent>" * 2000 + "</w:sdtContent></w:sdt>" * 2000,
        '<w:p><w:pPr><w:outlineLvl w:val="一"/></w:pPr></w:p>',
    ],
    ids=["deep nesting", "level that is no number"],
)
def test_a_senseless_body_is_refused(inner: str) -> None:
    body = f"<w:document {NAMESPACES}><w:body>{inner}</w:body></w:document>".encode()
    content = edited(plain(), "word/document.xml", lambda _: body)
    assert refusal(content).startswith("DOCX 文件已损坏")


def test_a_label_too_long_to_be_one_is_refused() -> None:
    document = numbered((90, 0))
    add_list(document, 90, level(0, "decimal", "%1" * 128))
    assert refusal(document).startswith("DOCX 文件已损坏")


def test_a_corrupt_member_is_refused() -> None:
    content = bytearray(plain())
    with ZipFile(BytesIO(content)) as source:
        offset = source.getinfo("word/document.xml").header_offset
    for place in range(offset + 60, offset + 160):
        content[place] ^= 0x55
    assert refusal(bytes(content)).startswith("DOCX 文件已损坏")


def test_random_damage_never_raises_anything_else() -> None:
    content = plain()
    dice = random.Random(2030)
    refused = 0
    for _ in range(150):
        broken = bytearray(content)
        for _ in range(dice.randint(1, 20)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        try:
            read(bytes(broken))
        except InputError as error:
            refused += 1
            assert str(error).startswith("碳达峰方案.docx：")
    assert refused > 50


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE a [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">',
    ],
    ids=["entity bomb", "external entity", "external DTD"],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("member", ["word/document.xml", "word/footnotes.xml"])
def test_entities_are_not_expanded(declaration: str, encoding: str, member: str) -> None:
    document = with_body(paragraph("正文"))
    add_notes(document, "footnotes", {1: "注。"})
    xml = (
        f'<?xml version="1.0" encoding="{encoding}"?>{declaration}<w:document {NAMESPACES}>'
        "<w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>"
    ).encode(encoding)
    message = refusal(edited(saved(document), member, lambda _: xml))
    assert message.startswith(f"部件 {member} 里有文档类型声明（DTD），可能是恶意文件，没有打开")


# Zip bombs


def test_a_member_that_compresses_too_well_is_refused() -> None:
    content = edited(plain(), "word/document.xml", lambda data: data + bytes(17 * 2**20))
    assert refusal(content).startswith("部件 word/document.xml 的压缩比超过上限 200 倍")


def declare_size(content: bytes, member: str, size: int) -> bytes:
    """The archive with another decompressed size of a member in its directory."""
    name = member.encode()
    entry = content.rindex(b"PK\x01\x02", 0, content.rindex(name))
    return content[: entry + 24] + size.to_bytes(4, "little") + content[entry + 28 :]


def test_a_member_that_is_too_large_is_refused() -> None:
    content = declare_size(plain(), "word/document.xml", 200 * 2**20)
    assert refusal(content).startswith("部件 word/document.xml 解压后有 200 MB，超过上限 128 MB")


def test_members_that_are_too_large_together_are_refused() -> None:
    content = plain()
    with ZipFile(BytesIO(content)) as source:
        members = source.namelist()[:6]
    for member in members:
        content = declare_size(content, member, 100 * 2**20)
    assert refusal(content).startswith("文件解压后有 600 MB，超过上限 512 MB")


def test_a_message_is_one_line_whatever_the_members_are_called() -> None:
    content = zipped(**{"部件\n" + "x" * 200: bytes(17 * 2**20)})
    expected = "部件 " + ascii("部件\n")[1:-1] + "x" * 66 + " 的压缩比超过上限 200 倍"
    assert refusal(content).startswith(expected)


def test_too_many_members_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBERS", 10)
    with ZipFile(BytesIO(plain())) as source:
        count = len(source.namelist())
    assert refusal(plain()).startswith(f"文件里有 {count} 个部件，超过上限 10 个")


def test_a_large_file_within_the_limits_is_read() -> None:
    document = docx.Document()
    for number in range(2000):
        document.add_paragraph(f"第{number}段：推动重点领域节能降碳。")
    assert len(texts(document)) == 2000


def test_raised_figures_stay_raised() -> None:
    document = docx.Document()
    raised = document.add_paragraph("约10")
    raised.add_run("3").font.superscript = True
    raised.add_run("吨，CO")
    raised.add_run("2").font.subscript = True
    raised.add_run("注").font.superscript = True
    assert texts(document) == ["约10³吨，CO2注"]
