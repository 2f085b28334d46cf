"""Follow-ups: a question that leans on the ones before it, made whole by rules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.library import Name
from corpus.regions import full_name, standard_name
from corpus.words import get_tokenizer
from corpus.years import YEAR
from qa.query import analyse, names_country, without_places
from qa.references import find_references

LEANING = re.compile(
    r"^(?:那(?!曲)么?|它|他|她|这|该|其(?!他)|上述|同一|之后|然后|此外|另外|还有|还要|再(?:往|说|问|看|后|过|到)|前者|后者|以后|为什么呢)"
    r"|呢(?:[？?]?$|[，,])|那[份个些项](?!时)|同一[场份个次]|也(?:得|要|是|能|会)|上面|刚才"
)
"""Words with which a question leans on the one before."""
SHORT = 18
"""Characters; a shorter question that names no place and no document leans too."""
HERE = re.compile(r"(?:我们?|本|全)(?P<kind>市|省|区|县)")
"""The asker's own place."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of a dialogue."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Known:
    """What questions of a library can name."""

    regions: tuple[str, ...] = ()
    names: tuple[Name, ...] = ()
    home: str | None = None
    """The asker's own region."""


NOTHING = Known()


def resolve(text: str, history: Sequence[Turn], known: Known = NOTHING) -> str:
    """The question with what it leaves out taken from the ones before it in the dialogue.

    ``那2030年呢`` after ``南充市2025年非化石能源消费比重是多少`` asks for 2030 instead of 2025.
    我市 is the place that was asked about last, else the asker's own.
    """
    earlier = [turn.content for turn in history if turn.role == "user"]
    text = name_here(text, earlier, known)
    if not earlier or not leans(text, known):
        return text
    now, previous = analyse(text, known.regions), resolve(earlier[-1], before_last(history), known)
    if now.years:
        previous = YEAR.sub("", previous)
    if now.places:
        previous = without_places(previous, analyse(previous, known.regions).places)
    if find_references(text, known.names):
        previous = without_references(previous, known)
    return f"{previous.strip().rstrip('？?')} {text}"


def before_last(history: Sequence[Turn]) -> Sequence[Turn]:
    """The dialogue before its last question."""
    last = max(at for at, turn in enumerate(history) if turn.role == "user")
    return history[:last]


def leans(text: str, known: Known) -> bool:
    """Whether a question is not whole without the one before it."""
    if LEANING.search(text):
        return True
    named = names_country(text) or analyse(text, known.regions).places
    return len(text) < SHORT and not (named or find_references(text, known.names))


def without_references(text: str, known: Known) -> str:
    """The text without the documents and companies that it names."""
    for reference in find_references(text, known.names):
        text = text.replace(reference.words, " ")
    return " ".join(text.split())


def name_here(text: str, earlier: Sequence[str], known: Known) -> str:
    """The text with the place's name for 我市, 本省 and the like, where it is known."""
    for match in reversed(list(HERE.finditer(text))):
        place = own_place(match["kind"], earlier, known)
        if place and stands_alone(match, text, known):
            text = text[: match.start()] + place + text[match.end() :]
    return text


def unknown_here(text: str, known: Known) -> str | None:
    """我市, 我省 and the like where a question as `resolve` leaves it still has one.

    本省 and 本区 are often those of the document that is asked about, and a city of a province that
    is named (江苏一个地级市……我们市) asks what that province wants of its cities.
    """
    matches = [m for m in HERE.finditer(text) if m.group().startswith("我")]
    if any(standard_name(place) for place in analyse(text, known.regions).places):
        matches = [m for m in matches if m["kind"] == "省"]
    return next((m.group() for m in matches if stands_alone(m, text, known)), None)


def own_place(kind: str, earlier: Sequence[str], known: Known) -> str | None:
    """The place of a kind (市, 省, 区, 县) that was asked about last, else the asker's own."""
    asked = [place for question in earlier for place in analyse(question, known.regions).places]
    places = (*(full_name(place, known.regions) for place in reversed(asked)), known.home or "")
    return next((place for place in places if place.endswith(kind)), None)


def stands_alone(match: re.Match[str], text: str, known: Known) -> bool:
    """Whether 我市 is no part of a word (资本市场), and does not follow a place (江苏全省)."""
    before = text[: match.start()]
    if match.group().startswith("全") and analyse(before, known.regions).places:
        return False
    edges = {0}
    for word in get_tokenizer().cut(text):
        edges.add(max(edges) + len(word))
    return match.start() in edges and match.end() in edges
