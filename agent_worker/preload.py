"""What the fork server imports once, so that every job process shares it and starts in milliseconds."""

from __future__ import annotations

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from livekit.plugins import openai  # noqa: F401

from agent_worker import session  # noqa: F401
from interviews.services import leases, sessions, turns  # noqa: F401
