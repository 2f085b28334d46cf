from __future__ import annotations

import os
import shutil
from datetime import datetime
from pathlib import Path

import pytest

from corpus.storage import open_folder
from qa.engine import Engine
from qa.packs.making import PackMaker
from qa.settings import Standard
from tests.qa.packs.conftest import make_source
from tests.qa.passages import passage


def test_the_library_is_named_by_its_date_and_checksum(plans: Engine, maker: PackMaker) -> None:
    _, manifest = open_folder(plans.data)
    stamp = maker.library
    assert manifest.created is not None
    assert (stamp.date, stamp.exact) == (manifest.created.date().isoformat(), True)
    assert (stamp.files, stamp.documents) == (3, 3)
    assert stamp.sha256 == manifest.checksums["library.sqlite"]
    date = datetime.fromisoformat(stamp.date)
    about = maker.pack("题", (), "依据", ()).about
    assert about[0] == (
        f"文件库日期：{date.year}年{date.month}月{date.day}日，共 3 个源文件、3 份文件。"
    )
    assert about[1] == f"文件库 SHA-256：{stamp.sha256}"
    assert about[-1].startswith("由碳问 0.1.0 生成")


def test_the_date_of_an_older_library_is_that_of_its_list_of_files(
    plans: Engine, tmp_path: Path
) -> None:
    folder, manifest = open_folder(plans.data)
    shutil.copytree(folder, tmp_path / "library")
    path = tmp_path / "library" / "manifest.json"
    path.write_text(manifest.model_dump_json(exclude={"created"}), encoding="utf-8")
    noon = datetime(2026, 2, 3, 12).astimezone().timestamp()
    os.utime(path, (noon, noon))
    maker = PackMaker(path.parent, plans.view.library, Standard.GB2025)
    assert (maker.library.date, maker.library.exact) == ("2026-02-03", False)
    about = maker.pack("题", (), "依据", ()).about
    assert about[0].startswith("文件库日期：2026年2月3日（按清单文件的时间），")


def test_words_that_are_not_the_clauses_are_never_a_quote(plans: Engine, maker: PackMaker) -> None:
    found = plans.view.retriever.search("非化石能源消费比重", 1).passages[0]
    assert maker.source(1, "改动过的话。", found).quote == found.text
    assert maker.source(1, found.text[:9], found).quote == found.text[:9]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"gap": "只有摘要"},
            "注意：《南充市碳达峰实施方案》（南府发〔2024〕1号）在库中只有摘要，不是全文。",
        ),
        (
            {"title": "条例（征求意见稿）"},
            "注意：《条例（征求意见稿）》（南府发〔2024〕1号）是征求意见稿，不是正式文件。",
        ),
        ({"compilation": "汇编（2022版）"}, "所载汇编：汇编（2022版）"),
        ({"page_start": None, "page_end": None}, "页码：源文件不分页"),
        ({"printed_page": "12"}, "页码：第3—4页（印刷页码12）"),
    ],
)
def test_what_has_to_be_known_of_a_source(changes: dict[str, str | None], line: str) -> None:
    assert line in make_source(1, passage("到2025年。").text, **changes).details
