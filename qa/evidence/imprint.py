"""Imprints: what a document says of itself: its number, who issued it, from when it holds.

These lines stand at its head and foot (发文字号, 发文机关署名: GB/T 9704—2012, 7.2 and 7.3), far
from the words that a question names it by. The catalogue knows them; here the lines are looked up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from corpus.library import CatalogueEntry, Library
from qa.evidence.dates import IN_FORCE, WHEN, plain, sentences_with
from qa.evidence.sentences import Evidence
from qa.passages import read_passage
from qa.query import Question

NUMBER_ASKED = re.compile(r"发文字?号|文号|文件号|字号|几号文|多少号")
NUMBER_NAMED = re.compile(
    r"号(?:文件?)?(?:是|指|为)(?:什么|哪[个份部]?|啥)(?:文|通知|意见|办法|规定|方案)"
)
"""What asks which document a number is of: the line that holds it, behind the document's name."""
BODY = r"(?:谁|哪[个些几]?[个家]?(?:部门|单位|机关|机构|部委)|什么(?:部门|单位|机关|机构))"
ISSUED = r"(?:联合)?(?:印发|发布|发出|发的|出台|下发|颁布|公布|印的|出的|发文|落款)"
ISSUER_ASKED = re.compile(
    rf"^(?!.*[？?].*[？?]).*(?:{BODY}(?:联合)?{ISSUED}|{ISSUED}[的是由]*{BODY}"
    r"|(?:发文|印发|发布)(?:机关|单位|部门|机构))"
)
"""What asks who issued something, and for nothing else."""
KIND = "(?:意见|方案|办法|规划|通知|目录|决定|指引|细则|规定|计划|指南|条例|文件)[》”]?"
FORCE_ASKED = re.compile(
    rf"^(?!.*[？?].*[？?]).*(?:{KIND}.{{0,4}}(?:{WHEN}).{{0,6}}(?:开始用|管用|作数|{IN_FORCE})"
    rf"|{KIND}.{{0,6}}{IN_FORCE}.{{0,4}}(?:{WHEN})|{KIND}.*从(?:{WHEN})起?(?:开始)?{IN_FORCE})"
)
"""What asks from which day a document holds."""
IN_FORCE_FROM = re.compile(rf"自[^。，]{{2,24}}起(?:正式)?{IN_FORCE}")
OF_DOCUMENT = re.compile(
    rf"落款|署名|发文|文号|字号|文件号|印发|{KIND}(?:[是由]*{BODY}|.{{0,4}}(?:{WHEN})|.{{0,6}}{IN_FORCE})"
)
"""What is only said of documents: without it, only of a document that is named."""
NUMBER = re.compile(r"〔\d{4}〕第?\d+号|(?:令|公告)第?\d+号")
BRACKETS = str.maketrans("[]【】", "〔〕〔〕")
LONGEST = 60
"""Characters of a line at a document's head or foot."""
MOST_LINES = 12
"""Lines that bodies may sign in."""


def asks_number(question: Question) -> bool:
    """Whether a question asks for the number of a document."""
    return bool(NUMBER_ASKED.search(question.text))


def names_number(text: str) -> bool:
    """Whether a text holds the number of a document."""
    return bool(NUMBER.search(numbered(text)))


def find_imprints(
    question: Question, named: Iterable[str], positions: Sequence[int], library: Library
) -> list[Evidence]:
    """The lines that a question asks for, of the documents that it names, else of the best one.

    Args:
        question: The question.
        named: The ids of the documents that it names.
        positions: The positions of the chunks that were found, best first.
        library: What they are of.
    """
    finders = [find for asked, find in FINDERS.items() if asked.search(question.text)]
    if not finders:
        return []
    meant = list(dict.fromkeys(named))
    if not meant and OF_DOCUMENT.search(question.text):
        meant = [library.document_at(one) for one in positions[:1]]
    entries = [library.documents[one] for one in meant]
    lines = (find(entry, library) for find in finders for entry in entries)
    return [line for line in lines if line is not None]


def find_number(entry: CatalogueEntry, library: Library) -> Evidence | None:
    """The line of a document that holds its own number; None where none does."""
    if entry.doc_no is None:
        return None
    number = numbered(entry.doc_no)
    return find_lines(entry, library, lambda text: number in numbered(text))


def find_issuer(entry: CatalogueEntry, library: Library) -> Evidence | None:
    """The lines of a document that name all who issued it; None where none do."""
    names = [plain(one) for one in entry.issuer]
    if not names:
        return None
    return find_lines(entry, library, lambda text: all(one in plain(text) for one in names))


def find_force(entry: CatalogueEntry, library: Library) -> Evidence | None:
    """The sentence of a document that says from which day it holds; None where none does."""
    return next(sentences_with(says_from_when, entry.document_id, library), None)


def says_from_when(text: str) -> bool:
    """Whether a text says from which day something holds."""
    return bool(IN_FORCE_FROM.search(plain(text)))


FINDERS = {
    NUMBER_ASKED: find_number,
    NUMBER_NAMED: find_number,
    ISSUER_ASKED: find_issuer,
    FORCE_ASKED: find_force,
}


def find_lines(
    entry: CatalogueEntry, library: Library, holds: Callable[[str], bool]
) -> Evidence | None:
    """The shortest lines of a document, one below the other, that hold something."""
    found = (
        (chunk, lines)
        for chunk in library.chunks_of(entry.document_id)
        if holds(chunk.text)
        for lines in windows(chunk.text)
        if holds(lines)
    )
    best = min(found, key=lambda pair: len(pair[1]), default=None)
    if best is None:
        return None
    return Evidence(read_passage(library, best[0]), best[1], "", is_imprint=True)


def windows(text: str) -> Iterator[str]:
    """Short lines of a text that follow each other, without the ends of sentences."""
    lines = text.split("\n")
    for start in range(len(lines)):
        for end in range(start + 1, min(start + MOST_LINES, len(lines)) + 1):
            line = lines[end - 1]
            if len(line) > LONGEST or "。" in line:
                break
            yield "\n".join(lines[start:end])


def numbered(text: str) -> str:
    """A text in which numbers of documents are written alike."""
    return plain(text).translate(BRACKETS)
