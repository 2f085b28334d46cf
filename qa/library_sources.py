"""What a library's copy of a source file tells: its checksum, corrections, remarks of reading."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from corpus.errors import InputError
from corpus.library import Library
from corpus.models import Remark
from corpus.parse import find_unreadable
from corpus.readers.table import read_source
from corpus.sidecar import Sidecar, parse_sidecar

NOT_SHOWN = {"document", "first_line", "last_line", "inferred"}


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source file as the library holds it."""

    content: bytes
    sha256: str
    """Of the file alone; the manifest's also covers its sidecar."""
    sidecar: Sidecar
    remarks: tuple[Remark, ...]

    def corrected(self, first_line: int, *, alone: bool) -> tuple[str, ...]:
        """The fields that the sidecar sets of the document that begins on a line.

        What it says of the whole file is about the document only where that stands ``alone`` in it.
        """
        said = (*([self.sidecar] if alone else []), self.sidecar.of_document(first_line))
        names = (name for one in said for name in type(one).model_fields if is_set(one, name))
        return tuple(dict.fromkeys(names))


def is_set(one: object, name: str) -> bool:
    """Whether a sidecar sets a field of documents."""
    return name in getattr(one, "model_fields_set", ()) and name not in NOT_SHOWN


def find_facts(library: Library, source_file: str) -> SourceFacts:
    """Read a source file again from the library's copy of it.

    Raises:
        KeyError: the library does not hold it.
    """
    content, sidecar = library.source(source_file)
    return SourceFacts(
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        sidecar=parse_sidecar(sidecar, source_file),
        remarks=read_remarks(content, source_file),
    )


def read_remarks(content: bytes, name: str) -> tuple[Remark, ...]:
    """What there is to remark of a file that was read once."""
    try:
        source = read_source(content, name)
    except InputError as error:  # Read by another version of the readers.
        return (Remark(None, str(error)),)
    return (*source.remarks, *find_unreadable(source.lines))
