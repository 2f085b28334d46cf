"""Fit the weights of search and evidence on the tuning sets: ``python -m eval.fitting``."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import qa.evidence
import qa.search
from eval.fitting import sentences
from eval.fitting.basis import (
    Cases,
    CurvePoint,
    Vector,
    area,
    curve,
    fit_basis,
    held_out,
    make_cases,
)
from eval.fitting.ranker import cross_validate, fit_weights, make_examples
from eval.fitting.verifying import find_odds, fit_verifying
from eval.questions import Question, read_questions
from qa.engine import Engine
from qa.evidence.features import FEATURES as OF_SENTENCES
from qa.evidence.ranking import AGAIN, CLOSER, LIKENED, PACKAGE
from qa.search.features import FEATURES
from qa.settings import cache_dir, data_dir, load_settings
from qa.weights import FEATURES as COUNTED
from qa.weights import WEIGHTS, feature_weights, read_weights

SETS = Path(__file__).parents[1] / "sets"
RANKING = ("dev",)
SENTENCES = ("dev", *(f"practice-{letter}" for letter in "abcdefgh"), "plain-d")
BASIS = (*SENTENCES, "comparisons", "unanswerable", "plain-c")
ASKED = ("dev", "unanswerable", "plain-c", "plain-d")
"""The sets that each is fitted on; test.jsonl is none of them. Of some only the model is asked."""
VERIFIED = Path(__file__).parents[1] / "results" / "retrieval" / "verifying.md"
CURVE = Path(__file__).parents[1] / "results" / "retrieval" / "basis.md"
BY_HAND = {"clause": 12.0}
"""Weights that no question of the set can tell: none points at a clause by its number."""


def main() -> None:
    """Fit search, then evidence on the library in use; write weights and curve."""
    data = data_dir(None)
    engine = Engine(load_settings(data).model_copy(update={"llm": "none"}), data, cache_dir())
    wanted = sys.argv[1:]
    if "verifying" in wanted:
        bundled = load_settings(data).model_copy(update={"llm": "bundled"})
        write_verifying(Engine(bundled, data, cache_dir()))
        return
    if "search" in wanted:
        write_ranker(engine)
    if "basis" not in wanted:
        write_sentences(engine)
    write_basis(engine)


def read(names: Sequence[str]) -> list[Question]:
    """The questions of some sets."""
    return [one for name in names for one in read_questions(SETS / f"{name}.jsonl")]


def write_ranker(engine: Engine) -> None:
    """Fit the ranker of search and write its weights."""
    examples = make_examples(engine, read(RANKING))
    named = dict(zip(FEATURES, fit_weights(examples), strict=True)) | BY_HAND
    head = [scores_line(RANKING, cross_validate(examples)), f"# By hand: {', '.join(BY_HAND)}."]
    write(Path(qa.search.__path__[0], WEIGHTS), [*head, *table("features", named)])


def write_sentences(engine: Engine) -> None:
    """Fit both rankers of sentences, the second with the weights of the first."""
    tables = dict(read_weights(PACKAGE))
    asked = read(SENTENCES)
    counted = sentences.make_examples(engine, asked)
    tables[COUNTED] = dict(zip(OF_SENTENCES, fit_weights(counted), strict=True))
    head = [scores_line(SENTENCES, cross_validate(counted))]
    use(tables, head)
    likened = sentences.make_examples(engine, asked, LIKENED)
    tables[AGAIN] = dict(zip(CLOSER, fit_weights(likened), strict=True))
    again = f"# [{AGAIN}], the first {LIKENED} of each: "
    head.append(again + said_scores(cross_validate(likened)) + ".")
    use(tables, head)


def write_basis(engine: Engine) -> None:
    """Fit the basis model on what the rankers put first."""
    questions = read(BASIS)
    cases = make_cases(engine, questions)
    use({**read_weights(PACKAGE), "basis": fit_basis(cases)}, known_head())
    rated = held_out(cases)
    write(CURVE, [curve_markdown(["# No basis"], BASIS, cases, rated, [q.id for q in questions])])


def use(tables: Mapping[str, Mapping[str, float]], head: Sequence[str]) -> None:
    """Write the weights of evidence and have the program read them."""
    parts = ["\n".join(table(name, values)) + "\n" for name, values in tables.items()]
    write(Path(qa.evidence.__path__[0], WEIGHTS), [*head, "\n".join(parts).rstrip()])
    read_weights.cache_clear()
    feature_weights.cache_clear()


def known_head() -> list[str]:
    """The first lines of the weights of evidence as they are."""
    known = Path(qa.evidence.__path__[0], WEIGHTS).read_text(encoding="utf-8").splitlines()
    return [line for line in known if line.startswith("#")]


def write_verifying(engine: Engine) -> None:
    """Ask the chat model of questions, and write how much its opinion counts."""
    questions = read(BASIS)
    cases = make_cases(engine, questions)
    rated = held_out(cases)
    ids = {one.id for one in read(ASKED)}
    asked = [number for number, one in enumerate(questions) if one.id in ids]
    questions = [questions[number] for number in asked]
    cases, rated = Cases(cases.values[asked], cases.answerable[asked]), rated[asked]
    odds = find_odds(engine, questions, rated.tolist(), engine.cache / "fitting" / "odds.jsonl")
    weights, together = fit_verifying(rated.tolist(), odds, cases.answerable)
    use({**read_weights(PACKAGE), "verifying": weights}, known_head())
    title = (
        "# No basis, with the chat model asked",
        "",
        "The weights of the two opinions, three numbers, are fitted on those of the same questions",
        "of which the basis model is not sure.",
    )
    write(VERIFIED, [curve_markdown(title, ASKED, cases, together, [q.id for q in questions])])


def scores_line(names: Sequence[str], scores: Mapping[str, float]) -> str:
    """The first line of a weights file."""
    sets = ", ".join(f"{name}.jsonl" for name in names)
    return f"# Made by `python -m eval.fitting` on {sets}. Cross-validated: {said_scores(scores)}."


def said_scores(scores: Mapping[str, float]) -> str:
    """Scores by name, in a line."""
    return ", ".join(f"{name} {score:.3f}" for name, score in scores.items())


def table(name: str, values: Mapping[str, float]) -> list[str]:
    """A table of a weights file."""
    return [f"[{name}]", *(f"{key} = {value:.4f}" for key, value in values.items())]


def write(path: Path, lines: Sequence[str]) -> None:
    """Write a file and show it."""
    text = "\n".join(lines) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


def curve_markdown(
    head: Sequence[str],
    names: Sequence[str],
    cases: Cases,
    probabilities: Vector,
    ids: Sequence[str],
) -> str:
    """The curves over all sets and over dev.jsonl alone, as tables.

    Args:
        head: The first lines: the title, and what else is to be known of the probabilities.
        names: The sets.
        cases: Their questions.
        probabilities: Of each question, that it is answerable.
        ids: The questions' ids.
    """
    lines = [
        *head,
        "",
        f"The basis model on {', '.join(names)}, each question by models that were not fitted on",
        "it (eight-fold, mean over five seeds). dev.jsonl has a tenth of questions without an",
        "answer; unanswerable.jsonl has 100 more and plain-c.jsonl 80, written to be mistaken for",
        "answerable ones.",
    ]
    for name in ("all", "dev"):
        rows = [row for row, one in enumerate(ids) if name == "all" or one.startswith(name)]
        some, truth = probabilities[rows], cases.answerable[rows]
        lines += ["", f"## {name}: area under the ROC curve {area(some, truth):.3f}", ""]
        lines += curve_table(curve(some, truth))
    return "\n".join(lines)


def curve_table(points: Sequence[CurvePoint]) -> list[str]:
    """The curve as a table."""
    return [
        "| threshold | refused where it should | refused where it should not |",
        "| --- | --- | --- |",
        *(f"| {p.threshold:.2f} | {p.refused:.1%} | {p.over_refused:.1%} |" for p in points),
    ]


if __name__ == "__main__":
    main()
