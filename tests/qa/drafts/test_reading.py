from __future__ import annotations

from pathlib import Path

import docx
import pytest

from corpus.errors import InputError
from corpus.sources import shipped_documents
from qa.drafts.models import Draft
from qa.drafts.reading import parse_draft, read_content, read_draft
from qa.settings import DraftSettings
from tests.corpus.readers.test_docx import cell, paragraph, saved, table, with_body

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def texts(draft: Draft) -> list[str]:
    return [claim.text for claim in draft.claims]


def refusal(content: bytes, name: str, settings: DraftSettings | None = None) -> str:
    with pytest.raises(InputError) as caught:
        parse_draft(content, name, settings)
    message = str(caught.value)
    assert message.startswith(f"{name}：")
    assert "再加" not in message
    return message


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text(encoding: str) -> None:
    text = "关于碳达峰工作的汇报\n\n一、总体要求\n\n到2025年，非化石能源消费比重达 41.5%。到2030年再提高。\n"
    draft = parse_draft(text.encode(encoding), "稿件.txt")
    assert draft.name == "稿件.txt"
    assert [(one.line, one.text) for one in draft.paragraphs] == [
        (1, "关于碳达峰工作的汇报"),
        (3, "一、总体要求"),
        (5, "到2025年，非化石能源消费比重达41.5%。到2030年再提高。"),
    ]
    assert [(c.number, c.paragraph, c.text) for c in draft.claims] == [
        (1, 0, "关于碳达峰工作的汇报"),
        (2, 1, "一、总体要求"),
        (3, 2, "到2025年，非化石能源消费比重达41.5%。"),
        (4, 2, "到2030年再提高。"),
    ]


def test_claims_are_their_paragraphs_words_at_their_lines() -> None:
    """A shipped document, hard-wrapped as it is."""
    path = next(shipped_documents().glob("001*.txt"))
    draft = read_draft(path)
    lines = path.read_text(encoding="utf-8").split("\n")
    assert len(draft.claims) > 250
    for claim in draft.claims:
        one = draft.paragraphs[claim.paragraph]
        assert one.text[claim.start : claim.end] == claim.text
        line = lines[one.line_at(claim.start) - 1]
        assert claim.text[:2] in line.replace(" ", "") or claim.text[0] == line.strip()[-1]
    wrapped = [c for c in draft.claims if c.start and draft.paragraphs[c.paragraph].origins]
    assert any(
        draft.paragraphs[c.paragraph].line_at(c.start) > draft.paragraphs[c.paragraph].line
        for c in wrapped
    )


def test_markdown() -> None:
    text = (
        "# 碳达峰**汇报**\n\n- 到2025年，[非化石能源](http://a.cn)占比达*41.5%*。\n- 再提高。\n\n"
        "| 指标 | 2025年 |\n| --- | --- |\n| 能耗 | 14.5% |\n"
    )
    draft = parse_draft(text.encode(), "稿件.md")
    assert [(one.line, one.heading, one.table, one.text) for one in draft.paragraphs] == [
        (1, 1, 0, "碳达峰汇报"),
        (3, 0, 0, "到2025年，非化石能源占比达41.5%。"),
        (4, 0, 0, "再提高。"),
        (6, 0, 1, "指标 | 2025年"),
        (8, 0, 1, "能耗 | 14.5%"),
    ]
    assert len(draft.claims) == 5


def test_a_docx_keeps_the_places_in_its_body() -> None:
    content = saved(
        with_body(
            paragraph("碳达峰汇报", style="Heading1"),
            paragraph(""),
            table([cell("指标。说明。"), cell("2025年")], [cell("能耗"), cell("14.5%")]),
            paragraph("甲。乙。"),
        )
    )
    draft = parse_draft(content, "稿件.docx")
    assert [(one.line, one.heading, one.table, one.text) for one in draft.paragraphs] == [
        (1, 1, 0, "碳达峰汇报"),
        (3, 0, 1, "指标。说明。 | 2025年"),
        (4, 0, 1, "能耗 | 14.5%"),
        (5, 0, 0, "甲。乙。"),
    ]
    assert texts(draft) == ["碳达峰汇报", "指标。说明。 | 2025年", "能耗 | 14.5%", "甲。", "乙。"]


