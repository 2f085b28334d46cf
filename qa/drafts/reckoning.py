"""Figures that the author worked out of others: 净增7万千瓦, 高出一倍多, 再增加三分之一."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from corpus.figures import Figure
from corpus.qualifiers import Bound
from corpus.units import split_scale

WORKED = re.compile(
    r"(?:净[增减]|多出?|少|高[出于]?|低[出于]?|相差|差距为?|差|提[升高]|增[加长]|上升|减少|下降|降低|新增"
    r"|合计|共计?|总计|加起来|合起来|占|相当于)[了约近超过达为至]*$"
)
"""What leads up to a figure that may be worked out."""
GAINED = re.compile(r"高|增|多|提|上升|扩大")
LOST = re.compile(r"低|减|少|降|缩")
TO = re.compile(r"[到至为是占]|达到?|相当于")
"""The words after which a share or a multiple is of the whole, and not of what is added."""
TOTAL = re.compile(r"合计|共|总|加起来|合起来")
HUNDRED = Decimal(100)
NEARBY = Decimal("0.05")
"""How far 约 may be off, as a share."""
EXACT = Decimal("0.01")
"""The same for a multiple or a fraction without 约."""
ODD = Decimal("1.25")
"""How many times a figure in tens what 多 stands behind may be."""
MOST = 6
"""Operands that are tried."""


def is_worked_out(figure: Figure) -> bool:
    """Whether a figure can be one that is worked out: a multiple, a fraction, a difference."""
    return is_ratio(figure) or bool(WORKED.search(lead_of(figure)))


def is_ratio(figure: Figure) -> bool:
    """Whether a figure is a multiple or a fraction, which mostly is worked out."""
    return split_scale(figure.unit)[1] == "倍" or "/" in figure.value


def lead_of(figure: Figure) -> str:
    """The words right before a figure, its qualifiers left aside."""
    return figure.context.lead.removesuffix(figure.qualifier)


def agrees(figure: Figure, own: Iterable[Figure], there: Iterable[Figure] = ()) -> bool:
    """Whether a figure is what some operation on two or more other figures gives.

    Args:
        figure: The figure.
        own: The figures of its sentence. Two of them that it can come from are what it comes from.
        there: The figures of the source, of which one may be held against one of the sentence.
    """
    own = operands(figure, own)
    pairs = pairs_of(own, own) or pairs_of(own, operands(figure, there))
    return any(is_about(figure, result) for result in results(figure, own, pairs))


def miscounts(figure: Figure, own: Iterable[Figure]) -> bool:
    """Whether a figure is worked out of figures of its sentence, and wrongly."""
    found = operands(figure, own)
    return is_worked_out(figure) and bool(pairs_of(found, found)) and not agrees(figure, own)


def operands(figure: Figure, others: Iterable[Figure]) -> list[Figure]:
    """The figures that one may be worked out of, each amount once."""
    kept = {one.quantity: one for one in others if one.quantity != figure.quantity}
    wanted = [one for one in kept.values() if not is_ratio(one) and fits(figure, one)]
    return wanted[:MOST]


def pairs_of(left: Iterable[Figure], right: Sequence[Figure]) -> list[tuple[Decimal, Decimal]]:
    """The amounts of two figures of one unit, in both orders."""
    pairs = [
        (one.quantity[0], other.quantity[0])
        for one in left
        for other in right
        if one.quantity[1] == other.quantity[1] and one.quantity != other.quantity
    ]
    return [*pairs, *((b, a) for a, b in pairs)]


def fits(figure: Figure, operand: Figure) -> bool:
    """Whether an operand has a unit from which a figure can come: the same, any for a share.

    A percentage is not worked out of percentages.
    """
    unit, other = figure.quantity[1], operand.quantity[1]
    if unit == "%":
        return other != "%"
    return is_ratio(figure) or unit == other or (unit, other) == ("个百分点", "%")


def results(
    figure: Figure, own: Sequence[Figure], pairs: Iterable[tuple[Decimal, Decimal]]
) -> Iterator[Decimal]:
    """What the operations that a figure's words speak of give, in its own base unit."""
    for left, right in pairs:
        if right:
            yield from of_pair(figure, left, right)
    if TOTAL.search(figure.context.words) and not is_ratio(figure):
        alike = [one.quantity[0] for one in own if one.quantity[1] == figure.quantity[1]]
        yield sum(alike, Decimal(0))


def of_pair(figure: Figure, left: Decimal, right: Decimal) -> Iterator[Decimal]:
    """What a figure may be that is worked out of two amounts."""
    lead, unit = lead_of(figure), figure.quantity[1]
    if not (is_ratio(figure) or unit == "%"):
        yield abs(left - right)
        return
    whole = HUNDRED if unit == "%" else Decimal(1)
    if GAINED.search(lead) and not TO.search(lead[-2:]):
        yield (left / right - 1) * whole
    elif LOST.search(lead) and not TO.search(lead[-2:]):
        yield (1 - left / right) * whole
    else:
        yield left / right * whole


def is_about(figure: Figure, result: Decimal) -> bool:
    """Whether a result is what a figure says, with its qualifier and its last digit."""
    said = figure.quantity[0]
    if said <= 0 or result <= 0:
        return False
    if figure.bounds & {Bound.ODD, Bound.ABOVE, Bound.AT_LEAST}:
        return said <= result < max(said * ODD, said + 1 if is_ratio(figure) else said)
    if figure.bounds & {Bound.NEARLY, Bound.BELOW, Bound.AT_MOST}:
        return said * (1 - 2 * NEARBY) <= result <= said
    return abs(result - said) <= tolerance(figure)


def tolerance(figure: Figure) -> Decimal:
    """How far a result may be from a figure: 约 by a twentieth, else half of its last digit."""
    said, is_about = figure.quantity[0], Bound.ABOUT in figure.bounds
    if is_ratio(figure):
        return said * (NEARBY if is_about else EXACT)
    digit = Decimal(1).scaleb(-len(figure.value.partition(".")[2]))
    return max(digit / 2 * (said / Decimal(figure.value)), said * NEARBY * is_about)
