"""The tab 核对文稿, over three shipped plans."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import docx
import pytest

from qa.engine import Engine
from qa.faces.page_check import DOWNLOADS, Shown, check
from tests.qa.faces.markup import parsed

WRONG = "到2030年，南充市非化石能源消费比重达到50%。"
RIGHT = "到2030年，南充市非化石能源消费比重达到43.5%。"
DRAFT = f"{WRONG}{RIGHT}\n"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "files"
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(folder))
    return folder


def files_of(shown: Shown) -> list[Path]:
    return [Path(one["value"]) for one in shown[2:] if one["visible"]]


def test_progress_then_findings_and_files(plans: Engine) -> None:
    *steps, last = check(plans, DRAFT, None, None)
    bars = [parsed(step[0]).xpath("//progress")[0] for step in steps]
    assert [(bar.get("value"), bar.get("max")) for bar in bars] == [
        ("0", "2"),
        ("1", "2"),
        ("2", "2"),
    ]
    assert all(not step[1] and not files_of(step) for step in steps)
    page = parsed(last[1])
    assert "数据不符 1" in page.xpath("//header/p")[0].text
    assert [one.text for one in page.xpath("//article//span[@class='tag']")] == [
        "数据不符",
        "转述有据",
    ]
    assert page.xpath("//input/@data-verdict") == ["supported", "figure"]
    assert page.xpath("//span[@id='check-c1']/a/@href") == ["#check-f1"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {link.removeprefix("#") for link in page.xpath("//a/@href")} <= set(ids)


def test_the_files_are_the_outcome_in_its_forms(plans: Engine, own_folder: Path) -> None:
    *_, last = check(plans, DRAFT, None, None)
    paths = files_of(last)
    assert [path.name for path in paths] == [f"文稿-核对{suffix}" for suffix in DOWNLOADS]
    assert all(path.is_relative_to(own_folder) for path in paths)
    word, html, data = paths
    assert len(list(docx.Document(str(word)).comments)) == 2
    assert "default-src 'none'" in html.read_text(encoding="utf-8")
    assert json.loads(data.read_text(encoding="utf-8"))["counts"]["figure"] == 1


def test_a_file_keeps_its_own_look(plans: Engine, tmp_path: Path) -> None:
    source = docx.Document()
    source.add_paragraph(WRONG, style="Quote")
    path = tmp_path / "汇报<稿>.docx"
    source.save(str(path))
    *_, last = check(plans, "", str(path), None)
    word, *_ = files_of(last)
    assert word.name == "汇报_稿_-核对.docx"
    made = docx.Document(BytesIO(word.read_bytes()))
    assert made.paragraphs[0].style is not None
    assert (made.paragraphs[0].text, made.paragraphs[0].style.name) == (WRONG, "Quote")
    assert "已核对：汇报&lt;稿&gt;.docx" in last[0]


def test_the_place_is_what_the_draft_calls_its_own(plans: Engine) -> None:
    text = "到2030年，我市非化石能源消费比重达到43.5%。"
    right, wrong = (
        list(check(plans, text, None, region))[-1][1] for region in ("南充市", "克拉玛依市")
    )
    assert ("转述有据 1" in right, "转述有据 1" in wrong) == (True, False)


@pytest.mark.parametrize(
    ("text", "name", "content", "message"),
    [
        (" \n", None, b"", "还没有文稿"),
        ("文字。", "稿.txt", b"x", "文字和文件都填了"),
        ("", "稿.pdf", b"%PDF", "只核对 .txt、.md、.markdown、.docx 文件"),
        ("", "稿.docx", b"PK\x03\x04", "文件不完整"),
        ("", "稿.txt", b"", "空的"),
        ("——", None, b"", "没有可核对的句子"),
        ("比重达41.5%。" * 30_000, None, b"", "超过上限 200,000 字"),
    ],
)
def test_what_cannot_be_checked_is_told_in_one_line(
    plans: Engine, tmp_path: Path, text: str, name: str | None, content: bytes, message: str
) -> None:
    path = tmp_path / (name or "无")
    path.write_bytes(content)
    (shown,) = check(plans, text, str(path) if name else None, None)
    (alert,) = parsed(shown[0]).xpath("./*")
    assert (alert.get("role"), shown[1], files_of(shown)) == ("alert", "", [])
    assert message in alert.text_content()
    assert str(tmp_path) not in shown[0]


@pytest.mark.parametrize("bidi", ["\u202e", "\u2066"])
def test_a_draft_is_shown_as_text(plans: Engine, bidi: str) -> None:
    bad = f"<script>alert(1)</script>![图](http://x.example/a.png)[链接](javascript:alert(1)){bidi}"
    *_, last = check(plans, f"{bad}到2030年，南充市非化石能源消费比重达到50%。", None, None)
    page = parsed(last[1])
    assert not page.xpath("//img | //script | //a[not(starts-with(@href, '#'))]")
    assert "<script>alert(1)</script>" in page.text_content()
    assert "[图](http://x.example/a.png)" in page.text_content()
    assert bidi not in last[1]
