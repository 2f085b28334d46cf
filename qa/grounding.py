"""Grounding: whether a sentence is supported by the evidence that it is bound to.

Each check is a rule with a name. A rule returns what is wrong, or None.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from corpus.figures import Figure, find_figures, fold_widths
from corpus.models import Level
from corpus.years import find_years
from qa.bodies import unknown_body
from qa.evidence.sentences import Evidence
from qa.query import COUNTRY, find_places, find_topic

LEAST_OVERLAP = 0.6
"""Share of a sentence's character pairs that its evidence must hold."""
SHORTEST_SUBJECT = 2
NATIONAL = (Level.NATION, Level.MINISTRY)
"""Levels whose documents speak of the whole country without saying so."""
NEGATIONS = re.compile(
    r"不(?!断|低于|超过|少于|高于|大于|小于|同|仅|限于|足|良|及|含|平衡|符合|达标|合规|积极|明显|动摇|懈)"
    r"|禁止|严禁|杜绝|未(?!来)|无需|没有|免于|免除|暂停|停止"
)
"""What turns a statement into its contrary; 不合规 and the like name things."""
GLUE = re.compile(
    r"(?:的?目标|规划|计划|预计|力争|争取|有望|要求)?(?:值|是|为|要|应|将|需)*"
    r"(?:达到?|提高[到至]|提升[到至]|增加[到至]|下降[到至]|降[到至低]|控制在|保持在|实现)|(?:目标|指标|任务)值?[是为]?"
)
"""What stands between an indicator and its figure and says nothing of either."""
GDP = re.compile("gdp", re.IGNORECASE)
PIECE = re.compile(r"[，；。：！？\n]")
TITLES = re.compile(r"《([^《》]+)》")
MARKS = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff%.]")


@dataclass(frozen=True, slots=True)
class Claim:
    """One checkable sentence, and what it names."""

    text: str
    figures: tuple[Figure, ...]
    years: tuple[int, ...]
    places: tuple[str, ...]


def make_claim(text: str, regions: Iterable[str] = (), year: int | None = None) -> Claim:
    """A sentence as a claim.

    Args:
        text: The sentence.
        regions: Names of places that the library knows.
        year: The year that its figures are of where it names none: the year asked for.
    """
    folded = fold_widths(text)
    figures = tuple(replace(f, year=f.year or year) for f in find_figures(text))
    return Claim(text, figures, find_years(folded), find_places(folded, regions))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a sentence is supported, and if not, which rule failed and how."""

    rule: str | None = None
    detail: str = ""

    @property
    def supported(self) -> bool:
        """Whether no rule failed."""
        return self.rule is None


def check_wholeness(claim: Claim, evidence: Evidence) -> str | None:
    """A sentence says of what its first figure is; a bare ``20%`` says nothing checkable."""
    if claim.figures and len(claim.figures[0].subject) < SHORTEST_SUBJECT:
        return f"没有写明 {claim.figures[0].amount} 是什么的数字"
    return None


def check_figures(claim: Claim, evidence: Evidence) -> str | None:
    """Each figure stands in the evidence, said of the same thing in the same way."""
    sources = find_figures(evidence.text, evidence.before)
    for figure in claim.figures:
        wrong = check_figure(figure, sources)
        if wrong:
            return wrong
    return None


def check_figure(figure: Figure, sources: list[Figure]) -> str | None:
    """A figure agrees with the source figure that is said of the most similar thing."""
    same = [source for source in sources if source.amount == figure.amount]
    if not same:
        return f"{figure.amount} 不在所引条款中"
    nearest = max(sources, key=lambda source: likeness(figure.subject, source.subject))
    best = max(same, key=lambda source: likeness(figure.subject, source.subject))
    if likeness(figure.subject, nearest.subject) > likeness(figure.subject, best.subject):
        return f"{figure.amount} 在所引条款中说的是“{best.subject}”"
    return differing_part(figure, best)


def check_indicators(claim: Claim, evidence: Evidence) -> str | None:
    """The words that say of what a figure is stand before that figure in the evidence.

    产能 1000亿元 is not supported by 总产值达到1000亿元, however alike the rest is.
    """
    text = fold_widths(evidence.before + evidence.text)
    for figure in claim.figures:
        end = text.rfind(figure.amount)
        said = text[: end if end >= 0 else len(text)] + fold_widths(evidence.passage.heading)
        said += evidence.passage.region or ""
        if evidence.passage.level in NATIONAL:
            said += "".join(COUNTRY)
        missing = [word for word in subject_words(figure, claim.places) if word not in said]
        if missing:
            return f"{figure.amount} 在所引条款中说的不是“{missing[0]}”"
    return None


def subject_words(figure: Figure, places: Iterable[str]) -> list[str]:
    """The words of a figure's subject that name its indicator."""
    subject = GLUE.sub(" ", GDP.sub("生产总值", figure.subject))
    return [word for word in find_topic(subject, places) if len(word) > 1]


