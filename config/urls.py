"""The URL table: candidates' pages, the webhook, the admin, and what operators probe."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from config import health, metrics

urlpatterns = [
    path("admin/", admin.site.urls),
    path("livekit/", include("livekit_bridge.urls")),
    path("jobs/", include("jobs.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("", include("interviews.urls")),
]
