"""Comments in Word documents: at the claims, and all else as it was."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.document import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from corpus.errors import InputError
from corpus.readers.docx import DocxReader
from corpus.readers.docx_xml import W
from qa.drafts.anchors import PRESERVE
from qa.drafts.commenting import to_docx
from qa.drafts.models import DraftReport
from tests.corpus.readers.test_docx import (
    add_list,
    add_notes,
    cell,
    edited,
    level,
    paragraph,
    run,
    saved,
    table,
    with_body,
)
from tests.qa.drafts.reports import CITATION, MISQUOTED, SUPPORTED, UNFOUNDED, report_on

NAME = "稿件.docx"
CLAIM = "非化石能源消费比重达40%左右，为实现碳达峰奠定基础。"
FOUND = {"40%": MISQUOTED, "43.5%": SUPPORTED, "零碳": UNFOUNDED}
MARKS = {W + name for name in ("commentRangeStart", "commentRangeEnd")}


def annotated(content: bytes) -> bytes:
    return to_docx(content, report_on(NAME, content, FOUND))


def opened(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def anchored(content: bytes) -> dict[int, str]:
    """The text between the marks of each comment, deleted text left out."""
    texts: dict[int, str] = {}
    active: set[int] = set()
    for one in opened(content).element.body.iter():
        if one.tag == W + "commentRangeStart":
            active.add(int(one.get(W + "id")))
            texts[int(one.get(W + "id"))] = ""
        elif one.tag == W + "commentRangeEnd":
            active.remove(int(one.get(W + "id")))
        elif one.tag == W + "t" and not any(True for _ in one.iterancestors(W + "del")):
            for number in active:
                texts[number] += one.text or ""
    assert not active
    return texts


def added(before: bytes, after: bytes) -> None:
    """Assert that nothing changed in a file but the marks, the comments, and the list at its end."""
    with ZipFile(BytesIO(before)) as old, ZipFile(BytesIO(after)) as new:
        changed = {name for name in old.namelist() if old.read(name) != new.read(name)}
        assert changed <= {
            "word/document.xml",
            "word/comments.xml",
            "[Content_Types].xml",
            "word/_rels/document.xml.rels",
        }
        assert len(new.namelist()) == len(set(new.namelist()))
        assert plain(new.read("word/document.xml")) == plain(old.read("word/document.xml"))


def plain(document: bytes) -> bytes:
    """A body without comments' marks and the list, runs that look alike joined."""
    root = etree.fromstring(document)
    drop_list(root[0])
    for one in list(root.iter(*MARKS)):
        drop(one)
    for one in list(root.iter(W + "commentReference")):
        drop(parent_of(one))
    for one in list(root.iter(W + "t")):
        if PRESERVE in one.attrib:
            del one.attrib[PRESERVE]
    for tag in (W + "r", W + "t"):
        for one in list(root.iter(tag)):
            join_next(one)
    return etree.tostring(root, method="c14n")


def drop_list(body: etree._Element) -> None:
    headings = [one for one in body if text_of(one) == "核对依据"]
    for one in list(body)[body.index(headings[-1]) :] if headings else []:
        if one.tag != W + "sectPr":
            drop(one)


def join_next(one: etree._Element) -> None:
    """Join a run with those behind it that look alike, or a text with the texts behind it."""
    while (following := one.getnext()) is not None and looks(one) == looks(following):
        one.text = ((one.text or "") + (following.text or "")) or None
        one.extend([child for child in following if child.tag != W + "rPr"])
        drop(following)


def looks(one: etree._Element) -> tuple[object, ...]:
    properties = one.find(W + "rPr")
    shown = b"" if properties is None else etree.tostring(properties, method="c14n")
    return one.tag, one.items(), shown


def parent_of(one: etree._Element) -> etree._Element:
    parent = one.getparent()
    assert parent is not None
    return parent


def drop(one: etree._Element) -> None:
    parent_of(one).remove(one)


