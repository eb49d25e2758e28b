"""What is read from the pages that iCIMS, Jobvite, Breezy and JazzHR host, beside their JSON-LD."""

from __future__ import annotations

import re

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.registry import SOURCES, read_posting
from tests.jobs.ats import answer

URLS = {
    "icims": "https://careers-skerrylights.icims.com/jobs/3811/lamp-trimmer/job",
    "jobvite": "https://jobs.jobvite.com/ternworks/job/oXyz1fwA",
    "breezy": "https://windrose.breezy.hr/p/0123456789ab-kite-mender",
    "jazzhr": "https://fernbankroofs.applytojob.com/apply/Ab12345678/Moss-Gardener",
}


def read(name: str, body: str = "", url: str = "") -> Posting | None:
    """What the source alone reads from its fixture, or from another body or address."""
    return SOURCES[name].read(Page(body or answer(f"{name}.html"), url or URLS[name]))


def without_scripts(name: str) -> str:
    """The fixture as a page without JSON-LD."""
    return re.sub(r"<script.*?</script>", "", answer(name), flags=re.S)


@pytest.mark.parametrize(
    "url",
    [
        URLS["icims"],
        f"{URLS['icims']}?mobile=false&width=1000",
        f"{URLS['icims']}?in_iframe=1",
        URLS["icims"].replace("/job", "/login").replace("/logins", "/jobs"),
    ],
)
def test_the_frame_of_a_page_of_icims_is_what_is_fetched(url: str) -> None:
    assert SOURCES["icims"].api_urls(url) == (f"{URLS['icims']}?in_iframe=1",)


def test_a_slug_that_could_mislead_is_left_out_of_the_frames_address() -> None:
    frame = "https://careers-skerrylights.icims.com/jobs/3811/job?in_iframe=1"

    assert SOURCES["icims"].api_urls(frame) == (frame,)
    assert SOURCES["icims"].api_urls(URLS["icims"].replace("lamp-trimmer", "lamp%20(trimmer)")) == (frame,)


@pytest.mark.parametrize(
    "url",
    [
        "https://careers-skerrylights.icims.com/jobs/search?ss=1",
        "https://careers-skerrylights.icims.com/jobs/../job",
        "https://careers-skerrylights.icims.com/jobs/%2e%2e%2f3811/lamp/job",
        "https://careers-skerrylights.icims.com/jobs/3811%3Fx/lamp/job",
        "https://careers-skerrylights.icims.com/jobs/3811%23/lamp/job",
        "https://careers-skerrylights.icims.com/jobs/3811/..%2f..%2fx/job",
        "https://www.icims.com/jobs/3811/lamp/job",
        "https://careers-skerrylights.icims.com.evil.example/jobs/3811/lamp/job",
        "https://careers-skerrylights.evilicims.com/jobs/3811/lamp/job",
        "https://careers-skerrylights.icims.com@evil.example/jobs/3811/lamp/job",
    ],
)
def test_other_addresses_have_no_frame(url: str) -> None:
    assert SOURCES["icims"].api_urls(url) == ()


@pytest.mark.parametrize("name", ["jobvite", "breezy", "jazzhr"])
def test_the_other_pages_are_fetched_as_they_are(name: str) -> None:
    assert SOURCES[name].api_urls(URLS[name], answer(f"{name}.html")) == ()


def test_icims_says_the_kind_of_employment_beside_its_json_ld() -> None:
    found = read_posting(answer("icims.html"), URLS["icims"])

    assert found.is_posting
    assert found.job_type == "PART_TIME"
    assert found.company_name == "Skerry Lights Trust"
    assert "Lerwick" in found.location
    assert "unavailable" not in found.location.casefold()


def test_jobvite_names_its_employer_in_a_text_and_its_pay_nowhere() -> None:
    found = read_posting(answer("jobvite.html"), URLS["jobvite"])

    assert found.is_posting
    assert found.company_name == "Tern Works Ltd"
    assert found.location == "Kilrush, Clare, Ireland"
    assert found.salary_range == ""


