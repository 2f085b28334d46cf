"""What a question names: its words, places and years."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.errors import InputError
from corpus.regions import place_stem, standard_name
from corpus.words import cut_words, get_tokenizer, split_terms
from corpus.years import PERIOD, YEAR, find_years
from qa.occasions import find_occasions
from qa.pointers import find_clauses, without_pointers
from qa.vocabulary import cities, counties, standard_words

if TYPE_CHECKING:
    import jieba.posseg

ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""A terminal's colours and the like, which come along when text is copied from one."""

PLACE_ENDING = "(?:壮族|回族|维吾尔)?(?:自治区|自治州)|省|市"
WORDS_TOO = frozenset(
    {"安康", "朝阳", "大同", "长治", "平凉", "中山", "阿里", "海西", "山南", "来宾", "白银"}
)
"""Cities whose names mean something else where 市 does not follow."""
PLACE_FLAG = "ns"
"""jieba's tag of place names."""
NAMING_FLAG = re.compile(r"[njlib]|vn|an|eng|x$")
"""jieba's tags of nouns, abbreviations, set phrases and words in Latin letters."""
COUNTRY = frozenset({"中国", "我国", "全国", "国家"})
NO_PLACES = COUNTRY | {"新建", "南南", "公共", "周边", "周边地区", "大城市"}
"""What looks like a place and is none: whole countries' names, and words that are also names."""
WHOLE_PERIOD = re.compile(PERIOD.pattern + "(?:时期|期间|期末|末)?")
FIGURE_ASKED = re.compile(
    r"多少|几(?:[个家座项年成层倍米]|公里|千瓦|万|亿|吨)|多大|多高|目标值|百分之几"
)
MEASURE = (
    "率|比重|占比|比例|份额|强度|装机|容量|规模|产值|总量|面积|蓄积|蓄积量|增速|增幅|降幅|用电量|用水量"
    "|发电量|产量|排放量|能耗|产能|金额|额度|里程|营收|收入"
)
FIGURE_NAMED = re.compile(
    rf"^(?!.*(?:[谁哪怎啥吗]|什么|如何|是否|[？?].))"
    rf".*(?:{MEASURE})的?(?:目标|要求|指标|上限|下限|标准)?(?:[是为呢]|定在)?[？?。]?$"
)
"""A figure that is only named: 浙江省2025年非化石能源消费比重."""
LIST_ASKED = re.compile(
    r"哪些|哪几|[有是分]几[个类种项条]|哪[两三四五六七八九十]|列全|列出|列举|有哪|包括什么|逐[个条项一]"
    r"|(?:[两三四五六七八九十]|\d+)[大个项条点][^，。？]{1,8}(?:分别)?(?:是|有|指|叫|包括)什么"
)
DEFINITION_ASKED = re.compile(
    r"什么[是叫]|是什么意思|什么意思|指(?:的是)?(?:什么|哪些|怎么)|怎样一种|怎样的.{1,8}才|才算"
    r"|怎么个.{0,4}法|怎么(?:算|计算)|什么性质|定义|界定|怎么回事|含义|是指|(?:怎么|如何)(?:理解|解释)"
    r"|才(?:能)?叫|算[作是]?[“\"「]|什么样的.{1,12}[才算叫]|[”\"」][^，。？]{0,6}(?:到底|究竟)?是(?:哪|什么|种|照)"
    r"|解释成|是个?啥|啥(?:是|叫|意思)|是种?什么(?!时候)"
)
COMPARISON_ASKED = re.compile(
    r"对比|相比|比较|哪[个家边份]|谁|分别|各(?:是|要|写|定|自|在|有|家|多少|承诺|打算|计划|准备|提|想|怎|需|应|说)|相差|差[几多异别]|区别|分歧|出入|一致"
    r"|一样|[不异]同|变|有(?:什么|哪些|何)(?:新的?)?(?:推进|进展|进步)|前后|先后|提高了多少|高吗|低吗|更|[赶比]得上|又(?:是|要|怎|如何|有|说|定|到)|持平|相当|还是"
    r"|[高低多少早晚快慢]出|比(?![重例率值较]).{1,10}[高低早晚快慢严松重]|又.{1,4}多少|松了|紧了|严了"
    r"|两[家市省地份边方者国部个头]|[多少高低]多少|提高多少|每年|历年|逐年|各年"
    r"|从.{0,8}(?:19|20)\d{2}年?.{0,12}[到至].{0,4}(?:19|20)\d{2}"
)

