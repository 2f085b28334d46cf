"""What the page says where a message tells a command of the terminal."""

from __future__ import annotations

import re

PLACES = (
    ("tanwen compare --list", "可在“指标”一栏里选"),
    ("tanwen documents", "可在“筛选范围”里选文件"),
    ("--remove", "请由管理员整个移除"),
)
"""A command by what names it, and where on the page the same is done."""
ELSEWHERE = "请联系管理员处理"
"""For what only who runs the program can do."""
COMMAND = re.compile(
    r"tanwen [a-z]|(?<![\w-])--[a-z]|pip install|\[(?:retrieval|answer|citing|drafts|server)\]"
    r"|home_region|tanwen\.toml"
)
"""Words that mean something only in a terminal, or in the file of settings."""
CLAUSE = re.compile(r"[^，；;。（）]+")
ALTERNATIVE = ("或", "也可")
"""How a clause begins without which the message still says what to do."""
EMPTY = re.compile(r"（[，；;]*）|[，；;](?=[，；;。）]|$)")
REPEATED = re.compile(rf"{ELSEWHERE}(?:[，；;]{ELSEWHERE})+")


def page_words(message: str) -> str:
    """A message with each clause that names a command told in words of the page."""
    if not COMMAND.search(message):
        return message
    told = REPEATED.sub(ELSEWHERE, CLAUSE.sub(tell, message))
    return EMPTY.sub("", told)


def tell(clause: re.Match[str]) -> str:
    """A clause, or what the page says for it."""
    text = clause.group()
    if not COMMAND.search(text):
        return text
    otherwise = "" if text.startswith(ALTERNATIVE) else ELSEWHERE
    return next((said for name, said in PLACES if name in text), otherwise)
