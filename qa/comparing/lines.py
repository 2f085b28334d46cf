"""A comparison in the long form: a line a target, and the matrix as rows of text."""

from __future__ import annotations

from qa.citations import in_title_marks, name_lines, name_pages
from qa.comparing.models import CHANGES, Cell, Comparison, Row, Source, Value

HEADER = (
    *("地区", "指标", "原文写法", "年份", "数值", "单位", "限定词", "升降", "基期", "时段", "口径"),
    *("一致性", "文件", "发文字号", "日期", "条款", "页码", "引文", "源文件", "位置", "序号"),
)


def long_lines(comparison: Comparison) -> list[tuple[object, ...]]:
    """The cells of `HEADER` for each target."""
    return [long_line(*found) for found in comparison.sources]


def long_line(row: Row, cell: Cell, value: Value, source: Source) -> tuple[object, ...]:
    """The cells of one target."""
    target, passage = source.target, source.citation.passage
    basis = row.basis
    return (
        *(row.region, row.indicator, target.indicator, cell.year),
        *(target.value, target.unit, target.qualifier, CHANGES.get(target.direction, "")),
        *(f"{target.base_year}年" if target.base_year else "", source.period),
        *(basis.scope if basis else "", cell.note),
        *(in_title_marks(passage.title or passage.source_file), passage.doc_no, passage.date),
        *(" › ".join(passage.clause_path), name_pages(passage), one_line(source.citation.quote)),
        *(passage.source_file, name_lines(passage), source.citation.n),
    )


SHOWN = 3
"""Sources of a figure whose numbers are shown where there is little room."""


def matrix_lines(comparison: Comparison, shown: int = SHOWN) -> list[list[str]]:
    """The matrix as text, its head first; with the numbers of up to ``shown`` sources a figure."""
    heads = row_heads(comparison)
    years = (f"{year}年" if year else "未写年份" for year in comparison.years)
    cells = ([write_cell(cell, shown) for cell in row.cells] for row in comparison.rows)
    return [
        [*heads, *years],
        *(
            [*head_cells(row, heads), *texts]
            for row, texts in zip(comparison.rows, cells, strict=True)
        ),
    ]


PLACE, INDICATOR, BASIS = "地区", "指标", "基期与口径"


def row_heads(comparison: Comparison) -> list[str]:
    """What the columns before the years hold; the second and third only where rows differ in it."""
    rows = comparison.rows
    several = len({row.indicator for row in rows}) > 1
    based = any(row.basis and row.basis.label for row in rows)
    return [PLACE, *([INDICATOR] if several else []), *([BASIS] if based else [])]


def head_cells(row: Row, heads: list[str]) -> list[str]:
    """The cells of a row before the years."""
    basis = row.basis.label if row.basis else ""
    cells = {PLACE: row.region, INDICATOR: row.indicator, BASIS: basis}
    return [cells[head] for head in heads]


def write_cell(cell: Cell, shown: int) -> str:
    """A cell's figures, or why there is none; with the numbers of their sources."""
    if not cell.values:
        return cell.note + mark([one.n for one in cell.mentions], shown)
    said = [
        write_value(value) + mark([one.citation.n for one in value.sources], shown)
        for value in cell.values
    ]
    return "；".join(said) + (f"（{cell.note}）" if cell.note else "")


def write_value(value: Value) -> str:
    """A figure with the direction of a change and its period."""
    change = CHANGES.get(value.target.direction, "")
    return f"{change}{value.text}" + (f"（{value.period}）" if value.period else "")


def mark(numbers: list[int], shown: int) -> str:
    """The numbers of sources: ``[1][2][3]等5处``."""
    first = "".join(f"[{number}]" for number in numbers[:shown])
    return first + (f"等{len(numbers)}处" if len(numbers) > shown else "")


def one_line(text: str) -> str:
    """A quote without line breaks; nothing else is changed."""
    return text.replace("\r", "").replace("\n", "")
