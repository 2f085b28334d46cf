from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAY_IMPORT: dict[str, set[str]] = {
    "corpus": set(),
    "embeddings": {"corpus"},
    "prompts": set(),
    "qa": {"corpus", "embeddings", "prompts"},
    "eval": {"corpus", "embeddings", "prompts", "qa"},
}
"""The one-way rule: corpus → embeddings → qa → eval; qa reads prompts."""

MODULES = [path for part in MAY_IMPORT for path in sorted((ROOT / part).rglob("*.py"))]


def imported_parts(source: str) -> set[str]:
    """The project's parts that a module imports, at its top or inside functions."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add("." if node.level else str(node.module).split(".")[0])
    return names & {*MAY_IMPORT, "tests", "."}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_nothing_imports_to_the_left(path: Path) -> None:
    part = path.relative_to(ROOT).parts[0]
    found = imported_parts(path.read_text(encoding="utf-8"))
    assert found <= MAY_IMPORT[part] | {part}


def test_the_rule_sees_a_breach() -> None:
    source = "from qa.query import analyse\n\ndef f():\n    import eval.bench\n"
    assert imported_parts(source) == {"qa", "eval"}


HEAVY = {"torch", "transformers", "sentence_transformers", "faiss", "gradio", "jieba", "pydantic"}


def test_help_loads_nothing_heavy() -> None:
    code = f"import qa.cli, sys; print(sorted({HEAVY!r} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


UNUSED = {"torch", "transformers", "sentence_transformers", "langchain", "langchain_core", "gradio"}
"""What neither reading files nor a search needs; torch alone takes seconds to load."""


@pytest.mark.models
def test_ingest_and_search_load_no_torch(tmp_path: Path) -> None:
    source = tmp_path / "方案.txt"
    source.write_text("某市碳达峰方案\n\n到2025年，非化石能源消费比重达到20%。\n", encoding="utf-8")
    run = (
        "import sys, eval.cli\n"
        "try: eval.cli.main()\n"
        f"finally: print(sorted({UNUSED!r} & set(sys.modules)), file=sys.stderr)"
    )
    for arguments in (["ingest", str(source)], ["search", "非化石能源消费比重"]):
        command = [sys.executable, "-c", run, *arguments, "--data", str(tmp_path / "data")]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        assert done.stderr.splitlines()[-1] == "[]"
    assert "比重达到20%" in done.stdout


def test_no_pickle_anywhere() -> None:
    for path in MODULES:
        source = path.read_text(encoding="utf-8")
        names = {
            name.name
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Import)
            for name in node.names
        }
        assert not names & {"pickle", "joblib", "shelve", "marshal"}, path
