"""Questions to begin with: drawn from the library itself, and each tried before it is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.targets.documents import NATION
from qa.answering.answerer import Answerer
from qa.answering.model import Answer
from qa.answering.writing import Chat
from qa.chat.settings import ChatSettings, parse_chat_name
from qa.citations import in_title_marks

if TYPE_CHECKING:
    from corpus.library import CatalogueEntry, Library
    from corpus.targets.stored import StoredTarget
    from qa.engine import Engine

SHOWN = 4
TRIES = 6
"""Questions of a kind that are tried for one that the library answers."""
INDICATORS = 40
"""How many of the most frequent indicators are looked at."""
READABLE = re.compile(r"\w{5,16}")
"""An indicator that says what it is of, and can be read at once."""
LONGEST_TITLE = 32
PARTS = ("保障措施", "重点任务", "主要目标", "组织实施", "总体要求")
"""Headings of which a document can be asked what stands below."""
NO_CHAT = "none"


def find_examples(engine: Engine) -> list[str]:
    """Some questions that the library answers: targets of several places, and parts of documents.

    Each has been answered without a chat model. Fewer, or none, of a library that holds little.
    """
    library = engine.view.library
    kinds = [*target_questions(library), part_questions(library)]
    found = (next(answered(engine, islice(kind, TRIES)), None) for kind in kinds)
    return list(islice((one for one in found if one), SHOWN))


def answered(engine: Engine, questions: Iterable[str]) -> Iterator[str]:
    """Those of some questions that are answered."""
    settings, chat = engine.settings, Chat(NO_CHAT, no_chat(), None)
    answerer = Answerer(engine.view, settings.answer, settings.retrieval.passages, chat)
    for question in questions:
        if is_answered(answerer, engine, question):
            yield question


def is_answered(answerer: Answerer, engine: Engine, question: str) -> bool:
    """Whether a question is answered as it stands."""
    try:
        answer: Answer = answerer.ask(engine.understand(question))
    except InputError:
        return False
    return not answer.refused


def no_chat() -> ChatSettings:
    """The settings of having no chat model."""
    return parse_chat_name(NO_CHAT, {})


def target_questions(library: Library) -> list[Iterator[str]]:
    """Questions for targets: of the two places that set the most, and of the nation."""
    by_place: dict[str, list[StoredTarget]] = {}
    for one in targets_to_ask(library):
        by_place.setdefault(str(one.region), []).append(one)
    nation = [by_place.pop(NATION)] if NATION in by_place else []
    places = sorted(by_place, key=lambda place: (-len(by_place[place]), place))
    asked = [*(by_place[place] for place in places[: 3 - len(nation)]), *nation]
    return [ask_targets(targets, skipped) for skipped, targets in enumerate(asked)]


def ask_targets(targets: list[StoredTarget], skipped: int) -> Iterator[str]:
    """What asks for targets of one place; the first indicators are left to another place."""
    names = list(dict.fromkeys(one.name for one in targets))
    in_turn = [*names[skipped:], *names[:skipped]]
    for name in in_turn:
        yield ask_target(next(one for one in targets if one.name == name))


def targets_to_ask(library: Library) -> list[StoredTarget]:
    """Targets with place and year of indicators that are frequent and say what they are of.

    The most frequent indicators first, and of each the years that most targets are for.
    """
    indicators = library.indicators[:INDICATORS]
    names = [one.name for one in indicators if READABLE.fullmatch(one.name)]
    found = library.targets(names=names) if names else []
    asked = [one for one in found if one.region and one.year and READABLE.fullmatch(one.indicator)]
    rank = {name: place for place, name in enumerate(names)}
    often = Counter(one.year for one in asked)
    return sorted(asked, key=lambda one: (rank[one.name], -often[one.year], one.position))


def ask_target(target: StoredTarget) -> str:
    """The question for a target: 南充市2025年非化石能源消费比重目标是多少？ and the like."""
    place = "全国" if target.region == NATION else target.region
    indicator = target.indicator.removeprefix(str(target.region))
    return f"{place}{target.year}年{indicator}目标是多少？"


def part_questions(library: Library) -> Iterator[str]:
    """What asks for a part of a document, one of each document by turns."""
    documents = [one for one in library.documents.values() if is_short(one)]
    for part in PARTS:
        yield from (ask_part(one, part) for one in with_part(library, documents, part))


def with_part(
    library: Library, documents: list[CatalogueEntry], part: str
) -> Iterator[CatalogueEntry]:
    """The documents in which a part of this name is headed."""
    for one in documents:
        chunks = library.chunks_with([part], [one.document_id])
        if any(part in label for chunk in chunks for label in chunk.path):
            yield one


def is_short(document: CatalogueEntry) -> bool:
    """Whether a document is whole, is cited itself, and has a title that can be read at once."""
    title = document.title or ""
    return 0 < len(title) <= LONGEST_TITLE and document.complete and not document.duplicate_of


def ask_part(document: CatalogueEntry, part: str) -> str:
    """The question for a part: 《南充市碳达峰实施方案》的保障措施有哪些？ and the like."""
    return f"{in_title_marks(document.title or '')}的{part}有哪些？"
