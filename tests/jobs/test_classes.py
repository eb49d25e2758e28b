"""Place and company where classes and test hooks name them."""

from __future__ import annotations

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.sources import classes


def read(body: str) -> Posting:
    page = Page(f"<html><body><h1>Reed Cutter</h1>{body}</body></html>", "https://fen.example/1")
    return classes.read(page) or Posting()


@pytest.mark.parametrize(
    "body",
    [
        '<div class="job-location">Ely, England</div>',
        '<div class="field--name-field-location">Ely, England</div>',
        '<span data-testid="inlineHeader-jobLocation">Ely, England</span>',
        '<p id="locationName">Location: Ely, England</p>',
        '<li><i class="fa fa-map-marker-alt"></i> <a href="/in/ely">Ely, England</a></li>',
        '<div><span class="icon-location"></span><span>Ely, England</span></div>',
    ],
)
def test_a_place_is_found_by_its_hook_or_its_pin(body: str) -> None:
    posting = read(body)

    assert posting.location == "Ely, England"
    assert posting.provenance["location"]["confidence"] == 0.5


@pytest.mark.parametrize(
    "body",
    ['<div class="job-company-name">Fen Thatchers</div>', '<b data-qa="employerName">Fen Thatchers</b>'],
)
def test_a_company_is_found_by_its_hook(body: str) -> None:
    assert read(body).company_name == "Fen Thatchers"


@pytest.mark.parametrize(
    "body",
    [
        '<nav><span class="location">Ely</span></nav>',
        '<div class="related-jobs"><span class="job-location">Ely</span></div>',
        '<div class="location">We work in the fens. Come and see us! You will like it.</div>',
        f'<div class="location">{"<b>Ely</b>" * 20}</div>',
        '<div class="locations-filter">Ely</div>',
        '<a href="#"><span class="pin-it"></span>Pin it</a>',
        "".join(f'<p class="job-location">{town}</p>' for town in ("Ely", "Wisbech", "March")),
    ],
)
def test_other_places_of_a_page_are_not_the_jobs(body: str) -> None:
    assert read(body).location == ""


def test_what_stands_above_the_heading_belongs_to_the_site() -> None:
    page = Page(
        '<html><body><p class="location">Ely</p><h1>Baker</h1></body></html>', "https://fen.example/1"
    )

    assert classes.read(page) is None
    assert classes.read(Page("{}", "https://fen.example/1")) is None
