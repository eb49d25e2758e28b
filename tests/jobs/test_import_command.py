"""`manage.py import_job`: one posting in, one JSON object out, or a sentence and exit code 1."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from jobs.models import PUBLIC_FIELDS, Job
from tests.jobs.site import PAGES, Site

pytestmark = pytest.mark.django_db


def run(capsys: pytest.CaptureFixture[str], *args: str) -> Any:
    call_command("import_job", *args)
    return json.loads(capsys.readouterr().out)


def test_a_url_is_read_and_printed_as_public_json(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    printed = run(capsys, site.url("jsonld_graph.html"))

    assert set(printed) == {"id", *PUBLIC_FIELDS.values()}
    assert printed["jobTitle"] == "Lighthouse Keeper of Systems"
    assert printed["salaryRange"] == "62,000 to 71,000 EUR per year"


def test_the_same_url_again_prints_the_same_job(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, site.url("plain.html")) == run(capsys, site.url("plain.html"))
    assert Job.objects.count() == 1


def test_a_saved_page_is_read_as_the_page_of_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    address = "https://jobs.lever.co/rio-works/0f9a4c1e-1111-4222-8333-123456789abc"
    printed = run(capsys, str(PAGES / "lever.json"), "--url", address)

    assert (printed["jobTitle"], printed["companyName"], printed["sourceUrl"]) == (
        "Bridge Painter",
        "Rio Works",
        address,
    )


def test_a_saved_page_needs_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys, str(PAGES / "plain.html"))["jobTitle"] == "Pump Engineer"


@pytest.mark.parametrize("name", ["login.html", "shell.html", "several.html", "closed.html", "article.html"])
def test_what_is_not_one_open_posting_ends_with_a_sentence(name: str) -> None:
    with pytest.raises(CommandError) as error:
        call_command("import_job", str(PAGES / name))

    assert error.value.returncode == 1
    assert str(error.value).endswith(".")


def test_a_word_is_neither_an_address_nor_a_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Enter the address"):
        call_command("import_job", str(tmp_path / "missing"))
