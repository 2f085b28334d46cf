"""What the program says, in the language of who reads it.

The program writes Chinese. Who asks in English (`language`) is told the catalogue's English
for whole sentences of it, found by the sentence itself; what has no English stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

ENGLISH: ContextVar[bool] = ContextVar("english", default=False)
"""Whether what is being done is done for somebody who reads English."""
HOLE = re.compile(r"\{(\w+)\}")
SAID = "said"
ONE, MANY = "|", "1"


def is_english() -> bool:
    """Whether English is spoken here."""
    return ENGLISH.get()


def wants_english(accepted: str) -> bool:
    """Whether the header ``Accept-Language`` names another language than Chinese first.

    Programs that send none are answered in Chinese.
    """
    first = accepted.split(",")[0].split(";")[0].strip().lower()
    return bool(first) and first != "*" and first.split("-")[0] != "zh"


@contextmanager
def speaking(*, english: bool) -> Iterator[None]:
    """Speak English or Chinese within a block, and in the threads that it awaits."""
    before = ENGLISH.set(english)
    try:
        yield
    finally:
        ENGLISH.reset(before)


def say(text: str) -> str:
    """A sentence of the program in the language of its reader; one without English as it is."""
    return translate(text) if ENGLISH.get() else text


class Part(str):
    """What stands in a hole of a sentence; the English says how it is told.

    ``{name}`` is as it is, ``{count:file|files}`` a count with its noun, ``{why:said}`` a sentence
    of the program itself, ``{list:said、}`` several of them with that sign between them.
    """

    __slots__ = ()

    def __format__(self, spec: str) -> str:
        if ONE in spec:
            one, many = spec.split(ONE)
            return f"{self} {one if self == MANY else many}"
        if not spec.startswith(SAID):
            return str(self)
        between = spec.removeprefix(SAID)
        pieces = self.split(between) if between else [self]
        return ("; " if between == "；" else ", ").join(translate(str(one)) for one in pieces)


@dataclass(frozen=True, slots=True)
class Template:
    """A Chinese sentence with named holes, and its English."""

    pattern: re.Pattern[str]
    begins: str
    ends: str
    english: str

    def fill(self, text: str) -> str | None:
        """The English of a text of this form; None of another."""
        if not (text.startswith(self.begins) and text.endswith(self.ends)):
            return None
        found = self.pattern.fullmatch(text)
        if found is None:
            return None
        return self.english.format_map(
            {name: Part(said) for name, said in found.groupdict().items()}
        )


@cache
def catalogue() -> Mapping[str, str]:
    """The English by the Chinese."""
    text = resources.files("qa.speech").joinpath("english.toml").read_text(encoding="utf-8")
    parts: dict[str, dict[str, str]] = tomllib.loads(text)
    return {chinese: said for part in parts.values() for chinese, said in part.items()}


@cache
def templates() -> tuple[Template, ...]:
    """The sentences with holes: those that hold others first, then those that say most."""
    holed = [(chinese, said) for chinese, said in catalogue().items() if HOLE.search(chinese)]
    holed.sort(key=lambda one: (f":{SAID}" not in one[1], -len(HOLE.sub("", one[0]))))
    return tuple(make_template(*one) for one in holed)


def make_template(chinese: str, english: str) -> Template:
    """A sentence of the catalogue that has holes."""
    first, *others = HOLE.split(chinese)
    names, between = others[::2], others[1::2]
    holes = (
        f"(?P<{name}>.+?){re.escape(words)}" for name, words in zip(names, between, strict=True)
    )
    pattern = re.compile(re.escape(first) + "".join(holes), re.DOTALL)
    return Template(pattern, first, between[-1], english)


@lru_cache(maxsize=2048)
def translate(text: str) -> str:
    """The English of a sentence; the sentence itself where the catalogue has none."""
    plain = catalogue().get(text)
    if plain is not None:
        return plain
    found = (one.fill(text) for one in templates())
    return next((said for said in found if said is not None), text)
