"""The citation within the text of an official document, and the footnote."""

from __future__ import annotations

from qa.citing.cited import Cited


class Official:
    """《国务院关于印发…的通知》（国发〔2021〕23号）第三部分第（一）项第2点.

    First the title, then the 发文字号 in brackets, as official documents quote each other. One with
    a number is found by it; of one without, the compilation that it was taken from is named.
    """

    def write(self, cited: Cited) -> str:
        """The citation on one line."""
        place = "" if cited.doc_no else taken_from(cited)
        return "，".join(part for part in (f"{cited.name}{cited.locator}", place) if part)


class Footnote:
    """国务院：《…》（国发〔2021〕23号），2021年10月24日，第三部分，载《…汇编》第41页，http://….

    As Chinese journals have it; no standard rules it. The issuer is left out where the title
    begins with it.
    """

    def write(self, cited: Cited) -> str:
        """The footnote, with its full stop."""
        place = taken_from(cited) or name_page(cited)
        parts = (cited.name, spell_date(cited.date), cited.locator, place, cited.url)
        return f"{name_issuers(cited)}{'，'.join(part for part in parts if part)}。"


def taken_from(cited: Cited) -> str:
    """载《汇编》第41页; nothing where the document stands by itself."""
    return f"载《{cited.compilation}》{name_page(cited)}" if cited.compilation else ""


def name_page(cited: Cited) -> str:
    """第41页 or 第41—42页; nothing where the file shows no pages."""
    pages = cited.page_range("—")
    return f"第{pages}页" if pages else ""


def name_issuers(cited: Cited) -> str:
    """The issuers with a colon, unless the title begins with the first of them."""
    if not cited.issuer or cited.title.startswith(cited.issuer[0]):
        return ""
    return f"{'、'.join(cited.issuer)}："


def spell_date(date: str | None) -> str:
    """2021-10-24 as 2021年10月24日, 2022-07 as 2022年7月."""
    if not date:
        return ""
    units = zip(date.split("-"), "年月日", strict=False)
    return "".join(f"{int(number)}{unit}" for number, unit in units)
