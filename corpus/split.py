"""Splitting a compilation into its documents, by its own structure.

Each rule looks at one line and its neighbours and says whether a document begins there. A file in
which the rules find fewer than `FEWEST` documents is one document.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.headings import NUMERAL, find_marker, read_numeral
from corpus.metadata import DOC_NO
from corpus.models import Line
from corpus.titles import read_title
from corpus.typography import LINK, display_width
from corpus.unwrap import LINK_REST

FEWEST = 3
TITLE_PAGE_LINES = 5
SHORT = 50
"""Columns; a title's lines are narrower than a line of text."""

PART = re.compile(rf"第({NUMERAL})(?:部分|编|篇)\s*\S")
CHAPTER = re.compile(rf"第({NUMERAL})章\s*\S")
NUMBERED = re.compile(
    r"(\d{1,2})\.(\d{1,2})(?:\s+(?=\S)|(?=[\u4e00-\u9fff《“]))(?![亿万千百吨元倍])"
)
RUNNING = re.compile(r"(\d{2})\s*(?=[\u4e00-\u9fff《“])")
DATED = re.compile(r"[（(]\s*\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日.*")
TIME = re.compile(r"时间\s*[：:]")
SOURCE_END = re.compile(r"[（(]来源[：:].*[）)]$")
ANNEX = re.compile(r"附\s*[件录表]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a document begins: how many lines its heading takes, and what it says."""

    start: int
    """Index of its first line."""
    length: int
    title: str
    rule: str


@dataclass(frozen=True, slots=True)
class Section:
    """One document of a file: its lines, its heading, and where in the compilation it stands."""

    lines: tuple[Line, ...]
    """Without the lines of the heading."""
    heading: Heading | None
    first: Line
    part: str | None = None
    chapter: str | None = None
    in_compilation: bool = True


@dataclass
class State:
    """What has been read so far: part, chapter and running number."""

    part: str | None = None
    chapter: str | None = None
    major: int = 0
    minor: int = 0
    running: int = 0

    def begin_part(self, title: str) -> None:
        """A part begins; the numbering begins anew."""
        self.part, self.chapter = title, None
        self.major = self.minor = 0

    def begin_chapter(self, title: str, number: int) -> bool:
        """A chapter begins, if it is the one that comes next; an article of a law is not."""
        if number != self.major + 1:
            return False
        self.chapter, self.major, self.minor = title, number, 0
        return True

    def end_numbering(self) -> None:
        """Documents without numbers follow; they belong to no part that is known."""
        self.part = self.chapter = None

    def takes(self, major: int, minor: int) -> bool:
        """Whether ``major.minor`` is the number that comes next."""
        goes_on = major == self.major and minor == self.minor + 1
        return goes_on or (major == self.major + 1 and minor == 1)


def split_documents(lines: Sequence[Line]) -> list[Section]:
    """The documents of a file, in order; what stands before the first one is one too.

    Pages that hold only the title of a part or a chapter belong to no document.
    """
    found = list(find_headings(lines))
    if sum(isinstance(one, Found) for one in found) < FEWEST:
        return [Section(tuple(lines), None, lines[0], in_compilation=False)]
    return list(cut(lines, found))


@dataclass(frozen=True, slots=True)
class Found:
    """A heading with the part and chapter that it stands in."""

    heading: Heading
    part: str | None
    chapter: str | None


@dataclass(frozen=True, slots=True)
class TitlePage:
    """A page that holds only the title of a part or a chapter."""

    start: int
    length: int


def find_headings(lines: Sequence[Line]) -> Iterator[Found | TitlePage]:
    """The headings and title pages, in order."""
    state = State()
    passed = 0
    for index in range(len(lines)):
        if index < passed:
            continue
        page = read_title_page(lines, index, state)
        heading = None if page else read_heading(lines, index, state)
        if page is not None:
            passed = index + page.length
            yield page
        elif heading is not None:
            passed = index + heading.length
            yield Found(heading, state.part, state.chapter)


def read_title_page(lines: Sequence[Line], index: int, state: State) -> TitlePage | None:
    """The title page of a part or a chapter at ``index``; the state is told of it."""
    part, chapter = PART.match(lines[index].text), CHAPTER.match(lines[index].text)
    if not (part or chapter) or not begins_page(lines, index):
        return None
    here = lines[index : index + TITLE_PAGE_LINES + 1]
    page = [line.text for line in here if line.page == lines[index].page]
    if len(page) > TITLE_PAGE_LINES or not all(is_title_line(text) for text in page[1:]):
        return None
    title = re.sub(rf"^第{NUMERAL}(?:部分|编|篇|章)\s*", "", "".join(page))
    if part:
        state.begin_part(title)
    elif chapter and not state.begin_chapter(title, read_numeral(chapter[1])):
        return None
    return TitlePage(index, len(page))


def read_heading(lines: Sequence[Line], index: int, state: State) -> Heading | None:
    """The heading of a document at ``index``, by the first rule that finds one."""
    for rule in RULES:
        heading = rule(lines, index, state)
        if heading is not None:
            return heading
    return None


def numbered_entry(lines: Sequence[Line], index: int, state: State) -> Heading | None:
    """``3.2 关于…的通知`` at the top of a page, where 3.2 is the number that comes next."""
    match = NUMBERED.match(lines[index].text)
    if match is None or not begins_page(lines, index):
        return None
    major, minor = int(match[1]), int(match[2])
    if not state.takes(major, minor):
        return None
    title, length = read_title(lines, index, match.end())
    if re.search(r"[。；]", title):
        return None
    if major != state.major:
        state.chapter = None
    state.major, state.minor = major, minor
    return Heading(index, length, title, "numbered_entry")


def running_abstract(lines: Sequence[Line], index: int, state: State) -> Heading | None:
    """``07 在…的讲话`` with the next running number, and a line ``时间：…`` soon after it."""
    match = RUNNING.match(lines[index].text)
    if match is None or int(match[1]) != state.running + 1:
        return None
    for length in range(1, 5):
        if index + length < len(lines) and TIME.match(lines[index + length].text):
            state.running += 1
            texts = [line.text for line in lines[index : index + length]]
            return Heading(index, length, "".join(texts)[match.end() :], "running_abstract")
    return None


def titled_block(lines: Sequence[Line], index: int, state: State) -> Heading | None:
    """Up to four short lines at the top of a page, and then a date in brackets or a 发文字号."""
    if not begins_page(lines, index) or ANNEX.match(lines[index].text):
        return None
    for length in range(1, 5):
        if index + length >= len(lines) or not is_title_line(lines[index + length - 1].text):
            return None
        text = lines[index + length].text
        if DATED.match(text):
            state.end_numbering()
        elif not DOC_NO.fullmatch(text):
            continue
        return Heading(index, length, title_of(lines, index, length), "titled_block")
    return None


def title_after_link(lines: Sequence[Line], index: int, state: State) -> Heading | None:
    """A title without a number at the top of a page, after the link that ends a document."""
    if not begins_page(lines, index) or not is_title_line(lines[index].text):
        return None
    if LINK_REST.fullmatch(lines[index].text) or ANNEX.match(lines[index].text):
        return None
    if not ends_with_link(lines, index):
        return None
    state.end_numbering()
    title, length = read_title(lines, index, 0)
    return Heading(index, length, title, "title_after_link")


Rule = Callable[[Sequence[Line], int, State], Heading | None]
RULES: tuple[Rule, ...] = (numbered_entry, running_abstract, titled_block, title_after_link)


def begins_page(lines: Sequence[Line], index: int) -> bool:
    """Whether the line is the first of its page."""
    return index == 0 or lines[index - 1].page != lines[index].page


def is_title_line(text: str) -> bool:
    """Whether a line can be part of a title: short, no sentence, no numbering."""
    sentence = re.search(r"[。；，：]", text)
    return display_width(text) < SHORT and not sentence and find_marker(text) is None


def ends_with_link(lines: Sequence[Line], index: int) -> bool:
    """Whether the line before ``index`` ends a source link or a source note."""
    back = index - 1
    while back > 0 and LINK_REST.fullmatch(lines[back].text) and not LINK.match(lines[back].text):
        back -= 1
    text = lines[back].text if back >= 0 else ""
    return bool(LINK.match(text) and "http" in text) or bool(SOURCE_END.search(text))


def title_of(lines: Sequence[Line], index: int, length: int) -> str:
    """The title on some lines."""
    return "".join(line.text for line in lines[index : index + length])


def cut(lines: Sequence[Line], found: Sequence[Found | TitlePage]) -> Iterator[Section]:
    """The lines between the headings, as sections.

    Title lines alone before the first heading are the title of the part that follows.
    """
    starts = [one.start if isinstance(one, TitlePage) else one.heading.start for one in found]
    before = lines[: starts[0]]
    whole = None
    if all(is_title_line(line.text) for line in before):
        whole = "".join(line.text for line in before) or None
    else:
        yield preface(before)
    for one, end in zip(found, [*starts[1:], len(lines)], strict=True):
        if isinstance(one, Found):
            heading = one.heading
            body = tuple(lines[heading.start + heading.length : end])
            yield Section(body, heading, lines[heading.start], one.part or whole, one.chapter)


def preface(lines: Sequence[Line]) -> Section:
    """What stands before the first document."""
    titled = is_title_line(lines[0].text)
    heading = Heading(0, 1, lines[0].text, "preface") if titled else None
    return Section(tuple(lines[1:] if titled else lines), heading, lines[0])
