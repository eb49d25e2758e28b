"""What holds for every page, however broken or hostile: it is read without a failure, within bounds."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobs.scraping import extract
from jobs.scraping.charsets import decode
from jobs.scraping.clean import INVISIBLE, MAX_TEXT
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.page import Page
from jobs.scraping.posting import FIELDS, LINE_LIMITS, TEXTS, Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import APPLICANT_SYSTEMS, GENERIC, find_api_urls, read_posting
from jobs.scraping.sandbox import read_limited
from jobs.scraping.sources import jsonld, maintext
from tests.jobs import ats
from tests.jobs.site import PAGES, Site, record_connections
from tests.jobs.test_sources_in_general import HOSTED

URL = "https://jobs.example.com/jobs/42"
SALTMARSH = (PAGES / "plain.html").read_text(encoding="utf-8")
EXAMPLES = sorted(
    path
    for path in chain(PAGES.rglob("*"), Path(ats.__file__).parent.rglob("*"))
    if path.suffix in {".html", ".json", ".xml"}
)
# Pages of real employers to run against, where somebody has some: a directory of files.
REAL_PAGES = sorted(Path(os.environ["POSTINGS"]).iterdir()) if os.environ.get("POSTINGS") else []
# How many times a page is cut off, at distances as equal as can be.
CUTS = int(os.environ.get("POSTINGS_CUTS", "24"))
URLS = (
    *(URL, "", "https://www.linkedin.com/jobs/view/1", "https://www.indeed.com/viewjob?jk=1"),
    *("https://careers-saltmarsh.icims.com/jobs/1/engineer/job", "https://jobs.jobvite.com/saltmarsh/job/o1"),
    *("https://saltmarsh.breezy.hr/p/0123456789ab-engineer", "https://saltmarsh.applytojob.com/apply/a/b"),
    *HOSTED,
)

# What pages are made of, so that chance leads further into the parsers than letters do.
PIECES = (
    *("<html lang='", "<h1>", "</h1>", "<title>", "</title>", "<p>", "<ul><li>", "<dl><dt>Location</dt><dd>"),
    *("<script type='application/ld+json'>", "<script id='__NEXT_DATA__' type='application/json'>"),
    *(
        "<script>window.__appData = ",
        "<script>phApp.ddo = ",
        "<script>window.__INITIAL_STATE__=",
        "</script>",
    ),
    *("{", "}", "[", "]", '"', '":', ",", "null", '{"@type":"JobPosting","title":"', '"description":"'),
    *("<div itemscope itemtype='http://schema.org/JobPosting'>", "<b itemprop='title'>", "\\u", "\x00"),
    *("<meta property='og:title' content='", "'>", "<!--", "-->", "<![CDATA[", "]]>", "&lt;", "&#x1f;"),
    *(
        "<?xml version='1.0'?>",
        "<rss><channel><item>",
        "<workzag-jobs><position>",
        "<table><tr><th>Salary<td>",
    ),
    *("Salary: 40,000 to 50,000 EUR a year. ", "9" * 400, "-1e999", "Requirements\n", "Pump Engineer"),
    *("&#99999999;", "\ufeff", "\u202e"),
)
texts = st.text(max_size=60)
pieces = st.lists(st.sampled_from(PIECES) | texts, max_size=40).map("".join)
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.sampled_from(PIECES)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
urls = st.sampled_from(URLS) | texts | texts.map(lambda path: f"https://jobs.example.com/{path}")
often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@contextmanager
def no_failures() -> Iterator[None]:
    """Fail when a part gave up on an exception: the registry catches them, so that one costs no page."""
    failures: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: failures.append(handler.format(record))  # type: ignore[method-assign]
    log = logging.getLogger("jobs.scraping")
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
    assert not failures, failures[0]


def check(body: str, url: str = URL) -> Posting:
    """Read the page and check what holds for every result."""
    with no_failures():
        posting = read_posting(body, url)
    check_bounds(posting)
    return posting


def check_bounds(posting: Posting) -> None:
    assert posting.reason is None or (posting.reason in Reason and posting.problem)
    for name in FIELDS:
        value = getattr(posting, name)
        assert isinstance(value, str) and len(value) <= LINE_LIMITS.get(name, MAX_TEXT), name
        assert not INVISIBLE.search(value), name
        assert name in TEXTS or "\n" not in value, name
        assert not value or set(posting.provenance[name]) >= {"source", "path", "snippet", "confidence"}
    assert len(posting.language) <= 35 and len(posting.valid_through) <= 100 and len(posting.problem) <= 500
    if salary := posting.salary:
        assert all(sum is None or 0 <= sum < 1e12 for sum in (salary.low, salary.high))
    json.dumps({name: dict(found) for name, found in posting.provenance.items()}, allow_nan=False).encode()


class TestChance:
    """Anything at all."""

    @often
    @given(st.text(), texts)
    def test_any_text_is_read(self, body: str, url: str) -> None:
        check(body, url)

    @often
    @given(pieces, urls)
    def test_any_heap_of_pieces_is_read(self, body: str, url: str) -> None:
        check(body, url)

    @often
    @given(st.binary(max_size=300), texts | st.sampled_from(["utf-16", "zip", "shift_jis", "utf-7", "cp424"]))
    def test_any_bytes_are_text_in_any_charset(self, body: bytes, charset: str) -> None:
        text = decode(body, f"text/html; charset={charset}")

        assert "\x00" not in text
        text.encode()
        check(text)

    @often
    @given(st.text() | pieces, texts)
    def test_the_public_function_never_raises(self, body: str, url: str) -> None:
        assert {"title", "company", "is_posting", "reason"} <= set(extract(body, url))

    @often
    @given(urls | st.text(), pieces)
    def test_addresses_of_apis_are_whole_addresses(self, url: str, page: str) -> None:
        with no_failures():
            found = find_api_urls(url, page)

        assert all(re.fullmatch(r"https://[a-z0-9.-]+/[!-~]*", address, re.I) for address in found)


class TestStructure:
    """Pages of the known shapes, with anything in any place."""

    FIELDS = (
        *(
            "@type",
            "@graph",
            "@id",
            "title",
            "description",
            "hiringOrganization",
            "jobLocation",
            "baseSalary",
        ),
        *("jobLocationType", "applicantLocationRequirements", "employmentType", "validThrough", "datePosted"),
        *(
            "identifier",
            "url",
            "responsibilities",
            "qualifications",
            "inLanguage",
            "name",
            "value",
            "currency",
        ),
        *("address", "addressLocality", "addressCountry", "minValue", "maxValue", "unitText"),
    )
    JOB = {
        "@type": "JobPosting",
        "title": "Pump Engineer",
        "description": "<p>You keep the pumps of our salt marshes in order, in all weathers.</p>" * 3,
        "hiringOrganization": {"@type": "Organization", "name": "Saltmarsh Works"},
        "jobLocation": {"address": {"addressLocality": "Emden", "addressCountry": "DE"}},
        "baseSalary": {
            "currency": "EUR",
            "value": {"minValue": 40000, "maxValue": 50000, "unitText": "YEAR"},
        },
        "employmentType": "FULL_TIME",
        "validThrough": "2027-01-31",
    }

    @often
    @given(st.dictionaries(st.sampled_from(FIELDS), values, max_size=6), st.booleans())
    def test_any_value_in_json_ld(self, changed: dict[str, Any], escape: bool) -> None:
        document = json.dumps({**self.JOB, **changed}, ensure_ascii=escape).replace("</", "<\\/")

        check(f"<title>x</title><script type='application/ld+json'>{document}</script><h1>Engineer</h1>")

    @often
    @given(st.lists(values, max_size=4), st.sampled_from(FIELDS))
    def test_any_list_of_json_ld(self, items: list[Any], name: str) -> None:
        document = [self.JOB, *items, {**self.JOB, name: items}, {"@graph": items}]

        check(f"<script type='application/ld+json'>{json.dumps(document)}</script>")

    @often
    @given(st.lists(st.tuples(st.sampled_from(FIELDS), texts, st.booleans()), max_size=8))
    def test_any_microdata(self, items: list[tuple[str, str, bool]]) -> None:
        inner = "".join(
            f"<div itemprop='{name}'{' itemscope itemtype=//schema.org/Place' if scoped else ''}>{text}</div>"
            for name, text, scoped in items
        )

        check(f"<div itemscope itemtype='//schema.org/JobPosting'><h1 itemprop=title>Engineer</h1>{inner}")

    @pytest.mark.parametrize(
        "start",
        [
            "<script id='__NEXT_DATA__' type='application/json'>",
            "<script id='__NUXT_DATA__' type='application/json'>",
            "<script>window.__appData = ",
            "<script>phApp.ddo = ",
            "<script>window.__INITIAL_STATE__ = ",
            "<script>window.__NUXT__ = ",
        ],
    )
    @often
    @given(values, st.sampled_from(["title", "description", "jobDetail", "posting", "company", "location"]))
    def test_any_state_of_a_framework(self, start: str, value: Any, name: str) -> None:
        state = {"props": {"job": {**self.JOB, name: value}}, "posting": value, "jobDetail": {"data": value}}

        check(f"<title>Pump Engineer</title>{start}{json.dumps(state)};</script>")
        check(f"{start}{json.dumps([value, state, 0, {'title': 1, 'description': 2}])}</script>")

    @pytest.mark.parametrize("url", HOSTED)
    @often
    @given(st.data())
    def test_any_part_of_an_applicant_systems_answer(self, url: str, data: st.DataObject) -> None:
        document = json.loads(ats.answer(data.draw(st.sampled_from([p.name for p in EXAMPLES_JSON]))))
        parent, key = data.draw(st.sampled_from(places(document)))
        parent[key] = data.draw(values)

        check(json.dumps(document), url)


def places(document: Any) -> list[tuple[Any, Any]]:
    """Every place of a JSON document: what holds it, and its key or index there."""
    found: list[tuple[Any, Any]] = []
    waiting = [document]
    while waiting:
        part = waiting.pop()
        keys = list(part) if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
        found += [(part, key) for key in keys]
        waiting += [part[key] for key in keys]
    return found


EXAMPLES_JSON = [path for path in EXAMPLES if path.suffix == ".json" and path.parent.name == "ats"]


class TestTruncation:
    """Pages that end too early."""

    @pytest.mark.parametrize("page", EXAMPLES + REAL_PAGES, ids=lambda path: path.name)
    def test_half_a_page_is_read(self, page: Path) -> None:
        body = page.read_bytes()
        for end in range(0, len(body), len(body) // CUTS + 1):
            check(decode(body[:end], "text/html; charset=utf-8"))

    @pytest.mark.parametrize("page", EXAMPLES, ids=lambda path: path.name)
    def test_a_page_without_its_beginning_is_read(self, page: Path) -> None:
        body = page.read_bytes()
        for start in range(0, len(body), len(body) // 8 + 1):
            check(decode(body[start:], "text/html; charset=utf-8"))


DEEP = 50_000
LD = "<script type='application/ld+json'>"
ENTITIES = "".join(f"<!ENTITY l{level} '{f'&l{level - 1};' * 10}'>" for level in range(1, 10))
HEAVY = {
    "nested lists": "[" * DEEP + "]" * DEEP,
    "nested objects": '{"a":' * DEEP + "1" + "}" * DEEP,
    "nested lists in JSON-LD": f"{LD}{'[' * DEEP}{']' * DEEP}</script><h1>Engineer</h1>",
    "nested objects in JSON-LD": LD + '{"@type":"JobPosting","a":' * DEEP + "1" + "}" * DEEP + "</script>",
    "unclosed objects in JSON-LD": LD + '{"@type":"JobPosting","title":' * DEEP,
    "nested state": "<script>window.__appData = " + '{"a":' * DEEP + "</script>",
    "a number of a million digits": '{"title":' + "9" * 1_000_000 + ',"content":1}',
    "a sum of a million digits": f'{LD}{{"@type":"JobPosting","baseSalary":{"9" * 1_000_000}}}</script>',
    "a sum in words of a million digits": f"<h1>Engineer</h1><p>Salary: {'9' * 1_000_000} EUR a year",
    "a sum of thousands": f"<h1>Engineer</h1><p>Salary: {'9,' * 300_000} EUR a year",
    "nested elements": "<div>" * 100_000 + "text",
    "nested elements in a posting": f"<h1>Engineer</h1>{'<div><b>' * 50_000}text",
    "elements beside each other": "<h1>Engineer</h1>" + "<p>text</p>" * 200_000,
    "labels": "<h1>Engineer</h1><dl>" + "<dt>Location</dt><dd>Emden</dd>" * 60_000,
    "headings": "<h2>Requirements</h2>" * 100_000,
    "attributes": "<h1 " + " ".join(f"a{number}=x" for number in range(100_000)) + ">Engineer</h1>",
    "one attribute": f"<h1 title='{'a' * 3_000_000}'>Engineer</h1>",
    "one word": f"<h1>Engineer</h1><p>{'a' * 3_000_000}",
    "one title": f"<title>{'Engineer - ' * 200_000}</title><h1>{'Engineer | ' * 100_000}</h1>",
    "spaces": f"<h1>Engineer</h1><p>{' ' * 2_000_000}x{chr(9) * 1_000_000}",
    "line breaks": "<h1>Engineer</h1><pre>" + "\n" * 2_000_000,
    "opening brackets": "<" * 2_000_000,
    "ampersands": "&" * 1_000_000 + "&amp;" * 300_000,
    "entities of entities": "<h1>Engineer</h1><p>" + "&amp;" * 10 + "amp;" * 500_000,
    "comments": "<h1>Engineer</h1>" + "<!--" * 300_000,
    "scripts": f"{LD}{{</script>" * 60_000,
    "postings": f'{LD}{{"@type":"JobPosting","title":"Engineer {{}}"}}</script>' * 20_000,
    "microdata": "<div itemscope itemtype='https://schema.org/JobPosting'>" * 30_000,
    "billion laughs": f"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY l0 'ha'>{ENTITIES}]><rss><title>&l9;",
    "billion laughs in HTML": f"<!DOCTYPE html [<!ENTITY l0 'ha'>{ENTITIES}]><h1>&l9;</h1>",
    "quadratic blow-up": f"<!DOCTYPE rss [<!ENTITY a '{'a' * 90_000}'>]><rss><title>{'&a;' * 9_000}",
    "feed items": "<rss><channel>" + "<item><title>Engineer</title></item>" * 60_000,
    "zero width": "<h1>Engineer</h1><p>" + "\u200b\u202e" * 700_000,
    "surrogates": "<h1>Engineer\ud800</h1><p>" + "\udfff" * 500_000,
    "odd characters": "<h1>\U0001f600</h1><p>" + "\U000e0041\ufdd0\uffff" * 300_000,
}


class TestWeight:
    """Pages made to be heavy: each ends within the limits of the sandbox."""

    @pytest.mark.parametrize("name", HEAVY)
    def test_a_heavy_page_ends(self, name: str) -> None:
        try:
            with no_failures():
                posting = read_limited(HEAVY[name], URL)
        except FetchRefused as refusal:
            assert refusal.reason == Reason.TOO_LARGE
        else:
            check_bounds(posting)


# Documents that want something read from {address}.
REFERRING = [
    "<!DOCTYPE rss [<!ENTITY x SYSTEM '{address}'>]><rss><channel><title>&x;</title>"
    "<item><title>&x;</title><description>&x;</description></item></channel></rss>",
    "<!DOCTYPE workzag-jobs [<!ENTITY x SYSTEM '{address}'>]><workzag-jobs><position><name>&x;</name>"
    "<jobDescriptions><jobDescription><value>&x;</value></jobDescription></jobDescriptions></position>"
    "</workzag-jobs>",
    "<!DOCTYPE rss SYSTEM '{address}'><rss><channel><title>Engineer</title></channel></rss>",
    "<!DOCTYPE rss [<!ENTITY % x SYSTEM '{address}'> %x;]><rss><channel><title>x</title></channel></rss>",
    "<rss xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include parse='text' href='{address}'/></rss>",
    "<?xml-stylesheet href='{address}'?><rss><channel><title>Engineer</title></channel></rss>",
    "<!DOCTYPE html SYSTEM '{address}'><base href='{address}'><h1>Engineer</h1><img src='{address}'>"
    "<iframe src='{address}'></iframe><link rel=import href='{address}'><object data='{address}'>",
    '{{"@context": "{address}", "@type": "JobPosting", "title": "Engineer"}}',
]


class TestInnocence:
    """Reading a page does nothing else: no file is opened for it, no connection made, no script run."""

    @pytest.mark.parametrize("document", REFERRING)
    @pytest.mark.parametrize("scheme", ["file", "http", "ftp"])
    def test_what_a_page_refers_to_is_not_read(
        self, document: str, scheme: str, tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # Python's sockets are watched; those of libxml2 would arrive at the site.
        tried = record_connections(monkeypatch)
        secret = tmp_path / "secret.txt"
        secret.write_text("the secret of the marsh")
        place = secret.as_uri() if scheme == "file" else f"{scheme}://{site.address}/x"

        for url in (
            URL,
            "https://skogsljud.teamtailor.com/jobs/1-x",
            "https://hansen.jobs.personio.de/job/1",
        ):
            posting = check(document.format(address=place), url)
            assert "secret of the marsh" not in repr(posting)
        assert (tried, site.requests) == ([], [])

    def test_scripts_and_what_nobody_sees_is_not_read(self) -> None:
        hidden = "".join(
            f"<{tag}>document.write('sly words')</{tag}>"
            for tag in ("script", "style", "template", "noscript")
        )
        posting = check(
            SALTMARSH.replace("</h1>", f"</h1>{hidden}<!-- sly words --><b onclick='sly words'>!</b>")
        )

        assert posting.job_title.startswith("Pump Engineer")
        assert "sly words" not in repr(posting)

    def test_reading_twice_gives_the_same(self) -> None:
        assert [check(path.read_text(encoding="utf-8")) for path in EXAMPLES] == [
            check(path.read_text(encoding="utf-8")) for path in EXAMPLES
        ]


def test_a_part_that_gives_up_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonld, "read", lambda page: 1 / 0)

    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        check(SALTMARSH)


def test_every_source_has_an_example_to_be_held_to() -> None:
    job = "<div itemscope itemtype='//schema.org/JobPosting'><h1 itemprop=title>Engineer</h1></div>"
    bodies = [job, *(path.read_text(encoding="utf-8") for path in EXAMPLES)]
    idle = [
        source.NAME
        for source in (*APPLICANT_SYSTEMS, *GENERIC, maintext)
        if not any(source.read(Page(body, url)) for body in bodies for url in URLS)
    ]

    assert idle == []
