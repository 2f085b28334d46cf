from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.regions import full_name
from corpus.words import bigrams, cut_words, fold, read_terms, split_terms


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("碳排放权交易管理办法（试行）", "碳排放权交易管理办法试行"),
        ("ＪＲ／Ｔ　0227—2021", "jrt02272021"),
        ("“1＋N”政策_体系", "1n政策体系"),
        ("，。 \n", ""),
    ],
)
def test_only_letters_and_digits_are_compared(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(derandomize=True)
@given(st.text("碳 达峰（）ＡaB２\n，。《》", max_size=30))
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_bigrams_run_over_punctuation() -> None:
    assert bigrams("碳达峰，碳达") == {"碳达", "达峰", "峰碳"}
    assert bigrams("碳") == set()


def test_terms_of_the_field_are_words() -> None:
    terms = read_terms()
    assert len(terms) == len(set(terms))
    assert {"绿色债券", "碳排放权"} <= set(terms)
    assert all(term in cut_words(f"推进{term}工作") for term in terms)


def test_a_term_of_the_field_is_split_and_another_word_is_kept() -> None:
    assert split_terms(["绿色债券", "目录"]) == ["绿色", "债券", "目录"]


def test_words_are_in_lower_case_and_without_punctuation() -> None:
    assert cut_words("GDP，能耗（PUE）") == ["gdp", "能耗", "pue"]


@pytest.mark.parametrize(
    ("place", "regions", "name"),
    [
        ("内蒙", (), "内蒙古自治区"),
        ("广西", (), "广西壮族自治区"),
        ("北京", (), "北京市"),
        ("南充", ("南充市",), "南充市"),
        ("南充市", ("南充市",), "南充市"),
        ("南充", (), "南充"),
        ("吉林", (), "吉林省"),
        ("火星", ("南充市",), "火星"),
    ],
)
def test_the_full_name_of_a_place(place: str, regions: tuple[str, ...], name: str) -> None:
    assert full_name(place, regions) == name
