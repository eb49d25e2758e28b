"""From a posting's address to the words of a finished spoken interview in the admin."""

from __future__ import annotations

from collections.abc import Iterator

import jiwer
import pytest
import yaml
from playwright.sync_api import Browser, expect

from tests.e2e.browser import chromium, open_page, wait_for_room, wait_for_voice, write_microphone
from tests.e2e.journeys import reach_sound_check, said_by, sign_in
from tests.support.product import Product
from tests.support.voice import VOICES

pytestmark = pytest.mark.live

SAID: dict[str, str] = yaml.safe_load((VOICES / "voices.yaml").read_text())
FIRST = "Tell me about a change that you led."
SECOND = "How did you keep a schedule under pressure?"
VOICES_USED = ["billing", "release"]
# The candidate speaks for about 8 s and is then silent for as long as the longest thing the agent says.
PAUSE = 17.0
# Words that the small offline recogniser may get wrong.
WORD_ERRORS = 0.35


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    microphone = tmp_path_factory.mktemp("microphone") / "answers.wav"
    write_microphone(microphone, VOICES_USED, pause=PAUSE)
    with chromium(microphone) as running:
        yield running


def test_a_posting_becomes_a_finished_spoken_interview(
    product: Product, employer: str, browser: Browser
) -> None:
    page = open_page(browser)
    reach_sound_check(page, product, employer, name="Ada")
    page.get_by_role("button", name="Start the interview").click()
    wait_for_room(page, "live")
    wait_for_voice(page)
    expect(page.get_by_role("heading", name=FIRST)).to_be_visible(timeout=30_000)
    page.wait_for_url("**/done", timeout=150_000)
    expect(page.get_by_text("Your interview is complete and saved.")).to_be_visible()

    answers = said_by(product, "Ada")
    assert len(answers) >= 2
    errors = [
        min(jiwer.wer(SAID[voice].lower(), answer.lower()) for voice in VOICES_USED) for answer in answers
    ]
    assert min(errors) < WORD_ERRORS

    sign_in(page, product)
    page.goto(f"{product.url}/admin/interviews/interview/")
    page.get_by_role("link", name="Ada").first.click()
    expect(page.get_by_text(answers[0]).first).to_be_visible()
    expect(page.get_by_text("Finished").first).to_be_visible()


def test_a_reload_in_the_middle_goes_on_with_the_same_question(
    product: Product, employer: str, browser: Browser
) -> None:
    page = open_page(browser)
    reach_sound_check(page, product, employer, name="Berta")
    page.get_by_role("button", name="Start the interview").click()
    first = page.get_by_role("heading", name=FIRST)
    expect(first).to_be_visible(timeout=30_000)
    page.reload()
    page.get_by_role("button", name="Continue the interview").click()
    wait_for_room(page, "live")
    expect(first).to_be_visible()
    expect(page.get_by_role("heading", name=SECOND)).to_be_visible(timeout=60_000)
    kinds = product.ask(
        "from interviews.models import Interview; i = Interview.objects.get(candidate__name='Berta'); "
        "print(*i.turns.filter(role='agent').values_list('kind', flat=True))"
    ).split()
    assert kinds.count("disclosure") == 1
    # The microphone speaks on: whoever answers at once is not asked again.
    assert kinds.count("core") == 2
