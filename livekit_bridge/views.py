"""The endpoint that the media server reports to."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from livekit_bridge.webhooks import BadWebhook, receive

MAX_BODY_BYTES = 64 * 1024


@csrf_exempt
@require_POST
def webhook(request: HttpRequest) -> HttpResponse:
    """Take one signed delivery: 200 also for a repeat, 401 for a forgery, 413 above 64 kB."""
    body = request.read(MAX_BODY_BYTES + 1)
    if len(body) > MAX_BODY_BYTES:
        return HttpResponse(status=413)
    try:
        receive(body, request.headers.get("Authorization", ""))
    except BadWebhook:
        return HttpResponse(status=401)
    return HttpResponse(status=200)
