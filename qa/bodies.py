"""Bodies that a sentence names: ministries, bureaus, governments, companies, and their level."""

from __future__ import annotations

import re

ENDINGS = (
    *("委员会", "改革委", "发改委", "主管部门", "人民政府", "领导小组", "办公室", "事务局"),
    *("集团", "公司", "银行", "协会", "[部局厅委]"),
)
BODY = re.compile(rf"[\u4e00-\u9fff]{{2,}}?(?P<ending>{'|'.join(ENDINGS)})(?![门分位长署件类])")
NO_BODY = re.compile(r"(?:全|东|西|中|南|北|内|外|干|东北|西南|组成|总)部$|[大结全格布]局$|客厅$")
CORE = 4
"""Characters at a body's end that tell it from others (环境局), or two before a longer ending."""
LEVEL = re.compile(r"国家级|省级|市级|县级|区级|设区的市")
ALIASES = {
    "发改委": "发展改革委",
    "发展和改革委员会": "发展改革委",
    "工信部": "工业和信息化部",
    "工信厅": "工业和信息化厅",
    "经信局": "经济和信息化局",
    "住建部": "住房城乡建设部",
    "住房和城乡建设": "住房城乡建设",
    "国资委": "国有资产监督管理委员会",
    "央行": "人民银行",
}
"""Short and full names of bodies, as people and documents mix them."""


def full_names(text: str) -> str:
    """The text with each body under one name."""
    for short, name in ALIASES.items():
        text = text.replace(short, name)
    return text


def unknown_body(claim: str, about: str) -> str | None:
    """A body, or a level of bodies, that a claim names and its source does not; None if none.

    Args:
        claim: The sentence.
        about: All that is known of the source: text, headings, title, issuers.
    """
    for level in LEVEL.finditer(claim):
        if level.group() not in about:
            return level.group()
    known = full_names(about)
    for match in BODY.finditer(full_names(claim)):
        body = match.group()
        core = body[-max(CORE, len(match["ending"]) + 2) :]
        if core not in known and not NO_BODY.search(body):
            return body
    return None
