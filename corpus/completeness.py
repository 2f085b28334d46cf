"""Whether a source file gives the whole text of a document, and if not, what it gives.

Each rule looks at a document's paragraphs and says what is missing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpus.headings import ANNEX_LIST, Rank, has_rank
from corpus.kinds import ISSUING
from corpus.metadata import read_date
from corpus.models import Gap, Level, Metadata, Text
from corpus.typography import LINK

CONTENTS = re.compile(r"[（(]?目\s*录[）)]?")
ABRIDGED = re.compile(r"[（(]?本文有删减[）)]?")
ABSTRACT = re.compile(r"摘要\s*[：:]")
HEAD = 4
"""Paragraphs at a document's beginning that may say what it is."""
FILE_NAME = re.compile(r"\.(?:docx?|pdf|xlsx?|wps|ofd)\s*$")


@dataclass(frozen=True, slots=True)
class Given:
    """What is given of a document."""

    texts: Sequence[str]
    metadata: Metadata


def find_gap(paragraphs: Sequence[Text], metadata: Metadata) -> Gap | None:
    """What is missing of a document, by the first rule that finds something."""
    given = Given([paragraph.text.strip() for paragraph in paragraphs], metadata)
    return next((gap for gap, rule in RULES.items() if rule(given)), None)


def only_contents(given: Given) -> bool:
    """Only a table of contents: the document begins with 目录, and no sentence follows."""
    begins = any(CONTENTS.fullmatch(text) for text in given.texts[:HEAD])
    return begins and not any(text.endswith("。") for text in given.texts)


def only_summary(given: Given) -> bool:
    """An abstract or a collection of excerpts, or a report about a company under its name alone."""
    excerpts = (given.metadata.title or "").endswith("摘录")
    report = given.metadata.level is Level.COMPANY and given.metadata.date is None
    return excerpts or report or any(ABSTRACT.match(text) for text in given.texts[:HEAD])


def abridged(given: Given) -> bool:
    """The text says that it was shortened."""
    return any(ABRIDGED.fullmatch(text) for text in given.texts)


def lacks_annex(given: Given) -> bool:
    """Annexes are listed, or a notice says what it issues, and nothing of the kind follows."""
    texts = given.texts
    numbers = [index for index, text in enumerate(texts) if has_rank(text, Rank.ANNEX)]
    if numbers:
        parted = any(second == first + 1 for first, second in pairwise(numbers))
        return parted or not any(is_text(text) for text in texts[numbers[-1] + 1 :])
    lists = [index for index, text in enumerate(texts) if ANNEX_LIST.match(text)]
    dates = [index for index, text in enumerate(texts) if read_date(text)]
    issues = ISSUING.search(given.metadata.title or "")
    ends = lists or (dates if issues else [])
    return bool(ends) and not any(text.endswith("。") for text in texts[ends[-1] + 1 :])


def is_text(text: str) -> bool:
    """Whether a paragraph of an annex is more than a link or the name of a file."""
    return not LINK.match(text) and not FILE_NAME.search(text)


RULES: dict[Gap, Callable[[Given], bool]] = {
    Gap.CONTENTS: only_contents,
    Gap.SUMMARY: only_summary,
    Gap.ABRIDGED: abridged,
    Gap.ANNEX: lacks_annex,
}
