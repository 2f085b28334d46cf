"""Gradio's page in the language of its reader.

A page is built once, in Chinese. Who reads English is sent its parts with the words of the program
in English, and handlers speak English for whoever pressed the button.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import gradio as gr
from gradio.blocks import Block

from qa.speech.saying import is_english, say, speaking, translate, wants_english

FURNITURE = ("label", "info", "placeholder")
"""Properties of parts that are words of the program."""
LABELLED = frozenset({"button", "downloadbutton"})
"""Parts whose value is what stands on them."""
SAID = re.compile(r'\bsay\("([^"]+)"')
"""What scripts say."""
MAKERS: WeakKeyDictionary[Block, Mapping[str, Callable[[], Any]]] = WeakKeyDictionary()


def remake(part: Block, **makers: Callable[[], Any]) -> None:
    """Have properties of a part made anew for who does not read Chinese."""
    MAKERS[part] = makers


class SpokenPage(gr.Blocks):
    """A page that is sent, and whose handlers speak, in the language of the request."""

    scripts: tuple[Path, ...] = ()
    """What is asked for words by the function ``say`` of ``page.js``."""

    @property
    def config(self) -> Any:  # noqa: ANN401 - Gradio's, a dict without a type of its own
        """What a browser makes the page of."""
        return self._in_english() if is_english() else self._config

    @config.setter
    def config(self, config: Any) -> None:  # noqa: ANN401
        self._config = config

    async def process_api(self, *args: Any, **named: Any) -> dict[str, Any]:  # noqa: ANN401
        """Do what an event asks for; see `gradio.Blocks`."""
        with speaking(english=asks_english(named.get("request"))):
            return await super().process_api(*args, **named)

    def _in_english(self) -> dict[str, Any]:
        parts = [{**one, "props": self._props(one)} for one in self._config["components"]]
        spoken = {"title": say(self._config["title"]), "i18n_translations": None}
        return {**self._config, **spoken, "components": parts, "words": words_of(self.scripts)}

    def _props(self, part: Mapping[str, Any]) -> dict[str, Any]:
        props = dict(part["props"])
        named = (*FURNITURE, "value") if part["type"] in LABELLED else FURNITURE
        said = {name: say(props[name]) for name in named if isinstance(props.get(name), str)}
        makers = MAKERS.get(self.blocks[part["id"]], {})
        return {**props, **said, **{name: make() for name, make in makers.items()}}


class OwnWords(gr.I18n):
    """What Gradio itself says; in English its own words."""

    @property
    def translations_dict(self) -> dict[str, dict[str, str]]:
        """By language and by Gradio's names."""
        return {} if is_english() else super().translations_dict


def asks_english(request: gr.Request | None) -> bool:
    """Whether who sent an event reads English."""
    sent = request.request if isinstance(request, gr.Request) else None
    return sent is not None and wants_english(sent.headers.get("accept-language", ""))


def words_of(scripts: tuple[Path, ...]) -> dict[str, str]:
    """What scripts say, and its English."""
    texts = (path.read_text(encoding="utf-8") for path in scripts)
    return {words: translate(words) for text in texts for words in SAID.findall(text)}
