from __future__ import annotations

import pytest

from corpus.readers.pages import drop_page_numbers, number_lines


def kept(text: str) -> list[tuple[int, int, str]]:
    return [
        (line.number, line.page, line.text)
        for line in drop_page_numbers(number_lines(text.split("\n")))[0]
    ]


def test_a_leading_space_begins_a_page() -> None:
    text = " 第一页首行\n\n第一页末行\n 第二页首行\n\n第二页末行"
    assert kept(text) == [
        (1, 1, "第一页首行"),
        (3, 1, "第一页末行"),
        (4, 2, "第二页首行"),
        (6, 2, "第二页末行"),
    ]


@pytest.mark.parametrize(
    "number",
    ["— 19 —", "—\n201 —", "2", "—"],
    ids=["dashed", "broken over two lines", "bare", "only the first dash left"],
)
def test_a_gap_begins_a_page_and_its_printed_number_is_dropped(number: str) -> None:
    text = f"能源消费比重\n\n\n\n{number}\n\n提高到6%左右"
    found = kept(text)
    assert [(page, line) for _, page, line in found] == [(1, "能源消费比重"), (2, "提高到6%左右")]


def test_a_number_of_the_text_is_kept() -> None:
    text = "到2025年原煤消费量不超过\n\n125\n\n万吨\n 400\n\n万千瓦"
    assert [line for _, _, line in kept(text)] == [
        "到2025年原煤消费量不超过",
        "125",
        "万吨",
        "400",
        "万千瓦",
    ]


def test_pages_agree_with_the_printed_numbers_of_the_nanchong_plan(
    shipped: dict[str, list[str]],
) -> None:
    numbered = number_lines(shipped["002_beb594719ad92a4d.txt"])
    printed = {line.text: line.page for line in numbered if line.text.startswith("— ")}
    assert printed == {"— 7 —": 7, "— 14 —": 14, "— 16 —": 16, "— 32 —": 32}
