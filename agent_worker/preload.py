"""What the fork server imports once, so that every job process shares it and starts in milliseconds."""

from __future__ import annotations

import os
from importlib import import_module

import django
from django.apps import apps

if not apps.ready:
    django.setup()

for name in (
    "agent_worker.session",
    "interviews.services.turns",
    # What the speech clients import lazily, which would be in the middle of a candidate's first words.
    "openai.resources.audio.audio",
    "httpcore2",
    "h11",
    "anyio._backends._asyncio",
    "anyio._core._synchronization",
):
    import_module(name)

# LiveKit loads its end-of-turn model as well, 170 MB for a model that nobody asks here: the detector alone
# is enough (benches/RESULTS.md, "Capacity"). Its own preloading comes after ours.
os.environ.setdefault("LIVEKIT_AGENTS_PRELOAD_LOCAL_INFERENCE", "0")
import_module("livekit.local_inference").init_vad()

# Recognising requests learns examples and compiles thousands of patterns: a second and more for who speaks
# first, in each process, unless it is done here.
import_module("interviews.engine.warm_up").warm_up()
