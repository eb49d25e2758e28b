"""What is true of every source, whichever the registry holds."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from jobs.scraping.page import Page
from jobs.scraping.registry import APPLICANT_SYSTEMS, SOURCES, Source, find_api_urls
from tests.jobs import ats
from tests.jobs.ats import answer

UUID = "91f0d2c4-7a38-4c55-8e21-6b9a0c1d2e3f"
# A posting's address at each system whose address alone tells where its API is.
HOSTED = (
    "https://job-boards.greenhouse.io/osprey/jobs/4455667",
    "https://boards.greenhouse.io/embed/job_app?for=osprey&token=4455667",
    "https://jobs.lever.co/rio-works/0f9a4c1e-1111-4222-8333-123456789abc",
    f"https://jobs.ashbyhq.com/ebbandflow/{UUID}",
    "https://nordkai.wd3.myworkdayjobs.com/en-US/NordkaiCareers/job/Hamburg/Pilot_R-10432",
    "https://wd3.myworkdaysite.com/recruiting/nordkai/Careers/job/Hamburg/Pilot_R-10432",
    "https://apply.workable.com/icewalk-tours/j/5F6A7B8C9D",
    "https://jobs.smartrecruiters.com/CampanaWerke/744000012345678-bell-founder",
    "https://polderwacht.recruitee.com/o/dike-warden",
    "https://skogsljud.teamtailor.com/jobs/7300002-field-recordist",
    "https://hansen.jobs.personio.de/job/1200002",
    "https://saltmarsh.bamboohr.com/careers/36",
    f"https://ats.rippling.com/saltmarsh/jobs/{UUID}",
)
SMUGGLED = (
    "..",
    "%2e%2e",
    "..%2f..%2fx",
    "%2e%2e%2f%2e%2e%2fx",
    "a%3Fb",
    "a%23b",
    "a%40b",
    "a%5cb",
    "a%00b",
    "a%0d%0ab",
)
BODIES = (
    "",
    "null",
    "[]",
    "{}",
    "[" * 60_000,
    '{"jobs": 1, "offers": "x", "offer": [], "content": {}, "jobAd": 1, "name": [], "totalFound": null}',
    '{"jobs": [null, 1, [], "x", {}], "apiVersion": "1", "meta": [], "name": {}}',
    '{"jobPostingInfo": [], "hiringOrganization": 1, "shortcode": [], "title": {}, "content": 1}',
    '{"text": 1, "categories": 2, "lists": 3, "result": {"jobOpening": []}, "jobPost": 7}',
    '{"data": {"jobPosting": [1]}, "status": 404, "error": [], "errorCode": {}}',
    "<rss><channel><item/></channel></rss>",
    "<workzag-jobs><position/></workzag-jobs>",
    "<script>window.__appData = [[;window.workday = {tenant:</script>",
    "<!doctype html><title>x</title><p>y",
    "<?xml version='1.0' encoding='utf-16'?><x/>",
)
FILES = sorted(
    path.name for path in Path(ats.__file__).parent.iterdir() if path.suffix in {".json", ".xml", ".html"}
)
sources = pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES)


@cache
def parsed(name: str, url: str) -> Page:
    """A fixture as it looks from an address, parsed once for all sources."""
    return Page(answer(name), url)


@sources
def test_a_source_is_known_by_its_name(source: Source) -> None:
    assert SOURCES[source.NAME] is source
    assert re.fullmatch("[a-z_]+", source.NAME)


@pytest.mark.parametrize("url", HOSTED)
def test_an_api_is_asked_over_https_on_the_systems_own_host(url: str) -> None:
    addresses = find_api_urls(url)

    assert addresses
    assert len(set(addresses)) == len(addresses)
    for address in addresses:
        parts = urlsplit(address)
        assert parts.scheme == "https"
        assert parts.hostname
        assert parts.hostname.split(".")[-2:-1] == (urlsplit(url).hostname or "").split(".")[-2:-1]
        assert not parts.fragment
        assert ".." not in parts.path


@sources
@pytest.mark.parametrize("url", HOSTED)
def test_look_alikes_of_hosts_reach_no_api(source: Source, url: str) -> None:
    parts = urlsplit(url)
    host = parts.netloc
    domain = ".".join(host.split(".")[-2:])
    look_alikes = (
        f"{host}.evil.example",
        f"evil{domain}",
        f"{host}@evil.example",
        f"evil.example/{host}",
        f"x-{domain}",
    )

    assert [source.api_urls(url.replace(host, other)) for other in look_alikes] == [()] * len(look_alikes)


@sources
@pytest.mark.parametrize("smuggled", SMUGGLED)
def test_nothing_is_smuggled_into_an_apis_address(source: Source, smuggled: str) -> None:
    for url in HOSTED:
        path = urlsplit(url).path
        for part in path.strip("/").split("/"):
            for address in source.api_urls(url.replace(path, path.replace(part, smuggled, 1))):
                assert not re.search(r"\.\.|%2e|%2f|%3f|%23|%40|%5c|%00|%0d|[#@\\\s]", address, re.I)


@sources
@pytest.mark.parametrize("body", BODIES, ids=range(len(BODIES)))
def test_no_body_breaks_a_source(source: Source, body: str) -> None:
    for url in (*HOSTED, "https://osprey.example/jobs/1?gh_jid=7"):
        source.read(Page(body, url))
        assert isinstance(source.api_urls(url, body), tuple)


@pytest.mark.parametrize("name", FILES)
def test_no_applicant_system_takes_the_answer_of_another_for_its_own(name: str) -> None:
    owner = re.split(r"[_.]", name)[0]
    for url in (*HOSTED, "https://employer.example/jobs/1?gh_jid=4455667"):
        readers = [source.NAME for source in APPLICANT_SYSTEMS if source.read(parsed(name, url))]
        assert set(readers) <= {owner}


@sources
@pytest.mark.parametrize("name", FILES)
def test_what_a_source_reads_says_so_and_fits_on_its_lines(source: Source, name: str) -> None:
    for url in HOSTED:
        if not (found := source.read(parsed(name, url))):
            continue
        assert {where["source"] for where in found.provenance.values()} <= {source.NAME}
        assert all(0 < where["confidence"] <= 1 for where in found.provenance.values())
        assert len(found.location) <= 200
