"""Values beside their labels."""

from __future__ import annotations

import pytest

from jobs.scraping.page import Page
from jobs.scraping.posting import Posting
from jobs.scraping.sources import labels
from tests.jobs.conftest import page


def read(body: str) -> Posting:
    return labels.read(Page(f"<html><body>{body}</body></html>", "https://a.example/job")) or Posting()


def test_lists_and_tables_of_labels_are_read_and_other_jobs_are_not() -> None:
    posting = labels.read(Page(page("dom_labels.html"), "https://a.example/job"))

    assert posting is not None
    assert posting.company_name == "Hüttenwerk Adler GmbH"
    assert posting.location == "Zwiesel"
    assert posting.job_type == "FULL_TIME"
    assert str(posting.salary) == "42,000 to 48,500 EUR per year"
    assert posting.provenance["location"]["path"] == "label Standort"


@pytest.mark.parametrize(
    "markup",
    [
        "<dl><dt>Location</dt><dd>Oslo</dd></dl>",
        "<table><tr><th>Location</th><td>Oslo</td></tr></table>",
        "<table><tr><td>Location:</td><td>Oslo</td></tr></table>",
        "<p><strong>Location:</strong> Oslo</p>",
        "<p><strong>Location</strong>: Oslo</p>",
        "<p><b>Location</b><br><span>Oslo</span></p>",
        "<ul><li>Location: Oslo</li></ul>",
        "<p>Location: <em>Oslo</em><br>Start: now</p>",
        '<div><span class="label">Location</span><span>Oslo</span></div>',
        "<div><div>Location</div><div>Oslo</div></div>",
        "<div><h3>Location</h3><p>Oslo</p></div>",
        "<div><div><span>Location</span></div><div>Oslo</div></div>",
        '<div><span class="sr-only">Location</span><p>Oslo</p></div>',
        "<p>Location: Oslo | Start: May</p>",
    ],
)
def test_a_value_is_found_wherever_layouts_put_it(markup: str) -> None:
    assert read(markup).location == "Oslo"


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("Lugar de trabajo", "Sevilla"),
        ("Ubicació", "Girona"),
        ("Localidade principal", "Faro"),
        ("Konum", "Trabzon"),
        ("Asukoht", "Kuressaare"),
        ("Mjesto rada", "Pula"),
        ("Lieu de travail", "Lyon"),
        ("Místo výkonu práce", "Zlín"),
        ("Miesto práce", "Žilina"),
        ("Miejsce pracy", "Łódź"),
        ("Local de trabalho", "Porto"),
        ("Sede di lavoro", "Torino"),
        ("Standplaats", "Utrecht"),
        ("Arbetsort", "Malmö"),
        ("Sijainti", "Turku"),
        ("Munkavégzés helye", "Szeged"),
        ("Место работы", "Пермь"),
    ],
)
def test_labels_are_known_in_many_languages(label: str, value: str) -> None:
    assert read(f"<p><b>{label}:</b> {value}</p>").location == value


@pytest.mark.parametrize(
    "markup",
    [
        "<p>Location: we have offices in many towns. Ask us.</p>",
        "<p>Location: On-site</p>",
        "<p>Location: jobs@acme.example</p>",
        "<p>Location: https://maps.example</p>",
        "<p>Company: Private</p>",
        "<h3>Company</h3><p>We are a family that makes lamps. Join us!</p>",
        "<h3>Company</h3><ul><li><a>About</a></li><li><a>Blog</a></li><li><a>Press</a></li></ul>",
        "<p>Contract type: permanent</p>",
        "<p>Salary: competitive</p>",
        "<p>Salary: 13th salary, 5 weeks of holiday</p>",
        "<nav><p>Location: Oslo</p></nav>",
        "<form><label>Location</label><span>Oslo</span></form>",
        '<div class="related-jobs"><p>Location: Oslo</p></div>',
        "<p>The location is Oslo</p>",
    ],
)
def test_what_cannot_be_the_labels_value_is_left_out(markup: str) -> None:
    posting = read(markup)

    assert (posting.location, posting.company_name, posting.job_type, posting.salary) == ("", "", "", None)


def test_a_list_of_jobs_gives_no_place() -> None:
    towns = "".join(f"<div><b>Location:</b> {town}</div>" for town in ("Oslo", "Bergen", "Moss", "Bodø"))

    assert read(towns).location == ""


def test_working_hours_come_before_the_contract() -> None:
    both = "<p>Tipo de contrato: Temporal</p><p>Jornada: Jornada completa</p>"

    assert read(both).job_type == "FULL_TIME"
    assert read("<p>Tipo de contrato: Temporal</p>").job_type == "TEMPORARY"


def test_a_label_names_the_period_and_the_currency_that_the_value_lacks() -> None:
    assert str(read("<p>Hourly rate: £14.50</p>").salary) == "14.50 GBP per hour"
    assert str(read("<p>Retribució brut anual: 22.300 euros</p>").salary) == "22,300 EUR per year"


def test_a_place_in_parts_is_put_together() -> None:
    parts = "".join(
        f"<div><span>{label}</span><span>{value}</span></div>"
        for label, value in (("Country", "India"), ("State", "KERALA"), ("City", "Kochi"))
    )

    assert read(parts).location == "Kochi, KERALA, India"


def test_a_colon_makes_a_label_surer() -> None:
    with_colon, without = read("<p><b>Location:</b> Oslo</p>"), read("<h3>Location</h3><p>Oslo</p>")

    assert with_colon.provenance["location"]["confidence"] == 0.7
    assert without.provenance["location"]["confidence"] == 0.6


def test_a_page_without_labels_is_none() -> None:
    assert labels.read(Page("<p>Come and work with us.</p>", "https://a.example")) is None
    assert labels.read(Page("{}", "https://a.example")) is None


def test_the_choices_of_a_search_are_no_kind_of_employment() -> None:
    choices = "<h4>Employment type</h4><ul><li>Full-time (30)</li><li>Part-time (4)</li></ul>"

    assert read(f"<div>{choices}</div>").job_type == ""
    assert read(choices.replace(" (30)", "").replace("<li>Part-time (4)</li>", "")).job_type == "FULL_TIME"
