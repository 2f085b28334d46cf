from __future__ import annotations

import pytest

from corpus.completeness import find_gap
from corpus.models import Gap, Level, Metadata, Origin, Text

NOTICE = Metadata(title="关于发布《煤炭清洁高效利用重点领域标杆水平和基准水平（2022年版）》的通知")
PLAN = Metadata(title="关于开展全国煤电机组改造升级的通知")


def gap(metadata: Metadata, *paragraphs: str) -> Gap | None:
    texts = [Text(text, (Origin(0, line, 1),)) for line, text in enumerate(paragraphs, start=1)]
    return find_gap(texts, metadata)


SIGNED = ("请遵照执行。", "国家能源局", "2022年4月9日", "（https://www.ndrc.gov.cn/a.html）")


@pytest.mark.parametrize(
    ("metadata", "paragraphs", "expected"),
    [
        (PLAN, SIGNED, None),
        (NOTICE, SIGNED, Gap.ANNEX),
        (NOTICE, (*SIGNED, "为推动煤炭清洁高效利用，制定本标准。"), None),
        (PLAN, ("附件：绿色债券支持项目目录（2021年版）.pdf", *SIGNED[1:]), Gap.ANNEX),
        (PLAN, ("附件：改造升级实施方案", *SIGNED[1:], "附件", "为落实要求，制定本方案。"), None),
        (PLAN, ("应当公开。", "附件 1：", "附件 2：", "附件 3："), Gap.ANNEX),
        (PLAN, ("附件：", "具体措施任务分工.docx", SIGNED[3]), Gap.ANNEX),
        (Metadata(), ("时间：2014年11月12日", "摘要：中国计划2030年左右达到峰值。"), Gap.SUMMARY),
        (Metadata(title="国内重要讲话摘录"), ("实现碳达峰是一场硬仗。",), Gap.SUMMARY),
        (Metadata(title="国家电网有限公司", level=Level.COMPANY), ("发布行动方案。",), Gap.SUMMARY),
        (
            Metadata(title="中国宝武钢铁集团有限公司", level=Level.COMPANY, date="2021-11-18"),
            ("各位来宾。",),
            None,
        ),
        (Metadata(), ("目 录", "第一章 总则 1", "第二章 目标 3"), Gap.CONTENTS),
        (Metadata(), ("目录", "一、总则", "为落实要求，制定本方案。"), None),
        (Metadata(), ("正文。", "（本文有删减）"), Gap.ABRIDGED),
    ],
)
def test_gaps(metadata: Metadata, paragraphs: tuple[str, ...], expected: Gap | None) -> None:
    assert gap(metadata, *paragraphs) is expected
