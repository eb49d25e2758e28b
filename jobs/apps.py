"""Postings: their intake, curation and public form."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "jobs"
