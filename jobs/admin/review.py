"""The review queue: a posting's page beside what was read from it, field by field."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from jobs.admin.page_text import mark, text_beside
from jobs.admin.pages import show_page
from jobs.admin.paste import doubt_about
from jobs.admin.provenance import LEVELS
from jobs.admin.review_fields import field_view, field_views
from jobs.admin.review_queue import Queue, queue_of
from jobs.admin.warnings import warning_notes
from jobs.errors import PostingError
from jobs.models import Job, Snapshot
from jobs.scraping.posting import FIELDS
from jobs.services.publishing import (
    describe_last_change,
    publish_job,
    reject_job,
    restore_job,
    undo_last_change,
)
from jobs.services.review import accept_field, accept_job, clear_field, correct_field, resolve_conflict


class ReviewMixin:
    """The pages of the queue; mix in before ModelAdmin."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """The queue, one job in it, and what is done there."""
        views = [
            ("review/", self.review_queue_view, "review"),
            ("<int:pk>/review/", self.review_view, "review_one"),
            ("<int:pk>/review/accept/", require_POST(self.review_accept_view), "review_accept"),
            ("<int:pk>/review/reject/", require_POST(self.review_reject_view), "review_reject"),
            ("<int:pk>/review/restore/", require_POST(self.review_restore_view), "review_restore"),
            ("<int:pk>/review/<slug:field>/", require_POST(self.review_field_view), "review_field"),
        ]
        own = [
            path(route, self.admin_site.admin_view(view), name=f"jobs_job_{name}")
            for route, view, name in views
        ]
        return [*own, *super().get_urls()]  # type: ignore[misc]

    def review_queue_view(self, request: HttpRequest) -> HttpResponse:
        """Lead to the job that waits longest; teach what to do when none waits."""
        if not cast(Any, self).has_change_permission(request):
            raise PermissionDenied
        queue = queue_of(_user(request))
        if queue.next_key is not None:
            query = f"?{request.GET.urlencode()}" if request.GET else ""
            return redirect(_page_of(queue.next_key) + query)
        context = {"title": "Review", "undo": self._rejected(request), **self._ways_to_add(request)}
        return show_page(self.admin_site, request, "jobs/admin_review_empty.html", context)

    def review_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show one job beside its page."""
        return self._show(request, self._job(request, pk))

    def review_field_view(self, request: HttpRequest, pk: int, field: str) -> HttpResponse:
        """Accept, correct or clear one field, settle its conflict, or take the last of these back."""
        job = self._job(request, pk)
        if field not in FIELDS:
            raise Http404
        act, typed = request.POST.get("act", ""), request.POST.get("value")
        try:
            job = _act_on_field(job, field, act, typed or "", _user(request))
        except PostingError as error:
            refusal = {"error": error.message, "typed": typed}
            return self._field(request, job, field, act="", **refusal)
        return self._field(request, job, field, act=act)

    def review_accept_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept the whole job, publish it when that was asked for, and go on to the next."""
        job = self._job(request, pk)
        following = queue_of(_user(request), current=pk).next_key
        try:
            with transaction.atomic():
                job = accept_job(job=job, user=_user(request), now=timezone.now())
                if "publish" in request.POST:
                    publish_job(job=job)
        except PostingError as error:
            messages.error(request, error.message)
            return redirect(_page_of(pk) + _open_question(job))
        outcome = "is accepted and published" if "publish" in request.POST else "is accepted"
        messages.success(request, f"“{job}” {outcome}.")
        return _go_to(following)

    def review_reject_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Reject the job and go on to the next, from where this can be taken back."""
        job = self._job(request, pk)
        following = queue_of(_user(request), current=pk).next_key
        try:
            reject_job(job=job)
        except PostingError as error:
            messages.error(request, error.message)
            return redirect(_page_of(pk))
        return _go_to(following, f"?rejected={pk}")

    def review_restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a rejection back and show the job again."""
        job = self._job(request, pk)
        try:
            restore_job(job=job)
        except PostingError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"“{job}” is a draft again.")
        return redirect(_page_of(pk))

    def _show(self, request: HttpRequest, job: Job) -> HttpResponse:
        queue = queue_of(_user(request), current=job.pk)
        context = {
            "title": "Review",
            **_fields_context(job),
            **_page_context(job),
            **_queue_context(queue),
            "ask": request.GET.get("ask", ""),
            "undo": self._rejected(request),
            "doubt": doubt_about(job),
            "levels": LEVELS,
        }
        return show_page(self.admin_site, request, "jobs/admin_review.html", context)

    def _field(self, request: HttpRequest, job: Job, name: str, *, act: str, **refusal: Any) -> HttpResponse:
        if not request.htmx:  # type: ignore[attr-defined]
            if refusal:
                messages.error(request, refusal["error"])
            return redirect(f"{_page_of(job.pk)}#field-{name}")
        view = field_view(job, name, **refusal)
        undoable = describe_last_change(job=job) if act == "clear" else None
        context = {**_fields_context(job), "field": view, "is_swapped": True, "undoable": undoable}
        return render(request, "jobs/admin_review_field.html", context)

    def _job(self, request: HttpRequest, pk: int) -> Job:
        """The job that one may change: 404 for another team's, 403 for who may only look."""
        job: Job = cast(Any, self).seen(request, pk, "change")
        return job

    def _ways_to_add(self, request: HttpRequest) -> dict[str, Any]:
        admin: Any = self
        may_import = admin.has_import_many_permission(request)
        return {
            "can_add": admin.has_add_permission(request),
            "bulk_url": reverse("admin:jobs_bulkimport_add") if may_import else "",
        }

    def _rejected(self, request: HttpRequest) -> Job | None:
        """The job whose rejection the last page made, as long as it can be taken back."""
        key = request.GET.get("rejected", "")
        if not key.isdecimal() or len(key) > 15:
            return None
        rejected = cast(Any, self).get_queryset(request).filter(status=Job.Status.REJECTED)
        found: Job | None = rejected.filter(pk=int(key)).first()
        return found


