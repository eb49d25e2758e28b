"""What is done with one job: publish, close, reject and back, look at its page again, undo."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import HttpResponseClientRedirect
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.forms import BaseDialogForm

from jobs.admin.dialogs import (
    CLOSE_DIALOG,
    LOOK_DIALOG,
    PUBLISH_DIALOG,
    REJECT_DIALOG,
    REOPEN_DIALOG,
    RESTORE_DIALOG,
    UNDO_DIALOG,
    UndoForm,
)
from jobs.errors import PostingError
from jobs.models import Job
from jobs.services.publishing import (
    close_job,
    publish_job,
    reject_job,
    reopen_job,
    restore_job,
    undo_last_change,
)
from jobs.services.rechecks import recheck_job

FITTING = {
    "draft": {"review", "plan", "publish", "reject", "look_again", "undo"},
    "published": {"plan", "invite", "close", "look_again", "undo"},
    "closed": {"plan", "reopen", "look_again", "undo"},
    "rejected": {"restore"},
}


class StatusActionsMixin:
    """The buttons at the top of a job's page; mix in before ModelAdmin."""

    def get_actions_detail(self, request: HttpRequest, object_id: Any) -> list[Any]:
        """Offer only what fits the job as it is."""
        job = Job.objects.only("status", "canonical_url", "conflicts").filter(pk=object_id).first()
        fitting = _fitting(job) if job else set()
        offered = super().get_actions_detail(request, object_id)  # type: ignore[misc]
        return [item for item in offered if item.action_name.removeprefix("jobs_job_") in fitting]

    @action(
        description="Review",
        permissions=["change"],
        url_path="check",
        icon="rule",
        variant=ActionVariant.PRIMARY,
    )
    def review(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the job beside its page."""
        return redirect("admin:jobs_job_review_one", int(object_id))

    @action(description="Plan", permissions=["view"], url_path="plan", icon="checklist")
    def plan(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to what will be asked."""
        return redirect("admin:interviews_planversion_of_job", int(object_id))

    @action(description="Invite", permissions=["change"], url_path="invite", icon="send")
    def invite(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to a new invitation for this job."""
        if self._found(request, object_id).status != Job.Status.PUBLISHED:
            messages.warning(request, "Publish this job first. Then people can be invited to it.")
            return redirect("admin:jobs_job_change", object_id)
        return redirect(f"{reverse('admin:interviews_invitation_add')}?job={int(object_id)}")

    @action(
        description="Publish",
        permissions=["change"],
        url_path="publish",
        icon="publish",
        dialog=PUBLISH_DIALOG,
    )
    def publish(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Open a draft to candidates."""
        return self._act(request, object_id, publish_job, "is published")

    @action(description="Close", permissions=["change"], url_path="close", icon="lock", dialog=CLOSE_DIALOG)
    def close(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Close a job to candidates."""
        return self._act(request, object_id, close_job, "is closed")

    @action(
        description="Reopen",
        permissions=["change"],
        url_path="reopen",
        icon="lock_open",
        dialog=REOPEN_DIALOG,
    )
    def reopen(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Open a closed job again."""
        return self._act(request, object_id, reopen_job, "is open again")

    @action(
        description="Reject", permissions=["change"], url_path="reject", icon="cancel", dialog=REJECT_DIALOG
    )
    def reject(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Take a draft out of the queue."""
        return self._act(request, object_id, reject_job, "is rejected. You can restore it")

    @action(
        description="Restore", permissions=["change"], url_path="restore", icon="undo", dialog=RESTORE_DIALOG
    )
    def restore(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Make a rejected job a draft again."""
        return self._act(request, object_id, restore_job, "is a draft again")

    @action(
        description="Look again",
        permissions=["change"],
        url_path="look-again",
        icon="refresh",
        dialog=LOOK_DIALOG,
    )
    def look_again(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Read the posting's page once more, and show how far that is."""
        try:
            recheck_job(job=self._found(request, object_id), now=timezone.now())
        except PostingError as error:
            messages.error(request, error.message)
            return _job_page(object_id)
        return HttpResponseClientRedirect(reverse("admin:jobs_job_reading", args=[object_id]))

    @action(
        description="Undo last change",
        permissions=["change"],
        url_path="undo",
        icon="undo",
        dialog=UNDO_DIALOG,
    )
    def undo(self, request: HttpRequest, form: UndoForm, object_id: int) -> HttpResponse:
        """Give the job the words that it had before."""
        expected = form.cleaned_data["expected"]
        # Only signed-in people come here.
        user = cast(User, request.user)

        def take_back(*, job: Job) -> Job:
            return undo_last_change(job=job, user=user, expected=expected)

        return self._act(request, object_id, take_back, "says again what it said before")

    def _act(
        self, request: HttpRequest, object_id: int, service: Callable[..., Job], outcome: str
    ) -> HttpResponse:
        job = self._found(request, object_id)
        try:
            job = service(job=job)
        except PostingError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"“{job}” {outcome}.")
        return _job_page(object_id)

    def _found(self, request: HttpRequest, object_id: int) -> Job:
        job: Job = cast(Any, self).seen(request, object_id, "change")
        return job


def _fitting(job: Job) -> set[str]:
    names = set(FITTING[job.status])
    if not job.canonical_url:
        names -= {"look_again"}
    return names | {"review"} if job.conflicts else names


def _job_page(pk: int) -> HttpResponse:
    return HttpResponseClientRedirect(reverse("admin:jobs_job_change", args=[pk]))
