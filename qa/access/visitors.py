"""Who sent a request."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

KEY = "tanwen.visitor"
"""Where in a request's ASGI scope its visitor stands."""


class Role(StrEnum):
    """What a visitor may do: read and ask, or change the library as well."""

    READER = "reader"
    EDITOR = "editor"


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who uses the server; dialogues and feedback are kept under the name."""

    name: str
    role: Role

    @property
    def may_edit(self) -> bool:
        """Whether files of the library may be added and removed."""
        return self.role is Role.EDITOR


LOCAL = Visitor("本机", Role.EDITOR)
"""Who uses a server without accounts, which answers this machine only."""


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """The visitor whom the server has put into a request's scope."""
    visitor = scope.get(KEY, LOCAL)
    assert isinstance(visitor, Visitor)
    return visitor
