"""An answer as the Markdown that chat clients show: sentences one by one, notes, sources.

These clients read more than CommonMark: an escaped bracket or a ``$`` begins a formula, tags of
their own begin blocks, and bare addresses become links even where a mark in them is escaped. So
marks in a text are written as character references, and addresses as code, which stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from qa.answering.answerer import NO_BASIS
from qa.answering.failed import count_failed, find_failed
from qa.answering.forms import Form, form_of
from qa.answering.model import Answer, AnswerSentence, Status
from qa.citations import name_cited, name_source
from qa.citing.markdown import SPECIAL
from qa.packs.answers import JOINED, NEAREST
from qa.packs.markdown import escape_text, on_one_line, prefixed

ENDS = r"\s`<>|，。；：、！？“”‘’（）《》【】"
ADDRESS = re.compile(
    rf"(?:[a-z][a-z0-9+.-]{{0,30}}://|www\.|[\w.+-]{{1,64}}@(?=[\w-]+\.))[^{ENDS}]*"
    rf"|(?:[a-z0-9-]+\.)+[a-z]{{2,}}(?:/[^{ENDS}]*)?",
    re.ASCII | re.IGNORECASE,
)
"""What some client makes a link of: addresses of pages and of mail, names of hosts."""
HEAD = "| 比较对象 | 原文 |\n| --- | --- |\n"
BEFORE = {Form.QUOTE: "> ", Form.LIST: "- ", Form.TABLE: HEAD}
"""What the first sentence of a form begins with."""
AGAIN = {Form.LIST: "\n- ", Form.TABLE: "\n"}
"""What stands before each further one, where that is no new paragraph."""
WITHIN = {Form.QUOTE: "> ", Form.LIST: "  "}
"""What further lines of a sentence begin with."""


def is_shown(sentence: AnswerSentence) -> bool:
    """Whether a sentence is part of the text."""
    return sentence.status is not Status.UNSUPPORTED


def write_answer(answer: Answer) -> str:
    """The whole text."""
    shown = [one for one in answer.sentences if is_shown(one)]
    previous = [None, *shown]
    sentences = [write_sentence(before, one) for before, one in zip(previous, shown, strict=False)]
    return "".join([*sentences, write_rest(answer)])


def write_sentence(previous: AnswerSentence | None, sentence: AnswerSentence) -> str:
    """A sentence, as it goes on after the one that was shown before it."""
    form = form_of(sentence)
    if previous is None:
        begun = BEFORE.get(form, "")
    elif form_of(previous) is not form:
        begun = "\n\n" + BEFORE.get(form, "")
    else:
        begun = "" if form in JOINED else AGAIN.get(form, "\n\n")
    return begun + write_one(sentence, form)


def write_one(sentence: AnswerSentence, form: Form) -> str:
    """A sentence with its marks: a row of a table, else text whose lines stay together."""
    marks = write_marks(sentence.citations)
    if form is Form.TABLE:
        label, text = as_line(sentence.label), as_line(sentence.unlabelled)
        return f"| {label} | {text}{marks} |"
    return continued(WITHIN.get(form, ""), as_text(sentence.text)) + marks


def write_rest(answer: Answer) -> str:
    """What follows the sentences: notes, and the sources or the nearest clauses."""
    blocks = [f"{NO_BASIS}。"] if answer.refused else [""]
    if notes := [*answer.notes, *tell_failed(answer.sentences)]:
        blocks += ["**说明**", "\n".join(f"- {as_line(note)}" for note in notes)]
    blocks += list(write_sources(answer))
    return "\n\n".join(blocks)


def write_sources(answer: Answer) -> Iterator[str]:
    """What is cited, each with its quote; of a refusal the nearest clauses."""
    if answer.citations:
        yield "**依据**"
    for one in answer.citations:
        yield f"[{one.n}] {as_line(name_cited(one.passage))}"
        yield prefixed("> ", as_text(f"“{one.quote}”"))
    if answer.nearest:
        yield f"**{NEAREST}**"
    for passage in answer.nearest:
        yield as_line(name_source(passage))
        yield prefixed("> ", as_text(passage.text))


def tell_failed(sentences: Iterable[AnswerSentence]) -> Iterator[str]:
    """That the model wrote what did not stand its check; not what it wrote."""
    if failed := find_failed(sentences):
        yield f"对话模型写的话未核对上的：{count_failed(failed)}。"


def write_marks(numbers: Sequence[int]) -> str:
    """``[1][2]``; nothing can make a link of these, for no text may name a target for them."""
    return "".join(f"[{number}]" for number in numbers)


def as_text(text: str) -> str:
    """A text that is shown as it is, its line breaks kept."""
    return unbound(escape_text(text, escape))


def as_line(text: str) -> str:
    """The same without line breaks."""
    return unbound(on_one_line(text, escape))


def unbound(text: str) -> str:
    """A text whose opening bracket makes no link of a mark before it."""
    return f"&#40;{text[1:]}" if text.startswith("(") else text


def continued(prefix: str, text: str) -> str:
    """A text whose lines after the first have ``prefix`` before them."""
    return prefixed(prefix, text).removeprefix(prefix)


def escape(text: str) -> str:
    """A text on which no mark, formula, tag or link of a chat client takes hold."""
    parts, end = [], 0
    for match in ADDRESS.finditer(text):
        parts += [as_references(text[end : match.start()]), f"`{match.group()}`"]
        end = match.end()
    return "".join([*parts, as_references(text[end:])])


def as_references(text: str) -> str:
    """A text with its marks as character references."""
    return SPECIAL.sub(lambda match: f"&#{ord(match[0])};", text)