def differing_part(figure: Figure, source: Figure) -> str | None:
    """What a figure says otherwise than its source: qualifier, direction, year or base year."""
    if figure.qualifier != source.qualifier:
        return f"{figure.amount} 的限定词应为“{source.qualifier or '无'}”"
    if figure.direction and source.direction and figure.direction != source.direction:
        return f"{figure.amount} 的升降与所引条款相反"
    if figure.base_year != source.base_year:
        return f"{figure.amount} 的基准年应为 {source.base_year or '无'}"
    if figure.year is not None and figure.year != source.year:
        return f"{figure.amount} 的年份应为 {source.year or '未写明'}"
    return None


def check_years(claim: Claim, evidence: Evidence) -> str | None:
    """Each year stands in the evidence or its passage."""
    known = find_years(fold_widths(f"{evidence.passage.heading} {evidence.passage.text}"))
    missing = [year for year in claim.years if year not in known]
    return f"{missing[0]} 年不在所引条款中" if missing else None


def check_places(claim: Claim, evidence: Evidence) -> str | None:
    """Each place is that of the document, or stands in the passage."""
    about = f"{evidence.passage.region or ''} {evidence.passage.heading} {evidence.passage.text}"
    missing = [place for place in claim.places if place not in about]
    return f"所引条款没有提到{missing[0]}" if missing else None


def check_titles(claim: Claim, evidence: Evidence) -> str | None:
    """Each title in 《》 stands in the passage or is that of its document."""
    about = fold_widths(evidence.passage.heading + evidence.passage.text)
    missing = [title for title in TITLES.findall(claim.text) if fold_widths(title) not in about]
    return f"所引条款没有提到《{missing[0]}》" if missing else None


def check_bodies(claim: Claim, evidence: Evidence) -> str | None:
    """Each body stands in the passage or is that of its document."""
    passage = evidence.passage
    issuers = " ".join(passage.issuer)
    body = unknown_body(claim.text, f"{passage.heading} {issuers} {passage.text}")
    return f"所引条款没有提到{body}" if body else None


def check_negation(claim: Claim, evidence: Evidence) -> str | None:
    """A negation stands in both or in neither."""
    source = evidence.before + evidence.text
    pieces = [piece for piece in PIECE.split(source) if piece]
    if not NEGATIONS.search(claim.text):
        dropped = (
            piece
            for piece in pieces
            if NEGATIONS.search(piece)
            and overlap(NEGATIONS.sub("", piece), claim.text) >= LEAST_OVERLAP
        )
        return next((f"所引条款说的是“{piece}”" for piece in dropped), None)
    if not NEGATIONS.search(source):
        return "所引条款没有这样的否定"
    for said in PIECE.split(claim.text):
        likest = max(pieces, key=lambda piece: likeness(said, piece), default="")
        turned = bool(NEGATIONS.search(said)) != bool(NEGATIONS.search(likest))
        if turned and same_but_negation(said, likest):
            return f"所引条款说的是“{likest}”"
    return None


def same_but_negation(said: str, source: str) -> bool:
    """Whether two pieces hold most of each other, negations left aside."""
    left, right = NEGATIONS.sub("", said), NEGATIONS.sub("", source)
    return min(overlap(left, right), overlap(right, left)) >= LEAST_OVERLAP


def check_overlap(claim: Claim, evidence: Evidence) -> str | None:
    """The words are those of the evidence."""
    about = evidence.before + evidence.text + evidence.passage.heading
    share = overlap(claim.text, about)
    return None if share >= LEAST_OVERLAP else f"与所引条款的用词只有 {share:.0%} 相同"


Rule = Callable[[Claim, Evidence], str | None]
RULES: dict[str, Rule] = {
    "wholeness": check_wholeness,
    "figures": check_figures,
    "indicators": check_indicators,
    "years": check_years,
    "places": check_places,
    "titles": check_titles,
    "bodies": check_bodies,
    "negation": check_negation,
    "overlap": check_overlap,
}
"""The rules by name, in the order of checking."""


def check(claim: Claim, evidence: Evidence) -> Verdict:
    """The first rule that a sentence fails against its evidence, if any."""
    for name, rule in RULES.items():
        if detail := rule(claim, evidence):
            return Verdict(name, detail)
    return Verdict()


def bind(claim: Claim, candidates: Iterable[Evidence]) -> tuple[Evidence | None, Verdict]:
    """The evidence that supports a claim; if none does, why the most similar one does not."""
    ranked = sorted(candidates, key=lambda evidence: -overlap(claim.text, evidence.text))
    verdicts = [(evidence, check(claim, evidence)) for evidence in ranked]
    for evidence, verdict in verdicts:
        if verdict.supported:
            return evidence, verdict
    return None, verdicts[0][1] if verdicts else Verdict("overlap", "没有可供核对的条款")


def overlap(claim: str, source: str) -> float:
    """Share of the character pairs of ``claim`` that stand in ``source``, 0 to 1."""
    pairs = character_pairs(claim)
    return len(pairs & character_pairs(source)) / len(pairs) if pairs else 0.0


def likeness(left: str, right: str) -> float:
    """Dice coefficient of the character pairs of two strings: ``2|A∩B| / (|A|+|B|)``."""
    a, b = character_pairs(left), character_pairs(right)
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def character_pairs(text: str) -> set[str]:
    """The pairs of adjacent characters, punctuation and white space left aside."""
    letters = MARKS.sub("", fold_widths(text)).lower()
    return {letters[i : i + 2] for i in range(len(letters) - 1)}
