"""The README's pictures of the page: ``make pictures``.

A server of its own shows the library in use under a made-up name, so that neither the dialogues of
its readers nor a folder of this machine comes into a picture; the chat model is that of the
settings.
"""

from __future__ import annotations

import io
import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import SetupError, TanwenError
from corpus.storage import CURRENT
from qa.settings import FILE, data_dir

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from eval.scenes import Scene

PICTURES = Path(__file__).parents[1] / "docs"
WIDTH, HEIGHT = 1440, 900
LARGEST = 200 * 1024
"""Bytes of a picture."""
COLOURS = (256, 128, 64)
"""How many a picture keeps; fewer where it is larger than `LARGEST`."""
NAME = "文件库"
"""What the data folder is called in a picture."""


def show_library(data: Path, folder: Path) -> Path:
    """A data folder with the library and settings of another, no dialogues; its path in ``folder``.

    Raises:
        SetupError: there is no library.
    """
    shown = folder / NAME
    shown.mkdir()
    if not (data / CURRENT).is_file():
        raise SetupError(f"{data} 里没有文件库，请先运行：tanwen ingest")
    for name in (CURRENT, FILE):
        if (data / name).is_file():
            shutil.copy(data / name, shown)
    (shown / "libraries").symlink_to((data / "libraries").resolve(), target_is_directory=True)
    return shown.relative_to(folder)


def photograph(browser: Browser, address: str, scene: Scene) -> bytes:
    """The page as a PNG once a scene has been played on it."""
    from eval.browsing import Visit

    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, locale="zh-CN")
    page.goto(f"{address}/?__theme=light")
    page.get_by_label("问题", exact=True).wait_for(timeout=60_000)
    scene.play(Visit(page))
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement?.blur(); scrollTo(0, 0)")
    page.wait_for_timeout(500)
    taken = page.screenshot()
    page.close()
    return taken


def reduce_colours(png: bytes, largest: int = LARGEST) -> bytes:
    """The picture with as many of `COLOURS` as let it be no larger than ``largest`` bytes.

    Raises:
        ValueError: it is larger with the fewest.
    """
    from PIL import Image

    image = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        written = io.BytesIO()
        reduced = image.quantize(colours, kmeans=3, dither=Image.Dither.NONE)
        reduced.save(written, "PNG", optimize=True)
        if written.tell() <= largest:
            return written.getvalue()
    raise ValueError(f"{written.tell()} bytes with {colours} colours")


def take_pictures(data: Path, pictures: Path) -> None:
    """Write a picture of each scene into the folder ``pictures``."""
    from playwright.sync_api import sync_playwright

    from eval.browsing import CHROMIUM, FLAGS, ROOT, serving
    from eval.scenes import SCENES

    if CHROMIUM is None:
        raise SetupError("没有找到 Chromium，请先安装 chromium 或 google-chrome")
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        serving(show_library(data, Path(folder)), {"PYTHONPATH": path}, Path(folder)) as address,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for scene in SCENES:
            written = pictures / f"{scene.name}.png"
            written.write_bytes(reduce_colours(photograph(browser, address, scene)))
            sys.stdout.write(f"{written.name}  {written.stat().st_size / 1024:.0f} KB\n")
        browser.close()


def main() -> None:
    """Take the pictures of the library in use; exit code 3 where something is missing."""
    try:
        take_pictures(data_dir(None), PICTURES)
    except TanwenError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(3)


if __name__ == "__main__":
    main()
