"""HTML elements: which are blocks, which are hidden, how their text and numbers are shown.

See the HTML standard, 15.3 (rendering of flow content) and 4.4.8 (list items).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from corpus.readers.numerals import roman

if TYPE_CHECKING:
    from lxml.etree import _Element

HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
LISTS = ("ol", "ul", "menu", "dir")
PREFORMATTED = frozenset({"pre", "listing", "xmp"})
SECTIONS = ("article", "section", "main")
BLOCKS = frozenset(
    {
        *HEADINGS,
        *LISTS,
        *PREFORMATTED,
        *SECTIONS,
        *(
            "address",
            "aside",
            "blockquote",
            "body",
            "center",
            "details",
            "dialog",
            "div",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend"),
        *("nav", "p", "search", "summary", "dl", "dt", "dd", "li"),
        *("caption", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
    }
)
"""Elements that a browser puts on lines of their own."""
HIDDEN = frozenset(
    {
        *("script", "style", "noscript", "template", "title", "meta", "link", "noframes", "nav"),
        *("iframe", "object", "embed", "svg", "audio", "video", "canvas", "map"),
        *("annotation", "annotation-xml", "rt", "rp"),
        *("input", "select", "option", "optgroup", "datalist", "button", "textarea"),
    }
)
"""Elements whose content is never read; ``rt`` is the reading above a character."""
EMBEDDED = {"iframe": "src", "object": "data", "embed": "src"}
"""Elements that show another file, and the attribute that names it."""

HIDING_STYLE = re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))")
NO_MARKER = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone")
SPACE = re.compile(r"[ \t\n\f\r]+")
INVISIBLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\xad\u200b\u2060\ufeff]")
CJK = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff“”‘’—…·"
"""Characters between which a line end is no space, as the inside of a character class."""
BREAK = re.compile(rf"(?<=[{CJK}])[ \t\f]*\n[ \t\n\f]*(?=[{CJK}])")


def fold(text: str) -> str:
    """Text with its white space folded as a browser does, but no space between CJK lines.

    A no-break space becomes an ordinary one, as it does when text is copied from a browser.
    """
    return clean(SPACE.sub(" ", BREAK.sub("", INVISIBLE.sub("", text))))


def clean(text: str) -> str:
    """One line without invisible characters and outer white space."""
    return INVISIBLE.sub("", text).replace("\xa0", " ").strip()


def is_hidden(element: _Element) -> bool:
    """Whether a browser does not show the element, or it is no text of the page."""
    if element.tag in HIDDEN or (element.tag == "dialog" and "open" not in element.attrib):
        return True
    if element.tag in {"html", "body"}:
        return False  # Pages that hide these show them when their scripts have run.
    if "hidden" in element.attrib or element.get("aria-hidden", "").lower() == "true":
        return True
    return bool(HIDING_STYLE.search(read_style(element)))


def read_style(element: _Element) -> str:
    """The element's own style in lower case."""
    return str(element.get("style", "")).lower()


def is_main(element: _Element) -> bool:
    """Whether the element says that it holds the page's text."""
    return element.tag in {"main", "article"} or element.get("role") == "main"


def is_margin(element: _Element) -> bool:
    """Whether the element is an aside, or the header or footer of the page, not of a section."""
    if element.tag in {"header", "footer"}:
        return next(element.iterancestors(*SECTIONS), None) is None
    return element.tag == "aside"


def shows_file(element: _Element) -> bool:
    """Whether the element shows another file, large enough to be seen."""
    source = EMBEDDED.get(str(element.tag))
    if source is None or not element.get(source) or HIDING_STYLE.search(read_style(element)):
        return False
    sizes = {element.get("width"), element.get("height")}
    return "hidden" not in element.attrib and not sizes & {"0", "1", "0px", "1px"}


def read_integer(element: _Element, name: str, default: int) -> int:
    """An attribute's whole number, or ``default``."""
    match = re.match(r"\s*([+-]?\d{1,9})", element.get(name, ""))
    return int(match[1]) if match else default


def write_marker(number: int, style: str) -> str:
    """What a browser shows before a list item, with a space (``3. ``)."""
    write = NUMBERS.get(style, str)
    return f"{write(number) if 0 < number < 4000 else number}. "


def letters(number: int) -> str:
    """The number in letters: a to z, aa, ab and so on."""
    written = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        written = chr(ord("a") + rest) + written
    return written


NUMBERS: dict[str, Callable[[int], str]] = {
    "a": letters,
    "A": lambda number: letters(number).upper(),
    "i": lambda number: roman(number).lower(),
    "I": roman,
}
"""How a list's ``type`` writes numbers; others are in figures."""
