"""The citations of one clause in every format, and what becomes of what is not known."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from corpus.errors import InputError
from corpus.library import CatalogueEntry
from qa.citing.cited import Cited, make_cited
from qa.citing.formats import FormatName, make_formats, parse_format, parse_standard
from qa.settings import Standard
from tests.qa.passages import PASSAGE

NOTICE = replace(
    PASSAGE,
    title="国务院关于印发2030年前碳达峰行动方案的通知",
    doc_no="国发〔2021〕23号",
    issuer=("国务院",),
    date="2021-10-24",
    level="国家",
    clause_path=("三、重点任务", "（一）能源绿色低碳转型行动", "2．大力发展新能源"),
    page_start=41,
    page_end=42,
)
NAME = "《国务院关于印发2030年前碳达峰行动方案的通知》（国发〔2021〕23号）"
WHERE = "第三部分第（一）项第2点"
URL = "http://www.gov.cn/zhengce/content/2021-10/26/content_5644984.htm"
BOOK = "碳达峰碳中和政策法规文件汇编（2022版）"
DOCUMENT = CatalogueEntry(
    document_id="a",
    title=NOTICE.title,
    doc_no=NOTICE.doc_no,
    issuer=NOTICE.issuer,
    date=NOTICE.date,
    effective=None,
    region=None,
    level=None,
    type="方案",
    gap=None,
    duplicate_of=None,
    source_file="003.txt",
    line_start=1,
    line_end=9,
    page_start=None,
    page_end=None,
    url=None,
    compilation=None,
    chapter=None,
    inferred=(),
    clauses=1,
    chunks=1,
)
PRINTED = make_cited([NOTICE], DOCUMENT)
LINKED = replace(PRINTED, url=URL)
TAKEN = replace(LINKED, compilation=BOOK)
NAMELESS = make_cited(
    [
        replace(
            NOTICE,
            title=None,
            doc_no=None,
            issuer=(),
            date=None,
            clause_path=(),
            page_start=None,
            page_end=None,
            source_file="会议纪要.docx",
        )
    ],
    replace(DOCUMENT, type=None),
)
"""A document that prints nothing of itself."""


def write(name: FormatName, cited: Cited, standard: Standard = Standard.GB2015) -> str:
    return make_formats(standard)[name].write(cited)


@pytest.mark.parametrize(
    ("cited", "text"),
    [
        (PRINTED, NAME + WHERE),
        (LINKED, NAME + WHERE),
        (TAKEN, NAME + WHERE),
        (
            replace(TAKEN, name="《2030年前碳达峰行动方案》", doc_no=None),
            f"《2030年前碳达峰行动方案》{WHERE}，载《{BOOK}》第41—42页",
        ),
        (replace(TAKEN, doc_no=None, pages=None), f"{NAME}{WHERE}，载《{BOOK}》"),
        (NAMELESS, "会议纪要.docx"),
    ],
    ids=["printed", "linked", "with a number", "without one", "no pages", "nameless"],
)
def test_official_text(cited: Cited, text: str) -> None:
    assert write(FormatName.OFFICIAL, cited) == text


TITLE = "国务院关于印发2030年前碳达峰行动方案的通知"
STANDARD = replace(
    LINKED,
    title="金融机构环境信息披露指南",
    doc_no="JR/T 0227—2021",
    issuer=("中国人民银行",),
    date="2021-07-22",
)
SIX = replace(PRINTED, issuer=("甲部", "乙部", "丙部", "丁部"), doc_no=None, date="2022-07")
TREATY = replace(TAKEN, title="《联合国气候变化框架公约》", doc_no=None, issuer=())


@pytest.mark.parametrize(
    ("cited", "gb2015", "gb2025"),
    [
        (
            PRINTED,
            f"国务院. {TITLE}: 国发〔2021〕23号[A]. 2021-10-24: 41-42.",
            f"国务院.{TITLE}：国发〔2021〕23号[A].2021-10-24：41-42.",
        ),
        (
            LINKED,
            f"国务院. {TITLE}: 国发〔2021〕23号[A/OL]. (2021-10-24). {URL}.",
            f"国务院.{TITLE}：国发〔2021〕23号[EB/OL].（2021-10-24）.{URL}.",
        ),
        (
            TAKEN,
            f"国务院. {TITLE}: 国发〔2021〕23号[G]//{BOOK}: 41-42.",
            f"国务院.{TITLE}：国发〔2021〕23号[M]//{BOOK}：41-42.",
        ),
        (
            replace(LINKED, doc_no=None, issuer=(), date=None),
            f"{TITLE}[EB/OL]. {URL}.",
            f"{TITLE}[EB/OL].{URL}.",
        ),
        (
            STANDARD,
            f"中国人民银行. 金融机构环境信息披露指南: JR/T 0227—2021[S/OL]. (2021-07-22). {URL}.",
            f"JR/T 0227—2021 金融机构环境信息披露指南[S/OL].（2021-07-22）.{URL}.",
        ),
        (
            replace(STANDARD, compilation=BOOK),
            f"中国人民银行. 金融机构环境信息披露指南: JR/T 0227—2021[S]//{BOOK}: 41-42.",
            f"JR/T 0227—2021 金融机构环境信息披露指南[S]//{BOOK}：41-42.",
        ),
        (
            SIX,
            f"甲部, 乙部, 丙部, 等. {TITLE}[Z]. 2022-07: 41-42.",
            f"甲部，乙部，丙部，等.{TITLE}[Z].2022-07：41-42.",
        ),
        (
            TREATY,
            f"联合国气候变化框架公约[G]//{BOOK}: 41-42.",
            f"联合国气候变化框架公约[M]//{BOOK}：41-42.",
        ),
        (NAMELESS, "会议纪要.docx[Z].", "会议纪要.docx[Z]."),
    ],
    ids=[
        *("printed", "linked", "taken", "no number", "standard", "standard taken"),
        *("four issuers", "treaty", "nameless"),
    ],
)
def test_gbt7714(cited: Cited, gb2015: str, gb2025: str) -> None:
    assert write(FormatName.GBT7714, cited, Standard.GB2015) == gb2015
    assert write(FormatName.GBT7714, cited, Standard.GB2025) == gb2025


@pytest.mark.parametrize(
    ("cited", "text"),
    [
        (PRINTED, f"{NAME}，2021年10月24日，{WHERE}，第41—42页。"),
        (TAKEN, f"{NAME}，2021年10月24日，{WHERE}，载《{BOOK}》第41—42页，{URL}。"),
        (
            replace(SIX, name="《方案》", title="方案"),
            f"甲部、乙部、丙部、丁部：《方案》，2022年7月，{WHERE}，第41—42页。",
        ),
        (NAMELESS, "会议纪要.docx。"),
    ],
    ids=["printed", "taken", "issuers", "nameless"],
)
def test_footnotes(cited: Cited, text: str) -> None:
    assert write(FormatName.FOOTNOTE, cited) == text


def test_markdown() -> None:
    assert write(FormatName.MARKDOWN, PRINTED) == NAME + WHERE
    assert write(FormatName.MARKDOWN, TAKEN) == f"[{NAME}]({URL}){WHERE}，载《{BOOK}》第41—42页"


def test_marks_of_markdown_are_escaped() -> None:
    cited = replace(LINKED, name="《[A]*方案_》", url="http://a.cn/x(1) 2[3]", locator="")
    assert write(FormatName.MARKDOWN, cited) == (
        r"[《\[A\]\*方案\_》](http://a.cn/x%281%29%202%5B3%5D)"
    )


def test_csl_json() -> None:
    assert json.loads(write(FormatName.CSL_JSON, TAKEN)) == {
        "id": "a:0001",
        "type": "regulation",
        "title": TITLE,
        "author": [{"literal": "国务院"}],
        "issued": {"date-parts": [[2021, 10, 24]]},
        "number": "国发〔2021〕23号",
        "genre": "方案",
        "container-title": BOOK,
        "section": WHERE,
        "page": "41-42",
        "URL": URL,
        "language": "zh-CN",
    }
    assert json.loads(write(FormatName.CSL_JSON, STANDARD))["type"] == "standard"
    assert json.loads(write(FormatName.CSL_JSON, replace(TREATY, type="协议")))["type"] == "treaty"


def test_plain_json_leaves_out_what_is_not_known() -> None:
    assert json.loads(write(FormatName.JSON, NAMELESS)) == {
        "title": "会议纪要.docx",
        "source_file": "会议纪要.docx",
        "line_start": 88,
        "line_end": 109,
        "texts": [PASSAGE.text],
    }
    assert json.loads(write(FormatName.CSL_JSON, replace(NAMELESS, level=None))) == {
        "id": "a:0001",
        "type": "document",
        "title": "会议纪要.docx",
        "language": "zh-CN",
    }


def test_two_clauses_are_cited_as_both() -> None:
    following = replace(
        NOTICE, clause_path=(*NOTICE.clause_path[:2], "3．因地制宜开发水电"), page_end=43
    )
    cited = make_cited([NOTICE, following], DOCUMENT)
    assert write(FormatName.OFFICIAL, cited) == f"{NAME}第三部分第（一）项第2点、第3点"
    assert write(FormatName.GBT7714, cited).endswith(": 41-43.")
    assert len(json.loads(write(FormatName.JSON, cited))["texts"]) == 2


def test_a_format_that_there_is_not() -> None:
    assert parse_format(" CSL-JSON ") is FormatName.CSL_JSON
    assert (parse_format(None), parse_standard("2025")) == (None, Standard.GB2025)
    with pytest.raises(InputError, match="没有“word”这种引文格式，可用：official、gbt7714"):
        parse_format("word")
    with pytest.raises(InputError, match="没有“2005”这种GB/T 7714 的版本，可用：2015、2025"):
        parse_standard("2005")
