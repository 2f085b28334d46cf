"""Packs in DOCX, opened again."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from qa.packs.answers import answer_pack
from qa.packs.docx_file import to_docx
from qa.packs.making import PackMaker
from qa.packs.model import Section
from tests.qa.answering.answerers import Ask
from tests.qa.packs.conftest import make_pack

QUESTION = "淄博市和南充市2025年非化石能源消费比重分别是多少？"
HOSTILE = "<b>a</b> & \x00\x0b\ufffe<w:p/>]]>"
SHOWN = "<b>a</b> & <w:p/>]]>"
SOFFICE = shutil.which("soffice")


def read(content: bytes) -> Document:
    return docx.Document(BytesIO(content))


def test_an_answer_with_its_numbered_sources(ask: Ask, maker: PackMaker) -> None:
    pack = answer_pack(ask(QUESTION), maker)
    document = read(to_docx(pack))
    lines = [one.text for one in document.paragraphs]
    assert lines[0] == "政策问答依据"
    assert lines[1].startswith("（依据 ")
    headings = [
        one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == ["一、问题", "二、答复", "三、依据", "四、编制说明"]
    assert any(line.startswith("南充市：") and line.endswith("奠定坚实基础。[2]") for line in lines)
    assert len(pack.sources) == 2
    for source in pack.sources:
        at = lines.index(f"[{source.number}] {source.official}")
        quote = lines[at + 1].removeprefix("“").removesuffix("”")
        assert quote == source.quote
        assert quote in source.passage.text
        details = list(source.details)
        assert lines[at + 2 : at + 2 + len(details)] == details
    assert lines[-len(pack.about) :] == list(pack.about)


def test_marks_lead_to_their_sources() -> None:
    document = read(to_docx(make_pack("到2025年。", "达41.5%。")))
    body = document.element.body
    targets = [link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))]
    assert targets == ["source_1", "source_2", "source_2"]
    places = {
        mark.get(qn("w:name")): "".join(mark.getparent().itertext())
        for mark in body.iter(qn("w:bookmarkStart"))
    }
    assert sorted(places) == ["source_1", "source_2"]
    assert places["source_2"].startswith("[2] 《南充市碳达峰实施方案》")
    raised = {
        run.text
        for p in document.paragraphs
        for link in p.hyperlinks
        for run in link.runs
        if run.font.superscript
    }
    assert raised == {"[1]", "[2]"}


def test_the_look_of_an_official_document() -> None:
    document = read(to_docx(make_pack("到2025年。", "达41.5%。")))
    section = document.sections[0]
    size = (section.page_width or 0, section.page_height or 0)
    assert [round(length / Mm(1)) for length in size] == [210, 297]
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xpath("string(.//w:instrText)")
    fonts = {
        style: document.styles[style].element.find(f".//{qn('w:rFonts')}").get(qn("w:eastAsia"))
        for style in ("Title", "Normal", "Quote", "Heading 1", "List Continue")
    }
    assert fonts == {
        "Title": "方正小标宋简体",
        "Normal": "仿宋_GB2312",
        "Quote": "楷体_GB2312",
        "Heading 1": "黑体",
        "List Continue": "仿宋_GB2312",
    }
    quoted = [one.text for one in document.paragraphs if one.style and one.style.name == "Quote"]
    assert quoted == ["到2025年。[2]", "“达41.5%。”", "“达41.5%。”"]


def test_a_broad_table_lies_across() -> None:
    pack = make_pack("到2025年。", "达41.5%。")
    row = tuple("甲乙丙丁戊己庚")
    wide = replace(pack, sections=(Section("表", table=(row, row)),))
    page = read(to_docx(wide)).sections[0]
    assert (page.page_width or 0) > (page.page_height or 0)


def test_text_that_looks_like_marks_is_text() -> None:
    document = read(to_docx(make_pack(HOSTILE, HOSTILE)))
    lines = [one.text for one in document.paragraphs]
    assert lines[0] == SHOWN
    assert f"“{SHOWN}”" in lines
    assert f"{SHOWN}[1][2]又一句。" in lines
    assert document.tables[0].rows[1].cells[1].text == SHOWN


def test_a_quote_keeps_its_line_breaks() -> None:
    lines = [one.text for one in read(to_docx(make_pack("题", "第一条 甲\n第二条 乙"))).paragraphs]
    assert "“第一条 甲\n第二条 乙”" in lines


@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice (soffice) is not on this machine")
def test_libreoffice_opens_it(ask: Ask, maker: PackMaker, tmp_path: Path) -> None:
    pack = answer_pack(ask(QUESTION), maker)
    (tmp_path / "依据.docx").write_bytes(to_docx(pack))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    for kind in ("pdf", "txt:Text (encoded):UTF8"):
        command = [str(SOFFICE), profile, "--headless", "--convert-to", kind, "依据.docx"]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    assert (tmp_path / "依据.pdf").read_bytes().startswith(b"%PDF-")
    text = (tmp_path / "依据.txt").read_text(encoding="utf-8-sig")
    for source in pack.sources:
        assert f"[{source.number}] {source.official}" in text
        assert f"“{source.quote}”" in text
        assert f"SHA-256：{source.sha256}" in text
