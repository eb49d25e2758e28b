"""What the fork server imports once, so that every job process shares it and starts in milliseconds."""

from __future__ import annotations

from importlib import import_module

import django
from django.apps import apps

if not apps.ready:
    django.setup()

for name in (
    "agent_worker.session",
    "interviews.services.turns",
    # What the speech clients import lazily, which would be in the middle of a candidate's first words.
    "openai.resources.audio.speech",
    "openai.resources.audio.transcriptions",
    "anyio._backends._asyncio",
    "anyio._core._synchronization",
):
    import_module(name)

# Recognising requests compiles thousands of patterns; nobody's first words are to wait for it.
import_module("interviews.engine.warm_up").warm_up()
