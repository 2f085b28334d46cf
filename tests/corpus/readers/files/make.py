"""Print plan.html and notice.html to PDF with Chromium.

Fonts, by their Debian packages: fonts-noto-cjk, fonts-arphic-gbsn00lp.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
STYLE = "width:100%; text-align:center; font:10pt 'AR PL SungtiL GB'"
HEADER = f'<div style="{STYLE}">示例市人民政府公报 2024年第2期</div>'
FOOTER = f"<div style=\"{STYLE}\">— <span class='pageNumber'></span> —</div>"


def print_page(page: Page, name: str, header: str, footer: str) -> None:
    page.goto((HERE / f"{name}.html").as_uri())
    page.pdf(
        path=HERE / f"{name}.pdf",
        prefer_css_page_size=True,
        display_header_footer=True,
        header_template=header,
        footer_template=footer,
    )


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"))
        page = browser.new_page()
        print_page(page, "plan", HEADER, FOOTER)
        print_page(page, "notice", "<i></i>", FOOTER.replace("—", "-"))
        browser.close()


if __name__ == "__main__":
    main()
