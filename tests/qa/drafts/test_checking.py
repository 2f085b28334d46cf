"""Sentences of drafts and the verdicts that a careful reader reaches, on the shipped documents."""

from __future__ import annotations

import pytest

from qa.drafts.checking import DraftChecker
from qa.drafts.models import DraftVerdict, Edit, Finding
from qa.drafts.reading import parse_draft
from qa.engine import Engine

pytestmark = pytest.mark.models
PLAN = "《南充市碳达峰实施方案》（南府发〔2024〕1号）"
RULES = "《碳排放权交易管理办法（试行）》"
NATIONAL = "《2030年前碳达峰行动方案》（国发〔2021〕23号）"


@pytest.fixture(scope="module")
def checker(real_engine: Engine) -> DraftChecker:
    return DraftChecker(real_engine)


def findings(checker: DraftChecker, text: str, region: str | None = None) -> tuple[Finding, ...]:
    """The findings on a draft with a heading."""
    draft = parse_draft(f"工作汇报\n\n{text}\n".encode(), "draft.txt")
    return checker.check(draft, region).findings[1:]


@pytest.mark.parametrize(
    ("text", "verdict", "rule"),
    [
        pytest.param(
            f"{PLAN}提出，“到2025年，绿色低碳循环发展的经济体系初步形成，"
            "重点行业能源利用效率大幅提升”。",
            "verbatim",
            None,
            id="a quotation",
        ),
        pytest.param(
            f"{NATIONAL}提出，“到2025年，非化石能源消费比重达到20%左右……"
            "为实现碳达峰奠定坚实基础”。",
            "verbatim",
            None,
            id="a quotation with words left out",
        ),
        pytest.param(
            f"{RULES}规定，“重点排放单位应当控制温室气体排放，报告碳排放数据，清缴碳排放配额，"
            "公开交易及相关活动信息，并接受生态环境主管部门的监督管理。第十一条 存在下列情形之一的，"
            "确定名录的省级生态环境主管部门应当将相关温室气体排放单位从重点排放单位名录中移出”。",
            "verbatim",
            None,
            id="a quotation over two articles",
        ),
        pytest.param(
            "到2025年，新型储能容量达到100万千瓦；到2030年，力争达到300万千瓦。",
            "verbatim",
            None,
            id="a sentence copied without marks",
        ),
        pytest.param(
            f"{PLAN}提出，“到2025年，绿色低碳循环发展的经济体系基本形成，"
            "重点行业能源利用效率大幅提升”。",
            "misquoted",
            "quote",
            id="a word changed in a quotation",
        ),
        pytest.param(
            "2021年10月，国务院印发《2030年前碳达峰行动方案》，明确2025年全国非化石能源占能源消费的"
            "比重要达到20%左右。",
            "supported",
            None,
            id="a paraphrase led in by the document's date",
        ),
        pytest.param(
            "2021年12月，国务院印发《2030年前碳达峰行动方案》，明确2025年全国非化石能源占能源消费的"
            "比重要达到20%左右。",
            "figure",
            "years",
            id="a date that is not the document's",
        ),
        pytest.param(
            "淄博市计划到2025年新型储能容量达到10亿瓦。", "supported", None, id="another unit"
        ),
        pytest.param(
            f"{PLAN}提出，到2025年，非化石能源消费比重达43.5%。",
            "figure",
            "amounts",
            id="2030's figure for 2025",
        ),
        pytest.param(
            f"{PLAN}提出，到2025年，单位地区生产总值能耗比2020年下降14.5个百分点。",
            "figure",
            "amounts",
            id="another unit than the source's",
        ),
        pytest.param(
            f"{PLAN}提出，到2025年，单位地区生产总值能耗比2015年下降14.5%。",
            "figure",
            "base_years",
            id="another base year",
        ),
        pytest.param(
            f"{NATIONAL}提出，到2025年，非化石能源消费比重达到20%以上，单位国内生产总值能源消耗"
            "比2020年下降13.5%。",
            "figure",
            "qualifiers",
            id="another qualifier",
        ),
        pytest.param(
            "达州市提出，到2025年，新型储能容量达到100万千瓦。",
            "figure",
            "places",
            id="another region",
        ),
        pytest.param(
            "《南充市碳达峰实施方案》（南府发〔2024〕11号）提出，"
            "到2025年，非化石能源消费比重达41.5%。",
            "source",
            "doc_no",
            id="a wrong 发文字号",
        ),
        pytest.param(
            f"{RULES}第二十六条规定，重点排放单位应当根据生态环境部制定的温室气体排放核算与报告技术"
            "规范，编制该单位上一年度的温室气体排放报告，载明排放量。",
            "source",
            "clause",
            id="a wrong article",
        ),
        pytest.param(
            f"{RULES}第二十五条规定，重点排放单位应当根据生态环境部制定的温室气体排放核算与报告技术"
            "规范，编制该单位上一年度的温室气体排放报告，载明排放量。",
            "verbatim",
            None,
            id="the right article",
        ),
        pytest.param(
            f"{PLAN}在“保障措施”部分提出，“到2025年，绿色低碳循环发展的经济体系初步形成，"
            "重点行业能源利用效率大幅提升”。",
            "source",
            "clause",
            id="a wrong part",
        ),
        pytest.param(
            f"{PLAN}规定，“重点排放单位应当控制温室气体排放，报告碳排放数据，清缴碳排放配额”。",
            "source",
            "document",
            id="a wrong document",
        ),
        pytest.param(
            "我国在第七十五届联合国大会一般性辩论上宣布，到2030年风电、太阳能发电总装机容量"
            "将达到12亿千瓦以上。",
            "source",
            "occasion",
            id="a wrong occasion",
        ),
        pytest.param(
            "全市已建成海底碳封存示范基地3处，年封存能力居全国第一。",
            "unfounded",
            None,
            id="a made-up fact",
        ),
        pytest.param(
            "我国在气候雄心峰会上宣布，到2030年风电、太阳能发电总装机容量将达到12亿千瓦以上。",
            "supported",
            None,
            id="the right occasion",
        ),
        pytest.param("现将有关情况汇报如下。", "nothing", None, id="the author's own words"),
        pytest.param("下一步，我们将继续加强组织领导。", "nothing", None, id="an intention"),
        pytest.param("（一）总体情况", "nothing", None, id="a heading"),
    ],
)
def test_what_is_said_of_a_sentence(
    checker: DraftChecker, text: str, verdict: str, rule: str | None
) -> None:
    (finding,) = findings(checker, text)
    assert (finding.verdict.value, finding.rule) == (verdict, rule)


