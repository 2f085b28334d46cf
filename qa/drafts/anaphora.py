"""Words that stand for a time named before: 同年, 同期, 同月, 届时, 五年后."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.numerals import write_figures
from corpus.years import last_year, stated_years, without_base_years

SAME_YEAR = re.compile(
    r"(?:到|至|在)?(?:同年|同期|同一年|同一?时[点期]|届时|到那时|当年)(?:底|末)?"
)
COMPARED = re.compile(r"(?:上年|去年|往年|前[几一二三]?年|水平|[较比与])的?$")
"""What stands before a 同期 that only compares (比上年同期)."""
RELATIVE = re.compile(
    r"(?:到|至|在)?(?:再过)?(?:(?<!\d)(?P<later>\d{1,2})年后|(?P<next>[次翌]年|第二年)"
    r"|(?P<last>上一?年|前一年)的?(?=\d))"
)
"""Years counted from the one before; 上年 only where its own figure follows (上年5万吨的两倍)."""
SAME_MONTH = re.compile(r"同月")
MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})年(\d{1,2})月")


@dataclass(frozen=True, slots=True)
class Moment:
    """The time that a draft named last."""

    year: int | None = None
    month: str = ""
    """As written, with its year."""

    def after(self, text: str) -> Moment:
        """The time that holds behind a sentence."""
        months = list(MONTH.finditer(text))
        year = last_year(text) or self.year
        return Moment(year, months[-1].group() if months else self.month)


def name_time(text: str, moment: Moment) -> str:
    """A sentence with the year for 同年 and the like, where it names none itself before them.

    Args:
        text: The sentence.
        moment: The time that was named before it.
    """
    if moment.month:
        text = SAME_MONTH.sub(moment.month, text, count=1)
    match = SAME_YEAR.search(text)
    if moment.year is not None and match and not is_dated(text[: match.start()]):
        text = f"{text[: match.start()]}到{moment.year}年{text[match.end() :]}"
    return name_relative(text, moment)


def name_relative(text: str, moment: Moment) -> str:
    """A sentence with the years that 次年 and 五年后 stand for."""
    match = RELATIVE.search(write_figures(text))
    if match is None:
        return text
    before = match.string[: match.start()]
    year = last_year(before) or moment.year
    if year is None:
        return text
    steps = int(match["later"] or (1 if match["next"] else -1))
    return f"{before}到{year + steps}年{match.string[match.end() :]}"


def is_dated(before: str) -> bool:
    """Whether the words before 同期 give it a year, or make it one of comparison."""
    return bool(stated_years(without_base_years(before)) or COMPARED.search(before))
