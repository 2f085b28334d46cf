"""Lists to choose from that follow the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from qa.engine import Engine

Choices = Callable[[], Sequence[Sequence[Any]]]
"""What can be chosen, a list for each box."""


def offer_anew(engine: Engine, tab: gr.Tab, boxes: Sequence[gr.Dropdown], choices: Choices) -> None:
    """Fill boxes again when their tab is opened after the library has changed.

    They hold the choices of now. Filling them at every opening would empty the list under the
    hands of who types at once; filling them when the page loads makes what is asked at that
    moment wait for ever now and then (Gradio 6.31).
    """
    shown = gr.State(engine.view.folder.name)

    def fill(known: str) -> list[Any]:
        if known == (current := engine.view.folder.name):
            return [gr.skip()] * (len(boxes) + 1)
        return [*(gr.update(choices=list(some)) for some in choices()), current]

    tab.select(fill, [shown], [*boxes, shown], api_visibility="private", show_progress="hidden")
