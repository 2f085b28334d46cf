from __future__ import annotations

import pytest

from corpus.library import Name
from qa.dialogue import Known, Turn, resolve, unknown_here

HISTORY = [
    Turn("user", "南充市2025年非化石能源消费比重目标是多少？"),
    Turn("assistant", "41.5%。[1]"),
]


def test_another_year() -> None:
    assert resolve("那2030年呢？", HISTORY) == "南充市非化石能源消费比重目标是多少 那2030年呢？"


def test_another_place() -> None:
    resolved = resolve("那淄博市呢？", HISTORY, Known(("南充市", "淄博市")))
    assert resolved == "2025年非化石能源消费比重目标是多少 那淄博市呢？"


def test_a_whole_question_is_left_alone() -> None:
    question = "淄博市新增光伏发电装机要达到多少？"
    assert resolve(question, HISTORY) == question
    assert resolve("那2030年呢？", []) == "那2030年呢？"


def after(question: str) -> list[Turn]:
    """A dialogue of one question and its answer."""
    return [Turn("user", question), Turn("assistant", "见引文。[1]")]


@pytest.mark.parametrize(
    ("earlier", "now", "resolved"),
    [
        ("华电打算哪一年碳达峰？", "那三峡集团呢？", "打算哪一年碳达峰 那三峡集团呢？"),
        ("包钢打算哪一年碳达峰？", "那中石油呢？", "打算哪一年碳达峰 那中石油呢？"),
        ("国发〔2021〕23号何时发布？", "国发〔2021〕4号呢？", "何时发布 国发〔2021〕4号呢？"),
    ],
    ids=["company", "everyday name", "number"],
)
def test_what_is_named_is_replaced(
    shipped_names: tuple[Name, ...], earlier: str, now: str, resolved: str
) -> None:
    assert resolve(now, after(earlier), Known((), shipped_names)) == resolved


@pytest.mark.parametrize(
    ("earlier", "now", "gone"),
    [
        ("华电集团打算哪一年碳达峰？", "那三峡集团呢？", "集团打算"),
        ("中国华电集团有限公司打算哪一年碳达峰？", "那三峡集团呢？", "有限公司"),
        (
            "《碳排放权交易管理办法（试行）》怎么罚款？",
            "那《企业环境信息依法披露管理办法》呢？",
            "碳排放权",
        ),
        ("国发（2021）23号何时发布？", "国发〔2021〕4号呢？", "23号"),
    ],
    ids=["group", "company in full", "title with brackets", "number in round brackets"],
)
def test_nothing_is_left_of_what_was_named(
    shipped_names: tuple[Name, ...], earlier: str, now: str, gone: str
) -> None:
    assert gone not in resolve(now, after(earlier), Known((), shipped_names))


@pytest.mark.parametrize("here", ["我市", "本市", "全市", "我们市"])
def test_the_asker_s_own_place_is_the_one_asked_about_last(here: str) -> None:
    earlier = "南充市2025年非化石能源消费比重是多少？"
    resolved = resolve(f"{here}森林覆盖率目标是多少？", after(earlier), Known(("南充市",)))
    assert resolved == "南充市森林覆盖率目标是多少？"


def test_the_asker_s_own_place_is_home_where_no_other_was_named() -> None:
    home = Known(("四川省",), home="四川省")
    assert resolve("本省的目标是多少？", [], home) == "四川省的目标是多少？"
    assert resolve("本省的目标是多少？", after("什么是碳达峰？"), home) == "四川省的目标是多少？"


def test_the_place_asked_about_goes_before_home() -> None:
    known = Known(("南充市", "淄博市"), home="淄博市")
    resolved = resolve("我市森林覆盖率是多少？", after("南充市的目标是多少？"), known)
    assert resolved == "南充市森林覆盖率是多少？"


def test_an_unknown_own_place_stays_as_it_is() -> None:
    assert resolve("我市2025年的目标是多少？", []) == "我市2025年的目标是多少？"


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("资本市场怎样支持绿色低碳转型？", "资本市场"),
        ("电力完全市场化以后怎么定价？", "完全市场化"),
        ("淄博市全市的森林覆盖率是多少？", "淄博市全市"),
        ("江苏全省的目标是多少？", "江苏全省"),
        ("本省2025年的目标是多少？", "本省"),
    ],
    ids=["资本市场", "完全市场化", "a place of its own", "a province of its own", "another kind"],
)
def test_what_is_not_the_asker_s_own_place_is_left_alone(text: str, kept: str) -> None:
    known = Known(("南充市", "淄博市"))
    assert kept in resolve(text, after("南充市2025年的目标是多少？"), known)


def test_a_follow_up_knows_the_own_place_of_the_question_before() -> None:
    known = Known(("南充市",), home="南充市")
    resolved = resolve("那2030年呢？", after("我市2025年的目标是多少？"), known)
    assert resolved == "南充市的目标是多少 那2030年呢？"


@pytest.mark.parametrize(
    "text",
    [
        *("森林覆盖率多少", "核电", "怎么处罚？", "垃圾资源化利用的目标是多少？"),
        "那份方案里绿色建筑的比例到2025年要达到多少才行？",
        "绿色建筑的比例呢，到“十四五”末要达到多少才算行？",
    ],
)
def test_a_question_without_a_subject_leans(text: str) -> None:
    assert resolve(text, HISTORY).endswith(f"非化石能源消费比重目标是多少 {text}")


@pytest.mark.parametrize(
    "text",
    [
        "淄博市的目标",
        "三峡集团打算哪年",
        "国发23号文讲什么",
        "《京都议定书》讲什么",
        pytest.param(
            "全国碳排放权交易市场何时启动？",
        ),
    ],
)
def test_a_question_with_a_subject_does_not_lean(
    shipped_names: tuple[Name, ...], text: str
) -> None:
    assert resolve(text, HISTORY, Known(("南充市", "淄博市"), shipped_names)) == text


@pytest.mark.parametrize(
    "text", ["再生水利用率到2025年要达到多少？", "那曲市2025年非化石能源消费比重是多少？"]
)
def test_a_question_that_begins_with_such_a_word_is_whole(text: str) -> None:
    assert resolve(text, HISTORY) == text


def test_only_the_questions_of_the_dialogue_are_looked_at() -> None:
    history = [*after("南充市的目标是多少？"), Turn("assistant", "淄博市是8%。")]
    resolved = resolve("我市森林覆盖率是多少？", history, Known(("南充市", "淄博市")))
    assert resolved == "南充市森林覆盖率是多少？"


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("我市2025年的目标是多少？", "我市"),
        ("宁夏的实施意见对本区数据中心有什么要求？", None),
        ("我省和淄博市的目标哪个高？", "我省"),
        ("资本市场怎样支持绿色低碳转型？", None),
    ],
)
def test_only_the_asker_s_own_place_is_asked_for(text: str, unknown: str | None) -> None:
    assert unknown_here(text, Known(("淄博市",))) == unknown


def test_a_question_leans_through_one_that_leans_itself() -> None:
    history = [
        Turn("user", "华电集团什么时候达峰？"),
        Turn("assistant", "2025年。"),
        Turn("user", "那时候非化石装机占多少？"),
        Turn("assistant", "50%以上。"),
    ]
    whole = resolve("再往后五年，排放总量还要往下压多少？", history, Known(("淄博市",)))
    assert whole.startswith("华电集团什么时候达峰")
    assert whole.endswith("再往后五年，排放总量还要往下压多少？")
