"""What Parley knows of LiveKit: tokens, rooms, dispatch and webhooks."""

from django.apps import AppConfig


class LivekitBridgeConfig(AppConfig):
    name = "livekit_bridge"
