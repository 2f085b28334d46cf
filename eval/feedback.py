"""Feedback as a question set: what readers found right, and candidates for an annotator.

An answer that a reader found useful gives its cited quotes as evidence, and as key facts the
figures that both say, or the words that it quotes. A refusal found right is a question without an
answer. Whatever is not whole by the checker of sets is a candidate: answers found useless, for
nobody said what is right, and those without a fact or with the evidence's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.figures import find_figures, fold_widths
from eval.checker import Sources, question_flaws
from eval.matching import holds_fact
from eval.questions import GoldEvidence, Question, QuestionType
from qa.answering.model import Answer, Status
from qa.dialogues.feedback import Feedback
from qa.dialogues.turns import Opinion

MOST_FACTS = 2
"""Figures in one sentence of which all may be what is asked."""
LONGEST_FACT = 60
"""Characters of quoted words that are taken for a key fact."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question that was drawn from feedback."""

    question: Question
    feedback: Feedback
    flaws: tuple[str, ...]
    """Why it is a candidate only; none of one that a set takes as it is."""

    def to_json(self) -> dict[str, Any]:
        """A line of a set; readers of sets ignore the keys that are no fields of a question."""
        kept = ("opinion", "note", "filters", "versions", "given")
        about = {name: value for name, value in self.feedback.to_json().items() if name in kept}
        flaws = {"flaws": list(self.flaws)} if self.flaws else {}
        return {**self.question.model_dump(mode="json"), "feedback": about, **flaws}


def draw(feedback: Iterable[Feedback], sources: Sources) -> list[Drawn]:
    """The questions of feedback, in its order.

    Args:
        feedback: What readers said.
        sources: The lines of the source files that are cited.
    """
    return [draw_one(one, sources) for one in feedback]


def draw_one(feedback: Feedback, sources: Sources) -> Drawn:
    """The question of one piece of feedback."""
    question = make_question(feedback)
    flaws = list(question_flaws(question, sources))
    if feedback.opinion is Opinion.DOWN:
        flaws.insert(0, "读者认为没用：要写明正确答案、要点和依据")
    if len(question.key_facts) > MOST_FACTS:
        flaws.append("首句有多个数字，要点要由人选定")
    if feedback.turn.filters.given:
        flaws.append(f"提问时限定了范围（{feedback.turn.filters.spelled}），题集里没有")
    return Drawn(question, feedback, tuple(flaws))


def make_question(feedback: Feedback) -> Question:
    """The question with what its answer tells of a right one; nothing where it was found wrong."""
    answer, right = feedback.turn.answer, feedback.opinion is Opinion.UP
    found = answer if answer is not None and right and not answer.refused else None
    refused = right and answer is not None and answer.refused
    return Question(
        id=f"feedback-{feedback.feedback_id}",
        type=QuestionType.UNANSWERABLE if refused else type_of(feedback),
        question=feedback.turn.question,
        history=feedback.history,
        answerable=not refused,
        answer=found.answer if found else "",
        key_facts=tuple(key_facts(found)) if found else (),
        evidence=tuple(evidence_of(found)) if found else (),
        notes=feedback.note,
    )


def type_of(feedback: Feedback) -> QuestionType:
    """What a question asks for, as far as a program can tell."""
    if feedback.history:
        return QuestionType.MULTI_TURN
    answer = feedback.turn.answer
    figures = answer is not None and not answer.refused and figures_of(answer)
    return QuestionType.NUMERIC if figures else QuestionType.FACT


def evidence_of(answer: Answer) -> list[GoldEvidence]:
    """The quotes that an answer cites."""
    return [
        GoldEvidence(
            source_file=one.passage.source_file, quote=one.quote, line=one.passage.line_start
        )
        for one in answer.citations
    ]


def key_facts(answer: Answer) -> Sequence[str]:
    """The figures that the answer's first sentence and a quote say, or the words it quotes."""
    quotes = "\n".join(one.quote for one in answer.citations)
    figures = [one for one in figures_of(answer) if holds_fact(quotes, one)]
    quoted = [
        one.unlabelled[:LONGEST_FACT] for one in answer.sentences if one.status is Status.QUOTED
    ]
    return figures or quoted[:1]


def figures_of(answer: Answer) -> list[str]:
    """The amounts with a unit in the answer's first sentence, each once."""
    first = next((s.text for s in answer.sentences if s.status is not Status.UNSUPPORTED), "")
    amounts = (one.amount for one in find_figures(fold_widths(first)) if one.unit)
    return list(dict.fromkeys(amounts))
