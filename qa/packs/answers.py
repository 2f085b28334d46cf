"""The pack of an answer, or of a refusal with the nearest clauses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from qa.answering.answerer import NO_BASIS
from qa.answering.failed import failed_lines
from qa.answering.forms import Form, form_of
from qa.answering.model import Answer, AnswerSentence, Status
from qa.packs.making import PackMaker, scope
from qa.packs.model import Pack, Paragraph, Piece, Source, Voice, plain, section
from qa.search.filters import NO_FILTERS, Filters

TITLE = "政策问答依据"
JOINED = {Form.TEXT, Form.QUOTE}
"""Forms of which the sentences that follow each other are one paragraph."""
QUOTED = {Form.QUOTE, Form.LIST}
CHECKED = "答复中的句子逐句经程序核对，方括号中的编号为依据。"
NO_MODEL = "none"
"""What the settings call it when there is no chat model."""
WITHOUT_MODEL = "没有使用对话模型，答复由程序按文件原文写成。"
NEAREST = "最接近的条款（不是依据，仅供查阅）"


def answer_pack(answer: Answer, maker: PackMaker, filters: Filters = NO_FILTERS) -> Pack:
    """The answer as it is shown, what was withheld or replaced, notes, and its sources."""
    said = plain(f"{NO_BASIS}。") if answer.refused else tuple(paragraphs(answer.sentences))
    notes = (*answer.notes, *failed_lines(answer.sentences), *scope(filters))
    return maker.pack(
        TITLE,
        (
            *section("问题", *plain(answer.question)),
            *section("答复", *said),
            *section("说明", *plain(*notes)),
        ),
        NEAREST if answer.refused else "依据",
        sources(answer, maker),
        remarks(answer),
    )


def remarks(answer: Answer) -> tuple[str, ...]:
    """How the answer was made; nothing of a refusal, which the program writes."""
    if answer.refused:
        return ()
    return CHECKED, WITHOUT_MODEL if answer.llm == NO_MODEL else f"对话模型：{answer.llm}。"


def paragraphs(sentences: Iterable[AnswerSentence]) -> Iterator[Paragraph]:
    """The sentences that are shown; what is unsupported is not among them."""
    shown = (one for one in sentences if one.status is not Status.UNSUPPORTED)
    for form, group in groupby(shown, form_of):
        pieces = [Piece(one.text, one.citations) for one in group]
        voice = Voice.QUOTED if form in QUOTED else Voice.OWN
        if form in JOINED:
            yield Paragraph(tuple(pieces), voice)
        else:
            yield from (Paragraph((piece,), voice) for piece in pieces)


def sources(answer: Answer, maker: PackMaker) -> Iterator[Source]:
    """What is cited; of a refusal the nearest clauses, whole."""
    for one in answer.citations:
        yield maker.source(one.n, one.quote, one.passage)
    for number, passage in enumerate(answer.nearest, start=1):
        yield maker.source(number, passage.text, passage)
