"""Object permissions of the admin: a recruiter meets only what hangs on jobs that they may see."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.db.models import ForeignKey, Model, QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.contrib.filters.forms import AutocompleteDropdownForm

from jobs.models import Job, Team
from jobs.models.team import sees_every_team
from jobs.scraping.posting import TEXTS
from jobs.services.access import teams_of

# What is large in a job that comes along with something else, and is not shown there.
JOB_TEXTS = tuple(f"job__{name}" for name in (*TEXTS, "provenance"))
# SQLite matches them in our own process, which does nothing else meanwhile: one may take for ever.
PATTERNS = frozenset({"regex", "iregex"})
# What becomes two dates, of which there are none before the year 1 and after 9999.
YEARS = frozenset({"year", "iso_year"})
NO_FILTER = "That filter asks for something that cannot be. Here is the whole list."


class ScopedAdmin:
    """Mix in before ModelAdmin: lists, pages, actions, histories and choices keep to `scope`."""

    model: type[Model]
    admin_site: Any

    def scope(self, queryset: QuerySet[Any], user: User) -> QuerySet[Any]:
        """Keep the rows that `user` may see; by default those whose `job` they may see."""
        return queryset.filter(job__in=Job.objects.visible_to(user))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Everything in the admin starts from here."""
        rows: QuerySet[Any] = super().get_queryset(request)  # type: ignore[misc]
        return rows if sees_everything(request) else self.scope(rows, cast(User, request.user))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Take no patterns from a list's address: a link that somebody follows could stop the server.

        Raises IncorrectLookupParameters, as lists do for other values, for a year that is none.
        """
        parts = lookup.split("__")
        allowed = PATTERNS.isdisjoint(parts) and super().lookup_allowed(lookup, value, request)  # type: ignore[misc]
        if allowed and not YEARS.isdisjoint(parts) and not all(map(_is_year, value.split(","))):
            raise IncorrectLookupParameters(f"{lookup} needs a year.")
        return bool(allowed)

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Where a filter makes no sense, the list is shown without: say so."""
        try:
            changelist: Any = super().get_changelist_instance(request)  # type: ignore[misc]
        except IncorrectLookupParameters:
            messages.warning(request, NO_FILTER)
            raise
        if not changelist.query and not changelist.has_active_filters:
            # Where nothing is left out, "show all" in the page's head would lead nowhere.
            changelist.full_result_count = changelist.result_count
        return changelist

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """What was found within the scope need not be looked for again."""
        found = super().get_object(request, object_id, from_field)  # type: ignore[misc]
        if found is not None:
            _remembered(request)[self.model, str(found.pk)] = True
        return found

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """`obj` is an object or, from Unfold's actions, its key."""
        return super().has_view_permission(request, obj) and self.is_in_scope(request, obj)  # type: ignore[misc]

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Within the scope only."""
        return super().has_change_permission(request, obj) and self.is_in_scope(request, obj)  # type: ignore[misc]

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Within the scope only."""
        return super().has_delete_permission(request, obj) and self.is_in_scope(request, obj)  # type: ignore[misc]

    def is_in_scope(self, request: HttpRequest, obj: Any) -> bool:
        """Whether the signed-in person may meet `obj`; nothing in particular and what is new are in scope."""
        key = obj.pk if isinstance(obj, Model) else obj
        if key is None or sees_everything(request):
            return True
        known = _remembered(request)
        if (self.model, str(key)) not in known:
            known[self.model, str(key)] = self._finds(request, key)
        return known[self.model, str(key)]

    def get_field_queryset(self, db: str | None, db_field: Any, request: HttpRequest) -> Any:
        """The choices of a foreign key are what the person meets elsewhere."""
        choices = super().get_field_queryset(db, db_field, request)  # type: ignore[misc]
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if not isinstance(db_field, ForeignKey) or not isinstance(related, ScopedAdmin):
            return choices
        if sees_everything(request):
            return choices
        start = choices if choices is not None else related.model._default_manager.all()
        return related.scope(start, cast(User, request.user))

    def _finds(self, request: HttpRequest, key: Any) -> bool:
        rows = self.model._default_manager.all()
        try:
            return self.scope(rows, cast(User, request.user)).filter(pk=key).exists()
        except ValueError:
            # An address with something else than a number in it.
            return False


class VisibleJobForm(AutocompleteDropdownForm):
    """Names the chosen job only to who may see it."""

    def __init__(self, request: HttpRequest, name: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, name, *args, **kwargs)
        cast(Any, self.fields[name]).queryset = Job.objects.visible_to(request.user)


class JobFilter(AutocompleteSelectFilter):
    """Choose a job by typing: a list of thousands is no filter."""

    form_class = VisibleJobForm


def sees_everything(request: HttpRequest) -> bool:
    """Whether no scope holds for the signed-in person."""
    return sees_every_team(request.user)


def teams_to_choose(user: User) -> QuerySet[Team]:
    """The teams that `user` may give a job to."""
    return Team.objects.all() if sees_every_team(user) else teams_of(user)


def _is_year(value: str) -> bool:
    """Whether databases can look for it in every time zone."""
    return value.isdecimal() and len(value) <= 4 and 1 < int(value) < 9999


def _remembered(request: HttpRequest) -> dict[tuple[type[Model], str], bool]:
    """What was decided in this request already: an action's page asks for each of its buttons."""
    if not hasattr(request, "scope_decisions"):
        request.scope_decisions = {}  # type: ignore[attr-defined]
    return cast("dict[tuple[type[Model], str], bool]", request.scope_decisions)  # type: ignore[attr-defined]
