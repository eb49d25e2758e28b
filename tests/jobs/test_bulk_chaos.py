"""An import survives the death of a worker: every page has one result, and the progress never lies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from config.local.stack import ROOT
from jobs.models import BulkImport, Intake, Job, Snapshot
from jobs.services.bulk import BulkProgress, bulk_progress, start_bulk_import
from jobs.services.intake import requeue_stuck_intakes
from tests.interviews.services.test_races import together
from tests.jobs.conftest import page
from tests.jobs.site import Site

pytestmark = pytest.mark.django_db(transaction=True)

PAGES, GONE, LISTS, WORKERS = 200, 25, 15, 4
POSTINGS = PAGES - GONE - LISTS
# The page that the killed worker is reading, half-way: it answers when that worker is dead.
HELD = 101
PATIENCE = 240.0
# Longer than any reading here takes, shorter than anybody wants to wait.
STUCK_AFTER = timedelta(seconds=8)


def posting(number: int) -> bytes:
    """The invented posting of one page."""
    words = f"Position {number} keeps the low fields dry, from the first pump to the last one. " * 4
    document = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": f"Pump Engineer {number}",
        "description": f"<p>{words}</p><h2>Requirements</h2><ul><li>{number} years with pumps</li></ul>",
        "hiringOrganization": {"@type": "Organization", "name": f"Saltmarsh Works {number % 7} Ltd."},
        "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": "Sligo"}},
    }
    script = f'<script type="application/ld+json">{json.dumps(document)}</script>'
    return f"<!doctype html><html><head>{script}</head><body><p>{words}</p></body></html>".encode()


def fill(site: Site) -> None:
    """Every ninth page is gone or a list of jobs, and one waits until it is let go."""
    others = iter([*[404] * GONE, *[200] * LISTS])
    for number in range(PAGES):
        status = next(others, None) if number % 5 == 0 else None
        body = page("several.html").encode() if status else posting(number)
        site.answer(f"/jobs/{number}", body, status=status or 200)
    answer = site.answers[f"/jobs/{HELD}"]

    def hold(handler: Any) -> None:
        site.released.wait(PATIENCE)
        answer(handler)

    site.answers[f"/jobs/{HELD}"] = hold


def database_url() -> str:
    """The address of the database that the tests use, for other processes."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@contextmanager
def worker(name: str, site: Site, home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that works through the queue."""
    env = {
        "PATH": os.environ["PATH"],
        "ENV_FILES": "",
        "DEBUG": "true",
        "SECRET_KEY": "only-for-tests",
        "VAR_DIR": str(home),
        "DATABASE_URL": database_url(),
        "FETCH_TEST_ADDRESSES": site.address,
        # Short, but not nothing: pages wait for their turns, as they do in earnest.
        "FETCH_HOST_INTERVAL": "0.02",
    }
    command = [sys.executable, "manage.py", "db_worker", "--no-reload", "--no-startup-delay"]
    command += ["--interval", "0.1", "--queue-name", "*", "--worker-id", name]
    with (home / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stdout=log, stderr=log)
        try:
            yield process
        finally:
            process.kill()
            process.wait()


class Watch:
    """Follows an import as its page does, and looks after stuck intakes as the periodic process does."""

    def __init__(self, bulk: BulkImport) -> None:
        self.bulk = bulk
        self.seen: list[BulkProgress] = []
        self.requeued = 0

    def until(self, condition: Callable[[BulkProgress], Any]) -> None:
        """Look again and again until `condition` holds."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.seen.append(bulk_progress(bulk=self.bulk))
            if condition(self.seen[-1]):
                return
            self.requeued += requeue_stuck_intakes(now=timezone.now(), stuck_after=STUCK_AFTER)
            time.sleep(0.1)
        raise AssertionError(f"nothing came of it: {self.seen[-1]}")


def holder(url: str) -> str:
    """The name of the worker that is reading the page at `url` now; empty while none is."""
    intake = Intake.objects.get(url=url)
    if intake.status != Intake.Status.FETCHING:
        return ""
    running = DBTaskResult.objects.filter(status="RUNNING")
    return next((task.worker_ids[-1] for task in running if task.args_kwargs["args"][0] == intake.pk), "")


def test_two_hundred_pages_have_one_result_each_though_a_worker_is_killed(site: Site, tmp_path: Path) -> None:
    fill(site)
    urls = [site.url(f"jobs/{number}") for number in range(PAGES)]
    recruiter = User.objects.create_user("rita", is_staff=True)
    bulk = start_bulk_import(text="\n".join(urls), created_by=recruiter, now=timezone.now())
    watch = Watch(bulk)

    with ExitStack() as stack:
        names = [f"worker-{number}" for number in range(WORKERS)]
        workers = {name: stack.enter_context(worker(name, site, tmp_path)) for name in names}
        held = urls[HELD]
        # Who has taken it up need not have asked for it yet: the page is asked for twice only if it has.
        watch.until(lambda progress: holder(held) and f"/jobs/{HELD}" in site.pages)
        assert 0 < watch.seen[-1].done < PAGES - 1
        killed = workers[holder(held)]
        killed.kill()
        killed.wait()
        site.released.set()
        watch.until(lambda progress: progress.is_finished)
        assert [process.poll() is None for process in workers.values()].count(True) == WORKERS - 1

    last = watch.seen[-1]
    assert (last.total, last.new, last.need_text) == (PAGES, POSTINGS, GONE + LISTS)
    assert (last.known, last.refused, last.waiting) == (0, 0, 0)
    assert watch.requeued == 1
    assert_each_page_once(site, urls)
    assert_progress_never_lied(watch.seen)


def assert_each_page_once(site: Site, urls: list[str]) -> None:
    """One job, one reading and one page each; only the page of the killed worker was asked for twice."""
    assert sorted(Job.objects.values_list("canonical_url", flat=True)) == sorted(urls)
    assert Counter(Intake.objects.values_list("job", flat=True)).most_common(1)[0][1] == 1
    assert Snapshot.objects.count() == POSTINGS + LISTS
    titles = dict(Job.objects.exclude(job_title="").values_list("canonical_url", "job_title"))
    assert titles == {url: f"Pump Engineer {url.rpartition('/')[2]}" for url in titles}
    assert len(titles) == POSTINGS
    asked = Counter(site.pages)
    assert {path: times for path, times in asked.items() if times > 1} == {f"/jobs/{HELD}": 2}


def assert_progress_never_lied(seen: list[BulkProgress]) -> None:
    """The parts add up at every moment, and what is done stays done."""
    for progress in seen:
        parts = (progress.waiting, progress.new, progress.known, progress.need_text, progress.refused)
        assert (sum(parts), progress.total) == (PAGES, PAGES)
    for name in ("done", "new", "need_text"):
        numbers = [getattr(progress, name) for progress in seen]
        assert numbers == sorted(numbers)
    assert len({progress.done for progress in seen}) > 5


def test_two_lists_of_the_same_addresses_at_once_make_each_job_once() -> None:
    urls = [f"https://a.example/jobs/{number}" for number in range(100)]
    rita = User.objects.create_user("rita", is_superuser=True)
    lists = ["\n".join(urls), "\n".join(reversed(urls))]

    bulks = together(
        lambda number: start_bulk_import(text=lists[number], created_by=rita, now=timezone.now()), count=2
    )

    assert Job.objects.count() == Intake.objects.count() == DBTaskResult.objects.count() == len(urls)
    lines = [line for bulk in bulks for line in bulk_progress(bulk=bulk).lines]
    assert Counter(line.is_new for line in lines) == {True: 100, False: 100}
    assert all(line.job and line.intake for line in lines)
