"""Which amounts of a sentence are no targets: named rules that look at their neighbourhood."""

from __future__ import annotations

import re
from collections.abc import Callable

from corpus.targets.amounts import Amount

BREAK = "，,；;：:。、"
REACHING = re.compile(
    r"(?:达到|达|[高升加长增大降少低减小]至|[高升加长增大降少低减小]到|控制在|控制到|保持在|稳定在|维持在|实现|完成"
    r"|建成|建设|新建|打造|培育|形成|创建|新增|累计|推广|改造|力争|突破|超过|下降|降低|减少|提高|提升"
    r"|增长|增加|压减|关停|淘汰|完善|设立|布局|组建|发展|引进|建立|认定|遴选|扶持|支持|规模|的?是|为|约|占)[^，。；：]{0,14}$"
)
ATTRIBUTE = re.compile(
    r"(?:的(?!目标|任务|要求|水平|比例|比重|增速|速度|增长|降幅|规模|[^，。；]{0,8}能力)|级(?!以上|以下))"
)
SHARE_REACHES = re.compile(
    r"[^，。；]{0,20}(?:达到|建成|完成|实现|开展|实施|纳入|满足|采用|使用|来自|新能源化)"
)
COVERING = re.compile(r"(?:覆盖|惠及|纳入)(?:\d+%的[^，。；]{2,12}[和、])?$")
OBJECT = re.compile(r"[\u4e00-\u9fffA-Za-z“]")
COUNTED = re.compile(
    r"(?:[千百万亿]*)(?:个|家|座|项|辆|台|台套|条|批|种|类|件|所|处|名|人|户|套|艘|张|次|回|支|根|株|人次)$"
)
START = re.compile(r"(?:由|从|自)[^，。；由从]{0,18}$")
RISE = re.compile(
    r"[^，。；]{0,6}?(?:提高|提升|增加|增长|上升|扩大|下降|降低|减少|压减|跃升|增|降|升)"
)
NOT_BEFORE = re.compile(
    r"(?:等|前|这|上述|包括|包含|》|推进的|满足全市|满足|提出|明确|以下|下列|每|对|第|按|按照|满|年龄|每隔|共有?|共计|单车)(?:·*)$"
)
ENUMERATED = re.compile(
    r"(?:多?个?)?(?:方面|重?点?行业|领域|环节|阶段|步骤|部分|国家(?=[，。；和参]|$)|地区|评价|指标|条件|以上条|工作日|月|政党|缔约)"
)
RATIO_OF = re.compile(r"^(?:的)?(?:股权|股份|贷款|资金|投资|补[贴助]|额定|利率|税率|负荷)")

REGULATED = re.compile(
    r"(?:严禁|禁止|不得新|(?<![供反响适效对])应(?![用对急链改])在?|售价|票面|面值|补贴|罚款|设计速度)[^，。；]{0,20}$"
)

Rule = Callable[[str, Amount], bool]


def is_share_reached(text: str, amount: Amount) -> bool:
    """``80%以上的机关建成节约型机关``, ``覆盖80%的服务区``: a share of things that do something."""
    covered = COVERING.search(text[: amount.start])
    return bool(covered or SHARE_REACHES.match(text[amount.end :]))


def is_attribute(text: str, amount: Amount) -> bool:
    """``1万吨标准煤的数据中心``, ``12500千伏安以下的电石炉``, ``百万吨级``.

    ``80%以上的机关建成节约型机关`` is an aim nevertheless.
    """
    after = text[amount.end :]
    if amount.unit == "%" and is_share_reached(text, amount):
        return False
    return bool(ATTRIBUTE.match(after))


def is_start(text: str, amount: Amount) -> bool:
    """``由30%提高到50%以上``: the value that a rise begins with."""
    return bool(START.search(text[: amount.start])) and bool(RISE.match(text[amount.end :]))


def is_listed(text: str, amount: Amount) -> bool:
    """``等9种主要再生资源``, ``对26个重点领域``, ``每1个``: a count that describes."""
    return bool(NOT_BEFORE.search(text[: amount.start]))


