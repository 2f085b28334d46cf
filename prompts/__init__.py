"""Prompt templates: versioned text files, with a tiny loader.

A template ``NAME.txt`` has two parts, ``system`` and ``user``, parted by a line ``---``; the first
line of the file names its version. Fields in braces are filled by name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True, slots=True)
class Prompt:
    """A template: the stable part first, so that the prompt cache of a chat model serves it."""

    version: str
    system: str
    user: str

    def fill(self, **fields: str) -> str:
        """The user part with its fields filled.

        Raises:
            KeyError: a field of the template is not given.
        """
        return self.user.format(**fields)


@lru_cache(maxsize=16)
def load_prompt(name: str) -> Prompt:
    """The template ``prompts/NAME.txt``.

    Raises:
        FileNotFoundError: there is no such template.
        ValueError: the file does not have a version line and two parts.
    """
    text = resources.files("prompts").joinpath(f"{name}.txt").read_text(encoding="utf-8")
    first, _, rest = text.partition("\n")
    system, parted, user = rest.partition("\n---\n")
    if not first.startswith("# version: ") or not parted:
        raise ValueError(f"prompts/{name}.txt: wants '# version: …', system, '---', user")
    return Prompt(first.removeprefix("# version: ").strip(), system.strip(), user.strip())
