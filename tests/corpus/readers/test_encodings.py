from __future__ import annotations

import codecs
import io
import random
import time
import zipfile
import zlib
from contextlib import suppress

import pytest

from corpus.errors import InputError
from corpus.readers.encodings import decode, decode_html

TEXT = "一、总体要求\n（一）到2025年，非化石能源消费比重达到20%左右，单位GDP能耗下降13.5%。\n"
PLAN = (
    TEXT + "（二）严格控制“两高”项目——2030年前碳达峰；氢能、储能等技术取得突破。\n\n附件：目标表\n"
)
REFUSED = "不是可识别的中文编码（UTF-8、UTF-16、GB18030），请另存为 UTF-8 再加入"


@pytest.mark.parametrize(
    "content",
    [
        PLAN.encode("utf-8"),
        PLAN.encode("utf-8-sig"),
        codecs.BOM_UTF16_LE + PLAN.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PLAN.encode("utf-16-be"),
        PLAN.encode("utf-16-le"),
        PLAN.encode("utf-16-be"),
        PLAN.encode("gb18030"),
        ("\ufeff" + PLAN).encode("gb18030"),
    ],
    ids=[
        "UTF-8",
        "UTF-8 with a mark",
        "UTF-16 LE with a mark",
        "UTF-16 BE with a mark",
        "UTF-16 LE",
        "UTF-16 BE",
        "GB18030",
        "GB18030 with a mark",
    ],
)
def test_chinese_text_is_read_in_each_encoding(content: bytes) -> None:
    assert decode(content, "方案.txt") == PLAN


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16-be", "utf-16"])
def test_the_shipped_documents_survive_each_encoding(
    encoding: str, shipped: dict[str, list[str]]
) -> None:
    for name, lines in shipped.items():
        text = "\n".join(lines).removeprefix("\ufeff")
        assert decode(text.encode(encoding), name) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le", "utf-16"])
def test_all_line_ends_become_one_kind(encoding: str) -> None:
    content = "第一条 总则\r\n第二条 目标\r第三条 措施\n".encode(encoding)
    assert decode(content, "条例.txt") == "第一条 总则\n第二条 目标\n第三条 措施\n"


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", ""),
        (b"\xef\xbb\xbf", ""),
        (b"\xff\xfe", ""),
        ("a,b\n1,2\n".encode("utf-16-le"), "a,b\n1,2\n"),
        ("a,b\n1,2\n".encode("utf-16-be"), "a,b\n1,2\n"),
        ("碳达峰".encode("gb18030"), "碳达峰"),
        (
            "㐀𠀀生僻字占少数，其余都是常用汉字。".encode("gb18030"),
            "㐀𠀀生僻字占少数，其余都是常用汉字。",
        ),
        ("財政廳".encode(), "財政廳"),
        ("國務院關於碳達峰行動方案的通知".encode("gb18030"), "國務院關於碳達峰行動方案的通知"),
        ("國務院關於碳達峰行動方案的通知".encode("utf-16-le"), "國務院關於碳達峰行動方案的通知"),
        ("第一页\f第二页".encode("gb18030"), "第一页\f第二页"),
    ],
    ids=[
        "empty",
        "only a UTF-8 mark",
        "only a UTF-16 mark",
        "ASCII as UTF-16 LE",
        "ASCII as UTF-16 BE",
        "three characters of GB18030",
        "four-byte characters of GB18030",
        "traditional characters in UTF-8",
        "traditional characters in GB18030",
        "traditional characters in UTF-16",
        "a form feed",
    ],
)
def test_short_and_odd_files(content: bytes, text: str) -> None:
    assert decode(content, "短.txt") == text


def broken_utf8() -> bytes:
    lines = (TEXT * 20).encode().split(b"\n")
    lines[6] = lines[6][:3] + b"\xff" + lines[6][3:]
    return b"\n".join(lines)


def lone_lead_byte() -> bytes:
    lines = (TEXT * 20).encode().split(b"\n")
    lines[6] = lines[6][:-1]
    return b"\n".join(lines)


@pytest.mark.parametrize("make", [broken_utf8, lone_lead_byte], ids=["a byte too many", "one less"])
def test_one_broken_byte_of_utf8_is_refused_with_its_line(make: object) -> None:
    assert callable(make)
    with pytest.raises(InputError) as caught:
        decode(make(), "方案.txt")
    assert str(caught.value) == f"方案.txt：第 7 行{REFUSED}"


def test_utf8_that_is_also_valid_gb18030_is_not_read_as_such() -> None:
    content = "能源消费总量\n".encode() * 30 + b"\xb1\xb1\n"
    assert content.decode("gb18030").startswith("鑳芥簮")
    with pytest.raises(InputError, match=r"^方案\.txt：第 31 行"):
        decode(content, "方案.txt")


