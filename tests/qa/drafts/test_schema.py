from __future__ import annotations

import json

from qa.drafts.schema import report_json
from qa.schemas import passage_json
from tests.qa.drafts.reports import CITATION, MISQUOTED, report_on


def test_a_report_as_json() -> None:
    report = report_on(
        "稿件.txt",
        "碳达峰汇报\n\n全市发力。比重达40%左右。\ufffd再说。\n".encode(),
        {"40%": MISQUOTED},
    )
    value = json.loads(json.dumps(report_json(report), ensure_ascii=False))
    first, second, third, fourth = value.pop("claims")
    assert third == {
        "n": 3,
        "text": "比重达40%左右。",
        "paragraph": 1,
        "line": 3,
        "start": 5,
        "end": 14,
        "verdict": "misquoted",
        "verdict_name": "引文有出入",
        "detail": MISQUOTED["detail"],
        "rule": None,
        "difference": [
            {"draft": "非化石能源消费比重达", "source": "非化石能源消费比重达"},
            {"draft": "40%", "source": "41.5%"},
            {"draft": "左右", "source": ""},
            {"draft": "，为实现碳达峰奠定基础。", "source": "，为实现碳达峰奠定基础。"},
        ],
        "citations": [1],
    }
    assert [one["verdict_name"] for one in (first, second, fourth)] == ["无需核对"] * 3
    assert value == {
        "draft": "稿件.txt",
        "counts": {
            "verbatim": 0,
            "misquoted": 1,
            "supported": 0,
            "figure": 0,
            "source": 0,
            "unfounded": 0,
            "nothing": 3,
        },
        "sources": [
            json.loads(
                json.dumps({"n": 1, "quote": CITATION.quote, **passage_json(CITATION.passage)})
            )
        ],
        "remarks": [{"line": 3, "text": "有无法识别的字符（�），请对照原件"}],
        "seconds": 1.25,
    }
