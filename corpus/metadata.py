"""Metadata that a document prints about itself: title, 发文字号, issuer, dates, region, level."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus.headings import find_marker, read_numeral
from corpus.kinds import SPEECH, find_type
from corpus.labelled import labelled_fields
from corpus.models import Level, Metadata, Text
from corpus.regions import is_provincial, issuing_region, standard_name
from corpus.typography import STRAY_SPACE

HEAD = 12
"""Paragraphs at a document's beginning that may hold its title block."""
NUMBERED_HEAD = 4
"""Paragraphs after a compilation's heading that may hold its number and date."""
TAIL = 6
"""Paragraphs at the end that may hold a date without an issuer above it."""
LONGEST_NAME = 30

DOC_NO = re.compile(
    r"[（(]?(?P<office>[\u4e00-\u9fff]{2,12})\s*[〔﹝\[（(]\s*(?P<year>[0-9０-９]{4})\s*[〕﹞\]）)]"
    r"\s*(?P<number>[0-9０-９]{1,4})\s*号[）)]?"
)
STANDARD_NO = re.compile(r"[A-Z]{2,4}(?:/[A-Z])?\s*\d+(?:\.\d+)?[—-]\d{4}")
DATE = re.compile(r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月(?:\s*(?P<day>\d{1,2})\s*日)?")
HEAD_DATE = re.compile(rf"(?:[（(]|时间[：:])\s*{DATE.pattern}")
FULL_DATE = r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日"
EFFECTIVE = re.compile(
    rf"(?:^|[。；])[^。；，]{{0,40}}[自从]\s*{FULL_DATE}\s*起\s*(?:施行|实施|执行|生效)(?!的)"
)
LETTER_SPACED = re.compile(r"(?<!\S)(?:[\u4e00-\u9fff]\s+){2,}[\u4e00-\u9fff]")
PUBLISHED = re.compile(r"发布时间[：:]\s*(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})")
CHINESE_DATE = re.compile(
    r"(?P<year>[〇○零一二三四五六七八九]{4})年(?P<month>[一二三四五六七八九十]{1,2})月"
    r"(?P<day>[一二三四五六七八九十]{1,3})日"
)
URL = re.compile(r"https?://[\x21-\x7e]+?(?=[）)]?$)")
TITLE_END = re.compile(r"(?:通知|意见|方案|规划|办法|决定|纲要|公告|指南|条例|规定|函|讲话)$")
ISSUER = re.compile(
    r"[\u4e00-\u9fff]+(?:政府|[委部局厅办室署院行央]|(?:委员|监|领导小组|联合)会|(?<!公)司|领导小组)$"
)
ASCII_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
NUMERALS = {char: str(value) for value, char in enumerate("〇一二三四五六七八九")} | {
    "○": "0",
    "零": "0",
}
LEVELS = {
    re.compile(r"部委"): Level.MINISTRY,
    re.compile(r"地方"): Level.PROVINCE,
    re.compile(r"企业"): Level.COMPANY,
    re.compile(r"国际"): Level.INTERNATIONAL,
    re.compile(r"中央|国务院|总书记"): Level.NATION,
}
"""Whose documents a compilation's part holds, by its title."""


def find_metadata(paragraphs: Sequence[Text]) -> Metadata:
    """What a file's first paragraphs print; a field that they do not print stays None."""
    texts = [paragraph.text.strip() for paragraph in paragraphs]
    head = texts[:HEAD]
    stated = labelled_fields(head)
    block, title = find_title(head)
    issuer = block or tuple(read_names(stated.get("issuer", "")))
    region, level = find_region(issuer, title)
    return Metadata(
        title=clean_title(title),
        doc_no=find_doc_no([*head, stated.get("doc_no", "")]),
        issuer=issuer,
        date=find_date([*head, stated.get("date", "")]),
        effective=find_effective(texts),
        region=region,
        level=level,
        type=find_type(title),
    )


def with_title(found: Metadata, marked: str | None, stated: str | None) -> Metadata:
    """``found`` with the title that the file marks as a heading or states apart from its text.

    One that names no type, such as the name of a site, does not win over one that does.
    """
    typed = (title for title in (marked, stated) if find_type(title))
    title = next(typed, found.title or marked or stated)
    if title is None or title == found.title:
        return found
    region, level = find_region(found.issuer, title)
    return replace(
        found,
        title=clean_title(title),
        type=find_type(title),
        region=found.region or region,
        level=found.level or level,
    )


def describe_entry(
    title: str, paragraphs: Sequence[Text], part: str | None, chapter: str | None
) -> Metadata:
    """What a compilation prints of a document: its heading, the lines below it, its signature."""
    texts = [paragraph.text.strip() for paragraph in paragraphs]
    signed, signature = find_signature(texts)
    issuer = signed or title_issuers(title) or head_issuers(texts)
    region, level = find_region(issuer, title)
    place = standard_name(chapter or "")
    doc_no = find_doc_no(texts[:NUMBERED_HEAD])
    return Metadata(
        title=clean_title(title),
        doc_no=doc_no,
        issuer=issuer,
        date=find_head_date(texts) or signature or find_date(texts[-TAIL:]),
        effective=find_effective(texts),
        region=region or place,
        level=level or find_level(part, title),
        type=entry_type(title, doc_no, part),
        url=find_url(texts),
    )


def entry_type(title: str, doc_no: str | None, part: str | None) -> str | None:
    """The type of a compilation's document; the part that it stands in may tell it."""
    if find_level(part, "") is Level.COMPANY:
        return "企业行动"
    if doc_no and STANDARD_NO.fullmatch(doc_no):
        return "标准"
    return find_type(title) or ("讲话" if SPEECH.search(part or "") else None)


def clean_title(title: str | None) -> str | None:
    """The title without the spaces of letter-spacing (国 务 院) and around figures."""
    if title is None:
        return None
    closed = LETTER_SPACED.sub(lambda match: "".join(match.group().split()), title)
    return STRAY_SPACE.sub("", " ".join(closed.split()))


def find_doc_no(head: Sequence[str]) -> str | None:
    """The 发文字号 that stands as a paragraph of its own, in standard form: ``国发〔2021〕23号``.

    The form is that of GB/T 9704-2012, 7.2.5: hexagonal brackets, Arabic figures, no 第. Of a
    standard it is the standard's number (``JR/T 0227—2021``).
    """
    for paragraph in head:
        if match := DOC_NO.fullmatch(paragraph):
            year = match["year"].translate(ASCII_DIGITS)
            number = int(match["number"].translate(ASCII_DIGITS))
            return f"{match['office']}〔{year}〕{number}号"
        if STANDARD_NO.fullmatch(paragraph):
            return " ".join(paragraph.split())
    return None


def find_title(head: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
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


def find_date(texts: Sequence[str]) -> str | None:
    """The first date that stands as a paragraph of its own, ISO."""
    dates = (read_date(text) for text in texts)
    return next((date for date in dates if date), None)


def find_effective(texts: Sequence[str]) -> str | None:
    """The date in ``本办法自2021年2月1日起施行`` at a sentence's beginning, the last one; ISO."""
    found = [match for text in texts for match in EFFECTIVE.finditer(text)]
    return iso_date(found[-1]) if found else None


def read_date(text: str) -> str | None:
    """A paragraph that is a date, ISO: ``2022年1月30日``, ``二〇二一年九月三日``."""
    text = text.removesuffix("印发")
    if match := DATE.fullmatch(text):
        return iso_date(match)
    if match := CHINESE_DATE.fullmatch(text):
        year = "".join(NUMERALS[char] for char in match["year"])
        month, day = read_numeral(match["month"]), read_numeral(match["day"])
        return f"{year}-{month:02d}-{day:02d}"
    return None


def iso_date(match: re.Match[str]) -> str:
    """The date of a match with groups year, month and perhaps day."""
    parts = [match["year"], match["month"].zfill(2)]
    return "-".join(parts + ([match["day"].zfill(2)] if match["day"] else []))


def find_head_date(texts: Sequence[str]) -> str | None:
    """The date below a heading: alone, in brackets, after 时间 or 发布时间."""
    for text in texts[:NUMBERED_HEAD]:
        match = HEAD_DATE.match(text) or PUBLISHED.search(text)
        if match:
            return iso_date(match)
        if date := read_date(text):
            return date
    return None


def find_signature(texts: Sequence[str]) -> tuple[tuple[str, ...], str | None]:
    """The issuers that stand above a date, and that date."""
    for index, text in enumerate(texts):
        if read_date(text) is None:
            continue
        names: list[str] = []
        for line in reversed(texts[:index]):
            parts = read_names(line)
            if not parts:
                break
            names = parts + names
        if names:
            return tuple(names), read_date(text)
    return (), None


def read_names(line: str) -> list[str]:
    """The issuers on a line, if it holds nothing else; a letter-spaced name is one (财 政 部)."""
    parts = line.split()
    names = ["".join(parts)] if all(len(part) == 1 for part in parts) else parts
    short = all(len(name) <= LONGEST_NAME for name in names)
    return names if short and all(ISSUER.fullmatch(name) for name in names) else []


def title_issuers(title: str) -> tuple[str, ...]:
    """The issuers that a title begins with: ``中共中央 国务院关于…``."""
    before, about, _ = title.partition("关于")
    return tuple(read_names(before)) if about and before else ()


def head_issuers(texts: Sequence[str]) -> tuple[str, ...]:
    """The issuers that stand on the line below a heading."""
    return tuple(read_names(texts[0])) if texts else ()


def find_region(issuer: Sequence[str], title: str | None) -> tuple[str | None, Level | None]:
    """Region and level of an issuing government or party committee."""
    for name in (*issuer, title or ""):
        if name.startswith(("国务院", "中共中央")):
            return None, Level.NATION
        if region := issuing_region(name):
            return region, Level.PROVINCE if is_provincial(region) else Level.CITY
    return None, None


def find_level(part: str | None, title: str) -> Level | None:
    """The level that a compilation's part is of, or that the title of an agreement shows."""
    if find_type(title) == "协议":
        return Level.INTERNATIONAL
    return next((level for words, level in LEVELS.items() if words.search(part or "")), None)


def find_url(texts: Sequence[str]) -> str | None:
    """The source link that stands last."""
    links = (URL.search(text) for text in reversed(texts))
    return next((match.group() for match in links if match), None)
