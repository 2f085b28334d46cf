"""Where a sentence of a draft says that its words stand, and whether they do."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from corpus.figures import fold_widths
from corpus.library import CatalogueEntry, Library
from corpus.regions import place_stem
from corpus.words import fold
from qa.citations import in_title_marks
from qa.drafts.saying import PART, Saying, same_number, written_numbers
from qa.passages import Passage
from qa.pointers import stands_in

KIND = "办法|方案|意见|通知|规划|计划|决定|指引|条例|纲要|讲话|公约|协定|声明|报告"
AGAIN = re.compile(rf"(?:该|这[一份个项]?|上述|前述|同一|此)[^，。《》“”]{{0,6}}?(?P<kind>{KIND})")
"""A document that was named before: 该办法, 这份通知."""
BARE = re.compile(
    rf"(?:^|，|在)[^，。《》“”]{{0,6}}?(?P<kind>{KIND})(?=还|也|同时|进一步|明确|要求|规定|提出|强调|指出|第)"
)
"""The same without 该: 办法规定, 通知还要求, 我市方案明确."""
FEW = 3
"""Documents of a place that are all searched for what a sentence says of it."""
OWN = re.compile("[我本][省市区县州]|[省市区县]委")
DATE = re.compile(r"(?:早在|自|于|在)?((?:19|20)\d{2})年(?:(\d{1,2})月)?(?:(\d{1,2})日)?[，,]?")


class Sources:
    """The documents of a library as drafts name them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._twins: dict[str, set[str]] = {}
        for one in library.documents.values():
            if one.duplicate_of:
                pair = {one.document_id, one.duplicate_of}
                for twin in pair:
                    self._twins.setdefault(twin, set()).update(pair)

    def with_twins(self, documents: Iterable[str]) -> frozenset[str]:
        """The documents and those with the same text."""
        return frozenset(twin for one in documents for twin in self._twins.get(one, {one}))

    def entry(self, document_id: str) -> CatalogueEntry:
        """A document of the library."""
        return self._library.documents[document_id]

    def named(self, saying: Saying) -> list[str]:
        """The documents that a sentence names, in its order; a title before its 发文字号."""
        by_place = sorted(saying.named, key=lambda one: saying.text.find(one.words))
        ids = list(dict.fromkeys(one.document_id for one in by_place))
        for title, number in written_numbers(saying.text):
            titled = [one for one in ids if fold(title or "") in fold(self.entry(one).title or "")]
            both = [one for one in titled if same_number(number, self.entry(one).doc_no or "")]
            if title is not None and titled:
                ids = both or titled
        return ids

    def stated(self, saying: Saying) -> frozenset[str]:
        """Those that it gives as the source of what follows; not what its words speak of."""
        leading = {one.document_id for one in saying.named if one.words in saying.lead}
        return frozenset(self.named(saying)) & leading

    def without_date(self, saying: Saying, text: str, documents: Iterable[str]) -> str:
        """The sentence without the date with which it introduces one of the documents.

        ``2021年10月，国务院印发《…》，明确…`` says when the document is of, which none of its
        clauses says; a date that is not the document's stays and is found wrong.

        Args:
            saying: The sentence.
            text: The same with the place's name for 我市.
            documents: Ids of the documents that it names.
        """
        dates = [self.entry(one).date or "" for one in documents]
        for match in DATE.finditer(saying.lead):
            stated = iso_date(match)
            if any(date.startswith(stated) for date in dates):
                text = text.replace(match.group(), "", 1)
        return text

    def called(self, saying: Saying, before: Sequence[str], here: str | None) -> frozenset[str]:
        """The document that a sentence perhaps means: 该办法, 办法规定, 我市方案明确.

        Which of those named before it is remains a guess, so that nothing is wrong about a source.
        """
        again = self._called(AGAIN.search(saying.text), before, here)
        return again or self._called(BARE.search(saying.text), before, here)

    def _called(
        self, match: re.Match[str] | None, before: Sequence[str], here: str | None
    ) -> frozenset[str]:
        """The last of the documents that can be called so.

        Args:
            match: The words that call it.
            before: Ids of the documents that the draft has named so far, the last one last.
            here: The draft's own place: 我市方案 is a document of it.
        """
        if match is None:
            return frozenset()
        known = [*before, *self._own(here)] if OWN.search(match.group()) else before
        fitting = [one for one in known if self._is_called(one, match, here)]
        return self.with_twins(fitting[-1:])

    def of_places(self, text: str) -> frozenset[str]:
        """Ids of the documents of the places that a text names, where a place has few."""
        by_place: dict[str, list[str]] = {}
        for one in self._library.documents.values():
            if one.region and place_stem(one.region) in text:
                by_place.setdefault(one.region, []).append(one.document_id)
        few = (ids for ids in by_place.values() if len(ids) <= FEW)
        return frozenset(one for ids in few for one in ids)

    def _own(self, here: str | None) -> list[str]:
        return [
            one.document_id
            for one in self._library.documents.values()
            if here and one.region and place_stem(one.region) == place_stem(here)
        ]

    def _is_called(self, document_id: str, match: re.Match[str], here: str | None) -> bool:
        entry, words = self.entry(document_id), match.group()
        if match["kind"] not in (entry.title or ""):
            return False
        if "国家" in words or "全国" in words:
            return entry.level in ("国家", "部委")
        own = OWN.search(words)
        if own and entry.region:
            kind = own.group().strip("我本委")
            return entry.region.endswith(kind) and (
                here is None or self._is_here(entry, here, kind)
            )
        return True

    def _is_here(self, entry: CatalogueEntry, here: str, kind: str) -> bool:
        """Whether a document is of the draft's own place, or of the province that it is in."""
        return not here.endswith(kind) or place_stem(here) == place_stem(entry.region or "")

    def wrong_number(self, saying: Saying) -> str | None:
        """What is wrong with a 发文字号 that the sentence gives to a title; None if nothing is."""
        for title, number in written_numbers(saying.text):
            if title is None:
                continue
            entries = [self.entry(one.document_id) for one in saying.named]
            titled = [e for e in entries if fold(title) in fold(e.title or "") and e.doc_no]
            if titled and not any(same_number(number, e.doc_no or "") for e in titled):
                return f"{in_title_marks(title)}的发文字号是{titled[0].doc_no}，不是{number}"
        return None


