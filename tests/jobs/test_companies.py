"""Employers: one for each, however postings spell it, and merged for good."""

from __future__ import annotations

import pytest

from jobs.errors import PostingError
from jobs.models import Company, Job
from jobs.services.companies import company_for, merge_companies
from jobs.services.corrections import save_correction

pytestmark = pytest.mark.django_db


def company(name: str) -> Company:
    found = company_for(name=name)
    assert found is not None
    return found


def test_the_first_spelling_names_the_employer() -> None:
    first = company("Saltmarsh Works Ltd.")

    assert company("SALTMARSH WORKS") == first
    assert Company.objects.get().name == "Saltmarsh Works Ltd."


def test_a_name_without_letters_is_no_employer() -> None:
    assert company_for(name=" - ") is None
    assert not Company.objects.exists()


def test_merged_employers_are_one_under_every_name() -> None:
    keep, other, third = company("Saltmarsh Works"), company("Saltmarsh Pumps"), company("SMW")
    job = Job.objects.create(company=third)
    Company.objects.filter(pk=other.pk).update(website="https://saltmarsh.example")
    merge_companies(keep=other, other=third)
    kept = merge_companies(keep=keep, other=other)

    job.refresh_from_db()
    assert job.company == kept == company("smw gmbh") == company("Saltmarsh Pumps")
    assert (kept.aliases, kept.website) == (["saltmarsh pumps", "smw"], "https://saltmarsh.example")
    assert Company.objects.count() == 1


def test_an_employer_is_not_merged_with_itself_or_with_what_is_gone() -> None:
    keep, other = company("Saltmarsh Works"), company("Northlight")
    with pytest.raises(PostingError):
        merge_companies(keep=keep, other=keep)
    merge_companies(keep=keep, other=Company.objects.get(pk=other.pk))
    with pytest.raises(PostingError, match="gone"):
        merge_companies(keep=keep, other=other)


def test_strangers_make_no_employers() -> None:
    job = Job.objects.create(origin=Job.Origin.PRACTICE)
    save_correction(job=job, changes={"company_name": "Saltmarsh Works"}, user=None)

    assert not Company.objects.exists()
