"""How well drafts are checked: labelled sentences, and what the check says of each.

The drafts lie beside their labels. A sentence that the program does not split off as a claim of its
own counts as wrong.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from eval.metrics.agreement import Agreement, measure_agreement
from eval.metrics.rates import Rate, make_rate
from eval.questions import LabelledSentence
from eval.render import rate_table
from qa.drafts.checking import DraftChecker
from qa.drafts.models import ERRORS, DraftReport, DraftVerdict, Finding
from qa.drafts.reading import read_draft

FINE = (DraftVerdict.VERBATIM, DraftVerdict.SUPPORTED, DraftVerdict.NOTHING)
"""Verdicts of sentences in which nothing is wrong."""
UNFOUNDED = DraftVerdict.UNFOUNDED
PER = 300
"""Claims that seconds are given for."""
NOT_SPLIT = "未切出"
TARGETS = "宏平均 F1 ≥ 85%，数据错误发现 ≥ 95%，误报 ≤ 5%，300 句 ≤ 30 秒"

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Held:
    """A labelled sentence and what the check says of it."""

    sentence: LabelledSentence
    finding: Finding | None
    """None if the program does not split it off."""

    @property
    def said(self) -> DraftVerdict | None:
        """The verdict of the check."""
        return self.finding.verdict if self.finding else None

    @property
    def is_right(self) -> bool:
        """Whether it is the verdict of the label."""
        return self.said is self.sentence.verdict

    def is_said(self, verdicts: Collection[DraftVerdict]) -> float:
        """1 if the verdict is one of these, else 0."""
        return float(self.said in verdicts)


@dataclass(frozen=True, slots=True)
class Wrong:
    """A sentence of which the check does not say what its label says."""

    id: str
    text: str
    verdict: str
    """Of its label."""
    planted: str | None
    said: str | None
    rule: str | None
    detail: str
    quotes: tuple[str, ...]
    """What the check cites."""


@dataclass(frozen=True, slots=True)
class DraftsReport:
    """The check on a set of labelled sentences."""

    confusion: Mapping[str, Mapping[str, int]]
    """How often each verdict of a label met each verdict of the check."""
    agreement: Agreement
    caught: Rate | None
    """Share of the planted figure errors of which the check does not say that all is well."""
    caught_as_figure: Rate | None
    """The same where it says that a figure differs."""
    by_planted: Mapping[str, Rate]
    """Share of the planted errors of each kind that are noticed."""
    false_alarms: Rate | None
    """Share of the sentences without error of which the check says that one is wrong."""
    false_or_unfounded: Rate | None
    """The same, or that it has no basis."""
    wrong: tuple[Wrong, ...]
    sentences: int
    claims: int
    """All claims of the drafts, labelled or not."""
    seconds: float
    """For `PER` claims."""
    cpu_seconds: float
    """Processor time of the same."""

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)


def read_draft_texts(sentences: Iterable[LabelledSentence], folder: Path) -> dict[str, str]:
    """The text of each draft that the labels name.

    Raises:
        InputError: a draft cannot be read.
    """
    names = dict.fromkeys(one.draft for one in sentences)
    drafts = {name: read_draft(folder / name) for name in names}
    return {
        name: "\n".join(paragraph.text for paragraph in draft.paragraphs)
        for name, draft in drafts.items()
    }


def judge_drafts(
    sentences: Sequence[LabelledSentence],
    folder: Path,
    checker: DraftChecker,
    progress: Progress | None = None,
) -> DraftsReport:
    """Check each draft and hold the findings against the labels.

    Args:
        sentences: The labels.
        folder: Where their drafts lie.
        checker: The check.
        progress: Told after each draft how many are done, and of how many.

    Raises:
        InputError: a draft cannot be read.
    """
    names = list(dict.fromkeys(one.draft for one in sentences))
    started = time.process_time()
    reports: dict[str, DraftReport] = {}
    for number, name in enumerate(names, start=1):
        reports[name] = checker.check(read_draft(folder / name))
        if progress:
            progress(number, len(names))
    spent = time.process_time() - started
    held = [Held(one, finding_on(one, reports[one.draft])) for one in sentences]
    return summarise(held, list(reports.values()), spent)


def finding_on(sentence: LabelledSentence, report: DraftReport) -> Finding | None:
    """What a report says of a sentence."""
    same = (one for one in report.findings if one.claim.text == sentence.text.strip())
    return next(same, None)


def summarise(
    held: Sequence[Held], reports: Sequence[DraftReport], cpu_seconds: float
) -> DraftsReport:
    """Agreement, errors caught, false alarms and cost."""
    figures = [one for one in held if one.sentence.verdict is DraftVerdict.FIGURE]
    fine = [one for one in held if one.sentence.verdict in FINE]
    claims = sum(len(report.findings) for report in reports)
    return DraftsReport(
        confusion=count_verdicts(held),
        agreement=measure_agreement(by_draft(held), [verdict.value for verdict in DraftVerdict]),
        caught=make_rate([1 - one.is_said(FINE) for one in figures]),
        caught_as_figure=make_rate([one.is_said({DraftVerdict.FIGURE}) for one in figures]),
        by_planted=dict(rates_by_planted(held)),
        false_alarms=make_rate([one.is_said(ERRORS) for one in fine]),
        false_or_unfounded=make_rate([one.is_said({*ERRORS, UNFOUNDED}) for one in fine]),
        wrong=tuple(describe(one) for one in held if not one.is_right),
        sentences=len(held),
        claims=claims,
        seconds=round(sum(report.seconds for report in reports) * PER / claims, 1),
        cpu_seconds=round(cpu_seconds * PER / claims, 1),
    )


def by_draft(held: Iterable[Held]) -> dict[str, list[tuple[str, str | None]]]:
    """The verdicts of labels and check by draft."""
    drafts: dict[str, list[tuple[str, str | None]]] = {}
    for one in held:
        pair = (one.sentence.verdict.value, one.said.value if one.said else None)
        drafts.setdefault(one.sentence.draft, []).append(pair)
    return drafts


def count_verdicts(held: Sequence[Held]) -> dict[str, dict[str, int]]:
    """How often each verdict of a label met each verdict of the check, or none."""
    said = (*DraftVerdict, None)
    return {
        label.value: {
            shown.value if shown else NOT_SPLIT: sum(
                one.sentence.verdict is label and one.said is shown for one in held
            )
            for shown in said
        }
        for label in DraftVerdict
    }


def rates_by_planted(held: Sequence[Held]) -> Iterable[tuple[str, Rate]]:
    """The share of each kind of planted error of which it is not said that all is well."""
    for kind in sorted({one.sentence.planted.value for one in held if one.sentence.planted}):
        noticed = [1 - one.is_said(FINE) for one in held if one.sentence.planted == kind]
        if (rate := make_rate(noticed)) is not None:
            yield kind, rate


def describe(one: Held) -> Wrong:
    """A sentence of which the check says something else than its label."""
    sentence, finding = one.sentence, one.finding
    return Wrong(
        id=sentence.id,
        text=sentence.text,
        verdict=sentence.verdict.value,
        planted=sentence.planted.value if sentence.planted else None,
        said=one.said.value if one.said else None,
        rule=finding.rule if finding else None,
        detail=finding.detail if finding else "",
        quotes=tuple(citation.quote for citation in finding.citations) if finding else (),
    )


def drafts_markdown(report: DraftsReport) -> str:
    """The report as Markdown; what was said of the wrong ones stands in the JSON."""
    agreement = [("宏平均", report.agreement.macro_f1)]
    agreement += [(DraftVerdict(v).shown, rate) for v, rate in report.agreement.f1.items()]
    rates = [
        ("数据错误被发现", report.caught),
        ("　判为“数据不符”", report.caught_as_figure),
        ("误报（无误的句子判为有错）", report.false_alarms),
        ("　连同判为“未找到依据”", report.false_or_unfounded),
    ]
    planted = [(kind, rate) for kind, rate in report.by_planted.items()]
    cost = (
        f"标注 {report.sentences} 句；稿件共 {report.claims} 句，每 {PER} 句 {report.seconds} 秒"
        f"（处理器 {report.cpu_seconds} 秒）。目标：{TARGETS}。"
    )
    parts = [
        [cost],
        rate_table("F1", "F1", agreement),
        rate_table("核对", "比例", rates),
        rate_table("设置的错误", "被发现", planted),
        confusion_table(report),
        wrong_table(report.wrong),
    ]
    return "\n\n".join("\n".join(part) for part in parts)


def confusion_table(report: DraftsReport) -> list[str]:
    """The labels in rows, what was said in columns."""
    columns = next(iter(report.confusion.values()))
    shown = {verdict.value: verdict.shown for verdict in DraftVerdict}
    rows = [
        f"| {shown[label]} | {' | '.join(map(str, counts.values()))} |"
        for label, counts in report.confusion.items()
    ]
    head = " | ".join(shown.get(name, name) for name in columns)
    return [f"| 标注＼判为 | {head} |", "| --- |" + " --- |" * len(columns), *rows]


def wrong_table(wrong: Sequence[Wrong]) -> list[str]:
    """The sentences that are judged otherwise than they are labelled."""
    rows = [
        f"| {one.id} | {one.verdict} | {one.planted or '—'} | {one.said or NOT_SPLIT}"
        f" | {one.rule or '—'} |"
        for one in wrong
    ]
    return ["| 判错的句子 | 标注 | 设置的错误 | 判为 | 规则 |", "| --- |" + " --- |" * 4, *rows]
