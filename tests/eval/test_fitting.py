from __future__ import annotations

import tomllib
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from eval.fitting import sentences
from eval.fitting.__main__ import curve_markdown, curve_table, scores_line, table
from eval.fitting.basis import (
    FALLING,
    RISING,
    Cases,
    CurvePoint,
    area,
    curve,
    fit_basis,
    held_out,
    make_cases,
)
from eval.fitting.ranker import (
    Example,
    cross_validate,
    fit_weights,
    make_examples,
    one_loss,
    recall_at,
    reciprocal_rank,
)
from eval.questions import GoldEvidence, Question, QuestionType
from qa.engine import Engine
from qa.evidence.basis import SIGNALS
from qa.evidence.features import FEATURES as OF_SENTENCES
from qa.evidence.sentences import Evidence
from qa.search.features import FEATURES
from tests.qa.passages import PASSAGE, TEXT

CANDIDATES = 8


def example(document: str, features: Sequence[Sequence[float]], *gold: int) -> Example:
    """An example with one quote, which the rows ``gold`` hold."""
    return Example(document, np.array(features, dtype=float), (gold,) if gold else (), 1)


@pytest.fixture(scope="module")
def decided() -> list[Example]:
    """Questions of which each wants the candidate whose second feature is the smallest."""
    rng = np.random.default_rng(0)
    examples = []
    for number in range(20):
        features = rng.normal(size=(CANDIDATES, 3))
        gold = int(features[:, 1].argmin())
        features[gold, 1] -= 0.5
        examples.append(example(f"文件{number}", features.tolist(), gold))
    return examples


def test_the_feature_that_decides_gets_its_sign_and_ranks_all_gold_first(
    decided: list[Example],
) -> None:
    weights = fit_weights(decided)
    assert weights[1] < 0
    assert abs(weights[1]) > 3 * max(abs(weights[0]), abs(weights[2]))
    assert all(recall_at(one, weights, 1) == 1 for one in decided)
    assert all(reciprocal_rank(one, weights) == 1 for one in decided)


def test_a_stronger_penalty_makes_smaller_weights(decided: list[Example]) -> None:
    weak, strong = fit_weights(decided, penalty=0.003), fit_weights(decided, penalty=0.3)
    assert np.linalg.norm(strong) < np.linalg.norm(weak)


def test_a_question_without_gold_among_its_candidates_changes_no_weights(
    decided: list[Example],
) -> None:
    lost = example("文件", [[0.0, 9.0, 0.0]] * CANDIDATES)
    assert np.array_equal(fit_weights([*decided, lost]), fit_weights(decided))


def test_the_gradient_is_that_of_the_loss(decided: list[Example]) -> None:
    one = Example("文件", decided[0].features, ((0, 3), (5,)), 2)
    weights, scale = np.array([0.3, -0.7, 0.1]), np.array([1.0, 2.0, 0.5])
    _, slope = one_loss(one, weights, scale)
    step = 1e-6
    for column in range(3):
        moved = np.eye(3)[column] * step
        above, _ = one_loss(one, weights + moved, scale)
        below, _ = one_loss(one, weights - moved, scale)
        assert slope[column] == pytest.approx((above - below) / (2 * step), abs=1e-6)


def test_recall_and_rank_by_hand() -> None:
    one = Example("文件", np.array([[4.0], [3.0], [2.0], [1.0]]), ((1, 3), (2,)), 4)
    weights = np.array([1.0])
    assert recall_at(one, weights, 1) == 0.0
    assert recall_at(one, weights, 2) == 0.25
    assert recall_at(one, weights, 4) == 0.5
    assert reciprocal_rank(one, weights) == 0.5
    assert reciprocal_rank(example("文件", [[1.0]]), weights) == 0.0


def test_questions_of_one_document_are_in_one_fold() -> None:
    """Of each document another feature decides: what was learned of the others tells nothing.

    So every held-out gold candidate stays where it was, in the last row.
    """
    names = [f"文件{number}" for number in range(5)]
    examples = []
    for column, name in enumerate(names):
        features = np.zeros((CANDIDATES, len(names)))
        features[-1, column] = 1.0
        examples += [example(name, features.tolist(), CANDIDATES - 1)] * 3
    assert all(recall_at(one, fit_weights(examples), 1) == 1 for one in examples)
    assert cross_validate(examples) == {"recall@5": 0.0, "mrr": pytest.approx(1 / CANDIDATES)}


