"""Rules for what a sentence asserts: negation, modality, opposites."""

from __future__ import annotations

import re

from qa.evidence.sentences import Evidence
from qa.grounding.claim import Claim
from qa.grounding.likeness import likeness, overlap
from qa.grounding.reading import PIECE, likest_piece, pieces_of, read_source
from qa.vocabulary import opposites

LEAST_OVERLAP = 0.6
"""Share of a part's character pairs that a part of its evidence holds that says the same."""
LEAST_RAISED = 0.4
"""Share of a part of the source that a claim must hold to say the same more strongly."""
NEGATIONS = re.compile(
    r"不(?!断|得?(?:低于|超过|超出|少于|高于|大于|小于|多于|突破)|到\d|同|仅|限于|足|良|及|含|平衡|符合|达标|合规|积极|明显|动摇|懈)"
    r"|杜绝|未(?!来)|无需|没有|免于|免除|暂停|停止"
)
"""What turns a statement into its contrary; 不合规 and the like name things."""
DENIED = re.compile(
    r"(?:得|再|予以?|经|按|随意|擅自|应|可以?|要|能|需要?|是|对)*([\u4e00-\u9fff]{2})"
)
"""The verb that a negation denies."""
PERMITTED = re.compile(r"(?:可以?|允许|应当|继续|鼓励)(?:予以?)?$")
SAME_AROUND = 0.4
"""Likeness of the parts of two sentences in which the same verb stands."""
MODALITIES = {
    "鼓励": re.compile(r"鼓励|倡导|提倡"),
    "可以": re.compile(r"可以|(?<![不认许])可(?=[^再持靠能行循操见观比])|允许|准予"),
    "力争": re.compile(r"力争|争取|有望|努力|预计"),
    "探索": re.compile(r"探索|研究(?=[制设建出提推])|试点|稳妥"),
}
"""What makes a statement weaker than that something is done or has to be done."""
STRONG = re.compile(r"应当|必须|务必|一律|强制|[须]")


def check_negation(claim: Claim, evidence: Evidence) -> str | None:
    """What the source denies or forbids, the claim does not assert, and the other way round."""
    source = read_source(evidence)
    if verb := turned_verb(source.text, claim.plain):
        return f"所引条款说的是“{verb}”"
    if NEGATIONS.search(claim.plain) and not NEGATIONS.search(source.said):
        return "所引条款没有这样的否定"
    if verb := turned_verb(claim.plain, source.text):
        return f"所引条款没有说“{verb}”"
    return turned_piece(claim.plain, source.text)


def turned_verb(denying: str, asserting: str) -> str | None:
    """A denial in one text of what the other asserts and nowhere denies from there on."""
    for match in NEGATIONS.finditer(denying):
        verb = DENIED.match(denying, match.end())
        if verb is None:
            continue
        at = asserting.find(verb[1])
        stood = PIECE.split(asserting[:at])[-1] if at >= 0 else ""
        allowed = PERMITTED.search(stood)
        denied = at < 0 or (not allowed and NEGATIONS.search(stood + asserting[at:]))
        if not denied and is_same_action(denying, verb.start(1), asserting, at):
            return match.group() + verb.group()
    return None


def is_same_action(left: str, left_at: int, right: str, right_at: int) -> bool:
    """Whether the same is said of a verb in two texts: in its whole part, or from it on."""
    part = part_around(right, right_at)
    whole = likeness(part_around(left, left_at), part)
    verb = left[left_at : left_at + 2]
    others = [one for one in pieces_of(left) if verb in one and not NEGATIONS.search(one)]
    if any(likeness(one, part) > whole for one in others):
        return False
    behind = likeness(part_from(left, left_at), part_from(right, right_at))
    return max(whole, behind) >= SAME_AROUND


def part_from(text: str, at: int) -> str:
    """A part of a sentence from a word on."""
    end = PIECE.search(text, at)
    return text[at : end.start() if end else len(text)]


def part_around(text: str, at: int) -> str:
    """The part of a sentence that a word stands in, without negations."""
    start = max((match.end() for match in PIECE.finditer(text, 0, at)), default=0)
    return NEGATIONS.sub("", text[start:at] + part_from(text, at))


def turned_piece(claim: str, source: str) -> str | None:
    """A part of the source that says the same as one of the claim but for a negation."""
    pieces = pieces_of(source)
    for said in pieces_of(claim):
        likest = max(pieces, key=lambda piece: likeness(said, piece), default="")
        turned = bool(NEGATIONS.search(said)) != bool(NEGATIONS.search(likest))
        lacking = source if NEGATIONS.search(said) else claim
        if turned and same_but_negation(said, likest) and not NEGATIONS.search(lacking):
            return f"所引条款说的是“{likest}”"
    return None


def same_but_negation(said: str, source: str) -> bool:
    """Whether two pieces hold most of each other, negations left aside."""
    left, right = NEGATIONS.sub("", said), NEGATIONS.sub("", source)
    return min(overlap(left, right), overlap(right, left)) >= LEAST_OVERLAP


def check_modality(claim: Claim, evidence: Evidence) -> str | None:
    """What is 鼓励 or 力争 in the source is so in the claim, and the other way round."""
    source = read_source(evidence)
    if raised := raised_piece(claim.plain, source.text, source.said):
        return f"所引条款说的是“{raised}”"
    for said in pieces_of(claim.plain):
        piece = likest_piece(said, source.text)
        if overlap(said, piece) < LEAST_OVERLAP:
            continue
        for name, words in MODALITIES.items():
            if words.search(said) and not words.search(source.said):
                return f"所引条款没有说“{name}”：“{piece}”"
            dropped = words.search(piece) and not words.search(claim.plain)
            if dropped and likeness(said, piece) >= LEAST_OVERLAP:
                return f"所引条款说的是“{name}”：“{piece}”"
    return None


def raised_piece(claim: str, text: str, said: str) -> str | None:
    """A part of the source that only encourages or allows what the claim says must be done."""
    if not STRONG.search(claim) or STRONG.search(said):
        return None
    weak = (
        piece
        for piece in pieces_of(text)
        if any(words.search(piece) and not words.search(claim) for words in MODALITIES.values())
    )
    return next((piece for piece in weak if overlap(piece, claim) >= LEAST_RAISED), None)


def check_opposites(claim: Claim, evidence: Evidence) -> str | None:
    """No part of a claim says the opposite of its source (扣减, 增加)."""
    source = read_source(evidence)
    for said in pieces_of(claim.plain):
        piece = likest_piece(said, source.text)
        for left, right in opposites():
            if left in said and right in piece and left not in piece and right not in said:
                return f"所引条款说的是“{right}”，不是“{left}”"
    return None
