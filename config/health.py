"""Liveness and readiness for load balancers and operators."""

from __future__ import annotations

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse

from config.probes import READY, Probe, ProbeFailed

# Anybody may ask; the parts behind are asked once in this many seconds and process.
CACHE_SECONDS = 2


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


def readyz(request: HttpRequest) -> JsonResponse:
    """Every dependency that a new interview needs: 200, or 503 with what is missing."""
    report = cache.get_or_set("readyz", readiness, CACHE_SECONDS) or {}
    healthy = all(value == "ok" for value in report.values())
    response = JsonResponse(report, status=200 if healthy else 503, headers={"Cache-Control": "no-store"})
    # A balancer asks every few seconds: what is missing is in the answer, not in one error line a question.
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def readiness() -> dict[str, str]:
    """Return `ok` or one sentence for each part; the sentences name no address and no setting."""
    return {name: _outcome(probe) for name, probe in READY.items()}


def _outcome(probe: Probe) -> str:
    try:
        probe()
    except ProbeFailed as failure:
        return failure.problem
    return "ok"
