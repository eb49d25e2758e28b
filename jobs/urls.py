"""The progress of an intake."""

from __future__ import annotations

from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [path("<slug:public_id>/", views.progress, name="progress")]