def text_of(one: etree._Element) -> str:
    return "".join(part for part in one.itertext() if isinstance(part, str))


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        pytest.param(run(CLAIM), CLAIM, id="the whole run"),
        pytest.param(run(f"全市发力。{CLAIM}再接再厉。"), CLAIM, id="part of a run"),
        pytest.param(
            run("全市发力。非化石能源", "<w:b/>")
            + run("消费比重达40")
            + run("%左右，为实现碳达峰奠定基础。再接", "<w:i/>")
            + run("再厉。"),
            CLAIM,
            id="over several runs",
        ),
        pytest.param(
            f"{run('全市发力。')}<w:ins w:id='7' w:author='张三'>{run('非化石能源消费比重达')}</w:ins>"
            f"<w:del w:id='8' w:author='张三'><w:r><w:delText>30%</w:delText></w:r></w:del>"
            f"{run('40%左右，为实现碳达峰奠定基础。再接再厉。')}",
            CLAIM,
            id="tracked changes",
        ),
        pytest.param(
            f"<w:ins w:id='7' w:author='张三'>{run(f'全市发力。{CLAIM}再接再厉。')}</w:ins>",
            CLAIM,
            id="within an insertion",
        ),
        pytest.param(
            f"{run('全市发力。')}<w:hyperlink>{run('非化石能源消费比重')}</w:hyperlink>"
            f"<w:smartTag>{run('达40%')}</w:smartTag>{run('左右，为实现碳达峰奠定基础。')}",
            CLAIM,
            id="link and smart tag",
        ),
        pytest.param(
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run(f'全市发力。{CLAIM}')}</w:sdtContent></w:sdt>",
            CLAIM,
            id="content control",
        ),
        pytest.param(
            "<w:r><w:t>全市发力。</w:t><w:tab/><w:t>非化石能源消费比重达</w:t><w:br/>"
            "<w:t>40%左右，为实现碳达峰奠定基础。</w:t><w:t>再接再厉。</w:t></w:r>",
            CLAIM,
            id="several texts in a run",
        ),
        pytest.param(
            run("到 2025 年，比重达 40%。再接再厉。"), "到 2025 年，比重达 40%。", id="stray spaces"
        ),
        pytest.param(
            run("比重达\u200b40%。") + run("再\u200b接再厉。"),
            "比重达\u200b40%。",
            id="invisible characters",
        ),
        pytest.param(
            run("能耗达40%、10")
            + run("3", '<w:vertAlign w:val="superscript"/>')
            + run("吨。再说。"),
            "能耗达40%、103吨。",
            id="superscript",
        ),
        pytest.param(
            "<w:r><w:t> 全市发力。 达40%。 再接。 </w:t></w:r>",
            "达40%。",
            id="outer blanks that do not show",
        ),
        pytest.param(
            run("公开。") + run("内部达40%。", "<w:vanish/>") + run("达40%。"),
            "达40%。",
            id="hidden text",
        ),
    ],
)
def test_a_comment_stands_at_its_claim(inner: str, expected: str) -> None:
    content = saved(with_body(f"<w:p>{inner}</w:p>"))
    after = annotated(content)
    assert list(anchored(after).values()) == [expected]
    added(content, after)
    assert [line.text for line in DocxReader().read(after, NAME).lines][:1] == [
        line.text for line in DocxReader().read(content, NAME).lines
    ]


WORDS = st.text(alphabet="甲乙丙1。 “”（）", min_size=1, max_size=6)
RUNS = st.builds(run, WORDS, st.sampled_from(["", "<w:b/>", "<w:i/>"]))
WRAPPED = st.recursive(
    RUNS,
    lambda inner: st.builds(
        lambda parts, tag: f"<w:{tag}>{''.join(parts)}</w:{tag}>",
        st.lists(inner, min_size=1, max_size=3),
        st.sampled_from(["ins", "hyperlink", "smartTag", "del"]),
    ),
    max_leaves=4,
)


