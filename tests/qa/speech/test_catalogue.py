"""Whatever the page says has English in the catalogue, and the catalogue has nothing else."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from qa.faces.page import WORDS
from qa.faces.wording import page_words
from qa.speech.saying import HOLE, catalogue, translate

ROOT = Path(__file__).parents[3]
HAN = re.compile(r"[\u4e00-\u9fff]")
FACES = ROOT / "qa" / "faces"
NOT_THE_PAGE = {
    *("check", "cite", "cited", "compare", "feedback", "findings", "matrix", "options"),
    *("progress", "saving", "server", "terminal", "usage", "users"),
    *("examples", "wording"),
}
"""Modules of `qa.faces` that speak to the terminal, and of words of documents and commands."""
NOT_SAID = {
    *("问：{}", "答：{}", "依据：", "{}-条款", "{}-对照", "{}-核对"),  # In files and the clipboard.
    *(
        "{} 地",
        "每个不超过 {} MB，一次最多 {} 个",
        "选择或拖入文件（{}，可附同名的 .toml 更正信息；{}）",
    ),  # Pieces.
    *WORDS.values(),  # What Gradio says in English by itself.
}
"""Chinese of the page's modules that is no sentence to its reader."""
MESSAGES = ("corpus", "embeddings", "qa")
NOT_TO_READERS = (
    *("corpus/storage.py", "embeddings/", "qa/cli.py", "qa/settings.py", "qa/chat/settings.py"),
    *("qa/access/account_file.py", "qa/access/accounts.py", "qa/access/passwords.py"),
    *("qa/access/starting.py", "qa/api/", "qa/export/", "qa/faces/", "qa/citing/formats.py"),
    *("qa/drafts/writing.py", "qa/jobs.py"),
)
"""Modules whose errors are for who runs the program, or for programs."""
IN_PIECES = {
    *("打不开文件库 {}（{}），请重新运行：{}", "有无法识别的字符（�）{}，请对照原件"),
    *("{}；需要时请另存后单独加入", "第 {} 页{}", "{}太多，请 {} 秒后再试", "只读取 {} 文件"),
    *("请求", "尝试的次数", "{} 在所引条款中是{}", "{} 在所引条款中{}", "{} 不在所引条款中{}"),
    *("{} 年不在所引条款中{}", "，条款中是 {} 年"),
    *("{}；现有：{}{}", "{}，可用 tanwen documents 查看有哪些文件"),
}
"""Messages that are translated as a whole only, with what fills them (below)."""
WHOLE = (
    *("打不开文件库 甲（乙），请联系管理员处理", "有无法识别的字符（�）（共 3 行），请对照原件"),
    *("这里用 <iframe> 嵌入了别的文件，其中的文字没有读；需要时请另存后单独加入",),
    *(
        "第 3–5 页没有文字，可能是扫描页或图片",
        "请求太多，请 3 秒后再试",
        "问题太多，请 3 秒后再试",
    ),
    *("尝试的次数太多，请 3 秒后再试", "a.doc：只读取 .txt、.docx 文件"),
    *("50% 不在所引条款中", "50% 不在所引条款中，与之相应的是 43.5%"),
    *("50% 在所引条款中只是范围的一端", "50% 在所引条款中不是范围的一端"),
    *("50% 在所引条款中是变化的幅度", "50% 在所引条款中是达到的数值"),
    *("2025 年不在所引条款中", "2025 年不在所引条款中，条款中是 2030 年"),
    *("没有层级为“A”的文件；现有：B", "没有文件编号为“A”的文件，可在“筛选范围”里选文件"),
)
CUT = re.compile(r"\{\w+\}|[，；。（）：“”、？ ]")
SAYS = re.compile(r"""\b(?:say|tell)\(["']([^"']+)["']""")


def spell(node: ast.expr) -> str:
    """A text as it stands in the source, ``{}`` for what is filled in."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.JoinedStr)
    return "".join(str(one.value) if isinstance(one, ast.Constant) else "{}" for one in node.values)


class Texts(ast.NodeVisitor):
    """Collects the Chinese texts of a module that are no docstrings."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        self._add(node)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        self._add(node)
        for one in node.values:
            if isinstance(one, ast.FormattedValue):
                self.visit(one.value)

    def _add(self, node: ast.expr) -> None:
        if HAN.search(spell(node)):
            self.found.append(spell(node))