BLOCK = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._]+)")
"""Where jieba's tagger cuts a text before it tags each stretch (its ``re_han_internal``)."""
STOP_WORDS = frozenset(
    " ".join(
        (
            "的 了 和 与 及 或 是 在 到 要 为 对 将 把 被 有 中 内 上 下",
            "吗 呢 吧 么 由 从 所 等 以 于",
            "什么 哪 哪些 哪个 哪里 多少 几 如何 怎么 怎样 为什么 是否 多大 多高 请问 请 问 一下",
            "需要 应该 应当 可以 能 能否 达到 达 实现 期间 目标 要求 规定 具体 主要 有关 关于 相关",
            "控制 以内 左右 以上 以下 不超过 不低于 比 占 约 大约 指标 目标值 水平",
            "计划 时候 什么时候 时间 哪年 哪一年 何时 今年 提到 情况 内容",
            "年 月 日 市 省 我 我们 你 它 这 那 其 之 个 提出 方面",
        )
    ).split(" ")
)


@dataclass(frozen=True, slots=True)
class Question:
    """A question and what it names."""

    text: str
    words: tuple[str, ...]
    """For full-text search: long words also as their parts, without `STOP_WORDS`."""
    places: tuple[str, ...]
    """Place names without 省, 市 and the like."""
    years: tuple[int, ...]
    occasions: tuple[str, ...]
    """Dates of documents and meetings, as 2021 or 2021-11; their years are among ``years``."""
    topic: tuple[str, ...]
    """The words that say what is asked, without places and years."""
    names: tuple[str, ...]
    """Those of them that name things: nouns and the like, not 打算 or 达到."""
    asks_figure: bool
    standard: tuple[str, ...] = ()
    """The documents' words for what the question says in everyday words."""
    clauses: tuple[tuple[str, ...], ...] = ()
    """How the headings begin that it points at, each in the forms that documents write."""
    asks_list: bool = False
    asks_definition: bool = False
    asks_comparison: bool = False

    def is_dated(self, date: str | None) -> bool:
        """Whether a document's date is one that the question names."""
        return date is not None and any(date.startswith(one) for one in self.occasions)

    def is_of_place(self, about: str) -> bool:
        """Whether a text, which says where something belongs, names a place asked, if any is."""
        return not self.places or any(place in about for place in self.places)

    def years_asked(self, date: str | None) -> frozenset[int]:
        """The years that a sentence of a document of some date has to name.

        Where the question names the document's own date, that year need not stand in it.
        """
        own = {int(one[:4]) for one in self.occasions} if self.is_dated(date) else set[int]()
        return frozenset(self.years) - own

    @property
    def whole(self) -> str:
        """The question and the documents' words for what it says."""
        return " ".join((self.text, *self.standard))


def clean_question(text: str, limit: int, name: str = "问题") -> str:
    """The question without control characters, white space folded.

    Args:
        text: The question, or what else is asked of the library.
        limit: How many characters it may have.
        name: What an error calls it.

    Raises:
        InputError: nothing is left, or it is longer than ``limit`` characters.
    """
    visible = "".join(
        " " if unicodedata.category(char) in ("Cc", "Cf", "Cs") else char
        for char in ESCAPE.sub("", text)
    )
    cleaned = " ".join(visible.split())
    if not any(char.isalnum() for char in cleaned):
        raise InputError(f"{name}是空的，请输入内容")
    if len(cleaned) > limit:
        raise InputError(f"{name}有 {len(cleaned)} 字，超过上限 {limit} 字，请缩短后再试")
    return cleaned


