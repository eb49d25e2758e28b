"""What the recruiter's pages cost with ten thousand jobs: queries and milliseconds a page.

    python -m benches.admin [--jobs 10000] [--rounds 30]

On SQLite by default, on PostgreSQL with DATABASE_URL; always in a database of its own, which is thrown away.
The recruiter who asks is in a team that has half of the jobs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import django
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, get_runner
from django.urls import reverse

MOST_QUERIES = 12
MOST_MS = 150


def pages(job: Any, bulk: Any) -> dict[str, Callable[[Client], Any]]:
    """How each page is asked for."""

    def at(name: str, *args: Any, query: str = "") -> Callable[[Client], Any]:
        where = reverse(f"admin:{name}", args=args) + (f"?{query}" if query else "")
        return lambda client: client.get(where)

    export = reverse("admin:jobs_job_export") + "?q=Warden+3"
    listed = "\n".join(f"https://jobs{n % 50}.example.com/{9_950 + n}" for n in range(200))
    addresses = reverse("admin:jobs_bulkimport_add")
    return {
        "today": at("index"),
        "list": at("jobs_job_changelist"),
        "list, page 40": at("jobs_job_changelist", query="p=40"),
        "list, filtered": at("jobs_job_changelist", query="status__exact=draft&review=waiting"),
        "list, searched": at("jobs_job_changelist", query="q=Warden"),
        "review queue": lambda client: client.get(reverse("admin:jobs_job_review"), follow=True),
        "review page": at("jobs_job_review_one", job.pk),
        "job": at("jobs_job_change", job.pk),
        "job, history": at("jobs_job_history", job.pk),
        "job, add": at("jobs_job_add"),
        "imports": at("jobs_bulkimport_changelist"),
        "import of 200": at("jobs_bulkimport_change", bulk.pk),
        "import, poll": at("jobs_bulkimport_live", bulk.pk),
        "import, preview of 200": lambda client: client.post(addresses, {"text": listed}),
        "companies": at("jobs_company_changelist"),
        "company": at("jobs_company_change", job.company_id),
        "duplicates": at("jobs_job_duplicates"),
        "compare": at("jobs_job_compare", job.pk, job.pk),
        "views": at("jobs_job_views"),
        "export form": at("jobs_job_export"),
        "export of a search": lambda client: drained(client.post(export, {"format": "0", "resource": "0"})),
        "import a file": at("jobs_job_import"),
        "interviews": at("interviews_interview_changelist"),
        "invitations": at("interviews_invitation_changelist"),
        "candidates": at("interviews_candidate_changelist"),
        "plans": at("interviews_planversion_changelist"),
        "invite": at("interviews_invitation_add", query=f"job={job.pk}"),
        "plan, add": at("interviews_planversion_add", query=f"job={job.pk}"),
    }


def drained(response: Any) -> Any:
    """A download is not over before its last byte."""
    b"".join(response.streaming_content)
    return response


def measure(client: Client, ask: Callable[[Client], Any], rounds: int) -> tuple[int, float, float, float]:
    """Queries of one request; median and 95th percentile of `rounds` requests, and their processor time, ms.

    On a busy machine the clock says what the neighbours cost; the processor's time, SQLite's too, does not.
    """
    response = ask(client)
    assert response.status_code == 200, response.status_code
    with CaptureQueriesContext(connection) as queries:
        ask(client)
    count = len(queries)
    times, worked = [], time.process_time()
    for _ in range(rounds):
        start = time.perf_counter()
        ask(client)
        times.append(1000 * (time.perf_counter() - start))
    worked = 1000 * (time.process_time() - worked) / rounds
    return count, statistics.median(times), statistics.quantiles(times, n=20)[18], worked


def choose_settings() -> None:
    """Set Django up as the tests do; a database of one's own may be named."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="parley-bench-"))
    if "DATABASE_URL" in os.environ:
        os.environ.setdefault("TEST_DATABASE_URL", os.environ["DATABASE_URL"])
    django.setup()


@contextmanager
def database() -> Iterator[None]:
    """A database with all tables that is gone afterwards.

    Without the tests' environment, which copies the context of every template that is rendered: that would
    be measured too.
    """
    runner = get_runner(django.conf.settings)(verbosity=0, interactive=False)
    made = runner.setup_databases()
    try:
        yield
    finally:
        runner.teardown_databases(made)


def main() -> None:
    """Build, measure, print; exit 1 when a page costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=30)
    options = parser.parse_args()
    choose_settings()
    from benches.worlds.curation import make_world

    with database():
        start = time.perf_counter()
        recruiter, job, bulk = make_world(options.jobs)
        print(f"{options.jobs:,} jobs on {connection.vendor}, built in {time.perf_counter() - start:.0f} s")
        client = Client(SERVER_NAME="127.0.0.1")
        client.force_login(recruiter)
        print(f"{'page':24}{'queries':>8}{'p50 ms':>8}{'p95 ms':>8}{'cpu ms':>8}")
        slow = []
        for name, ask in pages(job, bulk).items():
            queries, middle, most, worked = measure(client, ask, options.rounds)
            mark = "" if queries <= MOST_QUERIES and most <= MOST_MS else "  <- more than it may"
            slow += [name] if mark else []
            print(f"{name:24}{queries:8}{middle:8.0f}{most:8.0f}{worked:8.0f}{mark}")
    raise SystemExit(1 if slow else 0)


if __name__ == "__main__":
    main()
