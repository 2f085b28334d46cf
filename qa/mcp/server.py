"""MCP: the tools and resources of one engine; the protocol itself is the ``mcp`` package's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ResourceNotFoundError, ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from corpus.errors import TanwenError
from qa.access.limits import spend_answer
from qa.comparing.compare import compare
from qa.engine import Engine
from qa.jobs import Jobs, last
from qa.mcp.results import CheckResult, CiteResult, ClauseHit, Clauses, CompareResult, Writer
from qa.operations import DraftChecking, UnknownIdError, look_up, read_clause, read_document, search
from qa.schemas import document_json, whole_document_json
from qa.search.filters import Filters

INSTRUCTIONS = (
    "双碳（碳达峰碳中和）政策文件库。先用 search_clauses 或 cite 找到条款，引用时照抄 quote，"
    "并注明 citation；数字要连同年份、基年和限定词一起引用。库里没有的，就说没有依据。"
)
READ_ONLY = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
CATALOGUE = "tanwen://documents"
DOCUMENT = "tanwen://documents/{document_id}"
JSON = "application/json"

Query = Annotated[str, Field(min_length=1, max_length=20_000, description="要找的内容")]
Wording = Annotated[
    str, Field(min_length=1, max_length=5000, description="关键词、半句话、整句原文或发文字号")
]
Draft = Annotated[
    str, Field(min_length=1, max_length=200_000, description="要核对的文字，每段一行")
]
Count = Annotated[int, Field(ge=1, le=50, description="要几条")]
Region = Annotated[str | None, Field(description="只查这个地区的文件，如：南充市")]
Year = Annotated[str | None, Field(description="只查这一年发布的，或几年间：2021-2023")]
Issuer = Annotated[str | None, Field(description="只查这个发文机关的")]
Level = Annotated[str | None, Field(description="国家、部委、省、市、企业、国际")]
Kind = Annotated[str | None, Field(description="文种，如：方案、意见")]
DocumentId = Annotated[str | None, Field(description="只查这份文件（编号）")]
ChunkId = Annotated[str, Field(max_length=300, description="检索结果里的 chunk_id")]
Own = Annotated[str | None, Field(description="稿件所属地区，即文中的“我市”“全省”")]
Indicator = Annotated[str, Field(max_length=200, description="指标，如：非化石能源消费比重")]
Regions = Annotated[list[str] | None, Field(max_length=100, description="地区、企业或“国家”")]
Years = Annotated[list[str] | None, Field(max_length=50, description="年份或几年间：2025-2030")]


class Tools:
    """The tools and resources over one engine."""

    def __init__(self, engine: Engine, jobs: Jobs) -> None:
        self._engine = engine
        self._jobs = jobs

    @property
    def _writer(self) -> Writer:
        return Writer(self._engine.view)

    def search_clauses(
        self,
        query: Query,
        k: Count = 5,
        region: Region = None,
        year: Year = None,
        issuer: Issuer = None,
        level: Level = None,
        type: Kind = None,
        document: DocumentId = None,
    ) -> Clauses:
        """按意思和词语查找条款，返回逐字原文和公文引文。"""
        filters = Filters(region, year, issuer, level, type, document)
        with told():
            return self._writer.found(search(self._engine, query, k, filters))

    def get_clause(self, chunk_id: ChunkId) -> ClauseHit:
        """取一条条款的全文、各种格式的引文，以及上一条、下一条的编号。"""
        with told():
            hit = read_clause(self._engine.view, chunk_id)
            return self._writer.hit(hit, self._engine.settings.citing.standard)

    def cite(self, text: Wording, k: Count = 3) -> CiteResult:
        """查一句话出自哪份文件哪一条，是否逐字一致，给出可直接复制的引文。"""
        with told():
            found = look_up(self._engine, text, k)
            return self._writer.cited(found, self._engine.settings.citing.standard)

    async def check_text(
        self, context: Context[Any, Any], text: Draft, region: Own = None
    ) -> CheckResult:
        """逐句核对一段文字的引文、数字和出处，指出与原文有出入的地方。"""
        with told():
            # None where the client speaks over standard input.
            spend_answer(getattr(context.request_context.request, "scope", {}))
            content = text.encode(errors="replace")
            draft = DraftChecking(self._engine, content, "稿件.txt", region)
            return self._writer.checked(await last(self._jobs.values(draft.work)))

    def compare_targets(
        self, indicator: Indicator, regions: Regions = None, years: Years = None
    ) -> CompareResult:
        """把同一指标在各地、各年的目标值并排列出，注明条款。"""
        with told():
            library = self._engine.view.library
            return self._writer.compared(compare(library, indicator, regions or (), years or ()))

    def documents(self) -> str:
        """文件目录：编号、标题、发文字号、日期、地区、层级。"""
        documents = self._engine.view.library.documents.values()
        return json.dumps([document_json(one) for one in documents], ensure_ascii=False)

    def document(self, document_id: str) -> str:
        """一份文件的全部条款：上级标题、全文、页码和行号。"""
        try:
            whole = read_document(self._engine.view, document_id)
        except UnknownIdError as error:
            raise ResourceNotFoundError(str(error)) from error
        return json.dumps(whole_document_json(whole), ensure_ascii=False)


@contextmanager
def told() -> Iterator[None]:
    """Have expected errors told in their own words."""
    try:
        yield
    except TanwenError as error:
        raise ToolError(str(error)) from error


def build_server(engine: Engine, jobs: Jobs) -> MCPServer:
    """The server with all tools and resources."""
    server = MCPServer(
        "tanwen",
        title="碳问",
        instructions=INSTRUCTIONS,
        version=version("tanwen"),
        log_level="ERROR",
        subscriptions=False,
    )
    tools = Tools(engine, jobs)
    for tool in (
        tools.search_clauses,
        tools.get_clause,
        tools.cite,
        tools.check_text,
        tools.compare_targets,
    ):
        server.add_tool(tool, annotations=READ_ONLY)
    server.resource(CATALOGUE, name="documents", title="文件目录", mime_type=JSON)(tools.documents)
    server.resource(DOCUMENT, name="document", title="一份文件", mime_type=JSON)(tools.document)
    return server


def serve_stdio(engine: Engine) -> None:
    """Serve one client over standard input and output, until it goes.

    Raises:
        SetupError: the library or the sentence model is not ready.
    """
    engine.warm_up_search()
    server = engine.settings.server
    build_server(engine, Jobs(server.answers, server.queue)).run("stdio")
