"""What changed between two runs, which way, and whether it is more than chance."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from corpus.errors import InputError
from eval.metrics.rates import Difference, compare
from eval.render import NAMES
from eval.report import METRICS

LESS_IS_BETTER = {"over_refused"}

Scores = Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True)
class Diff:
    """Two runs over one set."""

    metrics: Mapping[str, Difference]
    better: tuple[str, ...]
    """Items that pass in the second run only."""
    worse: tuple[str, ...]
    """Items that pass in the first run only."""
    changed: tuple[str, ...]
    """Items of which any score differs."""

    def to_json(self) -> dict[str, Any]:
        """The difference as JSON."""
        return asdict(self)


def diff_reports(first: Mapping[str, Any], second: Mapping[str, Any]) -> Diff:
    """How the second report differs from the first, over the items that both have.

    Raises:
        InputError: they are of different sets.
    """
    if first["run"]["set_sha256"] != second["run"]["set_sha256"]:
        raise InputError("两次评测用的不是同一题集，不能比较")
    one, other = first["scores"], second["scores"]
    clusters = {**first["clusters"], **second["clusters"]}
    differences = {
        name: turned(name, compare(column(one, name), column(other, name), clusters))
        for name in METRICS
    }
    passing = "strict" if any(s.get("strict") is not None for s in one.values()) else "all@10"
    both = [name for name in one if name in other]
    return Diff(
        metrics={name: found for name, found in differences.items() if found is not None},
        better=tuple(i for i in both if flips(other[i].get(passing), one[i].get(passing))),
        worse=tuple(i for i in both if flips(one[i].get(passing), other[i].get(passing))),
        changed=tuple(i for i in both if dict(one[i]) != dict(other[i])),
    )


def turned(name: str, found: Difference | None) -> Difference | None:
    """The difference; where less is better, better and worse change places."""
    if found is None or name not in LESS_IS_BETTER:
        return found
    return replace(found, better=found.worse, worse=found.better)


def column(scores: Scores, name: str) -> dict[str, float | None]:
    """One metric by item id."""
    return {item: values.get(name) for item, values in scores.items()}


def flips(now: float | None, then: float | None) -> bool:
    """Whether an item passes now and did not then."""
    return now == 1.0 and then is not None and then < 1.0


def diff_markdown(diff: Diff) -> str:
    """The difference as Markdown."""
    if not diff.changed:
        return "两次运行没有差别。"
    rows = ["| 指标 | 差 | 95% 区间 | 变好 | 变差 | p | |", "| --- |" + " --- |" * 6]
    for name, one in diff.metrics.items():
        mark = "超出偶然" if one.beyond_chance else ""
        bounds = f"{one.low:+.1%} – {one.high:+.1%}"
        rows.append(
            f"| {NAMES[name]} | {one.mean:+.1%} | {bounds} | {one.better} | {one.worse}"
            f" | {one.p:.3f} | {mark} |"
        )
    lists = [("变好", diff.better), ("变差", diff.worse)]
    return "\n".join([*rows, "", *(f"{name}：{'、'.join(ids) or '无'}" for name, ids in lists)])
