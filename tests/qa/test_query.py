from __future__ import annotations

import pytest

from corpus.errors import InputError
from corpus.years import find_years
from qa.query import analyse, clean_question, without_years_named


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("南充市2025年目标", (2025,)),
        ("“十四五”期间新增光伏", (2025,)),
        ("到2030年比2005年下降", (2030, 2005)),
        ("国发〔2021〕23号", (2021,)),
        ("12025千瓦", ()),
    ],
)
def test_years(text: str, years: tuple[int, ...]) -> None:
    assert find_years(text) == years


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("南充市2025年非化石能源消费比重", ("南充",)),
        ("克拉玛依到2025年的比重", ("克拉玛依",)),
        ("江苏和浙江的森林覆盖率", ("江苏", "浙江")),
        ("全国森林覆盖率", ()),
        ("保定市2025年光伏装机目标", ("保定",)),
        ("保定2025年光伏装机", ("保定",)),
        ("大同市光伏装机", ("大同",)),
        ("朝阳产业和阿里巴巴", ()),
        ("城市上市公司", ()),
    ],
)
def test_places(text: str, places: tuple[str, ...]) -> None:
    assert analyse(text, ["克拉玛依市"]).places == places


def test_the_topic_is_without_place_and_year() -> None:
    question = analyse("克拉玛依市2027年的碳市场配额总量是多少", ["克拉玛依市"])
    assert question.topic == ("碳", "市场", "配额", "总量")
    assert question.asks_figure


def test_control_characters_are_taken_out() -> None:
    assert clean_question("南充\x00市\u200b 2025年\r\n目标\x1b", 100) == "南充 市 2025年 目标"


@pytest.mark.parametrize("text", ["", "  \n", "？！。", "\x00\x07"])
def test_an_empty_question_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="问题是空的"):
        clean_question(text, 100)


def test_a_long_question_is_refused() -> None:
    with pytest.raises(InputError, match="20000 字，超过上限 2000 字"):
        clean_question("碳" * 20_000, 2000)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("南充市2025年非化石能源消费比重是多少？", {"figure"}),
        ("重点任务有哪些？", {"list"}),
        ("列出十大行动", {"list"}),
        ("什么是碳排放权？", {"definition"}),
        ("碳排放权指的是什么？", {"definition"}),
        ("南充和淄博的森林覆盖率哪个高？", {"comparison"}),
        ("南充和淄博的森林覆盖率分别是多少？", {"figure", "comparison"}),
        ("南充的森林覆盖率比淄博高出多少？", {"figure", "comparison"}),
        ("从2025年到2030年比重提高多少？", {"figure", "comparison"}),
        ("南充的目标比淄博严吗？", {"comparison"}),
        ("要求松了还是紧了？", {"comparison"}),
        ("南充市各年的比重", {"comparison", "figure"}),
        ("南充市非化石能源消费比重要多高？", {"figure"}),
        ("包括什么指标？各是多少？", {"figure", "list", "comparison"}),
        ("浙江省2025年非化石能源消费比重", {"figure"}),
        ("2030年风电、太阳能总装机目标是？", {"figure"}),
        ("县城住宅最高能盖几层？", {"figure"}),
        ("谁来统筹光伏装机", {"comparison"}),
        ("五大行动是什么", {"list", "definition"}),
        ("市发展改革委的职责", set()),
    ],
)
def test_what_kind_of_answer_is_asked_for(text: str, kinds: set[str]) -> None:
    question = analyse(text, ["南充市", "淄博市"])
    asked = {
        "figure": question.asks_figure,
        "list": question.asks_list,
        "definition": question.asks_definition,
        "comparison": question.asks_comparison,
    }
    assert {kind for kind, is_asked in asked.items() if is_asked} == kinds


def test_the_clauses_that_a_question_points_at() -> None:
    assert analyse("办法第12条和第三章怎么规定").clauses == (("第十二条",), ("第三章",))
    assert analyse("办法怎么规定").clauses == ()


def test_the_words_of_the_documents_are_searched_too() -> None:
    question = analyse("央企的PUE要求")
    assert question.standard == ("电能利用效率", "电能使用效率", "中央企业")
    assert question.whole == "央企的PUE要求 电能利用效率 电能使用效率 中央企业"
    assert {"pue", "央企", "电能", "效率", "中央企业"} <= set(question.words)


def test_a_question_in_the_words_of_the_documents_is_searched_as_it_is() -> None:
    question = analyse("森林蓄积量")
    assert (question.standard, question.whole) == ((), "森林蓄积量")


@pytest.mark.parametrize(
    "text",
    [
        "\x1b[1;31m南充市目标\x1b[0m",
        "\x1b[K南充市目标\x1b[2J",
        "\x1b[38;5;196m南充市目标\x1b[m\n",
    ],
)
def test_terminal_codes_are_taken_out(text: str) -> None:
    assert clean_question(text, 100) == "南充市目标"


def test_a_question_of_terminal_codes_alone_is_empty() -> None:
    with pytest.raises(InputError, match="问题是空的"):
        clean_question("\x1b[1;31m\x1b[0m", 100)


def test_a_terminal_code_within_a_word_leaves_the_word_whole() -> None:
    assert clean_question("南充\x1b[31m市目标", 100) == "南充市目标"


def test_the_limit_is_met_by_a_question_of_just_as_many_characters() -> None:
    assert clean_question("碳" * 10, 10) == "碳" * 10


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("江西“十四五”准备在电网建设上砸多少钱？", {"电网", "钱"}),
        ("5G基站的能效到2025年要提高多少？", {"基站", "能效"}),
        (
            "什么叫绿色债券？央行等部门2021年是怎么界定的？",
            {"绿色", "债券", "央行", "部门", "界定"},
        ),
    ],
    ids=["verbs are left out", "Latin letters", "punctuation is no name"],
)
def test_the_names(question: str, names: set[str]) -> None:
    found = set(analyse(question).names)
    assert names <= found
    assert all(word[0].isalnum() for word in found)
    assert not {"准备", "砸", "提高", "叫"} & found


@pytest.mark.parametrize(
    ("text", "named", "years"),
    [
        ("2030年前碳达峰行动方案的目标是什么", ["2030年前碳达峰行动方案"], ()),
        ("2030年前碳达峰行动方案2025年的目标", ["2030年前碳达峰行动方案"], (2025,)),
        ("2030年前碳达峰行动方案2030年的目标", ["2030年前碳达峰行动方案"], (2030,)),
        ("南充市2030年的目标", [], (2030,)),
    ],
)
def test_the_years_of_a_title_are_not_asked_for(
    text: str, named: list[str], years: tuple[int, ...]
) -> None:
    assert without_years_named(analyse(text), named).years == years


def test_a_period_is_left_out_whole() -> None:
    for said in ("“十四五”时期", "“十四五”期间", "“十四五”末"):
        assert "时期" not in "".join(analyse(f"{said}单位GDP能耗降低多少").names)
        assert analyse(f"{said}能耗降低多少").names == analyse("能耗降低多少").names
