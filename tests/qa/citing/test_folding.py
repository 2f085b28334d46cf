from __future__ import annotations

import pytest

from corpus.sources import shipped_documents
from qa.citing.folding import find_wording, fold, fold_placed


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("到 20\n25年，４１.5％左右。", "到2025年41.5%左右"),
        ("国发〔2021〕23号", "国发2021|23号"),
        ("国发(2021) 23 号", "国发2021|23号"),
        ("2021—2025年", "2021-2025年"),
        ("“十四五”期间：", "十四五期间"),
        ("1.大力发展新能源。", "1大力发展新能源"),
        ("CO₂、m²", "co2m2"),
        ("，。！", ""),
    ],
)
def test_what_does_not_count(printed: str, folded: str) -> None:
    assert fold(printed) == folded


def test_figures_that_differ_are_not_folded_together() -> None:
    assert len({fold(text) for text in ("4.5%", "45%", "4.5", "4-5", "4、5")}) == 5


def test_places_lead_back_to_the_text() -> None:
    text = "到 2025年，比重达 4１.5％ 。"
    folded = fold_placed(text)
    start = folded.text.index("41.5%")
    first, last = folded.original(start, start + 5)
    assert text[first:last] == "4１.5％"


def test_places_agree_with_folding_in_a_whole_file() -> None:
    path = next(shipped_documents().glob("002*.txt"))
    text = path.read_text(encoding="utf-8")
    folded = fold_placed(text)
    assert folded.text == fold(text)
    assert all(
        fold(text[place]) in (char, "")
        for char, place in zip(folded.text, folded.places, strict=True)
    )


@pytest.mark.parametrize(
    ("wanted", "place"), [("5%", 9), ("25%", 3), ("25", 3), ("3.5%", -1), ("达到", 1), ("", -1)]
)
def test_figures_are_not_cut_in_two(wanted: str, place: int) -> None:
    assert find_wording(wanted, "约达到25%左右及5%13.5%") == place
