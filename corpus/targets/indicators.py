"""Of what a figure is a figure: the words before it, or the thing counted after it."""

from __future__ import annotations

import re

ADVERB = (
    r"其中|力争|争取|努力|确保|保持|基本|普遍|全部|全面|总体|(?<!年)均|都|分别|累计|同时|并且?|使|将|要|把|再|进一步|逐步"
    r"|持续|稳定|合计|共|总计|预计|规划|计划|一般|原则上|平均|也|还|到|至|在|有|各|率先|实际|大幅|每年"
)
VERB = (
    r"达到|达|提[高升][到至]?|增[加长][到至]?|上升[到至]|扩大[到至]|增至|升至|下降[到至]?|降低[到至]?|减少[到至]?"
    r"|降[至到]|压减[至到]?|压缩[至到]?|削减|控制[在到]|保持在|稳定在|维持在|超过|突破|实现|完成|为|约|占到|占|是|重回|做到|力争|节约"
    r"|累积|建成|遴选|选择|选取|制修订|制定|修订|培养|引进|集成|实施|掌握|具备|建设|新建|打造|培育|形成|创建|推广|拥有|设立|组建|认定|发展|布局|引进|推进|推动|以|的|由|从|自"
)
TAIL = re.compile(rf"(?:{ADVERB}|{VERB}|[“”\"'‘’·])+$")
LEAD = re.compile(
    r"^(?:[”\"'’·、]|其中|力争|争取|努力|坚决|确保|同时|并且|并(?=计划|力争|将)|预计|推动|实现|加快|使|将|要|把|分别|合计|规划|计划|以及|及|和|与|末|底|前"
    r"|累计|建成|打造|培育|形成|创建|推广|完成|保持|降低|减少|提高|提升|增加(?!值)|期间|时期|全国|全市|全省|全区|全县|全自治区|我市|我省|我区|我国|中国|公司|将?助力|支撑|"
    r"到|至|在|左右|以上|以下|以内|——|-+|[（(][一二三四五六七八九十\d]+[)）]|[\d]+[.、．])+"
)
WITHIN = re.compile(r"[中及和]·*$")
COUNTED = re.compile(
    r"(?:个|家|座|项|辆|台|套|条|批|种|类|件|所|处|名|人|户|艘|张|次|回|支|根|株)$"
)
BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
CHANGES = {
    "降": r"下降|降低|减少|减|压减|压缩|削减|退坡|降",
    "升": r"增长|提高|上升|增加|提升|增速",
}
DIRECTIONS = {
    direction: re.compile(
        rf"(?<!改造)(?:{words})(?:率|幅度?)?(?:达到?|约|了|近|超过|力争|为|不低于)*$"
    )
    for direction, words in CHANGES.items()
}
"""By how much something changes; ``提高到`` says what it becomes."""
FALLING = re.compile(r"^(?:·|力争|共|累计|可|再)*(?:减少|降低|削减|压减)[^至到]*$")
RISING = re.compile(r"^(?:·|力争|共|累计|可|再)*增加(?!值)[^至到]*$")
YEARLY = re.compile(r"年均(?:增长|提高|提升|下降|降低|减少|增加|增速)?(?=(?:达到?|为|超过|约)*·*$)")
OBJECT = re.compile(
    r"(?:[^，,；;：:。、（(）)！？\d]{1,3}、){0,3}[^，,；;：:。、（(）)！？\d]{2,30}"
)
INCLUDING = re.compile(r"^包括[^，。；]*?在内的")
OBJECT_END = re.compile(
    r"(?<=.{2})(?:达到|提高|提升|实现|建成|投入|完成|开展|全部|纳入|占|的目标|的任务|，).*$"
)
METRIC_END = re.compile(
    r"(?:率|量|比重|占比|比例|能耗|强度|规模|容量|装机|面积|里程|效率|水平|产值|收入|产量|总量|数量|投入|消耗|水耗|电耗|能力|覆盖面?|个数|总数|数)$"
)


def clean(subject: str) -> str:
    """The words that name the indicator: a subject without verbs, adverbs and brackets."""
    bare = BRACKETS.sub("", subject).replace("·", "")
    yearly = YEARLY.search(bare)
    if yearly:
        return clean(bare[: yearly.start()]) + yearly.group()
    previous = None
    while bare != previous:
        previous = bare
        bare = LEAD.sub("", TAIL.sub("", bare))
    return bare.strip("“”\"'‘’《》、")


def counted_thing(after: str) -> str:
    """What stands after a count, to the end of its phrase (``30家以上智能工厂``)."""
    found = OBJECT.match(INCLUDING.sub("", after.replace("·", "")))
    return OBJECT_END.sub("", found.group()).removeprefix("的") if found else ""


def sharing_thing(after: str) -> str:
    """What stands after a share, verb included (``80%以上的园区实施循环化改造``)."""
    return re.split(r"[，,；;：:。！]", after.replace("·", ""))[0].removeprefix("的")


CREATING = re.compile(
    r"(?:建成|建设|新建|打造|培育|形成|创建|推广|设立|组建|认定|发展|布局|引进|新增|遴选|选择|选取|培养|实施|完成|突破|掌握|具备|保持|并|拥有|支持|开展|改造|·)+$"
)


def counts_things(subject: str, unit: str, after: str) -> bool:
    """Whether a figure counts what stands after it (``建成564个节约型机关``)."""
    if not re.match(r"[\u4e00-\u9fff“A-Z]", after) or re.match(r"[和及或并]|以[上下]", after):
        return False
    if unit == "%" and WITHIN.search(subject):
        return True
    counted = COUNTED.search(unit) or after.startswith("的")
    return not clean(subject) or bool(counted and CREATING.search(subject))


def find_direction(subject: str) -> str:
    """Whether a figure says by how much something rises (升) or falls (降)."""
    if FALLING.search(subject):
        return "降"
    if RISING.search(subject):
        return "升"
    return next((name for name, words in DIRECTIONS.items() if words.search(subject)), "")
