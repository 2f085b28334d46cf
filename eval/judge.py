"""An optional judge: a chat model says whether cited clauses support a sentence.

Citation recall and precision as in ALCE (Gao et al. 2023, 3.3): a sentence is recalled if all its
citations together support it; a citation is precise if its sentence is recalled and it is not
irrelevant, which it is if it does not support the sentence alone and the others do without it.
Verdicts are kept by content, so that a judge is asked once. The judge never gates.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.metrics.rates import Rate, make_rate
from eval.questions import LabelledClaim
from eval.records import UNSUPPORTED, Record, about
from prompts import load_prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

VERDICTS = {"是": True, "否": False}
MOST_TOKENS = 4


@dataclass(frozen=True, slots=True)
class JudgeReport:
    """What a judge said of a run's citations, and how far it can be trusted."""

    llm: str
    prompt: str
    citation_recall: Rate | None
    citation_precision: Rate | None
    asked: int
    unparsed: int
    """Replies that were neither yes nor no; what hangs on them is left out of the rates."""
    agreement: Rate | None
    """With labelled claims: share of which it says what is written there."""

    def to_json(self) -> dict[str, Any]:
        """The report as JSON."""
        return asdict(self)


class Judge:
    """Asks a chat model; what it said before is taken from a file of JSON Lines."""

    def __init__(self, name: str, model: BaseChatModel, cache: Path) -> None:
        self.name = name
        self.prompt = load_prompt("judge")
        self.asked = 0
        self.unparsed = 0
        self._model = model
        self._cache = cache
        self._known: dict[str, str] = {}
        if cache.is_file():
            lines = cache.read_text(encoding="utf-8").splitlines()
            self._known = dict(json.loads(line) for line in lines if line)

    def supports(self, claim: str, clauses: Sequence[str]) -> bool | None:
        """Whether clauses support a claim; None if the reply is neither yes nor no."""
        filled = self.prompt.fill(evidence="\n".join(clauses), claim=claim)
        key = hashlib.sha256(f"{self.name}\n{self.prompt.version}\n{filled}".encode()).hexdigest()
        if key not in self._known:
            self._remember(key, self._ask(filled))
        self.asked += 1
        verdict = VERDICTS.get(self._known[key].strip()[:1])
        self.unparsed += verdict is None
        return verdict

    def _ask(self, filled: str) -> str:
        messages = [("system", self.prompt.system), ("human", filled)]
        return str(self._model.invoke(messages, max_tokens=MOST_TOKENS).text)

    def _remember(self, key: str, reply: str) -> None:
        self._known[key] = reply
        self._cache.parent.mkdir(parents=True, exist_ok=True)
        with self._cache.open("a", encoding="utf-8") as file:
            file.write(json.dumps([key, reply], ensure_ascii=False) + "\n")


def judge_run(
    judge: Judge,
    records: Mapping[str, Record],
    claims: Sequence[LabelledClaim],
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> JudgeReport:
    """Judge every cited sentence of a run, and labelled claims beside it."""
    sentences = [pair for record in records.values() for pair in cited_sentences(record)]
    total = len(sentences) + len(claims)
    recalls: list[float | None] = []
    precisions: list[float | None] = []
    for done, (text, clauses) in enumerate(sentences, start=1):
        recall = judge.supports(text, clauses)
        recalls.append(None if recall is None else float(recall))
        numbers = range(len(clauses))
        precisions += [citation_precision(judge, text, clauses, n, recall) for n in numbers]
        progress(done, total)
    agreements: list[float | None] = []
    for done, claim in enumerate(claims, start=len(sentences) + 1):
        said = judge.supports(claim.claim, [claim.evidence.quote])
        agreements.append(None if said is None else float(said == claim.supported))
        progress(done, total)
    return JudgeReport(
        llm=judge.name,
        prompt=judge.prompt.version,
        citation_recall=make_rate(recalls),
        citation_precision=make_rate(precisions),
        asked=judge.asked,
        unparsed=judge.unparsed,
        agreement=make_rate(agreements),
    )


def cited_sentences(record: Record) -> list[tuple[str, list[str]]]:
    """The sentences shown that carry citations, with the clauses that they cite."""
    if record.get("error") or record.get("refused", True):
        return []
    clauses = {citation["n"]: about(citation) for citation in record["citations"]}
    return [
        (sentence["text"], [clauses[n] for n in sentence["citations"]])
        for sentence in record["sentences"]
        if sentence["status"] != UNSUPPORTED and sentence["citations"]
    ]


def citation_precision(
    judge: Judge, text: str, clauses: Sequence[str], number: int, recall: bool | None
) -> float | None:
    """1 if a citation is precise, 0 if not, None if the judge did not say."""
    if not recall or len(clauses) == 1:
        return None if recall is None else float(recall)
    alone = judge.supports(text, [clauses[number]])
    others = judge.supports(text, [one for n, one in enumerate(clauses) if n != number])
    if alone is None or others is None:
        return None
    return float(alone or not others)


def judge_markdown(report: JudgeReport) -> str:
    """The report as Markdown; the agreement with labelled claims stands beside the verdicts."""
    rows = ["| 裁判 | 比例 | 题数 |", "| --- | --- | --- |"]
    named = {
        "引文召回率（ALCE）": report.citation_recall,
        "引文准确率（ALCE）": report.citation_precision,
        "与人工标注的一致率": report.agreement,
    }
    for name, rate in named.items():
        cells = f"{rate.mean:.1%} | {rate.count}" if rate else "— | 0"
        rows.append(f"| {name} | {cells} |")
    note = (
        f"裁判 {report.llm}，提示词 {report.prompt}；"
        f"问 {report.asked} 次，{report.unparsed} 次没有答是或否。"
    )
    return "\n".join([*rows, "", note])
