"""How well targets are found: precision and recall on spans whose targets were written down.

A target found counts as right where value, unit, qualifier, direction, base year, year and region
are those of a target of the span and the indicator matches (`same_indicator`). Each target of the
span is matched once. Milestones, whose value is a year, were not written down and do not count.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from corpus.figures import plain
from corpus.library import Library
from corpus.targets.milestones import YEAR_UNIT
from corpus.targets.names import normalise_indicator
from corpus.targets.stored import StoredTarget
from corpus.words import bigrams
from eval.matching import fold
from eval.metrics.rates import Rate, make_rate
from eval.questions import GoldTarget, LabelledSpan
from eval.render import rate_table

LINES_AROUND = 6
"""Physical lines that a span's line may be off."""
SIMILAR = 0.6
"""Dice coefficient of character pairs from which two indicators are alike."""
DISTINGUISHING = ("装机", "消费", "单位", "新增", "强度", "总量", "发电量", "用水", "新建")
"""Words that tell indicators apart which are alike in everything else."""
FORM = str.maketrans({"－": "-", "~": "-", "～": "-", "—": "-", "–": "-"})

Test = Callable[[GoldTarget, StoredTarget], bool]


def same_indicator(gold: str, found: str) -> bool:
    """Whether two wordings name one indicator.

    Both are normalised (`normalise_indicator`). One must hold the other, or the Dice coefficient of
    their character pairs must be at least `SIMILAR`; and each of the `DISTINGUISHING` words must
    stand in both or in neither, unless one wording holds the other.
    """
    left, right = normalise_indicator(gold), normalise_indicator(found)
    if min(len(left), len(right)) >= 2 and (left in right or right in left):
        return True
    if any((word in left) != (word in right) for word in DISTINGUISHING):
        return False
    one, other = bigrams(left), bigrams(right)
    return 2 * len(one & other) >= SIMILAR * max(1, len(one) + len(other))


def plain_range(value: str) -> str:
    """A value or a range in plain notation without trailing zeros."""
    return "-".join(plain(end) for end in value.translate(FORM).split("-"))


def same_region(gold: str | None, found: str | None) -> bool:
    """Whether two names are of one region.

    A company's may be shorter (国家电投 for 国家电力投资集团有限公司): the letters of the one must
    stand in the other in order.
    """
    letters = iter(found or "")
    return gold == found or bool(gold and all(letter in letters for letter in gold))


TESTS: Mapping[str, Test] = {
    "indicator": lambda gold, found: same_indicator(gold.indicator, found.indicator),
    "value": lambda gold, found: plain_range(gold.value) == found.value,
    "unit": lambda gold, found: fold(gold.unit) == fold(found.unit),
    "year": lambda gold, found: gold.year == found.year,
    "region": lambda gold, found: same_region(gold.region, found.region),
    "qualifier": lambda gold, found: gold.qualifier == found.qualifier,
    "direction": lambda gold, found: gold.direction == found.direction,
    "base_year": lambda gold, found: gold.base_year == found.base_year,
}
NAMES = {
    "indicator": "指标名",
    "value": "数值",
    "unit": "单位",
    "year": "年份",
    "region": "地区",
    "qualifier": "限定词",
    "direction": "升降",
    "base_year": "基年",
}
AMOUNT = ("value", "unit")
HALVES = {"target-d": "调规则用的一半", "target-t": "留作检验的一半"}
"""The halves of the set by the beginnings of their ids."""


@dataclass(frozen=True, slots=True)
class Score:
    """Precision and recall."""

    precision: Rate | None
    recall: Rate | None


@dataclass(frozen=True, slots=True)
class JudgedSpan:
    """What was found in a span."""

    id: str
    right: int
    missed: tuple[str, ...]
    """Targets of the span that were not found, in one line each."""
    wrong: tuple[str, ...]
    """Targets found that the span does not have."""


@dataclass(frozen=True, slots=True)
class TargetReport:
    """The extraction of targets on a set of spans."""

    strict: Score
    halves: Mapping[str, Score]
    """The score of the half that the rules were tuned on, and of the one that was held back."""
    without: Mapping[str, Score]
    """By field: the score if that field counted nothing."""
    amounts: Score
    """The score if only value and unit counted."""
    missing: tuple[str, ...]
    """Spans that are not in the library."""
    spans: tuple[JudgedSpan, ...]

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Pair:
    """A span and the targets that the library has in it."""

    span: LabelledSpan
    found: tuple[StoredTarget, ...]


