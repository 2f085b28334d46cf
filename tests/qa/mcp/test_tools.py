"""The tools and resources, asked by the client of the same package within this process."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError

from qa.engine import Engine
from qa.jobs import Jobs
from qa.mcp.server import build_server
from tests.conftest import is_verbatim

Call = Callable[..., Any]


def ask(engine: Engine, work: Callable[[Client], Awaitable[Any]]) -> Any:  # noqa: ANN401
    """What ``work`` gets from a server over an engine."""

    async def run() -> Any:  # noqa: ANN401
        async with Client(build_server(engine, Jobs(1))) as client:
            return await work(client)

    return anyio.run(run)


@pytest.fixture
def call(small_engine: Engine) -> Call:
    """Calls a tool and gives its structured value; one that fails gives its text."""

    def run(tool: str, **arguments: object) -> Any:  # noqa: ANN401
        told = ask(small_engine, lambda client: client.call_tool(tool, arguments))
        return told.content[0].text if told.is_error else told.structured_content

    return run


def test_the_tools_are_described(small_engine: Engine) -> None:
    tools = ask(small_engine, lambda client: client.list_tools()).tools
    assert [tool.name for tool in tools] == [
        *("search_clauses", "get_clause", "cite", "check_text", "compare_targets")
    ]
    for tool in tools:
        assert tool.output_schema
        assert tool.annotations.read_only_hint
        for name, schema in tool.input_schema["properties"].items():
            assert schema.get("description"), (tool.name, name)


def test_search_and_get(call: Call) -> None:
    found = call("search_clauses", query="南充市2025年非化石能源消费比重", k=2, region="南充市")
    first, second = found["clauses"]
    assert "41.5%" in first["quote"]
    assert first["citation"].startswith("《南充市")
    assert second["region"] == "南充市"
    whole = call("get_clause", chunk_id=first["chunk_id"])
    assert is_verbatim(first["quote"], whole["clauses"][0]["quote"])
    assert whole["official"] == first["citation"]
    after = call("get_clause", chunk_id=whole["after"])
    assert after["before"] == whole["clauses"][0]["chunk_id"]


def test_cite(call: Call) -> None:
    found = call("cite", text="全国非化石能源消费比重达到25%左右", k=1)
    (hit,) = found["hits"]
    assert (found["note"], hit["match"]) == (None, "逐字")
    assert hit["official"] == (
        "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）第二部分"
    )


def test_check_text(call: Call) -> None:
    text = (
        "到2025年，南充市非化石能源消费比重达到41.5%。\n到2030年，南充市非化石能源消费比重达到48%。"
    )
    checked = call("check_text", text=text, region="南充市")
    right, wrong = checked["claims"]
    assert (wrong["verdict"], wrong["line"]) == ("数据不符", 2)
    assert right["verdict"] in ("引文一致", "转述有据")
    cited = {source["n"]: source for source in checked["sources"]}
    assert "41.5%" in cited[right["sources"][0]]["quote"]


def test_compare_targets(call: Call) -> None:
    compared = call("compare_targets", indicator="非化石能源消费比重", regions=["南充", "淄博"])
    told = {(one["target_region"], one["year"]): one for one in compared["targets"]}
    assert told["南充市", 2025]["figure"] == "41.5%"
    assert "41.5%" in told["南充市", 2025]["quote"]
    assert told["淄博市", 2025]["citation"].startswith("《淄博市人民政府")
    assert "淄博市 2030：未提及" in compared["empty"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("search_clauses", {"query": "？"}, "问题是空的"),
        ("search_clauses", {"query": "碳", "region": "火星"}, "没有地区为“火星”的文件"),
        ("get_clause", {"chunk_id": "../../CURRENT"}, "没有这个编号的条款"),
        ("compare_targets", {"indicator": "没有的指标"}, "没有的指标"),
    ],
)
def test_errors_are_told(call: Call, tool: str, arguments: dict[str, Any], said: str) -> None:
    assert said in call(tool, **arguments)


def test_resources(small_engine: Engine) -> None:
    def read(uri: str) -> Any:  # noqa: ANN401
        told = ask(small_engine, lambda client: client.read_resource(uri))
        return json.loads(told.contents[0].text)

    catalogue = read("tanwen://documents")
    assert len(catalogue) == 7
    whole = read(f"tanwen://documents/{catalogue[0]['document_id']}")
    assert whole["document"] == catalogue[0]
    assert len(whole["clauses"]) == catalogue[0]["clauses"]


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fetc%2Fpasswd", "../CURRENT"])
def test_no_resource_leads_out_of_the_library(small_engine: Engine, name: str) -> None:
    async def read(client: Client) -> None:
        with pytest.raises(MCPError, match=r"Unknown resource|没有这个编号的文件"):
            await client.read_resource(f"tanwen://documents/{name}")

    ask(small_engine, read)
