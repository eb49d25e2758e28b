"""The same interview by typing alone: with a keyboard, without scripts, on two devices, on a bad line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.browser import agree, chromium, open_page, wait_for_room
from tests.e2e.journeys import invite, paste_posting, said_by
from tests.e2e.test_accessibility import serious
from tests.support.product import Product

QUESTIONS = ["Tell me about a change that you led.", "How did you keep a schedule under pressure?"]
ANSWERS = [
    "I led the move of our billing to four services.",
    "I cut what could wait and told everyone early.",
]
# Also the last request of a page that is left.
TUNNEL = """
const fetchThrough = window.fetch;
window.fetch = (...all) =>
  sessionStorage.getItem("tunnel") ? Promise.reject(new TypeError("no network")) : fetchThrough(...all);
"""
SAVED = "Saved, for you alone until you send it"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def link(product: Product, employer: str, browser: Browser) -> str:
    """An open link to a two-question interview."""
    page = open_page(browser)
    address = invite(product, paste_posting(page, product, employer), "short.yaml")
    page.context.close()
    return address


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = open_page(browser)
    yield page
    page.context.close()


def begin(page: Page, link: str, *, name: str) -> None:
    """Go from the link to the first question."""
    page.goto(link)
    agree(page, name=name)
    page.get_by_role("button", name="Type instead").first.click()
    is_asked(page, 0)


def begin_with_scripts(page: Page, link: str, *, name: str) -> None:
    """The same; it is over when the page's scripts are there."""
    begin(page, link, name=name)
    wait_for_room(page, "typed")


def is_asked(page: Page, number: int) -> None:
    expect(page.get_by_role("heading", name=QUESTIONS[number])).to_be_visible()


def field(page: Page) -> Locator:
    return page.get_by_label("Your answer")


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def write(page: Page, text: str) -> None:
    """Type without sending, until it is kept."""
    field(page).fill(text)
    expect(page.get_by_text(SAVED)).to_be_visible()


def is_thanked(page: Page) -> None:
    page.wait_for_url("**/done")
    expect(page.get_by_text("Thank you for your time.").first).to_be_visible()


def test_an_interview_can_be_typed_from_the_first_to_the_last_word(
    product: Product, link: str, page: Page
) -> None:
    begin_with_scripts(page, link, name="Cyril")
    field(page).fill(ANSWERS[0])
    press(page, "Send")
    is_asked(page, 1)
    page.reload()
    expect(field(page)).to_have_value("")
    field(page).fill(ANSWERS[1])
    press(page, "Send")
    is_thanked(page)
    assert said_by(product, "Cyril") == ANSWERS


def test_half_an_answer_is_found_again(link: str, page: Page) -> None:
    begin_with_scripts(page, link, name="Thea")
    write(page, "Half an answer")
    page.reload()
    expect(field(page)).to_have_value("Half an answer")
    expect(page.get_by_text("We kept what you had written.")).to_be_visible()
    field(page).press_sequentially(" more")
    page.reload()
    expect(field(page)).to_have_value("Half an answer more")


def test_words_that_could_not_be_kept_on_the_server_stay_in_the_browser(link: str, page: Page) -> None:
    page.add_init_script(TUNNEL)
    begin_with_scripts(page, link, name="Elia")
    page.evaluate("sessionStorage.setItem('tunnel', 'yes')")
    field(page).fill("Written in a tunnel")
    expect(page.get_by_text("Not saved yet: no connection.")).to_be_visible()
    page.reload()
    expect(field(page)).to_have_value("Written in a tunnel")
    page.evaluate("sessionStorage.removeItem('tunnel')")
    page.reload()
    expect(page.get_by_text(SAVED)).to_be_visible()
    assert page.evaluate("Object.keys(localStorage)") == []


def test_a_failed_sending_keeps_the_words_and_is_tried_again(product: Product, link: str, page: Page) -> None:
    begin_with_scripts(page, link, name="Fanny")
    field(page).fill(ANSWERS[0])
    page.context.set_offline(True)
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("there is no connection")
    expect(field(page)).to_have_value(ANSWERS[0])
    page.context.set_offline(False)
    press(page, "Try again")
    is_asked(page, 1)
    expect(field(page)).to_have_value("")
    assert said_by(product, "Fanny") == ANSWERS[:1]


def test_trying_again_does_what_failed_and_nothing_else(product: Product, link: str, page: Page) -> None:
    begin_with_scripts(page, link, name="Gero")
    field(page).fill("Half an answer")
    page.context.set_offline(True)
    press(page, "Skip")
    expect(page.get_by_role("alert")).to_be_visible()
    page.context.set_offline(False)
    press(page, "Try again")
    is_asked(page, 1)
    assert said_by(product, "Gero") == []
    press(page, "Back to the question before")
    is_asked(page, 0)
    expect(field(page)).to_have_value("Half an answer")