def test_a_page_of_icims_without_json_ld_is_read_from_its_parts() -> None:
    found = read_posting(without_scripts("icims.html"), URLS["icims"])

    assert found.job_title == "Lamp Trimmer"
    assert found.company_name == "Skerry Lights"
    assert found.job_type == "PART_TIME"
    assert "write down who passed" in found.description


@pytest.mark.parametrize("path", ["ternworks/job/o1", "careers/ternworks/job/o1", "ternworks/job/o1/apply"])
def test_jobvite_without_json_ld_is_read_from_its_parts(path: str) -> None:
    found = read_posting(without_scripts("jobvite.html"), f"https://jobs.jobvite.com/{path}")

    assert found.job_title == "Nest Surveyor"
    assert found.location == "Kilrush, Clare"
    assert found.company_name == "Tern Works"
    assert "• A steady boat hand" in found.description


def test_breezy_is_read_from_its_parts() -> None:
    found = read_posting(answer("breezy.html"), URLS["breezy"])

    assert found.job_title == "Kite Mender"
    assert found.company_name == "WINDROSE"
    assert found.location == "Tarifa, ES"
    assert found.job_type == "PART_TIME"
    assert found.salary_range == "14 to 18 EUR per hour"
    assert "• Stronger nerves" in found.description


def test_labels_that_a_script_would_translate_are_no_place() -> None:
    body = answer("breezy.html").replace("Tarifa, ES", "%LABEL_MULTIPLE_LOCATIONS%")

    assert read_posting(body, URLS["breezy"]).location == ""


def test_jazzhr_is_read_from_its_parts() -> None:
    found = read_posting(answer("jazzhr.html"), URLS["jazzhr"])

    assert found.job_title == "Moss Gardener"
    assert found.company_name == "Fernbank Roofs"
    assert found.location == "Graz, Styria, Austria"
    assert found.job_type == "FULL_TIME"
    assert "• Good knees" in found.description
    assert "never read" not in found.description


def test_the_old_design_of_jazzhr_is_read_too() -> None:
    url = "https://fernbankroofs.applytojob.com/apply/jobs/details/Ab12345678?&"
    found = read_posting(answer("jazzhr_old.html"), url)

    assert (found.job_title, found.job_type) == ("Moss Gardener", "PART_TIME")
    assert found.company_name == "Fernbank Roofs"
    assert "greens what rain falls on" in found.description


@pytest.mark.parametrize("name", URLS)
def test_what_a_page_tells_search_engines_about_its_employer_is_surer(name: str) -> None:
    found = read(name)

    assert found
    assert list(found.provenance) == ["company_name"]
    assert found.provenance["company_name"]["confidence"] == 0.6


def test_a_page_that_never_names_its_employer_leaves_a_guess() -> None:
    found = read("breezy", "<html><h1>Kite Mender</h1></html>")

    assert found
    assert found.company_name == "Windrose"
    assert found.provenance["company_name"]["confidence"] == 0.3


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    "url",
    [
        "https://{host}.evil.example/apply/1/x",
        "https://{host}@evil.example/p/1",
        "https://evil-{domain}/jobs/1/job",
        "https://{host}/",
        "https://other.example/p/1",
    ],
)
def test_pages_of_others_and_lists_are_left_to_others(name: str, url: str) -> None:
    host = URLS[name].split("/")[2]

    assert read(name, url=url.format(host=host, domain=host.partition(".")[2])) is None


@pytest.mark.parametrize("name", URLS)
@pytest.mark.parametrize(
    "body", ["{}", "[]", "<", "<html></html>", "<p>\x00", "<h1>" * 3000, "<?xml version='1.0'?>"]
)
def test_broken_pages_raise_nothing(name: str, body: str) -> None:
    found = read(name, body)

    assert found is None or not found.is_posting
