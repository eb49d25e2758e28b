"""Filters of the job list that are no plain columns."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib.admin import ModelAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.timezone import make_aware
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter, TextFilter
from unfold.utils import parse_date_str

from jobs.models import Company, Job, Team
from jobs.models.job import JobQuerySet


class ReviewFilter(DropdownFilter):
    """Whether a person has to look at the job."""

    title = "review"
    parameter_name = "review"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """The three states that the list shows."""
        return [("waiting", "To review"), ("conflict", "Page differs"), ("done", "Reviewed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep the jobs in the chosen state."""
        if self.value() == "waiting" and isinstance(queryset, JobQuerySet):
            return queryset.to_review()
        if self.value() == "conflict":
            return queryset.exclude(conflicts={})
        if self.value() == "done":
            return queryset.filter(reviewed_at__isnull=False, conflicts={})
        return queryset


class AddedFilter(RangeDateFilter):
    """Days, both counted in, in the time zone of the installation."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep the jobs that were added from the first day to the last."""
        first, last = (_midnight(self.used_parameters.get(f"created_at_{end}")) for end in ("from", "to"))
        if first:
            queryset = queryset.filter(created_at__gte=first)
        return queryset.filter(created_at__lt=last + timedelta(days=1)) if last else queryset


class CompanyFilter(TextFilter):
    """A part of the employer's name, however its postings spell it."""

    title = "company"
    parameter_name = "company"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep jobs whose own spelling or whose company's name has the words."""
        words = (self.value() or "").strip()
        if not words:
            return queryset
        companies = Company.objects.filter(name__icontains=words)
        return queryset.filter(Q(company_name__icontains=words) | Q(company__in=companies))


class HostFilter(TextFilter):
    """The site that a posting was read from."""

    title = "site"
    parameter_name = "site"

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep the postings of one host and of its subdomains."""
        host = (self.value() or "").strip()
        if not host:
            return queryset
        return queryset.filter(Q(source_url__icontains=f"//{host}") | Q(source_url__icontains=f".{host}"))


class LanguageFilter(DropdownFilter):
    """The languages of jobs."""

    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, str]]:
        """Those that occur anywhere: an index knows them, whose jobs they are would take a look at each."""
        seen = Job.objects.order_by("language").values_list("language", flat=True).distinct()
        return [(code, code) for code in seen if code]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep one language."""
        return queryset.filter(language=self.value()) if self.value() else queryset


class TeamFilter(DropdownFilter):
    """One of the teams whose jobs one may see."""

    title = "team"
    parameter_name = "team"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choices that the form has, too."""
        field = Job._meta.get_field("team")
        teams = model_admin.get_field_queryset(None, field, request)
        if teams is None:
            teams = Team.objects.all()
        return [(str(team.pk), team.name) for team in teams.order_by("name")[:200]]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Job]) -> QuerySet[Job]:
        """Keep one team's jobs."""
        value = self.value() or ""
        return queryset.filter(team=int(value)) if value.isdecimal() and len(value) < 16 else queryset


def _midnight(value: Any) -> datetime | None:
    """The beginning of the day that a filter names; None for what is no day."""
    day = parse_date_str(value) if value else None
    return make_aware(datetime(day.year, day.month, day.day)) if day else None  # noqa: DTZ001
