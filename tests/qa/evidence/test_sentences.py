from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from qa.engine import Engine
from qa.evidence.sentences import Evidence, paragraphs, sentences_of
from tests.conftest import is_verbatim
from tests.qa.passages import PASSAGE, TEXT, passage

TORN = (
    "壮大再制造产业规模，引导形成10个左右再制造产业集聚区，培育一批再制造\n"
    "领军企业，实现再制造产业产值达到2000亿元。"
)
SIGNED = (
    "做好电力设施保护，依法查处盗窃电能或破坏、哄抢、盗窃电力设施的案件。"
    "（各设区市人民政府、省发展改革委、省公安厅、各电力企业按职责分工负责）\n2022年4月15日"
)
LINKED = (
    "筛选能效水平领先、整改推进有亮点的示范地区，编制节能低碳共性关键技术攻关清单，构建绿色数据中\n"
    "http://qikan.cqvip.com/Qikan/Article/Detail?id=669255683"
)
TERM = (
    "2.0.1 绿色建造 green construction\n"
    "按照绿色发展的要求，通过科学管理和技术创新，采用有利于节约资源、保护环境、减少排放、"
    "提高效率、保障品质的建造方式，实现人与自然和谐共生的工程建造活动。"
)


def texts(text: str) -> list[str]:
    """The statements of a text."""
    return [one.text for one in sentences_of(passage(text))]


def test_the_sentences_used_here_are_real(stands_in_shipped: Callable[[str], bool]) -> None:
    assert stands_in_shipped(TORN)
    assert stands_in_shipped(TERM)


def test_a_figure_reaches_back_to_its_year() -> None:
    found = [evidence.text for evidence in sentences_of(PASSAGE)]
    assert found[1] == TEXT.split("\n")[0]
    assert found[2] == TEXT.split("\n")[1]
    assert all(text in TEXT for text in found)


@pytest.mark.parametrize(
    ("between", "reaches"), [(0, True), (2, True), (3, False)], ids=["next", "third", "too far"]
)
def test_a_figure_reaches_back_three_sentences_at_most(between: int, reaches: bool) -> None:
    text = "到2025年，产业结构明显优化。" + "推进节能降碳改造。" * between + "比重达到41.5%。"
    last = texts(text)[-1]
    assert (last == text) is reaches
    assert last.endswith("比重达到41.5%。")


def test_a_sentence_with_a_year_of_its_own_does_not_reach_back() -> None:
    assert texts("到2025年，比重达41.5%。到2030年，比重达43.5%。")[1] == "到2030年，比重达43.5%。"


def test_a_torn_paragraph_is_joined() -> None:
    assert texts(TORN) == [TORN]


def test_what_follows_the_joint_is_a_sentence_of_its_own() -> None:
    assert texts(TORN + "支持隧道掘进领域使用再制造产品。") == [
        TORN,
        "支持隧道掘进领域使用再制造产品。",
    ]


@pytest.mark.parametrize(
    "text",
    [
        TORN.replace("\n", "\n（二）"),
        TORN.replace("\n", "\n——"),
        "再制造产业\n领军企业，实现再制造产业产值达到2000亿元。",
        SIGNED,
        LINKED,
    ],
    ids=["a numbered item", "a dash", "a heading", "a date below the bodies", "a link"],
)
def test_what_is_not_torn_is_not_joined(text: str) -> None:
    assert paragraphs(text) == text.split("\n")


def test_the_line_of_a_term_goes_with_its_definition() -> None:
    following = "2.0.2 绿色策划 green planning\n因地制宜对建造全过程、全要素进行统筹。"
    assert texts(f"{TERM}\n{following}") == [TERM, following]


def test_the_line_of_a_term_alone_is_a_statement() -> None:
    assert texts("2.0.1 绿色建造 green construction") == ["2.0.1 绿色建造 green construction"]


def test_what_stands_before_is_kept() -> None:
    first, second = sentences_of(passage("坚持系统观念。坚持节约优先。"))
    assert (first.before, second.before) == ("", "坚持系统观念。")


def test_quotation_marks_stay_with_their_sentence() -> None:
    assert texts("他说：“要处理好四对关系。”会议强调节约。") == [
        "他说：“要处理好四对关系。”",
        "会议强调节约。",
    ]


def test_remains_are_no_statements() -> None:
    assert texts("二、目标\n达峰。\n到2030年，实现碳达峰。") == ["到2030年，实现碳达峰。"]


def test_a_link_is_no_statement() -> None:
    source = (
        "（ https://www.ndrc.gov.cn/xxgk/zcfb/tz/202201/t20220121_1312524.ht ml?code=&state=123）"
    )
    said = "碳达峰行动的指导意见已经发布。"
    assert texts(f"{said}\n{source}") == [said]
    assert texts(f"{said}{source}") == [said]


def test_a_table_has_no_sentences() -> None:
    assert not list(sentences_of(passage("指标 2025年\n非化石能源消费比重 41.5%", is_table=True)))


@pytest.mark.parametrize(
    ("text", "before", "heading"),
    [
        ("二、建立健全绿色低碳循环发展体系", "", True),
        ("非化石能源消费比重达41.5%。", "", False),
        ("主要包括以下三种形式：", "", False),
        ("非化石能源消费比重达41.5%", "到2025年，体系形成。", False),
    ],
)
def test_a_heading_is_a_line_without_an_end(text: str, before: str, heading: bool) -> None:
    assert Evidence(PASSAGE, text, before).is_heading is heading


@pytest.mark.parametrize(
    ("text", "path", "heading"),
    [
        ("（一）改造空间类型。", "（一）改造空间类型", True),
        (
            "第四条 生态环境部建设全国碳排放权交易市场。",
            "第四条 生态环境部建设全国碳排放权交易市场",
            False,
        ),
        ("3.“气候系统”指大气圈的整体。", "3.“气候系统”指大气圈的整体", False),
        ("（一）改造空间类型。", "（二）其他", False),
    ],
    ids=["title", "article", "definition", "no heading"],
)
def test_the_title_of_a_clause_that_goes_on_is_a_heading(
    text: str, path: str, heading: bool
) -> None:
    clause = replace(PASSAGE, text=f"{text}1.主要指老旧楼宇。", clause_path=(path,))
    assert Evidence(clause, text, "").is_heading is heading
    assert not Evidence(replace(clause, text=text), text, "").is_heading


def test_every_statement_of_the_plans_is_verbatim(plans: Engine) -> None:
    view = plans.view
    documents = {p.document_id: p for p in view.retriever.search("碳达峰", 200).passages}
    chunks = [
        part for one in documents.values() for part in view.retriever.around(one.chunk_id, 500)
    ]
    assert len(documents) == 3
    assert len(chunks) > 150
    for chunk in chunks:
        assert "\n".join(paragraphs(chunk.text)) == chunk.text
        for one in sentences_of(chunk):
            assert one.text in chunk.text
            assert is_verbatim(one.before + one.text, chunk.text)