def test_a_misquotation_is_shown_word_by_word(checker: DraftChecker) -> None:
    (finding,) = findings(
        checker,
        f"{NATIONAL}指出，“产业结构和能源结构调整优化取得明显进展，重点行业能源利用效率大幅提高”。",
    )
    changed = [edit for edit in finding.difference if not edit.equal]
    assert finding.verdict is DraftVerdict.MISQUOTED
    assert changed == [Edit("高", "升")]
    assert "原文为“" in finding.detail
    assert finding.citations[0].passage.doc_no == "国发〔2021〕23号"


def test_our_city_is_the_place_of_the_draft(checker: DraftChecker) -> None:
    text = "我市方案提出，到2025年，非化石能源消费比重达到41.5%。"
    (south,) = findings(checker, text, "南充市")
    (north,) = findings(checker, text, "淄博市")
    assert south.verdict is DraftVerdict.SUPPORTED
    assert south.citations[0].passage.region == "南充市"
    assert north.verdict is DraftVerdict.FIGURE


def test_a_document_named_again_is_the_one_before(checker: DraftChecker) -> None:
    first, again = findings(
        checker,
        f"{RULES}自2021年2月1日起施行。该办法第十条规定，重点排放单位应当控制温室气体排放，"
        "报告碳排放数据，清缴碳排放配额。",
    )
    assert first.verdict is DraftVerdict.SUPPORTED
    assert again.verdict is DraftVerdict.VERBATIM
    assert again.citations[0].passage.title == "碳排放权交易管理办法（试行）"


def test_findings_cite_each_clause_once_and_verbatim(checker: DraftChecker) -> None:
    said = f"{PLAN}提出，到2025年，非化石能源消费比重达41.5%。"
    draft = parse_draft(f"{said}\n\n{said}\n".encode(), "draft.txt")
    told: list[tuple[int, int]] = []
    report = checker.check(draft, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]
    assert [finding.citations[0].n for finding in report.findings] == [1, 1]
    assert all(one.quote in one.passage.text for one in report.sources)


def test_a_place_is_held_against_its_own_documents(checker: DraftChecker) -> None:
    (finding,) = findings(checker, "到2025年，南充市非化石能源消费比重达到40%。")
    assert finding.verdict is DraftVerdict.FIGURE
    assert "41.5%" in finding.detail
    assert finding.citations[0].passage.doc_no == "南府发〔2024〕1号"
