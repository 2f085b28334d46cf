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
from qa.search.filters import NAMES, OR
from qa.speech.saying import say
from qa.turns import Queued, say_queued

SHOWN_PASSAGES = 8
LINE_END = "\n"
WAITING = "已找到相关条款（见依据），正在起草回答…"
NEAREST = "最接近的条款见“依据”，它们没有回答这个问题。"
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
    listed = f"<p>{say('可以这样问（都出自现有文件）：')}</p><ul>{rows}</ul>" if rows else ""
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
    colon, either = say("："), say(OR)
    named = [f"{say(NAMES[name])}{colon}{either.join(v)}" for name, v in filters.wanted.items()]
    wanted = filters.wanted.get("document", ())
    found = {one.document_id: one for one in turn.passages if one.document_id in wanted}
    if titles := list(map(name_document, found.values())):
        more = say(f" 等 {len(wanted)} 份") if len(titles) < len(wanted) else ""
        named[-1] = f"{say('文件')}{colon}{either.join(titles)}{more}"
    said = safe(say("筛选范围") + colon + say("、").join(named))
    return f'<p class="note">{said}</p>' if named else ""


def answer_html(turn: Turn) -> str:
    """The answer as far as it has come; a draft that is not checked yet is greyed."""
    if turn.error:
        return f'<p class="answer refused" role="alert">{safe(say(turn.error))}</p>'
    if turn.answer is not None and turn.answer.refused:
        return refusal_html(turn.answer) + failed_html(turn.sentences, turn.number)
    shown = sentences_html(turn.sentences, turn.number)
    if turn.draft:
        shown += f'<p class="draft">{safe(turn.draft)}{say("（核对中）")}</p>'
    if not shown and turn.answer is None and turn.state is State.RUNNING:
        shown = f'<p class="draft">{waiting(turn)}</p>'
    told = told_html(turn.answer) if turn.answer else ""
    failed = failed_html(turn.sentences, turn.number)
    return f'<div class="answer">{shown}</div>{told}{failed}'


def waiting(turn: Turn) -> str:
    """What is being done for a question that has no sentence yet."""
    if turn.place:
        return say(say_queued(Queued(turn.place)))
    return say(WAITING if turn.passages else "正在查找条款…")


def ended_html(turn: Turn) -> str:
    """That an answer was not finished, with a button that asks again."""
    said = ENDED.get(turn.state)
    if said is None:
        return ""
    ask = f'<button type="button" class="plain" data-ask="{safe(turn.question)}">'
    again = f"{ask}{say('重新提问')}</button>"
    return f'<p class="ended" role="status">{say(said)}{again}</p>'


def refusal_html(answer: Answer) -> str:
    """That there is no basis; what was looked for, and what there is instead."""
    refusal = f'<p class="answer refused">{safe(say(answer.answer.partition(LINE_END)[0]))}</p>'
    notes = "".join(f'<p class="instead">{safe(say(note))}</p>' for note in answer.notes)
    return f'{refusal}{notes}<p class="note">{say(NEAREST)}</p>'


def told_html(answer: Answer) -> str:
    """What the reader has to know besides, how it was checked, and how long it took."""
    notes = "".join(f'<p class="note remark">{safe(say(note))}</p>' for note in answer.notes)
    quoted = any(s.status is Status.QUOTED for s in answer.sentences)
    kind = say("左侧有竖线的是原文。") if quoted else ""
    checked = say(f"每句均已与所引条款核对；用时 {answer.timings.total:.1f} 秒。")
    return f'{notes}<p class="note">{kind}{checked}</p>'


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
    heading = heading_html(last) if shown else ""
    return heading + shown + "".join(earlier_html(turn, beside) for turn in reversed(earlier))


def earlier_html(turn: Turn, beside: Mapping[str, Beside]) -> str:
    """The cited clauses of an earlier question, so that its marks still lead somewhere."""
    cited = cited_html(turn, beside)
    return f"{heading_html(turn)}{cited}" if cited else ""


def heading_html(turn: Turn) -> str:
    """What stands over the clauses of a question."""
    return f"<h2>{say(f'依据：第 {turn.number} 问')}</h2>"


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
    return f'<a class="back" href="#turn-{turn}">{say("回到回答")} <kbd>Esc</kbd></a>'


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
    place = safe("　".join(name_parts(passage, say)))
    before, after = around
    return (
        f'<article class="card" {anchor}>{back}<div class="source">{source}</div>'
        f'<div class="place">{place}</div>{notes_html(passage)}'
        f"{before}{text_html(passage, text)}{after}</article>"
    )


def notes_html(passage: Passage) -> str:
    """What a reader must know of a clause: what its document lacks, where else it stands."""
    table = "表格：下面是原表的文字，行列关系请对照原件" if passage.is_table else ""
    notes = (say(name_gap(passage)), say(table), name_copies(passage, say))
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


def status_html(said: str) -> str:
    """A line that readers of the screen are told as well; ``said`` is HTML."""
    return f'<p class="note" role="status">{said}</p>'


def progress_html(said: str, done: int, total: int) -> str:
    """How far some work is, in words and as a bar."""
    bar = f'<progress value="{done}" max="{max(total, 1)}"></progress>'
    return f'<label class="bar">{safe(said)}{bar}</label>'


def error_html(error: TanwenError) -> str:
    """What went wrong, on one line."""
    return f'<p class="refused" role="alert">{safe(told(str(error)))}</p>'


def told(message: str) -> str:
    """What went wrong, in words of the page and of its reader, on one line."""
    return " ".join(say(page_words(message)).split())