def _act_on_field(job: Job, field: str, act: str, value: str, user: User) -> Job:
    """Raises PostingError when the service refuses, Http404 for what is no act."""
    now = timezone.now()
    if act == "accept":
        return accept_field(job=job, field=field, user=user, now=now)
    if act == "correct":
        return correct_field(job=job, field=field, value=value, user=user, now=now)
    if act == "clear":
        return clear_field(job=job, field=field, user=user, now=now)
    if act in {"mine", "page"}:
        return resolve_conflict(job=job, field=field, take=act, user=user, now=now)  # type: ignore[arg-type]
    if act == "undo" and value.isdecimal():
        return undo_last_change(job=job, user=user, expected=int(value))
    raise Http404


def _fields_context(job: Job) -> dict[str, Any]:
    fields = field_views(job)
    return {
        "job": job,
        "fields": fields,
        "settled": sum(field.is_settled for field in fields),
        "lacking": [field.label.lower() for field in fields if field.needs_value],
        "conflicts": sum(field.conflict is not None for field in fields),
    }


def _page_context(job: Job) -> dict[str, Any]:
    snapshot = Snapshot.objects.filter(intake__job=job).order_by("-pk").first()
    # Where the page says something else now, that is what one looks for.
    known = job.provenance | job.conflicts
    snippets = {name: known[name].get("snippet", "") for name in FIELDS if name in known}
    beside = text_beside(job, snapshot)
    return {
        "snapshot": snapshot,
        "beside": beside,
        "segments": mark(beside.text, snippets),
        "warnings": warning_notes(job),
    }


def _queue_context(queue: Queue) -> dict[str, Any]:
    return {
        "queue": queue,
        "nearby": queue.nearby(),
        "skip_to": _page_of(queue.next_key) if queue.next_key else "",
    }


def _open_question(job: Job) -> str:
    """Where on the page the reason stands for which a job cannot be accepted."""
    open_fields = (field for field in field_views(job) if field.needs_value or field.conflict)
    return next((f"#field-{field.name}" for field in open_fields), "")


def _page_of(pk: int) -> str:
    return reverse("admin:jobs_job_review_one", args=[pk])


def _go_to(pk: int | None, query: str = "") -> HttpResponse:
    return redirect((_page_of(pk) if pk else reverse("admin:jobs_job_review")) + query)


def _user(request: HttpRequest) -> User:
    """Only signed-in people come here."""
    return cast(User, request.user)
