"""What a reader of a comparison has to know, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qa.citations import name_document
from qa.comparing.indicators import SHOWN, Meant, list_groups
from qa.comparing.models import DISAGREE, ELSEWHERE, MENTIONED, Cell, Row, Value


def make_notes(asked: str, meant: Meant, rows: Sequence[Row]) -> tuple[str, ...]:
    """Which indicators were taken and left, what differs, and where documents do not agree."""
    return tuple(
        (
            *taken_notes(asked, meant),
            *wording_notes(rows),
            *near_notes(meant),
            *basis_notes(rows),
            *disagreement_notes(rows),
        )
    )


def taken_notes(asked: str, meant: Meant) -> Iterator[str]:
    """That several indicators may be meant."""
    if len(meant.taken) > 1 or not meant.exact:
        several = "，口径不同，分行列出，不可直接比较" if len(meant.taken) > 1 else ""
        yield f"“{asked}”对应文件中的指标：{list_groups(meant.taken)}{several}。"


def wording_notes(rows: Sequence[Row]) -> Iterator[str]:
    """Which wordings were taken together."""
    written: dict[str, dict[str, None]] = {}
    for row in rows:
        for _, value in row.values:
            for source in value.sources:
                written.setdefault(row.indicator, {})[source.target.indicator] = None
    for label, names in written.items():
        if len(names) > 1:
            yield f"“{label}”合并了含义相同的写法：{'、'.join(names)}。"


def near_notes(meant: Meant) -> Iterator[str]:
    """Which near indicators were left."""
    if meant.near:
        more = " 等" if len(meant.near) > SHOWN else ""
        yield f"未并入的相近指标：{list_groups(meant.near[:SHOWN])}{more}。"


def basis_notes(rows: Sequence[Row]) -> Iterator[str]:
    """That rows of one indicator are not of one basis."""
    bases: dict[str, dict[str, None]] = {}
    for row in rows:
        if row.basis is not None:
            bases.setdefault(row.indicator, {})[row.basis.label or "数值"] = None
    for label, names in bases.items():
        if len(names) > 1:
            listed = "、".join(names)
            yield f"“{label}”有不同的基期或口径（{listed}），分行列出，不可直接比较。"
    meanings = {
        ELSEWHERE: "该地这一年的数值因基期或口径不同列在另一行",
        MENTIONED: "文件提到该指标而没有找到数值，请看所注条款",
    }
    used = {cell.note for row in rows for cell in row.cells}
    for note, meaning in meanings.items():
        if note in used:
            yield f"“{note}”指{meaning}。"


def disagreement_notes(rows: Sequence[Row]) -> Iterator[str]:
    """Where the documents of a place give different figures for a year."""
    for row in rows:
        for cell in row.cells:
            if cell.note == DISAGREE:
                said = "；".join(map(name_value, cell.values))
                yield f"{row.region} {name_year(cell)}各文件数值不一致：{said}。"


def name_value(value: Value) -> str:
    """A figure with the newest document that sets it."""
    source = value.sources[0]
    date = f"，{source.document.date}" if source.document.date else ""
    others = f"，共 {len(value.sources)} 处" if len(value.sources) > 1 else ""
    period = f"（{value.period}）" if value.period else ""
    return f"{value.text}{period}（{name_document(source.citation.passage)}{date}{others}）"


def name_year(cell: Cell) -> str:
    """The heading of a cell's column."""
    return f"{cell.year}年" if cell.year else "未写年份"
