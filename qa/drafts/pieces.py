"""Pieces: what a sentence says one by one, each with what it takes from the ones before it.

``国家提出2025年非化石能源消费比重达到20%左右，我市确定的是41.5%`` says two things: of the country,
and of the city the same indicator in the same year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.contexts import list_items
from corpus.figures import FIGURE, Figure, find_figures, fold_widths
from corpus.numerals import read
from corpus.years import find_years, stated_years
from qa.drafts.holding import as_meant
from qa.drafts.own import is_own
from qa.drafts.quoting import fold_quote
from qa.drafts.reckoning import agrees, is_worked_out, miscounts
from qa.grounding.claim import Claim
from qa.grounding.reading import general_pattern, naming_words, unify
from qa.grounding.wording import NAMING
from qa.query import COUNTRY, find_places, names_country, tag_words, without_places

SHORTEST_PART = 10
"""Letters; a shorter part belongs to the one behind it."""
PARTED = re.compile("(?<=[，；,;])")
SETTING_OUT = re.compile(r"(?:方面|来看|上|[，,；;。])*$")
REPORTED = re.compile(
    r"截至|截止|今年|去年|同比|环比|[上下]半年|[一二三四]季度|\d月份|已(?:经|累计|建成|完成|有)|累计(?:完成|处置|建成)"
)
"""What tells of what was reached."""
DOUBLED = re.compile(r"再?翻了?(?P<times>[一两三])番[，,]?")
YEARS = re.compile(
    r"[到至在于比较]?(?:(?:19|20)\d{2}年?|[“\"]?十[一二三四五六]五[”\"]?)(?:底|期?末|前|时期?|以前|期间)?"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """One of the things that a sentence says."""

    claim: Claim
    topic: str
    """What it is about, without years and amounts."""
    around: str
    """What the piece before it is about."""
    is_national: bool
    """Whether it says so of the country."""
    is_placed: bool
    """Whether it names the place that it is of itself."""
    miscounted: frozenset[Figure]
    """Its figures that are worked out of figures of its sentence, and wrongly."""
    is_reported: bool
    """Whether the sentence tells what was reached, and not what is planned."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What a piece takes from the ones before it."""

    places: tuple[str, ...] = ()
    is_national: bool = False
    subject: str = ""
    base: str = ""
    before: tuple[Figure, ...] = ()
    """The figures with a thing of their own, of the place before this one."""
    here: tuple[Figure, ...] = ()
    """The same of this place."""


def parts_of(text: str) -> Iterable[str]:
    """The parts of a sentence between commas, a short one with the one behind it."""
    held = ""
    for piece in PARTED.split(text):
        held += piece
        if len(fold_quote(held)) >= SHORTEST_PART:
            yield held
            held = ""
    if held:
        yield held


def read_pieces(text: str, lead: str, regions: Sequence[str]) -> tuple[Piece, ...]:
    """The pieces of a sentence.

    Args:
        text: The sentence.
        lead: What stood before it and says of whom it is: 国家提出.
        regions: Names of places that the library knows.
    """
    taken = placed(Taken(), unify(lead), regions)
    figures = list(map(as_meant, find_figures(unify(text))))
    text = DOUBLED.sub(lambda match: "" if is_doubled(match, figures) else match.group(), text)
    reported = bool(REPORTED.search(text))
    reckoned = [one for one in figures if is_worked_out(one) and agrees(one, figures)]
    wrong = {one.amount for one in figures if miscounts(one, figures)}
    many_years = len(set(stated_years(unify(text)))) > 1
    pieces: list[Piece] = []
    for part in parts_of(text):
        plain = unify(part)
        count = len(find_figures(plain))
        own, figures = figures[:count], figures[count:]
        taken = placed(taken, plain, regions)
        dated = bool(stated_years(plain)) or not many_years
        own = [one for one in own if one not in reckoned]
        found, taken = take(own, taken, dated=dated)
        if not count and ends_in_name(plain):
            taken = replace(taken, subject=subject_of(plain))
        claim = Claim(part, found, find_years(fold_widths(part)), taken.places, plain)
        own_place = bool(find_places(plain, regions))
        miscounted = frozenset(one for one in found if one.amount in wrong)
        around = pieces[-1].topic if pieces else bare(unify(lead))
        topic = topic_of(plain, found)
        pieces.append(
            Piece(claim, topic, around, taken.is_national, own_place, miscounted, reported)
        )
    return tuple(pieces)


