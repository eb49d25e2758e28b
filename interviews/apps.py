"""The product: plans, invitations, interviews and their records."""

from django.apps import AppConfig


class InterviewsConfig(AppConfig):
    name = "interviews"
