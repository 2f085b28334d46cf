from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from corpus.errors import SetupError
from embeddings.e5 import E5Header, TensorType, dequantise_q4_0, read_e5
from embeddings.e5_tokenizer import build_tokenizer
from tests.fakes import E5_FFN, E5_HIDDEN, E5_NORMALISATION, E5_PIECES, E5_POSITIONS, q4_block


def test_a_block_worked_by_hand() -> None:
    # First byte 0x9F: weight 0 from the low nibble (15 - 8) * 0.5, weight 16 from the high one.
    block = bytes([0x00, 0x38, 0x9F, *[0x88] * 15])
    expected = np.zeros(32, dtype=np.float32)
    expected[0], expected[16] = 3.5, 0.5
    np.testing.assert_array_equal(dequantise_q4_0(block), expected)


def test_blocks_follow_each_other() -> None:
    rising, falling = list(range(16)) * 2, list(range(15, -1, -1)) * 2
    weights = dequantise_q4_0(q4_block(1.0, rising) + q4_block(-0.25, falling))
    np.testing.assert_array_equal(weights[:32], [n - 8 for n in rising])
    np.testing.assert_array_equal(weights[32:], [(n - 8) * -0.25 for n in falling])


def test_half_a_block_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        dequantise_q4_0(bytes(17))


def test_the_tiny_file_is_read(tiny_file: Path) -> None:
    model = read_e5(tiny_file)
    assert model.header.epsilon == pytest.approx(1e-12)
    assert replace(model.header, epsilon=0.0) == E5Header(
        E5_HIDDEN, 1, 4, E5_FFN, len(E5_PIECES), E5_POSITIONS, 2, 0.0
    )
    assert [text for text, _ in model.tokenizer.pieces] == E5_PIECES
    assert model.tokenizer.pieces[5] == ("碳", -2.0)
    assert model.tokenizer.normalisation == E5_NORMALISATION
    assert model.tensors["l0.fo.w"].kind is TensorType.Q4_0
    assert model.tensors["l0.fo.w"].dequantised().shape == (E5_HIDDEN * E5_FFN,)
    assert model.tensors["emb.pos"].dequantised().shape == (E5_POSITIONS * E5_HIDDEN,)


def test_the_tiny_tokenizer_normalises(tiny_file: Path) -> None:
    tokenizer = build_tokenizer(read_e5(tiny_file).tokenizer)
    assert tokenizer.encode("碳达峰２\x01０～2\t\u3000 0").tokens == [
        "<s>", "▁", "碳达峰", "2", "0", "～", "2", "▁", "0", "</s>",
    ]  # fmt: skip


@pytest.mark.parametrize("kept", [0, 3, 20, 60, 200, 400, 2_000, -1], ids="kept={}".format)
def test_a_truncated_file_is_refused(tiny_file: Path, kept: int) -> None:
    tiny_file.write_bytes(tiny_file.read_bytes()[:kept])
    with pytest.raises(SetupError, match=r"微型 e5\.bin .*请重新安装"):
        read_e5(tiny_file)


@pytest.mark.parametrize(
    ("start", "junk", "reason"),
    [(0, b"GGUF", "文件头不是 E5S1"), (4, b"\x02", "version 2"), (40, b"\xff\xff\xff\x7f", "损坏")],
    ids=["magic", "version", "pieces"],
)
def test_another_format_is_refused(tiny_file: Path, start: int, junk: bytes, reason: str) -> None:
    data = bytearray(tiny_file.read_bytes())
    data[start : start + len(junk)] = junk
    tiny_file.write_bytes(data)
    with pytest.raises(SetupError, match=reason):
        read_e5(tiny_file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"没有\.bin 无法读取"):
        read_e5(tmp_path / "没有.bin")
