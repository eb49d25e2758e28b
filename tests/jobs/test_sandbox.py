"""Reading in a process of its own: the same result as at home, and an end to whatever has none."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from config.local.stack import ROOT
from jobs.scraping import sandbox
from jobs.scraping.fetch import FetchRefused
from jobs.scraping.reasons import Reason
from jobs.scraping.registry import read_posting
from jobs.scraping.sandbox import read_limited, run_limited
from tests.jobs.site import PAGES

URL = "https://jobs.example.com/1"
ALL_PAGES = sorted(path for path in PAGES.rglob("*") if path.is_file())
PLAIN = (PAGES / "plain.html").read_text(encoding="utf-8")
ENDLESS = "while True: pass"


def server_process() -> psutil.Process:
    """The running server, started if it was not."""
    read_limited(PLAIN, URL)
    assert sandbox._server._process
    return psutil.Process(sandbox._server._process.pid)


def run_within_limits(code: str, limits: str) -> subprocess.CompletedProcess[str]:
    """Run `code` in a process with the limits that a child gets."""
    before = f"from jobs.scraping.sandbox_server import *; set_limits(Limits({limits}))\n"
    return subprocess.run([sys.executable, "-c", before + code], cwd=ROOT, capture_output=True, text=True)


class TestResults:
    """What comes back."""

    @pytest.mark.parametrize("page", ALL_PAGES, ids=lambda path: path.name)
    def test_a_page_is_read_as_it_is_without_limits(self, page: Path) -> None:
        body = page.read_text(encoding="utf-8", errors="replace")

        assert read_limited(body, URL) == read_posting(body, URL)

    def test_text_that_no_charset_writes_arrives(self) -> None:
        assert read_limited(PLAIN + "\ud800\x00", URL).job_title == "Pump Engineer"

    def test_several_threads_get_an_answer_of_their_own_each(self) -> None:
        bodies = [PLAIN.replace("Pump Engineer", f"Pump Engineer {number}") for number in range(8)]
        with ThreadPoolExecutor(8) as pool:
            titles = [posting.job_title for posting in pool.map(read_limited, bodies, [URL] * 8)]

        assert titles == [f"Pump Engineer {number}" for number in range(8)]

    def test_a_mistake_of_ours_is_logged_and_refuses_the_page(self, caplog: pytest.LogCaptureFixture) -> None:
        with pytest.raises(FetchRefused) as refusal:
            run_limited("no such task")

        assert refusal.value.reason == Reason.UNREADABLE
        assert "KeyError" in caplog.text


class TestLimits:
    """What ends a page."""

    def test_a_page_that_takes_too_much_is_too_large(self) -> None:
        with pytest.raises(FetchRefused) as refusal:
            read_limited(
                f"<h1>Pump Engineer</h1>{'<p>Keep the fields dry.</p>' * 50_000}", URL, seconds=0.001
            )

        assert refusal.value.reason == Reason.TOO_LARGE

    def test_after_a_page_was_ended_the_next_one_is_read(self) -> None:
        with pytest.raises(FetchRefused):
            read_limited(PLAIN, URL, seconds=0.001)

        assert read_limited(PLAIN, URL).job_title == "Pump Engineer"

    def test_an_answer_without_end_is_cut(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(sandbox, "MAX_ANSWER", 10)

        with pytest.raises(FetchRefused) as refusal:
            read_limited(PLAIN, URL)
        assert refusal.value.reason == Reason.TOO_LARGE

    @pytest.mark.parametrize(
        ("code", "limits", "ended_by"),
        [
            (ENDLESS, "1, 60, 512", (signal.SIGKILL, signal.SIGXCPU)),
            (ENDLESS, "60, 0.2, 512", (signal.SIGALRM,)),
            ("signal.pause()", "60, 0.2, 512", (signal.SIGALRM,)),
        ],
        ids=["processor time", "busy", "asleep"],
    )
    def test_the_kernel_ends_what_does_not_end(
        self, code: str, limits: str, ended_by: tuple[signal.Signals, ...]
    ) -> None:
        assert -run_within_limits(code, limits).returncode in ended_by

    @pytest.mark.parametrize(
        ("code", "error"),
        [
            ("bytearray(40 << 20)", "MemoryError"),
            ("os.write(os.open('/tmp', os.O_TMPFILE | os.O_RDWR), b'x')", "OSError"),
            ("[os.dup(0) for _ in range(20)]", "Too many open files"),
        ],
        ids=["memory", "writing", "files"],
    )
    def test_what_a_page_has_no_use_for_is_denied(self, code: str, error: str) -> None:
        ended = run_within_limits(code, "60, 60, 20")

        assert ended.returncode == 1 and error in ended.stderr


class TestServer:
    """The process behind it."""

    def test_it_holds_none_of_our_secrets(self) -> None:
        assert set(server_process().environ()) <= {*sandbox.ENVIRONMENT, "LC_CTYPE"}

    def test_it_loads_no_django(self) -> None:
        code = "import jobs.scraping.sandbox_server, sys; sys.exit('django' in sys.modules)"

        assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0

    def test_signals_for_our_group_do_not_reach_it(self) -> None:
        assert os.getpgid(server_process().pid) != os.getpgid(0)

    def test_another_one_takes_its_place_when_it_is_gone(self) -> None:
        process = server_process()
        process.kill()

        assert read_limited(PLAIN, URL).job_title == "Pump Engineer"
        assert server_process() != process

    def test_children_leave_nothing_behind(self) -> None:
        process = server_process()
        for _ in range(3):
            read_limited(PLAIN, URL)

        assert not [child for child in process.children() if child.status() == psutil.STATUS_ZOMBIE]


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[str]]:
    """A process that read one page and waits for another that has no end; it tells its server's id."""
    code = (
        # Whoever runs the tests in the background has them ignore Ctrl-C, and all that they start.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from jobs.scraping import sandbox; sandbox.read_limited('<p>x', 'https://jobs.example.com/1');"
        "print(sandbox._server._process.pid, flush=True);"
        "ours, theirs = sandbox.socket.socketpair();"
        "sandbox.socket.send_fds(sandbox._server._control, [b'.'], [theirs.fileno()]); theirs.close();"
        # Not in one long call: a signal that comes just before it would not be noticed.
        "ours.send(b'half a request'); print('asked', flush=True);"
        "any(sandbox.time.sleep(0.05) for _ in range(10_000))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


@pytest.mark.parametrize("with_signal", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_outlives_a_worker(worker: subprocess.Popen[str], with_signal: signal.Signals) -> None:
    assert worker.stdout
    server = psutil.Process(int(worker.stdout.readline()))
    assert worker.stdout.readline() == "asked\n"
    family = [server, *server.children()]

    worker.send_signal(with_signal)

    assert psutil.wait_procs(family, timeout=20)[1] == []
