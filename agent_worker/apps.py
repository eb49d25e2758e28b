"""The voice: LiveKit's agent process and the local speech server."""

from django.apps import AppConfig


class AgentWorkerConfig(AppConfig):
    name = "agent_worker"