@settings(max_examples=25, deadline=None)
@given(st.lists(WRAPPED, min_size=1, max_size=8))
def test_every_claim_gets_its_comment_whatever_the_runs(inner: list[str]) -> None:
    content = saved(with_body(f"<w:p>{''.join(inner)}</w:p>", paragraph("尾甲。")))
    report = report_on(NAME, content, {"": UNFOUNDED})
    after = to_docx(content, report)
    claims = [claim.text for claim in report.draft.claims]
    assert [folded(one) for one in anchored(after).values()] == [folded(one) for one in claims]
    added(content, after)


def folded(text: str) -> str:
    return "".join(text.split())


def test_cut_runs_keep_their_look() -> None:
    content = saved(with_body(f"<w:p>{run(f'全市发力。{CLAIM}再接再厉。', '<w:b/>')}</w:p>"))
    first = opened(annotated(content)).paragraphs[0]
    assert [(one.text, one.bold) for one in first.runs if one.text] == [
        ("全市发力。", True),
        (CLAIM, True),
        ("再接再厉。", True),
    ]


def test_what_a_comment_says() -> None:
    content = saved(
        with_body(
            paragraph(CLAIM), paragraph("达到43.5%。"), paragraph("零碳。"), paragraph("无事。")
        )
    )
    comments = list(opened(annotated(content)).comments)
    assert [(one.author, one.initials) for one in comments] == [("碳问", "碳")] * 3
    place = "《南充市碳达峰实施方案》（南府发〔2024〕1号） 二、主要目标，第3—4页，源文件第88—109行"
    assert comments[0].text.split("\n") == [
        "引文有出入",
        "引文与原文不同：40%，原文为41.5%",
        "对照：非化石能源消费比重达[-40%-]{+41.5%+}[-左右-]，为实现碳达峰奠定基础。",
        "原文：“非化石能源消费比重达41.5%，为实现碳达峰奠定基础。”",
        f"依据[1] {place}",
    ]
    assert comments[1].text.split("\n") == [
        "转述有据",
        f"依据[2] {place}；注意：库中此文只有摘要",
        "“到2030年，非化石能源消费比重达到43.5%”",
    ]
    assert comments[2].text.split("\n") == ["未找到依据", "库中没有找到这句话的依据"]
    gone, new = (
        one for one in comments[0].paragraphs[2].runs if one.text.startswith(("[-40", "{+"))
    )
    assert (gone.font.strike, new.font.underline) == (True, True)


def test_the_list_of_sources_at_the_end() -> None:
    before = docx.Document()
    before.add_paragraph(CLAIM)
    before.add_section()
    before.add_paragraph("达到43.5%。")
    after = opened(annotated(saved(before)))
    texts = [one.text for one in after.paragraphs]
    start = texts.index("核对依据")
    assert texts[start + 1 : start + 3] == [
        "（以下由碳问核对时添加，不属于原稿；批注中的编号指下列依据。）",
        "共 2 句：引文有出入 1，转述有据 1",
    ]
    assert texts[start + 3].startswith(
        "[1] 《南充市碳达峰实施方案》（南府发〔2024〕1号） 二、主要目标，第3—4页"
    )
    assert texts[start + 4 : start + 6] == [f"“{CITATION.quote}”", "源文件：002.txt"]
    assert texts[start + 6].startswith("[2] ")
    assert len(texts) == start + 9
    assert after.element.body[-1].tag == W + "sectPr"
    assert len(after.sections) == 2


def test_repeated_sentences_and_their_order() -> None:
    text = "达40%。零碳。达40%。"
    after = annotated(saved(with_body(paragraph(text), paragraph(text))))
    assert list(anchored(after).items()) == list(enumerate(("达40%。", "零碳。", "达40%。") * 2))
    assert [one.text.split("\n")[0] for one in opened(after).comments] == [
        "引文有出入",
        "未找到依据",
        "引文有出入",
    ] * 2


