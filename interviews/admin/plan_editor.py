"""The page on which the next version of a plan is written, field by field."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path

from interviews.admin.plan_budget import budget
from interviews.admin.plan_diff import describe_changes
from interviews.admin.plan_form_acts import apply_act
from interviews.admin.plan_form_data import MOST_ENTRIES, Fields, Form, count_entries, from_fields, to_fields
from interviews.admin.plan_form_errors import Problems, find_problems
from interviews.admin.plan_form_view import FormView, Note, owner_chain, place_of, tab_of
from interviews.admin.plan_preview import preview
from interviews.admin.plan_versions import canonical, newest_of, remarks_on, versions_of, with_uses
from interviews.engine.plan import Plan, dump_plan
from interviews.models import PlanVersion
from interviews.services.errors import Conflict
from interviews.services.plans import PlanOutdated, save_version

TABS = {
    "questions": "Questions",
    "scales": "Rating scales",
    "facts": "Facts and closing",
    "preview": "Preview",
    "versions": "Versions",
}
SAVE = "save"
TOO_LARGE = "This plan has too many entries for a form. Edit it as YAML."
# Of a primary key.
KEY_DIGITS = 19


@dataclass
class Editing:
    """One request's work on a version: what was typed, what is wrong with it, and what became of it."""

    version: PlanVersion
    newest: PlanVersion
    fields: Fields
    act: str = ""
    # Somebody else's version, of which the person is told.
    other: PlanVersion | None = None
    touched: str = ""
    form: Form = field(init=False)
    plan: Plan | None = field(init=False)
    problems: Problems = field(init=False)

    def __post_init__(self) -> None:
        self.touched = apply_act(self.fields, self.act)
        self.form = from_fields(self.fields)
        self.plan, self.problems = find_problems(self.form)
        if self.act == SAVE and self.problems:
            self.fields["tried"] = ["1"]

    @property
    def status(self) -> int:
        """The HTTP status of the page."""
        if self.other is not None:
            return 409
        return 422 if self.act == SAVE and self.problems else 200

    @property
    def seen(self) -> int:
        """The key of the newest version that the person knows of."""
        given = next(iter(self.fields.get("seen", ())), "")
        return int(given) if given.isdecimal() and len(given) <= KEY_DIGITS else self.newest.pk

    @property
    def errors(self) -> list[Note]:
        """What keeps the plan from being saved."""
        return [self._note("error", name, text) for name, texts in self.problems.items() for text in texts]

    @property
    def remarks(self) -> list[Note]:
        """What is missing or untied; nothing before the plan is one."""
        if self.plan is None:
            return []
        said = {note.message for note in self.errors}
        found = remarks_on(self.plan, self.version.job)
        notes = (self._note(r.level, self.form.field_at(r.key), r.message) for r in found)
        return [note for note in notes if note.message not in said]

    def _note(self, level: str, name: str, message: str) -> Note:
        return Note(level, name, message, place_of(self.fields, name))


class PlanEditorMixin:
    """Mix in before ModelAdmin."""

    admin_site: Any
    opts: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the page."""
        view = self.admin_site.admin_view(self.editor_view)
        return [
            path("<int:pk>/editor/", view, name="interviews_planversion_editor"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def editor_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form, do what its buttons say, and save the next version."""
        model_admin: Any = self
        if not model_admin.has_write_permission(request, pk):
            raise PermissionDenied
        version = get_object_or_404(PlanVersion.objects.select_related("job"), pk=pk)
        editing = start_editing(request, version)
        if editing is None:
            messages.warning(request, TOO_LARGE)
            return redirect("admin:interviews_planversion_yaml", pk)
        if editing.act == SAVE and not editing.problems:
            saved = self._save(request, editing)
            if saved is not None:
                return redirect("admin:interviews_planversion_change", saved.pk)
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            **editor_context(editing, cast(User, request.user)),
        }
        template = "admin/interviews/planversion/editor.html"
        return render(request, template, context, status=editing.status)

    def _save(self, request: HttpRequest, editing: Editing) -> PlanVersion | None:
        """Save, and say what became of it; None when somebody else was faster."""
        assert editing.plan is not None
        try:
            saved = save_version(
                plan=editing.plan,
                job=editing.version.job,
                source=PlanVersion.Source.EDITED,
                created_by=cast(User, request.user),
                seen=editing.seen,
            )
        except PlanOutdated as outdated:
            editing.other = editing.newest = outdated.newest
            editing.fields["seen"] = [str(outdated.newest.pk)]
            return None
        except Conflict:
            messages.error(request, "Others are saving this plan right now. Nothing is lost: save again.")
            return None
        say_saved(request, saved, is_new=saved.pk != editing.newest.pk)
        return saved


