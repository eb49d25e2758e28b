"""What the fork server imports once, so that every job process shares it and starts in milliseconds."""

from __future__ import annotations

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from livekit.plugins import openai  # noqa: E402, F401

from interviews.services import leases, sessions, turns  # noqa: E402, F401
