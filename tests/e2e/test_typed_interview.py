"""The same interview by typing alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.browser import chromium, open_page
from tests.e2e.journeys import reach_sound_check, said_by
from tests.support.product import Product

ANSWERS = [
    "I led the move of our billing to four services.",
    "I cut what could wait and told everyone early.",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def test_an_interview_can_be_typed_from_the_first_to_the_last_word(
    product: Product, employer: str, browser: Browser
) -> None:
    page = open_page(browser)
    reach_sound_check(page, product, employer, name="Cyril")
    page.get_by_role("button", name="Type instead").first.click()
    expect(page.get_by_role("heading", name="Tell me about a change that you led.")).to_be_visible()
    page.get_by_label("Your answer").fill(ANSWERS[0])
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="How did you keep a schedule under pressure?")).to_be_visible()
    page.reload()
    page.get_by_label("Your answer").fill(ANSWERS[1])
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/done")
    expect(page.get_by_text("Thank you for your time.").first).to_be_visible()
    assert said_by(product, "Cyril") == ANSWERS
