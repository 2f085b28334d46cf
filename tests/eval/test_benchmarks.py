"""The benchmark of growing libraries, over a library of a few documents."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

import numpy as np
import pytest

import eval.benchmarks.sizes
from corpus.errors import InputError
from corpus.library import Library
from corpus.storage import DATABASE
from embeddings.ingest import ingest
from eval.benchmarks.__main__ import main, read_sizes
from eval.benchmarks.measure import IndexProbe, in_fresh_process, probe_index, shared_best
from eval.benchmarks.sizes import KINDS, Questions, measure_size, times
from eval.benchmarks.synthetic import (
    NOISE,
    Original,
    median_distance,
    perturb,
    read_original,
    write_words,
)
from eval.benchmarks.table import to_markdown
from tests.conftest import NoProgress
from tests.fakes import HashEncoder

P = ParamSpec("P")
T = TypeVar("T")
THINGS = (
    "光伏发电",
    "风力发电",
    "森林覆盖率",
    "单位能耗",
    "新型储能",
    "绿色建筑",
    "碳汇",
    "电动汽车",
)
PLAN = "某市碳达峰实施方案\n\n二、主要目标\n\n" + "".join(
    f"{number}.{THINGS[number % 8]}。到2025年，{THINGS[number * 3 % 8]}达到{number * 37}项；"
    f"推进{THINGS[number * 5 % 8]}第{number}项任务。\n\n"
    for number in range(1, 60)
)


def ignore(number: int) -> None:
    pass


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("library")
    (folder / "方案.txt").write_text(PLAN, encoding="utf-8")
    ingest(
        [folder / "方案.txt"],
        data=folder / "data",
        encoder=HashEncoder(),
        cache=folder / "vectors.sqlite",
        progress=NoProgress(),
    )
    return folder / "data"


@pytest.fixture(scope="module")
def original(data: Path) -> Original:
    return read_original(data)


def test_what_is_taken_of_the_real_library(original: Original) -> None:
    assert original.vectors.shape == (len(original.rows), 64)
    assert "text" in original.columns
    assert "fts5" in original.schema
    assert "到 2025 年" in original.sentences[1][1]


def test_vectors_are_real_ones_with_noise(original: Original, tmp_path: Path) -> None:
    real = original.vectors
    made = perturb(real, 5000, tmp_path / "甲.npy", ignore)
    np.testing.assert_allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    cosines = (made * real[np.arange(5000) % len(real)]).sum(axis=1)
    # The noise is nearly at right angles to the vector that it is added to.
    expected = 1 / np.sqrt(1 + (NOISE * median_distance(real)) ** 2)
    assert np.median(cosines) == pytest.approx(expected, abs=0.05)
    again = perturb(real, 5000, tmp_path / "乙.npy", ignore)
    np.testing.assert_array_equal(made, again)


def test_texts_are_sentences_of_the_real_ones(original: Original, tmp_path: Path) -> None:
    write_words(original, 300, tmp_path, ignore)
    known = {
        word for chunk in original.sentences for sentence in chunk for word in sentence.split()
    }
    with sqlite3.connect(tmp_path / DATABASE) as database:
        texts = [text for (text,) in database.execute("SELECT text FROM chunk_words")]
    assert len(texts) == 300
    assert {word for text in texts for word in text.split()} <= known
    library = Library(tmp_path)
    (best, _), *_ = library.search_words(["储能", "36"], 5)
    assert "储能" in texts[best]
    library.close()


def test_every_figure_is_measured(
    original: Original, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    def here(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return work(*args, **kwargs)

    monkeypatch.setattr(eval.benchmarks.sizes, "in_fresh_process", here)
    vectors = HashEncoder().encode_queries(["新型储能达到多少项", "怎样推进绿色建筑"])
    questions = Questions(vectors, (("新型", "储能"), ("推进", "绿色", "建筑")))
    result = measure_size(original, questions, 2000, lambda _: ignore)
    assert [one.kind for one in result.indexes] == list(KINDS)
    assert [one.chosen for one in result.indexes] == [True, False, False]
    assert result.indexes[0].recall == 1.0
    assert all(one.recall >= 0.5 for one in result.indexes)
    assert result.words.agreement == 1.0
    assert result.whole_again.p50 >= result.indexes[0].search.p50
    text = to_markdown("两核", [result])
    assert "| 2,000 | flat | 是 |" in text
    assert "| 1.000 | 是 |" in text


def test_a_fresh_process_measures_an_index(original: Original, tmp_path: Path) -> None:
    kind = KINDS["flat"]
    kind.build(original.vectors).save(tmp_path / "索引.faiss")
    probe = in_fresh_process(probe_index, kind, tmp_path / "索引.faiss", original.vectors[:7])
    assert isinstance(probe, IndexProbe)
    assert probe.positions[:, 0].tolist() == list(range(7))
    assert (probe.milliseconds > 0).all()


def test_shared_best_worked_by_hand() -> None:
    assert shared_best([(1, 2, 3), (4,)], [(3, 2, 9), (4,)], k=3) == pytest.approx((2 / 3 + 1) / 2)


def test_percentiles() -> None:
    found = times(np.arange(101, dtype=np.float64))
    assert (found.p50, found.p95) == (50.0, 95.0)


@pytest.mark.parametrize("text", ["一万", "10000,", "10"])
def test_wrong_sizes_are_refused(text: str) -> None:
    with pytest.raises(InputError, match="--sizes"):
        read_sizes(text)


def test_the_exit_code_tells_what_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = ["--out", str(tmp_path / "scale.md"), "--data", str(tmp_path / "没有")]
    assert main(["--sizes", "1", *out]) == 2
    assert main(["--sizes", "1000", *out]) == 3
    assert "请先运行：tanwen ingest" in capsys.readouterr().err
