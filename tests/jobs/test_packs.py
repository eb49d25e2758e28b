"""Fields read at the places where boards show them, whatever their structured data says."""

from __future__ import annotations

from dataclasses import fields

import pytest
from lxml import etree

from jobs.scraping.page import Page
from jobs.scraping.posting import FIELDS, Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.sources import packs
from jobs.scraping.sources.packs import _packs
from tests.jobs.conftest import page

LINKEDIN = "https://cz.linkedin.com/jobs/view/123"


def read(name: str, url: str) -> Posting:
    posting = packs.read(Page(page(name), url))
    assert posting is not None
    return posting


def test_a_guest_page_of_linkedin_is_read_in_any_language_of_its_labels() -> None:
    posting = read("dom_linkedin_guest.html", LINKEDIN)

    assert posting.job_title == "Správce majáků, 210 - 240 CZK/h."
    assert posting.company_name == "Kormorán a.s."
    assert posting.location == "Ostrava, Česko"
    assert "• Kontrola lamp a čoček" in posting.description
    assert posting.provenance["location"]["confidence"] == 0.8
    assert posting.provenance["location"]["path"].startswith("linkedin: ")


def test_the_kind_of_employment_is_not_the_level_and_not_the_industry() -> None:
    assert read("dom_linkedin_guest.html", LINKEDIN).job_type == "PART_TIME"


def test_pay_that_only_the_title_names_is_taken_and_the_meal_allowance_is_not() -> None:
    assert str(read("dom_linkedin_guest.html", LINKEDIN).salary) == "210 to 240 CZK per hour"


def test_linkedins_page_for_members_is_read_too() -> None:
    card = "job-details-jobs-unified-top-card__"
    body = f"""<html><body><h1 class="{card}job-title"><a href="#">Reed Cutter</a></h1>
        <span class="{card}company-name"><a href="/company/fen">Fen Thatchers</a></span>
        <div class="{card}tertiary-description-container"><span><span>Ely, England</span><span> · </span>
        <span>3 days ago</span></span></div>
        <div class="jobs-description__content"><p>Cut reed all winter long.</p></div></body></html>"""

    posting = packs.read(Page(body, LINKEDIN))

    assert posting is not None
    assert (posting.job_title, posting.company_name) == ("Reed Cutter", "Fen Thatchers")
    assert (posting.location, posting.description) == ("Ely, England", "Cut reed all winter long.")


def test_a_closed_posting_says_so() -> None:
    body = page("dom_linkedin_guest.html").replace('class="save-job', 'class="closed-job save-job')

    posting = packs.read(Page(body, LINKEDIN))
    assert posting is not None
    assert posting.reason == Reason.EXPIRED
    assert posting.job_title


def test_jobs_cz_is_read_with_its_introduction_and_without_the_bonus() -> None:
    posting = read("dom_jobs_cz.html", "https://www.jobs.cz/rpd/1/")

    assert posting.job_title == "Pekař \u2013 chléb, koláče"
    assert posting.company_name == "Pecírna Dolní s.r.o."
    assert posting.location == "Opava"
    assert str(posting.salary) == "32,000 to 38,000 CZK"
    assert posting.job_type == "FULL_TIME"
    assert "Pečeme od roku 1921." in posting.description


def test_a_white_label_page_is_known_by_its_script() -> None:
    posting = read("dom_white_label.html", "https://kariera.lavkovna.example/detail-pozice?id=5")

    assert posting.job_title == "Strážce mostu (m/ž)"


def test_talentclue_names_the_employer_above_the_offer() -> None:
    posting = read("dom_talentclue.html", "https://x.talentclue.com/es/node/5/4590")

    assert posting.company_name == "Teclas y Cuerdas"
    assert posting.location == "Uruguay"
    assert str(posting.salary) == "14,500 to 17,250 EUR per year"
    assert posting.job_type == ""


def test_a_remote_job_without_an_office_is_placed_nowhere_else() -> None:
    posting = read("dom_stackoverflow.html", "https://stackoverflow.com/jobs/1/cartographer")

    assert posting.company_name == "North - Star Maps"
    assert posting.location == "Remote (No office location)"
    assert posting.job_type == "CONTRACTOR"
    assert posting.salary is not None
    assert (posting.salary.low, posting.salary.high, posting.salary.currency) == (41_000, 52_000, "GBP")


def test_a_page_that_a_framework_rendered_is_read_by_its_classes() -> None:
    posting = read("dom_peoplestrong.html", "https://tidewheel.peoplestrong.com/job/detail/JR1")

    assert posting.job_title == "Keeper - Tide Tables"
    assert posting.location == "Kochi"
    assert posting.description.startswith("This position is open with Tidewheel ltd.")


@pytest.mark.parametrize(
    "url",
    [
        "https://linkedin.com.evil.example/jobs/view/123",
        "https://evillinkedin.com/jobs/view/123",
        "https://example.org/?u=linkedin.com",
    ],
)
def test_a_look_alike_host_gets_no_pack(url: str) -> None:
    assert packs.read(Page(page("dom_linkedin_guest.html"), url)) is None


def test_a_boards_other_pages_are_left_alone() -> None:
    assert packs.read(Page(page("dom_stackoverflow.html"), "https://stackoverflow.com/jobs?l=Oslo")) is None
    assert packs.read(Page("<p>Log in</p>", LINKEDIN)) is None
    assert packs.read(Page('{"jobs": []}', LINKEDIN)) is None


@pytest.mark.parametrize("pack", _packs(), ids=lambda pack: pack.name)
def test_every_pack_names_known_fields_and_says_when_it_applies(pack: packs.Pack) -> None:
    assert set(pack.fields) <= set(FIELDS) <= {field.name for field in fields(Posting)}
    assert pack.hosts or pack.marker
    assert all(host == host.strip("./").lower() for host in pack.hosts)
    places = [place for group in (*pack.fields.values(), pack.closed) for place in group]
    assert all(0 < place.confidence <= packs.CONFIDENCE for place in places)
    # An XPath with a mistake in a function's name fails only when it is evaluated.
    assert all(place.find(etree.HTML("<p>x</p>")) in ([], "") for place in places)
