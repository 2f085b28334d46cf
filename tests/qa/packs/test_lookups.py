from __future__ import annotations

from qa.citing.lookup import Lookup
from qa.citing.model import Found
from qa.engine import Engine
from qa.packs.lookups import lookup_pack
from qa.packs.making import PackMaker
from qa.search.filters import NO_FILTERS, Filters
from tests.qa.packs.test_answers import sections

OFFICIAL = "《南充市人民政府关于印发南充市碳达峰实施方案的通知》（南府发〔2024〕1号）第二部分"


def test_a_verbatim_hit_quotes_what_matches_and_its_whole_clause(
    plans: Engine, maker: PackMaker
) -> None:
    found = Lookup(plans.view).find("非化石能源消费比重达 41.5%,单位地区生产总值能耗", 1)
    pack = lookup_pack(found, maker)
    matching = "非化石能源消费比重达41.5%，单位地区生产总值能耗"
    assert sections(pack) == {
        "所查文字": ["非化石能源消费比重达 41.5%,单位地区生产总值能耗"],
        "查询结果": [f"［逐字］{OFFICIAL}", matching],
    }
    (source,) = pack.sources
    assert source.quote == source.passage.text
    assert matching in source.quote
    assert (pack.sources_heading, source.official) == ("条款原文", OFFICIAL)


def test_a_wording_over_two_clauses_has_a_source_for_each(plans: Engine, maker: PackMaker) -> None:
    (first, second) = plans.view.library.chunks([40, 41])
    text = first.text[-20:] + second.text[:20]
    pack = lookup_pack(Lookup(plans.view).find(text, 1), maker)
    lead, *quoted = pack.sections[1].paragraphs
    assert lead.pieces[0].sources == (1, 2)
    assert [piece.sources for one in quoted for piece in one.pieces] == [(1,), (2,)]
    assert [one.quote for one in pack.sources] == [first.text, second.text]


def test_what_does_not_match_is_said(plans: Engine, maker: PackMaker) -> None:
    wrong = "非化石能源消费比重达48.5%，单位地区生产总值能耗比2020年下降14.5%"
    filters = Filters(region="南充")
    pack = lookup_pack(Lookup(plans.view).find(wrong, 1, filters), maker)
    note, lead, missing = sections(pack)["查询结果"]
    assert note == "资料中没有逐字一致的条款，下列为相近条款。"
    assert lead == f"［近似］{OFFICIAL}"
    assert missing.startswith("所查文字中未对上的：“")
    assert sections(pack)["说明"] == ["只查找了符合这些条件的文件：地区=南充。"]


def test_nothing_found(maker: PackMaker) -> None:
    pack = lookup_pack(Found("彩票", NO_FILTERS, (), 0.0), maker)
    assert sections(pack)["查询结果"] == ["资料中没有找到相关条款。"]
    assert pack.sources == ()
