from __future__ import annotations

import math
from dataclasses import replace

import pytest

from corpus.words import fold
from qa.library_view import LibraryView
from qa.query import analyse
from qa.references import Reference
from qa.search.candidates import Found
from qa.search.features import FEATURES, FULL_LENGTH, SHORT, Rater, Weigher, build_features, share
from qa.search.store import Candidate
from tests.qa.search.conftest import Chunk

NOTHING = Found(lexical={}, dense={}, named=(), fused={})
RATIO = "到2025年，淄博市非化石能源消费比重提高到8%左右"
NATIONAL_RATIO = "到2025年，全国非化石能源消费比重达到20%左右"
BODIES = "市发展改革委统筹协调"
TERM = "（二）碳排放权：是指"
ARTICLE_1 = "第一条 为了"
ARTICLE_12 = "第十二条 温室气体重点排放单位"


@pytest.fixture
def weigher(small: LibraryView) -> Weigher:
    return Weigher(small.library, small.chunk_count)


def rate(
    question: str, candidate: Candidate, weigher: Weigher, found: Found = NOTHING
) -> dict[str, float]:
    """The features of a candidate by name."""
    asked = analyse(question, ["南充市", "淄博市"])
    row = Rater(asked, found, weigher.weights(asked.whole)).row(candidate)
    return dict(zip(FEATURES, row, strict=True))


@pytest.mark.parametrize(
    ("feature", "question", "text", "value"),
    [
        ("defined", "什么是碳排放权？", TERM, 1),
        ("defined", "碳排放权要清缴吗？", TERM, 0),
        ("defined", "什么是甲烷？", TERM, 0),
        ("definition", "什么是甲烷？", TERM, 1),
        ("definition", "什么是甲烷？", BODIES, 0),
        ("definition", "碳排放权要清缴吗？", TERM, 0),
        ("year", "淄博市2025年的目标", RATIO, 1),
        ("year", "淄博市2030年的目标", RATIO, 0),
        ("year", "淄博市“十四五”的目标", RATIO, 1),
        ("other_year", "淄博市2035年的目标", RATIO, 1),
        ("other_year", "淄博市2025年的目标", RATIO, 0),
        ("other_year", "淄博市的目标", RATIO, 0),
        ("other_year", "淄博市2035年的目标", BODIES, 0),
        ("issued_in_year", "2023年发布的方案", BODIES, 1),
        ("issued_in_year", "2024年发布的方案", BODIES, 0),
        ("issued_in_year", "哪年发布的方案", "力争于2023年率先", 0),
        ("place", "淄博的目标", RATIO, 1),
        ("place", "南充的目标", RATIO, 0),
        ("place", "目标", RATIO, 0),
        ("other_place", "南充的目标", RATIO, 1),
        ("other_place", "南充和淄博的目标", RATIO, 0),
        ("other_place", "南充的目标", NATIONAL_RATIO, 0),
        ("other_place", "目标", RATIO, 0),
        ("national", "全国的目标", NATIONAL_RATIO, 1),
        ("national", "全国的目标", ARTICLE_1, 1),
        ("national", "全国的目标", RATIO, 0),
        ("national", "国家电网的目标", NATIONAL_RATIO, 0),
        ("national", "南充和全国的目标", NATIONAL_RATIO, 0),
        ("figure", "非化石能源消费比重是多少？", RATIO, 1),
        ("figure", "非化石能源消费比重是多少？", BODIES, 0),
        ("figure", "有什么要求？", RATIO, 0),
        ("clause", "第12条怎么规定？", ARTICLE_12, 1),
        ("clause", "第12条怎么规定？", ARTICLE_1, 0),
        ("clause", "第一章怎么规定？", ARTICLE_12, 1),
        ("clause", "怎么规定？", ARTICLE_12, 0),
        ("short", "核电", "2.积极发展核电", 1),
        ("short", "核电", NATIONAL_RATIO, 0),
        ("overlap", "积极发展核电", "2.积极发展核电", 1),
        ("overlap", "木星", RATIO, 0),
        # 中国, 国华 and 华电 of the title's 9 pairs.
        ("title_share", "中国华电的目标", "有力有序推进碳达峰", 3 / (9 + 3)),
    ],
)
def test_a_feature(
    chunk: Chunk, weigher: Weigher, feature: str, question: str, text: str, value: float
) -> None:
    assert rate(question, chunk(text), weigher)[feature] == pytest.approx(value)


def test_length_is_of_the_letters_up_to_a_full_length(chunk: Chunk, weigher: Weigher) -> None:
    one = chunk(RATIO)
    letters = len(fold(one.chunk.text))
    assert SHORT <= letters < FULL_LENGTH
    assert rate("目标", one, weigher)["length"] == pytest.approx(letters / FULL_LENGTH)


def test_what_the_searches_found_is_relative_to_the_best(chunk: Chunk, weigher: Weigher) -> None:
    best, second, last = chunk(RATIO), chunk(BODIES), chunk(TERM)
    positions = [one.chunk.position for one in (best, second, last)]
    lexical = dict(zip(positions[:2], (8.0, 2.0), strict=True))
    dense = dict(zip(positions[:2], (0.9, 0.8), strict=True))
    fused = dict(zip(positions, (0.04, 0.02, 0.01), strict=True))
    found = Found(lexical=lexical, dense=dense, named=(), fused=fused)
    rows = [rate("目标", one, weigher, found) for one in (best, second, last)]
    assert [row["lexical"] for row in rows] == [1.0, 0.25, 0.0]
    assert [row["fusion"] for row in rows] == pytest.approx([1.0, 0.5, 0.25])
    assert rows[0]["dense"] == 0.0
    assert rows[1]["dense"] < 0.0
    assert rows[2]["dense"] == rows[1]["dense"]


def test_a_chunk_of_a_named_document(chunk: Chunk, weigher: Weigher, ids: dict[str, str]) -> None:
    found = replace(NOTHING, named=(Reference(ids["淄博"], "淄政字57号"),))
    assert rate("淄政字57号", chunk(RATIO), weigher, found)["named"] == 1
    assert rate("淄政字57号", chunk(TERM), weigher, found)["named"] == 0


def test_every_candidate_has_a_row_of_finite_features(chunk: Chunk, weigher: Weigher) -> None:
    candidates = [chunk(text) for text in (RATIO, BODIES, TERM)]
    features = build_features(analyse("？碳"), NOTHING, candidates, weigher)
    assert features.shape == (3, len(FEATURES))
    assert math.isfinite(features.sum())
    assert build_features(analyse("碳"), NOTHING, [], weigher).shape == (0, len(FEATURES))


def test_weights_add_up_to_one_and_rare_pairs_weigh_more(weigher: Weigher) -> None:
    weights = weigher.weights("非化石核电多少？")
    assert sum(weights.values()) == pytest.approx(1)
    assert set(weights) == {"非化", "化石", "石核", "核电"}
    assert weights["核电"] > weights["化石"]
    assert weigher.weights("？！") == {}


def test_a_weight_is_the_inverse_document_frequency(small: LibraryView, weigher: Weigher) -> None:
    counts = small.library.bigram_counts(["核电"])
    total, held = small.chunk_count, counts["核电"]
    rare = math.log(1 + (total - held + 0.5) / (held + 0.5))
    unknown = math.log(1 + (total + 0.5) / 0.5)
    assert weigher.weights("核电厂")["核电"] == pytest.approx(rare / (rare + unknown))


def test_share_is_the_weight_of_the_pairs_that_a_text_holds() -> None:
    assert share({"核电": 0.7, "装机": 0.3}, "积极发展核电") == pytest.approx(0.7)