def png() -> bytes:
    pixels = zlib.compress(random.Random(1).randbytes(3000))
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x20\0\0\0\x20\x08\2\0\0\0" + pixels


def archive() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", PLAN * 5)
    return buffer.getvalue()


BINARIES = {
    "PNG": png(),
    "ZIP": archive(),
    "random, even": random.Random(2).randbytes(4096),
    "random, odd": random.Random(3).randbytes(4097),
    "random behind a UTF-16 mark": b"\xff\xfe" + random.Random(4).randbytes(4096),
    "text behind a wrong UTF-16 mark": b"\xff\xfe" + PLAN.encode("gb18030") + b"x",
    "a UTF-8 mark before GB18030": b"\xef\xbb\xbf" + PLAN.encode("gb18030"),
    "zeros": bytes(4096),
    "UTF-32": PLAN.encode("utf-32"),
    "Latin-1": "Émissions de CO² à Genève: réduction de 20 % prévue".encode("latin-1"),
    "Shift JIS": "温室効果ガスの排出量を削減する".encode("shift_jis"),
    "Big5": "國務院關於碳達峰行動方案的通知".encode("big5"),
}


@pytest.mark.parametrize("content", BINARIES.values(), ids=BINARIES.keys())
def test_what_is_no_chinese_text_is_refused(content: bytes) -> None:
    with pytest.raises(InputError) as caught:
        decode(content, "附件.txt")
    assert str(caught.value).startswith("附件.txt：第 ")
    assert str(caught.value).endswith(REFUSED)
    assert "\n" not in str(caught.value)


def test_control_characters_are_refused_with_their_line() -> None:
    with pytest.raises(InputError, match=r"^附件\.txt：第 2 行"):
        decode("碳达峰\n".encode() + b"\x01\x02\x03\x04", "附件.txt")


def test_a_stray_control_character_is_let_pass() -> None:
    text = PLAN * 3 + "\x07"
    assert decode(text.encode(), "方案.txt") == text


def timed(content: bytes) -> float:
    start = time.perf_counter()
    with suppress(InputError):
        decode(content, "大.txt")
    return time.perf_counter() - start


@pytest.mark.parametrize(
    "content",
    [
        (PLAN * 20_000).encode(),
        (PLAN * 20_000).encode("gb18030"),
        (PLAN * 20_000).encode("utf-16-le"),
        (PLAN * 20_000).encode() + b"\xff",
        bytes(4_000_000),
    ],
    ids=["UTF-8", "GB18030", "UTF-16", "a broken byte at the end", "zeros"],
)
def test_megabytes_take_a_fraction_of_a_second(content: bytes) -> None:
    assert 3_000_000 < len(content) < 9_000_000
    assert timed(content) < 1


@pytest.mark.parametrize(
    ("declaration", "encoding", "text"),
    [
        ('<meta charset="gb2312">', "gb18030", "碳达峰、碳中和，㐀"),
        ("<META CHARSET=GBK>", "gb18030", "财政部"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=gb2312">',
            "gb18030",
            "双囍",
        ),
        (
            "<meta http-equiv=Content-Type content='text/html; charset=big5'>",
            "big5",
            "國務院關於碳達峰行動方案的通知",
        ),
        ('<meta charset="gb2312">', "utf-8", "声明错了，其实是 UTF-8"),
        ('<meta charset="big5">', "utf-16", "声明错了，有字节顺序标记"),
        ('<meta charset="utf-8">', "gb18030", "声明错了，其实是国标编码"),
        ('<meta charset="iso-8859-1">', "gb18030", "声明的是西文编码"),
        ('<meta charset="没有">', "gb18030", "声明读不出来"),
        ("", "gb18030", "没有声明编码"),
    ],
    ids=[
        "gb2312",
        "gbk without quotes",
        "rare characters",
        "big5 in http-equiv",
        "UTF-8 comes first",
        "a mark comes first",
        "not the declared UTF-8",
        "Latin is not believed",
        "unreadable",
        "none",
    ],
)
def test_a_page_is_read_in_the_charset_that_it_declares(
    declaration: str, encoding: str, text: str
) -> None:
    page = (
        f"<html><head>{declaration}</head>\r\n<body><p>{text}，到2025年的文件。</p></body></html>"
    )
    assert decode_html(page.encode(encoding), "页.html") == page.replace("\r\n", "\n")


def test_a_page_is_refused_with_the_line_that_is_not_in_its_charset() -> None:
    page = '<meta charset="gb2312">\n<p>碳达峰</p>\n'.encode("gb18030") + b"<p>\xff\xff</p>"
    with pytest.raises(InputError) as caught:
        decode_html(page, "页.html")
    assert str(caught.value) == f"页.html：第 3 行{REFUSED}"
