"""What the list of jobs has beside the jobs: files in and out, many addresses at once, duplicates, views."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from unfold.decorators import action

from jobs.admin.duplicates import DuplicatesMixin
from jobs.admin.paste import PasteMixin
from jobs.admin.saved_views import SavedViewsMixin
from jobs.admin.ticks import TicksMixin
from jobs.admin.transfer import TransferMixin
from jobs.models import Job

# For `actions_list`: what does not fit beside its first button.
MORE = {
    "title": "More",
    "icon": "more_horiz",
    "items": ["import_many", "import_file", "find_duplicates"],
}


class CurationMixin(PasteMixin, DuplicatesMixin, SavedViewsMixin, TicksMixin, TransferMixin):
    """Mix in before SimpleHistoryAdmin; name the actions in `actions_list`."""

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Job], search_term: str
    ) -> tuple[QuerySet[Job], bool]:
        """Whoever looks for a job to invite to finds the published ones."""
        if request.GET.get("model_name") == "invitation":
            queryset = queryset.filter(status=Job.Status.PUBLISHED)
        return super().get_search_results(request, queryset, search_term)

    def has_import_many_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Who may read many postings at once."""
        return request.user.has_perm("jobs.add_bulkimport")

    @action(
        description="Import many",
        permissions=["import_many"],
        url_path="to-import",
        icon="playlist_add",
    )
    def import_many(self, request: HttpRequest) -> HttpResponse:
        """Go on to the page that takes a list of addresses."""
        return redirect("admin:jobs_bulkimport_add")

    @action(description="Duplicates", permissions=["view"], url_path="to-duplicates", icon="difference")
    def find_duplicates(self, request: HttpRequest) -> HttpResponse:
        """Go on to the jobs that may be the same."""
        return redirect("admin:jobs_job_duplicates")

    def has_import_file_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """Who may bring jobs in a file."""
        return self.has_import_permission(request)

    @action(description="Import a file", permissions=["import_file"], url_path="to-file", icon="upload_file")
    def import_file(self, request: HttpRequest) -> HttpResponse:
        """Go on to the page that takes a file of jobs."""
        return redirect("admin:jobs_job_import")
