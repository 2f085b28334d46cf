"""Writing a file that a person asked for: never over another one unless that is said."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Collection
from pathlib import Path

from corpus.errors import InputError, reason_of


def check_target(path: Path, suffixes: Collection[str], *, force: bool) -> str:
    """Refuse a path that cannot be written, before any work is done; give its suffix.

    Raises:
        InputError: its ending is none of ``suffixes``, its folder does not exist, or something
            stands there already and ``force`` is not set.
    """
    suffix = path.suffix.lower()
    if suffix not in suffixes:
        raise InputError(f"{path}：不知道写成哪种文件，文件名请以 {'、'.join(suffixes)} 结尾")
    if not path.parent.is_dir():
        raise InputError(f"{path}：文件夹 {path.parent} 不存在，请先建立")
    if path.is_dir():
        raise InputError(f"{path}：这是文件夹，请写文件名")
    if path.exists() and not force:
        raise InputError(f"{path}：文件已存在，没有改动；要替换请加 --force")
    return suffix


def write_file(path: Path, content: bytes, *, force: bool) -> None:
    """Write a whole file or nothing.

    Raises:
        InputError: it cannot be written, or stands there already and ``force`` is not set.
    """
    try:
        if force:
            replace_file(path, content)
        else:
            with path.open("xb") as file:
                file.write(content)
    except FileExistsError as error:
        raise InputError(f"{path}：文件已存在，没有改动；要替换请加 --force") from error
    except OSError as error:
        raise InputError(f"{path}：写不进去（{reason_of(error)}），请换一个位置") from error


def replace_file(path: Path, content: bytes, mode: int | None = None) -> None:
    """Put a file in another's place at once, with these permissions or those of new files."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    temporary = Path(file.name)
    try:
        temporary.chmod(0o666 & ~current_umask() if mode is None else mode)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def current_umask() -> int:
    """The permissions that new files do not get."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
