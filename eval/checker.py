"""The checker of sets: what a program can tell of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import InputError
from corpus.library import Library
from corpus.models import SourceFile
from corpus.readers.table import read_source
from eval.matching import fold, holds_fact, longest_common_run
from eval.questions import (
    ChangeKind,
    GoldEvidence,
    LabelledClaim,
    LabelledSentence,
    LabelledSpan,
    Question,
    QuestionType,
)
from qa.drafts.models import DraftVerdict

LINES_AFTER = 80
LINES_BEFORE = 4
"""Physical lines around the stated one within which a quote must stand."""
HEAD_LINES = 24
"""Physical lines at a document's beginning."""
LONGEST_COPY = 14
"""Characters that a question may share in one run with its evidence; titles are longer."""
SHORTEST_QUOTE = 9
"""Letters; what is shorter and stands in quotation marks is a term."""
QUOTED = re.compile("“([^“”]+)”")
LEFT_OUT = re.compile("…+")
PLANTED: Mapping[DraftVerdict, frozenset[ChangeKind]] = {
    DraftVerdict.MISQUOTED: frozenset({ChangeKind.WORDING}),
    DraftVerdict.FIGURE: frozenset(
        {
            *(ChangeKind.VALUE, ChangeKind.UNIT, ChangeKind.YEAR, ChangeKind.BASE_YEAR),
            *(ChangeKind.QUALIFIER, ChangeKind.REGION, ChangeKind.INDICATOR),
        }
    ),
    DraftVerdict.SOURCE: frozenset({ChangeKind.DOCUMENT, ChangeKind.DOC_NO, ChangeKind.ARTICLE}),
}
"""What can be wrong with a sentence that has an error."""
BASELESS = (DraftVerdict.UNFOUNDED, DraftVerdict.NOTHING)

Sources = Mapping[str, Sequence[str]]
"""The physical lines of each source file by its name."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with an item."""

    id: str
    text: str


def read_sources_of_library(library: Library, names: Iterable[str]) -> dict[str, list[str]]:
    """The lines of source files as a library keeps them; those that it lacks are left out."""
    known = {document.source_file for document in library.documents.values()}
    return {name: source_lines(library, name) for name in sorted(known.intersection(names))}


def source_lines(library: Library, name: str) -> list[str]:
    """The lines of a source file of a library."""
    content, _ = library.source(name)
    return lines_by_number(read_source(content, name))


def lines_by_number(source: SourceFile) -> list[str]:
    """The lines of a file by number, blank where there is no text or a page number."""
    lines = {line.number: line.text for line in source.lines}
    return [lines.get(number, "") for number in range(1, max(lines) + 1)]


def check_questions(questions: Iterable[Question], sources: Sources) -> Iterator[Flaw]:
    """The flaws of a question set."""
    for question in questions:
        for text in question_flaws(question, sources):
            yield Flaw(question.id, text)


def question_flaws(question: Question, sources: Sources) -> Iterator[str]:
    """What is wrong with a question: type, quotes, key facts, copied wording."""
    if question.answerable == (question.type is QuestionType.UNANSWERABLE):
        yield "answerable 与 type 不一致"
    if question.type is QuestionType.MULTI_TURN and not question.history:
        yield "追问没有 history"
    yield from evidence_flaws(question.evidence, sources)
    if question.answerable:
        yield from answer_flaws(question, sources)


def answer_flaws(question: Question, sources: Sources) -> Iterator[str]:
    """What is wrong with the answer to a question that has one."""
    if not question.evidence or not question.key_facts:
        yield "可回答的题要有 evidence 和 key_facts"
    quotes = "\n".join(one.quote for one in question.evidence)
    heads = "\n".join(document_head(name, sources) for name in question.documents)
    for fact in question.key_facts:
        if not holds_fact(f"{quotes}\n{heads}", fact):
            yield f"要点不在证据里：{fact}"
        if not holds_fact(question.answer, fact):
            yield f"要点不在参考答案里：{fact}"
    copied = longest_common_run(question.question, quotes)
    if copied > LONGEST_COPY and question.type is not QuestionType.CLAUSE_LOCATION:
        yield f"题面照抄原文（连续 {copied} 字）"
    places = {(one.source_file, one.line) for one in question.evidence}
    if question.type is QuestionType.COMPARISON and len(places) < 2:
        yield "比较题要有两处以上证据"