def test_a_lost_session_keeps_the_words_and_says_what_to_do(link: str, page: Page) -> None:
    begin_with_scripts(page, link, name="Hana")
    field(page).fill(ANSWERS[0])
    page.context.clear_cookies()
    press(page, "Send")
    expect(page.get_by_role("alert")).to_contain_text("This browser has lost its place in the interview")
    expect(field(page)).to_have_value(ANSWERS[0])


def test_a_lost_session_keeps_the_words_without_scripts(link: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, link, name="Hugo")
    field(page).fill(ANSWERS[0])
    context.clear_cookies()
    press(page, "Send")
    expect(page.get_by_label("What you wrote")).to_have_value(ANSWERS[0])
    context.close()


def test_the_interview_goes_on_on_another_device_and_nothing_is_lost_on_the_first(
    product: Product, link: str, page: Page, browser: Browser
) -> None:
    begin_with_scripts(page, link, name="Ines")
    write(page, "Half an answer")
    press(page, "Continue on another device")
    expect(page.get_by_text("Whoever has this link can go on in your place.")).to_be_visible()
    assert serious(page) == []
    address = page.locator("#device-url").inner_text()
    page.get_by_role("link", name="Back to the interview").click()
    expect(field(page)).to_have_value("Half an answer")

    phone = open_page(browser)
    phone.goto(address)
    assert address.partition("#")[2] not in phone.url
    assert serious(phone) == []
    press(phone, "Continue here")
    expect(field(phone)).to_have_value("Half an answer")
    field(phone).fill(ANSWERS[0])
    press(phone, "Send")
    is_asked(phone, 1)
    write(phone, "From the phone")

    field(page).fill("Half an answer and its end")
    expect(page.get_by_role("alert")).to_contain_text("has gone on in another window or on another device")
    press(page, "Send")
    is_asked(page, 1)
    expect(page.locator("#exchange").get_by_text("so it was not sent")).to_be_visible()
    expect(field(page)).to_have_value("From the phone\n\nHalf an answer and its end")
    assert said_by(product, "Ines") == ANSWERS[:1]
    field(page).fill(ANSWERS[1])
    press(page, "Send")
    is_thanked(page)
    assert said_by(product, "Ines") == ANSWERS
    phone.context.close()


def test_without_scripts_a_whole_interview_can_be_typed(
    product: Product, link: str, browser: Browser
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, link, name="Jan")
    field(page).fill("Half an answer")
    press(page, "In other words")
    expect(page.get_by_text("Which change were you responsible for?")).to_be_visible()
    expect(field(page)).to_have_value("Half an answer")
    press(page, "Take a break")
    press(page, "I am back")
    expect(field(page)).to_have_value("Half an answer")
    field(page).fill("")
    press(page, "Send")
    expect(page.get_by_role("alert")).to_have_text("Write your answer first, or skip the question.")
    field(page).fill(ANSWERS[0])
    press(page, "Send")
    is_asked(page, 1)
    press(page, "Continue on another device")
    address = page.locator("#device-url").inner_text()
    page.goto(address)
    page.get_by_label("Code").fill(address.partition("#")[2])
    press(page, "Continue here")
    field(page).fill(ANSWERS[1])
    press(page, "Send")
    is_thanked(page)
    assert said_by(product, "Jan") == ANSWERS
    context.close()


def test_a_keyboard_alone_is_enough(product: Product, link: str, page: Page) -> None:
    begin_with_scripts(page, link, name="Kim")
    tab_to(page, "#text")
    page.keyboard.type(ANSWERS[0])
    page.keyboard.press("Control+Enter")
    is_asked(page, 1)
    expect(field(page)).to_be_focused()
    announced = page.locator("#announcer")
    expect(announced).to_contain_text("Question 2 of 2")
    expect(announced).to_contain_text(QUESTIONS[1])
    expect(announced).not_to_contain_text(QUESTIONS[0])
    tab_to(page, "[value=break]")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="I am back")).to_be_focused()
    page.keyboard.press("Enter")
    expect(field(page)).to_be_focused()
    page.keyboard.type(ANSWERS[1])
    tab_to(page, "#send")
    page.keyboard.press("Enter")
    is_thanked(page)
    assert said_by(product, "Kim") == ANSWERS


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until the element has the focus; everything is a few steps away."""
    for _ in range(20):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not reach {selector}.")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_on_a_phone_sending_is_in_reach_however_long_the_answer_is(
    link: str, browser: Browser, colours: str
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844},
        has_touch=True,
        color_scheme=colours,  # type: ignore[arg-type]
    )
    page = context.new_page()
    begin_with_scripts(page, link, name="Lea")
    write(page, "We moved the billing, and I wrote the plan for it. " * 60)
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.get_by_role("button", name="Send")).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert serious(page) == []
    context.close()
