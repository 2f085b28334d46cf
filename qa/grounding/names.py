"""Rules for what a sentence names: places, documents and bodies."""

from __future__ import annotations

import re

from corpus.figures import fold_widths
from corpus.names import title_names
from corpus.words import fold
from qa.bodies import CORE, bodies_of, unknown_level
from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.likeness import overlap
from qa.grounding.reading import SCOPES, Source, likest_piece, pieces_of, read_source
from qa.query import COUNTRY, find_places, names_country
from qa.references import doc_numbers

TITLES = re.compile(r"《([^《》]+)》")
AREA = re.compile(r"(?<![东西南北])[东西中南北]部(?!门|分|委|署)|[东西华][北南]地区|沿[海江边]")
LISTED = re.compile("、|和|及")
SAME_PIECE = 0.6
"""Share of a part's character pairs that the source's part must hold to say the same."""
ROLE = re.compile(
    r"(?P<body>[\u4e00-\u9fff]{2,12}?(?:[部局厅委署](?!门)|部门|单位|机构))(?:作为)?(?P<role>牵头|负责)"
)
REACH = 25
"""Characters before 牵头 among which the body stands that leads."""
SPEAKS = re.compile(
    r"^(?:的[^，,]{0,8})?(?:提出|要求|规定|明确|印发|发布|表示|计划|宣布|认为|承诺|强调)"
)
"""What the body that issued a document does in it."""


def check_places(claim: Claim, evidence: Evidence) -> str | None:
    """Each place is that of the document, or stands in the paragraph."""
    source = read_source(evidence)
    missing = [place for place in claim.places if place not in source.all]
    missing += [area for area in AREA.findall(claim.plain) if area not in source.all]
    if missing:
        return f"所引条款没有提到{missing[0]}"
    if any(word in claim.plain for word in COUNTRY - {"国家"}) and not is_national(source):
        return "所引条款说的不是全国"
    return wrong_scope(claim, evidence) or other_place(claim, source)


def is_national(source: Source) -> bool:
    """Whether the source speaks of the whole country."""
    return names_country(source.all)


def wrong_scope(claim: Claim, evidence: Evidence) -> str | None:
    """全省 of a city's document, where its paragraph does not say so."""
    source = read_source(evidence)
    region = evidence.passage.region or ""
    for scope, ending in SCOPES.items():
        if scope in claim.plain and scope not in source.all and not region.endswith(ending):
            return f"所引条款说的不是{scope}"
    return None


def other_place(claim: Claim, source: Source) -> str | None:
    """The place that the source says a part of the claim of, where the claim says another."""
    if not claim.places:
        return None
    for said in pieces_of(claim.plain):
        piece = likest_piece(said, source.text)
        if overlap(said, piece) < SAME_PIECE:
            continue
        named = places_of(said, piece)
        if named and not any(place in claim.plain for place in named):
            return f"所引条款说的是{named[0]}"
    return None


def places_of(said: str, piece: str) -> tuple[str, ...]:
    """The places of a part of a source; of several that it lists, those of the likest item."""
    named = find_places(piece)
    items = LISTED.split(piece)
    if len(named) < 2 or len(items) < 2:
        return named
    return find_places(max(items, key=lambda item: overlap(item, said)))


def check_titles(claim: Claim, evidence: Evidence) -> str | None:
    """Each title in 《》 and each 发文字号 is that of the document, or stands in the passage."""
    passage = evidence.passage
    about = fold(passage.heading + passage.text + (passage.compilation or ""))
    own = [fold(name) for name in title_names(passage.title or "")]
    for title in TITLES.findall(claim.text):
        if fold(title) not in about and not any(fold(title) == name for name in own):
            return f"所引条款没有提到《{title}》"
    numbers = fold(f"{passage.doc_no or ''} {passage.text}")
    for number in doc_numbers(fold_widths(claim.text)):
        if fold(number) not in numbers:
            return f"所引条款的发文字号不是{number}"
    return None


def check_roles(claim: Claim, evidence: Evidence) -> str | None:
    """A body that leads or is in charge in the claim does so in the source."""
    text = read_source(evidence).text
    for match in ROLE.finditer(claim.plain):
        leads = [found.start() for found in re.finditer(match["role"], text)]
        core = match["body"][-CORE:]
        if leads and not any(core in text[max(0, at - REACH) : at] for at in leads):
            return f"所引条款中{match['role']}的不是{match['body']}"
    return None


def check_bodies(claim: Claim, evidence: Evidence) -> str | None:
    """Each body stands in the sentence; one that only issued the document speaks, or acts alone."""
    source = read_source(evidence)
    level = unknown_level(claim.plain, source.all)
    if level:
        return f"所引条款说的不是{level}"
    named = bodies_of(source.text)
    others = [body for body in named if body.core not in claim.plain]
    for body in bodies_of(claim.plain):
        if body.core in source.said:
            continue
        if body.core not in source.about:
            return f"所引条款没有提到{body.name}"
        if others and not SPEAKS.match(claim.plain[body.end :]):
            return f"所引条款说的是{others[0].name}，不是{body.name}"
    return None
