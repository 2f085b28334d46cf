"""No command of the terminal is told on the page."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from qa.faces.wording import COMMAND, page_words

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("message", "told"),
    [
        (
            "没有文件给“月球”定过数值；近似的有：森林覆盖率；用 tanwen compare --list 查看全部",
            "没有文件给“月球”定过数值；近似的有：森林覆盖率；可在“指标”一栏里选",
        ),
        (
            "没有文件编号为“x”的文件，可用 tanwen documents 查看有哪些文件",
            "没有文件编号为“x”的文件，可在“筛选范围”里选文件",
        ),
        (
            "“我市”指哪里？请写出地名（也可在设置的 [retrieval] 里写明 home_region）",
            "“我市”指哪里？请写出地名",
        ),
        (
            "缺少 xllamacpp（a）；请运行 pip install xllamacpp，或用 --llm none",
            "缺少 xllamacpp（a）；请联系管理员处理",
        ),
        (
            "对话模型未能作答（连接不上；请确认服务已启动、地址无误，或改用 --llm bundled），以上为原文。",
            "对话模型未能作答（连接不上；请确认服务已启动、地址无误），以上为原文。",
        ),
        ("问题是空的，请写出要问的内容", "问题是空的，请写出要问的内容"),
        ("a--b.docx：打不开", "a--b.docx：打不开"),
    ],
)
def test_a_command_is_told_in_words_of_the_page(message: str, told: str) -> None:
    assert page_words(message) == told


def messages() -> list[str]:
    """The Chinese texts of the program that name a command."""
    paths = [
        path for part in ("corpus", "embeddings", "qa") for path in (ROOT / part).rglob("*.py")
    ]
    nodes = (
        node
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr | ast.Constant)
    )
    texts = (text_of(node) for node in nodes)
    return [text for text in texts if COMMAND.search(text) and re.search("[一-鿿]", text)]


def text_of(node: ast.JoinedStr | ast.Constant) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "X" for one in node.values)


def test_no_message_of_the_program_keeps_a_command() -> None:
    found = messages()
    assert len(found) > 30
    assert [text for text in found if COMMAND.search(page_words(text))] == []