def test_what_holds_for_all_documents_is_learned_across_folds(decided: list[Example]) -> None:
    scores = cross_validate(decided)
    assert scores["recall@5"] > 0.9
    assert scores["mrr"] > 0.9


def ask(identifier: str, text: str, *quotes: str) -> Question:
    """A question whose evidence is quoted from the plan that the notice issues."""
    return Question(
        id=identifier,
        type=QuestionType.NUMERIC if quotes else QuestionType.UNANSWERABLE,
        question=text,
        answerable=bool(quotes),
        evidence=tuple(
            GoldEvidence(source_file="南充方案.txt", quote=quote, line=5) for quote in quotes
        ),
        documents=("南充方案.txt:1",) if quotes else (),
    )


QUESTIONS = [
    ask(
        "q1",
        "南充市2025年非化石能源消费比重是多少？",
        "到2025年，南充市非化石能源消费比重达到41.5%",
        "木星上没有的一句话，哪里也找不到",
    ),
    ask("q2", "木星的卫星有多少颗？"),
]


def test_the_examples_are_the_questions_with_an_answer(small_engine: Engine) -> None:
    (one,) = make_examples(small_engine, QUESTIONS)
    assert one.document == "南充方案.txt:1"
    assert one.features.shape[1] == len(FEATURES)
    assert one.quotes == 2
    (rows,) = one.gold
    assert len(rows) == 1


def test_a_case_is_what_the_basis_model_looks_at(small_engine: Engine) -> None:
    cases = make_cases(small_engine, QUESTIONS)
    assert cases.answerable.tolist() == [True, False]
    assert cases.values.shape == (2, len(SIGNALS))
    held = cases.values[:, SIGNALS.index("held")]
    assert held[0] > held[1]


def test_a_case_of_a_comparison_is_the_mean_of_its_sides(small_engine: Engine) -> None:
    both = ask("q", "南充市和淄博市2025年非化石能源消费比重分别是多少？", "甲")
    alone = ask("q", "南充市2025年非化石能源消费比重分别是多少？", "甲")
    side = SIGNALS.index("side")
    assert make_cases(small_engine, [both, alone]).values[:, side].tolist() == [1.0, 0.0]


RISEN = [SIGNALS.index("sure"), SIGNALS.index("score")]


@pytest.fixture(scope="module")
def apart() -> Cases:
    """Questions with an answer, which have more of two rising signals, and without one."""
    rng = np.random.default_rng(0)
    values = rng.normal(size=(50, len(SIGNALS)))
    values[:40, RISEN] = rng.uniform((0.6, 8.0), (1.0, 15.0), size=(40, 2))
    values[40:, RISEN] = rng.uniform((0.0, 0.0), (0.4, 6.0), size=(10, 2))
    return Cases(values, np.arange(50) < 40)


def test_the_basis_model_separates_what_can_be_separated(apart: Cases) -> None:
    weights = fit_basis(apart)
    assert list(weights) == [*SIGNALS, "bias"]
    slopes = np.array([weights[name] for name in SIGNALS])
    rated = 1 / (1 + np.exp(-(apart.values @ slopes + weights["bias"])))
    assert min(slopes[RISEN]) > 0
    assert all(weights[name] >= 0 for name in RISING)
    assert all(weights[name] <= 0 for name in FALLING)
    assert rated[apart.answerable].min() > rated[~apart.answerable].max()
    assert area(rated, apart.answerable) == 1.0


def test_what_was_held_out_is_separated_too(apart: Cases) -> None:
    rated = held_out(apart)
    assert ((rated > 0) & (rated < 1)).all()
    assert area(rated, apart.answerable) == 1.0


@pytest.mark.parametrize(
    ("rated", "expected"),
    [
        ([0.9, 0.8, 0.2, 0.1], 1.0),
        ([0.1, 0.2, 0.8, 0.9], 0.0),
        ([0.5, 0.5, 0.5, 0.5], 0.5),
        ([0.9, 0.3, 0.5, 0.1], 0.75),
    ],
    ids=["perfect", "reversed", "ties", "one pair wrong"],
)
def test_the_area_under_the_curve(rated: list[float], expected: float) -> None:
    assert area(np.array(rated), np.array([True, True, False, False])) == expected


def test_a_higher_threshold_refuses_more() -> None:
    rng = np.random.default_rng(0)
    answerable = rng.random(200) < 0.8
    points = curve(np.clip(rng.normal(0.75, 0.2, 200), 0, 1), answerable)
    assert [point.threshold for point in points] == pytest.approx(np.arange(0.3, 0.96, 0.05))
    for low, high in pairwise(points):
        assert low.refused <= high.refused
        assert low.over_refused <= high.over_refused
    assert points[0].refused < points[-1].refused


