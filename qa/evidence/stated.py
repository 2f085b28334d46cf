"""Stated targets: the sentences that set the very target that a question asks for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.figures import fold_widths
from corpus.targets.stored import StoredTarget
from qa.evidence.features import NATIONAL_LEVELS, is_in
from qa.evidence.sentences import Evidence
from qa.query import COUNTRY, Question
from qa.targets import Fit, FoundTarget
from qa.vocabulary import everyday_words

FITTING = 0.6
"""How well an indicator must fit for its figure to be the answer."""
SAME = 0.75
"""How well the indicator fits that is asked for by name."""
UNLIKE = 0.4
"""How well an indicator fits at most that is another one."""
LOOKED_AT = 5
"""The best sentences, of which a later one may set another figure."""


def target_in(
    targets: Iterable[FoundTarget], one: Evidence, least: float = FITTING
) -> StoredTarget | None:
    """The first of some targets that a sentence sets and that is asked for.

    Args:
        targets: The targets that a question may ask for, best first.
        one: The sentence.
        least: How well its indicator must fit.
    """
    said = "".join(one.text.split())
    for found in targets:
        if found.is_asked and found.indicator >= least and is_in(found, one, said):
            return found.target
    return None


def find_latest(
    question: Question, ranked: Sequence[Evidence], targets: Sequence[FoundTarget]
) -> list[int]:
    """Where the sentence stands whose figure is the latest, where the best one's is an older one.

    2030年碳强度下降 was 60%—65% in 2014 and is 65%以上 since 2020: who asks for no document and no
    date asks for what holds now.
    """
    if question.occasions or question.asks_comparison or not ranked:
        return []
    setting = {
        at: target
        for at, one in enumerate(ranked[:LOOKED_AT])
        if (target := target_in(targets, one, SAME))
    }
    best, date = setting.get(0), ranked[0].passage.date
    if best is None or date is None:
        return []
    others = [at for at, target in setting.items() if is_other_figure(target, best)]
    later = {at: said for at in others if (said := ranked[at].passage.date) and said > date}
    return [max(later, key=lambda at: later[at])] if later else []


def is_other_figure(one: StoredTarget, other: StoredTarget) -> bool:
    """Whether two targets of one place and year set the same indicator to different figures."""
    same = (one.region, one.year, one.unit) == (other.region, other.year, other.unit)
    return same and one.value != other.value and one.base_year == other.base_year


def only_other_years(
    question: Question, ranked: Sequence[Evidence], targets: Iterable[FoundTarget]
) -> bool:
    """Whether what is asked of a year to come is set for other years, and nothing like it for this.

    Of a side that is one document, only what that document sets counts.
    """
    documents = {one.passage.document_id for one in ranked}
    own = [one for one in targets if len(documents) > 1 or one.target.document_id in documents]
    if not question.years or not ranked or not is_to_come(question.years, ranked[0], own):
        return False
    places = {Fit.ASKED} if len(documents) > 1 else {Fit.ASKED, Fit.OPEN}
    others = (one.indicator for one in own if one.year is Fit.OTHER and one.place in places)
    asked = (one.indicator for one in own if one.is_asked)
    return max(others, default=0.0) >= SAME and max(asked, default=0.0) < UNLIKE


def is_to_come(years: Iterable[int], best: Evidence, own: Iterable[FoundTarget]) -> bool:
    """Whether years are to come for a document: after its date, or it sets targets for them."""
    date = best.passage.date
    if date is None:
        return any(one.is_asked for one in own)
    return min(years) > int(date[:4])


def names_all(question: Question, one: Evidence) -> bool:
    """Whether a sentence with its headings holds all that a question names, in whatever words."""
    held = fold_widths(about(one)).lower()
    left = question.text.lower()
    for said, standards in everyday_words(left):
        if any(standard.lower() in held for standard in standards):
            left = left.replace(said, " ")
    national = COUNTRY if one.passage.level in NATIONAL_LEVELS else ()
    names = (word for word in question.names if word in left and word not in national)
    return all(word in held for word in names)


def about(one: Evidence) -> str:
    """A sentence with all that says what it is about."""
    return f"{one.text} {one.before} {one.passage.about}"