def is_threshold(text: str, amount: Amount) -> bool:
    """``200万吨/年及以下炼油装置``: an amount without a verb before it that a noun follows."""
    after = text[amount.end :]
    if not OBJECT.match(after) or COUNTED.match(amount.unit) or amount.unit == "":
        return False
    if amount.unit == "%" and SHARE_REACHES.match(after):
        return False
    if re.match(r"[和与及、]|以[上下]|并|且|时|由|是|的[^，。；]{0,8}能力", after):
        return False
    return not REACHING.search(text[: amount.start])


def is_bare_number(text: str, amount: Amount) -> bool:
    """A number without a unit that nothing marks as a value (``“1+3”``, ``5G``)."""
    if amount.unit:
        return False
    return not (amount.qualifier or re.search(r"(?:达到?|至|到|为|在)$", text[: amount.start]))


def is_enumeration(text: str, amount: Amount) -> bool:
    """``10个方面的举措``, ``26个重点领域``: what is counted is no aim."""
    return bool(COUNTED.match(amount.unit) and ENUMERATED.match(text[amount.end :]))


def is_condition(text: str, amount: Amount) -> bool:
    """``出资10%股权``, ``60%额定负荷``: a share of something that is no indicator."""
    return bool(RATIO_OF.match(text[amount.end :]))


def is_regulation(text: str, amount: Amount) -> bool:
    """``严禁新建1000万吨/年以下``, ``售价应在30万元以下``: a rule, no aim."""
    return bool(REGULATED.search(text[: amount.start]))


RULES: tuple[Rule, ...] = (
    is_attribute,
    is_start,
    is_listed,
    is_threshold,
    is_bare_number,
    is_enumeration,
    is_condition,
    is_regulation,
)


def describes(text: str, amount: Amount) -> str | None:
    """The name of the first rule by which an amount is no target; None if there is none."""
    return next((rule.__name__ for rule in RULES if rule(text, amount)), None)


PAST = re.compile(
    r"同比(?!压[缩降])|截至|截止|目前|迄今|至今|已经?(?!有|向|承诺|明确|纳入|核准|投产|建(?:成)?(?:的|项目))|以来|[达增降超提][到加长低过高]了|实现了|完成了|建成了|过去|去年|上年|当日|曾|预测"
)
AIM = re.compile(
    r"力争|确保|努力|争取|目标|达到|达(?=\d)|提高[到至]|提升[到至]|降[至到]|降低到|下降到|控制在|保持在|稳定在|不低于|不超过"
    r"|以上|左右|以下|以内|超过|突破|建成|新增|完成|打造|培育|形成|新建|实现|创建|规划|计划|预计"
    r"|下降|降低|增长|建设|大于等于"
)


ANNOUNCED = re.compile(r"力争|计划|目标|将|预计|规划|确保|努力|争取|承诺")


def is_announced(text: str) -> bool:
    """Whether a sentence says that something is planned."""
    return bool(ANNOUNCED.search(text))


REACHED = re.compile(r"(?:达到?|提高[到至]|提升[到至])·*$")
LOWERED = re.compile(r"(?:降[到至]|降低[到至]|下降[到至])·*$")
CREATED = re.compile(r"(?:推动建成|打造|培育|选择|选取)·*$")


def is_plain_aim(subject: str, unit: str, qualifier: str) -> bool:
    """Whether a figure is to be reached although no year is named.

    A share that is raised to, what is lowered to, and what is created; ``达到15%及以上`` is a
    condition.
    """
    raised = unit == "%" and "及" not in qualifier and REACHED.search(subject)
    return bool(raised or LOWERED.search(subject) or CREATED.search(subject))


def is_past(text: str) -> bool:
    """Whether a sentence tells what has been reached."""
    return bool(PAST.search(text))


def is_aim(text: str) -> bool:
    """Whether a sentence says what is to be reached."""
    return bool(AIM.search(text))
