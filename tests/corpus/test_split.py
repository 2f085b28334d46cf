from __future__ import annotations

import pytest

from corpus.models import Line
from corpus.split import split_documents
from corpus.titles import goes_on

BODY = "为贯彻落实党中央、国务院决策部署，加快构建清洁低碳安全高效的能源体系，制定本方案。"


def pages(*texts: tuple[str, ...]) -> list[Line]:
    """Lines of pages, numbered two apart as in the source files."""
    lines = []
    number = 1
    for page, page_lines in enumerate(texts, start=1):
        for text in page_lines:
            lines.append(Line(number, page, text))
            number += 2
    return lines


COMPILATION = pages(
    ("第三部分 各部委关于碳达峰碳中和", "政策"),
    ("第一章 国家发展和改革委员会",),
    (
        "1.1 关于引导加大金融支持力度 促进风电和光",
        "伏发电等行业健康有序发展的通知",
        "发改运行〔2021〕266号",
        BODY,
    ),
    ("第三章 披露内容和时限", "第八条 企业应当披露。", BODY, BODY, BODY, BODY),
    ("1.2亿千瓦以上。", BODY),
    ("4.1.2 评价应符合下列规定。", BODY),
    (
        "1.2 2022年能源工作指导意见",
        BODY,
        "（https://www.ndrc.gov.cn/xxgk/zcfb/t20210312_1269410.",
        "html）",
    ),
    ("中国落实国家自主贡献成效和新目标新举措", "（目录）", "序言"),
    (
        "国家发展改革委等部门关于发布《高耗能行业重",
        "点领域能效标杆水平（2021年版）》的通",
        "知",
        "发改产业〔2021〕1609号",
        BODY,
    ),
    ("2.1能源领域 5G 应用实施方案", "（征求意见稿）", BODY),
    ("附件 6", "水泥行业节能降碳改造升级实施指南", BODY),
    ("《联合国气候变化框架公约》巴黎协定", "（2015年12月12日 巴黎）", BODY),
)


def test_documents_of_a_compilation() -> None:
    sections = split_documents(COMPILATION)
    titles = [
        (section.heading.rule, section.heading.title) for section in sections if section.heading
    ]
    assert titles == [
        ("numbered_entry", "关于引导加大金融支持力度 促进风电和光伏发电等行业健康有序发展的通知"),
        ("numbered_entry", "2022年能源工作指导意见"),
        ("title_after_link", "中国落实国家自主贡献成效和新目标新举措"),
        (
            "titled_block",
            "国家发展改革委等部门关于发布《高耗能行业重点领域能效标杆水平（2021年版）》的通知",
        ),
        ("numbered_entry", "能源领域 5G 应用实施方案（征求意见稿）"),
        ("titled_block", "《联合国气候变化框架公约》巴黎协定"),
    ]
    assert len(sections) == 6


def test_a_section_has_its_part_chapter_and_lines() -> None:
    first = split_documents(COMPILATION)[0]
    assert (first.part, first.chapter) == ("各部委关于碳达峰碳中和政策", "国家发展和改革委员会")
    assert first.first.text.startswith("1.1 ")
    assert first.lines[0].text == "发改运行〔2021〕266号"
    assert first.lines[-1].text == BODY
    assert first.lines[-1].page == 6


def test_speeches_with_a_running_number() -> None:
    speeches = pages(
        (
            "习近平总书记关于碳达峰碳中和的重要讲话",
            "01 在巴黎大会开幕式的讲话",
            "时间：2015 年 11 月 30 日",
            BODY,
        ),
        (BODY, "02 同法国总统马克龙、德国总理默克尔举行中法德领导"),
        ("人视频峰会时的讲话", "时间：2021 年 4 月 16 日", BODY, "04 平方米"),
        ("03 在广西考察时的讲话", "时间：2021 年 4 月 25 日", BODY),
    )
    sections = split_documents(speeches)
    assert [section.heading.title for section in sections if section.heading] == [
        "在巴黎大会开幕式的讲话",
        "同法国总统马克龙、德国总理默克尔举行中法德领导人视频峰会时的讲话",
        "在广西考察时的讲话",
    ]
    assert {section.part for section in sections} == {"习近平总书记关于碳达峰碳中和的重要讲话"}


def test_a_file_without_such_headings_is_one_document() -> None:
    plan = pages(("二、主要目标", BODY), ("1.2 关于某事", BODY))
    (section,) = split_documents(plan)
    assert section.heading is None
    assert not section.in_compilation
    assert len(section.lines) == 4


@pytest.mark.parametrize(
    ("title", "line", "expected"),
    [
        ("关于加快建立健全绿色低碳循环发展经济体系的", "指导意见", True),
        ("智能光伏产业创新发展行动计划", "（2021-2025年）", True),
        ("共抗疫情，共促复苏，共谋和平", "——习近平在第三届巴黎和平论坛的致辞", True),
        ("关于印发工作方案", "的通知", True),
        ("2022年能源工作指导意见", "国家能源局", False),
        ("国家电网有限公司", "3月 1日，国家电网发布行动方案", False),
        ("习近平在联合国生物多样性峰会上", "2020年9月30日", False),
        ("关于做好有关工作", "各省、自治区、直辖市：", False),
        ("关于做好有关工作", "发改运行〔2021〕266号", False),
    ],
)
def test_titles_over_lines(title: str, line: str, expected: bool) -> None:
    assert goes_on(title, line) is expected
