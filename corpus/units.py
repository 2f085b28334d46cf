"""Units of measure, and which amounts are the same: 1.2亿千瓦 is 12000万千瓦, 10万 is not 10亿."""

from __future__ import annotations

import re
from decimal import Decimal

SCALE = "[十百千万亿]*"
SCALES = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
COUNTERS = ("个", "家", "座", "所", "处", "项", "只", "名", "位", "款", "种", "类", "台（套）")
"""They count alike: 50家园区 is 50个园区."""
MEASURES = (
    *("%", "‰", "个百分点", "百分点", "GW", "MW", "kW", "kV", "℃", "°C", "吉瓦", "兆瓦"),
    *("瓦时", "瓦", "伏安", "伏", "立方米", "平方米", "平方公里", "公里", "公顷", "公斤"),
    *("毫米", "米", "亩", "吨标准煤", "吨标煤", "吨二氧化碳当量", "蒸吨", "吨"),
    *("克标准油", "克标准煤", "公斤标准煤", "克", "美元", "欧元", "元"),
    *("人次", "人(?![口均才工民类员])"),
    *(
        "户",
        "台(套)",
        "台",
        "辆",
        "艘",
        "架",
        "张",
        "件",
        "倍",
        "个工作日",
        "工作日",
        "个月",
        "个小时",
    ),
    *("小时", "分钟", "天", "年", "月", "日", "时", "批次", "次", "条", "批", "星级"),
    *("级(?!别)", "度(?!电|夏|冬|假)", "分(?![别为享布])", "回", "门", "株", "场", "期"),
)
RATE = (
    r"/(?:年|月|日|天|小时|时|吨|人|户|辆|平方米|立方米|百?公里|千瓦时?"
    r"|[(（][^()（）]*[)）]|[A-Za-z]+)"
)
UNIT = "|".join(
    unit if "(?" in unit else re.escape(unit)
    for unit in sorted((*MEASURES, *COUNTERS), key=len, reverse=True)
)
SAME = {
    **{"百分点": "个百分点", "°C": "℃", "吨标煤": "吨标准煤", "工作日": "个工作日"},
    "个小时": "小时",
    **dict.fromkeys(COUNTERS, "个"),
}
FACTORS = {
    **{"GW": ("瓦", 10**9), "MW": ("瓦", 10**6), "kW": ("瓦", 10**3), "kV": ("伏", 10**3)},
    **{
        "度": ("瓦时", 10**3),
        "吉瓦": ("瓦", 10**9),
        "兆瓦": ("瓦", 10**6),
        "公里": ("米", 10**3),
    },
}
MASS = re.compile(r"(?P<scale>公斤|吨)(?P<of>标准煤|二氧化碳当量)?")
MASSES = {"公斤": 10**3, "吨": 10**6}
"""In grams: 0.4吨标准煤 is 400千克标准煤."""
SCALED = re.compile(rf"({SCALE})(.*)", re.DOTALL)


def measure(value: str, unit: str) -> tuple[Decimal, str]:
    """An amount in a base unit: ``("1.2", "亿千瓦")`` → ``(120000000000, "瓦")``.

    Args:
        value: In plain decimal notation.
        unit: With 万, 亿 and the like in front, as printed.
    """
    if unit.startswith("百分点"):
        return Decimal(value), SAME["百分点"]
    scale, base = split_scale(unit)
    factor = Decimal(1)
    for char in scale:
        factor *= SCALES[char]
    stem, slash, rate = base.partition("/")
    stem, more = base_unit(SAME.get(stem, stem))
    return (Decimal(value) * factor * more).normalize(), stem + slash + rate


def base_unit(stem: str) -> tuple[str, int]:
    """The base unit of a unit without 万, 亿 and the like, and how many of them it is."""
    if mass := MASS.fullmatch(stem):
        return f"克{mass['of'] or ''}", MASSES[mass["scale"]]
    return FACTORS.get(stem, (stem, 1))


def split_scale(unit: str) -> tuple[str, str]:
    """A unit's scale and what it scales (亿千瓦 → 亿千, 瓦)."""
    match = SCALED.match(unit)
    return (match[1], match[2]) if match else ("", unit)
