"""Checking a draft: each of its sentences is held against the library, in the draft's order."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from corpus.regions import is_provincial, place_stem
from qa.citations import Citation
from qa.dialogue import Known, name_here
from qa.drafts.anaphora import Moment, name_time
from qa.drafts.asked import Asked, Judged
from qa.drafts.judging import Judge
from qa.drafts.models import Draft, DraftClaim, DraftReport, DraftVerdict, Finding
from qa.drafts.saying import Saying, read_saying
from qa.drafts.sources import iso_date, said_on
from qa.engine import Engine
from qa.evidence.sentences import Evidence

Progress = Callable[[int, int], None]
ENDED = re.compile(r"[。！？!?；;][”’」』）)】]*$")
LONGEST_HEADING = 40
MUST_BE_LETTERS = 5


class DraftChecker:
    """Checks drafts against the library of an engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._judge = Judge(engine.view)

    def check(
        self, draft: Draft, region: str | None = None, progress: Progress | None = None
    ) -> DraftReport:
        """The findings on a draft, one a claim.

        Args:
            draft: The draft.
            region: Its own place, which 我市 means; found in the draft where it is not given.
            progress: Told after each claim how many are done, and of how many.

        Raises:
            SetupError: the library or the sentence model is not ready.
        """
        report = DraftReport(draft, (), 0.0)
        for report in self.steps(draft, region):
            if progress:
                progress(len(report.findings), len(draft.claims))
        return report

    def steps(self, draft: Draft, region: str | None = None) -> Iterator[DraftReport]:
        """The report after each claim, the last of them whole; see `check`."""
        started = time.perf_counter()
        reading = Reading(self._engine, self._judge, draft, region)
        findings: list[Finding] = []
        for claim in draft.claims:
            findings.append(reading.read(claim))
            yield DraftReport(draft, tuple(findings), round(time.perf_counter() - started, 2))


class Reading:
    """One draft while it is read, from its first claim on."""

    def __init__(self, engine: Engine, judge: Judge, draft: Draft, region: str | None) -> None:
        self._view = engine.view
        self._judge = judge
        self._draft = draft
        home = region or engine.settings.retrieval.home_region
        self._here = home or find_place(draft, self._view.regions)
        self._named: list[str] = []
        self._moment = Moment()
        self._citations: dict[tuple[str, str], Citation] = {}

    def read(self, claim: DraftClaim) -> Finding:
        """The finding on the next claim."""
        if self._is_heading(claim):
            return Finding(claim, DraftVerdict.NOTHING)
        saying = read_saying(claim.text, self._view.library.names)
        judged = self._judge.judge(self._ask(saying))
        self._named += self._judge.sources.named(saying)
        self._moment = self._moment.after(claim.text)
        citations = tuple(self._cite(one) for one in judged.evidence)
        return make_finding(claim, judged, tuple(dict.fromkeys(citations)))

    def _ask(self, saying: Saying) -> Asked:
        known = Known(self._view.regions, (), self._here)
        text = name_time(name_here(saying.text, (), known), self._moment)
        sources, before = self._judge.sources, self._named
        named = sources.stated(saying)
        text = sources.without_date(saying, text, named)
        perhaps = sources.called(saying, before, self._here) or frozenset(before[-2:])
        perhaps |= sources.of_places(text) | frozenset(sources.named(saying))
        said = name_time(name_here(saying.words, (), known), self._moment)
        date = None if named else said_on(saying)
        if date:
            text = text.replace(date.group(), "", 1)
        return Asked(
            saying,
            text,
            sources.with_twins(named),
            sources.with_twins(perhaps),
            said,
            iso_date(date) if date else "",
        )

    def _is_heading(self, claim: DraftClaim) -> bool:
        """Whether a claim is a heading, a title or too short to say anything."""
        paragraph = self._draft.paragraphs[claim.paragraph]
        letters = re.sub(r"\W", "", claim.text)
        if paragraph.heading or len(letters) < MUST_BE_LETTERS:
            return True
        return not ENDED.search(claim.text) and len(claim.text) <= LONGEST_HEADING

    def _cite(self, one: Evidence) -> Citation:
        passage = one.passage
        quote = one.text if one.text in passage.text else passage.text
        key = (passage.chunk_id, quote)
        if key not in self._citations:
            self._citations[key] = Citation(len(self._citations) + 1, quote, passage)
        return self._citations[key]


def make_finding(claim: DraftClaim, judged: Judged, citations: tuple[Citation, ...]) -> Finding:
    """A judgement as a finding."""
    return Finding(claim, judged.verdict, judged.detail, judged.rule, citations, judged.difference)


def find_place(draft: Draft, regions: tuple[str, ...]) -> str | None:
    """The draft's own place: the one that it names most often, a city or county before others."""
    text = "".join(paragraph.text for paragraph in draft.paragraphs)
    counted = {region: text.count(place_stem(region)) for region in regions}
    named = [region for region, count in counted.items() if count]
    return max(named, key=lambda one: (not is_provincial(one), counted[one]), default=None)
