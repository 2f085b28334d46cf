"""Answers that the chat model phrases, each of its sentences checked and bound by the program."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.figures import find_figures
from qa.answering.model import Checked, Status
from qa.answering.verbatim import asks_several, likely, statements
from qa.answering.writing import Chat, Part, Writing
from qa.evidence.asked import find_asked
from qa.evidence.finder import Row, select
from qa.evidence.sentences import Evidence
from qa.grounding import bind, make_claim
from qa.passages import Passage
from qa.phrasing.pieces import Draft, Line, Phrase, PhrasingError, Shape, Usage
from qa.phrasing.writer import phrase
from qa.query import Question
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from qa.chat.settings import ChatSettings

GIVEN = 3
"""How many sentences a model of this machine is given at most."""
LABEL = 40
"""Characters of a label."""
FAILED = "对话模型未能作答（{reason}），以上为原文。"
BROKEN_OFF = "对话模型没有写完（{reason}）。"


def is_phrased(rows: Sequence[Row]) -> bool:
    """Whether an answer is put into words by the model.

    Lists, sides of a comparison, definitions and quotations with their place are the documents'
    own words: there is nothing to put otherwise, and a word put otherwise may be wrong.
    """
    if len(rows) != 1:
        return False
    question = rows[0].question
    verbatim = question.asks_list or question.asks_definition or asks_several(question)
    return not (verbatim or find_asked(question).location)


class Phraser:
    """Has a chat model phrase what one row of evidence answers."""

    def __init__(self, chat: Chat, settings: AnswerSettings, regions: Sequence[str]) -> None:
        self._chat = chat
        self._settings = settings
        self._regions = regions

    def write(self, row: Row, writing: Writing, started: float) -> Iterator[Draft | Checked]:
        """The model's sentences as they become whole, checked; and drafts of them in between.

        What it does wrong is noted in ``writing``.
        """
        evidence = choose(row, self._settings, self._chat.settings)
        lines = [Line(n, label(one.passage), one.text) for n, one in enumerate(evidence, start=1)]
        pieces = phrase(self._chat, row.question.text, lines, shape_of(row.question), self._prompts)
        try:
            for piece in pieces:
                if isinstance(piece, Usage):
                    writing.usage = (piece.prompt_tokens, piece.new_tokens)
                    continue
                if writing.first_token is None:
                    writing.first_token = round(time.perf_counter() - started, 3)
                yield (
                    self._settle(piece, evidence, row, writing)
                    if isinstance(piece, Phrase)
                    else piece
                )
        except PhrasingError as error:
            writing.failure = str(error)
            note = BROKEN_OFF if writing.shown else FAILED
            writing.notes.append(note.format(reason=error))

    @property
    def _prompts(self) -> Path | None:
        return self._chat.prompts

    def _settle(
        self, piece: Phrase, evidence: Sequence[Evidence], row: Row, writing: Writing
    ) -> Checked:
        """Bind a sentence to the evidence that it names, else to another that supports it.

        What nothing supports is replaced by the words of the evidence that it names.
        """
        years = row.question.years
        if row.question.asks_figure and not find_figures(piece.text):
            return writing.withhold(piece.text, "没有写出所问的数字")
        claim = make_claim(piece.text, self._regions, years[0] if len(years) == 1 else None)
        named = [evidence[number - 1] for number in piece.evidence]
        for candidates in (named, [one for one in evidence if one not in named]):
            bound, verdict = bind(claim, candidates)
            if bound is not None:
                return writing.add(Part(piece.text, (bound,), Status.SUPPORTED))
            if candidates is named or not named:
                reason = verdict.detail
        if named and named[0].text not in [c.quote for c in writing.citations]:
            said = f"模型写的“{piece.text}”未核对上：{reason}"
            return writing.add(Part(named[0].text, (named[0],), Status.QUOTED, reason=said))
        return writing.withhold(piece.text, reason)


def choose(row: Row, settings: AnswerSettings, chat: ChatSettings) -> list[Evidence]:
    """The sentences that are given to the model: those among which the right one most probably is.

    A small model takes what is given for what is asked, and among six sentences too often the
    wrong one; a model whose settings say so gets as many as they say.
    """
    sentences = statements(row.evidence)
    if chat.evidence_sentences is None:
        sentences = likely(sentences, GIVEN)
    most = chat.evidence_sentences or settings.evidence_sentences
    return select(sentences, most, chat.evidence_chars or settings.evidence_chars)


def shape_of(question: Question) -> Shape:
    """What a question asks for."""
    return Shape.FIGURE if question.asks_figure else Shape.PLAIN


def label(passage: Passage) -> str:
    """What tells the model whose clause it reads: the document, and in a compilation the entry."""
    return (passage.title or passage.heading)[:LABEL]