class Messages(ast.NodeVisitor):
    """Collects the Chinese texts that errors and remarks of a module are made of."""

    def __init__(self) -> None:
        self.texts = Texts()

    def visit_Call(self, node: ast.Call) -> None:
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name.endswith(("Error", "Remark", "__init__")):
            for argument in node.args:
                self.texts.visit(argument)
        self.generic_visit(node)


@cache
def texts_of(path: Path) -> list[str]:
    texts = Texts()
    texts.visit(ast.parse(path.read_text(encoding="utf-8")))
    return texts.found


def messages_of(path: Path) -> list[str]:
    messages = Messages()
    messages.visit(ast.parse(path.read_text(encoding="utf-8")))
    return messages.texts.found


def modules() -> list[Path]:
    return [path for part in MESSAGES for path in sorted((ROOT / part).rglob("*.py"))]


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def said_in_parts() -> set[str]:
    """What templates and scripts of the page say."""
    parts = (*FACES.glob("*.js"), *ROOT.glob("qa/*/*.jinja"))
    return {one for path in parts for one in SAYS.findall(path.read_text(encoding="utf-8"))}


@cache
def bare_catalogue() -> set[str]:
    return {bare(one) for one in catalogue()}


def bare(chinese: str) -> str:
    """A sentence of the catalogue without the names of its holes."""
    return HOLE.sub("{}", chinese)


PAGE = [path for path in sorted(FACES.glob("*.py")) if path.stem not in NOT_THE_PAGE]
TO_READERS = [path for path in modules() if not name(path).startswith(NOT_TO_READERS)]


@pytest.mark.parametrize("path", PAGE, ids=name)
def test_whatever_the_page_says_has_english(path: Path) -> None:
    said = {page_words(text) for text in texts_of(path) if text not in NOT_SAID}
    assert said - bare_catalogue() == set()


def test_whatever_templates_and_scripts_say_has_english() -> None:
    assert len(said_in_parts()) > 20
    assert said_in_parts() - {*catalogue(), "第%d句：%s", "（%d）"} == set()


def test_every_error_and_remark_has_english() -> None:
    found = {text for path in TO_READERS for text in messages_of(path)} - IN_PIECES
    assert len(found) > 80
    samples = {page_words(text.replace("{}", "7")) for text in found}
    assert {one for one in samples if translate(one) == one} == set()


@pytest.mark.parametrize("message", WHOLE)
def test_messages_of_pieces_have_english(message: str) -> None:
    assert not HAN.search(translate(message).replace("甲", "").replace("乙", ""))


@pytest.mark.parametrize("path", sorted((ROOT / "qa" / "grounding").glob("*.py")), ids=name)
def test_every_reason_has_english(path: Path) -> None:
    reasons = {text for text in texts_of(path) if "所引条款" in text or "条款中" in text}
    samples = {text.replace("{}", "7") for text in reasons - IN_PIECES}
    assert {one for one in samples if translate(one) == one} == set()


def test_the_catalogue_has_nothing_that_is_not_said() -> None:
    texts = {text for path in modules() for text in texts_of(path)} | said_in_parts()
    whole = texts | {page_words(text) for text in texts}
    pool = "\n".join(whole)

    def is_said(chinese: str) -> bool:
        return bare(chinese) in whole or all(
            stands(piece) for piece in CUT.split(chinese) if HAN.search(piece)
        )

    def stands(piece: str) -> bool:
        """Whether a piece of a sentence stands in the source, or in two texts that are joined."""
        cuts = range(1, len(piece))
        return piece in pool or any(piece[:at] in pool and piece[at:] in pool for at in cuts)

    assert [one for one in catalogue() if not is_said(one)] == []


def test_english_fills_the_holes_of_its_chinese_and_has_no_chinese() -> None:
    for chinese, english in catalogue().items():
        filled = {field for _, field, _, _ in Formatter().parse(english) if field}
        assert filled <= set(HOLE.findall(chinese)), chinese
        assert not HAN.search(re.sub(r"非化石能源消费比重|\{[^}]*\}", "", english)), english


def test_no_sentence_stands_twice() -> None:
    text = (ROOT / "qa" / "speech" / "english.toml").read_text(encoding="utf-8")
    parts = tomllib.loads(text).values()
    assert sum(map(len, parts)) == len(catalogue())
