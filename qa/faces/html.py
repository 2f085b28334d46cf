"""The page's HTML: the dialogue, and the clauses that it rests on; every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html import escape

from corpus.errors import TanwenError
from qa.answering.model import Answer, AnswerSentence, Checked, Event, Retrieved, Status
from qa.citations import Citation, name_copies, name_document, name_gap, name_parts
from qa.drafts.invisible import drop_invisible_lines
from qa.faces.sentences import failed_html, sentences_html
from qa.passages import Passage
from qa.phrasing.pieces import Draft

SHOWN_PASSAGES = 8
LINE_END = "\n"
WAITING = "已找到相关条款（见依据），正在起草回答…"


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and what is known of its answer so far."""

    number: int
    question: str
    passages: tuple[Passage, ...] = ()
    sentences: tuple[AnswerSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    draft: str = ""
    answer: Answer | None = None
    error: str = ""

    def after(self, event: Event) -> Turn:
        """The turn after an event of answering."""
        match event:
            case Retrieved():
                return replace(self, passages=event.passages)
            case Draft():
                return replace(self, draft=event.text)
            case Checked():
                sentences = (*self.sentences, event.sentence)
                return replace(self, sentences=sentences, citations=event.citations, draft="")
            case Answer():
                return replace(self, answer=event, draft="")


def dialogue_html(turns: Iterable[Turn]) -> str:
    """All questions with their answers, the last one last."""
    return "".join(turn_html(turn) for turn in turns)


def turn_html(turn: Turn) -> str:
    """A question, and its answer as far as it has come."""
    question = f'<div class="question">{escape(turn.question)}</div>'
    return f'<section class="turn">{question}{answer_html(turn)}</section>'


def answer_html(turn: Turn) -> str:
    """The answer as far as it has come; a draft that is not checked yet is greyed."""
    if turn.error:
        return f'<p class="answer refused" role="alert">{escape(turn.error)}</p>'
    if turn.answer is not None and turn.answer.refused:
        return refusal_html(turn.answer) + failed_html(turn.sentences)
    shown = sentences_html(turn.sentences, turn.number)
    if turn.draft:
        shown += f'<p class="draft">{escape(turn.draft)}（核对中）</p>'
    if not shown and turn.answer is None:
        shown = f'<p class="draft">{WAITING if turn.passages else "正在查找条款…"}</p>'
    told = told_html(turn.answer) if turn.answer else ""
    return f'<div class="answer">{shown}</div>{told}{failed_html(turn.sentences)}'


def refusal_html(answer: Answer) -> str:
    """That there is no basis; what was looked for, and what there is instead."""
    refusal = f'<p class="answer refused">{escape(answer.answer.partition(LINE_END)[0])}</p>'
    notes = "".join(f'<p class="instead">{escape(note)}</p>' for note in answer.notes)
    return f'{refusal}{notes}<p class="note">最接近的条款见“依据”，它们没有回答这个问题。</p>'


def told_html(answer: Answer) -> str:
    """What the reader has to know besides, how it was checked, and how long it took."""
    notes = "".join(f'<p class="note remark">{escape(note)}</p>' for note in answer.notes)
    quoted = any(s.status is Status.QUOTED for s in answer.sentences)
    kind = "左侧有竖线的是原文。" if quoted else ""
    seconds = f"{answer.timings.total:.1f}"
    return f'{notes}<p class="note">{kind}每句均已与所引条款核对；用时 {seconds} 秒。</p>'


def evidence_html(turns: Sequence[Turn]) -> str:
    """The clauses of the last question, then those that earlier answers cite."""
    if not turns:
        return ""
    *earlier, last = turns
    cited = {citation.passage.chunk_id for citation in last.citations}
    others = [p for p in last.passages if p.chunk_id not in cited][:SHOWN_PASSAGES]
    shown = cited_html(last) + "".join(passage_card(passage) for passage in others)
    heading = f"<h2>依据：第 {last.number} 问</h2>" if shown else ""
    return heading + shown + "".join(earlier_html(turn) for turn in reversed(earlier))


def earlier_html(turn: Turn) -> str:
    """The cited clauses of an earlier question, so that its marks still lead somewhere."""
    return f"<h2>依据：第 {turn.number} 问</h2>{cited_html(turn)}" if turn.citations else ""


def cited_html(turn: Turn) -> str:
    """The cited clauses of a question."""
    return "".join(citation_card(citation, turn.number) for citation in turn.citations)


def citation_card(citation: Citation, turn: int) -> str:
    """A cited clause, its quote highlighted."""
    text = highlight(citation.passage.text, citation.quote)
    anchor = f'id="cite-{turn}-{citation.n}" tabindex="-1"'
    return card(citation.passage, text, f"[{citation.n}] ", anchor)


def passage_card(passage: Passage) -> str:
    """A retrieved clause that is not cited."""
    return card(passage, safe(passage.text), "", "")


def card(passage: Passage, text: str, mark: str, anchor: str) -> str:
    """A clause with title, 发文字号, clause path, page and lines; ``text`` is HTML."""
    source = safe(f"{mark}{name_document(passage)}")
    place = safe("　".join(name_parts(passage)))
    return (
        f'<article class="card" {anchor}><div class="source">{source}</div>'
        f'<div class="place">{place}</div>{notes_html(passage)}{text_html(passage, text)}</article>'
    )


def notes_html(passage: Passage) -> str:
    """What a reader must know of a clause: what its document lacks, where else it stands."""
    table = "表格：下面是原表的文字，行列关系请对照原件" if passage.is_table else ""
    notes = (name_gap(passage), table, name_copies(passage))
    return "".join(f'<div class="place remark">{safe(note)}</div>' for note in notes if note)


def text_html(passage: Passage, text: str) -> str:
    """A clause's text; the rows of a table keep their lines."""
    kind = "text table" if passage.is_table else "text"
    return f'<div class="{kind}">{text}</div>'


def highlight(text: str, quote: str) -> str:
    """The text as HTML with the quote marked; white space may differ."""
    pattern = r"\s*".join(re.escape(char) for char in re.sub(r"\s", "", quote))
    match = re.search(pattern, text)
    return safe(text) if match is None else marked(text, [match.span()])


def marked(text: str, ranges: Iterable[tuple[int, int]]) -> str:
    """The text as HTML with some ranges marked, which ascend and do not overlap."""
    shown, at = "", 0
    for start, end in ranges:
        shown += f"{safe(text[at:start])}<mark>{safe(text[start:end])}</mark>"
        at = end
    return shown + safe(text[at:])


def safe(text: str) -> str:
    """A text of a document or a user as HTML: escaped, without what turns its order round."""
    return escape(drop_invisible_lines(text))


def error_html(error: TanwenError) -> str:
    """What went wrong, on one line."""
    return f'<p class="refused" role="alert">{safe(" ".join(str(error).split()))}</p>'
