"""The years that a sentence names: by when, over which period, and against which year."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.years import PERIOD_YEARS

PLAN = "|".join(PERIOD_YEARS)
DATE = re.compile(r"(?:19|20)\d{2}年\d{1,2}月(?:底|末|前)?(?:\d{1,2}日)?(?:前|底)?")
POINT = re.compile(
    rf"(?:(?:19|20)\d{{2}}年?(?:-|至|到|、))?(?<!\d)((?:19|20)\d{{2}})年"
    rf"|[“\"]?({PLAN})[”\"]?(?:规划|时期|期间|末期?)*"
)
BASE = re.compile(
    rf"(?:[比较]|相比于?|相较于?|对比|与|以|在|为|是)(?:[“\"]?(?P<plan>{PLAN})[”\"]?(?:时期|末|期末|期间)*"
    r"|(?P<year>(?:19|20)\d{2})年?[底末]?)"
    r"(?P<after>相比|水平|为基[准数期年]|的?基础上|的?水平|的|[，,]?)"
)
ALWAYS = re.compile(r"^(?:[比较]|相比|相较|对比)")
AFTERWARDS = re.compile(r"相比|为基|基础上")
QUOTED = re.compile(r"《[^》]*》|[〔\[]\d{4}[〕\]]|[（(][^（）()]*\d{4}年?版[）)]")
GOAL = re.compile(
    r"(?:19|20)\d{2}年前(?:实现)?(?:尽早|率先)?(?:二氧化碳排放)?(?:碳达峰|达峰|达到峰值)"
)
"""``2030年前碳达峰`` is the name of a goal."""
JOINT = re.compile(r"^[底末前]?(?:[、和与及]|以及)$")


@dataclass(frozen=True, slots=True)
class Mention:
    """A year that a text names."""

    year: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Times:
    """The years of a sentence."""

    points: tuple[Mention, ...]
    """Years by which or in which, in order; of a period, its last."""
    bases: tuple[Mention, ...]
    """Years that figures are compared with."""

    def before(self, offset: int) -> Mention | None:
        """The last point before ``offset``."""
        return max((p for p in self.points if p.end <= offset), key=lambda p: p.end, default=None)


def find_times(text: str) -> Times:
    """The years of a folded sentence; those of titles and 发文字号 are none."""
    bare = GOAL.sub(blot, QUOTED.sub(blot, text))
    bases = [base for match in BASE.finditer(bare) if (base := read_base(match))]
    for base in bases:
        bare = bare[: base.start] + "·" * (base.end - base.start) + bare[base.end :]
    points = [read_point(match) for match in POINT.finditer(bare)]
    return Times(tuple(points), tuple(bases))


def read_base(match: re.Match[str]) -> Mention | None:
    """The base year of a match of `BASE`, unless 在 or 以 stand there for something else."""
    if not ALWAYS.match(match.group()) and not AFTERWARDS.search(match["after"]):
        return None
    year = int(match["year"]) if match["year"] else PERIOD_YEARS[match["plan"]]
    return Mention(year, match.start(), match.end())


def read_point(match: re.Match[str]) -> Mention:
    """The year of a match of `POINT`."""
    year = int(match[1]) if match[1] else PERIOD_YEARS[match[2]]
    return Mention(year, match.start(), match.end())


def blot(match: re.Match[str]) -> str:
    """Dots in place of what was found, of the same length."""
    return "·" * len(match.group())


def joint_years(times: Times, last: Mention, text: str) -> list[int]:
    """The years that are named together with ``last`` (``到2025年和2030年``), itself included."""
    years = [last.year]
    for earlier in reversed([point for point in times.points if point.end <= last.start]):
        between = text[earlier.end : last.start]
        if not JOINT.match(re.sub(r"到$", "", between)):
            break
        years.insert(0, earlier.year)
        last = earlier
    return years
