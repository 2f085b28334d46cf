"""Search over libraries that grow: ``python -m eval.benchmarks --sizes 10000 --out FILE``."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from corpus.errors import InputError, SetupError
from corpus.words import cut_words
from embeddings.encoder import make_encoder
from eval.bench import describe_machine
from eval.benchmarks.sizes import Questions, measure_size
from eval.benchmarks.synthetic import SEED, Progress, read_original
from eval.benchmarks.table import to_markdown
from eval.gate import SETS
from eval.questions import read_questions
from eval.results import write_json, write_text
from qa.query import content_words
from qa.settings import cache_dir, data_dir, load_settings

BYTES_A_CHUNK = 6 * 1024
"""Disk space for a chunk: vector, words, and one index at a time."""
MIB = 2**20


def tell(what: str) -> Progress:
    """Say what is being done, and count its chunks, on standard error."""
    done = 0

    def count(number: int) -> None:
        nonlocal done
        done += number
        sys.stderr.write(f"\r{what} {done or ''}\033[K")
        sys.stderr.flush()

    return count


def read_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The arguments, checked."""
    parser = argparse.ArgumentParser(prog="python -m eval.benchmarks", description=__doc__)
    parser.add_argument("--sizes", default="10000,100000", help="条款数，用逗号隔开")
    parser.add_argument("--out", type=Path, required=True, help="结果文件（.md），旁边另写 .json")
    parser.add_argument("--data", type=Path, default=None, help="取材的文件库，只读")
    return parser.parse_args(arguments)


def read_sizes(text: str) -> list[int]:
    """The sizes.

    Raises:
        InputError: one is no number, or too small for every kind of index.
        SetupError: the disk has no room for the largest.
    """
    try:
        sizes = [int(size) for size in text.split(",")]
    except ValueError as error:
        raise InputError(f"--sizes 应为用逗号隔开的整数：{text}") from error
    if min(sizes) < 1000:
        raise InputError("--sizes 的每个数至少为 1000")
    need = max(sizes) * BYTES_A_CHUNK
    if shutil.disk_usage(tempfile.gettempdir()).free < need:
        raise SetupError(f"磁盘空间不足：{tempfile.gettempdir()} 至少需要 {need // MIB} MB")
    return sizes


def ask(data: Path) -> Questions:
    """The questions of dev.jsonl, encoded and cut as the program does."""
    asked = [question.question for question in read_questions(SETS / "dev.jsonl")]
    encoder = make_encoder(load_settings(data).encoder, cache_dir())
    words = tuple(content_words(cut_words(question)) for question in asked)
    return Questions(encoder.encode_queries(asked), words)


def measure(arguments: argparse.Namespace) -> None:
    """Measure all sizes; the results so far are written after each."""
    sizes = read_sizes(arguments.sizes)
    data = data_dir(arguments.data)
    original, questions = read_original(data), ask(data)
    results = []
    for size in sizes:
        results.append(measure_size(original, questions, size, tell))
        record = {
            "machine": describe_machine(),
            "seed": SEED,
            "original_chunks": len(original.rows),
            "questions": len(questions.words),
            "sizes": [asdict(result) for result in results],
        }
        write_json(arguments.out.with_suffix(".json"), record)
        write_text(arguments.out, to_markdown(describe_machine(), results))
    sys.stderr.write("\n")
    sys.stdout.write(to_markdown(describe_machine(), results))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run; the exit code is 2 for a wrong argument and 3 where something is not set up."""
    try:
        measure(read_arguments(arguments))
    except (InputError, SetupError) as error:
        sys.stderr.write(f"{error}\n")
        return 2 if isinstance(error, InputError) else 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
