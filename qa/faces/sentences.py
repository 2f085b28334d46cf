"""An answer's sentences as HTML: paragraphs, lists, a comparison's table; every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby

from qa.answering.failed import count_failed, find_failed
from qa.answering.forms import Form, form_of
from qa.answering.model import AnswerSentence, Status
from qa.evidence.lists import is_numbered

Sentences = Sequence[AnswerSentence]


def sentences_html(sentences: Iterable[AnswerSentence], turn: int) -> str:
    """The sentences that are shown, in the form that they have."""
    shown = (one for one in sentences if one.status is not Status.UNSUPPORTED)
    return "".join(group_html(form, list(group), turn) for form, group in groupby(shown, form_of))


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
        f'<tr><th scope="row">{escape(label)}</th><td>'
        + "".join(f"<p>{sentence_html(one, turn)}</p>" for one in side)
        + "</td></tr>"
        for label, side in groupby(sentences, lambda one: one.label)
    )
    head = '<tr><th scope="col">比较对象</th><th scope="col">原文</th></tr>'
    return f'<table class="sides"><thead>{head}</thead><tbody>{rows}</tbody></table>'


def sentence_html(sentence: AnswerSentence, turn: int) -> str:
    """A sentence with its marks, each a link to its clause."""
    marks = "".join(
        f'<a class="mark" href="#cite-{turn}-{n}" aria-label="依据{n}">[{n}]</a>'
        for n in sentence.citations
    )
    return replaced_html(sentence.reason) + escape(sentence.unlabelled) + marks


def replaced_html(reason: str) -> str:
    """The mark of a quotation that stands for words of the model, with the reason."""
    if not reason:
        return ""
    why = escape(reason)
    return f'<span class="replaced" role="note" title="{why}" aria-label="原文：{why}">原文</span>'


def failed_html(sentences: Iterable[AnswerSentence]) -> str:
    """The sentences of the model that failed their check, folded, each with the reason."""
    failed = find_failed(sentences)
    summary = count_failed(failed)
    rows = "".join(f"<li>{escape(tell_failed(one))}</li>" for one in failed)
    fold = f"<details><summary>未核对上的话：{summary}</summary><ul>{rows}</ul></details>"
    return fold if failed else ""


def tell_failed(sentence: AnswerSentence) -> str:
    """What the model wrote and why it does not stand."""
    if sentence.status is Status.UNSUPPORTED:
        return f"已略去：“{sentence.text}”（{sentence.reason}）"
    marks = "".join(f"[{n}]" for n in sentence.citations)
    return f"已换成原文{marks}：{sentence.reason}"