def test_characters_that_show_nothing_are_dropped() -> None:
    rest = "全市上下统一思想，抓好落实。" * 9
    content = f"到2025年，\u200b比重\u202e达\x1b[31m41.5%。{rest}\n\n\u200b\n".encode()
    assert texts(parse_draft(content, "稿件.txt"))[0] == "到2025年，比重达[31m41.5%。"


def test_what_could_not_be_read_is_told() -> None:
    draft = parse_draft("比重达\ufffd%。".encode(), "稿件.txt")
    assert [remark.text for remark in draft.remarks] == ["有无法识别的字符（�），请对照原件"]
    inserted = with_body("<w:p><w:ins><w:r><w:t>新增任务。</w:t></w:r></w:ins></w:p>")
    draft = parse_draft(saved(inserted), "稿件.docx")
    assert [remark.text for remark in draft.remarks] == [
        "文件里有未接受的修订，按全部接受后的文字读入"
    ]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param("稿.pdf", b"%PDF-1.7", "请核对它的 Word 原稿", id="PDF"),
        pytest.param("稿.doc", OLE, "另存为 .docx 再核对", id="doc"),
        pytest.param("稿.wps", OLE, "另存为 .docx 再核对", id="wps"),
        pytest.param("稿.html", b"<p>", "只核对 .txt、.md", id="HTML"),
        pytest.param("稿", b"a", "另存为 .docx 或 .txt", id="no ending"),
        pytest.param("稿.docx", OLE, "加了密码的 Office 文件", id="encrypted"),
        pytest.param("稿.docx", b"PK\x03\x04 cut off", "文件不完整", id="cut off"),
        pytest.param("稿.docx", "碳达峰。".encode(), "这不是 .docx 文件", id="no archive"),
        pytest.param("稿.docx", saved(docx.Document()), "没有文字", id="blank"),
        pytest.param("稿.txt", b"", "空的", id="empty"),
        pytest.param("稿.md", b"\n\n", "没有可读的文字", id="empty Markdown"),
        pytest.param("稿.txt", b"\x89PNG\r\n\x1a\n\xff", "中文编码", id="a picture"),
        pytest.param("稿.txt", "……\n\n——\n".encode(), "没有可核对的句子", id="no word"),
    ],
)
def test_what_is_no_draft(name: str, content: bytes, message: str) -> None:
    assert message in refusal(content, name)


def test_two_megabytes_of_text() -> None:
    text = "到2025年，非化石能源消费比重达41.5%。\n" * 41_000
    assert len(text.encode()) > 2 * 2**20
    message = refusal(text.encode(), "稿.txt")
    assert "有 943,000 字，超过上限 200,000 字" in message
    assert "characters" in message
    allowed = DraftSettings(characters=1_000_000)
    assert len(parse_draft(text.encode(), "稿.txt", allowed).claims) == 41_000


def test_a_large_file() -> None:
    message = refusal(b"a" * (2**20 + 1), "稿.txt", DraftSettings(megabytes=1))
    assert "文件有 1.0 MB，超过上限 1 MB" in message


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="没有这个文件"):
        read_content(tmp_path / "稿.docx")
    folder = tmp_path / "夹.docx"
    folder.mkdir()
    with pytest.raises(InputError, match="不是普通文件"):
        read_content(folder)


def test_a_file_that_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "稿.docx"
    with path.open("wb") as file:
        file.truncate(65 * 2**20)
    with pytest.raises(InputError, match="65 MB，超过上限 64 MB，请拆分后再核对"):
        read_draft(path)
