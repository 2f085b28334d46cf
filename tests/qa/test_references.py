"""The documents and clauses that a question points at, among the shipped ones."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from corpus.library import Name
from corpus.names import NameKind
from qa.pointers import chinese, find_clauses, stands_in, without_pointers
from qa.references import find_references

PLAN = "2030年前碳达峰行动方案"
PEAK = "国务院关于印发2030年前碳达峰行动方案的通知"
CYCLE = "关于加快建立健全绿色低碳循环发展经济体系的指导意见"
TRADING = "碳排放权交易管理办法（试行）"
CONVENTION = "《联合国气候变化框架公约》"
OPINION = "中共中央 国务院关于完整准确全面贯彻新发展理念做好碳达峰碳中和工作的意见"
NANCHONG = "南充市人民政府关于印发南充市碳达峰实施方案的通知"

Named = Callable[[str], list[str]]


@pytest.fixture
def named(shipped_names: tuple[Name, ...]) -> Named:
    """The titles of the shipped documents that a text names."""
    return lambda text: [one.document_id for one in find_references(text, shipped_names)]


@pytest.mark.parametrize(
    "text",
    [
        "国发23号文",
        "国发〔2021〕23号",
        "国发[2021]23号",
        "国发（2021）23号",
        "国发【2021】23号",
        "国发〔２０２１〕２３号",
        "国发 2021 年第 23 号",
        "根据国发〔2021〕23号，怎么做",
    ],
)
def test_a_number_as_people_write_it(named: Named, text: str) -> None:
    assert named(text) == [PEAK]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("南府发1号", [NANCHONG]),
        ("JR/T 0227有哪些要求", ["金融机构环境信息披露指南"]),
        ("国发〔2021〕4号和国发〔2021〕23号", [CYCLE, PEAK]),
        ("国发〔2022〕23号", []),
        ("国发〔2021〕2号", []),
        ("苏国发23号", [PEAK]),
        ("23号文", []),
        ("2021年23号台风", []),
    ],
)
def test_numbers(named: Named, text: str, titles: list[str]) -> None:
    assert named(text) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("《促进绿色消费实施方案》怎么说", ["促进绿色消费实施方案"]),
        ("促进绿色消费实施方案提出什么", ["促进绿色消费实施方案"]),
        ("碳排放权交易管理办法（试行）怎么罚款", [TRADING]),
        ("碳排放权交易管理办法(试行)怎么罚款", [TRADING]),
        ("碳排放权交易管理办法怎么罚款", [TRADING]),
        ("《绿色信贷指引》第三条", ["银监会关于印发绿色信贷指引的通知"]),
        ("《联合国气候变化框架公约》第四条", [CONVENTION]),
        pytest.param(
            "《联合国气候变化框架公约》京都议定书第四条",
            [CONVENTION + "京都议定书"],
        ),
        ("联合国气候变化框架公约京都议定书第四条", [CONVENTION + "京都议定书"]),
        ("《木星开发方案》怎么说", []),
        pytest.param(
            "2030年前碳达峰行动方案提出什么",
            [PLAN, PEAK],
        ),
        pytest.param(
            "南充市碳达峰实施方案里的目标",
            [NANCHONG],
        ),
        pytest.param(
            "《意见》还提了什么",
            [],
        ),
    ],
)
def test_titles(named: Named, text: str, titles: list[str]) -> None:
    assert named(text) == titles


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("巴黎协定第二条", [CONVENTION + "巴黎协定"]),
        ("顶层设计文件提出了哪些目标", [OPINION]),
        ("绿债目录", ["关于印发《绿色债券支持项目目录（2021年版）》的通知"]),
        ("碳交易管理办法怎么罚款", [TRADING]),
    ],
)
def test_nicknames(named: Named, text: str, titles: list[str]) -> None:
    assert named(text) == titles


def test_a_nickname_may_stand_for_several_documents(named: Named) -> None:
    assert {OPINION, PLAN} <= set(named("1+N是什么"))


@pytest.mark.parametrize("nickname", ["达峰行动方案", "国务院碳达峰方案"])
def test_a_nickname_names_the_notice_too(named: Named, nickname: str) -> None:
    assert set(named(nickname)) == {PLAN, PEAK}


def test_a_nickname_beside_a_title(named: Named) -> None:
    first, *others = named("《碳排放权交易管理办法（试行）》和达峰行动方案")
    assert first == TRADING
    assert set(others) == {PLAN, PEAK}


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("包钢哪年达峰", "包头钢铁（集团）有限责任公司"),
        ("中石油", "中国石油天然气集团有限公司"),
        ("中石化何时碳中和", "中国石油化工股份有限公司"),
        ("三峡集团", "中国长江三峡集团有限公司"),
        ("国网", "国家电网有限公司"),
        ("国家电网公司", "国家电网有限公司"),
        ("国电投", "国家电力投资集团有限公司"),
        ("国家能源集团", "国家能源投资集团有限责任公司"),
        ("华为怎么做", "华为技术有限公司"),
        ("腾讯", "腾讯计算机系统有限公司"),
        ("中国华能集团有限公司", "中国华能集团有限公司"),
    ],
)
def test_a_company_by_its_everyday_name(named: Named, text: str, company: str) -> None:
    assert named(text) == [company]


def test_several_companies_are_all_named(named: Named) -> None:
    assert set(named("华能和大唐哪个早")) == {"中国华能集团有限公司", "中国大唐集团有限公司"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("华电集团打算哪一年碳达峰", "华电集团"),
        ("中国华电集团有限公司打算", "中国华电集团有限公司"),
        ("国发（2021）23号什么时候发布", "国发（2021）23号"),
        ("《碳排放权交易管理办法（试行）》第十二条", "碳排放权交易管理办法（试行）"),
    ],
    ids=["company", "company in full", "number", "title"],
)
def test_the_words_of_a_reference_stand_in_the_text(
    shipped_names: tuple[Name, ...], text: str, words: str
) -> None:
    (reference,) = find_references(text, shipped_names)
    assert reference.words == words


def test_a_document_is_named_once() -> None:
    names = [
        Name("a", NameKind.NUMBER, "国发〔2021〕23号"),
        Name("a", NameKind.TITLE, "行动方案全文"),
    ]
    (reference,) = find_references("国发23号，即《行动方案全文》", names)
    assert (reference.document_id, reference.words) == ("a", "国发23号")


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("第12条", [("第十二条",)]),
        ("第１２条", [("第十二条",)]),
        ("第 3 章第20条", [("第三章",), ("第二十条",)]),
        ("第一百零三条", [("第一百零三条",)]),
        ("第103条", [("第一百零三条",)]),
        ("第十二条和第12条", [("第十二条",)]),
        ("第3部分", [("第三部分", "三、")]),
        ("第二部分第（一）项第1点", [("第二部分", "二、"), ("第一项", "（一）"), ("第一点", "1.")]),
        ("第十二次会议", []),
        ("共12条", []),
        pytest.param(
            "第三点",
            [("第三点", "3.")],
        ),
    ],
)
def test_clauses_as_the_headings_of_documents_begin(
    text: str, clauses: list[tuple[str, ...]]
) -> None:
    assert list(find_clauses(text)) == clauses


@pytest.mark.parametrize(
    ("path", "text", "stands"),
    [
        (("第一章 总则", "第十二条"), "第12条", True),
        (("第一章 总则", "第十二条"), "第一章", True),
        (("第一章 总则", "第十二条"), "第二条", False),
        (("三、重点任务", "(一)能源转型"), "第（一）项", True),
        (("三、重点任务", "1．大力发展新能源"), "第1点", True),
        (("三、重点任务", "10.加强监测"), "第1点", False),
        ((), "第12条", False),
    ],
)
def test_a_clause_stands_under_the_heading_pointed_at(
    path: tuple[str, ...], text: str, stands: bool
) -> None:
    (labels,) = find_clauses(text)
    assert stands_in(path, labels) is stands


def test_what_only_points_is_taken_out() -> None:
    assert without_pointers("国发〔2021〕23号第12条的罚款").split() == ["的罚款"]
    assert without_pointers("碳排放权交易管理办法的罚款") == "碳排放权交易管理办法的罚款"


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        ("1", "一"),
        ("10", "十"),
        ("12", "十二"),
        ("20", "二十"),
        ("99", "九十九"),
        ("100", "一百"),
        ("103", "一百零三"),
        ("110", "一百一十"),
        ("999", "九百九十九"),
        ("三十", "三十"),
    ],
)
def test_numerals(number: str, numeral: str) -> None:
    assert chinese(number) == numeral
