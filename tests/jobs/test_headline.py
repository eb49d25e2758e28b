"""Title and company from what a page calls itself."""

from __future__ import annotations

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.sources import headline
from tests.jobs.conftest import page


def read(title: str, body: str = "", url: str = "https://www.acme.test/jobs/1", meta: str = "") -> Posting:
    html = f"<html><head><title>{title}</title>{meta}</head><body>{body}</body></html>"
    return headline.read(Page(html, url)) or Posting()


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Baker | Oven &amp; Sons", "Baker"),
        ("Baker - Night Shift | Oven &amp; Sons", "Baker - Night Shift"),
        ("Baker at Oven &amp; Sons", "Baker"),
        ("Bäcker (m/w/d) bei Ofen GmbH | Stellenangebote", "Bäcker (m/w/d)"),
        ("Manager - Night Ovens", "Manager - Night Ovens"),
        ("Manager - Night Ovens - Oven Ltd", "Manager - Night Ovens"),
        ("Careers | Baker | Oven", "Baker"),
        ("Oven hiring Baker in Oslo, Norway | LinkedIn", "Baker"),
        ("Baker | Indeed.com", "Baker"),
        ("Baker • LinkedIn", "Baker"),
        ("Baker - Oven Ltd - Oslo", "Baker"),
        ("Baker - Pagar OÜ - Tallinn", "Baker"),
        ("Baker - Board.test", "Baker"),
    ],
)
def test_a_title_loses_the_names_of_the_site_and_keeps_its_own_dashes(title: str, expected: str) -> None:
    assert read(title, url="https://jobs.board.test/1").job_title == expected


@pytest.mark.parametrize("title", ["Candidate Portal", "Job details | Oven", "Detail pozice - Pec", "Jobs"])
def test_a_kind_of_page_is_no_title(title: str) -> None:
    assert read(title).job_title == ""


def test_the_heading_is_surer_than_the_title_and_gives_it_its_bounds() -> None:
    posting = read("Baker - bread - Oven &amp; Sons", "<h1>Baker - bread</h1>")

    assert (posting.job_title, posting.company_name) == ("Baker - bread", "Oven & Sons")
    assert posting.provenance["job_title"]["path"] == "h1"


def test_of_several_headings_the_one_in_the_title_is_the_jobs() -> None:
    assert read("Baker | Oven", "<h1>Welcome, friend</h1><h1>Baker</h1>").job_title == "Baker"


@pytest.mark.parametrize(
    "heading", ["Description & Requirements", "Ihre Aufgaben", "About the role", "Requisitos"]
)
def test_the_heading_of_a_postings_part_is_no_title(heading: str) -> None:
    assert read("Baker | Oven", f"<h1>{heading}</h1>").job_title == "Baker"
    assert read("", f"<h2>{heading}</h2><h2>Baker</h2>").job_title == "Baker"


def test_a_shared_title_stands_in_for_a_generic_one() -> None:
    posting = headline.read(Page(page("dom_peoplestrong.html"), "https://tidewheel.peoplestrong.com/1"))

    assert posting is not None
    assert posting.job_title == "Keeper - Tide Tables"


@pytest.mark.parametrize(
    ("title", "body", "meta", "company"),
    [
        ("Baker at Oven Works | Careers", "<h1>Baker</h1>", "", "Oven Works"),
        ("Oven Works: Baker", "<h1>Baker</h1>", "", "Oven Works"),
        ("Oven Works hiring Baker in Oslo | LinkedIn", "", "", "Oven Works"),
        (
            "Baker",
            "<h1>Baker</h1>",
            "<meta property='og:site_name' content='Oven Works Careers'>",
            "Oven Works",
        ),
        ("Job detail | Careers at Oven Works", "", "", "Oven Works"),
        ("Baker", "<h1>Baker</h1><img alt='Oven Works logo'>", "", "Oven Works"),
        ("Baker", "<h1>Baker</h1><img alt='Logo - Oven Works'>", "", "Oven Works"),
        ("Baker", "<h1>Baker</h1><h2>About Oven Works</h2>", "", "Oven Works"),
        ("Baker", "<h1>Baker</h1><p>© 2021 Oven Works Ltd. All rights reserved</p>", "", "Oven Works Ltd"),
    ],
)
def test_the_company_is_found_in_its_traces(title: str, body: str, meta: str, company: str) -> None:
    posting = read(title, body, meta=meta)

    assert posting.company_name == company
    assert posting.provenance["company_name"]["confidence"] <= 0.5


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Baker | LinkedIn", "<h1>Baker</h1>"),
        ("Baker | StepStone", "<h1>Baker</h1><h2>About us</h2><h2>About the job</h2>"),
        ("Baker - Jobs", "<h1>Baker</h1><img alt='Logo'>"),
    ],
)
def test_a_board_and_a_kind_of_page_employ_nobody(title: str, body: str) -> None:
    assert read(title, body).company_name == ""


@pytest.mark.parametrize(
    "body",
    [
        "<h1>Baker</h1><h4><a href='/company/oven-works'>Oven Works</a></h4>",
        "<h1>Baker</h1><a href='/apply'>Apply</a><a href='/empresa/812/oven-works-ltd?x=1'>Oven Works</a>",
    ],
)
def test_a_link_to_the_employers_page_is_surer_than_the_sites_name(body: str) -> None:
    assert read("Baker - Breadboard", body, "https://www.breadboard.test/1").company_name == "Oven Works"


@pytest.mark.parametrize(
    "body",
    [
        "<a href='/company/oven-works'>Oven Works</a><h1>Baker</h1>",
        "<h1>Baker</h1><a href='/company/oven-works'>See all jobs</a>",
        "<h1>Baker</h1><a href='/company/about-us'>About us</a>",
    ],
)
def test_other_links_name_no_employer(body: str) -> None:
    assert read("Baker", body, "https://www.board.example/1").company_name == ""


