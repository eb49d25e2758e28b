"""What somebody types is kept while they type."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from interviews.forms import DraftForm
from interviews.http import candidate_view, limit, own_interview
from interviews.services.drafts import keep_draft
from interviews.services.errors import Conflict, InterviewOver, Invalid
from interviews.services.room_view import current_progress


class GoneOn(Conflict):
    """The page shows something that is no longer asked."""

    code = "gone_on"
    message = "This interview went on in another window or on another device."


@sensitive_post_parameters("text")
@candidate_view("POST", json=True)
def draft(request: HttpRequest, link_id: str) -> HttpResponse:
    """Keep the words for their writer; reply with how far the interview is, in words."""
    interview = own_interview(request, link_id)
    limit(request, f"draft:{interview.public_id}", capacity=120, per_seconds=60)
    if interview.is_over:
        raise InterviewOver
    form = DraftForm(request.POST)
    if not form.is_valid():
        raise Invalid
    if not keep_draft(interview=interview, **form.cleaned_data):
        raise GoneOn
    view = current_progress(interview=interview, now=timezone.now())
    return JsonResponse({"progress": render_to_string("components/typed_progress.html", {"view": view})})
