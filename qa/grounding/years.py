"""Rules for years and dates."""

from __future__ import annotations

import re

from corpus.figures import last_year, without_base_years
from corpus.years import stated_years
from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.likeness import overlap
from qa.grounding.reading import Source, pieces_of, read_source

DATE = re.compile(r"(?<!\d)\d{1,2}月(?:\d{1,2}日|底|初|末|[上中下]旬)?|[上下]半年|[一二三四]季度")
END_OF_MONTH = re.compile(r"(?<!\d)(\d{1,2})月(?:28|29|30|31)日")
TITLE = re.compile(r"《[^《》]*》")
DATED_NAME = re.compile(r"[“\"]?(?:20\d{2}年?前?|十[二三四五]五)[”\"]?[\u4e00-\u9fff]{4,}")
YEAR_OF_TITLE = re.compile(r"(?:19|20)\d{2}年?(?=年?版)|[〔\[【]\d{4}[〕\]】]")
SAME_PIECE = 0.75
"""Share of a part's character pairs that the source's part must hold to tell its year."""


def check_years(claim: Claim, evidence: Evidence) -> str | None:
    """Each year stands in the sentence, or governs it where it names none."""
    source = read_source(evidence)
    own = stated_years(source.text)
    known: set[int | None] = set(own)
    if not stated_years(without_base_years(bare(source.text))):
        known |= set(stated_years(source.about)) | {last_year(source.before)}
    missing = [year for year in stated_years(bare(claim.plain, source.about)) if year not in known]
    if missing:
        said = f"，条款中是 {'、'.join(map(str, dict.fromkeys(own)))} 年" if own else ""
        return f"{missing[0]} 年不在所引条款中{said}"
    return None


def bare(text: str, about: str = "") -> str:
    """A text without titles, whose years are names.

    Args:
        text: The text.
        about: The title and headings of the source, which a claim may repeat without 《》.
    """
    text = YEAR_OF_TITLE.sub("", TITLE.sub("", text))
    for name in DATED_NAME.findall(about):
        text = text.replace(name, "")
    return text


def check_year_of_part(claim: Claim, evidence: Evidence) -> str | None:
    """Where the source names several years, each part of a claim is of its own one."""
    source = read_source(evidence)
    if len(set(stated_years(without_base_years(source.text)))) < 2:
        return None
    for said, year in dated_pieces(claim.plain, None):
        years = likest_years(said, source)
        if year and years and year not in years:
            return f"“{said}”在所引条款中是 {min(years)} 年"
    return None


def likest_years(said: str, source: Source) -> set[int]:
    """The years of the parts of a source that say most nearly what a part of a claim says."""
    words = strip_year(said)
    rated = [
        (overlap(words, strip_year(piece)), year)
        for piece, year in dated_pieces(source.text, last_year(source.before))
    ]
    best = max((share for share, _ in rated), default=0.0)
    if best < SAME_PIECE:
        return set()
    years = {year for share, year in rated if share == best}
    return {year for year in years if year is not None} if None not in years else set()


def strip_year(piece: str) -> str:
    """A part of a sentence without its years."""
    return re.sub(r"(?:到|至|在|于)?(?:19|20)\d{2}年?(?:底|末|前|左右)?", "", piece)


def dated_pieces(text: str, year: int | None) -> list[tuple[str, int | None]]:
    """The parts of a text, each with the year that governs it."""
    dated = []
    for piece in pieces_of(text):
        year = last_year(piece) or year
        if len(strip_year(piece)) > 3:
            dated.append((piece, year))
    return dated


def check_dates(claim: Claim, evidence: Evidence) -> str | None:
    """Each day, month or half of a year stands in the paragraph or the heading."""
    known = read_source(evidence).all
    known += " ".join(f"{month}月底" for month in END_OF_MONTH.findall(known))
    missing = [date for date in DATE.findall(claim.plain) if date not in known]
    return f"{missing[0]}不在所引条款中" if missing else None
