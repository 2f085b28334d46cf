"""The reader of PDF files.

``files/plan.pdf`` and ``files/notice.pdf`` are printed by Chromium from the pages next to them with
``files/make.py``; their text is ours. The headings in Noto Serif come out of the PDF as radicals.
Other files are made here: of those two, or of lines at given places in a font that is not embedded.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pypdf import PageObject, PdfWriter
from pypdf import PdfReader as PyPdf
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from corpus.errors import InputError
from corpus.models import SourceFile
from corpus.readers.pdf import MAX_PAGES, PdfReader, mark_indents
from corpus.readers.pdf_text import tidy
from corpus.readers.running_heads import Place, Row
from corpus.unwrap import unwrap

FILES = Path(__file__).parent / "files"
PLAN = (FILES / "plan.pdf").read_bytes()
NOTICE = (FILES / "notice.pdf").read_bytes()

HIGHEST = 780
STEP = 28


def read(content: bytes) -> SourceFile:
    return PdfReader().read(content, "方案.pdf")


def texts(source: SourceFile) -> list[str]:
    return [line.text for line in source.lines]


def remarks(source: SourceFile) -> list[str]:
    return [remark.text for remark in source.remarks]


def refusal(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        read(content)
    return str(caught.value)


def save(writer: PdfWriter) -> bytes:
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def copy(content: bytes) -> PdfWriter:
    return PdfWriter(clone_from=io.BytesIO(content))


def font(encoding: str) -> DictionaryObject:
    names = {"/Type": "/Font", "/BaseFont": "/STSong-Light"}
    inner = {
        NameObject(k): NameObject(v) for k, v in {**names, "/Subtype": "/CIDFontType0"}.items()
    }
    descendant = DictionaryObject({**inner, NameObject("/DW"): NumberObject(1000)})
    outer = {**names, "/Subtype": "/Type0", "/Encoding": encoding}
    return DictionaryObject(
        {NameObject(k): NameObject(v) for k, v in outer.items()}
        | {NameObject("/DescendantFonts"): ArrayObject([descendant])}
    )


def show(text: str, x: int, y: int, size: int = 16) -> bytes:
    codes = text.encode("utf-16-be", "surrogatepass").hex()
    return f"BT /F1 {size} Tf 1 0 0 1 {x} {y} Tm <{codes}> Tj ET\n".encode()


def add_page(writer: PdfWriter, content: bytes, encoding: str = "/UniGB-UTF16-H") -> PageObject:
    page = writer.add_blank_page(595, 842)
    stream = StreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream)
    fonts = DictionaryObject({NameObject("/F1"): font(encoding)})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    return page


def add_scan(writer: PdfWriter, text: bytes = b"") -> None:
    page = add_page(writer, text)
    image = StreamObject()
    image.set_data(b"")
    image[NameObject("/Subtype")] = NameObject("/Image")
    images = DictionaryObject({NameObject("/Im1"): writer._add_object(image)})
    page["/Resources"][NameObject("/XObject")] = images  # type: ignore[index]


def pdf(*pages: Sequence[str]) -> bytes:
    """A PDF of pages with these lines, the first at the same height on each page."""
    writer = PdfWriter()
    for lines in pages:
        shown = [show(text, 90, HIGHEST - STEP * row) for row, text in enumerate(lines)]
        add_page(writer, b"".join(shown))
    return save(writer)


def body(mark: str) -> list[str]:
    """Lines that are not those of other pages."""
    work = ["大力发展新能源。", "推进煤炭消费替代。", "建设新型电力系统。", "保障能源安全。"]
    return [f"{mark}市要{text}" for text in work]


def test_lines_have_their_page_and_number() -> None:
    source = read(PLAN)
    assert (source.wrapped, source.paged, source.remarks) == (True, True, ())
    assert source.lines[0].text == "示例市碳达峰实施方案"
    assert [(line.number, line.page, line.text) for line in source.lines if line.starts_page] == [
        (1, 1, "示例市碳达峰实施方案"),
        (23, 2, "“十五五”期间，产业结构调整取得重大进展，清洁低碳"),
        (46, 3, "资源回收利用水平，推行全废钢电炉工艺，推广先进适用技"),
        (71, 4, "2024年1月22日"),
    ]


def test_running_heads_go_and_page_numbers_are_kept_apart() -> None:
    source = read(PLAN)
    assert source.printed == {1: "1", 2: "2", 3: "3", 4: "4"}
    assert not [text for text in texts(source) if "公报" in text or "—" in text]


def test_radicals_of_the_font_become_characters() -> None:
    raw = "".join(page.extract_text() for page in PyPdf(io.BytesIO(PLAN)).pages)
    assert "⼀、总体要求" in raw
    assert {"一、总体要求", "二、重点任务"} <= set(texts(read(PLAN)))


def test_rows_of_a_table_and_a_spaced_signature_stay() -> None:
    found = texts(read(PLAN))
    start = found.index("指标 单位 2020年 2025年 2030年")
    assert found[start + 1 : start + 5] == [
        "非化石能源消费比重 % 15.9 20.5 25",
        "光伏发电装机容量 万千瓦 125 350 680",
        "风电装机容量 万千瓦 48 120 520",
        "森林覆盖率 % 24.1 25 26.5",
    ]
    assert "示 例 市 人 民 政 府" in found


def paragraphs(content: bytes) -> list[str]:
    return [one.text for one in unwrap(list(read(content).lines))]


@pytest.mark.parametrize("name", ["plan", "notice"])
def test_paragraphs_are_joined_over_lines_and_pages(name: str) -> None:
    html = (FILES / f"{name}.html").read_text(encoding="utf-8")
    printed = re.findall(r"<(?:h\d|p)[^>]*>(.*?)</", html)
    found = paragraphs((FILES / f"{name}.pdf").read_bytes())
    assert [one for one in found if one.count(" ") < 3 or one in printed] == printed


def test_two_pages_lose_only_marked_page_numbers() -> None:
    source = read(NOTICE)
    assert source.printed == {1: "1", 2: "2"}
    assert "126" in texts(source)


@pytest.mark.parametrize(
    "form",
    ["— {} —", "-{}-", "{}", "第 {} 页", "第{}页 共20页", "{} / 20", "Page {}", "· {} ·"],
    ids=["dashed", "hyphens", "bare", "Chinese", "of all", "slash", "English", "dots"],
)
def test_page_numbers_at_the_foot(form: str) -> None:
    source = read(pdf(*([*body(mark), form.format(n)] for n, mark in enumerate("甲乙丙", 6))))
    assert source.printed == {1: "6", 2: "7", 3: "8"}
    assert texts(source) == [*body("甲"), *body("乙"), *body("丙")]


def test_a_page_number_at_the_head() -> None:
    source = read(pdf(*([f"- {n} -", *body(mark)] for n, mark in enumerate("甲乙丙", 1))))
    assert source.printed == {1: "1", 2: "2", 3: "3"}
    assert [(line.number, line.text) for line in source.lines if line.starts_page] == [
        (2, "甲市要大力发展新能源。"),
        (7, "乙市要大力发展新能源。"),
        (12, "丙市要大力发展新能源。"),
    ]


def test_figures_of_the_text_stay() -> None:
    figures = ["350", "125", "48", "680"]
    pages = [[*body(mark), figure] for mark, figure in zip("甲乙丙丁", figures, strict=True)]
    pages[1][2:2] = ["2"]
    source = read(pdf(*pages))
    assert source.printed == {}
    assert [text for text in texts(source) if text.isdigit()] == ["350", "2", "125", "48", "680"]


def test_bare_numbers_of_two_pages_stay() -> None:
    assert texts(read(pdf(["甲", "1"], ["乙", "2"]))) == ["甲", "1", "乙", "2"]


def test_odd_and_even_pages_have_their_own_heads() -> None:
    marks = "甲乙丙丁戊己庚辛"
    heads = ["示例市公报 2024年", "碳达峰方案汇编"] * 4
    pages = [
        [head, *body(mark), f"共8期 总第{n}期"]
        for n, (head, mark) in enumerate(zip(heads, marks, strict=True), 118)
    ]
    assert texts(read(pdf(*pages))) == [text for mark in marks for text in body(mark)]


def test_a_title_that_later_heads_repeat_stays() -> None:
    title = "示例市碳达峰实施方案"
    pages = [["", "", title, *body("甲")], *([title, *body(mark)] for mark in "乙丙丁戊")]
    found = texts(read(pdf(*pages)))
    assert found == [title, *(text for mark in "甲乙丙丁戊" for text in body(mark))]


def test_headings_that_count_with_the_pages_are_no_heads() -> None:
    pages = [[f"附件{n}", *body(mark)] for n, mark in enumerate("甲乙丙丁", 1)]
    found = texts(read(pdf(*pages)))
    assert [text for text in found if "附件" in text] == ["附件1", "附件2", "附件3", "附件4"]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("⼀、⽤⼾⻓⻛⺠⽣", "一、用户长风民生"),
        ("eﬃcient ﬁnance", "efficient finance"),
        ("２０３０年∶１２％", "２０３０年∶１２％"),
        ("上 ， 参 见 附 件", "上，参见附件"),
        ("推 动 经 济 社 会 发 展 建 ⽴ 在 资 源 高 效 利 用", "推动经济社会发展建立在资源高效利用"),
        ("到二 〇 三 〇 年实现碳达峰", "到二〇三〇年实现碳达峰"),
        ("财 政 部", "财 政 部"),
        ("示 例 市 发 展 和 改 革 委 员 会", "示 例 市 发 展 和 改 革 委 员 会"),
        ("第一条 本办法自印发之日起施行", "第一条 本办法自印发之日起施行"),
        ("能源消费 ，煤炭消费", "能源消费，煤炭消费"),
        ("推进屋顶光伏，建设基地 市发展改革委 市住建局 2025年", "推进屋顶光伏，建设基地 市发展改革委 市住建局 2025年"),
        ("碳达峰\x00方案\ud800", "碳达峰 方案"),
    ],
    ids=[
        "radicals", "ligatures", "full width stays", "stretched to the margin", "letter-spaced text",
        "zero of another font", "signature", "long signature", "article", "before a comma", "row of a table", "unprintable",
    ],
)  # fmt: skip
def test_tidy(raw: str, expected: str) -> None:
    assert tidy(raw) == expected


def scan(*kinds: str) -> bytes:
    writer = PdfWriter()
    for number, kind in enumerate(kinds):
        if kind == "文":
            add_page(writer, show(f"第{number}页的文字", 90, 700))
        elif kind == "图":
            add_scan(writer)
        else:
            writer.add_blank_page(595, 842)
    return save(writer)


def test_scanned_file_is_refused() -> None:
    assert refusal(scan("图", "图")) == (
        "方案.pdf：这是扫描件或图片 PDF，没有文字层，请先做文字识别（OCR）再加入"
    )


def test_runs_of_scanned_pages_are_remarked() -> None:
    source = read(scan("文", "图", "图", "图", "空", "文", "图"))
    assert [line.page for line in source.lines] == [1, 6]
    assert [remark.line for remark in source.remarks] == [None, None]
    assert remarks(source) == [
        "第 2–4 页没有文字，可能是扫描页或图片",
        "第 7 页没有文字，可能是扫描页或图片",
    ]


def test_scans_that_show_only_the_mark_of_a_program_are_refused() -> None:
    writer = PdfWriter()
    for _ in range(3):
        add_scan(writer, show("由扫描程序创建", 400, 20, 9))
    assert "没有文字层" in refusal(save(writer))


def test_text_turned_into_curves_is_remarked() -> None:
    writer = PdfWriter()
    add_page(writer, show("第一页的文字", 90, 700))
    add_page(writer, b"100 200 m 150 250 l S\n" * 300)
    assert remarks(read(save(writer))) == ["第 2 页没有文字，可能是扫描页或图片"]


@pytest.mark.parametrize("algorithm", ["RC4-128", "AES-128", "AES-256"])
def test_encryption(algorithm: str) -> None:
    free, locked = copy(NOTICE), copy(NOTICE)
    free.encrypt("", "所有者", algorithm=algorithm)
    locked.encrypt("密码", algorithm=algorithm)
    assert texts(read(save(free))) == texts(read(NOTICE))
    assert refusal(save(locked)) == "方案.pdf：PDF 有打开密码，请先去掉密码（打开后另存）再加入"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "文件是空的"),
        ("碳达峰实施方案".encode(), "这不是 PDF 文件（开头没有 %PDF 标记），请检查文件内容"),
        (b"%PDF-1.7\n%%EOF", "读不出这个 PDF（文件损坏或不完整），请重新下载或用阅读器另存后再加"),
        (PLAN[:70000], "读不出这个 PDF（文件损坏或不完整），请重新下载或用阅读器另存后再加"),
    ],
    ids=["empty", "no PDF", "nothing but the mark", "truncated"],
)  # fmt: skip
def test_what_is_no_sound_pdf_is_refused(content: bytes, reason: str) -> None:
    assert refusal(content) == f"方案.pdf：{reason}"


def test_too_many_pages() -> None:
    writer = PdfWriter()
    for _ in range(MAX_PAGES + 1):
        writer.add_blank_page(595, 842)
    assert refusal(save(writer)) == "方案.pdf：超过上限 5000 页，请拆分后再加"


def break_data(page: PageObject) -> None:
    page["/Contents"].get_object()._data = b"\x00garbage" * 100  # type: ignore[union-attr]


def break_filter(page: PageObject) -> None:
    page["/Contents"].get_object()[NameObject("/Filter")] = NameObject("/Foo")  # type: ignore[index]


def break_bomb(page: PageObject) -> None:
    bomb = StreamObject()
    bomb.set_data(show("碳", 90, 700) + b" " * 80_000_000)
    page["/Contents"].get_object()._data = bomb.flate_encode()._data  # type: ignore[union-attr]


@pytest.mark.parametrize("damage", [break_data, break_filter, break_bomb])
def test_a_damaged_page_among_sound_ones_is_remarked(
    damage: Callable[[PageObject], None], capfd: pytest.CaptureFixture[str]
) -> None:
    writer = copy(PLAN)
    damage(writer.pages[1])
    source = read(save(writer))
    assert {line.page for line in source.lines} == {1, 3, 4}
    assert remarks(source) == ["第 2 页的数据损坏或过大，读不出来，没有收入"]
    assert capfd.readouterr().err == ""


def test_a_file_of_damaged_pages_is_refused() -> None:
    writer = PdfWriter()
    add_page(writer, b"[" * 100_000 + show("碳", 90, 700))
    assert refusal(save(writer)) == (
        "方案.pdf：第 1 页的数据损坏或过大，读不出来，请重新下载或用阅读器另存后再加"
    )


GLYPHS = "\u12e5\u0490\u09c7\u12cc\u19f7\u098c\u0901\u0cb4"
"""Numbers of glyphs, which come out as characters where the font has no map."""


@pytest.mark.parametrize(
    "garbage",
    [GLYPHS, "\ue001\ue0f2\ue123", "\x01\x02\x03\x04"],
    ids=["numbers", "private", "control"],
)
def test_fonts_without_a_map(garbage: str) -> None:
    unreadable = show(garbage, 90, 700)
    writer = PdfWriter()
    add_page(writer, unreadable, "/Identity-H")
    assert refusal(save(writer)) == (
        "方案.pdf：字体没有可读的文字编码，提取出来是乱码，请先做文字识别（OCR）再加入"
    )
    add_page(writer, show("（一）主要目标", 90, 700))
    source = read(save(writer))
    assert texts(source) == ["（一）主要目标"]
    assert remarks(source) == ["第 1 页的字体没有可读的文字编码，提取出来是乱码，没有收入"]


@pytest.mark.parametrize("seed", range(3))
def test_changed_bytes_never_raise_anything_else(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(5):
        content = bytearray(NOTICE)
        for _ in range(50):
            content[chance.randrange(len(content))] = chance.randrange(256)
        try:
            read(bytes(content))
        except InputError as error:
            assert str(error).startswith("方案.pdf：")


def test_indents_tell_from_the_margin_of_the_page() -> None:
    def row(number: int, x: float) -> Row:
        return Row(number, 1, "碳达峰", Place(x, 700.0 - number, 16.0))

    rows = [row(1, 200.0), row(2, 122.0), row(3, 90.0), row(4, 90.4), row(5, 122.0), row(6, 104.0)]
    assert [one.indented for one in mark_indents(rows)] == [None, True, False, False, True, None]
    flush = [row(1, 90.0), row(2, 90.0)]
    assert mark_indents(flush) == flush
