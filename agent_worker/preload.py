"""What the fork server imports once, so that every job process shares it and starts in milliseconds."""

from __future__ import annotations

import django
from django.apps import apps

if not apps.ready:
    django.setup()

# What the clients would import in the middle of a candidate's first words.
import openai.resources.audio.speech
import openai.resources.audio.transcriptions  # noqa: F401
from livekit.plugins import openai as plugin  # noqa: F401

from agent_worker import session  # noqa: F401
from interviews.services import leases, sessions, turns  # noqa: F401
