"""The webhook of the media server."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "livekit_bridge"
urlpatterns: list[URLPattern] = []
