"""Names: what a document is called, as people write it.

They are made of each document's own title and number when it is added, so that a new document is
known by its names without an edit.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

from corpus.kinds import strip_suffixes
from corpus.words import fold

NOTICE = re.compile(r"^.*?(?:印发|发布|转发)《?(?P<issued>[^《》]+?)》?的?通知$")
ISSUED_BY = re.compile(r"^.{2,30}?(?:政府|委|委员会|厅|局|部门?|国务院|办公厅)\s?关于(?=.{6})")
COMPANY = re.compile(r"(?:有限责任|股份有限|有限)公司$")
COMPANY_PARTS = re.compile(r"[（(]集团[）)]|集团|股份")
COUNTRY = re.compile(r"^中国(?=.{2})")
SHORTEST = 4
"""Letters of a title's shortest name."""


class NameKind(StrEnum):
    """What a name is the name of."""

    TITLE = "title"
    COMPANY = "company"
    NUMBER = "number"


def names_of(
    title: str | None, doc_no: str | None, *, is_company: bool
) -> Iterator[tuple[NameKind, str]]:
    """The names of a document by kind, folded for comparison."""
    if doc_no:
        yield NameKind.NUMBER, unicodedata.normalize("NFKC", doc_no)
    if title is None:
        return
    kind, names, shortest = (
        (NameKind.COMPANY, company_names(title), 2)
        if is_company
        else (NameKind.TITLE, title_names(title), SHORTEST)
    )
    folded = dict.fromkeys(fold(name) for name in names)
    yield from ((kind, name) for name in folded if len(name) >= shortest)


def title_names(title: str) -> Iterator[str]:
    """A title whole, without ``（试行）``, without its issuer, and the parts of a double one."""
    bare = strip_suffixes(title)
    yield title
    yield bare
    if notice := NOTICE.match(bare):
        bare = strip_suffixes(notice["issued"])
        yield bare
    yield ISSUED_BY.sub("", bare)
    yield from bare.split("——")


def company_names(title: str) -> Iterator[str]:
    """A company's name without legal form, 集团 and country (中国华能集团有限公司 → 华能)."""
    bare = COMPANY.sub("", "".join(title.split()))
    yield bare
    short = COMPANY_PARTS.sub("", bare)
    yield short
    yield COUNTRY.sub("", short)