def test_automatic_numbers_are_not_in_the_runs() -> None:
    before = with_body(
        paragraph("1万吨，达40%。", numbered=(7, 0)), paragraph("零碳。", numbered=(7, 0))
    )
    add_list(before, 7, level(0, "decimal", "%1."))
    content = saved(before)
    assert report_on(NAME, content, {}).draft.claims[0].text == "1. 1万吨，达40%。"
    after = annotated(content)
    assert list(anchored(after).values()) == ["1万吨，达40%。", "零碳。"]
    added(content, after)


def test_rows_and_nested_tables() -> None:
    inner = f"<w:tc>{table([cell('其中'), cell('占43.5%')])}{paragraph('')}</w:tc>"
    merged = '<w:vMerge w:val="restart"/>'
    content = saved(
        with_body(
            table(
                [cell("指标", merged), cell("2025年达40%")],
                [cell("不显示", "<w:vMerge/>"), inner],
            ),
            paragraph("零碳。"),
        )
    )
    after = annotated(content)
    assert list(anchored(after).values()) == ["指标2025年达40%", "其中占43.5%", "零碳。"]
    added(content, after)


BOX = f"<w:txbxContent>{paragraph('盒中零碳。')}</w:txbxContent>"


def test_text_boxes_and_notes_are_told_at_their_paragraph() -> None:
    shape = f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>'
    before = with_body(
        f"<w:p>{run('全市发力。达40%。')}<w:r>{shape}</w:r></w:p>",
        f"<w:p><w:r>{shape}</w:r></w:p>",
        f"<w:p>{run('零碳。')}<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
    )
    add_notes(before, "footnotes", {2: "注中达43.5%。"})
    content = saved(before)
    after = annotated(content)
    added(content, after)
    comments = {one.comment_id: one.text.split("\n") for one in opened(after).comments}
    found = [(text, comments[number][:2]) for number, text in sorted(anchored(after).items())]
    hung = "所核对的文字在文本框、脚注等处：“{}”"
    assert found == [
        ("达40%。", ["引文有出入", MISQUOTED["detail"]]),
        ("全市发力。达40%。" + "盒中零碳。" * 2, ["未找到依据", hung.format("盒中零碳。")]),
        ("盒中零碳。" * 2, ["未找到依据", hung.format("盒中零碳。")]),
        ("零碳。", ["未找到依据", UNFOUNDED["detail"]]),
        ("零碳。", ["转述有据", hung.format("［注1］注中达43.5%。")]),
    ]


def rich() -> bytes:
    """A draft with comments, changes, tables, notes, a text box, styles, headers and a picture's rest."""
    before = with_body(
        paragraph("碳达峰汇报", style="Title"),
        f"<w:p>{run('到2025年，达40%。')}<w:ins w:id='3' w:author='张三'>{run('零碳。')}</w:ins>"
        "<w:del w:id='4' w:author='张三'><w:r><w:delText>旧文。</w:delText></w:r></w:del>"
        "<w:r><w:footnoteReference w:id='2'/></w:r></w:p>",
        table([cell("指标"), cell("43.5%")]),
        f"<w:p><w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r></w:p>",
    )
    add_notes(before, "footnotes", {2: "注。"})
    body = before.add_paragraph("请核实的一句达40%。")
    before.add_comment(body.runs, text="批注：请核实", author="审核人", initials="审")
    before.sections[0].header.paragraphs[0].text = "内部资料"
    before.sections[0].footer.paragraphs[0].text = "— 1 —"
    content = saved(before)
    lost = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        b'relationships/image" Target="media/lost.png"/></Relationships>'
    )
    return edited(
        content,
        "word/_rels/document.xml.rels",
        lambda data: data.replace(b"</Relationships>", lost),
    )


def test_everything_else_stays_as_it_was() -> None:
    content = rich()
    after = annotated(content)
    added(content, after)
    with ZipFile(BytesIO(after)) as archive:
        root = etree.fromstring(archive.read("word/comments.xml"))
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                etree.fromstring(archive.read(name))
    assert [one.get(W + "author") for one in root] == ["审核人", *["碳问"] * 5]
    assert [one.get(W + "id") for one in root] == list("012345")
    assert text_of(root[0]).strip() == "批注：请核实"
    with ZipFile(BytesIO(content)) as archive:
        old = etree.fromstring(archive.read("word/comments.xml"))
    assert etree.tostring(root[0], method="c14n") == etree.tostring(old[0], method="c14n")


