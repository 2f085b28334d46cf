"""Speed and memory on this machine: ``make bench``.

Every figure is measured in one run; beside seconds stands the ratio to a fixed piece of work
(a matrix product), because machines differ and are shared. Targets are those of README.md.
"""

from __future__ import annotations

import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
import psutil

from eval.questions import read_questions
from qa.engine import Engine
from qa.settings import Settings, cache_dir, load_settings

if TYPE_CHECKING:
    from gradio_client import Client

TANWEN = [str(Path(sys.executable).with_name("tanwen"))]
SETTLE = 0.05
COPIES = (1, 4, 16)
SET = Path(__file__).with_name("sets") / "dev.jsonl"
DRAFTS = SET.with_name("drafts")
T = TypeVar("T")
QUESTIONS = (
    "南充市2025年非化石能源消费比重目标是多少？",
    "淄博市新增光伏发电装机“十四五”期间要达到多少",
    "克拉玛依到2025年规模以上高新技术工业企业增加值占制造业增加值比重要达到多少",
    "到2030年全国森林覆盖率和森林蓄积量达到多少？",
    "碳排放权交易的重点排放单位应当履行哪些义务？",
    "什么是绿色建造？",
    "到2025年新型储能装机规模目标是多少？",
    "华电集团计划哪一年实现碳达峰？",
)


@dataclass(frozen=True, slots=True)
class Measure:
    """One measured figure with its target."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the figure is within its target, if it has one."""
        if self.target is None:
            return "—"
        return "是" if self.value <= self.target else "否"


@dataclass(frozen=True, slots=True)
class Run:
    """What a command took."""

    seconds: float
    peak_mb: float


def reference_seconds() -> float:
    """Seconds of 20 products of 1024 by 1024 float32 matrices, the best of three."""
    matrix = np.ones((1024, 1024), dtype=np.float32)
    return min(timed(lambda: [matrix @ matrix for _ in range(20)]) for _ in range(3))