def judge_targets(spans: Sequence[LabelledSpan], library: Library) -> TargetReport:
    """Hold the library's targets against those of the spans."""
    pairs: list[Pair] = []
    missing: list[str] = []
    for span in spans:
        found = targets_within(span, library)
        if found is None:
            missing.append(span.id)
        else:
            pairs.append(Pair(span, tuple(found)))
    fields = tuple(TESTS)
    return TargetReport(
        strict=score(pairs, fields),
        halves={
            name: score([pair for pair in pairs if pair.span.id.startswith(start)], fields)
            for start, name in HALVES.items()
        },
        without={name: score(pairs, [f for f in fields if f != name]) for name in fields},
        amounts=score(pairs, AMOUNT),
        missing=tuple(missing),
        spans=tuple(judge_span(pair, fields) for pair in pairs),
    )


def targets_within(span: LabelledSpan, library: Library) -> list[StoredTarget] | None:
    """The library's targets whose figures stand in a span; None where the span is not found."""
    for document in library.documents.values():
        near = document.line_start - LINES_AROUND <= span.line <= document.line_end
        if document.source_file != span.source_file or not near:
            continue
        places = [*letters_of(document.document_id, library)]
        start = "".join(letter for letter, _ in places).find(fold(span.quote))
        if start >= 0:
            within = {place for _, place in places[start : start + len(fold(span.quote))]}
            targets = library.targets(documents=[document.document_id])
            counting = (one for one in targets if one.unit != YEAR_UNIT)
            return [one for one in counting if (one.position, one.figure.start) in within]
    return None


def letters_of(document_id: str, library: Library) -> Iterator[tuple[str, tuple[int, int]]]:
    """The folded characters of a document's chunks, with position of the chunk and offset."""
    for chunk in library.chunks(library.positions([document_id])):
        for offset, char in enumerate(chunk.text):
            for letter in fold(char):
                yield letter, (chunk.position, offset)


def score(pairs: Iterable[Pair], fields: Sequence[str]) -> Score:
    """Precision and recall where only some fields count."""
    precision: list[float] = []
    recall: list[float] = []
    for pair in pairs:
        right = len(match(pair, fields))
        precision += [1.0] * right + [0.0] * (len(pair.found) - right)
        recall += [1.0] * right + [0.0] * (len(pair.span.targets) - right)
    return Score(make_rate(precision), make_rate(recall))


def match(pair: Pair, fields: Sequence[str]) -> dict[int, int]:
    """Which target found is which of the span, by their numbers; each is used once.

    Where several would do, the one that agrees in most of all fields comes first.
    """
    agreeing = [
        (-sum(test(gold, found) for test in TESTS.values()), g, f)
        for g, gold in enumerate(pair.span.targets)
        for f, found in enumerate(pair.found)
        if all(TESTS[name](gold, found) for name in fields)
    ]
    matched: dict[int, int] = {}
    for _, g, f in sorted(agreeing):
        if g not in matched and f not in matched.values():
            matched[g] = f
    return matched


def judge_span(pair: Pair, fields: Sequence[str]) -> JudgedSpan:
    """What was found in a span, and what was not."""
    matched = match(pair, fields)
    missed = [t for number, t in enumerate(pair.span.targets) if number not in matched]
    wrong = [t for number, t in enumerate(pair.found) if number not in matched.values()]
    return JudgedSpan(
        pair.span.id, len(matched), tuple(map(describe, missed)), tuple(map(describe, wrong))
    )


def describe(target: GoldTarget | StoredTarget) -> str:
    """A target in one line."""
    base = f"比{target.base_year}年" if target.base_year else ""
    year = target.year or "未写年份"
    amount = f"{target.value}{target.unit}（{target.qualifier or '—'}）"
    return f"{target.region} {year} {target.indicator} {base}{target.direction}{amount}"


def targets_markdown(report: TargetReport) -> str:
    """The report as Markdown."""
    scores = {"全部字段": report.strict} | {f"　{name}": one for name, one in report.halves.items()}
    scores |= {f"不计{NAMES[name]}": one for name, one in report.without.items()}
    scores["只计数值和单位"] = report.amounts
    precision = [(name, one.precision) for name, one in scores.items()]
    recall = [(name, one.recall) for name, one in scores.items()]
    lines = [*rate_table("准确率", "比例", precision), "", *rate_table("召回率", "比例", recall)]
    missing = "、".join(report.missing) or "无"
    return "\n".join([*lines, "", f"文件库里没有的段落：{missing}。"])
