"""The page's HTML: the dialogue, and the clauses that it rests on; every text escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from corpus.errors import TanwenError
from qa.answering.model import Answer, Status
from qa.citations import Citation, name_copies, name_document, name_gap, name_parts
from qa.dialogues.turns import State, Turn
from qa.faces.acts import acts_html
from qa.faces.beside import NOTHING_BESIDE, Beside, beside_html
from qa.faces.safe import safe
from qa.faces.sentences import failed_html, sentences_html
from qa.faces.wording import page_words
from qa.passages import Passage
from qa.search.filters import NAMES
from qa.turns import Queued, say_queued

SHOWN_PASSAGES = 8
LINE_END = "\n"
WAITING = "已找到相关条款（见依据），正在起草回答…"
ENDED: Mapping[State, str] = {
    State.STOPPED: "已停止。",
    State.BROKEN: "回答中断，请重新提问。",
}


def welcome_html(examples: Iterable[str]) -> str:
    """What stands in place of a dialogue before it is begun: questions to begin with."""
    rows = "".join(
        f'<li><button type="button" class="plain" data-ask="{safe(one)}">{safe(one)}</button></li>'
        for one in examples
    )
    listed = f"<p>可以这样问（都出自现有文件）：</p><ul>{rows}</ul>" if rows else ""
    return f'<div class="welcome">{listed}</div>'


def dialogue_html(turns: Iterable[Turn]) -> str:
    """All questions with their answers, the last one last."""
    return "".join(turn_html(turn) for turn in turns)


def turn_html(turn: Turn) -> str:
    """A question, and its answer as far as it has come."""
    question = f'<div class="question">{safe(turn.question)}</div>'
    shown = question + scope_html(turn) + answer_html(turn) + ended_html(turn) + acts_html(turn)
    return f'<section class="turn" id="turn-{turn.number}">{shown}</section>'


def scope_html(turn: Turn) -> str:
    """The filters that a question was asked with, a document by its title."""
    filters = turn.filters
    named = [f"{NAMES[name]}：{value}" for name, value in filters.given.items()]
    if filters.document and turn.passages:
        named[-1] = f"文件：{name_document(turn.passages[0])}"
    return f'<p class="note">筛选范围：{safe("、".join(named))}</p>' if named else ""


def answer_html(turn: Turn) -> str:
    """The answer as far as it has come; a draft that is not checked yet is greyed."""
    if turn.error:
        return f'<p class="answer refused" role="alert">{safe(turn.error)}</p>'
    if turn.answer is not None and turn.answer.refused:
        return refusal_html(turn.answer) + failed_html(turn.sentences, turn.number)
    shown = sentences_html(turn.sentences, turn.number)
    if turn.draft:
        shown += f'<p class="draft">{safe(turn.draft)}（核对中）</p>'
    if not shown and turn.answer is None and turn.state is State.RUNNING:
        shown = f'<p class="draft">{waiting(turn)}</p>'
    told = told_html(turn.answer) if turn.answer else ""
    failed = failed_html(turn.sentences, turn.number)
    return f'<div class="answer">{shown}</div>{told}{failed}'


def waiting(turn: Turn) -> str:
    """What is being done for a question that has no sentence yet."""
    if turn.place:
        return say_queued(Queued(turn.place))
    return WAITING if turn.passages else "正在查找条款…"


def ended_html(turn: Turn) -> str:
    """That an answer was not finished, with a button that asks again."""
    said = ENDED.get(turn.state)
    if said is None:
        return ""
    again = (
        f'<button type="button" class="plain" data-ask="{safe(turn.question)}">重新提问</button>'
    )
    return f'<p class="ended" role="status">{said}{again}</p>'


def refusal_html(answer: Answer) -> str:
    """That there is no basis; what was looked for, and what there is instead."""
    refusal = f'<p class="answer refused">{safe(answer.answer.partition(LINE_END)[0])}</p>'
    notes = "".join(f'<p class="instead">{safe(note)}</p>' for note in answer.notes)
    return f'{refusal}{notes}<p class="note">最接近的条款见“依据”，它们没有回答这个问题。</p>'


def told_html(answer: Answer) -> str:
    """What the reader has to know besides, how it was checked, and how long it took."""
    notes = "".join(f'<p class="note remark">{safe(note)}</p>' for note in answer.notes)
    quoted = any(s.status is Status.QUOTED for s in answer.sentences)
    kind = "左侧有竖线的是原文。" if quoted else ""
    seconds = f"{answer.timings.total:.1f}"
    return f'{notes}<p class="note">{kind}每句均已与所引条款核对；用时 {seconds} 秒。</p>'


def evidence_html(turns: Sequence[Turn], beside: Mapping[str, Beside] = NOTHING_BESIDE) -> str:
    """The clauses of the last question, then those that earlier answers cite.

    Args:
        turns: The dialogue.
        beside: The clauses beside those that are cited, by chunk id.
    """
    if not turns:
        return ""
    *earlier, last = turns
    cited = {citation.passage.chunk_id for citation in last.citations}
    others = [p for p in last.passages if p.chunk_id not in cited][:SHOWN_PASSAGES]
    shown = cited_html(last, beside) + "".join(passage_card(passage) for passage in others)
    heading = f"<h2>依据：第 {last.number} 问</h2>" if shown else ""
    return heading + shown + "".join(earlier_html(turn, beside) for turn in reversed(earlier))


def earlier_html(turn: Turn, beside: Mapping[str, Beside]) -> str:
    """The cited clauses of an earlier question, so that its marks still lead somewhere."""
    cited = cited_html(turn, beside)
    return f"<h2>依据：第 {turn.number} 问</h2>{cited}" if cited else ""


def cited_html(turn: Turn, beside: Mapping[str, Beside]) -> str:
    """The cited clauses of a question."""
    return "".join(
        citation_card(one, turn.number, beside.get(one.passage.chunk_id)) for one in turn.citations
    )


def citation_card(citation: Citation, turn: int, beside: Beside | None) -> str:
    """A cited clause, its quote highlighted, the clauses beside it, and the way back."""
    text = highlight(citation.passage.text, citation.quote)
    anchor = f'id="cite-{turn}-{citation.n}" tabindex="-1"'
    around = beside_html(beside) if beside else ("", "")
    return card(citation.passage, text, f"[{citation.n}] ", anchor, around, back_html(turn))


def back_html(turn: int) -> str:
    """The link from a clause back to the sentence that cites it."""
    return f'<a class="back" href="#turn-{turn}">回到回答 <kbd>Esc</kbd></a>'


def passage_card(passage: Passage) -> str:
    """A retrieved clause that is not cited."""
    return card(passage, safe(passage.text), "", "")


def card(
    passage: Passage,
    text: str,
    mark: str,
    anchor: str,
    around: tuple[str, str] = ("", ""),
    back: str = "",
) -> str:
    """A clause with title, 发文字号, clause path, page and lines.

    Args:
        passage: The clause.
        text: Its text as HTML.
        mark: What stands before its title.
        anchor: Attributes by which links lead to it, as HTML.
        around: What stands before and after its text, as HTML.
        back: The link that leads back from it, as HTML.
    """
    source = safe(f"{mark}{name_document(passage)}")
    place = safe("　".join(name_parts(passage)))
    before, after = around
    return (
        f'<article class="card" {anchor}>{back}<div class="source">{source}</div>'
        f'<div class="place">{place}</div>{notes_html(passage)}'
        f"{before}{text_html(passage, text)}{after}</article>"
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


def error_html(error: TanwenError) -> str:
    """What went wrong, on one line."""
    return f'<p class="refused" role="alert">{safe(" ".join(page_words(str(error)).split()))}</p>'
