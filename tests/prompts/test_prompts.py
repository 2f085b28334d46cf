from __future__ import annotations

import re
from pathlib import Path

import pytest

from prompts import load_prompt, load_shapes

FIELDS = {
    "answer": {"evidence", "question", "shape"},
    "answer_json": {"evidence", "question", "shape"},
    "judge": {"evidence", "claim"},
    "rewrite": {"dialogue", "question"},
    "verify": {"evidence", "question"},
}
LONGEST = dict.fromkeys(FIELDS, 360) | {"verify": 620}
"""Characters of a system part; the bundled model takes about 0.7 tokens a character."""


@pytest.mark.parametrize("name", sorted(FIELDS))
def test_every_template_has_a_version_and_its_fields(name: str) -> None:
    prompt = load_prompt(name)
    assert re.fullmatch(r"[a-z-]+-\d+", prompt.version)
    assert prompt.fields == FIELDS[name]
    assert len(prompt.system) <= LONGEST[name]
    filled = prompt.fill(**dict.fromkeys(FIELDS[name], "值"))
    assert not re.search(r"[{}]", filled)


def test_every_template_is_named_here() -> None:
    folder = Path(__file__).parents[2] / "prompts"
    assert {path.stem for path in folder.glob("*.txt")} == set(FIELDS)


def test_the_evidence_comes_before_the_question_and_the_shape_last() -> None:
    filled = load_prompt("answer").fill(evidence="[1] 达峰。", question="哪年？", shape="写一句。")
    assert filled.index("[1]") < filled.index("哪年？") < filled.index("写一句。")


def test_the_model_is_not_asked_to_refuse() -> None:
    assert "无法回答" not in load_prompt("answer").system


def test_a_missing_field() -> None:
    with pytest.raises(KeyError):
        load_prompt("answer").fill(question="哪年达峰？")


def test_a_users_template_comes_first(tmp_path: Path) -> None:
    own = "# version: 我的-1\n只用材料。\n---\n{evidence}\n{question}\n{shape}\n"
    (tmp_path / "answer.txt").write_text(own, encoding="utf-8")
    prompt = load_prompt("answer", tmp_path)
    assert (prompt.version, prompt.system) == ("我的-1", "只用材料。")
    assert load_prompt("rewrite", tmp_path) == load_prompt("rewrite")
    assert load_prompt("answer").version != "我的-1"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("没有版本\n---\n{evidence}", "version"),
        ("# version: 1\n只有一部分 {evidence}", "一行“---”"),
        ("# version: 1\n甲\n---\n{evidence}{question}", "{evidence}、{question}、{shape}"),
        ("# version: 1\n甲\n---\n{evidence}{question}{shape}{secret}", "恰好含有"),
        ("# version: 1\n甲\n---\n{evidence.__class__}{question}{shape}", "恰好含有"),
        ("# version: 1\n甲\n---\n{evidence}{question}{shape}{", "answer.txt"),
    ],
    ids=["version", "parts", "missing", "unknown", "attribute", "brace"],
)
def test_a_wrong_template_is_named(tmp_path: Path, text: str, reason: str) -> None:
    (tmp_path / "answer.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=re.escape(reason)) as caught:
        load_prompt("answer", tmp_path)
    assert "answer.txt" in str(caught.value)


def test_every_shape_asks_in_one_line() -> None:
    shapes = load_shapes()
    assert set(shapes) == {"figure", "plain"}
    assert all(0 < len(shape.ask) <= 40 and "\n" not in shape.ask for shape in shapes.values())
    assert all(1 <= shape.most <= 6 for shape in shapes.values())


def test_a_users_shape_replaces_one(tmp_path: Path) -> None:
    (tmp_path / "shapes.toml").write_text('[plain]\nask = "写全。"\nmost = 5\n', encoding="utf-8")
    assert load_shapes(tmp_path)["plain"].most == 5
    assert load_shapes(tmp_path)["figure"] == load_shapes()["figure"]


@pytest.mark.parametrize("text", ["[list", '[list]\nask = "甲"\n', "list = 3\n"])
def test_wrong_shapes_are_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "shapes.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"shapes\.toml"):
        load_shapes(tmp_path)
