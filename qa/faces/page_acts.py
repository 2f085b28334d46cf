"""What is done with answers on the page: rated, and taken away as a file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import gradio as gr

from corpus.errors import InputError, TanwenError
from qa.dialogues.turns import Opinion, Turn
from qa.faces.downloads import lay_out
from qa.faces.events import AT_ONCE
from qa.faces.html import error_html
from qa.faces.saving import make_packs
from qa.packs.answers import TITLE, answer_pack
from qa.packs.writing import WRITERS
from qa.speech.saying import say

if TYPE_CHECKING:
    from qa.engine import Engine
    from qa.faces.kept import Kept
    from qa.faces.talk import Talk

TELL = "(told, address) => tellActed(told, address)"
SERVED = "gradio_api/file="
"""Where Gradio serves files, below the page's own address."""
RATED = "评价已记下，只保存在本机。"
NOTED = "意见已提交，只保存在本机。"
UNRATED = "请先选“有用”或“没用”"
CHANGED = "文件库已更新，这个回答引用的文件有的已不在库中，不能导出；请重新提问"
Done = tuple[str, str]
"""What is told, as HTML, and the address of a file to save."""


class AnswerActs:
    """The buttons below answers."""

    def __init__(self, engine: Engine, kept: Kept) -> None:
        self._engine = engine
        self._kept = kept

    def do(self, talk: Talk, request: gr.Request, act: dict[str, Any]) -> Done:
        """What a button does; one line where it cannot be done."""
        user = self._kept.user(request)
        turn = talk.turn(int(act["turn"]))
        if turn is None:
            return "", ""
        try:
            if act["act"] == "take":
                return "", self._take(turn, act["suffix"])
            if act["act"] == "note":
                return self._note(talk, turn, user, act["text"]), ""
            return self._rate(talk, turn, user, Opinion(act["opinion"])), ""
        except TanwenError as error:
            return error_html(error), ""

    def _rate(self, talk: Talk, turn: Turn, user: str, opinion: Opinion) -> str:
        history = talk.messages(turn.number)
        self._kept.feedback.rate(user, talk.dialogue_id, turn, opinion, history)
        talk.put(replace(turn, opinion=opinion))
        return note_html(RATED)

    def _note(self, talk: Talk, turn: Turn, user: str, text: str) -> str:
        if not self._kept.feedback.note(user, talk.dialogue_id, turn.number, text):
            raise InputError(UNRATED)
        return note_html(NOTED)

    def _take(self, turn: Turn, suffix: str) -> str:
        """Lay an answer out as a file.

        Raises:
            InputError: a document that it cites is no longer in the library.
        """
        if turn.answer is None:
            return ""
        try:
            pack = answer_pack(turn.answer, make_packs(self._engine), turn.filters)
        except KeyError as error:
            raise InputError(CHANGED) from error
        path = lay_out(WRITERS[suffix](pack), f"{TITLE}-{turn.question}", suffix)
        return SERVED + quote(path)


def note_html(said: str) -> str:
    """That something is done."""
    return f'<p class="note">{say(said)}</p>'


def watch_acts(chat: gr.HTML, talk: gr.State, told: gr.HTML, acts: AnswerActs) -> None:
    """Join the buttons within a dialogue to what they do."""
    address = gr.Textbox(visible="hidden", label="导出的文件")

    def do(shown: Any, request: gr.Request, event: gr.EventData) -> Done:  # noqa: ANN401
        return acts.do(shown, request, event._data)

    chat.act(do, talk, [told, address], **AT_ONCE).then(None, [told, address], None, js=TELL)
