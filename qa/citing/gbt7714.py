"""References by GB/T 7714, in the numeric system (顺序编码制), by the editions of 2015 and 2025.

Neither standard's text is at hand in this project. What follows was taken from what is quoted of
them and from their printed examples; the numbers of 2015's clauses were not held against print.

GB/T 7714-2015, followed:

- 4.1.2, the order: 责任者. 题名: 其他题名信息[类型/载体]. 出版年: 引文页码;
- 4.2.2, of a text within another: 析出题名[类型]//题名: 页码; within a compilation the type is G;
- 4.6.2, of what is online: 题名[类型/OL]. (发布日期)[引用日期]. 网址. Its own example of an
  official document is of type A, with the 发文字号 as 其他题名信息:
  ``关于转发…的通知: 京政办发[2005]37号[A/OL]. (2005-07-12)[2011-07-12]. http://…``; here the number
  keeps the brackets that it is printed with. What has no number is of type EB;
- 8.1.2, three names, then 等; 8.1.3, no 佚名 for a name that is not known, in the numeric system;
- standards as 标准名称: 标准号[S].

Not followed: 引用日期 is asked for of what is online, and 8.4 asks for 出版地不详 and 出版者不详 in
print. The library knows neither the day on which a link was opened nor a place, and none is made
up: the writer adds them. Pages of what is cited by its link are left out.

GB/T 7714-2025 (issued 2025-12-02, in force from 2026-07-01), followed by its examples:

- full-width ，：（） and half-width . [ ] / - without spaces;
- 8.3.2, a text within a book: 题名[M]//书名：页码;
- 8.11.3.2, a web page: 题名[EB/OL].（发布日期）[引用日期].网址;
- 8.9.2, standards: 标准号 标准名称[S], without issuer; 7.1.3, no 佚名 in the numeric system.

Not checked of 2025: whether type G remains (its examples have M for what stands in a book), and
the type of official documents that are neither online nor in an archive, of which it has no
example; A is kept for those with a 发文字号, and Z (其他) for the others.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from qa.citing.cited import Cited
from qa.settings import Standard

MOST_NAMES = 3


@dataclass(frozen=True, slots=True)
class Edition:
    """What differs between the editions."""

    comma: str
    colon: str
    stop: str
    brackets: str
    within: str
    """Type of a text within a compilation."""
    official_online: str
    """Type of a document with a 发文字号 that is online."""
    number_first: bool
    """Whether a standard begins with its number."""


EDITIONS: Final = {
    Standard.GB2015: Edition(", ", ": ", ". ", "({})", "G", "A", number_first=False),
    Standard.GB2025: Edition("，", "：", ".", "（{}）", "M", "EB", number_first=True),
}


@dataclass(frozen=True, slots=True)
class Gbt7714:
    """A reference by GB/T 7714."""

    standard: Standard

    def write(self, cited: Cited) -> str:
        """The reference without its running number, with its full stop."""
        edition = EDITIONS[self.standard]
        where = source(cited, edition)
        return f"{heading(cited, edition)}{where}."


def heading(cited: Cited, edition: Edition) -> str:
    """Issuers, title, number and type."""
    title = cited.title.removeprefix("《").removesuffix("》") if is_marked(cited) else cited.title
    mark = f"[{type_of(cited, edition)}]"
    if cited.is_standard and edition.number_first:
        return f"{cited.doc_no} {title}{mark}"
    numbered = edition.colon.join(part for part in (title, cited.doc_no) if part)
    names = name_issuers(cited.issuer, edition)
    return edition.stop.join(part for part in (names, numbered) if part) + mark


def is_marked(cited: Cited) -> bool:
    """Whether the title is printed in 《》."""
    return cited.title.startswith("《") and cited.title.find("》") == len(cited.title) - 1


def name_issuers(issuers: tuple[str, ...], edition: Edition) -> str:
    """The first three issuers, then 等."""
    more = ("等",) if len(issuers) > MOST_NAMES else ()
    return edition.comma.join((*issuers[:MOST_NAMES], *more))


def type_of(cited: Cited, edition: Edition) -> str:
    """The type of document, with /OL for one that is cited by its link."""
    online = "/OL" if cited.url and not cited.compilation else ""
    if cited.is_standard:
        return f"S{online}"
    if cited.compilation:
        return edition.within
    if cited.url:
        return f"{edition.official_online if cited.doc_no else 'EB'}{online}"
    return "A" if cited.doc_no else "Z"


def source(cited: Cited, edition: Edition) -> str:
    """What stands behind the type: compilation, date, pages, link."""
    pages = cited.page_range("-")
    if cited.compilation:
        return f"//{edition.colon.join(part for part in (cited.compilation, pages) if part)}"
    if cited.url:
        date = edition.brackets.format(cited.date) if cited.date else ""
        return "".join(f"{edition.stop}{part}" for part in (date, cited.url) if part)
    printed = f"{edition.stop}{cited.date}" if cited.date else ""
    return printed + (f"{edition.colon}{pages}" if pages else "")
