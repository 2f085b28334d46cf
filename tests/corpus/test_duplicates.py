from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.duplicates import (
    PERMUTATIONS,
    Part,
    Signed,
    are_same,
    find_twins,
    jaccard,
    shingles,
    sign,
    similar_pairs,
)

PLAN = "".join(
    f"第{number}项任务是推进重点领域绿色低碳转型，完成指标{number * 37}。" for number in range(80)
)
OTHER = "".join(
    f"第{number}条办法规定排放单位报送配额清缴情况，逾期{number * 91}日。" for number in range(80)
)


def test_shingles_leave_out_punctuation_and_white_space() -> None:
    assert shingles("到 2025年，非化石能源") == {
        "到2025年非化",
        "2025年非化石",
        "025年非化石能",
        "25年非化石能源",
    }
    assert shingles("碳达峰") == {"碳达峰"}


def test_jaccard() -> None:
    assert jaccard({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert jaccard(set(), set()) == 0.0


def test_a_notice_in_front_and_other_punctuation_leave_the_same_text() -> None:
    notice = "现将方案印发给你们，请认真贯彻执行。\n" + PLAN.replace("，", " , ")
    assert are_same(PLAN, notice)
    assert not are_same(PLAN, PLAN[: len(PLAN) // 3])
    assert not are_same(PLAN, OTHER)


def test_similar_pairs_are_found_by_their_signatures() -> None:
    texts = {"a": PLAN, "b": OTHER, "c": "前言。" + PLAN, "d": ""}
    signed = [Signed(name, sign(text)) for name, text in texts.items()]
    assert {len(one.signature) for one in signed} == {4 * PERMUTATIONS}
    assert similar_pairs(signed) == [("a", "c")]


@given(st.text("碳达峰方案目标到2025年", min_size=0, max_size=60))
def test_a_signature_is_the_same_each_time(text: str) -> None:
    assert sign(text) == sign(text)


def test_twins() -> None:
    first = "到2025年，非化石能源消费比重达到41.5%，单位地区生产总值能耗下降14.5%。"
    second = "加强组织领导，落实各方责任，强化监督评价，确保各项任务落到实处。"
    primary = [Part(7, first), Part(8, second)]
    duplicate = [
        Part(1, second.replace("，", ",")),
        Part(2, "另有一段前言，说明来由和经过。"),
        Part(3, first),
    ]
    assert dict(find_twins(duplicate, primary)) == {1: 8, 3: 7}
