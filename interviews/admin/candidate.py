"""The people who are interviewed."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from interviews.models import Candidate


@admin.register(Candidate)
class CandidateAdmin(ModelAdmin):
    """A name and a way to reach them."""

    list_display = ("name", "email", "interview_count", "created_at")
    search_fields = ("name", "email")
    readonly_fields = ("created_at",)
    fields = ("name", "email", "created_at")
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Count the interviews along with the people."""
        return super().get_queryset(request).annotate(interview_count=Count("interviews"))

    @display(description="Interviews", ordering="interview_count")
    def interview_count(self, candidate: Candidate) -> int:
        """How many interviews they have had or are having."""
        return int(candidate.interview_count)  # type: ignore[attr-defined]
