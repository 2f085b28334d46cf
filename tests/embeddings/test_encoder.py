from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from pydantic import ValidationError

from corpus.errors import SetupError
from embeddings.bundled import BUNDLED_NAME, GRAPH, TOKENIZER
from embeddings.encoder import (
    Encoder,
    EncoderSettings,
    make_encoder,
)
from embeddings.onnx_encoder import OnnxEncoder
from embeddings.sentence_transformer import SentenceTransformerEncoder
from tests.fakes import HashEncoder

TEXTS = ["碳", "碳达峰2020", "达峰", "2碳2碳2", "～", "碳达峰碳达峰", ""]


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> Encoder:
    settings = EncoderSettings(model=str(tiny_folder), batch_size=3)
    return make_encoder(settings, tiny_folder.parent)


@pytest.fixture(scope="session")
def onnx(tiny_onnx: Path) -> Encoder:
    return OnnxEncoder(
        lambda: tiny_onnx,
        name="onnx",
        dimension=32,
        query_prefix="query: ",
        passage_prefix="passage: ",
        batch_size=3,
    )


@pytest.fixture(params=["tiny", "onnx", "fake"])
def encoder(request: pytest.FixtureRequest) -> Encoder:
    if request.param == "fake":
        return HashEncoder(batch_size=3)
    encoder: Encoder = request.getfixturevalue(request.param)
    return encoder


def test_vectors_are_unit_float32_rows(encoder: Encoder) -> None:
    for vectors in (encoder.encode_queries(TEXTS), encoder.encode_passages(TEXTS)):
        assert vectors.shape == (len(TEXTS), encoder.dimension)
        assert vectors.dtype == np.float32
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_the_order_of_the_texts_is_kept(encoder: Encoder) -> None:
    together = encoder.encode_passages(TEXTS)
    alone = np.vstack([encoder.encode_passages([text]) for text in TEXTS])
    np.testing.assert_allclose(together, alone, atol=1e-5)
    assert len(np.unique(together.round(4), axis=0)) == len(TEXTS)


def test_progress_is_told_by_batches(encoder: Encoder) -> None:
    done: list[int] = []
    encoder.encode_passages(TEXTS, done.append)
    assert done == [3, 3, 1]


def test_no_texts_give_no_rows(encoder: Encoder) -> None:
    assert encoder.encode_passages([]).shape == (0, encoder.dimension)
    assert encoder.encode_queries([]).shape == (0, encoder.dimension)


def test_the_prefixes_are_put_before_the_texts(tiny: Encoder, tiny_folder: Path) -> None:
    bare = SentenceTransformerEncoder(tiny_folder, name="bare")
    [query] = tiny.encode_queries(["碳达峰"])
    [passage] = tiny.encode_passages(["碳达峰"])
    np.testing.assert_allclose(query, bare.encode_queries(["query: 碳达峰"])[0], atol=1e-6)
    np.testing.assert_allclose(passage, bare.encode_queries(["passage: 碳达峰"])[0], atol=1e-6)
    assert not np.allclose(query, passage, atol=1e-3)


@pytest.mark.parametrize("name", ["tiny", "onnx"])
def test_a_lone_surrogate_is_encoded(name: str, request: pytest.FixtureRequest) -> None:
    encoder: Encoder = request.getfixturevalue(name)
    assert np.isfinite(encoder.encode_queries(["碳\ud800达峰"])).all()


def test_both_runtimes_agree(tiny: Encoder, onnx: Encoder) -> None:
    texts = [*TEXTS, "碳达峰" * 30]
    cosines = (tiny.encode_passages(texts) * onnx.encode_passages(texts)).sum(axis=1)
    assert cosines.min() >= 0.999


def test_a_vector_does_not_depend_on_other_texts(onnx: Encoder) -> None:
    together = onnx.encode_passages(TEXTS)
    alone = np.vstack([onnx.encode_passages([text]) for text in TEXTS])
    np.testing.assert_array_equal(together, alone)


def test_an_error_in_the_middle_ends_the_work(onnx: Encoder) -> None:
    def stop(_: int) -> None:
        raise KeyboardInterrupt

    # What is raised holds the frames of the work, and with them all that does not end itself.
    with pytest.raises(KeyboardInterrupt) as held:
        onnx.encode_passages(TEXTS * 100, stop)
    assert held.tb is not None
    assert not [one for one in threading.enumerate() if one.name.startswith("tanwen-encode")]
    assert onnx.encode_passages(TEXTS).shape == (len(TEXTS), 32)


