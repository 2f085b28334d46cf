"""Reports to read: Markdown, and one HTML file that opens offline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib import resources
from typing import Any

from eval.metrics.rates import Rate
from eval.questions import Question
from eval.records import Record
from eval.report import METRICS, WHOLE, Report

NAMES = {
    "recall@1": "召回率@1",
    "recall@5": "召回率@5",
    "recall@10": "召回率@10",
    "recall@20": "召回率@20",
    "all@10": "证据齐全@10",
    "mrr": "MRR",
    "ndcg@10": "nDCG@10",
    "citation_validity": "引文有效",
    "citation_verbatim": "引文逐字一致",
    "citation_precision": "引文准确率",
    "citation_recall": "引文召回率",
    "citation_coverage": "句子有引文",
    "key_facts": "要点召回率",
    "figures": "数字有据",
    "list_recall": "清单召回率",
    "list_precision": "清单准确率",
    "refused": "应拒答而拒答",
    "over_refused": "不该拒答而拒答",
    "strict": "严格通过",
}
"""What users read for each metric."""
TYPES = {
    WHOLE: "全部",
    "numeric": "数字目标",
    "fact": "单一事实",
    "list": "清单",
    "comparison": "比较",
    "temporal": "时间",
    "definition": "定义",
    "clause_location": "条款出处",
    "multi_turn": "追问",
    "unanswerable": "无答案",
}
COSTS = {
    "retrieve_s": "查到条款（秒）",
    "first_token_s": "第一个字（秒）",
    "total_s": "回答完毕（秒）",
    "prompt_tokens": "提示词 token",
    "new_tokens": "生成 token",
}


def below(scores: Mapping[str, float | None], *names: str) -> bool:
    """Whether each of the scores is there and less than whole."""
    values = [scores.get(name) for name in names]
    return all(value is not None and value < 1.0 for value in values)


FAILURES: dict[str, Callable[[Mapping[str, float | None]], bool]] = {
    "出错": lambda scores: set(scores) == {"strict"},
    "应拒答而没有拒答": lambda scores: below(scores, "refused"),
    "不该拒答而拒答": lambda scores: scores.get("over_refused") == 1.0,
    "数字无据": lambda scores: below(scores, "figures"),
    "要点和证据都缺": lambda scores: below(scores, "key_facts", "citation_recall"),
    "引了证据而要点不全": lambda scores: below(scores, "key_facts"),
    "要点齐全而证据没有引全": lambda scores: below(scores, "citation_recall"),
    "其他": lambda scores: True,
}
"""Why an item did not pass, the first that holds."""


def percent(rate: Rate | None) -> str:
    """A rate as a percentage; a dash where it does not apply."""
    return f"{rate.mean:.1%}" if rate else "—"


def shown_metrics(report: Report) -> list[str]:
    """The metrics that apply to any item."""
    return [name for name in METRICS if name in report.rates[WHOLE]]


def to_markdown(report: Report) -> str:
    """The report as Markdown: what was run, the metrics with their intervals, by type, the cost."""
    run = report.run
    head = [
        f"# 评测：{run.set}",
        "",
        f"- 题数 {report.items}（未跑 {report.missing}，出错 {report.errors}）；"
        f"{'只评检索' if run.retrieval_only else f'对话模型 {run.llm}'}；句向量模型 {run.encoder}",
        f"- 提示词 {run.prompt}；解析版本 {run.parser_version}；"
        f"文件库 {run.library_sha256[:12]}；题集 {run.set_sha256[:12]}；碳问 {run.tanwen}",
        "",
    ]
    tables = [*overall_table(report), "", *type_table(report), *cost_table(report)]
    return "\n".join([*head, *tables, *failure_table(report)])


def rate_table(what: str, mean: str, rates: Iterable[tuple[str, Rate | None]]) -> list[str]:
    """Each named rate with its Wilson interval and how many items it is the mean of."""
    rows = [
        f"| {name} | {rate.mean:.1%} | {rate.low:.1%}–{rate.high:.1%} | {rate.count} |"
        for name, rate in rates
        if rate is not None
    ]
    return [f"| {what} | {mean} | 95% 区间 | 题数 |", "| --- | --- | --- | --- |", *rows]


def overall_table(report: Report) -> list[str]:
    """Each metric over all items, and how many of the refusals were right."""
    rates = [(NAMES[name], report.rates[WHOLE][name]) for name in shown_metrics(report)]
    return rate_table("指标", "平均", [*rates, ("拒答准确率", report.refusal_precision)])


def type_table(report: Report) -> list[str]:
    """Each metric by question type."""
    groups = [name for name in TYPES if name in report.rates and name != WHOLE]
    rows = [
        f"| 指标 | {' | '.join(TYPES[name] for name in groups)} |",
        "| --- |" + " --- |" * len(groups),
    ]
    for metric in shown_metrics(report):
        cells = (percent(report.rates[group].get(metric)) for group in groups)
        rows.append(f"| {NAMES[metric]} | {' | '.join(cells)} |")
    return rows


def cost_table(report: Report) -> list[str]:
    """What answers cost."""
    if not report.costs:
        return []
    rows = ["", "| 代价 | 中位数 | 第95百分位 | 题数 |", "| --- | --- | --- | --- |"]
    for name, cost in report.costs.items():
        rows.append(f"| {COSTS[name]} | {cost.median:g} | {cost.p95:g} | {cost.count} |")
    return [*rows, "", f"内存峰值 {report.peak_mb:.0f} MB。" if report.peak_mb else ""]


def failure_table(report: Report) -> list[str]:
    """The items that did not pass, by what they failed of."""
    failed: dict[str, list[str]] = {reason: [] for reason in FAILURES}
    for name, scores in report.scores.items():
        if scores.get("strict") == 0.0:
            failed[failure(scores)].append(name)
    rows = [
        f"| {reason} | {len(names)} | {'、'.join(names)} |"
        for reason, names in failed.items()
        if names
    ]
    return ["", "| 未通过的原因 | 题数 | 题 |", "| --- | --- | --- |", *rows] if rows else []


def failure(scores: Mapping[str, float | None]) -> str:
    """The first of `FAILURES` that an item's scores show."""
    return next(reason for reason, is_so in FAILURES.items() if is_so(scores))


def to_html(report: Report, questions: Sequence[Question], records: Mapping[str, Record]) -> str:
    """The report as one HTML file without any outside part; the failures come first."""
    from jinja2 import Environment

    template = resources.files("eval").joinpath("report.html.jinja").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    items = [view(one, records[one.id], report) for one in questions if one.id in records]
    items.sort(key=lambda item: item["score"])
    bars = [
        {"name": TYPES[group], "rate": rates[metric]}
        for metric in (headline(report),)
        for group, rates in report.rates.items()
        if metric in rates
    ]
    return environment.from_string(template).render(
        report=report,
        names=NAMES,
        types=TYPES,
        costs=COSTS,
        metrics=shown_metrics(report),
        groups=[name for name in TYPES if name in report.rates],
        headline=NAMES[headline(report)],
        bars=bars,
        items=items,
        percent=percent,
    )


def headline(report: Report) -> str:
    """The metric by which items fail: the strict pass, or recall where only retrieval was run."""
    return "strict" if "strict" in report.rates[WHOLE] else "all@10"


def view(question: Question, record: Record, report: Report) -> dict[str, Any]:
    """An item for the template."""
    scores = report.scores[question.id]
    score = scores.get(headline(report))
    return {
        "question": question,
        "record": record,
        "score": 1.0 if score is None else score,
        "scores": {name: scores[name] for name in METRICS if scores.get(name) is not None},
    }
