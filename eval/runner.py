"""The batch runner: one line an item on disk as it finishes, safe to stop and resume."""

from __future__ import annotations

import json
import os
import platform
import resource
import shutil
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from corpus.errors import InputError, TanwenError
from corpus.storage import DATABASE, read_manifest
from embeddings.bundled import SOURCE_SHA256
from embeddings.encoder import BUNDLED
from eval.questions import Question, file_checksum
from eval.records import ITEMS, Record, drop_partial_line, read_records
from prompts import load_prompt
from qa.chat.bundled import QWEN
from qa.chat.settings import BundledChat
from qa.engine import PROMPTS, Engine
from qa.phrasing.forms import form_for
from qa.schemas import answer_json, passage_json, search_json

RUN = "run.json"
SET = "set.jsonl"
RANKED = 20
"""Passages that are kept of each item."""


class RunProgress(Protocol):
    """What a run tells while it goes on."""

    def advance(self, done: int, total: int, failed: int) -> None:
        """``done`` of ``total`` items are on disk, ``failed`` of them with an error."""
        ...


class RunInfo(BaseModel):
    """What a run was made with; two runs are of one kind if these agree."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    set: str
    """File name of the question set."""
    set_sha256: str
    retrieval_only: bool
    llm: str
    encoder: str
    models_sha256: dict[str, str]
    """Of the bundled models that were used, by their part: ``encoder``, ``llm``."""
    prompt: str
    library_sha256: str
    parser_version: int
    settings: str
    """Retrieval and answer settings as JSON."""
    tanwen: str
    python: str


def describe_run(engine: Engine, path: Path, *, retrieval_only: bool) -> RunInfo:
    """What a run over the set at ``path`` would be made with."""
    manifest = read_manifest(engine.view.folder)
    kept = {"retrieval", "answer"}
    return RunInfo(
        set=path.name,
        set_sha256=file_checksum(path),
        retrieval_only=retrieval_only,
        llm="none" if retrieval_only else engine.settings.llm,
        encoder=manifest.encoder,
        models_sha256=model_hashes(engine, retrieval_only=retrieval_only),
        prompt=prompt_version(engine, retrieval_only=retrieval_only),
        library_sha256=manifest.checksums[DATABASE],
        parser_version=manifest.parser_version,
        settings=engine.settings.model_dump_json(include=kept),
        tanwen=version("tanwen"),
        python=platform.python_version(),
    )


def prompt_version(engine: Engine, *, retrieval_only: bool) -> str:
    """The version of the prompt by which a run's answers are phrased."""
    kind = "none" if retrieval_only else engine.chat.settings.kind
    return load_prompt(form_for(kind).prompt, engine.data / PROMPTS).version


def model_hashes(engine: Engine, *, retrieval_only: bool) -> dict[str, str]:
    """SHA-256 of the weight files of the bundled models that a run uses."""
    hashes = {}
    if engine.settings.encoder.model == BUNDLED:
        hashes["encoder"] = SOURCE_SHA256
    if not retrieval_only and isinstance(engine.chat.settings, BundledChat):
        hashes["llm"] = QWEN.sha256
    return hashes


def open_run(folder: Path, info: RunInfo, path: Path, *, resume: bool) -> dict[str, Record]:
    """Begin or continue the run over the set at ``path``; the records that ``folder`` has.

    A copy of the set is kept with them, so that the report can be made anew.

    Raises:
        InputError: the folder holds another run, or one that is to be resumed and was not said to.
    """
    if not (folder / RUN).is_file():
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / ITEMS).exists():
            raise InputError(f"{folder}：有 {ITEMS} 而没有 {RUN}，请换一个文件夹")
        shutil.copyfile(path, folder / SET)
        (folder / RUN).write_text(info.model_dump_json(indent=2), encoding="utf-8")
        return {}
    known = read_run(folder)
    if known != info:
        differ = [
            name for name in RunInfo.model_fields if getattr(known, name) != getattr(info, name)
        ]
        raise InputError(
            f"{folder}：里面是另一次运行的结果（{'、'.join(differ)} 不同），请换一个文件夹"
        )
    if not resume:
        raise InputError(f"{folder}：已有这次运行的结果，加 --resume 接着跑，或换一个文件夹")
    drop_partial_line(folder / ITEMS)
    return {name: one for name, one in read_records(folder).items() if not one.get("error")}


def read_run(folder: Path) -> RunInfo:
    """What the run in ``folder`` was made with.

    Raises:
        InputError: there is none, or it is damaged.
    """
    try:
        return RunInfo.model_validate_json((folder / RUN).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{folder}：没有评测结果（缺 {RUN}）") from error
    except ValidationError as error:
        raise InputError(f"{folder / RUN}：已损坏或出自另一版本，请重跑评测") from error


def run_set(
    engine: Engine,
    questions: Sequence[Question],
    folder: Path,
    info: RunInfo,
    progress: RunProgress,
) -> None:
    """Run questions; an item that fails is recorded with its error."""
    failed = 0
    with (folder / ITEMS).open("a", encoding="utf-8") as file:
        for number, question in enumerate(questions, start=1):
            record = run_item(engine, question, retrieval_only=info.retrieval_only)
            failed += "error" in record
            file.write(json.dumps(record, ensure_ascii=False) + "\n")
            file.flush()
            os.fsync(file.fileno())
            progress.advance(number, len(questions), failed)


def run_item(engine: Engine, question: Question, *, retrieval_only: bool) -> Record:
    """One item: its ranked passages and, unless only those are wanted, its answer."""
    try:
        text = engine.understand(question.question, question.history)
        found = engine.view.retriever.search(text, RANKED)
        if retrieval_only:
            return {"id": question.id, **search_json(found)}
        answer = engine.answerer.ask(text, history=question.history)
    except (TanwenError, RuntimeError, ValueError, OSError) as error:
        return {"id": question.id, "error": f"{type(error).__name__}：{error}"}
    library = engine.view.library
    return {
        "id": question.id,
        **answer_json(answer),
        "passages": [passage_json(passage) for passage in found.passages],
        "stored": [
            library.chunk_text(one.passage.chunk_id) == one.passage.text for one in answer.citations
        ],
        "peak_mb": round(peak_memory(), 1),
    }


def peak_memory() -> float:
    """Peak resident memory of this process, MB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
