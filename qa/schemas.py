"""What ``--json`` prints: the stable interfaces that ARCHITECTURE.md lists."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from corpus.library import CatalogueEntry
from embeddings.reports import IngestReport
from qa.answering.model import Answer
from qa.citations import Citation
from qa.explain import Explanation
from qa.passages import Passage
from qa.search.retriever import SearchResult

if TYPE_CHECKING:
    from qa.operations import WholeDocument

Json = dict[str, Any]


def passage_json(passage: Passage) -> Json:
    """A passage."""
    fields = dataclasses.asdict(dataclasses.replace(passage, parts=()))
    del fields["parts"]
    return {**fields, "complete": passage.complete, "chunk_ids": list(passage.chunk_ids)}


def citation_json(citation: Citation) -> Json:
    """A passage that is cited, with its number and quote."""
    return {"n": citation.n, "quote": citation.quote, **passage_json(citation.passage)}


def search_json(result: SearchResult, explanation: Explanation | None = None) -> Json:
    """A search: query, filters, passages and seconds; and why, where that is wanted."""
    why = {"explanation": dataclasses.asdict(explanation)} if explanation else {}
    return {
        "query": result.query,
        "filters": result.filters.given,
        "passages": [passage_json(passage) for passage in result.passages],
        "seconds": result.seconds,
        **why,
    }


def answer_json(answer: Answer) -> Json:
    """An answer; ``nearest`` holds the nearest clauses where it is refused."""
    return {
        "question": answer.question,
        "answer": answer.answer,
        "refused": answer.refused,
        "sentences": [dataclasses.asdict(sentence) for sentence in answer.sentences],
        "citations": [citation_json(citation) for citation in answer.citations],
        "nearest": [passage_json(passage) for passage in answer.nearest],
        "notes": list(answer.notes),
        "llm": answer.llm,
        "llm_failure": answer.llm_failure,
        "timings": dataclasses.asdict(answer.timings),
        "prompt_tokens": answer.prompt_tokens,
        "new_tokens": answer.new_tokens,
    }


def document_json(document: CatalogueEntry) -> Json:
    """A document of the catalogue."""
    return {**dataclasses.asdict(document), "complete": document.complete}


def whole_document_json(whole: WholeDocument) -> Json:
    """A document with its clauses."""
    clauses = [dataclasses.asdict(clause) for clause in whole.clauses]
    return {"document": document_json(whole.document), "clauses": clauses}


def ingest_json(report: IngestReport) -> Json:
    """The report of an ingest."""
    return dataclasses.asdict(report)
