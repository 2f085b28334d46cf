from __future__ import annotations

import pytest

from qa.bodies import bodies_of, unknown_level
from qa.grounding.reading import unify

ABOUT = (
    "上海市碳普惠体系建设工作方案 由市生态环境局牵头，会同市发展改革委推进。"
    "设区的市级生态环境主管部门确定名单，报国家发展改革委、工业和信息化部备案。中国华电集团有限公司"
)


@pytest.mark.parametrize(
    ("claim", "body"),
    [
        ("市生态环境局牵头推进。", None),
        ("国家发改委、工信部备案。", None),
        ("设区的市级生态环境主管部门确定名单。", None),
        ("市财政局牵头推进。", "市财政局"),
        ("省级生态环境主管部门确定名单。", "省级"),
        ("设区的市级节能主管部门确定名单。", "节能主管部门"),
        ("中国大唐集团力争达峰。", "中国大唐集团"),
        ("全部项目纳入，使东西部更加均衡，扩大格局。", None),
    ],
    ids=[
        "named",
        "short names",
        "level",
        "bureau",
        "other level",
        "department",
        "company",
        "no body",
    ],
)
def test_bodies(claim: str, body: str | None) -> None:
    said, about = unify(claim), unify(ABOUT)
    unknown = [one.name for one in bodies_of(said) if one.core not in about]
    found = unknown_level(said, about) or "".join(unknown)
    assert found.endswith(body or "")
    assert bool(found) is (body is not None)