@pytest.mark.parametrize("runtime", ["tiny", "onnx"])
def test_threads_share_one_encoder(runtime: str, tiny_folder: Path, tiny_onnx: Path) -> None:
    fresh: Encoder = SentenceTransformerEncoder(tiny_folder, name="fresh")
    if runtime == "onnx":
        fresh = OnnxEncoder(lambda: tiny_onnx, name="fresh", dimension=32)
    with ThreadPoolExecutor(4) as pool:
        vectors = list(pool.map(lambda _: fresh.encode_queries(["碳达峰"]), range(8)))
    for vector in vectors:
        np.testing.assert_allclose(vector, vectors[0], atol=1e-6)


def test_making_and_naming_load_nothing() -> None:
    code = (
        "import sys; from pathlib import Path;"
        "from embeddings.encoder import EncoderSettings, make_encoder;"
        "encoder = make_encoder(EncoderSettings(), Path('nowhere'));"
        "print(encoder.name, encoder.dimension);"
        "print({'torch', 'sentence_transformers', 'faiss', 'onnxruntime', 'tokenizers'} & {*sys.modules})"
    )
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [f"{BUNDLED_NAME} 384", "set()"]


def test_an_unprepared_bundled_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="tanwen prepare"):
        make_encoder(EncoderSettings(), tmp_path).encode_queries(["碳达峰"])


def test_a_model_that_cannot_be_loaded_is_named(tiny_folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "坏模型"
    shutil.copytree(tiny_folder, broken)
    (broken / "model.safetensors").write_bytes(b"half")
    encoder = make_encoder(EncoderSettings(model=str(broken)), tmp_path)
    with pytest.raises(SetupError, match=r"无法加载句向量模型 .*坏模型") as caught:
        encoder.encode_queries(["碳达峰"])
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("name", [GRAPH, TOKENIZER])
def test_a_broken_bundled_folder_is_named(tiny_onnx: Path, tmp_path: Path, name: str) -> None:
    broken = tmp_path / "坏模型"
    shutil.copytree(tiny_onnx, broken)
    (broken / name).write_bytes(b"half")
    encoder = OnnxEncoder(lambda: broken, name="broken", dimension=32)
    with pytest.raises(SetupError, match=r"无法加载内置句向量模型 .*坏模型.*tanwen prepare"):
        encoder.encode_queries(["碳达峰"])


def test_the_name_tells_models_and_prefixes_apart(tiny_folder: Path, tmp_path: Path) -> None:
    def name(**settings: str) -> str:
        return make_encoder(EncoderSettings.model_validate(settings), tmp_path).name

    copy, other = tmp_path / "a" / "模型", tmp_path / "b" / "模型"
    shutil.copytree(tiny_folder, copy)
    shutil.copytree(tiny_folder, other)
    weights = bytearray((other / "model.safetensors").read_bytes())
    weights[-1] ^= 1
    (other / "model.safetensors").write_bytes(weights)
    moved = copy.rename(tmp_path / "模型")
    assert name() == BUNDLED_NAME
    assert name(query_prefix="问：") == f"{BUNDLED_NAME}[问：|passage: ]"
    assert name(model="BAAI/bge-small-zh-v1.5") == "BAAI/bge-small-zh-v1.5"
    assert name(model=str(moved)).startswith("模型@")
    assert name(model=str(moved)) != name(model=str(other))


@pytest.mark.parametrize("wrong", [{"batch_size": 0}, {"model": ""}, {"modle": "x"}], ids=str)
def test_wrong_settings_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        EncoderSettings.model_validate(wrong)


def test_each_token_has_a_unit_vector(encoder: Encoder) -> None:
    question = encoder.query_tokens("碳达峰2020")
    passages = encoder.passage_tokens(["碳达峰2020", "碳", ""])
    assert [one.dtype for one in (question, *passages)] == [np.float32] * 4
    assert question.shape == passages[0].shape and len(question) > 1
    assert passages[1].shape == (1, encoder.dimension) and len(passages[2]) == 0
    for vectors in (question, *passages):
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_both_runtimes_agree_on_tokens(tiny: Encoder, onnx: Encoder) -> None:
    texts = [*TEXTS, "碳达峰" * 30]
    for ours, theirs in zip(onnx.passage_tokens(texts), tiny.passage_tokens(texts), strict=True):
        assert ours.shape == theirs.shape
        assert (ours * theirs).sum(axis=1).min(initial=1.0) >= 0.99


def test_token_vectors_without_prefix_and_special_tokens(onnx: Encoder) -> None:
    assert [len(onnx.passage_tokens([text])[0]) for text in ("碳", "2碳", "碳达峰")] == [1, 2, 1]
