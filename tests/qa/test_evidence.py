from __future__ import annotations

from dataclasses import replace

from qa.evidence import (
    gather_evidence,
    keep_asked_years,
    select_evidence,
    sentences_of,
    word_weights,
)
from qa.passages import Passage
from qa.query import analyse

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


def frequency(word: str) -> int:
    return {"非": 20, "化石": 30, "能源": 500, "消费": 200, "比重": 60}.get(word, 5)


def test_a_figure_reaches_back_to_its_year() -> None:
    found = [evidence.text for evidence in sentences_of(PASSAGE)]
    assert found[1] == TEXT.split("\n")[0]
    assert found[2] == TEXT.split("\n")[1]
    assert all(text in TEXT for text in found)


def test_the_year_asked_decides() -> None:
    for year, figure in ((2025, "41.5%"), (2030, "43.5%")):
        question = analyse(f"南充市{year}年非化石能源消费比重目标是多少？", ["南充市"])
        best = gather_evidence(question, [PASSAGE], frequency, 4000)[0]
        assert figure in best.text
        assert best.coverage > 0.9


def test_another_place_or_year_is_no_evidence() -> None:
    for text in ("成都市2025年非化石能源消费比重是多少", "南充市2027年非化石能源消费比重是多少"):
        assert gather_evidence(analyse(text, ["南充市"]), [PASSAGE], frequency, 4000) == []


def test_the_place_may_stand_in_the_title_only() -> None:
    question = analyse("淄博市2025年非化石能源消费比重", ["淄博市"])
    moved = replace(PASSAGE, title="淄博市碳达峰工作方案", region=None)
    assert gather_evidence(question, [moved], frequency, 4000)


def test_sentences_of_other_years_cannot_answer() -> None:
    question = analyse("南充市2025年非化石能源消费比重目标是多少？", ["南充市"])
    ranked = gather_evidence(question, [PASSAGE], frequency, 4000)
    kept = [evidence.text for evidence in keep_asked_years(ranked, question)]
    assert TEXT.split("\n")[0] in kept
    assert not any(text.startswith("到2030年") for text in kept)
    later = replace(PASSAGE, text="2025年起步。\n到2023年，人均能耗比2025年降低4%。")
    other = gather_evidence(question, [later], frequency, 4000)
    assert not any("2023" in evidence.text for evidence in keep_asked_years(other, question))


def test_a_rare_word_weighs_more() -> None:
    weights = word_weights(["能源", "比重"], frequency, 4000)
    assert weights["比重"] > weights["能源"] > 0


def test_evidence_within_other_evidence_is_left_out() -> None:
    question = analyse("南充市2025年非化石能源消费比重目标是多少？", ["南充市"])
    ranked = gather_evidence(question, [PASSAGE], frequency, 4000)
    texts = [evidence.text for evidence in select_evidence(ranked, most=6, chars=700)]
    assert len(texts) == 2
    assert select_evidence(ranked, most=6, chars=60)[0].text in TEXT
    assert len(select_evidence(ranked, most=1, chars=700)) == 1
