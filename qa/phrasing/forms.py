"""The two forms in which a model names its evidence, and which model is asked for which.

The bundled model writes lines (``[1] 句子。``) under a grammar, and a ``transformers`` model, which
nothing can bind, the same lines as well as it can. A server writes JSON under a schema.
``eval/results/README.md`` has the figures behind this choice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from qa.phrasing.json_form import JsonReader, json_schema
from qa.phrasing.line_form import LineReader, line_grammar
from qa.phrasing.pieces import Draft, Written


class Reader(Protocol):
    """Reads what a model writes while it comes."""

    def feed(self, text: str) -> Iterator[Draft | Written]:
        """Take the next piece: what is whole now, and a draft of what is not.

        Raises:
            PhrasingError: this is not the form asked for.
        """

    def finish(self) -> Iterator[Written]:
        """What was whole only by the end.

        Raises:
            PhrasingError: it stops halfway, or nothing of the form came.
        """


Binding = Callable[[Sequence[int], int], dict[str, Any]]
"""From the numbers given out and the most sentences to the options that bind the model."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a model is asked to write."""

    prompt: str
    """The name of its template."""
    reader: Callable[[], Reader]
    binding: Binding


def bind_nothing(numbers: Sequence[int], most: int) -> dict[str, Any]:
    """No options: the prompt alone says what form is wanted."""
    return {}


LINES = Form("answer", LineReader, bind_nothing)
FORMS: dict[str, Form] = {
    "bundled": Form("answer", LineReader, line_grammar),
    "openai": Form("answer_json", JsonReader, json_schema),
}
"""By the kind of the settings; any other writes `LINES`."""


def form_for(kind: str) -> Form:
    """The form in which a kind of model writes."""
    return FORMS.get(kind, LINES)
