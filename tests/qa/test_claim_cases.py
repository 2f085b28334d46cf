from __future__ import annotations

from dataclasses import replace

import pytest

from qa.evidence.sentences import Evidence
from qa.grounding import check, make_claim
from tests.qa.claim_cases import CASES, Case
from tests.qa.test_grounding import passage

REGIONS = ("宁夏回族自治区", "江西省", "北京市", "江苏省")


def evidence(case: Case) -> Evidence:
    whole = replace(
        passage(case.text), title=case.title, region=case.region, level=case.level, clause_path=()
    )
    return Evidence(whole, case.text, "")


@pytest.mark.parametrize(
    ("case", "claim"), [(case, claim) for case in CASES for claim in case.supported]
)
def test_what_a_sentence_supports(case: Case, claim: str) -> None:
    verdict = check(make_claim(claim, REGIONS), evidence(case))
    assert verdict.supported, verdict


@pytest.mark.parametrize(
    ("case", "claim", "kind"),
    [(case, claim, kind) for case in CASES for claim, kind in case.changed],
)
def test_what_it_does_not(case: Case, claim: str, kind: str) -> None:
    assert not check(make_claim(claim, REGIONS), evidence(case)).supported, kind
