"""Search as parts of LangChain chains."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from langchain_core.documents import Document
from langchain_core.language_models import FakeListChatModel
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

import qa.engine
from corpus.errors import InputError, SetupError
from corpus.storage import VECTORS
from embeddings.kinds import load_index
from qa.chains import EncoderEmbeddings, FaissStore, TanwenRetriever
from qa.engine import Engine
from qa.library_view import LibraryView
from qa.search.filters import Filters
from tests.fakes import HashEncoder

CLAUSE = "到2025年，南充市非化石能源消费比重达到41.5%，单位地区生产总值能耗比2020年下降14.5%。"
QUESTION = "南充市2025年非化石能源消费比重是多少？"
TEXTS = ["积极发展核电", "推进绿色出行", "本办法自公布之日起施行"]


@pytest.fixture
def retriever(small_engine: Engine) -> TanwenRetriever:
    return TanwenRetriever(engine=small_engine, k=3)


@pytest.fixture
def store(small: LibraryView) -> FaissStore:
    encoder = HashEncoder()
    index = load_index(small.folder / VECTORS, encoder.dimension)
    return FaissStore.of_library(small.library, index, encoder)


def test_a_chain_from_the_question_to_the_answer(retriever: TanwenRetriever) -> None:
    prompts: list[str] = []

    def write_prompt(documents: list[Document]) -> str:
        prompts.append("\n".join(document.page_content for document in documents))
        return prompts[-1]

    model = FakeListChatModel(responses=["41.5%。"])
    chain = retriever | RunnableLambda(write_prompt) | model
    assert chain.invoke(QUESTION).content == "41.5%。"
    assert CLAUSE in prompts[0]


def test_a_document_has_what_a_citation_needs(
    retriever: TanwenRetriever, ids: dict[str, str]
) -> None:
    first, *others = retriever.invoke(QUESTION)
    assert first.page_content.startswith(CLAUSE)
    assert len(others) == 2
    assert first.id == first.metadata["chunk_id"]
    assert (first.metadata["document_id"], first.metadata["doc_no"]) == (
        ids["南充通知"],
        "南府发〔2024〕1号",
    )
    assert first.metadata["clause_path"] == ("二、主要目标",)
    assert "text" not in first.metadata
    assert [place["document_id"] for place in first.metadata["also_in"]] == [ids["南充方案"]]


def test_a_document_knows_its_page(retriever: TanwenRetriever) -> None:
    (goal, *_) = retriever.invoke("全国2025年非化石能源消费比重达到20%左右")
    (oil, *_) = retriever.invoke("合理调控油气消费，保持石油消费处于合理区间")
    assert (goal.metadata["page_start"], oil.metadata["page_start"]) == (1, 2)


def test_the_retriever_finds_what_a_search_finds(
    retriever: TanwenRetriever, small: LibraryView
) -> None:
    found = small.retriever.search(QUESTION, 3).passages
    assert [one.id for one in retriever.invoke(QUESTION)] == [one.chunk_id for one in found]


def test_filters_are_met(small_engine: Engine) -> None:
    filters = Filters(level="企业")
    companies = TanwenRetriever(engine=small_engine, k=5, filters=filters)
    assert {one.metadata["level"] for one in companies.invoke(QUESTION)} == {"企业"}


def test_a_question_in_traditional_characters(retriever: TanwenRetriever) -> None:
    traditional = retriever.invoke("南充市2025年非化石能源消費比重是多少？")
    assert traditional == retriever.invoke(QUESTION)


def test_an_empty_question_is_refused(retriever: TanwenRetriever) -> None:
    with pytest.raises(InputError, match="问题是空的"):
        retriever.invoke("？！")


@pytest.mark.parametrize("k", [0, 201])
def test_k_is_bounded(small_engine: Engine, k: int) -> None:
    with pytest.raises(ValidationError):
        TanwenRetriever(engine=small_engine, k=k)


def test_a_retriever_over_a_folder(
    small_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(qa.engine, "make_encoder", lambda settings, cache: HashEncoder())
    opened = TanwenRetriever.open(small_engine.data, k=1)
    (document,) = opened.invoke(QUESTION)
    assert document.page_content.startswith(CLAUSE)
    with pytest.raises(SetupError, match="tanwen ingest"):
        TanwenRetriever.open(tmp_path / "none").invoke(QUESTION)


def test_dense_search_over_a_library(store: FaissStore, small: LibraryView) -> None:
    found = store.similarity_search_with_score(CLAUSE, k=small.chunk_count)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(-1.000001 <= score <= 1.000001 for score in scores)
    assert {document.id for document, _ in found} == {
        chunk.chunk_id for chunk in small.library.chunks(range(small.chunk_count))
    }
    first = found[0][0]
    assert first.page_content.startswith(CLAUSE)
    assert first.metadata["clause_path"] == ["二、主要目标"]
    assert (first.metadata["line_start"], first.metadata["page_start"]) in {(5, None), (13, None)}


def test_dense_search_over_texts() -> None:
    store = FaissStore.from_texts(
        TEXTS,
        EncoderEmbeddings(HashEncoder()),
        metadatas=[{"n": number} for number in range(3)],
        ids=["a", "b", "c"],
    )
    assert store.similarity_search("积极发展核电", k=1) == [
        Document(page_content="积极发展核电", metadata={"n": 0}, id="a")
    ]
    scored = store.similarity_search_with_score("绿色出行", k=3)
    assert scored[0][0].id == "b"
    scores = [score for _, score in scored]
    assert scores == sorted(scores, reverse=True)
    relevant = store.similarity_search_with_relevance_scores("绿色出行", k=3)
    assert [score for _, score in relevant] == scores


def test_a_store_is_a_retriever_too() -> None:
    store = FaissStore.from_texts(TEXTS, EncoderEmbeddings(HashEncoder()))
    (document,) = store.as_retriever(search_kwargs={"k": 1}).invoke("推进绿色出行")
    assert (document.page_content, document.metadata) == ("推进绿色出行", {})


def test_more_are_asked_for_than_there_are() -> None:
    store = FaissStore.from_texts(TEXTS, EncoderEmbeddings(HashEncoder()))
    assert len(store.similarity_search("核电", k=10)) == 3


def test_embeddings_are_those_of_the_encoder() -> None:
    encoder = HashEncoder()
    embeddings = EncoderEmbeddings(encoder)
    expected = encoder.encode_passages(TEXTS)
    assert np.array_equal(np.array(embeddings.embed_documents(TEXTS), np.float32), expected)
    assert embeddings.embed_query(TEXTS[0]) == embeddings.embed_documents(TEXTS)[0]
    assert FaissStore.from_texts(TEXTS, embeddings).embeddings is embeddings
