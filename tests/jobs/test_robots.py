"""What robots.txt allows us, and that no such file keeps us busy."""

from __future__ import annotations

import pytest

from jobs.scraping.robots import ALLOW_ALL, DISALLOW_ALL, crawl_delay, is_allowed, rules_for

US = "Parley/0.1 (+job posting intake; one page at a recruiter's request)"
JOB = "https://jobs.example.com/jobs/42"


def allows(robots: str, url: str = JOB) -> bool:
    return is_allowed(robots, url, US)


@pytest.mark.parametrize(
    ("robots", "allowed"),
    [
        ("", True),
        ("User-agent: *\nDisallow:\n", True),
        ("User-agent: *\nDisallow: /\n", False),
        ("User-agent: *\nDisallow: /jobs/\n", False),
        ("User-agent: *\nDisallow: /admin/\n", True),
        ("User-agent: *\nDisallow: /jobs/\nAllow: /jobs/42\n", True),
        ("User-agent: *\nDisallow: /*/42$\n", False),
        ("user-agent: *\r\ndisallow: /jobs\r\n", False),
        ("# no rules, only <html>", True),
        ("Disallow: /\n", True),
    ],
)
def test_the_rules_for_everybody_are_kept(robots: str, allowed: bool) -> None:
    assert allows(robots) is allowed


@pytest.mark.parametrize("name", ["Parley", "parley", "PARLEY/0.1", "Parley # us"])
def test_rules_for_us_stand_above_those_for_everybody(name: str) -> None:
    assert not allows(f"User-agent: *\nAllow: /\n\nUser-agent: {name}\nDisallow: /\n")
    assert allows(f"User-agent: *\nDisallow: /\n\nUser-agent: {name}\nAllow: /\n")


@pytest.mark.parametrize(
    "name", ["Googlebot", "posting", "job", "recruiter", "arley", "Parleybot", "somebody-else"]
)
def test_rules_for_others_are_not_for_us(name: str) -> None:
    assert allows(f"User-agent: {name}\nDisallow: /\n")
    assert not allows(f"User-agent: {name}\nAllow: /\n\nUser-agent: *\nDisallow: /\n")


def test_a_group_may_name_us_among_others() -> None:
    assert not allows("User-agent: Googlebot\nUser-agent: Parley\nUser-agent: Bingbot\nDisallow: /jobs/\n")


@pytest.mark.parametrize(
    ("status", "allowed"),
    [(404, True), (403, True), (401, True), (410, True), (429, True), (500, False), (503, False)],
)
def test_no_file_allows_everything_and_a_server_in_trouble_nothing(status: int, allowed: bool) -> None:
    assert allows(rules_for(status, "User-agent: *\nDisallow: /other/\n")) is allowed


def test_only_the_first_500_kilobytes_count() -> None:
    late = "#" * (500 * 1024) + "\nUser-agent: *\nDisallow: /\n"

    assert allows(late)
    assert len(rules_for(200, late)) == 500 * 1024


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("Crawl-delay: 3", 3.0),
        ("Crawl-delay: 0.5", 0.5),
        ("Crawl-delay: 86400", 10.0),
        ("Crawl-delay: inf", 0.0),
        ("Crawl-delay: nan", 0.0),
        ("Crawl-delay: -4", 0.0),
        ("Crawl-delay: soon", 0.0),
        ("Crawl-delay: " + "9" * 5000, 0.0),
        ("", 0.0),
    ],
)
def test_the_delay_a_site_wants_is_bounded(line: str, seconds: float) -> None:
    assert crawl_delay(f"User-agent: *\n{line}\nDisallow: /x\n", US) == seconds


def test_the_delay_for_others_is_not_ours() -> None:
    assert crawl_delay("User-agent: Slowbot\nCrawl-delay: 9\n", US) == 0.0


@pytest.mark.parametrize(
    "robots",
    [
        "".join(f"User-agent: a{number}\n" for number in range(30_000)) + "Disallow: /\n" * 8_000,
        "User-agent: *\n" + f"Disallow: /{'*a' * 60}b$\n" * 3_500,
        "User-agent: *\nDisallow: /b" + "*" * 500_000,
        "User-agent" * 50_000,
        "User-agent: *\n" * 30_000 + "Disallow: /x\n" * 5_000,
        "\x00\ud800\u2028" * 100_000,
    ],
    ids=["crawlers times rules", "wildcards", "stars", "no colon", "everybody", "odd characters"],
)
def test_a_file_made_to_keep_us_busy_is_answered(robots: str) -> None:
    # The first of these takes Protego four minutes as it stands.
    assert allows(robots, f"https://jobs.example.com/{'a' * 1900}")


def test_the_constants_mean_what_they_are_called() -> None:
    assert allows(ALLOW_ALL) and not allows(DISALLOW_ALL)
