"""axe-core finds nothing serious on any page that a candidate meets, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.browser import agree, chromium, wait_for_room
from tests.support.product import Product


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def serious(page: Page) -> list[str]:
    """The rules that a page breaks seriously."""
    found = Axe().run(page).response["violations"]
    return [rule["id"] for rule in found if rule["impact"] in {"serious", "critical"}]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_candidates_pages_have_no_serious_barrier(product: Product, browser: Browser, colours: str) -> None:
    context = browser.new_context(permissions=["microphone"], color_scheme=colours)  # type: ignore[arg-type]
    page = context.new_page()
    barriers = {}
    page.goto(product.url)
    barriers["home"] = serious(page)
    page.goto(product.stack.links["invitation"])
    barriers["welcome"] = serious(page)
    page.get_by_role("link", name="Continue").click()
    barriers["consent"] = serious(page)
    page.goto(product.stack.links["invitation"])
    agree(page, name="Gita")
    barriers["sound check"] = serious(page)
    page.get_by_role("button", name="Start the interview").click()
    wait_for_room(page, "live")
    barriers["room"] = serious(page)
    page.get_by_role("button", name="Type instead").first.click()
    page.get_by_label("Your answer").wait_for()
    barriers["typing"] = serious(page)
    page.get_by_text("End the interview").click()
    page.get_by_role("button", name="End it now").click()
    page.wait_for_url("**/done")
    barriers["done"] = serious(page)
    page.goto(f"{product.url}/interview/no-such-link")
    barriers["link not valid"] = serious(page)
    context.close()
    assert {name: rules for name, rules in barriers.items() if rules} == {}
