from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evidence.sentences import Evidence
from qa.grounding import Verdict, bind, likeness, make_claim, overlap
from qa.grounding import check as check_claim
from qa.passages import Passage

KELAMAYI = "到2025年，非化石能源发电装机比重达到70%左右，非化石能源消费比重提高到6%左右。"
NANCHONG = "单位地区生产总值能耗比2020年下降14.5%，原煤消费量不超过125万吨。"


def passage(text: str, region: str = "克拉玛依市") -> Passage:
    return Passage(
        chunk_id="a:0001",
        document_id="a",
        title=f"{region}碳达峰实施方案",
        doc_no=None,
        issuer=(),
        date=None,
        region=region,
        level="市",
        clause_path=("二、主要目标",),
        page_start=1,
        page_end=1,
        printed_page=None,
        compilation=None,
        gap=None,
        source_file="a.txt",
        line_start=1,
        line_end=2,
        text=text,
        is_table=False,
        also_in=(),
        score=1.0,
    )


def evidence(text: str, before: str = "", region: str = "克拉玛依市") -> Evidence:
    return Evidence(passage(before + text, region), text, before)


def check(text: str, found: Evidence) -> Verdict:
    return check_claim(make_claim(text, ["克拉玛依市"]), found)


@pytest.mark.parametrize(
    "claim",
    [
        "到2025年，非化石能源消费比重提高到6%左右。",
        "克拉玛依市2025年非化石能源发电装机比重达到70%左右。",
    ],
)
def test_supported(claim: str) -> None:
    assert check(claim, evidence(KELAMAYI)) == Verdict()


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("到2025年，非化石能源消费比重提高到70%左右。", "subjects"),
        ("到2025年，非化石能源消费比重提高到6%。", "qualifiers"),
        ("到2025年，非化石能源消费比重提高到6个百分点左右。", "amounts"),
        ("到2030年，非化石能源消费比重提高到6%左右。", "figure_years"),
        ("到2025年，非化石能源消费比重提高到8%左右。", "amounts"),
        ("到2025年，非化石能源消费比重下降到6%左右。", "directions"),
        ("南充市到2025年，非化石能源消费比重提高到6%左右。", "places"),
        ("《能源方案》提出，到2025年非化石能源消费比重提高到6%左右。", "titles"),
        ("6%左右。", "wholeness"),
        ("2027年前建立碳排放权交易市场。", "years"),
        ("居民要种植树木并参加义务活动。", "words"),
    ],
    ids=[
        "indicator",
        "qualifier",
        "unit",
        "year",
        "value",
        "direction",
        "place",
        "title",
        "bare figure",
        "other year",
        "words",
    ],
)
def test_a_changed_claim_fails_the_rule(claim: str, rule: str) -> None:
    assert check(claim, evidence(KELAMAYI)).rule == rule


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        ("单位地区生产总值能耗比2005年下降14.5%。", "base_years"),
        ("单位地区生产总值能耗下降14.5%。", "base_years"),
        ("原煤消费量超过125万吨。", "qualifiers"),
        ("原煤消费量不超过125亿吨。", "amounts"),
        ("能耗比2020年上升14.5%。", "directions"),
    ],
    ids=["base year", "no base year", "qualifier", "scale", "direction"],
)
def test_base_years_and_qualifiers(claim: str, rule: str) -> None:
    found = evidence(NANCHONG, before="到2025年，体系初步形成。", region="南充市")
    assert check(claim, found).rule == rule


def test_a_place_that_only_the_library_knows() -> None:
    found = evidence(NANCHONG, region="南充市")
    assert check("克拉玛依市原煤消费量不超过125万吨。", found).rule == "places"


def test_a_figure_without_a_year_is_of_the_year_asked() -> None:
    coal = evidence(
        "到2025年原煤消费量不超过125万吨，到2030年原煤消费量不超过100万吨。", region="南充市"
    )
    verdicts = {
        year: check_claim(make_claim("原煤消费量不超过100万吨。", year=year), coal).supported
        for year in (2025, 2030)
    }
    assert verdicts == {2025: False, 2030: True}


def test_the_indicator_stands_before_its_figure() -> None:
    hydrogen = evidence(
        "到2025年，加氢站达到60座，氢能产业总产值达到1000亿元。", region="内蒙古自治区"
    )
    for claim, rule in (
        ("氢能产业2025年产能目标是达到1000亿元。", "indicators"),
        ("到2025年，氢能产业总产值要达到1000亿元。", None),
        ("内蒙古到2025年氢能产业总产值目标为1000亿元。", None),
    ):
        assert check(claim, hydrogen).rule == rule


@pytest.mark.parametrize(("level", "supported"), [("市", False), ("国家", True)])
def test_the_whole_country_is_not_a_city(level: str, supported: bool) -> None:
    found = evidence("到2025年，绿色建筑占比达到100%。", region="")
    found = replace(found, passage=replace(found.passage, level=level))
    assert check("到2025年，全国绿色建筑占比达到100%。", found).supported is supported


