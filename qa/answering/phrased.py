"""Answers that the chat model phrases, each of its sentences checked and bound by the program."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corpus.figures import find_figures, fold_widths
from corpus.years import find_years
from qa.answering.model import Checked, Status
from qa.answering.verbatim import QUOTED, asks_several, likely, statements
from qa.answering.writing import Chat, Part, Writing
from qa.evidence.asked import find_asked
from qa.evidence.finder import Row, select
from qa.evidence.sentences import Evidence
from qa.evidence.stated import target_in
from qa.grounding import Claim, bind, make_claim
from qa.passages import Passage
from qa.phrasing.pieces import Draft, Line, Phrase, PhrasingError, Shape, Usage
from qa.phrasing.writer import phrase
from qa.query import Question
from qa.settings import AnswerSettings

if TYPE_CHECKING:
    from qa.chat.settings import ChatSettings

LABEL = 40
"""Characters of a label."""
FAILED = "对话模型未能作答（{reason}），以上为原文。"
BROKEN_OFF = "对话模型没有写完（{reason}）。"


def is_phrased(rows: Sequence[Row], chat: ChatSettings) -> bool:
    """Whether an answer is put into words by the model.

    Lists, dates, sides of a comparison, definitions and quotations with their place are the
    documents' own words: there is nothing to put otherwise, and a word put otherwise may be wrong.
    Where several sentences may be meant, a small model takes what is given for what is asked, and
    too often the wrong one; only a model whose settings give it more evidence is asked then.
    """
    first = rows[0].evidence[0] if len(rows) == 1 and rows[0].evidence else None
    if first is None or first.is_imprint or first.is_outline:
        return False
    sure = len(likely(statements(rows[0].evidence), QUOTED)) == 1
    if not sure and chat.evidence_sentences is None:
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
        shape = shape_of(row.question)
        pieces = phrase(self._chat, row.question.text, lines, shape, self._chat.prompts)
        try:
            for piece in pieces:
                if isinstance(piece, Usage):
                    writing.usage = (piece.prompt_tokens, piece.new_tokens)
                    continue
                if writing.first_token is None:
                    writing.first_token = round(time.perf_counter() - started, 3)
                if isinstance(piece, Phrase):
                    yield self._settle(piece, evidence, row, writing)
                else:
                    yield piece
        except PhrasingError as error:
            writing.failure = str(error)
            note = BROKEN_OFF if writing.shown else FAILED
            writing.notes.append(note.format(reason=error))

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
        bound, reason = find_support(claim, named or evidence, row)
        if bound is None and named:
            bound, _ = find_support(claim, [one for one in evidence if one not in named], row)
        if bound is not None:
            return writing.add(Part(piece.text, (bound,), Status.SUPPORTED))
        if named and named[0].text not in [c.quote for c in writing.citations]:
            said = f"模型写的“{piece.text}”未核对上：{reason}"
            return writing.add(Part(named[0].text, (named[0],), Status.QUOTED, reason=said))
        return writing.withhold(piece.text, reason)


def find_support(
    claim: Claim, candidates: Sequence[Evidence], row: Row
) -> tuple[Evidence | None, str]:
    """The evidence that supports a sentence; if none does, what is wrong with it."""
    differing = {id(one): differs(claim, one, row) for one in candidates}
    bound, verdict = bind(claim, [one for one in candidates if not differing[id(one)]])
    wrong = next((reason for reason in differing.values() if reason), verdict.detail)
    return bound, wrong


def differs(claim: Claim, one: Evidence, row: Row) -> str | None:
    """What a sentence adds to its evidence, or leaves out of what is asked; None if nothing.

    A title that names a period gives no year to each figure of its document.
    """
    target = target_in(row.targets, one)
    if target is not None and not any(f.value in target.value.split("-") for f in claim.figures):
        return f"没有写出所问的 {target.value}{target.unit}"
    own = {*find_years(fold_widths(one.before + one.text)), target.year if target else None}
    added = [year for year in claim.years if year not in own]
    return f"原文此处没有写明 {added[0]} 年" if added else None


def choose(row: Row, settings: AnswerSettings, chat: ChatSettings) -> list[Evidence]:
    """The sentences that are given to the model: the sure one, or as many as its settings say."""
    most = chat.evidence_sentences or 1
    return select(statements(row.evidence), most, chat.evidence_chars or settings.evidence_chars)


def shape_of(question: Question) -> Shape:
    """What a question asks for."""
    return Shape.FIGURE if question.asks_figure else Shape.PLAIN


def label(passage: Passage) -> str:
    """What tells the model whose clause it reads: the document, and in a compilation the entry."""
    return (passage.title or passage.heading)[:LABEL]
