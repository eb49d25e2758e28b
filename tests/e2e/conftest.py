"""The whole product in real processes, a real browser, and a web server with a posting."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.product import Product, running_product

PAGES = Path(__file__).parent / "pages"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything here needs the whole product."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


class QuietHandler(http.server.SimpleHTTPRequestHandler):
    """Serves the pages without a line for each request."""

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def employer() -> Iterator[str]:
    """An employer's web site on the loopback interface: `host:port`."""
    handler = functools.partial(QuietHandler, directory=str(PAGES))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory, employer: str) -> Iterator[Product]:
    """Everything that `make run` starts, once for all tests here."""
    with running_product(tmp_path_factory.mktemp("product"), FETCH_TEST_ADDRESSES=employer) as running:
        yield running
