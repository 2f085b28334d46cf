"""Regions: standard names of provinces, and the region that a name or an issuer stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable

PROVINCES = (
    *("北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省"),
    *("江苏省", "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省"),
    *("广东省", "海南省", "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "台湾省"),
    *("内蒙古自治区", "广西壮族自治区", "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区"),
    *("香港特别行政区", "澳门特别行政区"),
)
"""The provincial divisions of the People's Republic of China (GB/T 2260)."""

ENDING = re.compile(r"(?:(?:壮族|回族|维吾尔)?自治区|自治州|特别行政区|省|市)$")
ISSUING = re.compile(
    r"(?:中共)?(?P<region>[\u4e00-\u9fff]{2,8}?(?:自治区|自治州|省|市|县|区))(?:人民政府|委(?:员会)?(?:$|办|关于))"
)
SHORT_NAMES = {ENDING.sub("", name): name for name in PROVINCES}


def standard_name(name: str) -> str | None:
    """The standard name of a province, given as that or without its ending (内蒙古)."""
    return name if name in PROVINCES else SHORT_NAMES.get(name)


def full_name(place: str, regions: Iterable[str] = ()) -> str:
    """The standard name of a place as people call it (内蒙 → 内蒙古自治区, 南充 → 南充市).

    Args:
        place: The name, with or without its ending.
        regions: Names of regions that are known beside the provinces.
    """
    known = (*regions, *PROVINCES)
    return next((name for name in known if name.startswith(place)), place)


def place_stem(name: str) -> str:
    """A place's name without its administrative ending (南充市 → 南充)."""
    return ENDING.sub("", name)


def issuing_region(text: str) -> str | None:
    """The region whose government or party committee an issuer's name or a title begins with."""
    match = ISSUING.match(text)
    return match["region"] if match else None


def is_provincial(region: str) -> bool:
    """Whether a region is a province, an autonomous region or a municipality."""
    return region in PROVINCES
