"""Read one posting in the foreground and print the job as JSON."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from jobs.errors import PostingError
from jobs.finding import Finding
from jobs.models import Intake, Job
from jobs.reading import put_back, read_intake, read_page
from jobs.scraping.fetch import Fetched
from jobs.services.intake import open_intake
from jobs.visits import HostBusy

TYPES = {".json": "application/json", ".xml": "application/xml"}


class Command(BaseCommand):
    """Exit 1 with a sentence on stderr when it is not one open posting."""

    help = "Read one posting from a URL or a saved page and print the job as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the posting and, for a file, the address it came from."""
        parser.add_argument("source", metavar="URL_OR_FILE")
        parser.add_argument("--url", default="", help="the posting's address, when a file is read")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, then print or complain."""
        file = Path(options["source"])
        try:
            intake = _read_file(file, options["url"]) if file.is_file() else _read_url(options["source"])
        except PostingError as error:
            raise CommandError(error.message) from error
        if intake.status != Intake.Status.DONE:
            raise CommandError(intake.problem or "That posting is still being read.")
        self.stdout.write(json.dumps(intake.job.public_json(), ensure_ascii=False, indent=2))


def _read_url(url: str) -> Intake:
    """Read the page here and now, waiting for our turn at its site."""
    intake, _ = open_intake(url=url, origin=Job.Origin.RECRUITER, now=timezone.now())
    turns: list[str] = []
    while True:
        try:
            return read_intake(intake=intake, turns=turns)
        except HostBusy as busy:
            put_back(intake=intake)
            intake.refresh_from_db()
            turns.append(busy.host)
            time.sleep(busy.seconds)


def _read_file(file: Path, url: str) -> Intake:
    """Read a saved page; without its address it is a job of its own each time."""
    body = file.read_text(encoding="utf-8", errors="replace").replace("\x00", "")
    page = Fetched(url, 200, TYPES.get(file.suffix, "text/html"), body)
    if url:
        intake, _ = open_intake(url=url, origin=Job.Origin.RECRUITER, now=timezone.now())
    else:
        intake = Intake.objects.create(job=Job.objects.create(), url=file.name)
    return read_intake(intake=intake, find=lambda address: Finding(page, read_page(page, address)))