def timed(work: Callable[[], object]) -> float:
    """Seconds that ``work`` takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def run_command(arguments: Sequence[str], environment: dict[str, str]) -> Run:
    """Run ``tanwen`` and watch its resident memory.

    Raises:
        RuntimeError: it fails.
    """
    started = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        process = psutil.Popen(
            [*TANWEN, *arguments], env=environment, stdout=output, stderr=subprocess.STDOUT
        )
        peak = 0
        while process.poll() is None:
            peak = max(peak, resident(process))
            time.sleep(SETTLE if time.perf_counter() - started > 1 else SETTLE / 10)
        seconds = time.perf_counter() - started
        if process.returncode:
            output.seek(0)
            raise RuntimeError(output.read().decode(errors="replace"))
    return Run(seconds, peak / 2**20)


def resident(process: psutil.Process) -> int:
    """Resident bytes of a process; 0 once it has ended."""
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def fresh_environment(folder: Path) -> dict[str, str]:
    """An environment with the prepared models, and no library and no cached vectors."""
    cache = folder / "cache" / "tanwen"
    cache.mkdir(parents=True)
    for entry in cache_dir().iterdir():
        if not entry.name.startswith("vectors"):
            (cache / entry.name).symlink_to(entry)
    places = {"XDG_CACHE_HOME": str(folder / "cache"), "TANWEN_DATA": str(folder / "data")}
    return {**os.environ, **places}


def measure_commands(environment: dict[str, str]) -> list[Measure]:
    """Ingest from nothing, ingest with nothing new, and help."""
    first = run_command(["ingest"], environment)
    again = run_command(["ingest"], environment)
    help_seconds = min(run_command(["--help"], environment).seconds for _ in range(5))
    search = statistics.median(
        run_command(["search", QUESTIONS[0]], environment).seconds for _ in range(3)
    )
    return [
        Measure("首次读入全部文件（含编码）", first.seconds, "s", 150),
        Measure("首次读入的内存峰值", first.peak_mb, "MB", 3072),
        Measure("无新文件时再读入", again.seconds, "s", 3),
        Measure("tanwen --help", help_seconds, "s", 0.5),
        Measure("tanwen search（从启动到结果）", search, "s", 4),
    ]


def measure_reading() -> list[Measure]:
    """Reading without embedding, of 1, 4 and 16 copies of the shipped files, each a process."""
    runs = [read_in_process(copies) for copies in COPIES]
    one, many = runs[0], runs[-1]
    growth = many["seconds"] / one["seconds"] / (many["copies"] / one["copies"])
    times = [
        Measure(f"读取、切分全部文件 ×{run['copies']:.0f}（不编码）", run["seconds"], "s", target)
        for run, target in zip(runs, (6, None, None), strict=True)
    ]
    return [
        *times,
        Measure(f"每份用时：×{many['copies']:.0f} 与 ×1 之比", growth, "倍", 1.25),
        Measure(f"读取 ×{many['copies']:.0f} 的内存峰值", many["peak_mb"], "MB", 600),
    ]


def read_in_process(copies: int) -> dict[str, float]:
    """What `eval.reading` prints for some copies."""
    command = [sys.executable, "-m", "eval.reading", str(copies)]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    values: dict[str, float] = json.loads(done.stdout)
    return values


def measure_search(engine: Engine) -> list[Measure]:
    """Warm search for all questions of the development set, and encoding them alone."""
    questions = [question.question for question in read_questions(SET)]
    retriever = engine.view.retriever
    for question in questions:
        retriever.search(question, 10)
    searches = [timed(partial(retriever.search, q, 10)) for q in questions]
    encodings = [timed(partial(engine.encoder.encode_queries, [q])) for q in questions]
    search, encoding = statistics.median(searches), statistics.median(encodings)
    return [
        Measure("检索（已加载，中位数）", search * 1000, "ms", 40),
        Measure("检索（第95百分位）", float(np.percentile(searches, 95)) * 1000, "ms", 90),
        Measure("编码问题（中位数）", encoding * 1000, "ms"),
        Measure("检索与编码问题之比（中位数）", search / encoding, "倍", 3),
    ]


def measure_verbatim(settings: Settings, data: Path) -> list[Measure]:
    """Answers without a chat model to the questions of the development set."""
    engine = Engine(settings.model_copy(update={"llm": "none"}), data, cache_dir())
    asked = [(one.question, one.history) for one in read_questions(SET)]
    questions = [engine.understand(text, history) for text, history in asked]
    answerer = engine.answerer
    for question in questions:
        answerer.ask(question)
    times = [timed(partial(answerer.ask, question)) for question in questions]
    return [
        Measure("不用模型的回答（中位数）", statistics.median(times), "s", 0.3),
        Measure("不用模型的回答（第95百分位）", float(np.percentile(times, 95)), "s"),
    ]


def measure_drafts(engine: Engine) -> list[Measure]:
    """Checking the labelled drafts, whose sentences are as many as in a long report."""
    from eval.drafts import PER
    from qa.drafts.checking import DraftChecker
    from qa.drafts.reading import read_draft

    checker = DraftChecker(engine)
    drafts = [read_draft(path) for path in sorted(DRAFTS.glob("*.txt"))]
    reports = [checker.check(draft) for draft in drafts]
    claims = sum(len(report.findings) for report in reports)
    seconds = sum(report.seconds for report in reports) * PER / claims
    return [Measure(f"核对稿件，每 {PER} 句", seconds, "s", 30)]


def measure_page(environment: dict[str, str]) -> list[Measure]:
    """The served page: first clauses, prompt, answer and resident memory."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    from gradio_client import Client

    port = free_port()
    with psutil.Popen(
        [*TANWEN, "serve", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL
    ) as process:
        try:
            client = wait_for(lambda: Client(f"http://127.0.0.1:{port}", verbose=False))
            first, whole = zip(*(ask_page(client, q) for q in QUESTIONS), strict=True)
            memory = resident(process) / 2**20
        finally:
            process.terminate()
    return [
        Measure("提问到页面出现条款（中位数，含首问）", statistics.median(first), "s", 1),
        Measure("提问到回答完毕（中位数）", statistics.median(whole), "s"),
        Measure("网页服务的常驻内存", memory, "MB", 4096),
    ]


def ask_page(client: Client, question: str) -> tuple[float, float]:
    """Seconds until the page shows clauses, and until the answer is whole."""
    started = time.perf_counter()
    job = client.submit(question, api_name="/ask")
    first = 0.0
    for shown in job:
        if not first and "card" in shown[1]:
            first = time.perf_counter() - started
    return first, time.perf_counter() - started


def measure_phrasing(engine: Engine) -> list[Measure]:
    """Answers of the bundled model: first token, end, prompt, and what llama.cpp itself needs."""
    from eval.answer_speed import measure_answers, median

    speeds = measure_answers(engine, QUESTIONS)
    longest = max(speed.prompt_tokens for speed in speeds)
    return [
        Measure("提问到模型的第一个字（中位数）", median(speeds, "first_token"), "s", 8),
        Measure("提问到回答完毕（内置模型，中位数）", median(speeds, "whole"), "s", 15),
        Measure("提示词（中位数）", median(speeds, "prompt_tokens"), "tokens", 600),
        Measure("最长的提示词", longest, "tokens", 900),
        Measure("写回答与 llama.cpp 自身用时之比（中位数）", median(speeds, "ratio"), "倍", 1.15),
    ]


def wait_for(attempt: Callable[[], T], seconds: float = 120) -> T:
    """What ``attempt`` returns once it no longer fails."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except Exception:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.5)


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def describe_machine() -> str:
    """Processor, cores and memory."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    memory = psutil.virtual_memory().total / 2**30
    name = names[0] if names else platform.processor()
    return f"{name}，{os.cpu_count()} 核，{memory:.0f} GiB，Python {platform.python_version()}"


def table(measures: Sequence[Measure], reference: float) -> str:
    """The measures as a Markdown table."""
    rows = ["| 项目 | 实测 | 目标 | 与基准之比 | 达标 |", "| --- | --- | --- | --- | --- |"]
    scale = {"s": 1.0, "ms": 1000.0}
    for one in measures:
        ratio = f"{one.value / scale[one.unit] / reference:.2f}" if one.unit in scale else "—"
        value = f"{one.value:.2f}" if one.value < 10 else f"{one.value:.0f}"
        target = "—" if one.target is None else f"≤ {one.target:g} {one.unit}"
        cells = (one.name, f"{value} {one.unit}", target, ratio, one.verdict)
        rows.append(f"| {' | '.join(cells)} |")
    return "\n".join(rows)


def main() -> None:
    """Measure everything and print the table; JSON goes to ``build/bench.json``."""
    reference = reference_seconds()
    with tempfile.TemporaryDirectory() as name:
        environment = fresh_environment(Path(name))
        measures = measure_reading()
        measures += measure_commands(environment)
        data = Path(environment["TANWEN_DATA"])
        engine = Engine(load_settings(data), data, cache_dir())
        measures += measure_search(engine)
        measures += measure_verbatim(engine.settings, data)
        measures += measure_drafts(engine)
        measures += measure_phrasing(engine)
        del engine
        measures += measure_page(environment)
    build = Path("build")
    build.mkdir(exist_ok=True)
    record = {
        "machine": describe_machine(),
        "reference": reference,
        "measures": [asdict(one) for one in measures],
    }
    text = json.dumps(record, ensure_ascii=False, indent=2)
    (build / "bench.json").write_text(text, encoding="utf-8")
    head = f"{describe_machine()}；基准（20 次 1024×1024 矩阵乘）{reference:.2f} s"
    sys.stdout.write(f"{head}\n\n{table(measures, reference)}\n")


if __name__ == "__main__":
    main()
