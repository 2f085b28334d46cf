"""The routes that answer at once: search, cite, compare, documents."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import JSONResponse

from qa.api.inputs import CiteInput, CompareInput, SearchInput
from qa.api.problems import describe
from qa.api.schemas import (
    ComparisonValue,
    DocumentValue,
    FoundValue,
    SearchValue,
    WholeDocumentValue,
)
from qa.api.served import Here, Served, as_json
from qa.citing.schema import found_json
from qa.comparing.compare import compare
from qa.comparing.schema import comparison_json
from qa.operations import look_up, read_document, search
from qa.schemas import document_json, search_json, whole_document_json

router = APIRouter(responses=describe())


@router.get("/search", summary="查找条款", response_model=SearchValue)
def get_search(asked: Annotated[SearchInput, Query()], here: Here) -> JSONResponse:
    """与 `tanwen search --json` 相同。"""
    return search_for(asked, here)


@router.post("/search", summary="查找条款", response_model=SearchValue)
def post_search(asked: SearchInput, here: Here) -> JSONResponse:
    """与 `tanwen search --json` 相同。"""
    return search_for(asked, here)


@router.get("/cite", summary="查一句话的出处", response_model=FoundValue)
def get_cite(asked: Annotated[CiteInput, Query()], here: Here) -> JSONResponse:
    """与 `tanwen cite --json` 相同。"""
    return cite(asked, here)


@router.post("/cite", summary="查一句话的出处", response_model=FoundValue)
def post_cite(asked: CiteInput, here: Here) -> JSONResponse:
    """与 `tanwen cite --json` 相同。"""
    return cite(asked, here)


@router.get("/compare", summary="对照各地各年的同一指标", response_model=ComparisonValue)
def get_compare(asked: Annotated[CompareInput, Query()], here: Here) -> JSONResponse:
    """与 `tanwen compare --json` 相同。"""
    return compare_targets(asked, here)


@router.post("/compare", summary="对照各地各年的同一指标", response_model=ComparisonValue)
def post_compare(asked: CompareInput, here: Here) -> JSONResponse:
    """与 `tanwen compare --json` 相同。"""
    return compare_targets(asked, here)


@router.get("/documents", summary="文件目录", response_model=list[DocumentValue])
def get_documents(here: Here) -> JSONResponse:
    """与 `tanwen documents --json` 相同。"""
    documents = here.engine.view.library.documents.values()
    return as_json([document_json(document) for document in documents])


@router.get(
    "/documents/{document_id}",
    summary="一份文件的全部条款",
    response_model=WholeDocumentValue,
    responses=describe(404),
)
def get_document(document_id: str, here: Here) -> JSONResponse:
    """条款按文件中的次序，附上级标题、页码和行号。"""
    return as_json(whole_document_json(read_document(here.engine.view, document_id)))


def search_for(asked: SearchInput, here: Served) -> JSONResponse:
    """A search's value."""
    result = search(here.engine, asked.query, asked.k, asked.filters)
    return as_json(search_json(result, here.engine.explain(result) if asked.explain else None))


def cite(asked: CiteInput, here: Served) -> JSONResponse:
    """A lookup's value."""
    found = look_up(here.engine, asked.text, asked.k, asked.filters)
    standard = asked.style or here.engine.settings.citing.standard
    return as_json(found_json(found, here.engine.view.library, standard))


def compare_targets(asked: CompareInput, here: Served) -> JSONResponse:
    """A comparison's value."""
    library = here.engine.view.library
    return as_json(comparison_json(compare(library, asked.indicator, asked.region, asked.year)))
