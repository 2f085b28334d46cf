"""``tanwen``: the commands of `qa.cli`, and those of evaluation. Parts are imported when needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.cli import app
from qa.cli import main as main
from qa.faces.feedback import feedback, read_feedback
from qa.faces.options import AsJson, Data, Llm, make_console, make_engine
from qa.faces.saving import Force

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eval.questions import Question
    from qa.engine import Engine

Out = Annotated[Path, typer.Option("--out", help="结果文件夹。")]


@feedback.command("export")
def export_feedback(
    out: Annotated[
        Path | None, typer.Option("--out", help="写入这个 .jsonl 文件；不写则打印。")
    ] = None,
    candidates: Annotated[
        bool, typer.Option("--candidates", help="只要待人工补全的，不能直接评测。")
    ] = False,
    force: Force = False,
    data: Data = None,
) -> None:
    """导出为题集（JSON Lines），可用 tanwen eval run 评测。"""
    import json

    from eval.checker import read_sources_of_library
    from eval.feedback import draw
    from qa.export.files import check_target, write_file

    if out is not None:
        check_target(out, [".jsonl"], force=force)
    engine = make_engine(data)
    given = read_feedback(engine.data)
    names = {one.passage.source_file for each in given for one in each.turn.citations}
    drawn = draw(given, read_sources_of_library(engine.view.library, names))
    kept = [one for one in drawn if bool(one.flaws) is candidates]
    lines = "".join(json.dumps(one.to_json(), ensure_ascii=False) + "\n" for one in kept)
    told = make_console(stderr=True)
    if out is not None:
        write_file(out, lines.encode(), force=force)
    else:
        typer.echo(lines, nl=False)
    others = "可直接评测" if candidates else "待人工补全（--candidates）"
    told.print(f"导出 {len(kept)} 题；另有 {len(drawn) - len(kept)} 题{others}", markup=False)


evaluation = typer.Typer(name="eval", help="评测：离线批量运行题集，出报告，比较两次结果。")
app.add_typer(evaluation)

SetFile = Annotated[Path, typer.Argument(help="题集：JSON Lines。")]
DRAFTS = Path(__file__).with_name("sets") / "drafts" / "tuning.jsonl"
"""The labelled drafts that `drafts` takes where none are given."""


@evaluation.command()
def run(
    set_file: SetFile,
    out: Out,
    resume: Annotated[bool, typer.Option("--resume", help="接着上次停下的地方跑。")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="只跑前几题。")] = None,
    ids: Annotated[str | None, typer.Option(help="只跑这些题（编号，逗号分开）。")] = None,
    types: Annotated[str | None, typer.Option(help="只跑这些题型（逗号分开）。")] = None,
    retrieval_only: Annotated[
        bool, typer.Option("--retrieval-only", help="只评检索，不作回答。")
    ] = False,
    llm: Llm = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """运行题集，每题完成即写盘；结果和报告在 --out。"""
    from eval.checker import check_questions, require_sound
    from eval.progress import RunBar
    from eval.questions import read_questions
    from eval.render import to_markdown
    from eval.results import write_reports
    from eval.runner import describe_run, open_run, run_set

    whole = read_questions(set_file)
    questions = choose(whole, limit, ids, types)
    engine = make_engine(data, llm)
    require_sound(check_questions(questions, read_sources_of(engine, questions)), set_file)
    if not retrieval_only:
        engine.require_models()
    info = describe_run(engine, set_file, retrieval_only=retrieval_only)
    done = open_run(out, info, set_file, resume=resume)
    with RunBar() as bar:
        run_set(engine, [one for one in questions if one.id not in done], out, info, bar)
    made = write_reports(out, questions, info, engine.view.regions)
    show(to_markdown(made), made.to_json(), json=json)


@evaluation.command()
def report(
    out: Annotated[Path, typer.Argument(help="结果文件夹。")],
    data: Data = None,
    json: AsJson = False,
) -> None:
    """由已有结果重新生成报告。"""
    from eval.questions import read_questions
    from eval.render import to_markdown
    from eval.results import write_reports
    from eval.runner import SET, read_run

    info = read_run(out)
    questions = read_questions(out / SET)
    made = write_reports(out, questions, info, make_engine(data).view.regions)
    show(to_markdown(made), made.to_json(), json=json)


@evaluation.command()
def diff(
    first: Annotated[Path, typer.Argument(help="前一次的结果文件夹。")],
    second: Annotated[Path, typer.Argument(help="后一次的结果文件夹。")],
    json: AsJson = False,
) -> None:
    """比较两次结果：哪些题变了，是否超出偶然。"""
    from eval.diff import diff_markdown, diff_reports
    from eval.report import read_report

    found = diff_reports(read_report(first), read_report(second))
    show(diff_markdown(found), found.to_json(), json=json)


@evaluation.command()
def claims(
    set_file: SetFile,
    out: Out,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """评核对本身：有据的说法是否放行，改动过的是否拦下。"""
    from eval.checker import check_claims, read_sources_of_library, require_sound
    from eval.claims import claims_markdown, judge_claims
    from eval.questions import read_claims

    items = read_claims(set_file)
    view = make_engine(data).view
    names = {item.evidence.source_file for item in items}
    require_sound(check_claims(items, read_sources_of_library(view.library, names)), set_file)
    found = judge_claims(items, view.library, view.regions)
    publish(out / "claims", claims_markdown(found), found.to_json(), json=json)


@evaluation.command()
def drafts(
    out: Out,
    set_file: Annotated[
        Path,
        typer.Argument(
            help="标注：JSON Lines，稿件放在它旁边；默认用自带的一套。", show_default=False
        ),
    ] = DRAFTS,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """评稿件核对：各种判断的 F1、数据错误的发现、误报和用时。

    自带三套：tuning（调规则用，默认）、held-out（只看总数）、suspicious（看着可疑、其实没错的句子）。
    """
    from eval.checker import check_sentences, read_sources_of_library, require_sound
    from eval.drafts import drafts_markdown, judge_drafts, read_draft_texts
    from eval.progress import RunBar
    from eval.questions import read_sentences
    from qa.drafts.checking import DraftChecker

    items = read_sentences(set_file)
    texts = read_draft_texts(items, set_file.parent)
    engine = make_engine(data)
    names = {item.evidence.source_file for item in items if item.evidence}
    sources = read_sources_of_library(engine.view.library, names)
    require_sound(check_sentences(items, texts, sources), set_file)
    with RunBar() as bar:
        found = judge_drafts(
            items, set_file.parent, DraftChecker(engine), lambda n, total: bar.advance(n, total, 0)
        )
    publish(out / "drafts", drafts_markdown(found), found.to_json(), json=json)


@evaluation.command()
def targets(
    set_file: SetFile,
    out: Out,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """评指标抽取：人工标注的段落里，指标是否找全、找准。"""
    from corpus.library import Library
    from corpus.storage import open_folder
    from eval.checker import check_spans, read_sources_of_library, require_sound
    from eval.questions import read_spans
    from eval.targets import judge_targets, targets_markdown
    from qa.settings import data_dir

    items = read_spans(set_file)
    library = Library(open_folder(data_dir(data))[0])
    names = {item.source_file for item in items}
    require_sound(check_spans(items, read_sources_of_library(library, names)), set_file)
    found = judge_targets(items, library)
    publish(out / "report", targets_markdown(found), found.to_json(), json=json)


@evaluation.command()
def judge(
    out: Annotated[Path, typer.Argument(help="结果文件夹。")],
    claims_file: Annotated[
        Path | None, typer.Option("--claims", help="人工标注的说法，用来看裁判可不可信。")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="只用前几条说法。")] = None,
    llm: Llm = None,
    data: Data = None,
    json: AsJson = False,
) -> None:
    """请一个对话模型裁判引文（可选，不作门槛）。"""
    from corpus.errors import InputError
    from eval.judge import Judge, judge_markdown, judge_run
    from eval.progress import RunBar
    from eval.questions import read_claims
    from eval.records import read_records

    engine = make_engine(data, llm)
    if engine.chat.model is None:
        raise InputError("裁判要用对话模型，请用 --llm 指定")
    asked = Judge(engine.chat.name, engine.chat.model, engine.cache / "judge.jsonl")
    items = read_claims(claims_file)[:limit] if claims_file else []
    with RunBar() as bar:
        found = judge_run(
            asked, read_records(out), items, lambda n, total: bar.advance(n, total, 0)
        )
    publish(out / "judge", judge_markdown(found), found.to_json(), json=json)


def publish(path: Path, text: str, value: object, *, json: bool) -> None:
    """Write a report beside its figures, as ``path`` with .md and with .json, and print one."""
    from eval.results import write_json, write_text

    write_text(path.with_suffix(".md"), text)
    write_json(path.with_suffix(".json"), value)
    show(text, value, json=json)


def show(text: str, value: object, *, json: bool) -> None:
    """Print a report, as text or as JSON."""
    from qa.faces.terminal import print_json

    if json:
        print_json(value)
    else:
        make_console().print(text, markup=False, highlight=False)


def choose(
    questions: Sequence[Question], limit: int | None, ids: str | None, types: str | None
) -> list[Question]:
    """The questions that options leave.

    Raises:
        InputError: an id is not in the set, or nothing is left.
    """
    from corpus.errors import InputError

    wanted = ids.split(",") if ids else None
    kinds = types.split(",") if types else None
    unknown = set(wanted or ()) - {question.id for question in questions}
    if unknown:
        raise InputError(f"题集里没有这些编号：{'、'.join(sorted(unknown))}")
    left = [
        question
        for question in questions
        if (wanted is None or question.id in wanted)
        and (kinds is None or question.type.value in kinds)
    ]
    if not left:
        raise InputError("没有符合条件的题，请检查 --types")
    return left[:limit]


def read_sources_of(engine: Engine, questions: Sequence[Question]) -> dict[str, list[str]]:
    """The lines of the source files that questions name, as the library keeps them."""
    from eval.checker import read_sources_of_library

    names = {one.source_file for question in questions for one in question.evidence}
    return read_sources_of_library(engine.view.library, names)


if __name__ == "__main__":
    main()
