"""What is read from structured data: JSON-LD, microdata, RDFa and frameworks' states, and where they lie."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import escape
from typing import Any

import pytest

from jobs.scraping import extract
from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from jobs.scraping.sources import jsonld, microdata, state
from tests.jobs.conftest import page

URL = "https://careers.tern.example/jobs/tidal-baker-881"
TEXT = "Bake the bread of nine villages, before anyone is awake, with flour that you choose yourself. " * 3
JOB: dict[str, Any] = {
    "@type": "JobPosting",
    "title": "Tidal Baker",
    "description": f"<p>{TEXT}</p>",
    "hiringOrganization": {"@type": "Organization", "name": "Tern Mills"},
}


def html(body: str, head: str = "") -> str:
    return f'<!doctype html><html lang="en"><head>{head}</head><body>{body}</body></html>'


def ld(*blocks: object, body: str = "") -> str:
    texts = (block if isinstance(block, str) else json.dumps(block) for block in blocks)
    return html(body, "".join(f'<script type="application/ld+json">{text}</script>' for text in texts))


def read_ld(*blocks: object, url: str = URL, body: str = "") -> Posting:
    found = jsonld.read(Page(ld(*blocks, body=body), url))
    assert found is not None
    return found


def place(**address: object) -> dict[str, object]:
    return {"@type": "Place", "address": {"@type": "PostalAddress", **address}}


# JSON-LD that is broken


@pytest.mark.parametrize(
    "broken",
    [
        json.dumps(JOB).replace("nine", r"\_nine"),
        json.dumps(JOB).replace("}}", ",}}").replace('"}', '",}'),
        f"//<![CDATA[\n{json.dumps(JOB)}\n//]]>",
        f"/*<![CDATA[*/{json.dumps(JOB)}/*]]>*/",
        f"<!-- {json.dumps(JOB)} -->",
        json.dumps(JOB) + ";",
        json.dumps(JOB).replace("awake,", "awake,\n\t"),
        json.dumps(JOB).replace('"', "&quot;"),
        json.dumps(JOB).replace('", "desc', '" "desc'),
        json.dumps(JOB).replace("yourself. ", 'your"self". ', 1),
        json.dumps({key.replace("@", "").title().replace("Type", "@type").replace(" ", ""): value
                    for key, value in JOB.items()}).replace("Hiringorganization", "HiringOrganization"),
    ],
    ids=["escape", "commas", "cdata", "cdata, comment", "comment", "semicolon", "controls", "entities",
         "missing comma", "quotes inside", "keys like classes"],
)  # fmt: skip
def test_json_ld_is_read_although_it_is_broken(broken: str) -> None:
    found = read_ld(broken)

    assert (found.job_title, found.company_name) == ("Tidal Baker", "Tern Mills")
    assert "before anyone is awake" in found.description


def test_a_broken_block_does_not_cost_the_next_one() -> None:
    assert read_ld('{"@type": "WebSite", oops', JOB).job_title == "Tidal Baker"


def test_what_another_block_describes_is_found_by_its_id() -> None:
    job = JOB | {"hiringOrganization": {"@id": "#tern"}}

    found = read_ld(job, {"@type": "Organization", "@id": "#tern", "name": "Tern Mills Ltd"})

    assert found.company_name == "Tern Mills Ltd"


def test_parts_that_stand_apart_from_the_description_join_its_text() -> None:
    parts = {"responsibilities": "Knead, shape and bake, and clean the oven on Sundays.", "skills": ["bread"]}
    required = {"qualifications": "<ul><li>Three years at an oven of one's own</li></ul>"}

    found = read_ld(JOB | parts | required)

    assert "Responsibilities:\nKnead, shape and bake" in found.description
    assert found.requirements == "• Three years at an oven of one's own"


def test_a_description_without_markup_keeps_its_lines() -> None:
    found = read_ld(JOB | {"description": f"{TEXT}\n\nRequirements\n- Salt"})

    assert found.description.endswith("\n\nRequirements\n- Salt")


# Where structured data lies


@pytest.mark.parametrize(
    ("changes", "location"),
    [
        ({"jobLocation": place(addressLocality="Tern Mills")}, ""),
        ({"jobLocation": place(addressLocality="TR19 7AA", addressCountry="GB")}, "GB"),
        ({"jobLocation": place(addressLocality="11000", addressRegion="-", addressCountry="CZ")}, "CZ"),
        ({"jobLocation": place(addressLocality="UNAVAILABLE", addressCountry="US")}, "US"),
        ({"jobLocation": place(addressLocality="Mousehole", addressRegion="null")}, "Mousehole"),
        ({"jobLocation": {"address": "Mousehole, Cornwall"}}, "Mousehole, Cornwall"),
        ({"jobLocation": [place(addressLocality="Mousehole"), place(addressCountry="GB")]}, "Mousehole"),
        ({"jobLocation": place(addressLocality="Oslo"), "jobLocationType": "TELECOMMUTE"}, "Remote"),
        ({"jobLocation": [place(addressCountry=f"C{n}C") for n in range(30)]}, "Remote"),
        (
            {"jobLocationType": "TELECOMMUTE", "applicantLocationRequirements": [{"name": "USA"}] * 10},
            "Remote (USA)",
        ),
        (
            {
                "jobLocationType": "TELECOMMUTE",
                "applicantLocationRequirements": [{"name": f"Country {letter}"} for letter in "ABCDEFGHIJK"],
            },
            "Remote",
        ),
        ({"jobLocation": place(addressLocality="Headtown") | {"name": "Elk Ford, MT"}}, "Elk Ford, MT"),
        ({"jobLocation": place(addressLocality="Oslo") | {"name": "Oslo, NO"}}, "Oslo"),
        ({"jobLocation": place(addressLocality="Oslo") | {"name": "Mill 7, North Quay"}}, "Oslo"),
        ({"jobLocation": place(addressLocality="Headtown") | {"name": "Remote, US"}}, "Remote, US"),
        (
            {
                "jobLocation": [
                    place(addressLocality="Headtown") | {"name": "Oxbow, NY"},
                    place(addressLocality="Headtown") | {"name": "Elk Ford, MT"},
                ]
            },
            "Oxbow, NY; Elk Ford, MT",
        ),
    ],
)  # fmt: skip
def test_places_are_told_from_what_boards_write_instead(changes: dict[str, Any], location: str) -> None:
    assert read_ld(JOB | changes).location == location


def test_a_country_alone_is_believed_less_than_a_town() -> None:
    town = read_ld(JOB | {"jobLocation": place(addressLocality="Oslo", addressCountry="NO")})
    country = read_ld(JOB | {"jobLocation": place(addressCountry="NO")})

    assert country.provenance["location"]["confidence"] < 0.7 < town.provenance["location"]["confidence"]


@pytest.mark.parametrize(
    ("employer", "name"),
    [
        ("Tern Mills", "Tern Mills"),
        ({"name": "IL00 Tern Mills, Ltd."}, "Tern Mills, Ltd."),
        ({"name": "2301 Tern Mills"}, "Tern Mills"),
        ({"name": "3M"}, "3M"),
        ({"name": "UNAVAILABLE"}, ""),
        ({"name": None}, ""),
    ],
)
def test_an_employer_is_named_without_a_payrolls_code(employer: object, name: str) -> None:
    assert read_ld(JOB | {"hiringOrganization": employer}).company_name == name


@pytest.mark.parametrize("kind", ["OTHER", "", None, ["OTHER"], {"x": 1}])
def test_another_kind_of_employment_is_none(kind: object) -> None:
    assert read_ld(JOB | {"employmentType": kind}).job_type == ""


@pytest.mark.parametrize(
    "pay",
    [
        {"currency": "", "value": {"value": "", "minValue": "", "unitText": ""}},
        {"currency": "EUR", "value": {"minValue": 0, "maxValue": 0, "unitText": "YEAR"}},
        {"currency": "EUR", "value": None},
        [],
        "",
    ],
)
def test_pay_without_a_sum_is_none(pay: object) -> None:
    assert read_ld(JOB | {"baseSalary": pay}).salary is None


def test_pay_that_is_a_sentence_is_read() -> None:
    pay = {"currency": "EUR", "value": "Aloituspalkka on 3 150,50 euroa kuukaudessa."}

    salary = read_ld(JOB | {"baseSalary": pay}).salary

    assert salary is not None
    assert (salary.low, salary.currency, salary.period) == (3150.5, "EUR", "MONTH")


def test_pay_that_a_board_is_known_to_guess_is_left_out() -> None:
    pay = {"baseSalary": {"currency": "USD", "value": {"minValue": 60000, "maxValue": 90000}}}

    assert read_ld(JOB | pay).salary is not None
    assert read_ld(JOB | pay, url="https://remoteok.com/remote-jobs/881").salary is None


@pytest.mark.parametrize(
    ("dates", "closes"),
    [
        ({"validThrough": "2031-05-06T00:00:00Z"}, "2031-05-06"),
        ({"validThrough": "2031-05-06 12:47:53 UTC"}, "2031-05-06"),
        ({"validThrough": "1970-01-01T00:00:00.000Z"}, ""),
        ({"validThrough": "2020-01-01", "datePosted": "2026-02-03"}, ""),
        ({"validThrough": "soon"}, ""),
        ({"validThrough": 20310506}, "2031-05-06"),
    ],
)
def test_a_last_day_before_the_first_is_none(dates: dict[str, object], closes: str) -> None:
    assert read_ld(JOB | dates).valid_through == closes


# Several postings on one page


OTHER = JOB | {"title": "Night Miller", "description": f"<p>Mill. {TEXT}</p>"}


@pytest.mark.parametrize(
    ("mine", "body"),
    [
        ({"url": URL + "?utm_source=mail"}, ""),
        ({"identifier": {"@type": "PropertyValue", "value": "tidal-baker-881"}}, ""),
        ({"identifier": "tidal-baker-881"}, ""),
        ({}, "<h1>Tidal Baker (all genders)</h1>"),
        ({"hiringOrganization": "Careers Tern"}, ""),
    ],
)
def test_of_several_postings_the_pages_own_is_chosen(mine: dict[str, Any], body: str) -> None:
    assert read_ld(OTHER, JOB | mine, body=body).job_title == "Tidal Baker"


def test_of_postings_with_one_title_the_employer_tells_the_pages_own() -> None:
    body = "<h1>Tidal Baker at Tern Mills</h1>"

    assert read_ld(JOB | {"hiringOrganization": "Gull Mills"}, JOB, body=body).company_name == "Tern Mills"


def test_the_same_posting_twice_is_one() -> None:
    assert read_ld([JOB, JOB]).job_title == "Tidal Baker"


def test_several_postings_of_which_none_is_the_pages_own_are_a_list() -> None:
    assert read_ld(OTHER, JOB).reason == Reason.SEVERAL


# Microdata and RDFa


def read_elements(body: str, url: str = URL) -> Posting:
    found = microdata.read(Page(html(body), url))
    assert found is not None
    return found


def test_microdata_is_read_with_its_nested_items() -> None:
    found = read_elements(f"""<div itemscope itemtype="https://schema.org/JobPosting">
        <h1 itemprop="title">Tidal Baker</h1>
        <div itemprop="hiringOrganization" itemscope itemtype="https://schema.org/Organization">
          <span itemprop="name">Tern Mills</span></div>
        <div itemprop="jobLocation" itemscope><div itemprop="address" itemscope>
          <span itemprop="addressLocality">Mousehole</span>,
          <meta itemprop="addressCountry" content="GB"></div></div>
        <meta itemprop="employmentType" content="FULL_TIME">
        <time itemprop="validThrough" datetime="2031-05-06">May</time>
        <div itemprop="baseSalary" itemscope><meta itemprop="currency" content="GBP">
          <span itemprop="value" itemscope>
          <span itemprop="minValue">31,000</span> <meta itemprop="unitText" content="YEAR"></span></div>
        <div itemprop="description"><p>{TEXT}</p><ul><li>Salt</li></ul></div></div>""")

    assert (found.job_title, found.company_name) == ("Tidal Baker", "Tern Mills")
    assert (found.location, found.job_type, found.valid_through) == (
        "Mousehole, GB",
        "FULL_TIME",
        "2031-05-06",
    )
    assert found.salary is not None
    assert (found.salary.low, found.salary.currency, found.salary.period) == (31000, "GBP", "YEAR")
    assert found.description.endswith("• Salt")


def test_rdfa_is_read_where_one_property_holds_another() -> None:
    found = read_elements(f"""<div vocab="https://schema.org/" typeof="JobPosting">
        <h2 property="title">Tidal Baker</h2>
        <span property="jobLocation" typeof="Place"><span property="address" typeof="PostalAddress">
          <span property="addressLocality">Mousehole</span></span></span>
        <span property="schema:salaryCurrency">GBP</span> <span property="baseSalary">31000</span>
        <p property="description">
          <b property="hiringOrganization" typeof="Organization"><i property="name">Tern Mills</i></b>
          {TEXT}</p></div>""")

    assert (found.job_title, found.company_name, found.location) == ("Tidal Baker", "Tern Mills", "Mousehole")
    assert found.description.startswith("Tern Mills Bake the bread")
    assert str(found.salary) == "31,000 GBP"


def test_properties_of_postings_count_without_a_posting_around_them() -> None:
    found = read_elements("""<span itemprop="jobLocation" itemscope itemtype="https://schema.org/Place">
        <span itemprop="address">Mousehole, Cornwall</span></span>
        <span itemprop="employmentType">part-time</span>
        <h1 itemprop="name">Tern Mills</h1>""")

    assert (found.location, found.job_type, found.job_title) == ("Mousehole, Cornwall", "PART_TIME", "")


def test_a_page_of_microdata_postings_is_a_list() -> None:
    cards = "".join(
        f'<div itemscope itemtype="https://schema.org/JobPosting"><b itemprop="title">{title}</b></div>'
        for title in ("Baker", "Miller")
    )

    assert read_elements(cards).reason == Reason.SEVERAL


@pytest.mark.parametrize(
    "body", ["<p>Nothing", "<meta property='og:title' content='x'>", "<i itemprop='name'>x</i>"]
)
def test_other_markup_is_no_posting(body: str) -> None:
    assert microdata.read(Page(html(body), URL)) is None


# Frameworks' states


STATE = {
    "id": 881,
    "title": "Tidal Baker",
    "description": f"<p>{TEXT}</p>",
    "company": {"name": "Tern Mills"},
    "location": {"city": "Mousehole", "country": {"name": "Cornwall"}},
    "employmentType": "FULL_TIME",
    "salary": {"min": 31000, "max": 35000, "currency": "GBP", "interval": "year"},
}


def script(text: str, attributes: str = "") -> str:
    return html(f"<h1>Tidal Baker</h1><script {attributes}>{text}</script>")


@pytest.mark.parametrize(
    "body",
    [
        script(
            json.dumps({"props": {"pageProps": {"job": STATE}}}), 'id="__NEXT_DATA__" type="application/json"'
        ),
        script(f"window.__INITIAL_STATE__ = {json.dumps({'job': STATE})};window.x = 1"),
        script(f"window.__INITIAL_STATE__=JSON.parse({json.dumps(json.dumps({'job': STATE}))});"),
        script(
            f"var phApp = phApp || {{}}; phApp.ddo = {json.dumps({'jobDetail': {'data': {'job': STATE}}})};"
        ),
        script(f"window.__APOLLO_STATE__ = {json.dumps({'Job:881': STATE, 'Tag:1': {'name': 'x'}})}"),
        script(json.dumps({"job": STATE}).replace('"', "&q;"), 'type="application/json"'),
        script(
            f"self.__next_f.push([1,{json.dumps('5:' + json.dumps(['$', 'div', None, {'job': STATE}]))}])"
        ),
        html(f"<h1>Tidal Baker</h1><template id='state'>{escape(json.dumps({'job': STATE}))}</template>"),
        html(f'<h1>Tidal Baker</h1><div data-page="{escape(json.dumps({"props": {"job": STATE}}))}"></div>'),
    ],
    ids=[
        "next",
        "assignment",
        "parsed text",
        "phenom",
        "apollo",
        "angular",
        "next stream",
        "template",
        "inertia",
    ],
)
def test_the_posting_is_found_in_a_frameworks_state(body: str) -> None:
    found = state.read(Page(body, URL))

    assert found is not None
    assert (found.job_title, found.company_name) == ("Tidal Baker", "Tern Mills")
    assert (found.location, found.job_type) == ("Mousehole, Cornwall", "FULL_TIME")
    assert str(found.salary) == "31,000 to 35,000 GBP per year"
    assert found.description == TEXT.strip()


def nuxt(status: str) -> str:
    values = [
        ["ShallowReactive", 1], {"offer": 2}, ["Reactive", 3],
        {"status": 4, "name": 5, "descriptionShort": 7, "company": 9, "self": 3, "none": -1, "tags": 11},
        status, {"en": 6, "cs": 6}, "Tidal Baker", {"en": 8},
        "Bake for nine villages, before anyone is awake.",
        {"name": 10}, "Tern Mills", [6, 10, 99],
    ]  # fmt: skip
    return script(json.dumps(values), 'id="__NUXT_DATA__" type="application/json"')


def test_nuxts_references_are_followed_even_in_circles() -> None:
    found = state.read(Page(nuxt("published"), URL))

    assert found is not None
    assert (found.job_title, found.company_name, found.reason) == ("Tidal Baker", "Tern Mills", None)


def test_a_paused_posting_keeps_what_its_state_tells() -> None:
    found = read_posting(nuxt("paused"), URL)

    assert found.reason == Reason.EXPIRED
    assert (found.job_title, found.company_name) == ("Tidal Baker", "Tern Mills")
    assert found.description == "Bake for nine villages, before anyone is awake."


@pytest.mark.parametrize("flag", [{"isActive": False}, {"expired": True}, {"status": "Closed"}])
def test_flags_of_the_state_close_a_posting(flag: dict[str, object]) -> None:
    found = state.read(Page(script(f"window.s = {json.dumps(STATE | flag)}"), URL))

    assert found is not None
    assert found.reason == Reason.EXPIRED


def test_a_posting_that_names_no_employer_keeps_the_rest() -> None:
    nameless = {key: STATE[key] for key in STATE if key != "company"}

    found = state.read(Page(script(f"window.s = {json.dumps(nameless)}"), URL))

    assert found is not None
    assert (found.job_title, found.company_name) == ("Tidal Baker", "")


@pytest.mark.parametrize("key", ["details", "description"])
def test_a_text_that_is_kept_in_parts_is_put_together_with_its_headings(key: str) -> None:
    parts = [
        {"title": "What you do", "content": f"<p>{TEXT}</p>"},
        {"title": "Whom we seek", "text": "Bakers."},
    ]
    job = {name: STATE[name] for name in STATE if name != "description"}
    job[key] = {"file": None, "standard": parts} if key == "details" else parts

    found = state.read(Page(script(f"window.s = {json.dumps(job)}"), URL))

    assert found is not None
    assert found.description.startswith(f"What you do\n{TEXT[:40]}")
    assert found.description.endswith("Whom we seek\nBakers.")


@pytest.mark.parametrize(
    "pay",
    [
        {"salary": "31,000 - 35,000 GBP per year"},
        {
            "salary": None,
            "salaryMin": 31000,
            "salary_max": "35000",
            "salaryCurrency": "GBP",
            "payPeriod": "year",
        },
        {"salary": {"value": {"minValue": 31000, "maxValue": 35000, "unitText": "YEAR"}, "currency": "GBP"}},
    ],
)
def test_pay_is_read_in_whichever_form_a_state_keeps_it(pay: dict[str, object]) -> None:
    found = state.read(Page(script(f"window.s = {json.dumps(STATE | pay)}"), URL))

    assert found is not None
    assert str(found.salary) == "31,000 to 35,000 GBP per year"


def test_an_employer_above_the_posting_is_found() -> None:
    above = {
        "organization": {"name": "Tern Mills"},
        "posting": {key: STATE[key] for key in STATE if key != "company"},
    }

    found = state.read(Page(script(f"window.__appData = {json.dumps(above)};"), URL))

    assert found is not None
    assert found.company_name == "Tern Mills"


@pytest.mark.parametrize(
    "value",
    [
        {"seo": {"title": "Tidal Baker", "description": TEXT}},
        {"job": {"title": "Tidal Baker", "description": "short", "location": "Mousehole"}},
        {"similar": [{"title": f"Miller {n}", "description": TEXT, "location": "Hull"} for n in range(3)]},
        {"title": 7, "description": [None], "location": {}},
    ],
)
def test_objects_without_the_marks_of_this_posting_are_passed_over(value: object) -> None:
    assert state.read(Page(script(f"window.s = {json.dumps(value)}"), URL)) is None


@pytest.mark.parametrize(
    "text",
    [
        'window.s = {"description": ' + "[" * 60_000,
        'window.s = {"description":' * 20_000,
        'a = "description"; ' * 20_000,
        '[["Reactive", 0], ["Ref", 1], "description", {"title": 0, "description": 1}]',
        '[["Reactive", 1], {"description": 2}, [["Ref", 3], 1], [{"Ref": 1}, 2], "and more text to be long"]',
        '{"description": ' + "9" * 6000 + "}",
        "self.__next_f.push([1," + '"5:{\\"description\\":' * 3000,
    ],
)
def test_a_state_that_is_made_to_break_the_reader_gives_nothing(text: str) -> None:
    assert state.read(Page(script(text), URL)) is None


# All together


def test_a_place_that_another_part_of_the_page_knows_better_is_taken_from_there() -> None:
    job = JOB | {"jobLocation": place(addressCountry="GB")}
    body = ld(job, body=f"<h1>Tidal Baker</h1><script>window.s = {json.dumps(STATE)}</script>")

    found = extract(body, URL)

    assert found["location"] == "Mousehole, Cornwall"
    assert found["provenance"]["location"]["source"] == "state"
    assert found["provenance"]["job_title"]["source"] == "jsonld"


def test_a_source_that_fails_does_not_cost_what_the_others_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(page: Page) -> Posting:
        raise RuntimeError("it broke")

    monkeypatch.setattr(microdata, "read", fail)

    assert extract(page("jsonld_graph.html"), URL)["title"] == "Lighthouse Keeper of Systems"


# Answers of no known shape


@pytest.mark.parametrize("wrap", [lambda jobs: jobs, lambda jobs: {"departments": [{"jobs": jobs}]}])
def test_the_address_chooses_from_an_answer_of_no_known_shape(wrap: Callable[[Any], Any]) -> None:
    jobs = [
        {"id": 4455660 + n, "title": f"Miller {n}", "description": TEXT, "location": "Hull"} for n in range(3)
    ]
    url = "https://mills.example/open/4455661"

    found = extract(json.dumps(wrap(jobs)), url)

    assert (found["title"], found["location"], found["is_posting"]) == ("Miller 1", "Hull", True)
    for other in (jobs[:1], jobs):
        assert extract(json.dumps(wrap(other)), url.replace("61", "69"))["title"] == ""


def test_a_base_salary_in_words_alone_is_read() -> None:
    job = JOB | {"baseSalary": "$40,000 - $50,000", "salaryCurrency": "USD"}

    assert str(read_ld(job).salary) == "40,000 to 50,000 USD"
