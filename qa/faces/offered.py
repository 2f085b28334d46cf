"""Lists to choose from that follow the library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import gradio as gr

from qa.engine import Engine
from qa.faces.events import AT_ONCE
from qa.faces.spoken import remake

Choices = Callable[[], Sequence[Sequence[Any]]]
"""What can be chosen, a list for each box."""


def remake_choices(boxes: Sequence[gr.Dropdown], choices: Choices) -> None:
    """Have the choices of boxes made anew for who does not read Chinese."""
    for number, box in enumerate(boxes):
        remake(box, choices=partial(choices_of, choices, number))


def choices_of(choices: Choices, number: int) -> Sequence[Any]:
    """What can be chosen in one of several boxes."""
    return choices()[number]


def offer_anew(engine: Engine, tab: gr.Tab, boxes: Sequence[gr.Dropdown], choices: Choices) -> None:
    """Fill boxes again when their tab is opened after the library has changed.

    They hold the choices of now. Filling them at every opening would empty the list under the
    hands of who types at once.
    """
    shown = gr.State(engine.view.folder.name)

    def fill(known: str) -> list[Any]:
        if known == (current := engine.view.folder.name):
            return [gr.skip()] * (len(boxes) + 1)
        return [*(gr.update(choices=list(some)) for some in choices()), current]

    tab.select(fill, [shown], [*boxes, shown], **AT_ONCE)
