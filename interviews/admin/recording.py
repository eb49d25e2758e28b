"""Recordings on the page of an interview: to listen to and to take along, for who may see the interview."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from interviews.admin.transcript import minutes_seconds
from interviews.models import Interview, Recording
from interviews.services.recording_access import note_listening, read_part

TYPES = {Recording.Kind.AUDIO: ("audio/mpeg", "mp3"), Recording.Kind.VIDEO: ("video/mp4", "mp4")}
STATES = {
    Recording.Status.RUNNING: "It is being recorded, and can be heard here when the interview is over.",
    Recording.Status.JOINING: "It is being put together. This takes about a minute.",
    Recording.Status.FAILED: "There is no recording.",
}
# A player that asks for all of a file and plays it slowly would keep one of few threads busy all the while:
# it gets this much, and asks again. Bytes.
PART = 1024 * 1024
ASKED = re.compile(r"bytes=(\d*)-(\d*)$")


@dataclass(frozen=True, slots=True)
class Shown:
    """One recording in words; `address` is empty until it can be played."""

    title: str
    is_video: bool
    state: str
    problem: str
    facts: str
    address: str


def shown_recordings(interview: Interview) -> list[Shown]:
    """Return what there is of an interview, the sound first."""
    return [
        _shown(interview, recording)
        for recording in Recording.objects.filter(interview=interview).order_by("kind")
    ]


def _shown(interview: Interview, recording: Recording) -> Shown:
    status = Recording.Status(recording.status)
    if interview.is_over and status == Recording.Status.RUNNING:
        status = Recording.Status.JOINING
    is_ready = status == Recording.Status.READY
    address = reverse("admin:interviews_interview_recording", args=[recording.interview_id, recording.pk])
    facts = [minutes_seconds(recording.duration_ms or 0), filesizeformat(recording.size or 0)]
    return Shown(
        title=recording.get_kind_display(),
        is_video=recording.kind == Recording.Kind.VIDEO,
        state="" if is_ready else STATES[status],
        problem=recording.problem,
        facts=", ".join(facts) if is_ready else "",
        address=address if is_ready else "",
    )


class RecordingMixin:
    """Mix in before the ModelAdmin of interviews."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        """Add the address of a recording's file."""
        view = self.admin_site.admin_view(
            never_cache(require_http_methods(["GET", "HEAD"])(self.recording_view))
        )
        own = path("<int:pk>/recordings/<int:recording_pk>/", view, name="interviews_interview_recording")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def recording_view(self, request: HttpRequest, pk: int, recording_pk: int) -> HttpResponseBase:
        """The file or the part that a player asks for (`Range`); `?download` names it."""
        interview = get_object_or_404(self.get_queryset(request), pk=pk)  # type: ignore[attr-defined]
        if not self.has_view_permission(request, interview):  # type: ignore[attr-defined]
            raise PermissionDenied
        ready = interview.recordings.filter(status=Recording.Status.READY)
        recording = get_object_or_404(ready, pk=recording_pk)
        if request.method == "GET":
            note_listening(
                recording=recording,
                listener=request.user.get_username(),
                downloads="download" in request.GET,
                now=timezone.now(),
            )
        return answer(request, recording)


def answer(request: HttpRequest, recording: Recording) -> HttpResponseBase:
    """All of a recording's file, or a part of it as players ask for it."""
    size = recording.size or 0
    downloads = "download" in request.GET
    asked = None if downloads else request.headers.get("Range")
    part = wanted_part(asked, size)
    if part is None:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    first, last = part
    try:
        blocks = read_part(recording=recording, first=first, last=last)
    except FileNotFoundError as error:
        raise Http404("The file of this recording is gone.") from error
    kind, suffix = TYPES[Recording.Kind(recording.kind)]
    response = StreamingHttpResponse(blocks, status=200 if asked is None else 206, content_type=kind)
    response["Accept-Ranges"] = "bytes"
    response["Content-Length"] = str(last - first + 1)
    if asked is not None:
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
    if downloads:
        name = slugify(str(recording.interview)) or "interview"
        response["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def wanted_part(asked: str | None, size: int) -> tuple[int, int] | None:
    """The first and last byte for a `Range` header, PART of them at most; None when there are no such bytes.

    Without the header, or with one that nobody needs to understand, it is the whole file, or its beginning.
    """
    if asked is None:
        return 0, size - 1
    match = ASKED.match(asked.strip())
    start, end = match.groups() if match else ("0", "")
    if not start:
        first, last = max(0, size - int(end or 0)), size - 1
    else:
        first, last = int(start), min(int(end), size - 1) if end else size - 1
    return (first, min(last, first + PART - 1)) if first <= last else None
