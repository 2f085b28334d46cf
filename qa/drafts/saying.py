"""What a sentence of a draft says, and where it says that it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.figures import find_figures, fold_widths
from corpus.library import Name
from corpus.numerals import write_figures
from corpus.words import fold
from corpus.years import stated_years
from qa.drafts.own import is_own
from qa.pointers import find_clauses
from qa.references import NUMBERED, Reference, doc_numbers, find_references

QUOTED = re.compile(
    r"(?:“([^“”]+)”|「([^「」]+)」|『([^『』]+)』)(?!(?:这一)?(?:部分|一?章|一?节))"
)
LEFT_OUT = re.compile(r"……|…|\.{3,}")
SHORTEST_QUOTE = 9
"""Letters; what is shorter and in quotation marks is a term (“双碳”), not a quotation."""
SAYS = r"(?:提出|明确|指出|要求|规定|强调|写明|写道|部署|表示|宣布|载明|原文为?|称|是这样写的)"
TITLED = r"《[^《》]+(?:《[^《》]*》[^《》]*)?》(?:[（(][^（）()]*[)）])?"
NAMED = rf"(?:{TITLED})?(?:[（(][^（）()]*[)）])?"
LEAD = re.compile(
    r"^(?:(?:[^，。；“《到至]{0,6}\d{4}年[^，。；“《]{0,10}[，,])?[^，。；“《]{0,40}?"
    rf"(?:{NAMED}[^，。；“]{{0,30}}?|{TITLED}[^，。；“]{{0,30}}[，,])"
    rf"(?:明确|进一步|也|还|同时|已经?|都)*{SAYS}(?:了|过|的是|到)?[，,：:]?"
    rf"|(?:根据|按照?|依据|据){NAMED}[^，。；“]{{0,30}}[，,])"
)
"""Who says it, at the beginning of a sentence."""
COPIED = re.compile(r"(?:指出|规定|明确|强调|要求|写明|写道|原文为?|载明|提出)[：:]|原文|写道")
"""What introduces words that are given as the source's own."""
PART = re.compile(r"在?“(?P<name>[^“”]{4,30})”(?:这一|一)?(?:部分|章|节)")
"""A part of a document, by its heading."""
ASPECT = re.compile(r"^在[^，。；“”]{2,14}(?:方面|上|领域)，|^[^，。；“”]{2,10}方面，")
"""What a sentence is about, before it begins."""
OPENING = (
    re.compile(r"(?:[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|[一二三四五六七八九十]是)"),
    re.compile(r"[^，。；“”]{2,14}(?:上|方面|领域|中|里|来看)[，,]"),
    re.compile(
        r"(?:国家|我国|[我本全][省市区县]|各地|我们)?(?:还|也|同时|并)?"
        r"(?:要|将|应当?|须|必须|需要?)(?:继续|进一步)?"
    ),
)
"""What a draft puts before a sentence that it copies: a number, what it is about, 国家将."""
EVENT = re.compile(
    r"在(?P<event>[^，。“”]{0,58}?(?:会[议谈见]?|论坛|辩论|考察|学习|通话|座谈|对话|讲话|致辞|访问|调研))"
    r"(?:上|时|中|期间)(?:的(?:讲话|致辞|演讲)(?:中|里)?)?[^，。]{0,8}(?:宣布|指出|强调|提出|表示)"
    r"|在(?P<this>这次[^，。“”]{2,12}?)(?:上|时|中)"
)
"""The occasion on which something was said."""
TITLE_AND_NUMBER = re.compile(
    r"《(?P<title>[^《》]+(?:《[^《》]*》[^《》]*)?)》\s*[（(](?P<number>[^（）()]*?[〔\[【（(]\d{4}[〕\]】）)]\s*\d+\s*号)[）)]"
)
AUTHOR = re.compile(
    r"如下[。：]|如下(?:意见|安排|说明|措施)|汇报|收悉|请(?:各|审议|审示|批示|予|领导|认真)|现[将就]"
    r"|供[^，。]{0,8}(?:参阅|参考|学习)|妥否|下一步|我们将|同志们|特此|为盼|谢谢"
)
"""Words of the author's own, who says nothing of documents."""
REPORT = re.compile(r"如下|汇报|收悉|现[将就]|妥否|特此|参阅")
"""Those with which a year is only that of the report."""
CHECKABLE = re.compile(
    r"提出|要求|规定|明确|印发|指出|强调|《|〔|国务院|国家发展改革委|生态环境部|截至|已[有经]|同比"
)
"""Words with which a document or a fact is reported."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a draft, taken apart."""

    text: str
    words: str
    """The sentence without the words that say who says it."""
    quotes: tuple[str, ...]
    """What it gives as a quotation, in pieces where something is left out."""
    named: tuple[Reference, ...]
    """The documents that it names."""
    unknown: tuple[str, ...]
    """Titles and 发文字号 that no document of the library has."""
    pointers: tuple[tuple[str, ...], ...]
    """The clauses that it points at; see `qa.pointers.find_clauses`."""
    copied: bool
    """Whether it says that its words are the source's."""

    @property
    def documents(self) -> frozenset[str]:
        """Ids of the documents that it names."""
        return frozenset(one.document_id for one in self.named)

    @property
    def lead(self) -> str:
        """What it says of its source before its own words."""
        return self.text[: self.text.rfind(self.words)] if self.words in self.text else ""

    @property
    def has_figures(self) -> bool:
        """Whether it gives figures, others than that it makes three points."""
        found = find_figures(write_figures(fold_widths(self.text)))
        return any(not is_own(one, ()) for one in found)


