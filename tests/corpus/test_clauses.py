from __future__ import annotations

from corpus.clauses import build_clauses
from corpus.models import Origin, Text


def text(line: int, value: str) -> Text:
    return Text(value, (Origin(0, line, 1),))


def test_a_clause_has_the_headings_above_it() -> None:
    clauses = build_clauses(
        [
            text(1, "为稳妥推进碳达峰，制定本方案。"),
            text(3, "二、主要目标"),
            text(5, "到2025年，非化石能源消费比重达41.5%。"),
            text(7, "三、重点行动"),
            text(9, "（一）能源行动"),
            text(11, "1.发展新能源。建设分散式风电。"),
            text(13, "到2025年，新增4万千瓦以上。"),
            text(15, "（二）工业行动"),
            text(17, "四、附则"),
        ]
    )
    assert [(clause.path, clause.text.text, clause.text.first.line) for clause in clauses] == [
        ((), "为稳妥推进碳达峰，制定本方案。", 1),
        (("二、主要目标",), "到2025年，非化石能源消费比重达41.5%。", 5),
        (
            ("三、重点行动", "（一）能源行动", "1.发展新能源"),
            "1.发展新能源。建设分散式风电。\n到2025年，新增4万千瓦以上。",
            11,
        ),
        (("三、重点行动", "（二）工业行动"), "（二）工业行动", 15),
        (("四、附则",), "四、附则", 17),
    ]
    assert [clause.ordinal for clause in clauses] == [0, 1, 2, 3, 4]


def test_a_short_paragraph_that_says_something_stays_in_the_text() -> None:
    first, second = build_clauses(
        [
            text(1, "五、《目录（2021年版）》自2021年7月1日起施行。"),
            text(3, "如遇新情况，请及时报告。"),
            text(5, "六、加强组织领导。"),
            text(7, "各部门要高度重视。"),
        ]
    )
    assert (
        first.text.text
        == "五、《目录（2021年版）》自2021年7月1日起施行。\n如遇新情况，请及时报告。"
    )
    assert second.text.text == "各部门要高度重视。"


def test_the_last_of_some_items_stays_in_the_text_before_what_follows() -> None:
    last = build_clauses(
        [
            text(1, "第二十二条 实行调整制度。"),
            text(3, "（一）规模发生变化，不能按期完成的；"),
            text(5, "（二）其他原因导致项目无法继续实施的。"),
            text(7, "确需调整的项目，原则上仅限在本专项内调整。"),
        ]
    )[-1]
    assert last.text.text == (
        "（二）其他原因导致项目无法继续实施的。\n确需调整的项目，原则上仅限在本专项内调整。"
    )
    closing = build_clauses(
        [
            text(1, "四、主张"),
            text(3, "（一）坚持合作共赢"),
            text(5, "（二）坚持信守承诺"),
            text(7, "结语"),
        ]
    )[-1]
    assert closing.text.text == "（二）坚持信守承诺\n结语"
