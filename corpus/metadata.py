"""Metadata that a document prints about itself: title, 发文字号, issuer, date, region, level."""

from __future__ import annotations

import re

from corpus.headings import find_marker
from corpus.models import Level, Metadata, Text

HEAD = 12
"""Paragraphs at a document's beginning that may hold its title block."""

DOC_NO = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,12})\s*[〔﹝\[（(]\s*(?P<year>[0-9０-９]{4})\s*[〕﹞\]）)]"
    r"\s*(?P<number>[0-9０-９]{1,4})\s*号"
)
DATE = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?")
TITLE_END = re.compile(r"(?:通知|意见|方案|规划|办法|决定|纲要|公告|指南|条例|规定|函|讲话)$")
ISSUER = re.compile(r"[\u4e00-\u9fff]+(?:人民政府|政府办公厅|委员会|办公厅|国务院|部|局|厅)$")
GOVERNMENT = re.compile(r"(?P<region>[\u4e00-\u9fff]{2,8}?(?:自治区|自治州|省|市|县|区))人民政府")
TYPES = ("方案", "规划", "意见", "办法", "决定", "指南", "纲要", "讲话", "通知")
MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


def find_metadata(paragraphs: list[Text]) -> Metadata:
    """What the first paragraphs print; a field that they do not print stays None."""
    head = [paragraph.text.strip() for paragraph in paragraphs[:HEAD]]
    issuer, title = find_title(head)
    region, level = find_region(issuer)
    return Metadata(
        title=title,
        doc_no=find_doc_no(head),
        issuer=issuer,
        date=find_date(head),
        region=region,
        level=level,
        type=find_type(title),
    )


def find_doc_no(head: list[str]) -> str | None:
    """The 发文字号 that stands as a paragraph of its own, in standard form: ``国发〔2021〕23号``.

    The form is that of GB/T 9704-2012, 7.2.5: hexagonal brackets, Arabic figures, no 第.
    """
    for paragraph in head:
        if match := DOC_NO.fullmatch(paragraph):
            year = match["year"].translate(ASCII_DIGITS)
            number = int(match["number"].translate(ASCII_DIGITS))
            return f"{match['office']}〔{year}〕{number}号"
    return None


def find_title(head: list[str]) -> tuple[tuple[str, ...], str | None]:
    """Issuers and title of the title block: short lines, the last of which names the type."""
    block: list[str] = []
    for paragraph in head:
        if len(paragraph) > 60 or find_marker(paragraph) or DOC_NO.fullmatch(paragraph):
            return (), None
        block.append(paragraph)
        if TITLE_END.search(paragraph):
            issuers = tuple(line for line in block[:-1] if ISSUER.fullmatch(line))
            return issuers, "".join(block)
    return (), None


def find_date(head: list[str]) -> str | None:
    """The date that stands as a paragraph of its own, ISO."""
    for paragraph in head:
        if match := DATE.fullmatch(paragraph):
            parts = [match["year"], match["month"].zfill(2)]
            return "-".join(parts + ([match["day"].zfill(2)] if match["day"] else []))
    return None


def find_region(issuer: tuple[str, ...]) -> tuple[str | None, Level | None]:
    """Region and level of an issuing government."""
    for name in issuer:
        if "国务院" in name or name.startswith("中共中央"):
            return None, Level.NATION
        if match := GOVERNMENT.match(name):
            region = match["region"]
            provincial = region.endswith(("省", "自治区")) or region in MUNICIPALITIES
            return region, Level.PROVINCE if provincial else Level.CITY
    return None, None


def find_type(title: str | None) -> str | None:
    """The type that a title names; of a notice, the type of what it issues."""
    if title is None:
        return None
    found = [(title.rfind(name), name) for name in TYPES if name in title]
    issued = [name for _, name in sorted(found) if name != "通知"]
    return issued[-1] if issued else ("通知" if found else None)
