"""References: the documents and clauses that a question points at by number, title or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.library import Name
from corpus.names import NameKind
from corpus.words import fold
from qa.vocabulary import BODIES, nicknames, synonyms

NUMBERED = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{1,12}?)\s*[〔\[（(【]?\s*(?P<year>(?:19|20)\d{2})?\s*年?\s*[〕\]）)】]?"
    r"\s*第?\s*(?P<number>\d{1,4})\s*号"
)
STANDARD = re.compile(r"[A-Z]{2,3}(?:/T)?\s*\d{3,5}(?:\.\d+)?(?:[-—–]\d{4})?")
CLAUSE = re.compile(
    r"第\s*[（(]?(?P<number>[一二三四五六七八九十百零〇]+|\d{1,3})[）)]?\s*(?P<unit>条|章|节|部分|项|点)"
)
UNNUMBERED = {"部分": "{chinese}、", "项": "（{chinese}）", "点": "{digits}."}
"""What citations call the ranks of headings that do not say 第 (GB/T 9704-2012, 7.3.3)."""
QUOTED = re.compile(r"《([^《》]{2,60}(?:《[^《》]*》[^《》]*)?)》")
SHORTEST_TITLE = 6
"""Letters of a title that is found in running text; one in 《》 may be shorter."""
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Reference:
    """A document that a question names, and the words it does so with."""

    document_id: str
    words: str


def find_references(text: str, names: Sequence[Name]) -> tuple[Reference, ...]:
    """The documents that a text names by 发文字号, title, nickname or a company's name."""
    found = [*by_number(text, names), *by_title(text, names), *by_company(text, names)]
    unique = {one.document_id: one for one in reversed(found)}
    return tuple(reversed(unique.values()))


def by_number(text: str, names: Iterable[Name]) -> list[Reference]:
    """The documents whose 发文字号 a text gives as people do (国发23号文, 国发[2021]23号)."""
    plain = unicodedata.normalize("NFKC", text)
    matches = list(NUMBERED.finditer(plain))
    numbered = [name for name in names if name.kind is NameKind.NUMBER]
    found = [
        Reference(name.document_id, match.group())
        for match in matches
        for name in numbered
        if is_number(match, name.text)
    ]
    standards = {fold(match.group()): match.group() for match in STANDARD.finditer(plain)}
    for name in numbered:
        found += [
            Reference(name.document_id, words)
            for standard, words in standards.items()
            if fold(name.text).startswith(standard)
        ]
    return found


def is_number(written: re.Match[str], doc_no: str) -> bool:
    """Whether what is written is this 发文字号; the year may be left out."""
    known = NUMBERED.fullmatch(doc_no)
    if known is None or written["number"] != known["number"]:
        return False
    same_year = written["year"] in (None, known["year"])
    return same_year and written["office"].endswith(known["office"])


def by_title(text: str, names: Iterable[Name]) -> list[Reference]:
    """The documents whose titles or nicknames stand in a text; of one in another, the longer."""
    titles = [name for name in names if name.kind is NameKind.TITLE]
    folded = fold(text)
    plain = {n.text for n in titles if len(n.text) >= SHORTEST_TITLE and n.text in folded}
    longest = {t for t in plain if not any(t != other and t in other for other in plain)}
    found = [Reference(n.document_id, n.text) for n in titles if n.text in longest]
    for quote in {fold(match[1]) for match in QUOTED.finditer(text)}:
        best = closest(quote, titles)
        found += [Reference(n.document_id, quote) for n in titles if n.text == best]
    return found or by_nickname(text, titles)


def closest(quote: str, titles: Iterable[Name]) -> str | None:
    """The shortest title that holds what stands in 《》."""
    holding = [name.text for name in titles if quote in name.text]
    return min(holding, key=len, default=None)


def by_nickname(text: str, titles: Sequence[Name]) -> list[Reference]:
    """The documents that a text calls by a nickname; of one in another, the longer."""
    called = [name for name in nicknames() if name in text]
    longest = [n for n in called if not any(n != other and n in other for other in called)]
    return [
        Reference(title.document_id, nickname)
        for nickname in longest
        for wanted in nicknames()[nickname]
        for title in titles
        if title.text.endswith(fold(wanted))
    ]


def by_company(text: str, names: Iterable[Name]) -> list[Reference]:
    """The companies that a text names, by a name of theirs or its everyday form."""
    said = {word: fold(standard) for word, standard in synonyms()[BODIES].items() if word in text}
    found = []
    for name in names:
        if name.kind is not NameKind.COMPANY:
            continue
        if name.text in text:
            found.append(Reference(name.document_id, name.text))
        found += [
            Reference(name.document_id, word) for word, full in said.items() if full == name.text
        ]
    return found


def find_clauses(text: str) -> tuple[tuple[str, ...], ...]:
    """How the headings begin that a text points at, each in the forms that documents write.

    第12条 → 第十二条; 第三部分第（一）项 → 第三部分 or 三、, and 第一项 or （一）.
    """
    found = (clause_labels(match["number"], match["unit"]) for match in CLAUSE.finditer(text))
    return tuple(dict.fromkeys(found))


def clause_labels(number: str, unit: str) -> tuple[str, ...]:
    """The beginnings of a heading of a number and a rank."""
    spelled = chinese(number)
    labels = [f"第{spelled}{unit}"]
    if form := UNNUMBERED.get(unit):
        labels.append(form.format(chinese=spelled, digits=number))
    return tuple(labels)


def stands_in(path: Sequence[str], labels: tuple[str, ...]) -> bool:
    """Whether a clause stands under a heading that begins with one of ``labels``."""
    begins = tuple(unicodedata.normalize("NFKC", label) for label in labels)
    return any(unicodedata.normalize("NFKC", heading).startswith(begins) for heading in path)


def without_pointers(text: str) -> str:
    """The text without 发文字号 and clause numbers: they point, and say nothing of the matter."""
    return CLAUSE.sub(" ", NUMBERED.sub(" ", text))


def chinese(number: str) -> str:
    """A number up to 999 in Chinese numerals, as headings have it."""
    if not number.isdigit():
        return number
    hundreds, rest = divmod(int(number), 100)
    tens, ones = divmod(rest, 10)
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")
