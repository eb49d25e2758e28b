"""Be interviewed by typing in the terminal: `manage.py try_interview PLAN`."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from interviews.engine.plan import Plan, load_plan_yaml
from interviews.engine.speakable import plain_text
from interviews.management.files import load_file
from interviews.management.terminal import RealClock, Terminal, ledger_lines, read_last_word
from interviews.rehearsal.conversation import Conversation, WordClock
from interviews.services.errors import InterviewError
from interviews.services.plans import export_plan
from interviews.services.understanding import reader


class Command(BaseCommand):
    """The interview that candidates meet. Nothing is stored but the transcript, where it is asked for."""

    help = "Interviews you by the plan PLAN, a YAML file or the key of a stored plan, and prints the ledger."
    # A plan in a file needs nothing of the installation, so it is not looked over first.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("plan", help="a plan in YAML, or the key of a stored one")
        parser.add_argument("--name", default="", help="how the interviewer calls you")
        parser.add_argument(
            "--fast", action="store_true", help="let time pass by the words, as if all were spoken"
        )
        parser.add_argument("--transcript", type=Path, help="a new file for the transcript")

    def handle(self, *args: Any, **options: Any) -> None:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        plan = _load_plan(options["plan"])
        _refuse_existing(options["transcript"])
        clock = WordClock() if options["fast"] else RealClock()
        talk = Conversation(plan, clock, reader(), candidate=plain_text(options["name"]))
        Terminal(talk, self.stdout.write).run()
        self.stdout.write("")
        for line in ledger_lines(talk):
            self.stdout.write(line)
        path = options["transcript"] or self._ask_for_path()
        if path is not None:
            self._save(talk, path)

    def _ask_for_path(self) -> Path | None:
        """Ask somebody at a keyboard; whoever pipes has said it before."""
        if not sys.stdin.isatty():
            return None
        name = read_last_word("A new file for the transcript (empty: none): ")
        return Path(name).expanduser() if name else None

    def _save(self, talk: Conversation, path: Path) -> None:
        try:
            with path.open("x", encoding="utf-8") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in talk.transcript())
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror}") from error
        self.stdout.write(f"The transcript is in {path}.")


def _load_plan(name: str) -> Plan:
    """Return the plan of a file, or else the newest version of a stored one with this key."""
    path = Path(name)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return load_file(path, load_plan_yaml)
    try:
        return load_plan_yaml(export_plan(key=name))
    except InterviewError as error:
        raise CommandError(f"There is no file and no stored plan of the name {name}.") from error


def _refuse_existing(path: Path | None) -> None:
    """Say before the interview, not after it, that the transcript has no place."""
    if path is not None and path.exists():
        raise CommandError(f"{path}: this file exists already")
    if path is not None and not path.parent.is_dir():
        raise CommandError(f"{path.parent}: there is no such folder")
