"""The citation in Markdown, with a link where the document prints one."""

from __future__ import annotations

import re
from urllib.parse import quote

from qa.citing.cited import Cited
from qa.citing.official import taken_from

SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&$])")
"""What CommonMark, its tables or its formulas would read as marks."""
SAFE = "/:?#@!$&'*+,;=%~-._"
"""What a link keeps; brackets and white space would end it."""


class Markdown:
    """[《…》（国发〔2021〕23号）](http://…)第三部分第（一）项第2点，载《…汇编》第41页."""

    def write(self, cited: Cited) -> str:
        """The citation on one line."""
        name = escape(cited.name)
        linked = f"[{name}]({quote(cited.url, safe=SAFE)})" if cited.url else name
        parts = (f"{linked}{escape(cited.locator)}", escape(taken_from(cited)))
        return "，".join(part for part in parts if part)


def escape(text: str) -> str:
    """A text that Markdown shows as it is."""
    return SPECIAL.sub(r"\\\1", text)
