from __future__ import annotations

import logging
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SetupError
from embeddings.cache import VectorCache
from tests.fakes import HashEncoder

TEXTS = ["碳达峰", "碳中和", "到2030年，\n非化石能源消费比重达到25%左右"]
VECTORS = HashEncoder().encode_passages(TEXTS)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "缓存" / "vectors.sqlite"


@pytest.fixture
def cache(path: Path) -> Iterator[VectorCache]:
    with VectorCache(path, "hash-64", 64) as cache:
        yield cache


def test_what_is_put_is_got(cache: VectorCache) -> None:
    cache.put_many(TEXTS[:2], VECTORS[:2])
    found = cache.get_many(["碳中和", "没有", "碳达峰", "碳中和"])
    assert found.keys() == {0, 2, 3}
    np.testing.assert_array_equal(found[0], VECTORS[1])
    np.testing.assert_array_equal(found[2], VECTORS[0])
    np.testing.assert_array_equal(found[3], VECTORS[1])
    assert found[0].dtype == np.float32


def test_more_texts_than_a_query_takes(cache: VectorCache) -> None:
    texts = [f"第{number}条" for number in range(1_200)]
    cache.put_many(texts, HashEncoder().encode_passages(texts))
    assert cache.get_many(texts).keys() == set(range(1_200))


def test_it_is_there_after_closing(path: Path) -> None:
    with VectorCache(path, "hash-64", 64) as cache:
        cache.put_many(TEXTS, VECTORS)
    with VectorCache(path, "hash-64", 64) as cache:
        assert len(cache.get_many(TEXTS)) == 3


@pytest.mark.parametrize(("name", "dimension"), [("other", 64), ("hash-64", 63)], ids=str)
def test_encoders_are_kept_apart(cache: VectorCache, path: Path, name: str, dimension: int) -> None:
    cache.put_many(TEXTS, VECTORS)
    with VectorCache(path, name, dimension) as other:
        assert other.get_many(TEXTS) == {}
    assert len(cache.get_many(TEXTS)) == 3


def test_another_shape_is_refused(cache: VectorCache) -> None:
    with pytest.raises(ValueError, match=r"\(3, 64\)"):
        cache.put_many(TEXTS, VECTORS[:, :60])


def test_no_texts(cache: VectorCache) -> None:
    cache.put_many([], VECTORS[:0])
    assert cache.get_many([]) == {}


def make_junk(path: Path) -> None:
    path.write_bytes("这不是数据库。".encode() * 500)


def make_foreign(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE notes (text)")
    connection.close()


@pytest.mark.parametrize("make", [make_junk, make_foreign])
def test_a_foreign_file_is_set_aside(
    path: Path, make: object, caplog: pytest.LogCaptureFixture
) -> None:
    assert callable(make)
    path.parent.mkdir()
    make(path)
    before = path.read_bytes()
    with caplog.at_level(logging.WARNING), VectorCache(path, "hash-64", 64) as cache:
        cache.put_many(TEXTS, VECTORS)
        assert len(cache.get_many(TEXTS)) == 3
    assert path.with_name("vectors.sqlite.broken-1").read_bytes() == before
    assert "已损坏" in caplog.text


def test_damage_found_while_reading_is_mended(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    texts = [f"第{number}条" for number in range(300)]
    vectors = HashEncoder().encode_passages(texts)
    with VectorCache(path, "hash-64", 64) as cache:
        cache.put_many(texts, vectors)
    data = bytearray(path.read_bytes())
    data[4096:] = b"\x5a" * (len(data) - 4096)
    path.write_bytes(data)
    with caplog.at_level(logging.WARNING), VectorCache(path, "hash-64", 64) as cache:
        assert cache.get_many(texts) == {}
        cache.put_many(texts, vectors)
        assert len(cache.get_many(texts)) == 300
    assert "已损坏" in caplog.text


def test_a_kill_loses_nothing_that_was_put(path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path;"
        "from embeddings.cache import VectorCache; from tests.fakes import HashEncoder;"
        "cache = VectorCache(Path(sys.argv[1]), 'hash-64', 64);"
        "cache.put_many(sys.argv[2:], HashEncoder().encode_passages(sys.argv[2:]));"
        "os.kill(os.getpid(), 9)"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run([sys.executable, "-c", code, str(path), *TEXTS], cwd=root, check=False)
    assert done.returncode == -9
    with VectorCache(path, "hash-64", 64) as cache:
        found = cache.get_many(TEXTS)
    # Equal in another process, too: the fake encoder is deterministic.
    np.testing.assert_array_equal(np.vstack([found[row] for row in range(3)]), VECTORS)


def test_two_caches_write_to_one_file(cache: VectorCache, path: Path) -> None:
    with VectorCache(path, "hash-64", 64) as other:
        cache.put_many(TEXTS[:1], VECTORS[:1])
        other.put_many(TEXTS[1:], VECTORS[1:])
        assert len(cache.get_many(TEXTS)) == len(other.get_many(TEXTS)) == 3


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "占位").write_text("", encoding="utf-8")
    with pytest.raises(SetupError, match=r"无法打开向量缓存 .*占位"):
        VectorCache(tmp_path / "占位" / "vectors.sqlite", "hash-64", 64)


def test_a_write_that_fails_is_logged(cache: VectorCache, caplog: pytest.LogCaptureFixture) -> None:
    cache._connection.execute("PRAGMA max_page_count = 1")
    texts = [f"第{number}条" for number in range(300)]
    with caplog.at_level(logging.WARNING):
        cache.put_many(texts, HashEncoder().encode_passages(texts))
    assert "database or disk is full" in caplog.text
    assert cache.get_many(texts) == {}
