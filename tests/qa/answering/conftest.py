from __future__ import annotations

import pytest

from qa.answering.model import Answer
from qa.engine import Engine
from tests.qa.answering.answerers import Ask, make_answerer


@pytest.fixture
def ask(plans: Engine) -> Ask:
    """Asks a question of three shipped plans."""

    def put(question: str, *replies: str | Exception) -> Answer:
        return make_answerer(plans.view, *replies).ask(question)

    return put
