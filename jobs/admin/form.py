"""The form of a job: where each value was found beside it, and every change a person's from then on."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from jobs.admin.review_fields import NEEDED, FieldView, field_views
from jobs.models import Job
from jobs.scraping.posting import FIELDS, clean_value


class JobForm(forms.ModelForm):
    """Refuses what would leave candidates without a job to talk about."""

    def clean(self) -> dict[str, Any]:
        """A published job keeps its title and its text."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance.status == Job.Status.PUBLISHED:
            for name in NEEDED:
                if not data.get(name, "").strip():
                    self.add_error(name, "A published job needs this. Close the job first.")
        return data


def help_texts(job: Job) -> dict[str, SafeString]:
    """What stands under each field: how sure we are, where it was found, and what the page says now."""
    return {view.name: _origin(view) + _conflict(view) for view in field_views(job)}


def _origin(view: FieldView) -> SafeString:
    chip = format_html(
        '<span class="chip chip-{}" title="{}">{}</span>', view.level.key, view.level.meaning, view.level.word
    )
    by = f" Checked by {view.checked_by}." if view.checked_by else ""
    where = format_html("<span>{}{}</span>", view.where, by)
    path = format_html("<code>{}</code>", view.path) if view.path else mark_safe("")
    words = format_html("<q>{}</q>", view.snippet) if _adds_something(view) else mark_safe("")
    return format_html('<span class="origin">{}{}{}{}</span>', chip, where, path, words)


def _adds_something(view: FieldView) -> bool:
    """Whether the page's own words differ from what stands in the field."""
    return bool(view.path and view.snippet) and view.snippet not in " ".join(view.value.split())


def _conflict(view: FieldView) -> SafeString:
    """The page's words with the two ways to settle it; the buttons belong to a form after this one."""
    if view.conflict is None:
        return mark_safe("")
    button = '<button class="small-button" form="resolve-form" name="take" value="{}:{}">{}</button> '
    return format_html(
        '<div class="notice notice-conflict">'
        "<p><strong>The page now says:</strong> {}</p><p>{}</p>{}{}</div>",
        view.conflict.value[:1000],
        view.conflict.where,
        format_html(button, view.name, "mine", "Keep mine"),
        format_html(button, view.name, "page", "Take the page's"),
    )


def written(form: Any, names: tuple[str, ...]) -> dict[str, Any]:
    """What a person changed in the form, of the fields in `names`."""
    changed = {name: form.cleaned_data[name] for name in form.changed_data if name in names}
    return {name: value for name, value in changed.items() if not _is_as_shown(form, name, value)}


def _is_as_shown(form: Any, name: str, value: Any) -> bool:
    """Whether a text differs only in its line ends, which every browser sends as CR LF."""
    return name in FIELDS and clean_value(name, value) == (form.initial.get(name) or "")
