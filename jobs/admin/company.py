"""Companies: employers, their jobs, and the merging of two that are one."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django_htmx.http import HttpResponseClientRedirect
from unfold.admin import ModelAdmin
from unfold.decorators import action, display
from unfold.forms import BaseDialogForm
from unfold.widgets import UnfoldAdminSelectWidget

from jobs.admin.pages import show_page
from jobs.admin.scoping import ScopedAdmin, sees_everything
from jobs.errors import PostingError
from jobs.models import Company, Job
from jobs.services.companies import merge_companies
from jobs.services.corrections import save_correction

MOST_JOBS = 50
OTHER_TEAMS = "Another team has jobs at this company, too. Ask an administrator to merge it."
GIVE_DIALOG = {
    "title": "Give this text to its jobs?",
    "description": "Your jobs at this company whose posting says nothing about it get the text that is saved "
    "here. Jobs that have a text of their own keep it.",
    "form_class": None,
    "form_submit_text": "Give it to them",
}


class MergeForm(forms.Form):
    """The company that stays."""

    keep = forms.ModelChoiceField(
        label="Merge into",
        queryset=Company.objects.none(),
        empty_label="Choose the company that stays",
        widget=UnfoldAdminSelectWidget(),
        error_messages={"required": "Choose the company that stays."},
    )

    def __init__(self, *args: Any, companies: QuerySet[Company], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["keep"]).queryset = companies


@admin.register(Company)
class CompanyAdmin(ScopedAdmin, ModelAdmin):
    """Employers are found by the postings' names; people add what postings leave out."""

    list_display = ("name", "job_count", "open_count", "site")
    search_fields = ("name",)
    ordering = ("name",)
    fields = ("name", "website", "about", "spellings", "job_list")
    readonly_fields = ("spellings", "job_list")
    actions = None
    list_per_page = 50
    show_full_result_count = False
    actions_detail = ("give", "merge")
    warn_unsaved_form = True
    compressed_fields = False

    class Media:
        css = {"all": ("jobs/admin.css", "jobs/curation.css")}

    def scope(self, queryset: QuerySet[Company], user: User) -> QuerySet[Company]:
        """The employers of the jobs that one sees."""
        return queryset.filter(pk__in=Job.objects.visible_to(user).values("company"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        """Count the jobs along: those that the reader may see."""
        visible = Q(jobs__in=Job.objects.visible_to(cast(User, request.user)), jobs__merged_into=None)
        counts = {
            "job_count": Count("jobs", filter=visible),
            "open_count": Count("jobs", filter=visible & Q(jobs__status=Job.Status.PUBLISHED)),
        }
        return super().get_queryset(request).annotate(**counts)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """A company's page lists the jobs that its reader may see: the object carries who reads."""
        found = super().get_object(request, object_id, from_field)
        if found is not None:
            found.reader = request.user
        return found

    def get_form(
        self, request: HttpRequest, obj: Company | None = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """Say what the fields are for."""
        help_texts = {
            "name": "As candidates should read it. Postings that spell it otherwise still come here.",
            "about": "“Give to its jobs” writes this into the jobs that say nothing about their employer.",
        }
        return super().get_form(request, obj, change, help_texts=help_texts, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        """Add the page on which two companies become one."""
        view = self.admin_site.admin_view(self.merge_view)
        return [path("<int:pk>/merge-into/", view, name="jobs_company_merge_into"), *super().get_urls()]

    @action(description="Merge into another company", permissions=["change"], url_path="merge", icon="merge")
    def merge(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the page that says what happens."""
        return redirect("admin:jobs_company_merge_into", int(object_id))

    @action(
        description="Give to its jobs",
        permissions=["change"],
        url_path="give",
        icon="content_paste_go",
        dialog=GIVE_DIALOG,
    )
    def give(self, request: HttpRequest, form: BaseDialogForm, object_id: int) -> HttpResponse:
        """Fill in what postings leave out: a person's words from then on."""
        company = get_object_or_404(self.get_queryset(request), pk=object_id)
        user = cast(User, request.user)
        silent = Job.objects.visible_to(user).filter(company=company, company_info="", merged_into=None)
        jobs = list(silent) if company.about else []
        for job in jobs:
            save_correction(job=job, changes={"company_info": company.about}, user=user, now=timezone.now())
        said = f"{len(jobs)} job{'' if len(jobs) == 1 else 's'} got the text about the company."
        messages.info(
            request, said if jobs else "There is no such job, or there is no text yet: save it first."
        )
        return HttpResponseClientRedirect(reverse("admin:jobs_company_change", args=[company.pk]))

    def merge_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Choose the company that stays, read what happens, do it."""
        company = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, company):
            raise PermissionDenied
        others = self.scope_of(request).exclude(pk=pk).order_by("name")
        form = MergeForm(request.POST or None, companies=others)
        if self._has_strangers(request, company):
            messages.error(request, OTHER_TEAMS)
            return redirect("admin:jobs_company_change", pk)
        if form.is_valid() and "confirm" in request.POST:
            return self._merge(request, form.cleaned_data["keep"], company)
        context = {
            "title": f"Merge “{company}” into another company",
            "company": company,
            "form": form,
            "keep": form.cleaned_data["keep"] if form.is_valid() else None,
        }
        status = 422 if form.errors else 200
        return show_page(self.admin_site, request, "jobs/admin_company_merge.html", context, status=status)

    def scope_of(self, request: HttpRequest) -> QuerySet[Company]:
        """The companies that the signed-in person sees, without the counts."""
        every = Company.objects.all()
        return every if sees_everything(request) else self.scope(every, cast(User, request.user))

    @display(description="Jobs", ordering="job_count")
    def job_count(self, company: Company) -> int:
        """How many jobs the reader sees."""
        return int(company.job_count)  # type: ignore[attr-defined]

    @display(description="Open", ordering="open_count")
    def open_count(self, company: Company) -> int:
        """How many of them are published."""
        return int(company.open_count)  # type: ignore[attr-defined]

    @display(description="Website", ordering="website")
    def site(self, company: Company) -> SafeString | str:
        """A link, opened elsewhere."""
        link = '<a class="cu-link" href="{}" target="_blank" rel="noreferrer noopener nofollow">{}</a>'
        return format_html(link, company.website, company.website) if company.website else ""

    @display(description="Also found under")
    def spellings(self, company: Company) -> str:
        """The folded names that lead here after merging."""
        return ", ".join(company.aliases) or "no other name"

    @display(description="Jobs")
    def job_list(self, company: Company) -> SafeString | str:
        """Its jobs, newest first."""
        reader = getattr(company, "reader", None)
        if reader is None:
            return ""
        visible = Job.objects.visible_to(reader).filter(company=company, merged_into=None)
        jobs = list(visible.only("job_title", "source_url", "status", "location")[: MOST_JOBS + 1])
        rows = (
            (
                reverse("admin:jobs_job_change", args=[job.pk]),
                job,
                job.status,
                job.get_status_display(),
                job.location,
            )
            for job in jobs[:MOST_JOBS]
        )
        line = '<li><a class="cu-link" href="{}">{}</a> <span class="chip chip-status-{}">{}</span> {}</li>'
        listed = format_html_join("", line, rows)
        more = " and more: search the list of jobs for them." if len(jobs) > MOST_JOBS else ""
        return format_html('<ul class="leading-loose">{}</ul>{}', listed, more) if listed else "No jobs"

    def _has_strangers(self, request: HttpRequest, company: Company) -> bool:
        """Whether it has jobs that the signed-in person does not see."""
        visible = Job.objects.visible_to(cast(User, request.user))
        return Job.objects.filter(company=company).exclude(pk__in=visible.values("pk")).exists()

    def _merge(self, request: HttpRequest, keep: Company, company: Company) -> HttpResponse:
        name = company.name
        try:
            kept = merge_companies(keep=keep, other=company)
        except PostingError as error:
            messages.error(request, error.message)
            return redirect("admin:jobs_company_changelist")
        messages.success(request, f"“{name}” is “{kept}” now, with all its jobs.")
        return redirect("admin:jobs_company_change", kept.pk)
