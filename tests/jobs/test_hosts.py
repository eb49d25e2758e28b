"""Manners towards sites: robots.txt once a day, one visit at a time, over all workers."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from jobs.hosts import allowed_by_robots, host_of, reserve_visit
from jobs.models import Host
from jobs.scraping.fetch import BAD_ADDRESS, Fetched, FetchRefused
from jobs.scraping.reasons import Reason
from jobs.visits import HostBusy, Visit, fetch_page
from tests.jobs.site import Site

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
JOB = "https://jobs.example.com/jobs/42"
NO_JOBS = "User-agent: *\nDisallow: /jobs/\n"


class Answers:
    """Answers requests for robots.txt one after the other, and remembers them."""

    def __init__(self, *answers: tuple[int, str] | None) -> None:
        self.answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, url: str) -> Fetched:
        self.asked.append(url)
        answer = self.answers.pop(0)
        if answer is None:
            raise FetchRefused(Reason.UNREADABLE)
        return Fetched(url, answer[0], "text/plain", answer[1])


def allowed(answers: Answers, now: datetime = NOW, url: str = JOB) -> bool:
    return allowed_by_robots(url=url, user_agent="Parley/0.1", fetch_page=answers, now=now)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://Jobs.Example.com/x", "jobs.example.com"),
        ("http://127.0.0.1:8501/x", "127.0.0.1:8501"),
        ("https://jobs.example.com", "jobs.example.com"),
    ],
)
def test_a_site_is_remembered_by_host_and_port(url: str, name: str) -> None:
    assert host_of(url) == name


@pytest.mark.django_db
class TestRobots:
    """allowed_by_robots"""

    def test_the_file_is_read_from_the_root_of_the_site_and_kept(self) -> None:
        answers = Answers((200, NO_JOBS))

        assert not allowed(answers)
        assert allowed(answers, url="https://jobs.example.com/about")
        assert answers.asked == ["https://jobs.example.com/robots.txt"]

    def test_after_a_day_it_is_read_again(self) -> None:
        answers = Answers((200, NO_JOBS), (404, "<h1>Not found</h1>"))

        assert not allowed(answers)
        assert not allowed(answers, NOW + timedelta(hours=23, minutes=59))
        assert allowed(answers, NOW + timedelta(hours=24))

    def test_each_site_has_its_own(self) -> None:
        answers = Answers((200, NO_JOBS), (200, ""))

        assert not allowed(answers)
        assert allowed(answers, url="https://other.example.com/jobs/42")

    @pytest.mark.parametrize("failure", [None, (503, "busy")])
    def test_a_site_in_trouble_is_left_alone_for_ten_minutes(self, failure: Any) -> None:
        answers = Answers(failure, (200, ""))

        assert not allowed(answers)
        assert not allowed(answers, NOW + timedelta(minutes=9))
        assert allowed(answers, NOW + timedelta(minutes=10))

    def test_a_site_in_trouble_is_judged_by_the_rules_it_had(self) -> None:
        answers = Answers((200, "User-agent: *\nDisallow: /admin/\n"), None, (200, NO_JOBS))

        assert allowed(answers)
        assert allowed(answers, NOW + timedelta(days=2))
        assert not allowed(answers, NOW + timedelta(days=2, minutes=10))

    def test_a_file_of_megabytes_is_kept_in_part(self) -> None:
        allowed(Answers((200, "#" * 3_000_000)))

        assert len(Host.objects.get().robots) == 500 * 1024


@pytest.mark.django_db
class TestVisits:
    """reserve_visit"""

    def test_the_first_visitor_goes_at_once_and_the_next_ones_each_take_a_turn(self) -> None:
        waits = [reserve_visit(host="jobs.example.com", now=NOW) for _ in range(4)]

        assert waits == [0.0, 1.0, 2.0, 3.0]

    def test_after_the_pause_nobody_waits(self) -> None:
        reserve_visit(host="jobs.example.com", now=NOW)

        assert reserve_visit(host="jobs.example.com", now=NOW + timedelta(seconds=1)) == 0.0

    def test_sites_do_not_wait_for_each_other(self) -> None:
        assert {reserve_visit(host=f"{name}.example.com", now=NOW) for name in "abc"} == {0.0}

    def test_the_pause_is_a_setting(self, settings: Any) -> None:
        settings.FETCH_HOST_INTERVAL = 2.5
        waits = [reserve_visit(host="jobs.example.com", now=NOW) for _ in range(3)]

        assert waits == [0.0, 2.5, 5.0]

    def test_no_pause_is_a_setting_too(self, settings: Any) -> None:
        settings.FETCH_HOST_INTERVAL = 0.0

        assert [reserve_visit(host="jobs.example.com", now=NOW) for _ in range(3)] == [0.0] * 3

    @pytest.mark.parametrize(("wanted", "pause"), [("4", 4.0), ("0.2", 1.0), ("3600", 10.0)])
    def test_a_site_may_ask_for_a_longer_pause_up_to_a_bound(self, wanted: str, pause: float) -> None:
        allowed(Answers((200, f"User-agent: *\nCrawl-delay: {wanted}\nDisallow: /admin/\n")))
        waits = [reserve_visit(host="jobs.example.com", now=NOW) for _ in range(2)]

        assert waits == [0.0, pause]


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_get_turns_of_their_own() -> None:
    waits: list[float] = []
    start = threading.Barrier(8)

    def work() -> None:
        start.wait(10)
        try:
            waits.extend(reserve_visit(host="jobs.example.com", now=NOW) for _ in range(5))
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)

    assert sorted(waits) == [float(turn) for turn in range(40)]


@pytest.mark.django_db
class TestVisitsOfOneReading:
    """What robots.txt and the pause mean for a reading that goes to several addresses."""

    def test_a_page_is_not_fetched_where_robots_txt_forbids_it(self, site: Site) -> None:
        site.answer("/robots.txt", NO_JOBS.encode(), content_type="text/plain")
        site.answer("/jobs/1", b"<h1>Pump Engineer</h1>")

        with pytest.raises(FetchRefused) as refusal:
            Visit().fetch(site.url("/jobs/1"))

        assert refusal.value.reason == Reason.BLOCKED
        assert site.requests == ["/robots.txt"]

    def test_an_api_for_programs_keeps_to_the_pause_alone(self, site: Site, settings: Any) -> None:
        settings.FETCH_HOST_INTERVAL = 60.0
        site.answer("/robots.txt", NO_JOBS.encode(), content_type="text/plain")
        site.answer("/jobs/1", b"{}", content_type="application/json")

        assert Visit().fetch_api(site.url("/jobs/1")).text == "{}"
        with pytest.raises(HostBusy):
            Visit().fetch_api(site.url("/jobs/1"))
        assert site.requests == ["/jobs/1"]

    def test_the_installation_does_not_read_itself(self, settings: Any) -> None:
        settings.SITE_URL = "https://parley.example.com:8443"

        with pytest.raises(FetchRefused) as refusal:
            fetch_page("https://parley.example.com/jobs/1")
        assert refusal.value.message == BAD_ADDRESS
