"""References: the documents that a question names by number, title, nickname or company."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from corpus.library import Name
from corpus.names import NameKind
from corpus.words import fold
from qa.vocabulary import BODIES, nicknames, synonyms

NUMBERED = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,12}?)\s*[〔\[（(【]?\s*(?P<year>[12１２][09０９]\d{2})?\s*年?\s*[〕\]）)】]?"
    r"\s*第?\s*(?P<number>\d{1,4})\s*号"
)
DOC_NUMBER = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,14})[〔\[【（(]\s*\d{4}\s*[〕\]】）)]\s*第?\s*\d{1,4}\s*号"
)
BEFORE_OFFICE = re.compile(
    r".*(?:按照|根据|依据|依照|遵照|参照|对照|落实|贯彻|执行|印发|下发|出台|文件|[据和与及的在是由以按见从即])"
)
"""What may stand right before a 发文字号, without a mark between (按照国管节能〔2022〕16号)."""
STANDARD = re.compile(r"[A-Z]{2,3}(?:/T)?\s*\d{3,5}(?:\.\d+)?(?:[-—–]\d{4})?")
QUOTED = re.compile(r"《([^《》]{2,60}(?:《[^《》]*》[^《》]*)?)》")
LEGAL_FORM = r"(?:集团|股份|有限|责任|公司)*"
SHORTEST_TITLE = 6
"""Letters of a title that is found in running text; one in 《》 may be shorter."""
ENOUGH_OF_TITLE = 0.5
"""Share of the shortest title that 《》 must hold where what it holds stands in several."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a question names, and the words of the question that do so."""

    document_id: str
    words: str


def doc_numbers(text: str) -> list[str]:
    """The 发文字号 of a text as they are written, without the words before their offices."""
    found = []
    for match in DOC_NUMBER.finditer(text):
        before = BEFORE_OFFICE.match(match["office"])
        start = match.start() + (before.end() if before else 0)
        found.append(text[start : match.end()] if start < match.end("office") else match.group())
    return found


def find_references(text: str, names: Sequence[Name]) -> tuple[Reference, ...]:
    """The documents that a text names by 发文字号, title, nickname or a company's name."""
    found = [*by_number(text, names), *by_title(text, names), *by_company(text, names)]
    unique = {one.document_id: one for one in reversed(found)}
    return tuple(reversed(unique.values()))


def by_number(text: str, names: Iterable[Name]) -> list[Reference]:
    """The documents whose 发文字号 a text gives as people do (国发23号文, 国发[2021]23号)."""
    numbered = [name for name in names if name.kind is NameKind.NUMBER]
    written = list(NUMBERED.finditer(text))
    found = [
        Reference(name.document_id, match.group())
        for match in written
        for name in numbered
        if is_number(match, name.text)
    ]
    return found + [
        Reference(name.document_id, match.group())
        for match in STANDARD.finditer(text)
        for name in numbered
        if fold(name.text).startswith(fold(match.group()))
    ]


def is_number(written: re.Match[str], doc_no: str) -> bool:
    """Whether what is written is this 发文字号; the year may be left out."""
    known = NUMBERED.fullmatch(doc_no)
    if known is None or int(written["number"]) != int(known["number"]):
        return False
    same_year = written["year"] is None or int(written["year"]) == int(known["year"] or 0)
    return same_year and written["office"].endswith(known["office"])


def by_title(text: str, names: Iterable[Name]) -> list[Reference]:
    """The documents whose titles or nicknames stand in a text; of one in another, the longer."""
    titles = [name for name in names if name.kind is NameKind.TITLE]
    folded = fold(text)
    plain = {n.text for n in titles if len(n.text) >= SHORTEST_TITLE and n.text in folded}
    longest = outermost(plain)
    found = [Reference(n.document_id, locate(n.text, text)) for n in titles if n.text in longest]
    for quoted in dict.fromkeys(match[1] for match in QUOTED.finditer(text)):
        quote = fold(quoted)
        elsewhere = sum(folded.count(title) for title in longest if quote in title)
        best = closest(quote, titles) if folded.count(quote) > elsewhere else None
        found += [Reference(n.document_id, quoted) for n in titles if n.text == best]
    return found + [one for one in by_nickname(text, titles) if not within(one.words, longest)]


def outermost(texts: Iterable[str]) -> set[str]:
    """Those of the texts that do not stand in another."""
    known = set(texts)
    return {text for text in known if not any(text != other and text in other for other in known)}


def within(words: str, titles: Iterable[str]) -> bool:
    """Whether words stand in a title."""
    return any(fold(words) in title for title in titles)


def locate(folded: str, text: str) -> str:
    """The stretch of a text whose letters are ``folded``, with what stands between them."""
    pairs = [(letter, place) for place, char in enumerate(text) for letter in fold(char)]
    start = "".join(letter for letter, _ in pairs).find(folded)
    if start < 0:
        return folded
    first, last = pairs[start][1], pairs[start + len(folded) - 1][1]
    closing = text[last + 1 : last + 2] if "（" in text[first : last + 1] else ""
    return text[first : last + 1] + (closing if closing in "）)" else "")


def closest(quote: str, titles: Iterable[Name]) -> str | None:
    """The shortest title that holds what stands in 《》; of several, only one that is like it."""
    holding = {name.text for name in titles if quote in name.text}
    best = min(sorted(holding), key=len, default=None)
    if best is None or len(holding) == 1 or len(quote) >= ENOUGH_OF_TITLE * len(best):
        return best
    return None


def by_nickname(text: str, titles: Sequence[Name]) -> list[Reference]:
    """The documents that a text calls by a nickname; of one in another, the longer."""
    called = outermost(name for name in nicknames() if name in text)
    return [
        Reference(title.document_id, nickname)
        for nickname in nicknames()
        if nickname in called
        for wanted in nicknames()[nickname]
        for title in titles
        if title.text.endswith(fold(wanted))
    ]


def by_company(text: str, names: Iterable[Name]) -> Iterator[Reference]:
    """The companies that a text names, by the longest name of theirs that stands in it."""
    everyday = {word: fold(standard) for word, standard in synonyms()[BODIES].items()}
    called: dict[str, list[str]] = {}
    for name in names:
        if name.kind is NameKind.COMPANY:
            said = [word for word, full in everyday.items() if full == name.text]
            present = [word for word in (name.text, *said) if word in text]
            called.setdefault(name.document_id, []).extend(present)
    for document_id, present in called.items():
        if present:
            longest = max(present, key=len)
            match = re.search(re.escape(longest) + LEGAL_FORM, text)
            yield Reference(document_id, match.group() if match else longest)
