from __future__ import annotations

import pytest

from qa.engine import Engine
from qa.packs.making import PackMaker
from qa.packs.model import LibraryStamp, Pack, Paragraph, Piece, Section, Source, Voice
from qa.settings import Standard
from tests.qa.answering.answerers import Ask, make_answerer
from tests.qa.passages import passage

STAMP = LibraryStamp("2026-07-01", True, 3, 190, "ab" * 32)


@pytest.fixture
def maker(plans: Engine) -> PackMaker:
    """Packs of three shipped plans."""
    return PackMaker(plans.view.folder, plans.view.library, Standard.GB2015)


@pytest.fixture
def ask(plans: Engine) -> Ask:
    """Asks a question of three shipped plans."""
    return lambda question, *replies: make_answerer(plans.view, *replies).ask(question)


def make_source(number: int, quote: str, **changes: object) -> Source:
    """A source whose passage is its quote."""
    return Source(
        number=number,
        quote=quote,
        passage=passage(quote, **changes),
        official="《南充市碳达峰实施方案》（南府发〔2024〕1号）第二部分",
        reference="南充市碳达峰实施方案[A]. 2024.（GB/T 7714—2015）",
        url="http://www.example.cn/a_b(1).htm",
        sha256="cd" * 32,
    )


def make_pack(text: str, quote: str) -> Pack:
    """A pack that says ``text`` everywhere, with two sources that quote ``quote``."""
    paragraphs = (
        Paragraph((Piece(text, (1, 2)), Piece("又一句。"))),
        Paragraph((Piece(text, (2,)),), Voice.QUOTED),
    )
    return Pack(
        title=text,
        sections=(
            Section("答复", paragraphs),
            Section("表", table=(("地区", text), ("南充", text))),
        ),
        sources_heading="依据",
        sources=(make_source(1, quote), make_source(2, quote, source_file="甲_乙.txt")),
        library=STAMP,
        about=(text,),
    )
