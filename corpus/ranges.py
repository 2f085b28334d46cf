"""Line ranges that an owner gives for documents; they win over what the rules found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.errors import InputError
from corpus.models import Line
from corpus.sidecar import DocumentCorrections, Sidecar
from corpus.split import Section


def apply_ranges(sections: Sequence[Section], sidecar: Sidecar, name: str) -> list[Section]:
    """The sections, with those that the sidecar names beginning and ending as it says.

    A range is one document, whatever the rules found in it; what stands between its last line and
    the next document belongs to none.

    Raises:
        InputError: a line that the sidecar names is not in the file ``name``.
    """
    end = sections[-1].lines[-1].number
    for wanted in sidecar.document:
        if wanted.last_line and wanted.last_line > end:
            raise InputError(
                f"{name} 旁的 .toml：last_line = {wanted.last_line}，但正文只到第 {end} 行"
            )
        sections = apply_range(sections, wanted, name)
    if len(sections) > 1:
        sections = [replace(section, in_compilation=True) for section in sections]
    return list(sections)


def apply_range(
    sections: Sequence[Section], wanted: DocumentCorrections, name: str
) -> list[Section]:
    """The sections with one document as its range says."""
    holder = next((s for s in reversed(sections) if s.first.number <= wanted.first_line), None)
    found = holder is not None and holder.first.number == wanted.first_line
    if holder is None or not (found or starts_within(holder, wanted.first_line)):
        raise InputError(f"{name} 旁的 .toml：第 {wanted.first_line} 行没有文字，请检查 first_line")
    at = sections.index(holder)
    covered = [holder, *within(sections[at + 1 :], wanted.last_line or 0)]
    document = take(covered, wanted, found=found)
    if not document.lines:
        raise InputError(f"{name} 旁的 .toml：第 {wanted.first_line} 行起的文件没有正文")
    before = [] if found else [cut_before(holder, wanted.first_line)]
    return [*sections[:at], *before, document, *sections[at + len(covered) :]]


def within(sections: Sequence[Section], last_line: int) -> list[Section]:
    """The sections that begin on or before a line."""
    return [section for section in sections if section.first.number <= last_line]


def take(covered: Sequence[Section], wanted: DocumentCorrections, *, found: bool) -> Section:
    """The document that ``covered`` sections are; its heading stays if it was found there."""
    lines = [line for section in covered for line in section.lines]
    last = wanted.last_line or lines[-1].number
    own = tuple(line for line in lines if wanted.first_line <= line.number <= last)
    if found:
        return replace(covered[0], lines=own)
    return replace(covered[0], lines=own, heading=None, first=own[0])


def starts_within(section: Section, number: int) -> bool:
    """Whether a line of the section has this number."""
    return any(line.number == number for line in section.lines)


def cut_before(section: Section, number: int) -> Section:
    """The section without the lines from ``number`` on."""
    kept: list[Line] = [line for line in section.lines if line.number < number]
    return replace(section, lines=tuple(kept))
