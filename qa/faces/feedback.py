"""``tanwen feedback``: what readers of the page think of its answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from qa.faces.options import AsJson, Data, make_console

if TYPE_CHECKING:
    from pathlib import Path

    from qa.dialogues.feedback import Feedback

feedback = typer.Typer(name="feedback", help="网页上收到的评价：列出、导出为题集。")


@feedback.command("list")
def list_feedback(data: Data = None, json: AsJson = False) -> None:
    """列出全部评价；--json 连同答案、条款和版本。"""
    from qa.faces.terminal import print_json
    from qa.settings import data_dir

    found = read_feedback(data_dir(data))
    if json:
        print_json([one.to_json() for one in found])
        return
    console = make_console()
    for one in found:
        console.print(describe(one), markup=False, highlight=False)
    if not found:
        console.print("还没有评价。", markup=False)


def read_feedback(data: Path) -> list[Feedback]:
    """All feedback of a data folder, the oldest first; none where nobody has given any.

    Raises:
        SetupError: the file cannot be read.
    """
    from qa.dialogues.database import FILE, Database
    from qa.dialogues.feedback import FeedbackStore

    path = data / FILE
    return FeedbackStore(Database(path)).all() if path.is_file() else []


def describe(one: Feedback) -> str:
    """Feedback on one or two lines."""
    who = (str(one.feedback_id), one.given[:16], one.user, one.opinion.shown)
    said = "　".join((*who, one.turn.question))
    return f"{said}\n    {one.note}" if one.note else said
