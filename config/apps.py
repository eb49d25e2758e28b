"""The project package as an app, so that its commands and checks are found."""

from django.apps import AppConfig


class ConfigAppConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        from config import checks  # noqa: F401  (registers the system checks)
