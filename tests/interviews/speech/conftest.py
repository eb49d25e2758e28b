"""A speech endpoint and an empty storage for clips."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.tone_endpoint import ToneEndpoint


@pytest.fixture
def endpoint(settings: Any, tmp_path: Path) -> Iterator[ToneEndpoint]:
    """The configured endpoint, which is not local, and where clips are kept."""
    settings.MEDIA_ROOT = tmp_path
    with ToneEndpoint() as stub:
        settings.SPEECH_BASE_URL, settings.OPENAI_API_KEY, settings.SPEECH_IS_LOCAL = (
            stub.base_url,
            "key",
            False,
        )
        settings.SPEECH_LANGUAGES = ["*"]
        yield stub
