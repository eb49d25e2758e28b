"""Prometheus metrics behind a bearer token."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily

from config.queue import oldest_wait
from interviews.models import Interview, PracticeInterview
from interviews.services.admission import count_taken, count_waiting
from interviews.services.dispatching import waiting_interviews
from interviews.services.latency import Figures, recent_figures
from interviews.services.workers import find_staff


def metrics(request: HttpRequest) -> HttpResponse:
    """Return this process's metrics and the product's; 404 unless METRICS_TOKEN is sent as a bearer token."""
    sent = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not constant_time_compare(sent, f"Bearer {settings.METRICS_TOKEN}"):
        return HttpResponse(status=404)
    product = CollectorRegistry()
    product.register(ProductCollector())
    return HttpResponse(
        generate_latest(REGISTRY) + generate_latest(product), content_type=CONTENT_TYPE_LATEST
    )


class ProductCollector:
    """What the database knows, so that every web process gives the same numbers."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the gauges; of practice nothing but its number."""
        interviews = GaugeMetricFamily("parley_interviews", "Interviews by status", labels=["status"])
        for status, count in Interview.objects.order_by().values_list("status").annotate(Count("pk")):
            interviews.add_metric([status], count)
        yield interviews
        yield GaugeMetricFamily(
            "parley_practice_interviews", "Practice interviews", value=PracticeInterview.objects.count()
        )
        now = timezone.now()
        yield GaugeMetricFamily(
            "parley_candidates_without_agent",
            "Candidates who wait for an agent",
            value=len(waiting_interviews(now=now)),
        )
        staff = find_staff(now=now)
        yield GaugeMetricFamily("parley_places", "Interviews that the workers can hold", value=staff.places)
        yield GaugeMetricFamily(
            "parley_places_taken", "Places that are taken", value=count_taken(staff=staff, now=now)
        )
        yield GaugeMetricFamily(
            "parley_candidates_queued", "Candidates in the queue", value=count_waiting(now=now)
        )
        yield from _response_metrics(recent_figures(now=now))
        yield GaugeMetricFamily(
            "parley_task_wait_seconds",
            "How long the oldest due task has waited",
            value=oldest_wait(now=now).total_seconds(),
        )


def _response_metrics(figures: Figures) -> Iterator[GaugeMetricFamily]:
    """How long candidates waited for answers in the last day, and how often one came too early."""
    yield GaugeMetricFamily(
        "parley_responses", "Answers by voice in interviews in the last day", value=figures.count
    )
    if figures.p50_ms is None or figures.p95_ms is None:
        return
    times = GaugeMetricFamily(
        "parley_response_seconds",
        "End of the candidate's speech to the first sound of the answer, in the last day",
        labels=["quantile"],
    )
    times.add_metric(["0.5"], figures.p50_ms / 1000)
    times.add_metric(["0.95"], figures.p95_ms / 1000)
    yield times
    yield GaugeMetricFamily(
        "parley_cut_off_ratio",
        "The share of those answers into which the candidate went on speaking",
        value=figures.cut_off_ratio,
    )
