"""What is read from Personio."""

from __future__ import annotations

import re

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import personio
from tests.jobs.ats import answer

HOST = "https://hansen.jobs.personio.de"
URL = f"{HOST}/job/1200002"
FEED = answer("personio.xml")


def test_a_hosted_posting_is_read_from_the_feed_in_the_companys_language_first() -> None:
    other = "https://hansen.jobs.personio.com"

    assert personio.api_urls(URL) == (f"{HOST}/xml", f"{HOST}/xml?language=en", f"{other}/xml")
    assert personio.api_urls(f"{other}/job/1200002")[0] == f"{other}/xml"


@pytest.mark.parametrize("query", ["language=fr", "display=fr", "language=FR&display=en"])
def test_an_address_that_says_its_language_is_read_in_it(query: str) -> None:
    assert personio.api_urls(f"{URL}?{query}")[:2] == (f"{HOST}/xml?language=fr", f"{HOST}/xml")


def test_a_domain_of_the_customer_is_asked_only_where_the_page_names_the_company() -> None:
    url = "https://jobs.hansen.example/job/1200002"

    assert personio.api_urls(url) == ()
    assert personio.api_urls(
        url, '<link rel="canonical" href="https://hansen.jobs.personio.de/job/1200002">'
    )[0] == (f"{HOST}/xml")


@pytest.mark.parametrize(
    "url",
    [
        HOST,
        f"{HOST}/job/x",
        f"{HOST}/job/%2e%2e%2f1",
        f"{HOST}/job/1%3Fx",
        f"{HOST}/job/1%23x",
        f"{HOST}/job/1@x",
        "https://jobs.personio.de/job/1200002",
        "https://www.personio.de/job/1200002",
        "https://hansen.jobs.personio.de.evil.example/job/1",
        "https://hansen.jobs.evilpersonio.de/job/1",
        "https://hansen.jobs.personio.de@evil.example/job/1",
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_feed(url: str) -> None:
    assert personio.api_urls(url) == ()


def test_the_address_chooses_from_the_feed() -> None:
    found = extract(FEED, URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Konditor (m/w/d)", "Marzipanerie Hansen GmbH")
    assert found["location"] == "Lübeck; Kiel"
    assert "Deine Aufgaben:\nDu formst jeden Morgen" in found["description"]
    assert found["requirements"] == "• Abgeschlossene Ausbildung\n• Ruhige Hand"


@pytest.mark.parametrize(
    ("kind", "hours", "name"),
    [
        ("permanent", "part-time", "PART_TIME"),
        ("permanent", "full-or-part-time", "PART_TIME, FULL_TIME"),
        ("intern", "full-time", "INTERN, FULL_TIME"),
        ("working_student", "part-time", "INTERN, PART_TIME"),
        ("freelance", "", "CONTRACTOR"),
    ],
)
def test_kinds_of_employment_are_named_as_schema_org_does(kind: str, hours: str, name: str) -> None:
    feed = FEED.replace("permanent", kind).replace("part-time", hours)

    assert extract(feed, URL)["job_type"] == name


def test_the_employer_is_named_after_the_address_where_the_feed_does_not_name_it() -> None:
    found = personio.read(Page(re.sub("<subcompany>.*</subcompany>", "<subcompany/>", FEED), URL))

    assert found
    assert found.company_name == "Hansen"
    assert found.provenance["company_name"]["confidence"] == 0.3


@pytest.mark.parametrize("feed", [FEED, "<workzag-jobs></workzag-jobs>"], ids=["others", "empty"])
def test_a_job_that_is_not_in_the_feed_is_expired(feed: str) -> None:
    found = personio.read(Page(feed, f"{HOST}/job/999"))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize("body", ["", "{}", "<rss/>", "<x><workzag-jobs/></x>", "<html><p>workzag-jobs"])
def test_other_feeds_are_left_to_others(body: str) -> None:
    assert personio.read(Page(body, URL)) is None


def test_entities_of_the_feed_stay_what_they_are() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'
    feed = FEED.replace("<workzag-jobs>", f"{bomb}<workzag-jobs>").replace("Konditor", "&b;Konditor")

    assert "aaaa" not in extract(feed, URL)["title"]


@pytest.mark.parametrize(
    "tag",
    ["id", "name", "office", "additionalOffices", "jobDescriptions", "jobDescription", "value", "schedule"],
)
@pytest.mark.parametrize("instead", ["", "<x/>", "<name/>", "<!-- x --><x>y</x>", "&amp;#0;"])
def test_no_wrong_part_raises(tag: str, instead: str) -> None:
    personio.read(Page(re.sub(rf"<{tag}>.*?</{tag}>", instead, FEED, flags=re.S), URL))
    personio.read(Page(re.sub(rf"<{tag}>.*?</{tag}>", f"<{tag}>{instead}</{tag}>", FEED, flags=re.S), URL))
