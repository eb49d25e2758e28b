"""A recruiter reviews a job with the keyboard alone, and meets no barrier on the way."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.browser import chromium
from tests.e2e.journeys import sign_in
from tests.e2e.test_accessibility import serious
from tests.support.product import Product

TEXT = "Keep the fields dry with twelve pumps, and write down what broke and why. " * 3
MAKE_JOB = f"""
from django.contrib.auth.models import User
from jobs.models import Intake, Job, Snapshot
rita = User.objects.filter(is_staff=True).first()
found = {{"source": "labels", "path": "Place:", "snippet": "Gullmouth", "confidence": 0.7}}
job = Job.objects.create(
    job_title="Pump Engineer", location="Gullmouth", description="{TEXT}", created_by=rita,
    provenance={{"job_title": found | {{"snippet": "Pump Engineer"}}, "location": found}},
)
intake = Intake.objects.create(job=job, url="https://example.com/7", status="done")
page = "<h1>Pump Engineer</h1><p>Place: Gullmouth</p><p>{TEXT}</p>"
Snapshot.objects.create(intake=intake, final_url=intake.url, http_status=200, body=page, sha256="a" * 64)
print(job.pk)
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


def state_of(product: Product, key: str) -> str:
    code = f"from jobs.models import Job; job = Job.objects.get(pk={key}); print(job.status, job.location)"
    return product.ask(code).strip()


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_a_job_is_reviewed_with_the_keyboard_alone(product: Product, browser: Browser) -> None:
    key = product.ask(MAKE_JOB).strip()
    page = browser.new_page(color_scheme="dark")
    sign_in(page, product)
    page.goto(f"{product.url}/admin/jobs/job/{key}/review/")

    expect(page.locator("#field-job_title")).to_be_focused()
    assert serious(page) == []
    page.keyboard.press("a")
    expect(page.locator("#field-job_title")).to_contain_text("Checked")
    expect(page.locator("#field-job_title")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.locator("mark.is-current")).to_have_text("Gullmouth")
    page.keyboard.press("e")
    page.keyboard.type("nowhere")
    page.keyboard.press("Escape")
    assert focused(page) == "field-location"
    page.keyboard.press("e")
    page.keyboard.type("Ternhaven")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#field-location .value")).to_have_text("Ternhaven")
    page.keyboard.press("r")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**rejected={key}")
    assert state_of(product, key) == "rejected Ternhaven"
    page.keyboard.press("u")
    page.wait_for_url(f"**/{key}/review/")
    page.keyboard.press("Shift+A")
    page.wait_for_url(lambda address: f"/{key}/" not in address)
    assert state_of(product, key) == "draft Ternhaven"
    page.close()


def test_choosing_a_file_leaves_the_title_as_it_was_typed(product: Product, browser: Browser) -> None:
    key = product.ask(f"{MAKE_JOB}\njob.intakes.update(status='needs_text')").splitlines()[0]
    page = browser.new_page()
    sign_in(page, product)
    page.goto(f"{product.url}/admin/jobs/job/{key}/text/")
    page.get_by_label("Job title").fill("Dike Warden")
    posting = {"name": "saved.txt", "mimeType": "text/plain", "buffer": TEXT.encode()}
    page.get_by_label("A file of the posting").set_input_files(posting)  # type: ignore[arg-type]
    expect(page.get_by_label("Job title")).to_have_value("Dike Warden")
    page.get_by_role("button", name="Take this text").click()
    expect(page.get_by_role("heading", name="Dike Warden Draft")).to_be_visible()
    page.close()
