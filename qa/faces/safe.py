"""Texts of documents, users and models as HTML."""

from __future__ import annotations

from html import escape

from qa.drafts.invisible import drop_invisible_lines


def safe(text: str) -> str:
    """A text of a document or a user as HTML: escaped, without what turns its order round."""
    return escape(drop_invisible_lines(text))
