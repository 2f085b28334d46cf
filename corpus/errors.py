"""Errors that are meant for the user.

Each carries one line in Chinese that says what failed, where, and how to mend it, and the exit
code of the command line: 2 for wrong usage or bad input, 3 for something that is not set up.
"""

from __future__ import annotations

from typing import ClassVar


def reason_of(error: Exception) -> str:
    """What an error of a library says, on one line; its kind where it says nothing."""
    return (str(error) or type(error).__name__).splitlines()[0]


class TanwenError(Exception):
    """An expected failure; ``str(error)`` is one line for the user."""

    exit_code: ClassVar[int] = 1


class InputError(TanwenError):
    """Wrong usage or bad input."""

    exit_code: ClassVar[int] = 2


class SetupError(TanwenError):
    """A model, library or port is not ready; the message names the command that sets it up."""

    exit_code: ClassVar[int] = 3
