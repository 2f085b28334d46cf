from __future__ import annotations

import io
from pathlib import Path

import pytest
from PIL import Image

from corpus.errors import SetupError
from corpus.storage import CURRENT, current_folder
from eval.pictures import COLOURS, NAME, reduce_colours, show_library


def test_a_library_is_shown_without_what_its_readers_asked(tmp_path: Path) -> None:
    data = tmp_path / "own"
    (data / "libraries" / "a").mkdir(parents=True)
    (data / CURRENT).write_text("a", encoding="utf-8")
    (data / "dialogues.sqlite").write_bytes(b"asked")
    folder = tmp_path / "folder"
    folder.mkdir()
    shown = folder / show_library(data, folder)
    assert shown == folder / NAME
    assert current_folder(shown) == shown / "libraries" / "a"
    assert {path.name for path in shown.iterdir()} == {CURRENT, "libraries"}


def test_without_a_library_it_is_told_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="tanwen ingest"):
        show_library(tmp_path, tmp_path)


def gradient() -> bytes:
    """A picture of 4,096 colours."""
    image = Image.new("RGB", (64, 64))
    image.putdata([(4 * x, 4 * y, (x * y) % 256) for y in range(64) for x in range(64)])
    written = io.BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


def test_colours_are_given_up_until_a_picture_is_small_enough() -> None:
    png = gradient()
    whole = reduce_colours(png)
    assert len(Image.open(io.BytesIO(whole)).getcolors() or ()) > COLOURS[1]
    smaller = reduce_colours(png, len(whole) - 1)
    assert len(smaller) < len(whole)
    with pytest.raises(ValueError, match=f"{COLOURS[-1]} colours"):
        reduce_colours(png, 100)