def test_checked_twice() -> None:
    content = saved(with_body(paragraph(CLAIM)))
    twice = annotated(annotated(content))
    authors = [one.author for one in opened(twice).comments]
    assert authors[:2] == ["碳问"] * 2
    assert len(set(anchored(twice))) == len(authors)


def test_numbers_of_marks_without_a_comment_are_left_alone() -> None:
    lone = "<w:commentRangeStart w:id='40'/><w:commentRangeEnd w:id='40'/>"
    after = annotated(saved(with_body(f"<w:p>{lone}{run(CLAIM)}</w:p>")))
    assert [one.comment_id for one in opened(after).comments] == [41]


def test_the_sign_of_a_comment_is_no_insertion() -> None:
    content = saved(with_body(f"<w:p><w:ins w:id='7' w:author='张三'>{run(CLAIM)}</w:ins></w:p>"))
    body = opened(annotated(content)).element.body
    (sign,) = body.iter(W + "commentReference")
    assert sign.getparent().getparent().tag == W + "p"


def test_a_formula_is_not_cut() -> None:
    formula = "<m:oMath><m:r><m:t>零碳=40%</m:t></m:r></m:oMath>"
    content = saved(with_body(f"<w:p>{run('设')}{formula}{run('。完。')}</w:p>"))
    after = annotated(content)
    assert list(anchored(after).values()) == ["设。"]
    added(content, after)


def test_strict_open_xml_is_refused() -> None:
    content = edited(
        saved(with_body(paragraph(CLAIM))),
        "word/document.xml",
        lambda data: data.replace(
            b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        ),
    )
    with pytest.raises(InputError, match=r"Strict Open XML.*\.html"):
        annotated(content)


def report_of_text(name: str, text: str) -> tuple[DraftReport, Document]:
    content = text.encode()
    report = report_on(name, content, FOUND)
    return report, opened(to_docx(content, report))


def test_a_text_becomes_an_official_document() -> None:
    text = f"碳达峰工作汇报\n\n一、主要目标\n\n全市发力。{CLAIM}达到43.5%。\n\n（一）零碳\n"
    report, made = report_of_text("汇报.txt", text)
    stream = BytesIO()
    made.save(stream)
    assert list(anchored(stream.getvalue()).values()) == [CLAIM, "达到43.5%。", "（一）零碳"]
    assert [(one.text, one.style and one.style.name) for one in made.paragraphs[:4]] == [
        ("碳达峰工作汇报", "Title"),
        ("一、主要目标", "Heading 1"),
        (report.draft.paragraphs[2].text, "Normal"),
        ("（一）零碳", "Heading 2"),
    ]


def test_markdown_without_a_title_gets_its_files_name() -> None:
    text = "全市发力。\n\n## 目标\n\n| 指标 | 2025年 | 注 |\n| --- | --- | --- |\n| 比重 | 40% | |\n\n零碳。\n"
    _, made = report_of_text("汇报.md", text)
    assert [one.text for one in made.paragraphs[:4]] == ["汇报", "全市发力。", "目标", "零碳。"]
    (found,) = made.tables
    assert [[one.text for one in row.cells] for row in found.rows] == [
        ["指标", "2025年", "注"],
        ["比重", "40%", ""],
    ]
    stream = BytesIO()
    made.save(stream)
    assert list(anchored(stream.getvalue()).values()) == ["比重40%", "零碳。"]


def test_prefixes_stay() -> None:
    with ZipFile(BytesIO(annotated(saved(with_body(paragraph(CLAIM)))))) as archive:
        document = archive.read("word/document.xml")
    assert b"<w:commentRangeStart w:id=" in document
    assert b"ns0:" not in document