def read_saying(text: str, names: Sequence[Name]) -> Saying:
    """A sentence, taken apart."""
    named = find_references(text, names)
    known = {fold(one.words) for one in named}
    written = [*re.findall(r"《([^《》]+)》", text), *doc_numbers(text)]
    unknown = tuple(one for one in written if not any(is_same(fold(one), k) for k in known))
    return Saying(
        text=text,
        words=without_lead(text),
        quotes=tuple(find_quotes(text)),
        named=named,
        unknown=unknown,
        pointers=find_clauses(text),
        copied=bool(COPIED.search(text)),
    )


def is_same(written: str, known: str) -> bool:
    """Whether folded names are one, or one stands in the other."""
    return written in known or known in written


def without_lead(text: str) -> str:
    """The sentence without who says it; all of it where nothing else is left."""
    rest = LEAD.sub("", PART.sub("", ASPECT.sub("", text)), count=1)
    return rest if len(fold(rest)) >= SHORTEST_QUOTE else text


def copied_forms(words: str) -> Iterator[str]:
    """A sentence's words, then without what a draft may have put before them."""
    yield words
    for opening in OPENING:
        rest = opening.sub("", words, count=1) if opening.match(words) else words
        if rest != words and len(fold(rest)) >= SHORTEST_QUOTE:
            words = rest
            yield words


def find_quotes(text: str) -> list[str]:
    """The quotations of a sentence: what stands in quotation marks and is longer than a term."""
    inner = ["".join(groups) for groups in QUOTED.findall(text)]
    pieces = (piece for quote in inner for piece in LEFT_OUT.split(quote))
    return [piece for piece in pieces if len(fold(piece)) >= SHORTEST_QUOTE]


def written_numbers(text: str) -> list[tuple[str | None, str]]:
    """Each 发文字号 of a text with the title that it is given to, if any."""
    paired = {match["number"]: match["title"] for match in TITLE_AND_NUMBER.finditer(text)}
    return [(paired.get(number), number) for number in doc_numbers(text)]


def same_number(left: str, right: str) -> bool:
    """Whether two 发文字号 are one: office, year and number, whatever their brackets."""
    a, b = NUMBERED.search(left), NUMBERED.search(right)
    if a is None or b is None:
        return fold(left) == fold(right)
    return (fold(a["office"]), a["year"], int(a["number"])) == (
        fold(b["office"]),
        b["year"],
        int(b["number"]),
    )


def is_checkable(saying: Saying) -> bool:
    """Whether a sentence says something that a document could bear out."""
    if saying.has_figures or saying.quotes or saying.pointers or stated_years(saying.text):
        return True
    if AUTHOR.search(saying.text):
        return False
    return bool(saying.named or CHECKABLE.search(saying.text))


def is_authors(saying: Saying) -> bool:
    """Whether a sentence is the author's own word to the reader, perhaps with the year it is of."""
    if not AUTHOR.search(saying.text):
        return False
    said = saying.has_figures or saying.quotes or saying.pointers
    return not said and bool(REPORT.search(saying.text) or not is_checkable(saying))