def start_editing(request: HttpRequest, version: PlanVersion) -> Editing | None:
    """Return what the person typed, or the version's own words at first; None when no form can hold it."""
    newest = newest_of(version)
    if request.method == "POST":
        fields = _sent(request)
    else:
        fields = to_fields(canonical(version)) | {"seen": [str(newest.pk)]}
    if count_entries(fields) > MOST_ENTRIES:
        return None
    return Editing(version, newest, fields, act=next(iter(fields.pop("act", [])), ""))


def _sent(request: HttpRequest) -> Fields:
    # Browsers send line ends in their own way; a plan's texts are kept as they were.
    return {
        name: [value.replace("\r\n", "\n").replace("\0", "") for value in request.POST.getlist(name)]
        for name in request.POST
    }


def say_saved(request: HttpRequest, version: PlanVersion, *, is_new: bool) -> None:
    """Tell the person what saving did."""
    saved = f"{version} is saved. New invitations use it; links made before keep their plan."
    messages.success(request, saved if is_new else f"Nothing was changed: {version} stays the newest.")


def editor_context(editing: Editing, user: User) -> dict[str, Any]:
    """Return everything that the page shows."""
    tried = bool(editing.fields.get("tried"))
    errors, remarks = editing.errors, editing.remarks
    shown = [*(errors if tried else ()), *remarks]
    opened = {editing.touched} if editing.touched else set()
    for note in errors if tried else ():
        opened |= owner_chain(note.field)
    version, job = editing.version, editing.version.job
    return {
        "title": f"Edit {version.title}",
        "version": version,
        "newest": editing.newest,
        "other": editing.other,
        "their_changes": describe_changes(canonical(version), canonical(editing.other))
        if editing.other
        else (),
        "form": FormView(editing.fields, shown, opened),
        "fields": editing.fields,
        "tabs": TABS,
        "tab": _tab(editing, errors if editing.status == 422 else []),
        "errors": errors,
        "is_refused": editing.status == 422,
        "tried": tried,
        "problems": [note for note in remarks if note.level == "problem"],
        "advice": [note for note in remarks if note.level == "advice"],
        "is_reviewed": editing.plan is not None,
        "budget": budget(editing.form.document),
        "lines": _preview(editing),
        "changes": _changes(editing),
        "versions": with_uses(versions_of(version), user),
        "is_unsaved": bool(editing.act),
        "focus": _focus(editing),
        "job": job,
    }


def _tab(editing: Editing, errors: list[Note]) -> str:
    """The part to show: where the first mistake is, else where the person was."""
    wrong = [tab_of(note.field) for note in errors]
    was = next(iter(editing.fields.get("tab", ())), "")
    if wrong and was not in wrong:
        was = wrong[0]
    return was if was in TABS else "questions"


def _preview(editing: Editing) -> list[Any]:
    if editing.plan is None:
        return []
    job = editing.version.job
    title, company = (job.job_title, job.company_name) if job else (editing.plan.title, "")
    return preview(editing.plan, job_title=title, company_name=company)


def _changes(editing: Editing) -> tuple[Any, ...]:
    """What saving would change in the newest version."""
    if editing.plan is None:
        return ()
    return describe_changes(canonical(editing.newest), dump_plan(editing.plan))


def _focus(editing: Editing) -> str:
    """Where to go on after a button was pressed: in what was added, at the way back to what was not."""
    verb = editing.act.partition(":")[0]
    if not editing.touched or verb not in ("add", "remove"):
        return f"f-{editing.touched}" if editing.touched else ""
    if verb == "remove":
        return f"f-{editing.touched}-undo"
    kind = editing.touched.rstrip("0123456789")[-1]
    first = {"p": "for", "c": "name", "f": "about"}.get(kind, "text")
    return f"f-{editing.touched}-{first}"
