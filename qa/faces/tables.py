"""Tables of the page."""

from __future__ import annotations

from collections.abc import Iterable

from qa.speech.saying import say


def wide_html(called: str, head: Iterable[str], body: Iterable[str], caption: str = "") -> str:
    """A table that is scrolled by itself where it is wider than the page; all parts are HTML.

    Args:
        called: What readers of the screen are told that it is.
        head: The cells of its head.
        body: Its rows.
        caption: What stands above it, as an element.
    """
    return (
        f'<div class="wide" role="region" tabindex="0" aria-label="{say(f"{called}，可左右滚动")}">'
        f"<table>{caption}<thead><tr>{''.join(head)}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
