"""Wrong usage of the command line, said in Chinese."""

from __future__ import annotations

import re

MEANINGS = {
    r"No such command '(.+?)'.*": "没有 {} 这个命令",
    r"No such option:? '?(-[^ '.]+)'?.*": "没有 {} 这个选项",
    r"Missing parameter: (.+)": "缺少参数 {}",
    r"Option '?(-[^ ']+)'? requires an argument.*": "选项 {} 后面要写值",
    r"Got unexpected extra argument(?:s|\(s\))? \((.+)\)": "多了参数 {}，含空格的内容请加引号",
    r"Input should be greater than or equal to (.+)": "数值应不小于 {}",
    r"Input should be less than or equal to (.+)": "数值应不大于 {}",
    r"Value error, '(.*)' is not one of (.+?)\.?": "不能是“{}”，应是 {} 之一",
    r"Input should be a valid integer.*": "应是整数{}",
}
"""What the argument parser says, as a pattern, and what is told instead."""


def explain(message: str) -> str:
    """The parser's message in Chinese; an unknown one as it is."""
    for pattern, meaning in MEANINGS.items():
        if match := re.fullmatch(pattern, message, re.DOTALL):
            return meaning.format(*(match.groups() or ("",)))
    return message
