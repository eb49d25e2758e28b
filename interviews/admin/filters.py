"""Filters of the recruiter's lists that are no columns."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import QuerySet
from django.http import HttpRequest

from interviews.models import Interview
from interviews.models.interview import InterviewQuerySet


class ToReadFilter(SimpleListFilter):
    """Interviews that wait for a person."""

    title = "to read"
    parameter_name = "to_read"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """One choice."""
        return [("yes", "To read")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Interview]) -> QuerySet[Interview]:
        """Keep what nobody has read."""
        if self.value() == "yes" and isinstance(queryset, InterviewQuerySet):
            return queryset.to_read()
        return queryset
