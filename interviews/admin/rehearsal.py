"""The pages on which a plan is rehearsed: with a weak and a strong candidate, and with one's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from unfold.decorators import action
from unfold.widgets import UnfoldAdminTextareaWidget

from interviews.admin import rehearsal_page as page
from interviews.admin.rehearsal_chart import time_chart
from interviews.admin.transcript import ENDINGS, minutes_seconds
from interviews.engine.plan import Plan, PlanError, load_plan
from interviews.engine.simulation import Candidate, load_candidate_yaml
from interviews.models import PlanVersion
from interviews.rehearsal import Played, dump_candidate_yaml, play_one, rehearse, scripted_candidates
from jobs.admin.pages import OWN_FILE_FIELD, show_page

TEMPLATES = "admin/interviews/rehearsal"
STYLES = forms.Media(css={"all": ("interviews/admin/rehearsal.css",)})
MAX_SCRIPT = 200_000  # characters, or bytes of a file
MAX_SEED = 1_000_000


class OwnCandidateForm(forms.Form):
    """A scripted candidate as YAML, pasted or in a file; its errors name the line and the key."""

    text = forms.CharField(
        label="Script (parley.candidate/1)",
        required=False,
        strip=False,
        max_length=MAX_SCRIPT,
        widget=UnfoldAdminTextareaWidget(attrs={"spellcheck": "false", "rows": 20}),
    )
    file = forms.FileField(label="Or a file", required=False, help_text="Played instead of the text above.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"accept": ".yaml,.yml", **OWN_FILE_FIELD}
        self.candidate: Candidate | None = None

    def clean(self) -> dict[str, Any] | None:
        """Refuse what is no script, beside the field that it came from."""
        cleaned = super().clean()
        if not self.errors:
            field = "file" if self.cleaned_data.get("file") else "text"
            try:
                self.candidate = load_candidate_yaml(self._script())
            except PlanError as error:
                self.add_error(field, str(error))
            except UnicodeDecodeError:
                self.add_error(field, "This file is no text in UTF-8.")
        return cleaned

    def clean_file(self) -> Any:
        """Refuse what is too large to be a script before it is read."""
        file = self.cleaned_data["file"]
        if file and file.size > MAX_SCRIPT:
            raise forms.ValidationError(f"A script has at most {MAX_SCRIPT:,} bytes.")
        return file

    def _script(self) -> str:
        file = self.cleaned_data.get("file")
        return file.read().decode("utf-8-sig") if file else self.cleaned_data["text"]


class RehearsalMixin:
    """Mix in before ModelAdmin: "Rehearse" beside a plan, for whoever may see it. Nothing is stored."""

    admin_site: Any
    media: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the two pages."""
        view, own = (
            self.admin_site.admin_view(one) for one in (self.rehearsal_view, self.own_rehearsal_view)
        )
        return [
            path("<int:pk>/rehearsal/", view, name="interviews_planversion_rehearsal"),
            path("<int:pk>/rehearsal/own/", own, name="interviews_planversion_rehearsal_own"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    @action(description="Rehearse", permissions=["view"], url_path="rehearse", icon="theater_comedy")
    def rehearse(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Go on to the rehearsal."""
        return redirect("admin:interviews_planversion_rehearsal", object_id)

    def rehearsal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show what the plan brings out of a weak and a strong candidate."""
        version, plan = self._plan_to_rehearse(request, pk)
        seed = _seed(request)
        rehearsal = rehearse(plan, seed)
        return self._show_rehearsal(
            request,
            "page.html",
            version,
            title=f"Rehearsal of {version}",
            rehearsal=rehearsal,
            failures=page.failures(rehearsal),
            rows=page.ledger(rehearsal),
            heads=("Weak candidate", "Strong candidate"),
            chart=time_chart(rehearsal),
            scenes=page.scenes(
                plan, {"Weak candidate": rehearsal.weak, "Strong candidate": rehearsal.strong}
            ),
            next_seed=(seed + 1) % MAX_SEED,
        )

    def own_rehearsal_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Play a candidate that the recruiter has written."""
        version, plan = self._plan_to_rehearse(request, pk)
        example = dump_candidate_yaml(scripted_candidates(plan)["strong"])
        form = OwnCandidateForm(request.POST or None, request.FILES or None, initial={"text": example})
        played = None
        if form.is_valid() and form.candidate is not None:
            played = _played(plan, form.candidate, _seed(request))
        title = f"Rehearsal of {version} with your own candidate"
        status = 422 if form.errors else 200
        return self._show_rehearsal(
            request, "own.html", version, title=title, form=form, status=status, **(played or {})
        )

    def _plan_to_rehearse(self, request: HttpRequest, pk: int) -> tuple[PlanVersion, Plan]:
        """Return the plan. Raises PermissionDenied, or Http404 for one that is not in sight."""
        admin: Any = self
        if not admin.has_view_permission(request):
            raise PermissionDenied
        version: PlanVersion | None = admin.get_object(request, str(pk))
        if version is None:
            raise Http404
        return version, load_plan(version.document)

    def _show_rehearsal(
        self, request: HttpRequest, template: str, version: PlanVersion, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        admin: Any = self
        frame = {
            "opts": admin.opts,
            "version": version,
            "media": self.media + STYLES,
            "editor": _editor(admin, request, version),
        }
        return show_page(
            self.admin_site, request, f"{TEMPLATES}/{template}", {**frame, **context}, status=status
        )


def _played(plan: Plan, candidate: Candidate, seed: int) -> dict[str, Any]:
    played: Played = play_one(plan, candidate, seed)
    name = candidate.id
    return {
        "played": played,
        "time": minutes_seconds(played.ms),
        "ending": ENDINGS.get(played.ended, played.ended),
        "notices": page.notices(plan, candidate),
        "rows": page.ledger_of(plan, played),
        "heads": (name,),
        "scenes": page.scenes(plan, {name: played}),
    }


def _editor(admin: Any, request: HttpRequest, version: PlanVersion) -> str:
    """The address of the editor, empty for who may not write."""
    if not admin.has_write_permission(request, version.pk):
        return ""
    return reverse("admin:interviews_planversion_editor", args=[version.pk])


def _seed(request: HttpRequest) -> int:
    given = request.GET.get("seed", "")
    return int(given) % MAX_SEED if given.isascii() and given.isdigit() and len(given) <= 9 else 0
