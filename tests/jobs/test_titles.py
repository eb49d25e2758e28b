"""A title loses the names that pages put behind it, and keeps what is its own."""

from __future__ import annotations

import json

import pytest

from jobs.scraping import extract

URL = "https://www.crumbs.example/jobs/1742846"
TEXT = "We are looking for a baker with experience. Your responsibilities: the bread of nine villages. " * 5
COMPANY = "<p>Company: Oven Works Ltd.</p>"


def title_of(title: str, body: str = "", url: str = URL) -> str:
    html = f"<html><head><title>{title}</title></head><body>{body}{COMPANY}<p>{TEXT}</p></body></html>"
    return str(extract(html, url)["title"])


@pytest.mark.parametrize(
    "title",
    [
        "Night Baker - Oven Works - Oslo",
        "Night Baker \u2013 Oven Works Ltd",
        "Night Baker | Oven Works | Oslo",
        "Night Baker @ Oven Works",
        "Night Baker 1742846",
        "Night Baker (1742846)",
        "Night Baker 1742846 - Oven Works",
    ],
)
def test_a_pages_own_title_ends_before_the_employer_and_the_addresss_number(title: str) -> None:
    assert title_of(title) == "Night Baker"


@pytest.mark.parametrize(
    "title", ["Baker - Nights", "Oven Works Baker", "Baker 80000", "Baker | Rye | Nights"]
)
def test_other_words_and_numbers_stay(title: str) -> None:
    assert title_of("", f"<h1>{title}</h1>") == title


def test_a_heading_loses_the_employer_behind_a_bar_alone() -> None:
    assert title_of("", "<h1>Night Baker | Oven Works</h1>") == "Night Baker"
    assert title_of("", "<h1>Night Baker - Oven Works</h1>") == "Night Baker - Oven Works"


def test_a_title_that_is_nothing_but_the_employer_stays() -> None:
    assert title_of("", "<h1>Oven Works</h1>") == "Oven Works"


def test_structured_data_has_the_title_as_its_owner_writes_it() -> None:
    job = {
        "@type": "JobPosting",
        "title": "Baker | Oven Works",
        "description": TEXT,
        "hiringOrganization": "Oven Works",
    }
    script = f'<script type="application/ld+json">{json.dumps(job)}</script>'

    assert title_of("", script) == "Baker | Oven Works"


def test_a_place_that_is_the_employers_name_gives_way_to_another() -> None:
    places = '<h1>Baker</h1><p class="location">Oven Works</p>'

    assert extract(f"<html><body>{places}{COMPANY}<p>{TEXT}</p></body></html>", URL)["location"] == ""
