"""What is read from Workable."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import workable
from tests.jobs.ats import answer
from tests.jobs.mangled import mangled

URL = "https://apply.workable.com/icewalk-tours/j/5F6A7B8C9D/"
SHORT = "https://apply.workable.com/j/5F6A7B8C9D"
APIS = (
    "https://apply.workable.com/api/v2/accounts/icewalk-tours/jobs/5F6A7B8C9D",
    "https://apply.workable.com/api/v1/widget/accounts/icewalk-tours?details=true",
)


def changed(**values: object) -> Page:
    """The job's answer with other values."""
    return Page(json.dumps(json.loads(answer("workable_job.json")) | values), URL)


@pytest.mark.parametrize(
    "url",
    [
        URL,
        f"{URL}apply/",
        f"{URL}?utm_source=x",
        URL.replace("5F6A7B8C9D", "5f6a7b8c9d"),
        "https://apply.workable.com/en/icewalk-tours/j/5F6A7B8C9D",
        "https://icewalk-tours.workable.com/j/5F6A7B8C9D",
    ],
)
def test_a_hosted_posting_is_read_from_its_api_or_its_accounts_widget(url: str) -> None:
    assert workable.api_urls(url) == APIS


def test_the_page_of_a_short_address_tells_the_account() -> None:
    page = f'<link rel="canonical" href="{URL}"><a href="https://apply.workable.com/other/j/AAAA111111">'

    assert workable.api_urls(SHORT) == ()
    assert workable.api_urls(SHORT, page) == APIS


@pytest.mark.parametrize(
    "url",
    [
        "https://apply.workable.com/icewalk-tours/",
        "https://apply.workable.com/icewalk-tours/jobs/5F6A7B8C9D",
        "https://apply.workable.com/../j/5F6A7B8C9D",
        "https://apply.workable.com/ice%2fwalk/j/5F6A7B8C9D",
        "https://apply.workable.com/ice%3Fwalk/j/5F6A7B8C9D",
        "https://apply.workable.com/icewalk/j/5F6A%23B8C9D",
        "https://apply.workable.com/icewalk/j/..%2f5F6A7B",
        "https://apply.workable.com/icewalk/j/5F6A@7B8C9D",
        "https://apply.workable.com.evil.example/icewalk/j/5F6A7B8C9D",
        "https://evilworkable.com/icewalk/j/5F6A7B8C9D",
        "https://apply.workable.com@evil.example/icewalk/j/5F6A7B8C9D",
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_api(url: str) -> None:
    assert workable.api_urls(url) == ()


def test_the_jobs_own_answer_fills_the_fields() -> None:
    found = extract(answer("workable_job.json"), URL)

    assert found["is_posting"]
    assert (found["title"], found["job_type"], found["language"]) == ("Glacier Guide", "PART_TIME", "en")
    assert found["location"] == "Vik, South, Iceland; Höfn, East, Iceland"
    assert found["requirements"] == "• First aid in the wild\n• Two languages"
    assert "Requirements:\n• First aid" in found["description"]
    assert found["description"].endswith("Benefits:\n• Crampons")
    assert found["company"] == "Icewalk Tours"


def test_the_widget_names_the_employer_and_the_address_chooses() -> None:
    found = extract(answer("workable_widget.json"), URL)

    assert (found["title"], found["company"]) == ("Glacier Guide", "Icewalk Tours")
    assert found["provenance"]["company_name"]["confidence"] == 0.95
    assert (found["location"], found["job_type"]) == ("Vik, South, Iceland (remote)", "PART_TIME")
    assert found["requirements"] == "• First aid in the wild"


@pytest.mark.parametrize(("kind", "name"), [("full", "FULL_TIME"), ("internship", "INTERN"), ("other", "")])
def test_kinds_of_employment_are_named_as_schema_org_does(kind: str, name: str) -> None:
    found = workable.read(changed(type=kind))

    assert found
    assert found.job_type == name


@pytest.mark.parametrize("remote", [{"remote": True}, {"workplace": "remote"}])
def test_remote_work_is_said(remote: dict[str, object]) -> None:
    found = workable.read(changed(locations=[], **remote))

    assert found
    assert found.location == "Vik, South, Iceland (remote)"


@pytest.mark.parametrize(
    "page",
    [
        changed(state="archived"),
        Page(answer("workable_widget.json"), URL.replace("5F6A", "5F6B")),
        Page('{"name": "Icewalk Tours", "jobs": []}', URL),
    ],
    ids=["archived", "not in the widget", "empty widget"],
)
def test_a_job_that_is_gone_is_expired(page: Page) -> None:
    found = workable.read(page)

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"jobs": []}', '{"jobs": [{"id": 1}]}', '{"error": "Not found"}', "<p>x</p>"]
)
def test_other_answers_are_left_to_others(body: str) -> None:
    assert workable.read(Page(body, URL)) is None


@pytest.mark.parametrize("name", ["workable_job.json", "workable_widget.json"])
def test_no_wrong_part_raises(name: str) -> None:
    for body in mangled(json.loads(answer(name))):
        workable.read(Page(body, URL))


def test_the_state_of_a_posting_is_no_part_of_a_country() -> None:
    own = {
        "shortcode": "5F6A7B8C9D",
        "title": "Ice Guide",
        "description": "<p>Walk.</p>",
        "state": "published",
    }
    place = {"city": "Höfn", "country": "Iceland"}

    assert extract(json.dumps(own | {"location": place}), URL)["location"] == "Höfn, Iceland"
    assert extract(json.dumps(own | {"location": {}}), URL)["location"] == ""


def test_a_job_of_the_widgets_alone_names_its_region() -> None:
    own = {"shortcode": "5F6A7B8C9D", "title": "Ice Guide", "description": "<p>Walk.</p>"}
    found = extract(json.dumps(own | {"city": "Höfn", "state": "Austurland", "country": "Iceland"}), URL)

    assert (found["title"], found["location"]) == ("Ice Guide", "Höfn, Austurland, Iceland")


def test_a_place_in_words_and_a_remote_workplace_are_read() -> None:
    place = {"location_str": "Höfn, Iceland", "workplace_type": "remote"}

    assert (
        extract(changed(locations=[], location=place, workplace=None).body, URL)["location"]
        == "Höfn, Iceland (remote)"
    )
