"""What a page shows of a dialogue, and the answers that the server is making for pages.

An answer is made apart from the page that asked for it: whoever reloads the page, or opens another
dialogue, finds it when it is done.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from corpus.errors import TanwenError
from qa.answering.model import Answer, Event
from qa.dialogue import Turn as Message
from qa.dialogues.store import DialogueStore, new_id
from qa.dialogues.turns import State, Turn
from qa.engine import Engine
from qa.faces.wording import page_words
from qa.jobs import BrokenOffError, Jobs
from qa.operations import prepare_answer
from qa.turns import Queued

log = logging.getLogger(__name__)
UNEXPECTED = "回答时出了意外的错误，请重新提问；如仍不行，请联系管理员"
Events = AsyncGenerator[Event | Queued | None, None]


@dataclass
class Talk:
    """The dialogue that a page shows; its turns change while they are answered."""

    dialogue_id: str = ""
    """Empty until the first question is asked."""
    turns: list[Turn] = field(default_factory=list)

    @property
    def next_number(self) -> int:
        """The number of the next turn."""
        return self.turns[-1].number + 1 if self.turns else 1

    @property
    def running(self) -> bool:
        """Whether its last question is being answered."""
        return bool(self.turns) and self.turns[-1].state is State.RUNNING

    def turn(self, number: int) -> Turn | None:
        """The turn with a number."""
        return next((one for one in self.turns if one.number == number), None)

    def put(self, turn: Turn) -> None:
        """Take a turn, in place of the one with its number."""
        kept = [one for one in self.turns if one.number != turn.number]
        self.turns = sorted([*kept, turn], key=lambda one: one.number)

    def become(self, dialogue_id: str, turns: list[Turn]) -> None:
        """Show another dialogue."""
        self.dialogue_id, self.turns = dialogue_id, turns

    def messages(self, before: int) -> list[Message]:
        """The questions before a turn, for resolving a follow-up."""
        return [
            Message("user", one.question)
            for one in self.turns
            if one.number < before and one.state is not State.FAILED
        ]


class Run:
    """An answer that is being made, whoever looks on."""

    def __init__(self, turn: Turn, events: Events, keep: Callable[[Turn], None]) -> None:
        """Make it; ``keep`` takes the turn when it has ended."""
        self.turn = turn
        self._events = events
        self._keep = keep
        self._changed = asyncio.Event()
        self._stopped = False
        self._ended: Turn | None = None
        self._task = asyncio.create_task(self._make())
        # Not within the task, which never begins where it is cancelled at once.
        self._task.add_done_callback(self._end)

    def stop(self) -> None:
        """End it at once; what there is of it stays."""
        self._stopped = True
        self._task.cancel()

    def tell(self, turn: Turn) -> None:
        """Wake those who look on."""
        self.turn = turn
        self._changed.set()
        self._changed = asyncio.Event()

    async def turns(self) -> AsyncIterator[Turn]:
        """The turn as it is, then whenever there is more of it; the last one has ended."""
        while True:
            changed, turn = self._changed, self.turn
            yield turn
            if turn.state is not State.RUNNING:
                return
            await changed.wait()

    async def _make(self) -> None:
        try:
            await self._follow()
        except BrokenOffError:
            self._ended = self.turn.ended(State.BROKEN)
        except TanwenError as error:
            self._ended = self.turn.ended(State.FAILED, page_words(str(error)))
        except Exception:
            log.exception("an answer of the page failed")
            self._ended = self.turn.ended(State.FAILED, UNEXPECTED)

    async def _follow(self) -> None:
        async with aclosing(self._events):
            async for event in self._events:
                if event is None:
                    continue
                turn = self.turn.after(in_page_words(event))
                if turn.state is State.RUNNING:
                    self.tell(turn)
                else:
                    self._ended = turn  # Told once it is kept.

    def _end(self, _: object) -> None:
        broken = State.STOPPED if self._stopped else State.BROKEN
        ended = self._ended or self.turn.ended(broken)
        self._keep(ended)
        self.tell(ended)


class PageAnswers:
    """The answers that the pages of one server are waiting for."""

    def __init__(self, engine: Engine, jobs: Jobs, store: DialogueStore | None) -> None:
        """Keep dialogues in ``store``, or nowhere."""
        self.engine = engine
        self.store = store
        self._jobs = jobs
        self._runs: dict[str, Run] = {}

    def start(self, user: str, talk: Talk, turn: Turn) -> Run:
        """Begin to answer a user's question, the last turn of a dialogue; it is kept as asked."""
        dialogue_id = talk.dialogue_id = talk.dialogue_id or new_id()
        talk.put(turn)
        if self.store is not None:
            self.store.ask(user, dialogue_id, turn)

        def keep(ended: Turn) -> None:
            del self._runs[dialogue_id]
            self._keep(dialogue_id, ended)

        events = self._events(turn, talk.messages(turn.number))
        run = self._runs[dialogue_id] = Run(turn, events, keep)
        return run

    def _keep(self, dialogue_id: str, turn: Turn) -> None:
        """Keep what came of a turn; its reader sees it even where that cannot be done."""
        try:
            if self.store is not None:
                self.store.update(dialogue_id, turn)
        except TanwenError:
            log.exception("a turn is not kept")

    async def _events(self, turn: Turn, history: list[Message]) -> Events:
        """The events of an answer: the one place where an answer of the page is begun."""
        asking = await asyncio.to_thread(
            prepare_answer, self.engine, turn.question, turn.filters, history
        )
        async with aclosing(self._jobs.values(asking.work)) as events:
            async for event in events:
                yield event

    def run_of(self, talk: Talk) -> Run | None:
        """What is being made in a dialogue."""
        return self._runs.get(talk.dialogue_id)

    def stop(self, dialogue_id: str) -> None:
        """End what is being made in a dialogue."""
        if run := self._runs.get(dialogue_id):
            run.stop()

    def leave(self, talk: Talk) -> None:
        """A page leaves a dialogue; what nobody could find again is stopped."""
        if run := self.run_of(talk):
            run.tell(run.turn)
            if self.store is None:
                run.stop()

    def read(self, user: str, dialogue_id: str) -> list[Turn]:
        """The turns of a user's dialogue; one that nobody is answering any more was broken off."""
        turns = self.store.read(user, dialogue_id) if self.store else []
        run = self._runs.get(dialogue_id)
        return [self._as_it_is(one, run) for one in turns]

    def _as_it_is(self, turn: Turn, run: Run | None) -> Turn:
        if turn.state is not State.RUNNING:
            return turn
        mine = run is not None and run.turn.number == turn.number
        return run.turn if run is not None and mine else turn.ended(State.BROKEN)


def in_page_words(event: Event | Queued) -> Event | Queued:
    """An event whose notes name no command of the terminal."""
    if not isinstance(event, Answer):
        return event
    return replace(event, notes=tuple(map(page_words, event.notes)))
