"""Teams: who sees which jobs."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin
from unfold.decorators import display

from jobs.admin.scoping import ScopedAdmin
from jobs.models import Team


@admin.register(Team)
class TeamAdmin(ScopedAdmin, ModelAdmin):
    """Members see the jobs of their team. Administrators come here; recruiters choose among their own."""

    list_display = ("name", "member_count", "job_count")
    search_fields = ("name",)
    ordering = ("name",)
    autocomplete_fields = ("members",)
    fields = ("name", "members")
    actions = None
    list_per_page = 50
    show_full_result_count = False

    def scope(self, queryset: QuerySet[Team], user: User) -> QuerySet[Team]:
        """One's own teams."""
        return queryset.filter(members=user)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        """Count along: a team of hundreds costs no more than one of two."""
        counts = {
            "member_count": Count("members", distinct=True),
            "job_count": Count("jobs", distinct=True),
        }
        return super().get_queryset(request).annotate(**counts)

    def get_form(
        self, request: HttpRequest, obj: Team | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Say what membership means where it is given."""
        help_texts = {"members": "They see this team's jobs, plans, invitations and interviews."}
        return super().get_form(request, obj, change, help_texts=help_texts, **kwargs)

    @display(description="Members", ordering="member_count")
    def member_count(self, team: Team) -> int:
        """How many people are in it."""
        return int(team.member_count)  # type: ignore[attr-defined]

    @display(description="Jobs", ordering="job_count")
    def job_count(self, team: Team) -> int:
        """How many jobs it has."""
        return int(team.job_count)  # type: ignore[attr-defined]
