"""axe-core finds nothing serious on any page that people meet, in light and in dark."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.browser import agree, chromium, wait_for_room
from tests.e2e.journeys import sign_in
from tests.support.product import Product


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


# Puts the room's page into a state that is hard to reach, by the modules that it is made of.
SHOW_STATE = """async ([state, floor, trouble]) => {
  const load = (name) => import(`/static/interviews/${name}.js`);
  (await load("state")).setState(state);
  (await load("floor")).setFloor(floor);
  (await load("trouble")).hideTrouble();
  if (trouble) (await load("trouble")).showTrouble(trouble);
}"""
STATES = [
    ("queued", "joining", ""),
    ("live", "speaking", ""),
    ("live", "listening", "agent-hearing"),
    ("live", "listening", "agent-voice"),
    ("joining", "returning", "late"),
    ("reconnecting", "reconnecting", ""),
    ("error", "ended", "connect"),
    ("error", "ended", "lost"),
    ("error", "ended", "tab"),
]
# A finished interview with a recording and a measured answer; prints where recruiters read it.
FILL = """
from django.urls import reverse
from interviews.models import *
interview = Interview.objects.filter(started_at__isnull=False).latest("started_at")
Interview.objects.filter(pk=interview.pk).update(status="finished", finished_at=interview.started_at)
times = {"speech_end": 0, "turn_end": 600, "transcript": 700, "stored": 720, "first_audio": 900}
interview.turns.filter(role="agent").update(started_ms=900, latency_ms=900, timing=times, mode="voice")
Recording.objects.get_or_create(interview=interview, defaults={"status": "ready", "size": 1})
print(reverse("admin:interviews_interview_change", args=[interview.pk]))
"""


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
    for state in STATES:
        page.evaluate(SHOW_STATE, state)
        barriers[" ".join(state)] = serious(page)
    page.evaluate(SHOW_STATE, ("check", "joining", ""))
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


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_recruiters_pages_of_interviews_have_no_serious_barrier(
    product: Product, browser: Browser, colours: str
) -> None:
    context = browser.new_context(color_scheme=colours)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(product.stack.links["invitation"])
    agree(page, name="Gita")
    page.get_by_role("button", name="Type instead").first.click()
    page.get_by_label("Your answer").wait_for()
    address = product.ask(FILL)
    sign_in(page, product)
    barriers = {"today": serious(page)}
    page.goto(product.url + address)
    page.get_by_role("heading", name="Recording").wait_for()
    page.evaluate("document.querySelectorAll('details').forEach((part) => (part.open = true))")
    barriers["interview"] = serious(page)
    page.goto(f"{product.url}/admin/interviews/interview/response-times/")
    page.get_by_role("heading", name="Day by day").wait_for()
    barriers["response times"] = serious(page)
    context.close()
    assert {name: rules for name, rules in barriers.items() if rules} == {}
