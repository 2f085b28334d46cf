"""What a reader typically does in each tab of the page, over the shipped documents."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import expect

from eval.browsing import Visit

QUESTION = "南充市2025年非化石能源消费比重目标是多少？"
WORDING = "非化石能源消费比重达41.5%"
DRAFT = (
    "到2030年，南充市非化石能源消费比重达到50%。到2030年，南充市非化石能源消费比重达到43.5%。"
    "全市各部门要高度重视，认真组织实施。"
)
INDICATOR = "非化石能源消费比重"
PLACES = ("南充市", "淄博市", "克拉玛依市")
DOCUMENT = "南充市人民政府关于印发南充市碳达峰实施方案的通知"
WAIT = 60_000
"""Milliseconds to wait for what a scene shows."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A tab, and what is done in it until it is worth a look."""

    name: str
    tab: str
    act: Callable[[Visit], None]

    def play(self, visit: Visit) -> None:
        """Open the tab of a page that has just been loaded, and do it."""
        visit.open(self.tab)
        self.act(visit)
        # What moves comes to rest, such as the page to the clause that is opened.
        visit.page.wait_for_timeout(500)


def ask(visit: Visit) -> None:
    """Ask a question, and open the clause of its first mark."""
    visit.ask(QUESTION)
    visit.answered(1)
    visit.turn(1).locator("a.mark").first.click()
    expect(visit.page.locator("#evidence .card:target mark").first).to_be_visible()


def cite(visit: Visit) -> None:
    """Look a wording up."""
    visit.page.get_by_label("要查的文字").fill(WORDING)
    expect(visit.page.locator(".hit mark").first).to_be_visible(timeout=WAIT)


def check(visit: Visit) -> None:
    """Check a short draft."""
    visit.page.get_by_label("文稿", exact=True).fill(DRAFT)
    visit.page.get_by_role("button", name="核对", exact=True).click()
    expect(visit.page.locator(".report article:visible").first).to_be_visible(timeout=WAIT)


def compare(visit: Visit) -> None:
    """Compare an indicator in three places."""
    page = visit.page
    page.get_by_label("指标", exact=True).press_sequentially(INDICATOR)
    page.get_by_role("option", name=f"{INDICATOR}（").click()
    regions = page.get_by_label("地区", exact=True).locator("visible=true")
    for place in PLACES:
        regions.press_sequentially(place)
        page.get_by_role("option", name=place).first.click()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="对照", exact=True).click()
    expect(page.locator("#comparison table").first).to_be_visible(timeout=WAIT)


def read(visit: Visit) -> None:
    """Open a document."""
    visit.page.locator("#catalogue").get_by_role("link", name=DOCUMENT).click()
    expect(visit.page.locator("#document-head h2")).to_be_focused(timeout=WAIT)
    expect(visit.page.locator("#document-head code").first).not_to_have_text("正在计算…")


def judge(visit: Visit) -> None:
    """See the reports of evaluations."""
    expect(visit.page.locator("#reports table")).to_be_visible()


SCENES = (
    Scene("ask", "问答", ask),
    Scene("cite", "查引文", cite),
    Scene("check", "核对文稿", check),
    Scene("compare", "指标对照", compare),
    Scene("library", "文件库", read),
    Scene("reports", "评测", judge),
)
