"""Search over a small library with the same plan in two files and a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from embeddings.ingest import ingest
from qa.evidence.sentences import sentences_of
from qa.library_view import LibraryView, open_library
from qa.search.filters import Filters
from qa.search.retriever import CROWD, find_lead
from qa.settings import Settings
from tests.conftest import NoProgress
from tests.fakes import HashEncoder

TASKS = "".join(
    f"{number}.第{number}项任务。推进重点领域绿色低碳转型，到2025年完成指标{number * 37}项。\n\n"
    for number in range(1, 30)
)
PLAN = f"某市碳达峰实施方案\n\n二、主要目标\n\n到2025年，非化石能源消费比重达到41.5%。\n\n三、重点任务\n\n{TASKS}"
NOTICE = f"某市人民政府关于印发某市碳达峰实施方案的通知\n\n某政发〔2024〕1号\n\n请认真贯彻执行。\n\n{PLAN}"
PAGES = (
    f"{NOTICE}\n\n\n\n— 2 —\n\n四、附则\n\n本方案由某市发展改革委负责解释。\n\n （本文有删减）\n"
)


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> LibraryView:
    folder: Path = tmp_path_factory.mktemp("library")
    (folder / "s").mkdir()
    (folder / "s" / "方案.txt").write_text(PLAN, encoding="utf-8")
    (folder / "s" / "通知.txt").write_text(PAGES, encoding="utf-8")
    table = (
        "主要指标如下。\n\n"
        + "表1 主要指标\n\n指标 单位 2025年\n\n比重 % 41.5\n\n能耗 吨 3.2\n\n面积 亩 7\n\n比例 % 9\n"
    )
    wide = "为贯彻落实党中央、国务院关于碳达峰碳中和的重大决策部署，扎实推进全市，\n\n" * 30
    (folder / "s" / "表.txt").write_text(f"另一方案\n\n{wide}{table}", encoding="utf-8")
    encoder = HashEncoder()
    report = ingest(
        [folder / "s"],
        data=folder / "data",
        encoder=encoder,
        cache=folder / "vectors.sqlite",
        progress=NoProgress(),
    )
    assert report.documents == 3
    return open_library(folder / "data", encoder, Settings().retrieval)


def test_the_same_text_is_found_once_with_both_places(view: LibraryView) -> None:
    found = view.retriever.search("非化石能源消费比重达到", 20).passages
    texts = [passage.text for passage in found]
    assert len(set(texts)) == len(texts)
    (passage,) = [p for p in found if "41.5%。" in p.text]
    assert (passage.source_file, passage.gap, passage.doc_no) == ("方案.txt", None, None)
    (place,) = passage.also_in
    assert (place.source_file, place.doc_no, place.line_start) == (
        "通知.txt",
        "某政发〔2024〕1号",
        11,
    )


def test_a_filter_finds_the_text_in_the_document_that_meets_it(view: LibraryView) -> None:
    documents = view.library.documents.values()
    (notice,) = [d.document_id for d in documents if d.source_file == "通知.txt"]
    found = view.retriever.search("非化石能源消费比重达到", 5, Filters(document=notice)).passages
    assert {passage.source_file for passage in found} == {"通知.txt"}
    (passage,) = [p for p in found if "41.5%。" in p.text]
    assert [place.source_file for place in passage.also_in] == ["方案.txt"]
    assert passage.gap == "有删减"


def test_the_printed_page_stands_beside_the_page(view: LibraryView) -> None:
    found = view.retriever.search("本方案由某市发展改革委负责解释", 3).passages
    (passage,) = [p for p in found if "负责解释" in p.text]
    assert (passage.page_start, passage.printed_page) == (2, "2")


def test_a_table_is_found_and_gives_no_evidence(view: LibraryView) -> None:
    found = view.retriever.search("主要指标 比重 能耗 面积", 5).passages
    (passage,) = [p for p in found if p.is_table]
    assert passage.text.split("\n")[:2] == ["表1 主要指标", "指标 单位 2025年"]
    assert passage.clause_path[-1] == "表1 主要指标"
    assert list(sentences_of(passage)) == []


def test_the_lead_is_over_the_last_of_a_crowd() -> None:
    scores = [20.0, *(float(10 - number) for number in range(CROWD))]
    assert find_lead(scores) == 20.0 - scores[CROWD - 1]
    assert find_lead(scores[:CROWD]) == 20.0 - scores[CROWD - 1]
    assert find_lead(scores[: CROWD - 1]) is None
    assert find_lead([]) is None


def test_the_chunks_around_one_are_those_of_its_document(view: LibraryView) -> None:
    (hit, *_) = view.retriever.search("本方案由某市发展改革委负责解释", 1).passages
    around = view.retriever.around(hit.chunk_ids[0], 2)
    assert hit.chunk_ids[0] in [one.chunk_id for one in around]
    assert {one.document_id for one in around} == {hit.document_id}
    assert 1 < len(around) <= 5
    lines = [one.line_start for one in around]
    assert lines == sorted(lines)
    assert len(view.retriever.around(hit.chunk_ids[0], 0)) == 1