def analyse(text: str, regions: Iterable[str] = ()) -> Question:
    """What a cleaned question names; no model is called.

    Args:
        text: The question.
        regions: Names of regions that the library holds documents of.
    """
    places = find_places(text, regions)
    standard = standard_words(text)
    return Question(
        text=text,
        words=content_words(cut_words(" ".join((text, *standard)))),
        places=places,
        years=find_years(without_pointers(text)),
        occasions=find_occasions(text),
        topic=find_topic(text, places),
        names=find_names(text, places),
        asks_figure=bool(FIGURE_ASKED.search(text) or FIGURE_NAMED.search(text)),
        standard=standard,
        clauses=find_clauses(text),
        asks_list=bool(LIST_ASKED.search(text)),
        asks_definition=bool(DEFINITION_ASKED.search(text)),
        asks_comparison=bool(COMPARISON_ASKED.search(text)),
    )


def content_words(words: Iterable[str]) -> tuple[str, ...]:
    """The words without repetitions and `STOP_WORDS`."""
    return tuple(dict.fromkeys(word for word in words if word not in STOP_WORDS))


def find_topic(text: str, places: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that are neither places nor years."""
    text = without_places(text, places)
    text = WHOLE_PERIOD.sub(" ", YEAR.sub(" ", text))
    words = (word.lower() for word in split_terms(get_tokenizer().cut(text)))
    return content_words(word for word in words if any(char.isalnum() for char in word))


def without_years_named(question: Question, words: Iterable[str]) -> Question:
    """The question, where years that only stand in some of its words are not asked for.

    Who asks what 2030年前碳达峰行动方案 says does not ask for 2030 alone.
    """
    text = question.text
    for one in words:
        text = text.replace(one, " ")
    return replace(question, years=find_years(without_pointers(text)))


def find_names(text: str, places: Iterable[str]) -> tuple[str, ...]:
    """The words of a text that name things, without places and years.

    People put a question in verbs and adverbs of their own; what they ask of they have to name.
    """
    text = WHOLE_PERIOD.sub(" ", YEAR.sub(" ", without_places(text, places)))
    words = (word for word, flag in tag_words(text) if NAMING_FLAG.match(flag))
    return content_words(word.lower() for word in split_terms(words) if word[0].isalnum())


def names_country(text: str) -> bool:
    """Whether a text speaks of the whole country by a word of `COUNTRY`."""
    return any(word in text for word in COUNTRY)


def find_places(text: str, regions: Iterable[str] = ()) -> tuple[str, ...]:
    """The place names in a text, without their ending (南充市 → 南充)."""
    names = [word for word, flag in tag_words(text) if is_place(word, flag)]
    stems = {place_stem(name) for name in names if name not in NO_PLACES}
    stems |= {place_stem(region) for region in regions if place_stem(region) in text}
    kept = sorted((stem for stem in stems if len(stem) >= 2), key=text.find)
    return tuple(a for a in kept if not any(b != a and b in a for b in kept))


def is_place(word: str, flag: str) -> bool:
    """Whether a word names a province, a prefecture or a county of China.

    jieba alone takes too much for a place (城市, 东西, 深度). Prefectures that are words of the
    language too (安康, 朝阳) are only meant where 市 follows, counties where jieba thinks so.
    """
    stem = place_stem(word)
    if standard_name(word) or (stem in cities() and (stem != word or word not in WORDS_TOO)):
        return True
    return flag == PLACE_FLAG and (word in counties() or stem in cities())


def without_places(text: str, places: Iterable[str]) -> str:
    """The text with a space for each of the places, its administrative ending included."""
    for place in places:
        text = re.sub(rf"{re.escape(place)}(?:{PLACE_ENDING})?", " ", text)
    return text


def tag_words(text: str) -> tuple[tuple[str, str], ...]:
    """The words of a text with jieba's tags of their parts of speech."""
    return tuple(tagged for block in BLOCK.split(text) if block for tagged in tag_block(block))


@lru_cache(maxsize=1 << 15)
def tag_block(block: str) -> tuple[tuple[str, str], ...]:
    """The tagged words of a stretch between marks, which is tagged by itself anyway."""
    return tuple((pair.word, pair.flag) for pair in place_tagger().cut(block))


@lru_cache(maxsize=1)
def place_tagger() -> jieba.posseg.POSTokenizer:
    """The part-of-speech tagger of jieba over the shared dictionary."""
    import jieba.posseg

    return jieba.posseg.POSTokenizer(get_tokenizer())