def test_a_negation_must_stand_in_both() -> None:
    rule = evidence("禁燃区严禁使用高污染燃料。")
    assert check("禁燃区使用高污染燃料。", rule).rule == "negation"
    assert check("禁燃区严禁使用高污染燃料。", rule).supported


def test_binding_takes_the_evidence_that_supports() -> None:
    wrong, right = evidence("到2030年，非化石能源消费比重达到20%左右。"), evidence(KELAMAYI)
    bound, verdict = bind(make_claim("到2025年，非化石能源消费比重提高到6%左右。"), [wrong, right])
    assert (bound, verdict.supported) == (right, True)


def test_binding_says_why_nothing_supports() -> None:
    bound, verdict = bind(
        make_claim("到2025年，非化石能源消费比重提高到9%。"), [evidence(KELAMAYI)]
    )
    assert bound is None
    assert (verdict.rule, verdict.detail) == ("amounts", "9% 不在所引条款中，与之相应的是 6%")


def test_overlap_and_likeness_by_hand() -> None:
    # 碳达, 达峰 of the claim; 碳达, 达峰, 峰方, 方案 of the source.
    assert overlap("碳达峰", "碳达峰方案") == 1.0
    assert likeness("碳达峰", "碳达峰方案") == pytest.approx(2 * 2 / (2 + 4))
    assert overlap("碳达峰方案", "碳达峰") == pytest.approx(2 / 4)


@pytest.mark.parametrize(
    ("claim", "source", "rule"),
    [
        (
            "规模不够的，可以结转至下年继续使用。",
            "规模不够的，不允许结转至下年继续使用。",
            "negation",
        ),
        ("规模不够的，不能结转至下年继续使用。", "规模不够的，不允许结转至下年继续使用。", None),
        ("对一级预警地区，继续办理节能审查。", "对一级预警地区，暂停办理节能审查。", "negation"),
        ("充电电量免于承担输配电价。", "其充电电量不承担输配电价。", None),
        ("不得新建项目，加快节能改造。", "加快节能改造，新建项目，不断完善。", "negation"),
        ("对环境表现不合规的客户，加强管理。", "对环境表现不合规的客户，加强管理。", None),
    ],
    ids=["dropped", "in other words", "a halt", "免于", "added", "不合规 is no negation"],
)
def test_negations_in_other_words(claim: str, source: str, rule: str | None) -> None:
    assert check(claim, evidence(source)).rule == rule


def test_another_body_is_not_supported() -> None:
    source = evidence("由市生态环境局牵头负责碳普惠机制的总体设计。")
    assert check("由市生态环境局牵头负责碳普惠机制的总体设计。", source).supported
    assert check("由市发展改革委牵头负责碳普惠机制的总体设计。", source).rule == "bodies"


PLAN = (
    "到2023年，光伏发电、风电装机规模分别达到1750万千瓦、1550万千瓦，力争2024年底前建成绿色电网。"
)
LEAD = "由市生态环境局牵头，会同市发展改革委于每年3月底前公布名单，鼓励企业公开信息。"


@pytest.mark.parametrize(
    ("source", "claim", "rule"),
    [
        (PLAN, "到2023年，风电装机规模达到1750万千瓦。", "subjects"),
        (PLAN, "到2023年，光伏发电产量达到1750万千瓦。", "indicators"),
        ("碳排放下降60%—65%。", "碳排放下降65%。", "amounts"),
        (PLAN, "力争2023年底前建成绿色电网。", "years_of_parts"),
        (LEAD, "市生态环境局会同市发展改革委于每年5月底前公布名单。", "dates"),
        (LEAD, "由市发展改革委牵头公布名单。", "roles"),
        (LEAD, "市财政局会同市发展改革委公布名单。", "bodies"),
        (LEAD, "企业应当公开信息。", "modality"),
        (
            "对不积极的地区适当扣减转移支付资金。",
            "对不积极的地区适当增加转移支付资金。",
            "opposites",
        ),
        (
            "银行业金融机构董事会负责确定绿色信贷发展战略，审批高级管理层制定的目标。",
            "银行业金融机构高级管理层负责确定绿色信贷发展战略。",
            "replaced",
        ),
        ("加强煤电、钢铁项目管理。", "加强项目管理，尤其是水泥。", "words"),
        ("加快清洁生产、减少排放。", "加快清洁生产、再三斟酌。", "items"),
        ("加快清洁生产。", "要再三地快快去干。", "overlap"),
    ],
    ids=lambda value: value if value and value.isascii() else "",
)
def test_each_rule_has_its_fault(source: str, claim: str, rule: str) -> None:
    assert check(claim, evidence(source)).rule == rule
