"""An answer's sentences as HTML: paragraphs, lists, a comparison's table; every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.answering.failed import count_failed, find_failed
from qa.answering.forms import Form, form_of
from qa.answering.model import AnswerSentence, Status
from qa.evidence.lists import is_numbered
from qa.faces.safe import safe
from qa.speech.saying import say

Sentences = Sequence[AnswerSentence]


def sentences_html(sentences: Iterable[AnswerSentence], turn: int) -> str:
    """The sentences in the form that they have; where one is withheld, a mark says so."""
    return "".join(
        withheld_html(len(list(group)), turn) if form is None else group_html(form, [*group], turn)
        for form, group in groupby(sentences, shown_form)
    )


def shown_form(sentence: AnswerSentence) -> Form | None:
    """How a sentence is shown; None of one that is withheld."""
    return None if sentence.status is Status.UNSUPPORTED else form_of(sentence)


def withheld_html(count: int, turn: int) -> str:
    """The mark of sentences that are withheld, which leads to the reasons."""
    return f'<p class="withheld">{why_html(turn, say(f"此处略去 {count} 句：与条款核对不上"))}</p>'


def why_html(turn: int, said: str) -> str:
    """A link to the reasons of a turn."""
    return f'<a class="why" href="#why-{turn}">{said}</a>'


def group_html(form: Form, sentences: Sentences, turn: int) -> str:
    """Sentences of one form that follow each other."""
    match form:
        case Form.TABLE:
            return table_html(sentences, turn)
        case Form.LIST:
            return list_html(sentences, turn)
        case Form.LINES:
            return "".join(f"<p>{sentence_html(one, turn)}</p>" for one in sentences)
    kind = ' class="quoted"' if form is Form.QUOTE else ""
    return f"<p{kind}>{''.join(sentence_html(one, turn) for one in sentences)}</p>"


def list_html(sentences: Sentences, turn: int) -> str:
    """A list; items that are numbered in the document get no bullets besides."""
    items = "".join(f"<li>{sentence_html(one, turn)}</li>" for one in sentences)
    kind = "quoted numbered" if is_numbered(sentences[0].text) else "quoted"
    return f'<ul class="{kind}">{items}</ul>'


def table_html(sentences: Sentences, turn: int) -> str:
    """A comparison: a row for each side."""
    rows = "".join(
        f'<tr><th scope="row">{safe(label)}</th><td>'
        + "".join(f"<p>{sentence_html(one, turn)}</p>" for one in side)
        + "</td></tr>"
        for label, side in groupby(sentences, lambda one: one.label)
    )
    head = f'<tr><th scope="col">{say("比较对象")}</th><th scope="col">{say("原文")}</th></tr>'
    return f'<table class="sides"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def sentence_html(sentence: AnswerSentence, turn: int) -> str:
    """A sentence with its marks, each a link to its clause."""
    marks = "".join(
        f'<a class="mark" href="#cite-{turn}-{n}" aria-label="{say(f"依据{n}")}">[{n}]</a>'
        for n in sentence.citations
    )
    return replaced_html(sentence.reason, turn) + safe(sentence.unlabelled) + marks


def replaced_html(reason: str, turn: int) -> str:
    """The mark of a quotation that stands for words of the model, which leads to the reason."""
    return why_html(turn, say("已换成原文")) if reason else ""


def failed_html(sentences: Iterable[AnswerSentence], turn: int) -> str:
    """The sentences of the model that failed their check, folded, each with the reason."""
    failed = find_failed(sentences)
    rows = "".join(f"<li>{safe(say(tell_failed(one)))}</li>" for one in failed)
    summary = say(f"未核对上的话：{count_failed(failed)}，点开看原因")
    fold = f'<details id="why-{turn}"><summary>{summary}</summary><ul>{rows}</ul></details>'
    return fold if failed else ""


def tell_failed(sentence: AnswerSentence) -> str:
    """What the model wrote and why it does not stand."""
    if sentence.status is Status.UNSUPPORTED:
        return f"已略去：“{sentence.text}”（{sentence.reason}）"
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return f"已换成原文{marks}：{sentence.reason}"
