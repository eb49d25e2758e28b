"""Filters of the job list that a recruiter keeps under a name."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminTextInputWidget

from jobs.admin.pages import show_page
from jobs.models import SavedView

PAGE = "jobs.job"
# Where one is in the list is no part of a view; neither is what an error left behind.
PASSING = ("p", "e", "all", "_popup", "_to_field")
MOST_VIEWS = 30


class NameForm(forms.Form):
    """The name of a view."""

    name = forms.CharField(
        max_length=60,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off", "aria-label": "Name of the view"}),
        error_messages={"required": "Give the view a name."},
    )

    def __init__(self, *args: Any, user: User, view: SavedView | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        views = SavedView.objects.filter(user=user, page=PAGE)
        self.others = views.exclude(pk=view.pk) if view else views

    def clean_name(self) -> str:
        """One name, one view."""
        name: str = " ".join(self.cleaned_data["name"].split())
        if self.others.filter(name__iexact=name).exists():
            raise forms.ValidationError(f"You have a view named “{name}” already.")
        return name


class SavedViewsMixin:
    """Mix in before ModelAdmin: chips above the list, and the page on which views are renamed or deleted."""

    list_before_template = "jobs/admin_saved_views.html"
    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the views' own addresses."""
        wrap = self.admin_site.admin_view
        own = [
            path("views/", wrap(self.views_view), name="jobs_job_views"),
            path("views/save/", wrap(require_POST(self.save_view)), name="jobs_job_save_view"),
            path("views/<int:pk>/rename/", wrap(require_POST(self.rename_view)), name="jobs_job_rename_view"),
            path("views/<int:pk>/delete/", wrap(self.delete_saved_view), name="jobs_job_delete_view"),
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the views, and whether the present filters are one of them."""
        query, views = lasting_query(request.GET), list(_views(request))
        is_saved = any(view.query == query for view in views)
        context = {"saved_views": views, "view_query": query, "is_saved_view": is_saved}
        context |= extra_context or {}
        return super().changelist_view(request, context)  # type: ignore[misc]

    def save_view(self, request: HttpRequest) -> HttpResponse:
        """Keep the filters that the list was left with."""
        _require_view(self, request)
        query = lasting_query(QueryDict(request.POST.get("query", "")))
        form = NameForm(request.POST, user=cast(User, request.user))
        if problem := _problem(request, form, query):
            messages.error(request, problem)
        else:
            view = SavedView(user=cast(User, request.user), page=PAGE, query=query)
            view.name = form.cleaned_data["name"]
            view.save()
            messages.success(request, f"“{view.name}” is saved. You find it above the list.")
        return redirect(f"{reverse('admin:jobs_job_changelist')}?{query}")

    def views_view(self, request: HttpRequest) -> HttpResponse:
        """All views of this person, to rename and delete."""
        _require_view(self, request)
        rows = [(view, _name_form(request, view)) for view in _views(request)]
        return show_page(
            self.admin_site, request, "jobs/admin_views.html", {"title": "Your views", "rows": rows}
        )

    def rename_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give a view another name."""
        _require_view(self, request)
        view = get_object_or_404(_views(request), pk=pk)
        form = _name_form(request, view, request.POST)
        if form.is_valid():
            SavedView.objects.filter(pk=view.pk).update(name=form.cleaned_data["name"])
            messages.success(request, f"The view is called “{form.cleaned_data['name']}” now.")
        else:
            messages.error(request, form.errors["name"].as_text().removeprefix("* "))
        return redirect("admin:jobs_job_views")

    def delete_saved_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then forget a view; the jobs in it stay."""
        _require_view(self, request)
        view = get_object_or_404(_views(request), pk=pk)
        if request.method != "POST":
            return show_page(
                self.admin_site,
                request,
                "jobs/admin_view_delete.html",
                {"title": f"Delete “{view.name}”?", "view": view},
            )
        view.delete()
        messages.success(request, f"The view “{view.name}” is deleted. Its jobs are where they were.")
        return redirect("admin:jobs_job_views")


def lasting_query(parameters: QueryDict) -> str:
    """Return the filters, the search and the order of a list as a query string, always in one order."""
    kept = parameters.copy()
    for name in PASSING:
        kept.pop(name, None)
    lasting = QueryDict(mutable=True)
    for name in sorted(kept):
        lasting.setlist(name, [value for value in kept.getlist(name) if value])
    return lasting.urlencode()


def _name_form(request: HttpRequest, view: SavedView, data: Any = None) -> NameForm:
    user, initial = cast(User, request.user), {"name": view.name}
    return NameForm(data, user=user, view=view, initial=initial, auto_id=f"view_{view.pk}_%s")


def _require_view(admin: Any, request: HttpRequest) -> None:
    if not admin.has_view_permission(request):
        raise PermissionDenied


def _views(request: HttpRequest) -> Any:
    return SavedView.objects.filter(user=cast(User, request.user), page=PAGE)


def _problem(request: HttpRequest, form: NameForm, query: str) -> str:
    """Why the view cannot be saved; empty when it can."""
    if not query:
        return "Filter or search the list first; then save what you see."
    if len(query) > cast(int, SavedView._meta.get_field("query").max_length):
        return "These are too many filters for one view."
    if _views(request).count() >= MOST_VIEWS:
        return f"You have {MOST_VIEWS} views. Delete one first."
    return "" if form.is_valid() else form.errors["name"].as_text().removeprefix("* ")
