"""The list of plans: the newest version of each, how much it asks, what is wrong with it, and who used it."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.admin import SimpleListFilter
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.decorators import display

from interviews.admin.plan_versions import only_newest, review_version, with_uses
from interviews.models import PlanVersion
from jobs.admin.labels import coloured


class VersionsFilter(SimpleListFilter):
    """Old versions are looked for seldom."""

    title = "versions"
    parameter_name = "versions"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The choice besides the newest."""
        return [("all", "All versions")]

    def choices(self, changelist: Any) -> Any:
        """Say what is shown without a choice."""
        first, *others = super().choices(changelist)
        return [{**first, "display": "Newest versions"}, *others]

    def queryset(self, request: HttpRequest, queryset: QuerySet[PlanVersion]) -> QuerySet[PlanVersion]:
        """Keep the newest of each plan unless all are wanted."""
        return queryset if self.value() == "all" else only_newest(queryset)


class PlanListMixin:
    """Mix in before ModelAdmin."""

    list_display = (
        "title",
        "job",
        "version",
        "minutes",
        "question_count",
        "remarks_label",
        "use_count",
        "source_label",
        "created_at",
    )

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Count the uses of the rows of this page."""
        changelist = super().get_changelist_instance(request)  # type: ignore[misc]
        keys = [version.pk for version in changelist.result_list]
        counted = with_uses(PlanVersion.objects.filter(pk__in=keys), cast(User, request.user))
        uses = {version.pk: version.uses for version in counted.only("pk")}
        for version in changelist.result_list:
            version.uses = uses.get(version.pk, 0)
        return changelist

    @display(description="Questions")
    def question_count(self, version: PlanVersion) -> int:
        """How many questions it holds."""
        return len(version.document["questions"])

    @coloured(description="Remarks", colours={"problem": "warning", "none": "success"})
    def remarks_label(self, version: PlanVersion) -> tuple[str, str]:
        """How many problems, and how many pieces of advice."""
        levels = [remark.level for remark in review_version(version)]
        problems, advice = levels.count("problem"), levels.count("advice")
        words = f"{problems} problem{'s' * (problems != 1)}" if problems else "No problems"
        return ("problem" if problems else "none"), f"{words}, {advice} advice" if advice else words

    @display(description="Used by")
    def use_count(self, version: Any) -> str:
        """How many interviews were held with it."""
        return f"{version.uses} interview{'s' * (version.uses != 1)}"

    @coloured(
        description="Source",
        ordering="source",
        colours={"drafted": "warning", "imported": "info", "edited": "success"},
    )
    def source_label(self, version: PlanVersion) -> tuple[str, str]:
        """Where it came from, as a coloured word."""
        return version.source, version.get_source_display()
