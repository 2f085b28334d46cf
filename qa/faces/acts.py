"""What a reader does with an answer: copy it, take it away as a file, rate it."""

from __future__ import annotations

from collections.abc import Iterator

from qa.answering.failed import failed_lines
from qa.answering.model import Answer
from qa.citations import name_clause
from qa.dialogues.feedback import NOTE_CHARS
from qa.dialogues.turns import Opinion, State, Turn
from qa.faces.safe import safe
from qa.speech.saying import say

FILES = {".docx": "导出 Word", ".md": "导出 Markdown"}


def acts_html(turn: Turn) -> str:
    """The buttons below an answer that is done."""
    if turn.answer is None or turn.state is not State.DONE:
        return ""
    files = "".join(
        button_html("take", turn, label, f'data-suffix="{suffix}"')
        for suffix, label in FILES.items()
    )
    rated = "".join(
        button_html(
            *("rate", turn, one.shown),
            f'data-opinion="{one}" aria-pressed="{str(turn.opinion is one).lower()}"',
        )
        for one in Opinion
    )
    return (
        f'<div class="acts">{copy_html(turn.answer)}{files}'
        f'<span class="rating" role="group" aria-label="{say("这个回答")}">{rated}</span></div>'
        f'{note_html(turn)}<div class="said" role="status"></div>'
    )


def button_html(act: str, turn: Turn, said: str, more: str) -> str:
    """A button that the page's script hands to the server."""
    attributes = f'data-act="{act}" data-turn="{turn.number}" {more}'
    return f'<button type="button" class="plain" {attributes}>{say(said)}</button>'


def copy_html(answer: Answer) -> str:
    """The button that copies an answer with its citations."""
    words = safe("\n".join(copied_lines(answer)))
    return (
        f'<span class="copied whole"><span class="words" hidden>{words}</span>'
        f'<button type="button" class="copy">{say("复制")}</button></span>'
    )


def copied_lines(answer: Answer) -> Iterator[str]:
    """An answer as text: question, answer, what was left out, and each citation with its quote."""
    yield f"问：{answer.question}"
    yield f"答：{answer.answer}"
    yield from failed_lines(answer.sentences)
    if answer.citations:
        yield "依据："
    for one in answer.citations:
        yield f"[{one.n}] {name_clause(one.passage)}：“{' '.join(one.quote.split())}”"


def note_html(turn: Turn) -> str:
    """A line for words with an opinion; it shows once there is one."""
    hidden = "" if turn.opinion else " hidden"
    label = f'<label for="note-{turn.number}">{say("哪里好，哪里不对（可不填）")}</label>'
    box = f'<input id="note-{turn.number}" type="text" maxlength="{NOTE_CHARS}">'
    send = button_html("note", turn, "提交", "")
    return f'<div class="noting"{hidden}>{label}{box}{send}</div>'
