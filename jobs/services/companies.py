"""Employers: found by their folded name, and merged when two of them are one."""

from __future__ import annotations

from django.db import transaction

from jobs.errors import PostingError
from jobs.models import Company, Job
from jobs.scraping.names import company_key


def company_for(*, name: str) -> Company | None:
    """Return the employer that postings call `name`, made when it is new; None for a name without letters.

    Case, accents, punctuation and legal forms make no other employer, and merged names lead to what was kept.
    """
    key = company_key(name)
    if not key:
        return None
    return _known(key) or Company.objects.get_or_create(key=key, defaults={"name": name})[0]


def _known(key: str) -> Company | None:
    if company := Company.objects.filter(key=key).first():
        return company
    # Few companies were ever merged, and not every database can look into a list.
    merged = Company.objects.exclude(aliases=[])
    return next((company for company in merged if key in company.aliases), None)


@transaction.atomic
def merge_companies(*, keep: Company, other: Company) -> Company:
    """Give `keep` the other's jobs, names and what only the other knows; the other is deleted.

    Raises PostingError when both are the same, or one is gone.
    """
    if keep.pk == other.pk:
        raise PostingError("Choose two different companies.")
    found = Company.objects.select_for_update().in_bulk([keep.pk, other.pk])
    if len(found) != 2:
        raise PostingError("One of these companies is gone. Load the page again.")
    kept, gone = found[keep.pk], found[other.pk]
    Job.objects.filter(company=gone).update(company=kept)
    kept.aliases = sorted({*kept.aliases, gone.key, *gone.aliases} - {kept.key})
    kept.website = kept.website or gone.website
    kept.about = kept.about or gone.about
    gone.delete()
    kept.save()
    return kept