def is_doubled(match: re.Match[str], figures: Iterable[Figure]) -> bool:
    """Whether two figures of a sentence are as many times each other as 翻一番 or 翻两番 says."""
    times = 2 ** read(match["times"])
    return any(
        one.quantity[1] == other.quantity[1] and one.quantity[0] == other.quantity[0] * times
        for one in figures
        for other in figures
    )


def placed(taken: Taken, plain: str, regions: Sequence[str]) -> Taken:
    """The same with the place that a piece names, or the country."""
    places = find_places(plain, regions)
    is_national = not places and names_country(plain)
    if not places and not is_national:
        return taken
    moved = (places, is_national) != (taken.places, taken.is_national)
    before, here = (taken.here or taken.before, ()) if moved else (taken.before, taken.here)
    return replace(taken, places=places, is_national=is_national, before=before, here=here)


def take(
    figures: Sequence[Figure], taken: Taken, *, dated: bool
) -> tuple[tuple[Figure, ...], Taken]:
    """Figures, those without a thing of their own with that of the one before.

    Args:
        figures: The figures of a piece.
        taken: What it takes from the pieces before.
        dated: Whether their year is beyond doubt: the piece names it, or the sentence only one.
    """
    bases = [figure.base for figure in figures if figure.base]
    taken = replace(taken, base=bases[-1] if bases else taken.base)
    telling = [one for one in figures if is_own(one, ())]
    unnamed = (one for one in figures if taken.subject and not names_thing(own_words(one)))
    lacking = [one for one in unnamed if one not in telling]
    if len(lacking) > 1 and len(taken.before) == len(lacking):
        pairs = zip(lacking, taken.before, strict=True)
        return tuple(like(one, other) for one, other in pairs), taken
    subjects = iter(share_out(taken.subject, len(lacking)))
    found = []
    for figure in figures:
        if figure in telling:
            found.append(figure)
            continue
        if figure not in lacking:
            here = (*taken.here, figure)
            taken = replace(taken, subject=subject_of(figure.context.words), here=here)
            found.append(figure)
            continue
        context = replace(figure.context, held=next(subjects))
        year = figure.year if dated else None
        base = figure.base or taken.base
        found.append(replace(figure, context=context, base=base, year=year, moved=None))
    return tuple(found), taken


def like(figure: Figure, other: Figure) -> Figure:
    """A figure that is said of what another one of another place is of, and of its year.

    2025年20%、2030年25%，我市分别为41.5%、43.5%: 43.5% is of 2030.
    """
    context = replace(figure.context, held=subject_of(other.context.words), item="", rest="")
    return replace(figure, context=context, base=other.base, year=other.year, moved=None)


def own_words(figure: Figure) -> str:
    """The words around a figure itself, without those that it took from the one before."""
    return f"{figure.context.item} {figure.context.lead} {figure.context.tail}"


def subject_of(words: str) -> str:
    """What words name, without the place that they say it of."""
    return without_places(words, find_places(words))


def share_out(subject: str, count: int) -> list[str]:
    """A subject for each of some figures: of as many that it lists, to each its own.

    营运车辆、船舶碳排放强度，前五年分别下降5%、3.5%: 5% is of 营运车辆.
    """
    items = list_items(subject, "", count)
    if len(items) != count or count < 2:
        return [subject] * count
    return [f"{item} {items[-1]}" for item in items]


def names_thing(words: str) -> bool:
    """Whether words name a thing, and not only say 目标, 规模 or 同期."""
    named = naming_words(subject_of(words))
    return any(general_pattern().sub("", word) not in ("", *COUNTRY) for word in named)


def ends_in_name(plain: str) -> bool:
    """Whether a part ends in what the next one may be of: 碳排放强度，前五年下降5%."""
    words = tag_words(SETTING_OUT.sub("", plain))
    return (bool(words) and words[-1][1][0] in NAMING) or plain.rstrip("，,").endswith("是")


def topic_of(plain: str, figures: Iterable[Figure]) -> str:
    """What a piece is about: its words and those that its figures took, without the amounts."""
    taken = " ".join(dict.fromkeys(one.context.held for one in figures))
    return bare(f"{taken} {plain}")


def bare(text: str) -> str:
    """A text without years and amounts."""
    return FIGURE.sub(" ", YEARS.sub(" ", text))


def singles(piece: Piece) -> Iterator[Piece]:
    """Each figure of a piece by itself, with the words that say of what it is."""
    for figure in piece.claim.figures:
        words = bare(figure.context.words)
        text = f"{words}{figure.qualifier}{figure.amount}"
        claim = replace(piece.claim, text=text, plain=text, figures=(figure,), years=())
        yield replace(piece, claim=claim, topic=words)