def iso_date(match: re.Match[str]) -> str:
    """A match of `DATE` as ISO 8601 has it."""
    return "-".join(f"{int(part):02}" for part in match.groups() if part)


def said_on(saying: Saying) -> re.Match[str] | None:
    """The date with which a sentence begins that says when something was said, with its month."""
    match = DATE.match(saying.lead)
    return match if match and match[2] else None


def wrong_date(date: str, passages: Collection[Passage]) -> str | None:
    """What is wrong with the date on which something is said to have been said.

    A clause whose document's date is not known, or that names the month itself, is right.

    Args:
        date: As ISO 8601 has it, with its month; empty for none.
        passages: The clauses that say it.
    """
    known = [one.date for one in passages if one.date]
    if not date or len(known) < len(passages) or any(one.startswith(date[:7]) for one in known):
        return None
    year, month = date.split("-")[:2]
    written = f"{year}年{int(month)}月"
    if any(written in fold_widths(f"{one.heading}{one.text}") for one in passages):
        return None
    return f"{written}与所引文件的日期不符，该文件的日期是 {known[0]}"


def wrong_clause(saying: Saying, passages: Collection[Passage]) -> str | None:
    """What is wrong with the article or part that a sentence names; None if nothing is."""
    for labels in saying.pointers:
        if not any(points_at(one, labels) for one in passages):
            return f"这些话不在{labels[0]}，在{path_of(passages)}"
    for match in PART.finditer(saying.text):
        name = fold(match["name"])
        if not any(name in fold(heading) for one in passages for heading in one.clause_path):
            return f"这些话不在“{match['name']}”部分，在{path_of(passages)}"
    return None


def points_at(passage: Passage, labels: tuple[str, ...]) -> bool:
    """Whether a clause has the number that a sentence names, in its headings or its own text."""
    text = fold(passage.text)
    own = any(text.startswith(fold(label)) and label.startswith("第") for label in labels)
    return own or stands_in(passage.clause_path, labels)


def path_of(passages: Collection[Passage]) -> str:
    """The headings above the first of the clauses."""
    path = next((one.clause_path for one in passages if one.clause_path), ())
    return f"“{' › '.join(path)}”" if path else "没有编号的部分"
