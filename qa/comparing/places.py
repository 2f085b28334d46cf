"""The places that are compared: how people name them, and in which order they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable

from corpus.errors import InputError
from corpus.library import Library
from corpus.models import Level
from corpus.regions import PROVINCES, place_stem
from corpus.targets.documents import NATION

NATION_WORDS = frozenset({NATION, "全国", "中国", "我国", "中央", "国务院", "国家层面"})
LEAST = 2
"""Characters of a name that may be a part of a longer one (国家电网 of 国家电网有限公司)."""
CITY = re.compile(r"(?:市|(?<![省地])区|县|州|盟|旗)$")
UNKNOWN = "未写明"
"""Of targets whose document does not say whose they are."""


class Places:
    """The places, companies and the country that a library has targets or documents of."""

    def __init__(self, library: Library) -> None:
        documents = library.documents.values()
        self._companies = {one.title for one in documents if one.level is Level.COMPANY}
        companies = {name for name in self._companies if name}
        known = {*library.regions, *library.target_regions, *companies, NATION}
        self.known = tuple(sorted(known, key=self.order))

    def find(self, asked: str) -> str:
        """The place that a person names.

        Raises:
            InputError: the library has none of that name, or several; the message names them.
        """
        name = asked.strip()
        if name in NATION_WORDS:
            return NATION
        if name in self.known:
            return name
        found = [one for one in self.known if place_stem(one) == place_stem(name)]
        found = found or [one for one in self.known if len(name) >= LEAST and name in one]
        if len(found) == 1:
            return found[0]
        if found:
            raise InputError(f"“{asked}”可指{'、'.join(found)}，请写明是哪一个")
        raise InputError(f"库中没有“{asked}”的文件；现有：{self._listed()}")

    def order(self, place: str) -> tuple[int, int, str]:
        """The country first, then provinces in their usual order, cities, others, companies."""
        if place == NATION:
            return 0, 0, place
        if place in PROVINCES:
            return 1, PROVINCES.index(place), place
        if place in self._companies:
            return 4, 0, place
        if place == UNKNOWN:
            return 5, 0, place
        return (2 if CITY.search(place) else 3), 0, place

    def sort(self, names: Iterable[str]) -> tuple[str, ...]:
        """Some places, each once, in the order in which they are shown."""
        return tuple(sorted(set(names), key=self.order))

    def _listed(self) -> str:
        companies = [one for one in self.known if one in self._companies]
        places = [one for one in self.known if one not in self._companies]
        more = f"；以及 {len(companies)} 家企业，如{companies[0]}" if companies else ""
        return "、".join(places) + more


def find_places(asked: Iterable[str], places: Places) -> tuple[str, ...]:
    """The places that a person names, each once, in that order.

    Raises:
        InputError: one of them is not in the library.
    """
    return tuple(dict.fromkeys(places.find(name) for name in asked))
