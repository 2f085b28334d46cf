"""The tab 问答: the clauses first, then the answer by sentences; dialogues are kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import gradio as gr

from corpus.errors import TanwenError
from qa.access.limits import spend_answer
from qa.dialogues.turns import State, Turn
from qa.engine import Engine
from qa.faces.beside import look_beside
from qa.faces.events import AT_ONCE
from qa.faces.html import dialogue_html, evidence_html, welcome_html
from qa.faces.kept import Kept
from qa.faces.listed import dialogues_html
from qa.faces.offered import offer_anew, remake_choices
from qa.faces.page_acts import AnswerActs, watch_acts
from qa.faces.scope import FIELDS, LABELS, chosen, heading, offered, values_of
from qa.faces.spoken import remake
from qa.faces.starting import Examples
from qa.faces.talk import PageAnswers, Talk
from qa.jobs import Jobs
from qa.query import clean_question
from qa.search.filters import NO_FILTERS, Filters

SETTLED = """(...values) => new Promise((go) => {
  clearTimeout(window.scopeSettles);
  window.scopeSettles = setTimeout(() => go(values), 100);
})"""
"""Only the last of several changes goes on: a kept dialogue sets the panel's boxes one by one, and
of two headings at once Gradio 6.31 may show the first."""
LAST = "() => [sessionStorage.getItem('tanwen-dialogue') ?? '', null]"
"""Which dialogue the browser's tab showed before it was loaded again."""
ACTS = """
element.addEventListener('click', (event) => {
  const act = actOf(event);
  if (act) trigger('act', act);
});
"""
"""Hands what is done with buttons within a part to the server."""
LOOK = 1.0
"""Seconds between two looks at an answer that another page has asked for."""
Update = dict[Any, Any]
"""What becomes of the tab's parts; the others stay as they are."""