def test_a_threshold_by_hand() -> None:
    first, *_ = curve(np.array([0.9, 0.2, 0.6, 0.1]), np.array([True, True, False, False]))
    assert first == CurvePoint(0.3, refused=0.5, over_refused=0.5)
    assert curve_table([first])[-1] == "| 0.30 | 50.0% | 50.0% |"


def test_the_curve_is_told_of_all_sets_and_of_dev_alone() -> None:
    cases = Cases(np.zeros((4, len(SIGNALS))), np.array([True, False, True, False]))
    rated = np.array([0.9, 0.1, 0.2, 0.8])
    text = curve_markdown(
        ["# No basis"], ("dev", "other"), cases, rated, ["dev-1", "dev-2", "other-1", "other-2"]
    )
    assert "## all: area under the ROC curve 0.750" in text
    assert "## dev: area under the ROC curve 1.000" in text
    assert text.count("| 0.30 |") == 2


def test_the_weights_file_holds_every_weight() -> None:
    features = dict(zip(FEATURES, np.arange(len(FEATURES), dtype=float).tolist(), strict=True))
    basis = {name: 0.5 for name in (*SIGNALS, "bias")}
    head = scores_line(("dev", "practice-a"), {"recall@5": 0.9, "mrr": 0.8})
    lines = [head, *table("features", features), "", *table("basis", basis)]
    assert tomllib.loads("\n".join(lines)) == {"features": features, "basis": basis}
    assert head.startswith("#")
    assert "dev.jsonl, practice-a.jsonl" in head
    assert "recall@5 0.900, mrr 0.800" in head


def test_the_sentences_of_a_question_are_an_example(small_engine: Engine) -> None:
    (one,) = sentences.make_examples(small_engine, QUESTIONS)
    assert one.document == "南充方案.txt:1"
    assert one.features.shape[1] == len(OF_SENTENCES)
    assert (one.quotes, len(one.gold)) == (2, 1)
    assert one.gold[0] == (0,)


def test_a_question_with_sides_is_no_example_of_sentences(small_engine: Engine) -> None:
    both = ask("q", "南充市和淄博市2025年非化石能源消费比重分别是多少？", "到2025年")
    assert sentences.make_examples(small_engine, [both]) == []


def evidence(*texts: str) -> list[Evidence]:
    return [Evidence(PASSAGE, text, "") for text in texts]


def test_gold_sentences_stand_in_the_quote_and_hold_a_key_fact() -> None:
    first, second = TEXT.split("\n")
    found = evidence(first, second, "市发展改革委统筹协调，定期调度。")
    quote = GoldEvidence(source_file="002.txt", quote=TEXT.replace("\n", ""), line=1)
    question = ask("q", "南充市非化石能源消费比重是多少？", quote.quote)
    assert sentences.gold_rows(question, quote, found) == (0, 1)
    telling = question.model_copy(update={"key_facts": ("43.5%",)})
    assert sentences.gold_rows(telling, quote, found) == (1,)
    untold = question.model_copy(update={"key_facts": ("99%",)})
    assert sentences.gold_rows(untold, quote, found) == (0, 1)


@pytest.mark.parametrize(
    ("sentence", "quote", "expected"),
    [
        (TEXT, TEXT[10:40], True),
        (TEXT[:30], TEXT, True),
        ("市发展改革委统筹协调，定期调度工作进展。", TEXT, False),
        (TEXT[:12] + "市发展改革委统筹协调，定期调度工作进展。", TEXT, False),
    ],
    ids=["it holds the quote", "the quote holds it", "another", "its beginning alone"],
)
def test_a_sentence_stands_in_a_quote(sentence: str, quote: str, expected: bool) -> None:
    assert sentences.stands_in(sentence, quote) is expected


def test_of_a_list_only_what_holds_all_of_it_is_gold() -> None:
    question = ask("q", "南充市有哪些目标？", TEXT).model_copy(
        update={"type": QuestionType.LIST, "key_facts": ("41.5%", "43.5%|四成三")}
    )
    found = evidence(TEXT, TEXT.split("\n")[0], "41.5%和四成三")
    assert sentences.whole_lists(question, found) == (0, 2)
    fact = question.model_copy(update={"type": QuestionType.FACT})
    assert sentences.whole_lists(fact, found) == ()
