"""A passage that tests are made of, and others like it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from qa.passages import Passage

TEXT = (
    "到2025年，绿色低碳循环发展的经济体系初步形成。非化石能源消费比重达41.5%，为实现碳达峰奠定基础。\n"
    "到2030年，非化石能源消费比重达到43.5%，如期实现碳达峰目标。"
)
PASSAGE = Passage(
    chunk_id="a:0001",
    document_id="a",
    title="南充市碳达峰实施方案",
    doc_no="南府发〔2024〕1号",
    issuer=("南充市人民政府",),
    date="2024-01-22",
    region="南充市",
    level="市",
    clause_path=("二、主要目标",),
    page_start=3,
    page_end=4,
    printed_page=None,
    compilation=None,
    gap=None,
    source_file="002.txt",
    line_start=88,
    line_end=109,
    text=TEXT,
    is_table=False,
    also_in=(),
    score=0.03,
)


def passage(text: str, **changes: Any) -> Passage:  # noqa: ANN401 - the fields of a passage
    """A passage of this text, for the rest as `PASSAGE`."""
    return replace(PASSAGE, text=text, **changes)


def parts(*texts: str) -> list[Passage]:
    """Neighbouring chunks of one document."""
    return [passage(text, chunk_id=f"a:{number:04}") for number, text in enumerate(texts, start=1)]
