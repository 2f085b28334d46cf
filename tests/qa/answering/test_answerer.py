from __future__ import annotations

from collections.abc import Iterator

import pytest
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage

from embeddings.ingest import ingest
from qa.answering import Answer, Answerer, Chat, Checked, Retrieved, Status
from qa.chat.settings import NoChat
from qa.library_view import LibraryView, open_library
from qa.phrasing.pieces import Draft
from qa.settings import AnswerSettings, RetrievalSettings
from tests.conftest import NoProgress, is_verbatim
from tests.fakes import HashEncoder

NANCHONG = (
    "南充市人民政府\n\n关于印发南充市碳达峰实施方案的通知\n\n南府发〔2024〕1号\n\n"
    "二、主要目标\n\n到2025年，体系初步形成。非化石能源消费比重达 41.5%，能耗比2020年下降14.5%。\n\n"
    "到2030年，非化石能源消费比重达到43.5%。\n\n三、保障措施\n\n市发展改革委统筹协调。\n"
)
ZIBO = (
    "淄博市人民政府\n\n关于印发淄博市碳达峰工作方案的通知\n\n淄政字〔2023〕57号\n\n"
    "二、主要目标\n\n到2025年，非化石能源消费比重提高至10%以上。\n"
)
QUESTION = "南充市2025年非化石能源消费比重目标是多少？"


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> LibraryView:
    folder = tmp_path_factory.mktemp("answering")
    paths = [folder / "南充.txt", folder / "淄博.txt"]
    for path, text in zip(paths, (NANCHONG, ZIBO), strict=True):
        path.write_text(text, encoding="utf-8")
    encoder = HashEncoder()
    ingest(
        paths,
        data=folder / "data",
        encoder=encoder,
        cache=folder / "vectors.sqlite",
        progress=NoProgress(),
    )
    return open_library(folder / "data", encoder, RetrievalSettings())


def answerer(view: LibraryView, *replies: str) -> Answerer:
    """An answerer whose chat model says ``replies``; without replies there is no model."""
    model = GenericFakeChatModel(messages=iter(AIMessage(reply) for reply in replies))
    chat = Chat("fake", NoChat(), model if replies else None)
    return Answerer(view, AnswerSettings(), 20, chat)


def test_a_true_sentence_is_bound_to_its_clause(view: LibraryView) -> None:
    answer = answerer(view, "到2025年，非化石能源消费比重达41.5%。").ask(QUESTION)
    assert answer.answer == "到2025年，非化石能源消费比重达41.5%。[1]"
    (citation,) = answer.citations
    assert citation.passage.doc_no == "南府发〔2024〕1号"
    assert is_verbatim(citation.quote, citation.passage.text)
    assert answer.sentences[0].status is Status.SUPPORTED


@pytest.mark.parametrize(
    "lie",
    [
        "到2025年，非化石能源消费比重达43.5%。",
        "到2025年，非化石能源消费比重达10%以上。",
        "非化石能源消费比重达43.5%。",
        "到2025年，能耗比2005年下降14.5%。",
        "41.5%",
        "淄博市非化石能源消费比重达41.5%。",
    ],
    ids=["2030's figure", "another city's", "no year", "base year", "bare", "another city"],
)
def test_a_false_sentence_is_withheld_and_the_clause_is_quoted(view: LibraryView, lie: str) -> None:
    answer = answerer(view, lie).ask(QUESTION)
    withheld, quoted = answer.sentences
    assert (withheld.status, withheld.citations) == (Status.UNSUPPORTED, ())
    assert withheld.reason
    assert quoted.status is Status.QUOTED
    assert answer.answer == f"{quoted.text}[1]"
    assert "41.5%" in quoted.text


def test_numbers_that_the_model_types_are_no_citations(view: LibraryView) -> None:
    answer = answerer(view, "1. 到2025年，非化石能源消费比重达41.5%[7]。").ask(QUESTION)
    assert answer.answer == "到2025年，非化石能源消费比重达41.5%。[1]"


def test_marks_alone_are_no_sentence(view: LibraryView) -> None:
    answer = answerer(view, "到2025年，非化石能源消费比重达41.5%。 [1] \n **").ask(QUESTION)
    assert [s.text for s in answer.sentences] == ["到2025年，非化石能源消费比重达41.5%。"]


def test_without_a_model_the_best_sentence_is_quoted(view: LibraryView) -> None:
    answer = answerer(view).ask(QUESTION)
    assert [s.status for s in answer.sentences] == [Status.QUOTED]
    assert is_verbatim(answer.sentences[0].text, answer.citations[0].passage.text)


def test_the_model_is_not_asked_where_there_is_no_basis(view: LibraryView) -> None:
    answer = answerer(view, "到2027年，碳市场配额总量为5亿吨。").ask(
        "南充市2027年的碳市场配额总量是多少"
    )
    assert (answer.answer, answer.refused, answer.sentences) == ("资料中未找到依据", True, ())
    assert answer.nearest


def test_events_come_in_order(view: LibraryView) -> None:
    reply = "到2025年， 非化石能源消费比重达41.5%。 能耗比2020年下降14.5%。"
    kinds = [type(event) for event in answerer(view, reply).stream(QUESTION)]
    assert kinds[0] is Retrieved
    assert kinds[-1] is Answer
    assert kinds.count(Checked) == 2
    assert Draft in kinds


def test_one_clause_has_one_number(view: LibraryView) -> None:
    reply = "到2025年，非化石能源消费比重达41.5%。 能耗比2020年下降14.5%。"
    answer = answerer(view, reply).ask(QUESTION)
    assert answer.answer == "到2025年，非化石能源消费比重达41.5%。[1]能耗比2020年下降14.5%。[1]"
    assert len(answer.citations) == 1


def test_the_evidence_is_of_the_place_asked(view: LibraryView) -> None:
    events: Iterator[object] = answerer(view).stream("淄博市2025年非化石能源消费比重是多少")
    retrieved = next(events)
    assert isinstance(retrieved, Retrieved)
    assert {evidence.passage.region for evidence in retrieved.evidence} == {"淄博市"}
