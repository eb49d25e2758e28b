"""What is read from Teamtailor."""

from __future__ import annotations

import re

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import teamtailor
from tests.jobs.ats import answer

HOST = "https://skogsljud.teamtailor.com"
URL = f"{HOST}/jobs/7300002-field-recordist"
FEED = answer("teamtailor.xml")


@pytest.mark.parametrize(
    "path",
    [
        "/jobs/7300002-field-recordist",
        "/jobs/7300002",
        "/sv/jobs/7300002-x",
        "/jobs/7300002-x/applications/new",
    ],
)
def test_a_hosted_posting_is_read_from_the_feed(path: str) -> None:
    assert teamtailor.api_urls(f"{HOST}{path}?promotion=1") == (f"{HOST}/jobs.rss?per_page=500",)


def test_customers_of_other_regions_have_hosts_of_their_own() -> None:
    assert teamtailor.api_urls("https://skogsljud.na.teamtailor.com/jobs/7300002-x") == (
        "https://skogsljud.na.teamtailor.com/jobs.rss?per_page=500",
    )


def test_a_domain_of_the_customer_is_asked_only_where_the_page_is_teamtailors() -> None:
    url = "https://jobb.skogsljud.example/jobs/7300002-field-recordist"
    page = '<link href="https://assets-aws.teamtailor-cdn.com/assets/careersite.css">'

    assert teamtailor.api_urls(url) == ()
    assert teamtailor.api_urls(url, page) == ("https://jobb.skogsljud.example/jobs.rss?per_page=500",)


@pytest.mark.parametrize(
    "url",
    [
        f"{HOST}/jobs",
        f"{HOST}/jobs/field-recordist",
        f"{HOST}/people/7300002-x",
        f"{HOST}/jobs/%2e%2e%2f7300002",
        f"{HOST}/jobs/7300002%3Fx",
        f"{HOST}/jobs/7300002%23x",
        f"{HOST}/jobs/7300002@x",
        "https://teamtailor.com/jobs/7300002-x",
        "https://skogsljud.teamtailor.com.evil.example/jobs/7300002-x",
        "https://skogsljud.evilteamtailor.com/jobs/7300002-x",
        "https://skogsljud.teamtailor.com@evil.example/jobs/7300002-x",
    ],
)
def test_look_alikes_and_smuggled_ids_reach_no_feed(url: str) -> None:
    assert teamtailor.api_urls(url) == ()


def test_the_address_chooses_from_the_feed() -> None:
    found = extract(FEED, URL)

    assert found["is_posting"]
    assert (found["title"], found["company"]) == ("Field Recordist", "Skogsljud")
    assert "in the morning & label it" in found["description"]
    assert found["requirements"] == "• Silence\n• Warm socks"


def test_a_place_says_its_town_once_and_remote_work_is_said() -> None:
    assert extract(FEED, URL)["location"] == "Umeå studio, Sweden; Oulu, Finland (remote)"


def test_work_that_is_remote_at_times_is_not_remote() -> None:
    found = extract(FEED.replace("fully", "hybrid"), URL)

    assert "remote" not in found["location"]


@pytest.mark.parametrize(
    "feed", [FEED, re.sub("<item>.*</item>", "", FEED, flags=re.S)], ids=["others", "empty"]
)
def test_a_job_that_is_not_in_the_feed_is_expired(feed: str) -> None:
    found = teamtailor.read(Page(feed, f"{HOST}/jobs/7300003-gone"))

    assert found
    assert found.reason == Reason.EXPIRED


@pytest.mark.parametrize("number", [100, 500])
def test_a_feed_that_is_cut_off_says_nothing_of_what_it_leaves_out(number: int) -> None:
    item = "<item><link>https://skogsljud.teamtailor.com/jobs/123-x</link></item>"
    feed = re.sub("<item>.*</item>", item * number, FEED, flags=re.S)

    assert teamtailor.read(Page(feed, f"{HOST}/jobs/7300003-gone")) is None


@pytest.mark.parametrize(
    "body",
    [
        "",
        "{}",
        "<rss/>",
        "<rss><channel/></rss>",
        "<rss><channel><link>https://news.example</link><item><title>x</title></item></channel></rss>",
        "<html><rss></rss></html>",
    ],
)
def test_other_feeds_are_left_to_others(body: str) -> None:
    assert teamtailor.read(Page(body, URL)) is None


@pytest.mark.parametrize(
    "tag", ["title", "link", "description", "remoteStatus", "tt:locations", "tt:city", "channel"]
)
@pytest.mark.parametrize(
    "instead", ["", "<x/>", "<title/>", "<!-- x --><x>y</x>", "&amp;#0;", "<link>https://[x</link>"]
)
def test_no_wrong_part_raises(tag: str, instead: str) -> None:
    teamtailor.read(Page(re.sub(rf"<{tag}>.*?</{tag}>", instead, FEED, flags=re.S), URL))
    teamtailor.read(Page(re.sub(rf"<{tag}>.*?</{tag}>", f"<{tag}>{instead}</{tag}>", FEED, flags=re.S), URL))
