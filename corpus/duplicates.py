"""The same text in two documents, and which chunk of the one is which chunk of the other.

Texts are compared by their shingles (overlapping runs of characters, punctuation and white space
left out). MinHash signatures with locality-sensitive hashing find the pairs worth comparing
(Broder 1997; Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.3-3.4); whether a pair is
a duplicate is decided by the exact Jaccard similarity of the shingles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

SHINGLE = 8
"""Characters of a shingle."""
PERMUTATIONS = 128
CANDIDATE = 0.6
"""Estimated similarity from which a pair is compared exactly."""
SAME_TEXT = 0.75
"""Jaccard similarity from which two documents are the same text: a notice in front of a plan, an
abridgement or other punctuation leave more than that; a summary leaves far less."""
SAME_CHUNK = 0.8
"""Share of a chunk's shingles that its twin must hold."""
LETTERS = re.compile(r"[^\w]|_")


@dataclass(frozen=True, slots=True)
class Signed:
    """A document with its MinHash signature."""

    document_id: str
    signature: bytes


@dataclass(frozen=True, slots=True)
class Part:
    """A chunk with its position in the library."""

    position: int
    text: str


def shingles(text: str) -> set[str]:
    """The runs of `SHINGLE` letters and digits; of a shorter text, the text itself."""
    letters = LETTERS.sub("", text)
    return {letters[i : i + SHINGLE] for i in range(max(1, len(letters) - SHINGLE + 1))}


def sign(text: str) -> bytes:
    """The MinHash signature of a text: `PERMUTATIONS` unsigned 32-bit numbers."""
    from datasketch import MinHash

    sketch = MinHash(num_perm=PERMUTATIONS, scheme="affine32")
    sketch.update_batch([shingle.encode() for shingle in shingles(text)])
    return np.asarray(sketch.hashvalues, dtype="<u4").tobytes()


def similar_pairs(documents: Sequence[Signed]) -> list[tuple[str, str]]:
    """The ids of the pairs whose signatures are near, each pair once, in the order given."""
    from datasketch import MinHash, MinHashLSH

    index = MinHashLSH(threshold=CANDIDATE, num_perm=PERMUTATIONS)
    pairs: list[tuple[str, str]] = []
    for document in documents:
        values = np.frombuffer(document.signature, dtype="<u4")
        sketch = MinHash(num_perm=PERMUTATIONS, scheme="affine32", hashvalues=values)
        pairs += [(other, document.document_id) for other in sorted(index.query(sketch))]
        index.insert(document.document_id, sketch)
    return pairs


def jaccard(first: set[str], second: set[str]) -> float:
    """Size of the intersection by size of the union; 0 for two empty sets."""
    union = len(first | second)
    return len(first & second) / union if union else 0.0


def are_same(first: str, second: str) -> bool:
    """Whether two documents' texts are the same but for a little."""
    return jaccard(shingles(first), shingles(second)) >= SAME_TEXT


def find_twins(chunks: Iterable[Part], primary: Iterable[Part]) -> Mapping[int, int]:
    """The position of the primary's chunk that holds the text of each chunk, where there is one."""
    by_shingle: dict[str, list[Part]] = {}
    for part in primary:
        for shingle in shingles(part.text):
            by_shingle.setdefault(shingle, []).append(part)
    pairs = ((chunk.position, find_twin(chunk.text, by_shingle)) for chunk in chunks)
    return {position: twin.position for position, twin in pairs if twin is not None}


def find_twin(text: str, by_shingle: Mapping[str, Sequence[Part]]) -> Part | None:
    """The chunk that shares most with ``text``, if it is enough; of several, the like in length."""
    own = shingles(text)
    shared = Counter(part for shingle in own for part in by_shingle.get(shingle, ()))
    near = [part for part, count in shared.items() if count >= SAME_CHUNK * len(own)]
    return max(
        near, key=lambda part: (shared[part], -abs(len(part.text) - len(text))), default=None
    )
