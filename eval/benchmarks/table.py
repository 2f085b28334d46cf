"""What was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.benchmarks.measure import WANTED
from eval.benchmarks.sizes import SizeResult, Times

TARGET_MS = 250
TARGET_RECALL = 0.95


def to_markdown(machine: str, results: Sequence[SizeResult]) -> str:
    """The tables of all sizes, and whether the targets are met."""
    parts = (
        f"# 检索随文件库增长的速度\n\n{machine}",
        "## 向量检索",
        table(INDEX_HEAD, index_rows(results)),
        "## 查词",
        table(WORD_HEAD, word_rows(results)),
        "## 一次检索（查词与向量，编码问题除外）",
        table(WHOLE_HEAD, whole_rows(results)),
        NOTES,
    )
    return "\n\n".join(parts) + "\n"


INDEX_HEAD = (
    "条款数",
    "索引",
    "按规则选用",
    "建成 s",
    "文件 MB",
    "私有内存 MB",
    "映射文件 MB",
    "p50 ms",
    "p95 ms",
    "与 flat 相比的 recall@10",
)
WORD_HEAD = (
    "条款数",
    "建成 s",
    "文件 MB",
    "私有内存 MB",
    "开库首问 ms",
    "初问 p50 / p95 ms",
    "再问 p50 / p95 ms",
    "只用 FTS5 p50 / p95 ms",
    "与 FTS5 前十条相同",
)
WHOLE_HEAD = ("条款数", "初问 p50 / p95 ms", "再问 p50 / p95 ms", "recall@10", "达标")
NOTES = f"""目标：p95 ≤ {TARGET_MS} ms，recall@10 ≥ {TARGET_RECALL}。

- 向量：真实向量轮流加高斯噪声后归一。噪声的协方差与真实向量相同，长度为真实向量到最近邻的距离
  （中位数）的 1.5 倍，因此相邻向量的扰动彼此交错，最近邻不会都出自同一条款。
- 文字：真实条款的句子随机重组；没有新词，所以罕见词随库增多，比真实的大库难查。
- 问题：dev.jsonl 的全部问题，逐个提问，每次取 {WANTED:,} 条，与程序相同；向量检索取三遍的中位数。
- 内存是新进程打开索引并答完全部问题后的增量。索引文件是映射进内存的，内存不足时系统可收回其页面；
  查词的私有内存含各条款的长度和常用词的位置（至多 128 MB）。
- 初问：进程中第一次问到；再问：同一进程再问一遍，常用词的位置已在内存。
  开库首问另计：它读入各条款的长度。
- 只用 FTS5：每五个问题取一个。不超过 20,000 条时，查词就是只用 FTS5。
- HNSW（M=32，efConstruction=80，efSearch=1024，fp16）只作比较，程序不用。"""


def table(head: Sequence[str], rows: Iterator[tuple[str, ...]]) -> str:
    """A Markdown table."""
    lines = [tuple(head), ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def index_rows(results: Sequence[SizeResult]) -> Iterator[tuple[str, ...]]:
    """A row for each kind of index of each size."""
    for size in results:
        for one in size.indexes:
            yield (
                f"{size.chunks:,}",
                one.kind,
                "是" if one.chosen else "否",
                number(one.build_seconds),
                number(one.file_mb),
                number(one.memory.private),
                number(one.memory.mapped),
                number(one.search.p50),
                number(one.search.p95),
                f"{one.recall:.3f}",
            )


def word_rows(results: Sequence[SizeResult]) -> Iterator[tuple[str, ...]]:
    """A row for each size."""
    for size in results:
        one = size.words
        yield (
            f"{size.chunks:,}",
            number(one.build_seconds),
            number(one.file_mb),
            number(one.memory.private),
            number(one.opening_ms),
            both(one.first),
            both(one.again),
            both(one.alone),
            f"{one.agreement:.3f}",
        )


def whole_rows(results: Sequence[SizeResult]) -> Iterator[tuple[str, ...]]:
    """A row for each size."""
    for size in results:
        recall = next(one.recall for one in size.indexes if one.chosen)
        met = size.whole_first.p95 <= TARGET_MS and recall >= TARGET_RECALL
        first, again = both(size.whole_first), both(size.whole_again)
        yield (f"{size.chunks:,}", first, again, f"{recall:.3f}", "是" if met else "否")


def both(times: Times) -> str:
    """Median and 95th percentile."""
    return f"{number(times.p50)} / {number(times.p95)}"


def number(value: float) -> str:
    """A figure with as many places as mean something."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"
