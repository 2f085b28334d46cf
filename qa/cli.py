"""The command line. Only the parts that a command needs are imported, when it runs."""

from __future__ import annotations

import logging
import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer
from typer.exceptions import TyperException

from corpus.errors import InputError, TanwenError
from qa.faces.check import check
from qa.faces.cite import cite
from qa.faces.compare import compare
from qa.faces.feedback import feedback
from qa.faces.options import (
    AsJson,
    Data,
    DocumentId,
    Issuer,
    LevelName,
    Llm,
    Region,
    Type,
    Year,
    make_console,
    make_engine,
    make_filters,
    working,
)
from qa.faces.saving import Force, Out, check_out, make_packs, save_pack
from qa.faces.usage import explain
from qa.faces.users import AuthFile, users

if TYPE_CHECKING:
    from qa.dialogue import Turn

app = typer.Typer(
    name="tanwen",
    help="碳问：双碳政策文件问答，逐句核对引文和数字。",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(check)
app.command()(compare)
app.add_typer(users)
app.add_typer(feedback)

Paths = Annotated[list[Path] | None, typer.Argument(help="文件或文件夹；不写则用随附文件。")]
Remove = Annotated[
    list[str] | None, typer.Option("--remove", help="移除这份文件（编号或源文件名）。")
]
History = Annotated[
    Path | None, typer.Option("--history", help="前面的对话：JSON，[{role, content}]。")
]


@app.command()
def ingest(
    paths: Paths = None,
    remove: Remove = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """把文件读入文件库：条款、页码、向量。"""
    from embeddings.ingest import ingest as run
    from qa.faces.progress import IngestBar
    from qa.faces.terminal import print_json, print_report
    from qa.schemas import ingest_json

    engine = make_engine(data)
    vectors = engine.cache / "vectors.sqlite"
    with IngestBar() as bar:
        report = run(
            paths or [],
            data=engine.data,
            encoder=engine.encoder,
            cache=vectors,
            progress=bar,
            remove=remove or [],
        )
    if json:
        print_json(ingest_json(report))
    else:
        print_report(report, make_console())


@app.command()
def documents(data: Data = None, json: AsJson = False) -> None:
    """列出文件库中的文件。"""
    from corpus.library import Library
    from corpus.storage import open_folder
    from qa.faces.terminal import print_documents, print_json
    from qa.schemas import document_json
    from qa.settings import data_dir

    folder, _ = open_folder(data_dir(data))
    entries = list(Library(folder).documents.values())
    if json:
        print_json([document_json(entry) for entry in entries])
    else:
        print_documents(entries, make_console())


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要找的内容。")],
    k: Annotated[int, typer.Option("-k", min=1, max=200, help="要几条。")] = 10,
    region: Region = None,
    year: Year = None,
    issuer: Issuer = None,
    level: LevelName = None,
    type: Type = None,
    document: DocumentId = None,
    explain: Annotated[
        bool, typer.Option("--explain", help="说明怎样理解问题、每条为什么在这里。")
    ] = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """查找条款。"""
    from qa.faces.terminal import print_json, print_search
    from qa.operations import search as run
    from qa.schemas import search_json

    engine = make_engine(data)
    filters = make_filters(region, year, issuer, level, type, document)
    result = run(engine, query, k, filters)
    explanation = engine.explain(result) if explain else None
    if json:
        print_json(search_json(result, explanation))
    else:
        print_search(result, explanation, make_console())


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="要问的问题。")],
    history: History = None,
    llm: Llm = None,
    region: Region = None,
    year: Year = None,
    issuer: Issuer = None,
    level: LevelName = None,
    type: Type = None,
    document: DocumentId = None,
    out: Out = None,
    force: Force = False,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """回答问题，逐句注明出处。"""
    from qa.faces.terminal import print_answer, print_json
    from qa.schemas import answer_json

    check_out(out, force=force)
    engine = make_engine(data, llm)
    turns = read_history(history) if history else []
    understood = engine.understand(question, turns)
    filters = make_filters(region, year, issuer, level, type, document)
    with working("正在查找条款、起草并核对回答…"):
        answer = engine.answerer.ask(understood, filters, turns)
    if json:
        print_json(answer_json(answer))
    else:
        print_answer(answer, make_console())
    if out is not None:
        from qa.packs.answers import answer_pack

        save_pack(answer_pack(answer, make_packs(engine), filters), out, force=force)


app.command()(cite)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址。")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535, help="监听端口。")] = None,
    auth_file: AuthFile = None,
    llm: Llm = None,
    data: Data = None,
) -> None:
    """打开网页和程序接口（HTTP、MCP）。"""
    from qa.faces.server import serve_page

    engine = make_engine(data, llm)
    server = engine.settings.server
    serve_page(engine, host or server.host, port or server.port, auth_file)


@app.command()
def mcp(data: Data = None) -> None:
    """作为 MCP 服务运行（标准输入输出），供智能助手查条款、核稿件。"""
    from qa.mcp.server import serve_stdio

    serve_stdio(make_engine(data))


@app.command()
def prepare(
    check: Annotated[bool, typer.Option("--check", help="只看是否就绪，不做准备。")] = False,
) -> None:
    """准备句向量模型和对话模型（只需一次）。"""
    from embeddings.bundled import bundled_model_dir, prepare_bundled_model
    from qa.chat.bundled import bundled_path, checked_gguf, prepare_chat_model
    from qa.settings import cache_dir

    cache = cache_dir()
    if check:
        bundled_model_dir(cache)
        checked_gguf(bundled_path(cache))
        return
    console = make_console(stderr=True)
    console.print(f"句向量模型就绪：{prepare_bundled_model(cache)}", highlight=False)
    console.print(f"对话模型就绪：{prepare_chat_model(cache)}", highlight=False)


def read_history(path: Path) -> list[Turn]:
    """The dialogue in a JSON file.

    Raises:
        InputError: it is not a JSON list of {role, content}.
    """
    from pydantic import TypeAdapter, ValidationError

    from qa.dialogue import Turn

    try:
        return TypeAdapter(list[Turn]).validate_json(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        message = f"{path}：应是 JSON 列表，每项为 {{role, content}}，请检查文件"
        raise InputError(message) from error


def main() -> None:
    """Run the command line; errors meant for the user are one line on standard error."""
    # torch and llama.cpp share OpenMP: a thread that waits must not spin on the other's core.
    os.environ.setdefault("GOMP_SPINCOUNT", "100000")
    # Nothing is told to any host.
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    logging.basicConfig(level=os.environ.get("TANWEN_LOG", "ERROR"), stream=sys.stderr)
    if "TANWEN_LOG" not in os.environ:
        warnings.simplefilter("ignore")
    try:
        code = app(sys.argv[1:] or ["--help"], standalone_mode=False)
    except TanwenError as error:
        fail(str(error), error.exit_code)
    except TyperException as error:
        fail(f"{explain(str(error))}（加 --help 查看用法）", InputError.exit_code)
    except (typer.Abort, KeyboardInterrupt):
        fail("已中断", 130)
    sys.exit(code if isinstance(code, int) else 0)


def fail(message: str, code: int) -> NoReturn:
    """One line on standard error, and the exit code."""
    sys.stderr.write("错误：" + " ".join(message.split()) + "\n")
    sys.exit(code)
