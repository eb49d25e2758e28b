"""The people who are interviewed."""

from __future__ import annotations

from typing import cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from interviews.models import Candidate, Interview, Invitation
from jobs.admin.scoping import ScopedAdmin
from jobs.models import Job


@admin.register(Candidate)
class CandidateAdmin(ScopedAdmin, ModelAdmin):
    """A name and a way to reach them."""

    list_display = ("name", "email", "interview_count", "created_at")
    search_fields = ("name", "email")
    ordering = ("name",)
    readonly_fields = ("created_at",)
    fields = ("name", "email", "created_at")
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Candidate]:
        """Count the interviews along with the people: those that the reader may see."""
        visible = Job.objects.visible_to(cast(User, request.user))
        counted = Count("interviews", filter=Q(interviews__job__in=visible))
        return super().get_queryset(request).annotate(interview_count=counted)

    def scope(self, queryset: QuerySet[Candidate], user: User) -> QuerySet[Candidate]:
        """A candidate is seen through the jobs that they were invited to or interviewed for."""
        jobs = Job.objects.visible_to(user)
        invited = Invitation.objects.filter(job__in=jobs).values("candidate")
        interviewed = Interview.objects.filter(job__in=jobs).values("candidate")
        return queryset.filter(Q(pk__in=invited) | Q(pk__in=interviewed))

    @display(description="Interviews", ordering="interview_count")
    def interview_count(self, candidate: Candidate) -> int:
        """How many interviews they have had or are having."""
        return int(candidate.interview_count)  # type: ignore[attr-defined]
