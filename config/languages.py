"""Which languages of plans nobody here can speak: what `manage.py doctor` adds to its probes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import DatabaseError

from interviews.models import PlanVersion
from interviews.speech.languages import typed_only


def typed_languages() -> Iterator[str]:
    """Yield a sentence for each language in which there are plans and no speech models."""
    try:
        used = list(PlanVersion.objects.order_by("language").values_list("language", flat=True).distinct())
    except DatabaseError:
        return  # The probe of the database says so.
    for language in used:
        if typed := typed_only(language):
            yield f"{typed} Set SPEECH_BASE_URL and SPEECH_LANGUAGES: see docs/operations.md."
