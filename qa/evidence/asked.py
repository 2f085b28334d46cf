"""What kind of thing a question asks for: a figure of some unit, a time, a body, a clause."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.headings import read_numeral
from qa.query import Question

UNITS = {
    r"百分|占比|比重|比例|份额|几成|[^效功]率|多高": r"%|百分点",
    r"百分点|几个点": r"%|百分点",
    r"装机|千瓦(?!时)|规模多大|兆瓦|容量": r"千瓦(?!时)|瓦$|W$",
    r"千瓦时|度电|用电量|发电量|电量": r"千瓦时",
    r"钱|资金|金额|元(?!素)|贷款|补贴|投资|罚|收入|产值|费用|奖励": r"元",
    r"多少吨|吨|产量|蓄能|煤": r"吨",
    r"面积|多少亩|公顷": r"亩|公顷|平方",
    r"立方|蓄积|天然气|用水": r"立方米",
    r"公里|里程": r"公里",
    r"几年|多久|多长时间|期限|时限": r"年|月|日|天",
    r"多少[个家座项辆]|几[个家座项辆]": r"[个家座项辆]$",
}
"""What a question says, and the units of the figures that answer it."""
TIME = re.compile(
    r"哪[一]?年|几几年|什么时候|何时|啥时候|多久|什么时间|哪天|几月|几号|时间(?:节点|表|点)|年份|期限|时限|几年"
)
BODY = re.compile(
    r"谁|哪[个些家几]*(?:部门|单位|机构|部委|公司|企业|方面|级|行业|平台|APP)|由哪|主体|牵头|[找归]哪"
)
LOCATION = re.compile(
    r"(?:哪|什么)[一]?[个部份项件]*(?:具体)?(?:文件|办法|条约|意见|通知|规定|条例|指引|法律|协定|方案|规划|计划|指导意见)"
    r"(?:[里中的]|规定|提|第|说|写|，|、|$|\?|？)|第几[条款章节部项]|哪[一]?[条款章节]|哪个部分|出自|出处|在哪(?:份|[部个一](?![年月天日次省市县区国]|[A-Za-z]|城市|平台|地方))"
)
RULE = re.compile(
    r"能不能|可不可以|[能可是]否|允许|要不要|用不用|行不行|必须|不能|还[^，。？]{1,12}不"
    r"|(?:能|可以|得|要|会|还|需|许|让)[^，。？]*[吗么]"
    r"|怎么罚|怎么处理|处罚|会怎样|什么后果|追责|甜头|好处|奖励|怎么办"
)
"""What asks whether something is allowed or has to be, and what follows if not."""
COUNT = re.compile(
    r"(?<![第\d])([两二三四五六七八九]|十[一二三四五六七八九]?|1\d|[2-9])(?:个|类|种|条|项|大|对|点|方面|家|步|化|易|次|者|句)"
)
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{1,20})[”\"」』]")
WHAT_IS = "(?:是|叫|指的?是?|解释|定义|界定|理解|算|认定)"
TERM = (
    re.compile(
        r"(?:什么(?:是|叫)|何为|何谓|啥(?:是|叫)|界定|定义)(?:了)?(?:的)?([\u4e00-\u9fffA-Za-z0-9+]{2,16})"
    ),
    re.compile(
        r"([\u4e00-\u9fffA-Za-z0-9+]{2,16}?)(?:到底|究竟)?"
        r"(?:是个?(?:什么|啥)|指的?是?(?:什么|啥)|(?:什么|啥)意思|是怎么"
        rf"|的(?:定义|含义|意思)|(?:怎么|怎样|如何|咋)(?:个|样)?{WHAT_IS})"
    ),
)
SAID_OF = re.compile(r".*(?:[说讲提指称里中上到]的|所[称谓指])(?=..)")
"""What may stand before the term: 碳核查里说的数据质量控制计划."""


MARK = re.compile("[？?]")


@dataclass(frozen=True)
class Asked:
    """What kind of thing a question asks for."""

    figure: bool
    units: re.Pattern[str] | None
    """The units that a figure may have; None where the question does not tell."""
    time: bool
    body: bool
    location: bool
    """Which document or clause says it."""
    rule: bool
    """What is allowed or has to be, and what follows."""
    terms: tuple[str, ...]
    """What a question for a definition may want defined."""
    count: int | None
    """How many items a question for a list says that there are."""


def asks_twice(question: Question) -> bool:
    """Whether a question is more than one, each with its mark."""
    return len(MARK.findall(question.text)) > 1


def find_asked(question: Question) -> Asked:
    """What kind of thing a question asks for."""
    text = question.text
    units = [unit for said, unit in UNITS.items() if re.search(said, text)]
    return Asked(
        figure=question.asks_figure,
        units=re.compile("|".join(units)) if units and question.asks_figure else None,
        time=bool(TIME.search(text)),
        body=bool(BODY.search(text)),
        location=bool(LOCATION.search(text)),
        rule=bool(RULE.search(text)),
        terms=find_terms(question) if question.asks_definition else (),
        count=find_count(text) if question.asks_list else None,
    )


def find_count(text: str) -> int | None:
    """How many items are asked for: 哪三个领域 are three."""
    match = COUNT.search(text)
    if match is None:
        return None
    number = "二" if match[1] == "两" else match[1]
    return int(number) if number.isdigit() else read_numeral(number)


def find_terms(question: Question) -> tuple[str, ...]:
    """What a question for a definition may want defined: quoted, or beside 什么是 and the like."""
    quoted = QUOTED.findall(question.text)
    if quoted:
        return tuple(quoted)
    found = [
        SAID_OF.sub("", match[1]) for pattern in TERM for match in pattern.finditer(question.text)
    ]
    return tuple(dict.fromkeys([*found, *(name for name in question.names if len(name) > 2)]))
