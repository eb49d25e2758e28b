"""A running product for tests that break it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import find_binaries, throw_away_cluster
from tests.support.product import Product, running_product


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here breaks a whole product, and is no unit test."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.chaos)
            item.add_marker(pytest.mark.live)


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Everything that `make run` starts, on SQLite, once for all tests here."""
    with running_product(tmp_path_factory.mktemp("chaos")) as running:
        yield running


@pytest.fixture
def product_on_postgres(tmp_path: Path) -> Iterator[Product]:
    """The same on a PostgreSQL of its own."""
    with (
        throw_away_cluster(find_binaries()) as url,
        running_product(tmp_path, DATABASE_URL=url) as running,
    ):
        yield running