class AskTab:
    """The tab's parts, and what they do."""

    def __init__(self, page: gr.Blocks, tab: gr.Tab, engine: Engine, jobs: Jobs) -> None:
        """Make the parts within ``tab`` of ``page``."""
        self.engine = engine
        self.kept = Kept(engine)
        self.answers = PageAnswers(engine, jobs, self.kept.dialogues)
        self._examples = Examples(engine)
        self.talk = gr.State(Talk())
        self._last = gr.Textbox(visible="hidden", label="上次的对话")
        self._timer = gr.Timer(LOOK, active=False)
        with gr.Row():
            with gr.Column(scale=3, min_width=190):
                self.listed = gr.HTML("", elem_id="dialogues", js_on_load=ACTS)
            with gr.Column(scale=8, min_width=320):
                self.chat = gr.HTML(self._welcome(), elem_id="dialogue", js_on_load=ACTS)
                remake(self.chat, value=self._welcome)
                self.told = gr.HTML("", elem_id="told")
                self._make_form()
            with gr.Column(scale=6, min_width=320, elem_id="evidence-column"):
                self.evidence = gr.HTML("", elem_id="evidence")
        self._watch(page)
        watch_acts(self.chat, self.talk, self.told, AnswerActs(engine, self.kept))
        offer_anew(engine, tab, self.boxes, lambda: offered(engine.view.library))

    def _make_form(self) -> None:
        """The question, its buttons and its filters."""
        library = self.engine.view.library
        with gr.Column(elem_id="composer"):
            with gr.Accordion(heading(NO_FILTERS, library)[0], open=False) as self.scope:
                with gr.Row():
                    self.boxes = [
                        gr.Dropdown(
                            choices,
                            label=LABELS[name],
                            multiselect=True,
                            allow_custom_value=name == "year",
                            min_width=300 if name == "document" else 140,
                        )
                        for name, choices in zip(FIELDS, offered(library), strict=True)
                    ]
                remake_choices(self.boxes, lambda: offered(self.engine.view.library))
                self.wrong = gr.HTML("", elem_id="scope-wrong")
                self._clear = gr.Button("不限范围", size="sm")
            self.question = gr.Textbox(
                label="问题", placeholder="输入问题，按回车发送", lines=1, autofocus=True
            )
            with gr.Row():
                self.send = gr.Button("提问", variant="primary", elem_id="send")
                self.stop = gr.Button("停止", variant="stop", visible=False, elem_id="stop")

    def _watch(self, page: gr.Blocks) -> None:
        """Join the parts to what they do."""
        shown = [self.chat, self.evidence, self.question, self.send, self.stop, self.listed]
        shown += [self.told, self._timer, *self.boxes]
        gr.on(
            [self.send.click, self.question.submit],
            self._ask,
            [self.question, self.talk, *self.boxes],
            shown,
            show_progress="hidden",
            api_name="ask",
            concurrency_limit=None,
        )
        self.stop.click(self._stop, self.talk, None, **AT_ONCE)
        self._timer.tick(self._look, self.talk, shown, **AT_ONCE)
        self.listed.act(self._pick, self.talk, shown, **AT_ONCE)
        page.load(self._open_last, [self._last, self.talk], shown, js=LAST, **AT_ONCE)
        changed, told = [box.change for box in self.boxes], [self.scope, self.wrong]
        settled = {"js": SETTLED, "trigger_mode": "multiple", **AT_ONCE}
        gr.on(changed, self._choose, self.boxes, told, **settled)
        self._clear.click(lambda: [[] for _ in FIELDS], None, self.boxes, **AT_ONCE)

    async def _ask(
        self,
        text: str,
        talk: Talk,
        region: list[str] | None,
        level: list[str] | None,
        year: list[str] | None,
        type: list[str] | None,
        document: list[str] | None,
        request: gr.Request,
    ) -> AsyncIterator[Update]:
        """What the page shows while a question is answered."""
        filters = chosen((region, level, year, type, document))
        try:
            limit = self.engine.settings.answer.question_chars
            cleaned, versions = clean_question(text, limit), self.kept.versions()
            spend_answer(request.request.scope if request.request else {})
            turn = Turn(talk.next_number, cleaned, filters=filters, versions=versions)
            run = self.answers.start(self.kept.user(request), talk, turn)
        except TanwenError as error:
            yield self._refuse(talk, text, str(error))
            return
        dialogue_id = talk.dialogue_id
        yield {**self._show(talk), **self._list(talk, request), self.question: "", self.told: ""}
        async for turn in run.turns():
            if talk.dialogue_id != dialogue_id:
                return
            talk.put(turn)
            yield await self._show_whole(talk)
        if turn.state is State.FAILED:
            yield {self.question: turn.question}

    def _refuse(self, talk: Talk, text: str, why: str) -> Update:
        """What is no question is told, and stays in its box."""
        talk.put(Turn(talk.next_number, text.strip()[:200] or "（空）").ended(State.FAILED, why))
        return self._show(talk)

    def _show(self, talk: Talk, welcome: str = "") -> Update:
        """The dialogue as it is; ``welcome`` where it has not begun."""
        turns, running = talk.turns, talk.running
        chat = dialogue_html(turns) if turns else welcome
        return {
            self.chat: f'<div class="talk" data-dialogue="{talk.dialogue_id}">{chat}</div>',
            self.evidence: evidence_html(turns),
            self.send: gr.update(interactive=not running),
            self.stop: gr.update(visible=running),
        }

    def _welcome(self) -> str:
        """What stands in place of a dialogue before it is begun."""
        return welcome_html(self._examples.questions())

    async def _show_whole(self, talk: Talk) -> Update:
        """The dialogue; when it is not being answered, with what stands beside its clauses."""
        examples = [] if talk.turns else await asyncio.to_thread(self._examples.questions)
        shown = self._show(talk, welcome_html(examples))
        if not talk.running:
            cited = [citation for turn in talk.turns for citation in turn.citations]
            beside = await asyncio.to_thread(look_beside, self.engine.view, cited)
            shown[self.evidence] = evidence_html(talk.turns, beside)
        return shown

    def _list(self, talk: Talk, request: gr.Request) -> Update:
        """The user's dialogues."""
        lines = self.kept.lines(request)
        return {self.listed: dialogues_html(lines, talk.dialogue_id, kept=self.kept.keeps)}

    def _stop(self, talk: Talk) -> None:
        """End what is being answered; whoever looks on is told by it."""
        self.answers.stop(talk.dialogue_id)

    async def _look(self, talk: Talk, request: gr.Request) -> Update:
        """How far an answer has come that this page did not ask for."""
        turns = self.answers.read(self.kept.user(request), talk.dialogue_id)
        talk.become(talk.dialogue_id, turns)
        return {**await self._show_whole(talk), self._timer: gr.update(active=talk.running)}

    async def _open_last(self, last: str, talk: Talk, request: gr.Request) -> Update:
        """The list; and the dialogue that the browser's tab showed, unless one was begun."""
        if talk.turns or not last:
            return self._list(talk, request)
        return await self._open(last, talk, request)

    async def _pick(self, talk: Talk, request: gr.Request, event: gr.EventData) -> Update:
        """What is done with the list: a dialogue begun, opened or deleted."""
        act: dict[str, str] = event._data
        if act["act"] == "delete_all":
            self.kept.delete_all(request)
        if act["act"] == "delete":
            self.answers.stop(act["id"])
            self.kept.delete(request, act["id"])
            if act["id"] != talk.dialogue_id:
                return self._list(talk, request)
        return await self._open(act["id"] if act["act"] == "open" else "", talk, request)

    async def _open(self, dialogue_id: str, talk: Talk, request: gr.Request) -> Update:
        """Another dialogue, or a new one where there is none with this id."""
        self.answers.leave(talk)
        turns = self.answers.read(self.kept.user(request), dialogue_id)
        talk.become(dialogue_id if turns else "", turns)
        filters = turns[-1].filters if turns else NO_FILTERS
        return {
            **await self._show_whole(talk),
            **self._list(talk, request),
            **dict(zip(self.boxes, values_of(filters), strict=True)),
            self.told: "",
            self._timer: gr.update(active=talk.running),
        }

    def _choose(
        self,
        region: list[str] | None,
        level: list[str] | None,
        year: list[str] | None,
        type: list[str] | None,
        document: list[str] | None,
    ) -> Update:
        """The panel's heading for what is chosen, and what is wrong with it."""
        filters: Filters = chosen((region, level, year, type, document))
        said, wrong = heading(filters, self.engine.view.library)
        return {self.scope: gr.update(label=said), self.wrong: wrong}