@pytest.mark.parametrize("between", [" - ", " / ", ", ", " \u00b7 "])
def test_the_place_stands_behind_the_employer_below_the_title(between: str) -> None:
    posting = read("Baker - Oven Works", f"<h1>Baker</h1><div>Oven Works{between}Oslo, Norway</div>")

    assert posting.location == "Oslo, Norway"


@pytest.mark.parametrize(
    "line", ["Oven Works", "Oven Workshop - Oslo", "Oven Works - We bake. Join our team!"]
)
def test_another_line_below_the_title_is_no_place(line: str) -> None:
    assert read("Baker - Oven Works", f"<h1>Baker</h1><div>{line}</div>").location == ""


def test_the_part_of_the_title_that_is_the_site_is_not_the_job() -> None:
    meta = "<meta property='og:title' content='Oven Kariyer'>"

    posting = read("Oven Kariyer | Baker", url="https://kariyer.oventech.test/1", meta=meta)

    assert (posting.job_title, posting.company_name) == ("Baker", "Oven")


def test_a_heading_of_the_sites_careers_gives_way_to_another() -> None:
    body = "<h1>Oven Works Careers</h1><h1>Baker</h1>"

    assert read("Careers \u2014 Oven Works", body).job_title == "Baker"


@pytest.mark.parametrize(
    "host", ["www.net-empregos.test", "www.breadjobs.test", "jobly.test", "expressoemprego.test"]
)
def test_an_address_that_is_a_boards_names_no_employer(host: str) -> None:
    assert read("Baker", "<h1>Baker</h1>", f"https://{host}/1").company_name == ""


def test_a_boards_own_marks_are_not_the_employers() -> None:
    body = "<h1>Baker</h1><img alt='Acme logo'><p>© 2024 Acme Boards Inc.</p>"

    assert read("Baker", body, url="https://www.stepstone.de/job/1").company_name == ""


def test_the_address_names_the_employer_with_least_confidence() -> None:
    own = read("Baker", "<h1>Baker</h1>", url="https://careers.oven-works.com/jobs/1")
    tenant = read("Baker", "<h1>Baker</h1><h2>OvenWorks</h2>", url="https://ovenworks.recruitee.com/o/baker")

    assert own.company_name == "Oven Works"
    assert own.provenance["company_name"]["confidence"] == 0.3
    assert (tenant.company_name, tenant.provenance["company_name"]["confidence"]) == ("OvenWorks", 0.4)


def test_a_white_label_page_names_its_owner_behind_the_kind_of_page() -> None:
    posting = headline.read(Page(page("dom_white_label.html"), "https://kariera.x.test/detail-pozice"))

    assert posting is not None
    assert (posting.job_title, posting.company_name) == ("Strážce mostu (m/ž)", "Lávkovna")


def test_a_title_tells_pay_hours_and_that_the_job_is_remote() -> None:
    posting = read("x", "<h1>Junior Baker, part time, 20 - 25 EUR/h (Remote)</h1>")

    assert posting.job_type == "PART_TIME"
    assert str(posting.salary) == "20 to 25 EUR per hour"
    assert posting.location == "Remote"


def test_a_titles_brackets_are_no_place_unless_they_say_remote() -> None:
    assert read("x", "<h1>Baker (Sourdough)</h1>").location == ""
    assert read("x", "<h1>Baker - Bread</h1>").location == ""


def test_nothing_is_read_from_data() -> None:
    assert headline.read(Page("{}", "https://a.test")) is None


def test_a_fragment_without_names_has_its_first_heading_for_a_title() -> None:
    fragment = headline.read(
        Page("<div><h2>Night Baker</h2><p>x</p><h3>Duties</h3></div>", "https://a.test/1")
    )

    assert fragment is not None
    assert fragment.job_title == "Night Baker"
    assert fragment.provenance["job_title"]["confidence"] < 0.4
    assert read("Careers at Oven", "<h2>Menu</h2>").job_title != "Menu"


@pytest.mark.parametrize(
    ("title", "body", "expected"),
    [
        ("Baker (summer) at Oven Works", "<h1>Baker</h1>", "Oven Works"),
        ("Baker - BreadJobs", "<h1>Baker</h1>", ""),
        ("Baker, Remote, Oven Works, Oslo, Norway", "<h1>Baker</h1>", ""),
        ("Baker", "<h1>Baker</h1><p>\u00a9 2026 Oven Works a.s. All rights reserved</p>", "Oven Works a.s"),
        ("Baker", "<h1>Baker</h1><p>\u00a9 2026 Oven Works s. r. o.</p>", "Oven Works s. r. o"),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(title: str, body: str, expected: str) -> None:
    assert read(title, body, url="https://www.breadjobs.test/1").company_name == expected


def test_a_hosts_name_is_no_employers() -> None:
    meta = "<meta property='og:site_name' content='careers.oven.test'>"

    assert read("Baker", "<h1>Baker</h1>", meta=meta).company_name == ""


def test_an_own_domain_that_the_page_never_spells_names_no_employer_unless_it_is_for_careers() -> None:
    assert read("Baker", "<h1>Baker</h1>", url="https://www.oven-works.com/1").company_name == ""
    assert read("Baker", "<h1>Baker</h1>", url="https://jobs.oven-works.com/1").company_name == "Oven Works"


def test_an_applicant_systems_computers_are_no_employers() -> None:
    url = "https://oven.wd3.myworkdayjobs.com/External/job/Oslo/Baker_R1"

    assert read("Baker", "<h1>Baker</h1>", url=url).company_name == "Oven"
