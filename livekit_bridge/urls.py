"""The webhook of the media server."""

from __future__ import annotations

from django.urls import path

from livekit_bridge import views

app_name = "livekit_bridge"
urlpatterns = [path("webhook", views.webhook, name="webhook")]
