"""Many addresses at once: the page that takes them, the list of imports, and the page that follows one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.decorators import display

from jobs.admin.bulk_lines import bulk_context
from jobs.admin.bulk_preview import AddressesForm, preview
from jobs.admin.labels import coloured
from jobs.admin.pages import show_page
from jobs.admin.scoping import ScopedAdmin
from jobs.errors import PostingError
from jobs.models import BulkImport, Intake
from jobs.models.job import lacks_text
from jobs.services.bulk import start_bulk_import
from jobs.services.bulk_retry import retry_failed_lines
from jobs.uploads import TOO_LARGE, was_too_large

# The status with which htmx stops polling.
STOP_POLLING = 286
WAITING = Q(lines__intake__status__in=Intake.WAITING)
FAILED = Q(lines__intake__status=Intake.Status.NEEDS_TEXT) & lacks_text("lines__job__")


@admin.register(BulkImport)
class BulkImportAdmin(ScopedAdmin, ModelAdmin):
    """Imports are records: they are started, followed and found again, never edited."""

    list_display = ("started", "who", "team", "line_count", "state")
    list_select_related = ("created_by", "team")
    list_filter = ()
    actions = None
    list_per_page = 50
    show_full_result_count = False
    change_list_template = "jobs/admin_bulk_list.html"

    def scope(self, queryset: QuerySet[BulkImport], user: User) -> QuerySet[BulkImport]:
        """One's own imports and those for one's teams."""
        return queryset.filter(Q(created_by=user) | Q(team__in=user.teams.all()))

    def get_queryset(self, request: HttpRequest) -> QuerySet[BulkImport]:
        """Count the lines along."""
        counts = {
            "line_count": Count("lines"),
            "waiting_count": Count("lines", filter=WAITING),
            "failed_count": Count("lines", filter=FAILED),
        }
        return super().get_queryset(request).annotate(**counts)

    def has_change_permission(self, request: HttpRequest, obj: BulkImport | None = None) -> bool:
        """Nothing in a record is edited."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: BulkImport | None = None) -> bool:
        """Nor is it deleted."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the part of the page that refreshes itself, and the second attempt."""
        wrap = self.admin_site.admin_view
        own = [
            path("<int:pk>/live/", wrap(self.live_view), name="jobs_bulkimport_live"),
            path("<int:pk>/retry/", wrap(require_POST(self.retry_view)), name="jobs_bulkimport_retry"),
        ]
        return [*own, *super().get_urls()]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take addresses, show what they will do, then do it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        user = cast(User, request.user)
        is_sent = request.method == "POST"
        form = AddressesForm(request.POST if is_sent else None, request.FILES if is_sent else None, user=user)
        if is_sent and was_too_large(request):
            form.errors.clear()
            form.add_error("file", TOO_LARGE)
        context: dict[str, Any] = {"title": "Import many postings", "form": form}
        if is_sent and form.is_valid() and "back" not in request.POST:
            if "start" in request.POST:
                return self._start(request, form)
            shown = preview(text=form.cleaned_data["addresses"], user=user)
            counts = {"new_count": shown.count("new"), "known_count": shown.count("known")}
            context |= {"preview": shown, **counts}
        status = 422 if form.errors else 200
        return self._show_import(request, "jobs/admin_bulk_add.html", context, status=status)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """How far the import is, and what became of each line."""
        bulk = self.get_object(request, object_id)
        if bulk is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, bulk):
            raise PermissionDenied
        context = bulk_context(bulk, cast(User, request.user), can_add=self.has_add_permission(request))
        return self._show_import(
            request, "jobs/admin_bulk.html", {"title": f"Import of {self.started(bulk)}", **context}
        )

    def live_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The same as it is now, for a page that asks every two seconds; says so when it is over."""
        bulk = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, bulk):
            raise PermissionDenied
        context = bulk_context(bulk, cast(User, request.user), can_add=self.has_add_permission(request))
        if request.GET.get("shown") == context["shown"]:
            # Nothing new: nothing is swapped, nobody loses their place and nothing is read out again.
            return HttpResponse(status=204)
        context["announce"] = request.GET.get("quarter") != str(context["quarter"])
        status = STOP_POLLING if context["progress"].is_finished else 200
        return render(request, "jobs/admin_bulk.html#live", context, status=status)

    def retry_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read the pages again that could not be read."""
        bulk = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, bulk) or not self.has_add_permission(request):
            raise PermissionDenied
        count = retry_failed_lines(bulk=bulk, user=cast(User, request.user), now=timezone.now())
        pages = f"{count} page{'' if count == 1 else 's'}"
        messages.info(request, f"Reading {pages} again." if count else "There is nothing to read again.")
        return redirect("admin:jobs_bulkimport_change", pk)

    @display(description="Started", ordering="created_at")
    def started(self, bulk: BulkImport) -> str:
        """When."""
        return f"{timezone.localtime(bulk.created_at):%-d %b %Y, %H:%M}"

    @display(description="By", ordering="created_by__username")
    def who(self, bulk: BulkImport) -> str:
        """Who."""
        return str(bulk.created_by or "Somebody who left")

    @display(description="Lines", ordering="line_count")
    def line_count(self, bulk: BulkImport) -> int:
        """How many."""
        return int(bulk.line_count)  # type: ignore[attr-defined]

    @coloured(description="State", colours={"running": "info", "failed": "warning", "done": "success"})
    def state(self, bulk: BulkImport) -> tuple[str, str]:
        """How far, as a coloured word."""
        counted = cast(Any, bulk)
        if counted.waiting_count:
            return "running", f"{counted.waiting_count} still to read"
        if counted.failed_count:
            return "failed", f"Done, {counted.failed_count} need their text"
        return "done", "Done"

    def _start(self, request: HttpRequest, form: AddressesForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            bulk = start_bulk_import(
                text=data["addresses"],
                created_by=cast(User, request.user),
                team=data.get("team"),
                now=timezone.now(),
            )
        except PostingError as error:
            messages.error(request, error.message)
            return redirect("admin:jobs_bulkimport_add")
        return redirect("admin:jobs_bulkimport_change", bulk.pk)

    def _show_import(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context |= {"imports": reverse("admin:jobs_bulkimport_changelist")}
        return show_page(self.admin_site, request, template, context, status=status)
