"""Certificates: only a valid one, for the name that was asked for, is trusted."""

from __future__ import annotations

import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from ssrfguard import Policy

from jobs.scraping import fetch as fetching
from jobs.scraping.addresses import LOOPBACK
from jobs.scraping.fetch import FetchRefused, fetch
from jobs.scraping.reasons import Reason
from tests.jobs.site import record_connections, resolves_to

LEADS_ON = b"HTTP/1.1 302 Found\r\nLocation: http://jobs.example.com/\r\nContent-Length: 0\r\n\r\n"
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 11\r\n\r\n<p>here</p>"
# A certificate's days from now, and the name it is for.
CERTIFICATES = {
    "valid": (1, "jobs.example.com"),
    "wildcard": (1, "*.example.com"),
    "expired": (-1, "jobs.example.com"),
    "another name": (1, "jobs.evil.example"),
    "another level": (1, "*.com"),
}


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with an authority (ca), what it certified, and one that nobody did (self-signed)."""
    place = tmp_path_factory.mktemp("tls")
    new = ["req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    openssl(*new, "-x509", "-subj", "/CN=Tests", "-keyout", place / "ca.key", "-out", place / "ca.pem")
    own = ["-subj", "/CN=jobs.example.com", "-addext", "subjectAltName=DNS:jobs.example.com"]
    files = ["-keyout", place / "self-signed.key", "-out", place / "self-signed.pem"]
    openssl(*new, "-x509", *own, *files)
    for name, (days, host) in CERTIFICATES.items():
        request, extension = place / f"{name}.csr", place / f"{name}.ext"
        extension.write_text(f"subjectAltName=DNS:{host}")
        openssl(*new, "-subj", f"/CN={host}", "-keyout", place / f"{name}.key", "-out", request)
        signed = ["-CA", place / "ca.pem", "-CAkey", place / "ca.key", "-CAcreateserial", "-days", days]
        openssl("x509", "-req", "-in", request, "-extfile", extension, *signed, "-out", place / f"{name}.pem")
    return place


@pytest.fixture
def serve(certificates: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., str]]:
    """`serve(name)` answers one request with that certificate; it returns the address of its page."""
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    reached = Policy(allowed_ports=frozenset({port}), allowed_networks=(LOOPBACK,))
    monkeypatch.setattr(fetching, "policy_for", lambda *arguments: reached)
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", str(certificates / "ca.pem"))

    def start(name: str, host: str = "jobs.example.com", newest: Any = None, answer: bytes = PAGE) -> str:
        url = f"https://{host}:{port}/"
        if name not in {*CERTIFICATES, "self-signed"}:
            return url
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates / f"{name}.pem", certificates / f"{name}.key")
        if newest:
            context.minimum_version, context.maximum_version = ssl.TLSVersion.MINIMUM_SUPPORTED, newest
            context.set_ciphers("ALL:@SECLEVEL=0")
        threading.Thread(target=_answer, args=(listener, context, answer), daemon=True).start()
        return url

    yield start
    listener.close()


def _answer(listener: socket.socket, context: ssl.SSLContext, answer: bytes) -> None:
    try:
        with context.wrap_socket(listener.accept()[0], server_side=True) as connection:
            connection.recv(65536)
            connection.sendall(answer)
    except OSError:
        """The client did not trust us, which is what most of these tests are about."""


def get(url: str, max_seconds: float = 10) -> str:
    lookup = resolves_to("127.0.0.1")
    return fetch(url, user_agent="Parley tests", lookup=lookup, max_seconds=max_seconds).text


@pytest.mark.parametrize("name", ["valid", "wildcard"])
def test_a_page_with_a_valid_certificate_is_read(name: str, serve: Callable[..., str]) -> None:
    assert get(serve(name)) == "<p>here</p>"


@pytest.mark.parametrize("name", ["expired", "self-signed", "another name", "another level"])
def test_any_other_certificate_is_refused(name: str, serve: Callable[..., str]) -> None:
    with pytest.raises(FetchRefused) as refusal:
        get(serve(name))

    assert refusal.value.reason == Reason.UNREADABLE
    assert isinstance(refusal.value.__cause__, requests.exceptions.SSLError)


def test_a_valid_certificate_is_for_its_own_name_alone(serve: Callable[..., str]) -> None:
    with pytest.raises(FetchRefused):
        get(serve("valid", host="other.example.com"))


def test_an_authority_that_nobody_knows_certifies_nothing(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("requests.adapters.DEFAULT_CA_BUNDLE_PATH", requests.certs.where())

    with pytest.raises(FetchRefused):
        get(serve("valid"))


@pytest.mark.parametrize("variable", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE"])
def test_the_environment_makes_nobody_trusted(
    variable: str, serve: Callable[..., str], certificates: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, str(certificates / "self-signed.pem"))

    with pytest.raises(FetchRefused):
        get(serve("self-signed"))


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_a_protocol_of_the_last_century_is_refused(serve: Callable[..., str]) -> None:
    with pytest.raises(FetchRefused):
        get(serve("valid", newest=ssl.TLSVersion.TLSv1_1))


def test_a_secure_page_does_not_lead_to_an_open_one(
    serve: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = serve("valid", answer=LEADS_ON)
    tried = record_connections(monkeypatch, f"127.0.0.1:{url.split(':')[2].strip('/')}")

    with pytest.raises(FetchRefused) as refusal:
        get(url)
    assert refusal.value.reason == Reason.UNREADABLE
    assert len(tried) == 1


def test_a_handshake_that_never_comes_ends_at_the_deadline(serve: Callable[..., str]) -> None:
    with pytest.raises(FetchRefused) as refusal:
        get(serve("nobody answers"), max_seconds=0.3)

    assert refusal.value.reason == Reason.TOO_SLOW
