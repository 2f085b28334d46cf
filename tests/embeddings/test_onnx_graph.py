from __future__ import annotations

from pathlib import Path

import numpy as np
from onnx import checker

from embeddings.e5 import read_e5
from embeddings.onnx_graph import build_graph, quantise_rows


def test_each_row_has_its_scale() -> None:
    rows = np.array([[1, -0.25, 0.5], [0, 0, 0], [-8, 0.1, 2]], dtype=np.float32)
    quantised, scales = quantise_rows(rows)
    assert quantised.tolist() == [[64, -16, 32], [0, 0, 0], [-64, 1, 16]]
    assert scales.tolist() == [1 / 64, 1, 1 / 8]


def test_two_products_fit_in_sixteen_bits() -> None:
    rows = np.random.default_rng(0).normal(size=(8, 32)).astype(np.float32)
    quantised, _ = quantise_rows(rows)
    assert np.abs(quantised.astype(int)).max() * 255 * 2 <= np.iinfo(np.int16).max


def test_the_graph_is_sound_and_the_same_each_time(tiny_file: Path) -> None:
    model = build_graph(read_e5(tiny_file))
    checker.check_model(model)
    assert model.SerializeToString() == build_graph(read_e5(tiny_file)).SerializeToString()
