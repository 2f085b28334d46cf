"""How the page's own events are sent; arguments of Gradio's listeners."""

from __future__ import annotations

from typing import Any

QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
"""Of events that show their own progress and are not for programs."""
AT_ONCE: dict[str, Any] = {"queue": False, **QUIET}
"""Of those that are short: sent at once and one by one, past Gradio's queue, whose stream they
would open, and end while a question is asked."""
