"""The shipped sets: what they hold, and that they pass their checker."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.readers.table import read_source
from corpus.sources import find_sources
from eval.checker import (
    Sources,
    check_claims,
    check_questions,
    check_sentences,
    lines_by_number,
)
from eval.drafts import read_draft_texts
from eval.gate import SETS, find_failures, read_thresholds
from eval.metrics.rates import Rate
from eval.questions import LabelledSentence, Question, read_claims, read_questions, read_sentences
from qa.drafts.models import DraftVerdict
from qa.drafts.reading import read_draft

DRAFTS = SETS / "drafts"
UNANSWERABLE = {
    "unanswerable": 100,
    "practice-d": 12,
    "practice-e": 5,
    "practice-f": 5,
    "practice-g": 2,
    "practice-h": 7,
    "plain-c": 80,
}


@pytest.fixture(scope="module")
def sources() -> Sources:
    return {
        candidate.name: lines_by_number(read_source(candidate.path.read_bytes(), candidate.name))
        for candidate in find_sources([]).candidates
    }


@pytest.fixture(scope="module")
def sets() -> dict[str, list[Question]]:
    return {name: read_questions(SETS / f"{name}.jsonl") for name in ("dev", "test")}


@pytest.fixture(scope="module")
def comparisons() -> list[Question]:
    return read_questions(SETS / "comparisons.jsonl")


def test_what_the_sets_hold(sets: dict[str, list[Question]]) -> None:
    assert {name: len(questions) for name, questions in sets.items()} == {"dev": 150, "test": 150}
    both = [question for questions in sets.values() for question in questions]
    assert Counter(question.type.value for question in both) == {
        "numeric": 75,
        "fact": 50,
        "list": 30,
        "comparison": 40,
        "temporal": 25,
        "definition": 20,
        "clause_location": 15,
        "multi_turn": 15,
        "unanswerable": 30,
    }
    assert len({document for question in both for document in question.documents}) >= 80


def test_no_document_serves_both_sets(sets: dict[str, list[Question]]) -> None:
    used = {name: {d for q in questions for d in q.documents} for name, questions in sets.items()}
    assert used["dev"] & used["test"] == set()


def test_further_comparisons_are_of_the_development_documents(
    sets: dict[str, list[Question]], comparisons: list[Question], sources: Sources
) -> None:
    assert {question.type.value for question in comparisons} == {"comparison"}
    assert len({question.question for question in comparisons}) == len(comparisons) == 36
    known = {document for question in sets["dev"] for document in question.documents}
    assert {document for question in comparisons for document in question.documents} <= known
    assert list(check_questions(comparisons, sources)) == []


@pytest.mark.parametrize(
    ("name", "size"),
    [
        *((f"practice-{letter}", 75) for letter in "abcdefgh"),
        ("unanswerable", 100),
        ("plain-c", 80),
        ("plain-d", 90),
    ],
)
def test_further_sets_to_tune_on_have_no_document_of_the_test_set(
    sets: dict[str, list[Question]], sources: Sources, name: str, size: int
) -> None:
    questions = read_questions(SETS / f"{name}.jsonl")
    assert len({(question.question, question.history) for question in questions}) == size
    unanswerable = sum(not question.answerable for question in questions)
    assert unanswerable == UNANSWERABLE.get(name, 0)
    held = {document for question in sets["test"] for document in question.documents}
    assert {document for question in questions for document in question.documents} & held == set()
    assert list(check_questions(questions, sources)) == []


@pytest.mark.parametrize(
    ("name", "size", "unanswerable"), [("usual", 60, 10), ("plain-a", 72, 6), ("plain-b", 60, 4)]
)
def test_ordinary_questions_are_asked_of_all_documents(
    sets: dict[str, list[Question]], sources: Sources, name: str, size: int, unanswerable: int
) -> None:
    questions = read_questions(SETS / f"{name}.jsonl")
    asked = {question.question for question in questions}
    assert len(questions) == size
    assert sum(not question.answerable for question in questions) == unanswerable
    assert not asked & {question.question for some in sets.values() for question in some}
    assert list(check_questions(questions, sources)) == []


@pytest.mark.parametrize("name", ["dev", "test"])
def test_the_sets_pass_their_checker(
    sets: dict[str, list[Question]], sources: Sources, name: str
) -> None:
    assert list(check_questions(sets[name], sources)) == []


def test_the_claims_pass_their_checker(sources: Sources) -> None:
    claims = read_claims(SETS / "claims.jsonl")
    assert list(check_claims(claims, sources)) == []
    assert Counter(claim.supported for claim in claims) == {True: 200, False: 200}
    kinds = Counter(claim.kind.value for claim in claims if claim.kind)
    assert min(kinds.values()) >= 20
    assert len(kinds) == 9


@pytest.mark.parametrize(
    ("name", "drafts", "verdicts"),
    [
        ("tuning", range(1, 31), (56, 32, 76, 60, 30, 24, 22)),
        ("held-out", range(31, 46), (28, 16, 38, 30, 15, 12, 11)),
        ("suspicious", range(46, 54), (16, 4, 40, 8, 2, 2, 8)),
    ],
)
def test_the_labelled_drafts_pass_their_checker(
    sources: Sources, name: str, drafts: range, verdicts: tuple[int, ...]
) -> None:
    sentences = read_sentences(DRAFTS / f"{name}.jsonl")
    texts = read_draft_texts(sentences, DRAFTS)
    assert list(check_sentences(sentences, texts, sources)) == []
    assert {one.draft for one in sentences} == {f"{number:02}.txt" for number in drafts}
    counted = Counter(one.verdict for one in sentences)
    assert tuple(counted[verdict] for verdict in DraftVerdict) == verdicts


@pytest.mark.parametrize("name", ["tuning", "held-out", "suspicious"])
def test_each_labelled_sentence_is_a_claim(name: str) -> None:
    for one in read_sentences(DRAFTS / f"{name}.jsonl"):
        assert one.text in {claim.text for claim in read_draft(DRAFTS / one.draft).claims}


@pytest.mark.parametrize(
    ("changes", "flaw"),
    [
        ({"text": "没有这句话。"}, "在 01.txt 里有 0 处"),
        ({"planted": "doc_no"}, "planted 与 verdict 不一致"),
        ({"planted": None}, "planted 与 verdict 不一致"),
        ({"original": None}, "有错的句子要写明 original"),
        ({"evidence": None}, "evidence 与 verdict 不一致"),
        ({"verdict": DraftVerdict.UNFOUNDED}, "evidence 与 verdict 不一致"),
    ],
)
def test_a_flaw_of_a_labelled_sentence(
    sources: Sources, changes: dict[str, object], flaw: str
) -> None:
    sentences = read_sentences(DRAFTS / "tuning.jsonl")
    wrong = next(one for one in sentences if one.verdict is DraftVerdict.FIGURE)
    texts = read_draft_texts([wrong], DRAFTS)
    changed: LabelledSentence = wrong.model_copy(update=changes)
    assert flaw in [one.text for one in check_sentences([changed], texts, sources)]


def test_a_quotation_labelled_wrongly(sources: Sources) -> None:
    sentences = read_sentences(DRAFTS / "tuning.jsonl")
    exact = next(
        one for one in sentences if one.verdict is DraftVerdict.VERBATIM and "“" in one.text
    )
    misquoted = next(
        one for one in sentences if one.verdict is DraftVerdict.MISQUOTED and "“" in one.text
    )
    texts = read_draft_texts(sentences, DRAFTS)
    swapped = [
        exact.model_copy(
            update={"verdict": misquoted.verdict, "planted": misquoted.planted, "original": "甲"}
        ),
        misquoted.model_copy(update={"verdict": exact.verdict, "planted": None}),
    ]
    flaws = [flaw.text for flaw in check_sentences(swapped, texts, sources)]
    assert flaws[0] == "标为有出入，引号里却与原文一致"
    assert flaws[1].startswith("引文不在原文里：")


def test_the_gate_names_what_is_below(sets: dict[str, list[Question]]) -> None:
    thresholds = read_thresholds()
    assert len(thresholds.fixed.ids) == 20
    assert set(thresholds.fixed.ids) <= {question.id for question in sets["dev"]}
    rates = {"recall@5": Rate(0.7, 10, 0.4, 0.9), "recall@20": Rate(0.9, 10, 0.6, 1.0)}
    least = {"recall@5": 0.8, "recall@20": 0.9, "all@10": 0.5}
    assert list(find_failures("检索", least, rates)) == [
        "检索：recall@5 0.700 < 0.800",
        "检索：没有 all@10",
    ]
