from __future__ import annotations

import hashlib
from collections.abc import Iterable

from corpus.sources import shipped_documents
from qa.packs.answers import answer_pack
from qa.packs.making import PackMaker
from qa.packs.model import Pack, Paragraph, Voice
from qa.search.filters import Filters
from tests.qa.answering.answerers import Ask

QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
TRUE = "到2025年，南充市非化石能源消费比重达41.5%。"
LIE = "到2025年，南充市非化石能源消费比重达43.5%。"
NONSENSE = "南充市将在木星上建设41.5%的非化石能源基地。"


def texts(paragraphs: Iterable[Paragraph]) -> list[str]:
    return ["".join(piece.text for piece in one.pieces) for one in paragraphs]


def sections(pack: Pack) -> dict[str, list[str]]:
    return {one.heading: texts(one.paragraphs) for one in pack.sections}


def test_a_sentence_has_its_source_with_all_that_is_known_of_it(ask: Ask, maker: PackMaker) -> None:
    pack = answer_pack(ask(QUESTION, f"[1] {TRUE}\n"), maker)
    assert sections(pack) == {"问题": [QUESTION], "答复": [TRUE]}
    (paragraph,) = pack.sections[1].paragraphs
    assert (paragraph.voice, paragraph.pieces[0].sources) == (Voice.OWN, (1,))
    (source,) = pack.sources
    assert source.quote in source.passage.text
    assert "非化石能源消费比重达41.5%" in source.quote
    assert source.official == (
        "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"
    )
    file = shipped_documents() / source.passage.source_file
    checksum = hashlib.sha256(file.read_bytes()).hexdigest()
    assert list(source.details) == [
        "条款：二、主要目标",
        "页码：第3—4页",
        "位置：源文件第88—105行",
        "参考文献：南充市人民政府. 南充市人民政府关于印发南充市碳达峰实施方案的通知: "
        "南府发〔2024〕1号[A]. 2024-01-22: 3-4.（GB/T 7714—2015）",
        f"源文件：{file.name}",
        f"SHA-256：{checksum}",
    ]
    assert pack.sources_heading == "依据"
    assert pack.about[:2] == (
        "答复中的句子逐句经程序核对，方括号中的编号为依据。",
        "对话模型：fake。",
    )


def test_the_checksum_is_that_of_the_file_and_not_of_its_sidecar(
    ask: Ask, maker: PackMaker
) -> None:
    pack = answer_pack(ask("克拉玛依市2025年非化石能源消费比重是多少？"), maker)
    source = next(one for one in pack.sources if one.passage.source_file.startswith("000"))
    path = shipped_documents() / source.passage.source_file
    assert path.with_suffix(".toml").is_file()
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_what_is_replaced_or_withheld_is_said_and_never_shown_as_supported(
    ask: Ask, maker: PackMaker
) -> None:
    answer = ask(QUESTION, f"[1] {LIE}\n[1] {NONSENSE}\n")
    said = sections(answer_pack(answer, maker))
    assert said["答复"] == [answer.citations[0].quote]
    replaced, withheld = said["说明"]
    assert replaced.startswith(f"（已换成原文[1]：模型写的“{LIE}”未核对上：")
    assert withheld.startswith(f"（已略去未核对上的一句：{NONSENSE}——")


def test_sentences_of_the_documents_are_set_apart(ask: Ask, maker: PackMaker) -> None:
    pack = answer_pack(ask("淄博市和南充市2025年非化石能源消费比重分别是多少？"), maker)
    sides = pack.sections[1].paragraphs
    assert [one.pieces[0].sources for one in sides] == [(1,), (2,), (1, 2)]
    assert texts(sides)[2].startswith("两者相差约31.5个百分点")
    (item, *_) = answer_pack(ask("南充市怎样推进垃圾分类？"), maker).sections[1].paragraphs
    assert item.voice is Voice.QUOTED
    assert "没有使用对话模型，答复由程序按文件原文写成。" in pack.about


def test_a_side_without_a_basis_is_named(ask: Ask, maker: PackMaker) -> None:
    pack = answer_pack(ask("南充市和成都市2025年非化石能源消费比重分别是多少？"), maker)
    assert "成都市：资料中未找到依据。" in sections(pack)["说明"]
    assert all(one.passage.source_file.startswith("002") for one in pack.sources)


def test_a_refusal_shows_the_nearest_clauses_as_no_basis(ask: Ask, maker: PackMaker) -> None:
    answer = ask("淄博市的彩票补贴标准是多少？")
    pack = answer_pack(answer, maker, Filters(region="淄博市", year="2023"))
    assert sections(pack)["答复"] == ["资料中未找到依据。"]
    assert sections(pack)["说明"] == [
        *answer.notes,
        "只查找了符合这些条件的文件：地区=淄博市、年份=2023。",
    ]
    assert pack.sources_heading == "最接近的条款（不是依据，仅供查阅）"
    assert [one.quote for one in pack.sources] == [one.text for one in answer.nearest]
    assert not any(
        piece.sources for one in pack.sections for p in one.paragraphs for piece in p.pieces
    )
    assert not any("核对，方括号" in text for text in pack.about)
