"""Reading, cleaning, splitting and chunking without embedding: ``python -m eval.reading COPIES``.

Prints one line of JSON with seconds, chunks, characters and the process's peak resident memory.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import asdict, dataclass, replace

from corpus.sources import find_sources


@dataclass(frozen=True, slots=True)
class Reading:
    """What it took to read some copies of the shipped files."""

    copies: int
    chunks: int
    characters: int
    """Of all chunks."""
    seconds: float
    peak_mb: float


def read_copies(copies: int) -> Reading:
    """Read each shipped file ``copies`` times, each time under another name."""
    started = time.perf_counter()
    chunks = characters = 0
    for number in range(copies):
        for candidate in find_sources([]).candidates:
            named = replace(candidate, name=f"{number}/{candidate.name}")
            for document in named.read().parse().documents:
                chunks += len(document.chunks)
                characters += sum(len(chunk.text.text) for chunk in document.chunks)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return Reading(copies, chunks, characters, round(seconds, 3), round(peak, 1))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(read_copies(int(sys.argv[1])))) + "\n")
