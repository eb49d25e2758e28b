"""A recruiter edits a plan with the keyboard, and the page tells what they would lose."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import chromium
from tests.e2e.journeys import sign_in
from tests.e2e.test_accessibility import serious
from tests.support.product import Product

# Other journeys bring plans of their own.
NEWEST = (
    "from interviews.models import PlanVersion; "
    "print(PlanVersion.objects.filter(key='customer-support-specialist').latest('pk').{})"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def open_editor(product: Product, page: Page) -> None:
    sign_in(page, product)
    page.goto(
        f"{product.url}/admin/interviews/planversion/{product.ask(NEWEST.format('pk')).strip()}/editor/"
    )


def order(page: Page) -> list[str]:
    return [entry.get_attribute("data-entry") or "" for entry in page.locator("#f-questions > .entry").all()]


def test_a_plan_is_edited_with_the_keyboard(product: Product, browser: Browser) -> None:
    page = browser.new_page(color_scheme="dark")
    open_editor(product, page)
    for part in ("Rating scales", "Facts and closing", "Preview", "Versions", "Questions"):
        page.locator(".plan-tabs label", has_text=part).click()
        assert serious(page) == []
    page.locator("button[value='up:q2']").press("Enter")
    expect(page.locator("button[value='up:q2']")).to_be_focused()
    assert order(page)[:2] == ["q2", "q1"]

    page.get_by_role("button", name="Add a question").press("Enter")
    expect(page.locator("#f-q5-text")).to_be_focused()
    page.keyboard.type("What would you change here first?")
    page.locator("#f-q5-minutes").fill("60")
    expect(page.locator(".budget")).to_contain_text("of 15 minutes")
    expect(page.locator(".budget")).to_have_class("budget is-over")
    expect(page.locator("#plan-review")).to_contain_text("minutes with greeting and goodbye")

    page.locator("button[value='remove:q1']").press("Enter")
    expect(page.locator("#f-q1-undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#d-q1")).to_be_visible()
    expect(page.locator("#f-q5-text")).to_have_value("What would you change here first?")
    page.get_by_role("button", name="Save as version").press("Enter")
    page.wait_for_url("**/change/")
    assert "'What would you change here first?'" in product.ask(NEWEST.format("document"))
    page.close()


def test_leaving_with_something_typed_is_asked_back(product: Product, browser: Browser) -> None:
    page = browser.new_page()
    open_editor(product, page)
    page.locator("#f-title").fill("Half a title")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url("**/change/")
    assert asked == ["beforeunload"]
    page.close()


def test_mistakes_are_reached_from_the_summary(product: Product, browser: Browser) -> None:
    page = browser.new_page()
    open_editor(product, page)
    page.locator(".plan-tabs label", has_text="Facts and closing").click()
    page.locator("#f-closing").fill("")
    page.locator(".plan-tabs label", has_text="Questions").click()
    page.get_by_role("button", name="Save as version").click()
    expect(page.locator("#refused")).to_be_focused()
    page.locator(".plan-tabs label", has_text="Preview").click()
    page.locator("#refused a").click()
    expect(page.locator("#f-closing")).to_be_focused()
    page.close()
