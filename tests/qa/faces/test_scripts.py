"""The page's scripts, which share one global scope."""

from __future__ import annotations

import re
from collections import Counter

from qa.faces.page import SCRIPTS


def test_no_name_is_defined_by_two_scripts() -> None:
    named = Counter(
        name
        for script in SCRIPTS
        for pair in re.findall(
            r"^(?:async )?function (\w+)|^window\.(\w+) =",
            script.read_text(encoding="utf-8"),
            re.MULTILINE,
        )
        for name in pair
        if name
    )
    assert named["saveFile"] == 1
    assert [name for name, count in named.items() if count > 1] == []
