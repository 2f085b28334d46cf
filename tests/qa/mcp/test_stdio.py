"""The command ``mcp``, as a process of its own over the real library and sentence model."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
from mcp import Client, StdioServerParameters

from qa.engine import Engine

COMMAND = ["-c", "import eval.cli; eval.cli.main()", "mcp"]


@pytest.mark.models
def test_a_client_finds_cites_and_checks(real_engine: Engine) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=[*COMMAND, "--data", str(real_engine.data)],
        env=dict(os.environ),
        cwd=Path.cwd(),
    )

    async def run() -> None:
        async with Client(server) as client:
            asked = {"text": "非化石能源消费比重达41.5%", "k": 1}
            cited = (await client.call_tool("cite", asked)).structured_content
            assert cited["hits"][0]["official"] == (
                "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"
            )
            draft = {"text": "到2025年，南充市非化石能源消费比重达到45%。", "region": "南充市"}
            checked = (await client.call_tool("check_text", draft)).structured_content
            assert checked["claims"][0]["verdict"] == "数据不符"

    anyio.run(run)


def test_without_a_library_it_says_so_and_nothing_on_standard_output(tmp_path: Path) -> None:
    command = [sys.executable, *COMMAND, "--data", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (3, "")
    assert len(done.stderr.splitlines()) == 1
