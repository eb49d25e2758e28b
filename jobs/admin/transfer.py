"""Jobs out of the list and into it, as files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, TimestampSigner
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from import_export.admin import ImportExportMixin
from import_export.forms import ConfirmImportForm
from unfold.contrib.import_export.forms import ExportForm, ImportForm
from unfold.widgets import UnfoldAdminSelectWidget

from jobs.admin.scoping import NO_FILTER
from jobs.admin.transfer_formats import COLUMNS, FORMATS, JobsJSON, csv_lines, json_lines
from jobs.admin.transfer_resource import JobResource
from jobs.errors import PostingError
from jobs.models import PUBLIC_FIELDS, Job
from jobs.uploads import LARGEST_FILE

AT_ONCE = 200
# How long a file waits for its confirmation.
PUT_ASIDE = timedelta(hours=12)
GONE = "This file was imported already, or waited too long. Choose it again."
_signer = TimestampSigner(salt="jobs.admin.transfer")


class JobFileForm(ImportForm):
    """One file; its name says which format it has."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["format"]
        self.fields["import_file"].label = "CSV or JSON file"
        self.fields["import_file"].widget.attrs |= {"accept": ".csv,.json,text/csv,application/json"}

    def clean(self) -> dict[str, Any]:
        """Set `format`, the index in FORMATS, as the library expects it."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        file = data.get("import_file")
        if file and file.size > LARGEST_FILE:
            self.add_error("import_file", ValidationError("This file is larger than 5 MB. Split it."))
        is_json = file is not None and file.name.lower().endswith(".json")
        data["format"] = str(FORMATS.index(JobsJSON)) if is_json else "0"
        return data


class ConfirmFileForm(ConfirmImportForm):
    """Takes back only the name of a file that we put aside: the library would read, and delete, any other."""

    def clean_import_file_name(self) -> str:
        """The path of the file, out of the signed name; of two who confirm it at once, one gets it."""
        try:
            path = Path(_signer.unsign(self.cleaned_data["import_file_name"], max_age=PUT_ASIDE))
            return str(path.rename(f"{path}.taken"))
        except (BadSignature, OSError) as error:
            raise ValidationError(GONE) from error

    def clean_format(self) -> str:
        """One of ours, by its index."""
        index: str = self.cleaned_data["format"]
        if index not in map(str, range(len(FORMATS))):
            raise ValidationError(GONE)
        return index


class JobExportForm(ExportForm):
    """CSV unless somebody wants JSON."""

    def __init__(self, formats: Any, resources: Any, **kwargs: Any) -> None:
        super().__init__(formats, resources, **kwargs)
        self.fields["format"].choices = [("0", "CSV, for a spreadsheet"), ("1", "JSON")]
        self.fields["format"].widget = UnfoldAdminSelectWidget(choices=self.fields["format"].choices)


class TransferMixin(ImportExportMixin):
    """Mix in before SimpleHistoryAdmin: adds import and export to the list of jobs."""

    # The ways to both are ours: beside the list's other actions, and with its filters.
    import_export_change_list_template = None
    resource_classes = [JobResource]
    formats = FORMATS
    import_form_class = JobFileForm
    confirm_form_class = ConfirmFileForm
    export_form_class = JobExportForm
    import_template_name = "jobs/admin_import.html"
    export_template_name = "jobs/admin_export.html"

    def get_resource_kwargs(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """A file reaches as far as the person who brings it."""
        return {"user": cast(User, request.user)}

    def has_import_permission(self, request: HttpRequest) -> bool:
        """A file both adds and changes."""
        admin = cast(Any, self)
        return bool(admin.has_add_permission(request) and admin.has_change_permission(request))

    def has_export_permission(self, request: HttpRequest) -> bool:
        """What may be seen may be taken along."""
        return bool(cast(Any, self).has_view_permission(request))

    def import_action(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Say in words what the file will do, or what is wrong in which row."""
        response = super().import_action(request, **kwargs)
        context = response.context_data
        result = context.get("result")
        context |= {"title": "Import jobs", "columns": COLUMNS}
        if result is not None:
            context |= _outcome(result)
        return response

    def get_confirm_form_initial(self, request: HttpRequest, import_form: Any) -> dict[str, Any]:
        """Sign the name of the file that was put aside."""
        initial: dict[str, Any] = super().get_confirm_form_initial(request, import_form)
        if "import_file_name" in initial:
            initial["import_file_name"] = _signer.sign(initial["import_file_name"])
        return initial

    def process_import(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Do what was shown before, once."""
        response = super().process_import(request, **kwargs)
        if isinstance(response, TemplateResponse):
            messages.error(request, GONE)
            return redirect("admin:jobs_job_import")
        return response

    def export_action(self, request: HttpRequest) -> Any:
        """Lead back to the list from filters that make no sense."""
        try:
            return super().export_action(request)
        except IncorrectLookupParameters:
            messages.warning(request, NO_FILTER)
            return redirect("admin:jobs_job_changelist")

    def get_export_queryset(self, request: HttpRequest) -> QuerySet[Job]:
        """Built once a request: the list's filters look into the database, too."""
        if not hasattr(request, "jobs_to_export"):
            request.jobs_to_export = super().get_export_queryset(request)  # type: ignore[attr-defined]
        return cast("QuerySet[Job]", request.jobs_to_export)  # type: ignore[attr-defined]

    def init_request_context_data(self, request: HttpRequest, form: Any) -> dict[str, Any]:
        """Say how many jobs go out."""
        count = self.get_export_queryset(request).count()
        query = request.GET.urlencode()
        return {
            **super().init_request_context_data(request, form),
            "title": "Export jobs",
            "columns": COLUMNS,
            "count": count,
            "is_filtered": bool(query),
            "query": query,
        }

    def get_valid_export_item_pks(self, request: HttpRequest) -> list[int]:
        """There is no export of ticked rows: the filters say what is exported."""
        return []

    def _do_file_export(
        self, file_format: Any, request: HttpRequest, queryset: QuerySet[Job], export_form: Any = None
    ) -> StreamingHttpResponse:
        """Stream the jobs of the list as it is filtered; no file is too big to be sent."""
        lines = json_lines if isinstance(file_format, JobsJSON) else csv_lines
        response = StreamingHttpResponse(
            _lines(lines, queryset), content_type=f"{file_format.get_content_type()}; charset=utf-8"
        )
        name = self.get_export_filename(request, queryset, file_format)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


def _outcome(result: Any) -> dict[str, Any]:
    """What the preview says: "2 new drafts, 1 change, 3 rows without a change."; the problems by row."""
    new, update, skip = (result.totals[kind] for kind in ("new", "update", "skip"))
    parts = [
        f"{new} new draft{'' if new == 1 else 's'}",
        f"{update} change{'' if update == 1 else 's'}",
        f"{skip} row{'' if skip == 1 else 's'} without a change",
    ]
    invalid = [(row.number, _in_words(row.error)) for row in result.invalid_rows]
    broken = [(number, _reason(errors[0].error)) for number, errors in result.row_errors()]
    work = new + update
    return {
        "summary": f"{', '.join(parts)}.",
        "has_work": work > 0,
        "import_words": f"Import {work} job{'' if work == 1 else 's'}",
        "problems": sorted(invalid + broken),
    }


def _reason(error: Exception) -> str:
    """What a service refused with, or that nobody knows: never the text of just any exception."""
    return error.message if isinstance(error, PostingError) else "This row cannot be read."


def _in_words(error: ValidationError) -> str:
    """ "jobTitle: A job needs a title." for every field that has a problem."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        f"{PUBLIC_FIELDS.get(field, field)}: {' '.join(problem.messages)}".removeprefix("__all__: ")
        for field, problem in ((name, ValidationError(items)) for name, items in error.error_dict.items())
    )


def _lines(lines: Callable[[Iterable[Job]], Iterator[str]], queryset: QuerySet[Job]) -> Iterator[bytes]:
    # Without what the list fetches beside each job.
    jobs = Job.objects.filter(pk__in=queryset.order_by().values("pk")).select_related("team").order_by("-pk")
    return (line.encode() for line in lines(jobs.iterator(chunk_size=AT_ONCE)))