def document_head(name: str, sources: Sources) -> str:
    """The first lines of a document (``file:line``), which print its title, number and date."""
    source_file, _, line = name.rpartition(":")
    start = int(line) - 1 if line.isdigit() else 0
    return "".join(sources.get(source_file, ())[start : start + HEAD_LINES])


def check_claims(claims: Iterable[LabelledClaim], sources: Sources) -> Iterator[Flaw]:
    """The flaws of a claim set."""
    for claim in claims:
        for text in evidence_flaws([claim.evidence], sources):
            yield Flaw(claim.id, text)
        if claim.supported == (claim.kind is not None):
            yield Flaw(claim.id, "有改动的说法要写明 kind，没有改动的不写")


def check_spans(spans: Iterable[LabelledSpan], sources: Sources) -> Iterator[Flaw]:
    """The flaws of a set of spans with their targets."""
    for span in spans:
        for text in evidence_flaws([span.evidence], sources):
            yield Flaw(span.id, text)


def check_sentences(
    sentences: Iterable[LabelledSentence], drafts: Mapping[str, str], sources: Sources
) -> Iterator[Flaw]:
    """The flaws of a set of labelled sentences.

    Args:
        sentences: The set.
        drafts: The text of each draft by its name.
        sources: The source files.
    """
    for one in sentences:
        for text in sentence_flaws(one, drafts, sources):
            yield Flaw(one.id, text)


def sentence_flaws(
    one: LabelledSentence, drafts: Mapping[str, str], sources: Sources
) -> Iterator[str]:
    """What is wrong with a labelled sentence: its place, its planted error, its evidence."""
    count = fold(drafts.get(one.draft, "")).count(fold(one.text))
    if count != 1:
        yield f"在 {one.draft} 里有 {count} 处"
    allowed = PLANTED.get(one.verdict)
    if one.planted not in (allowed or {None}):
        yield "planted 与 verdict 不一致"
    if allowed is not None and not one.original:
        yield "有错的句子要写明 original"
    if (one.evidence is None) != (one.verdict in BASELESS):
        yield "evidence 与 verdict 不一致"
    if one.evidence is not None:
        yield from evidence_flaws([one.evidence], sources)
        yield from quotation_flaws(one, sources.get(one.evidence.source_file, ()))


def quotation_flaws(one: LabelledSentence, lines: Sequence[str]) -> Iterator[str]:
    """Quotations said to be verbatim that are not, and the other way round."""
    source = letters("".join(lines))
    lacking = [quote for quote in quotations(one.text) if letters(quote) not in source]
    if one.verdict is DraftVerdict.VERBATIM and lacking:
        yield f"引文不在原文里：{lacking[0][:20]}"
    if one.verdict is DraftVerdict.MISQUOTED and letters(one.text) in source:
        yield "标为有出入，却与原文一致"
    if one.verdict is DraftVerdict.MISQUOTED and quotations(one.text) and not lacking:
        yield "标为有出入，引号里却与原文一致"


def quotations(text: str) -> list[str]:
    """What a sentence gives in quotation marks, in pieces where something is left out."""
    pieces = (piece for quote in QUOTED.findall(text) for piece in LEFT_OUT.split(quote))
    return [piece for piece in pieces if len(letters(piece)) >= SHORTEST_QUOTE]


def letters(text: str) -> str:
    """A text without white space and marks, widths folded."""
    return re.sub(r"[^\w%]", "", fold(text))


def evidence_flaws(evidence: Iterable[GoldEvidence], sources: Sources) -> Iterator[str]:
    """What is wrong with quotes: an unknown file, or words that do not stand where stated."""
    for one in evidence:
        if one.source_file not in sources:
            yield f"没有这个源文件：{one.source_file}"
        elif not stands_there(one, sources[one.source_file]):
            yield f"证据与原文第 {one.line} 行不符：{one.quote[:20]}"


def stands_there(evidence: GoldEvidence, lines: Sequence[str]) -> bool:
    """Whether a quote stands at its line, white space folded."""
    start = max(0, evidence.line - 1 - LINES_BEFORE)
    return fold(evidence.quote) in fold("".join(lines[start : evidence.line + LINES_AFTER]))


def require_sound(flaws: Iterable[Flaw], path: Path) -> None:
    """Refuse a set with flaws.

    Raises:
        InputError: names the first flaws.
    """
    found = list(flaws)
    if found:
        first = "；".join(f"{flaw.id}：{flaw.text}" for flaw in found[:3])
        raise InputError(f"{path}：题集有 {len(found)} 处问题：{first}")
