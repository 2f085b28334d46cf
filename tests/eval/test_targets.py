"""The extraction of targets, scored on spans written for the purpose."""

from __future__ import annotations

import pytest

from eval.questions import GoldTarget, LabelledSpan
from eval.targets import judge_targets, same_indicator, targets_markdown
from qa.library_view import LibraryView


@pytest.mark.parametrize(
    ("gold", "found", "same"),
    [
        ("非化石能源消费占比", "非化石能源消费比重", True),
        ("森林覆盖率", "全国森林覆盖率", True),
        ("城镇生活垃圾资源化利用比例", "生活垃圾资源化利用率", True),
        ("非化石能源消费比重", "非化石能源装机比重", False),
        ("森林覆盖率", "森林蓄积量", False),
    ],
)
def test_when_two_wordings_name_one_indicator(gold: str, found: str, same: bool) -> None:
    assert same_indicator(gold, found) is same


def span(quote: str, *targets: GoldTarget, line: int = 9) -> LabelledSpan:
    return LabelledSpan(
        id="target-d001", source_file="国务院.txt", line=line, quote=quote, targets=targets
    )


NON_FOSSIL = GoldTarget(
    indicator="非化石能源消费比重",
    region="国家",
    year=2025,
    value="20",
    unit="%",
    qualifier="左右",
)
ENERGY = GoldTarget(
    indicator="单位国内生产总值能源消耗",
    region="国家",
    year=2025,
    value="13.5",
    unit="%",
    direction="降",
    base_year=2020,
)
QUOTE = "到2025年，全国非化石能源消费比重达到20%左右，单位国内生产总值能源消耗比2020年下降13.5%。"


def test_a_span_whose_targets_are_all_found(small: LibraryView) -> None:
    report = judge_targets([span(QUOTE, NON_FOSSIL, ENERGY)], small.library)
    assert report.strict.precision is not None
    assert report.strict.recall is not None
    assert (report.strict.precision.mean, report.strict.recall.mean) == (1.0, 1.0)
    assert "| 全部字段 | 100.0% |" in targets_markdown(report)


def test_what_is_missed_and_what_is_wrong(small: LibraryView) -> None:
    other = NON_FOSSIL.model_copy(update={"qualifier": "以上"})
    report = judge_targets([span(QUOTE, other, ENERGY)], small.library)
    assert report.strict.recall is not None
    assert report.without["qualifier"].recall is not None
    assert report.strict.recall.mean == 0.5
    assert report.without["qualifier"].recall.mean == 1.0
    assert len(report.spans[0].missed) == len(report.spans[0].wrong) == 1


def test_a_span_that_the_library_does_not_hold(small: LibraryView) -> None:
    assert judge_targets([span("此处没有这句话")], small.library).missing == ("target-d001",)
