"""Files that the page hands out: in a folder of this server alone, gone when it stops.

Gradio serves what lies below GRADIO_TEMP_DIR to whoever knows its path. So each file lies in a
folder with a name that nobody can guess, and the page deletes it some hours later (`KEPT`).
"""

from __future__ import annotations

import atexit
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import gradio as gr

VARIABLE = "GRADIO_TEMP_DIR"
KEPT = (600, 4 * 3600)
"""Every how many seconds old files are deleted, and how many seconds old these are."""
LONGEST_STEM = 60
NOT_IN_NAMES = re.compile(r"[^\w\-（）〔〕《》“”·]+")


def private_folder() -> Callable[[object], AbstractAsyncContextManager[None]]:
    """Make the folder of this server's files; the lifespan at whose end it is removed.

    To be called before the page is built, which is where Gradio reads the variable.
    """
    folder = tempfile.mkdtemp(prefix="tanwen-")
    os.environ[VARIABLE] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)

    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[None]:
        try:
            yield
        finally:
            # Here too, for a signal ends the server without leaving by the door.
            shutil.rmtree(folder, ignore_errors=True)

    return lifespan


def file_button(label: str) -> gr.DownloadButton:
    """A button that hands out a file, hidden until there is one (`give`)."""
    import gradio as gr

    return gr.DownloadButton(label, visible=False, size="sm")


def give(path: str | None) -> Any:  # noqa: ANN401 - Gradio's updates are dicts without a type
    """What becomes of a `file_button`: it hands out a file, or hides where there is none."""
    import gradio as gr

    return gr.update(value=path, visible=path is not None)


def lay_out(content: bytes, stem: str, suffix: str) -> str:
    """Put a file where the page can hand it out.

    Args:
        content: The file.
        stem: What its name is made of.
        suffix: The ending of its name.

    Returns:
        Its path.
    """
    from gradio.utils import get_upload_folder

    folder = Path(get_upload_folder()) / secrets.token_hex(16)
    folder.mkdir(mode=0o700, parents=True)
    name = NOT_IN_NAMES.sub("_", stem)[:LONGEST_STEM]
    path = folder / f"{name}{suffix}"
    path.write_bytes(content)
    return str(path)
