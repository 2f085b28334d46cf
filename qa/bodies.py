"""Bodies that a sentence names: ministries, bureaus, governments, companies, and their level."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

ENDINGS = (
    *("委员会", "改革委", "发改委", "主管部门", "监管部门", "监管机构", "人民政府", "领导小组"),
    *("办公室", "事务局", "秘书处", "交易所"),
    *("集团", "公司", "银行", "协会", "[部局厅委署]"),
)
BODY = re.compile(rf"[\u4e00-\u9fff]{{2,}}?(?P<ending>{'|'.join(ENDINGS)})(?![门分位长件类])")
NO_BODY = re.compile(
    r"(?:全|东|西|中|南|北|内|外|干|东北|西南|组成|总|各|本)部$|[大结全格布]局$|客厅$|部署$"
)
CORE = 4
"""Characters at a body's end that tell it from others (环境局), or two before a longer ending."""
LED_IN = re.compile(r"^.*(?:由|报送|报|送|向|经|会同|[与和及对在请的各]|要求|应当?|要)(?=.{3})")
"""What leads up to a body's name and is none of it."""
LEVEL = re.compile(r"国家级|省级|市级|县级|区级|设区的市")

ALL_PROVINCES = re.compile(r"省[（(、]自治区、直辖市")
"""How documents name the provincial level without saying so."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that a text names."""

    name: str
    core: str
    """Its last characters, which tell it from others."""
    end: int
    """Where it ends in the text."""


def bodies_of(text: str) -> list[Body]:
    """The bodies that a text names, in its order."""
    return list(find_bodies(text))


def find_bodies(text: str) -> Iterator[Body]:
    """The bodies that a text names one by one."""
    for match in BODY.finditer(text):
        name = match.group()
        if not NO_BODY.search(name):
            name = LED_IN.sub("", name)
            core = name[-max(CORE, len(match["ending"]) + 2) :]
            yield Body(name, core, match.end())


def unknown_level(claim: str, about: str) -> str | None:
    """A level of bodies (省级) that a claim names and its source does not; None if none."""
    about = ALL_PROVINCES.sub("省级", about)
    return next((m.group() for m in LEVEL.finditer(claim) if m.group() not in about), None)
