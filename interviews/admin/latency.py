"""The page of response times, and an interview's own on its page."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils import timezone

from interviews.admin.latency_chart import Waterfall, cut_offs, month_chart, seconds, waterfall_chart
from interviews.models import Interview
from interviews.services.latency import DAYS, answers_of, figures, month_of


class LatencyMixin:
    """Mix in before ModelAdmin."""

    def get_urls(self) -> list[URLPattern]:
        """Add the page of response times."""
        view = self.admin_site.admin_view(self.response_times_view)  # type: ignore[attr-defined]
        urls = super().get_urls()  # type: ignore[misc]
        return [path("response-times/", view, name="interviews_interview_response_times"), *urls]

    def response_times_view(self, request: HttpRequest) -> HttpResponse:
        """How long candidates of the reader's jobs waited for answers, a day at a time."""
        if not self.has_view_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        month = month_of(user=cast(User, request.user), now=timezone.now())
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),  # type: ignore[attr-defined]
            "title": "Response times",
            "media": self.media,  # type: ignore[attr-defined]
            "days": DAYS,
            "count": month.all.count,
            "p50": seconds(month.all.p50_ms),
            "p95": seconds(month.all.p95_ms),
            "cut_offs": cut_offs(month.all),
            "chart": month_chart(month.days),
        }
        return render(request, "admin/interviews/latency/page.html", context)


def interview_waterfall(interview: Interview) -> Waterfall | None:
    """Return how the answers of an interview came about; None when none was measured."""
    answers = answers_of(interview=interview)
    if not answers:
        return None
    return waterfall_chart(answers, figures((answer.response_ms, answer.cut_off) for answer in answers))
