"""Fixtures that every test may use."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings
from livekit.rtc._ffi_client import FfiClient
from pytest_django import DjangoDbBlocker

from interviews.llm.endpoint import forget_endpoints
from tests.model_stub.data import TRUTH
from tests.model_stub.server import ModelStub
from tests.model_stub.truth import Truth

# No test is a measurement of time.
hypothesis_settings.register_profile("parley", deadline=None)
hypothesis_settings.load_profile("parley")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What knows a database is tested on two of them."""
    for item in items:
        fixtures = set(getattr(item, "fixturenames", ()))
        if item.get_closest_marker("django_db") or fixtures & {"db", "transactional_db", "live_server"}:
            item.add_marker("database")


def pytest_sessionfinish() -> None:
    """Let LiveKit's threads end while Python runs: one that calls back after its end aborts the process.

    The library does the same at exit, when there is no time left for a call that is on its way.
    """
    if (client := FfiClient._instance) is not None:
        client._dispose()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database; sessions that a test's thread has left open do not keep it from being dropped."""
    yield
    with django_db_blocker.unblock():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )


@pytest.fixture
def model(settings: Any) -> Iterator[ModelStub]:
    """A configured language model, truthful until the test lets it fail; it gets time enough."""
    with ModelStub(Truth(TRUTH).reply) as stub:
        settings.LLM_BASE_URL, settings.LLM_MODEL, settings.LLM_API_KEY = stub.base_url, "stub", ""
        settings.LLM_IS_CONFIGURED, settings.LLM_TURN_TIMEOUT = True, 10.0
        yield stub
    forget_endpoints()
