"""Raised figures: ``10³`` must not read 103 when its formatting is gone."""

from __future__ import annotations

RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")


def raise_figures(text: str) -> str:
    """Superscript ``text`` in Unicode's superscript characters, if it has them all."""
    return text.translate(RAISED) if all(ord(char) in RAISED for char in text) else text
