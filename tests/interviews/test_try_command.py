"""`manage.py try_interview`: being interviewed by typing; here, lines from a pipe stand for the keyboard."""

from __future__ import annotations

import io
import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interviews.engine.events import Left, Pressed
from interviews.engine.plan import load_plan_yaml
from interviews.models import Interview, PlanVersion
from interviews.rehearsal.conversation import Conversation, WordClock
from interviews.services.plans import import_plan
from tests.engine.helpers import PLAN, PLAN_TEXT

SKIP_ALL = ["/skip"] * len(PLAN.questions)


class Keyboard(StringIO):
    """Lines of a person at a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def plan_file(tmp_path: Path) -> Path:
    path = tmp_path / "plan.yaml"
    path.write_text(PLAN_TEXT, encoding="utf-8")
    return path


@pytest.fixture
def type_lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Be interviewed by a plan, typing these lines; return what was printed."""

    def run(plan: str | Path, *lines: str, stdin: type[StringIO] = StringIO, **options: Any) -> str:
        monkeypatch.setattr("sys.stdin", stdin("".join(f"{line}\n" for line in lines)))
        out = StringIO()
        call_command("try_interview", str(plan), fast=True, stdout=out, **options)
        return out.getvalue()

    return run


def transcript(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_interview_goes_from_its_disclosure_to_its_closing(type_lines: Any, plan_file: Path) -> None:
    printed = type_lines(plan_file, *SKIP_ALL)
    assert "I am an AI interviewer" in printed
    assert printed.count("Question ") == len(PLAN.questions)
    assert PLAN.closing in printed


def test_an_answer_has_several_lines_and_an_empty_one_sends_it(
    type_lines: Any, plan_file: Path, tmp_path: Path
) -> None:
    type_lines(plan_file, "It was a tandem.", "I trued the wheel.", "", transcript=tmp_path / "t.jsonl")
    answers = [turn["text"] for turn in transcript(tmp_path / "t.jsonl") if turn.get("kind") == "answer"]
    assert answers == ["It was a tandem.\nI trued the wheel."]


def test_what_was_typed_before_the_input_ended_is_an_answer(type_lines: Any, plan_file: Path) -> None:
    assert "1. Tell me about the hardest repair that you have done.\n   4 words" in type_lines(
        plan_file, "It was a tandem."
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/repeat", "Tell me about the hardest repair"),
        ("/rephrase", "Which bicycle gave you the most trouble?"),
        ("/skip", "A repair would cost more than the bicycle is worth."),
        ("/break", "The time stops while you are away."),
        ("/moment", "Take the time you need. End"),
        ("/help", "take a moment"),
        ("/nonsense", "There is no /nonsense."),
    ],
)
def test_a_control_at_the_beginning_of_an_answer_is_a_button(
    type_lines: Any, plan_file: Path, typed: str, said: str
) -> None:
    def heard(*lines: str) -> int:
        return " ".join(type_lines(plan_file, *lines).split("1. Tell me")[0].split()).count(said)

    assert heard(typed) == heard() + 1


def test_every_control_on_the_list_is_one_of_the_engine() -> None:
    from interviews.engine.requests import CONTROLS as KNOWN
    from interviews.management.terminal import CONTROLS

    assert {control.removeprefix("/") for control in CONTROLS} == set(KNOWN)


@pytest.mark.parametrize("line", ["/etc/hosts was wrong.", "And /skip is what I typed."])
def test_an_answer_may_have_a_slash_in_it(
    type_lines: Any, plan_file: Path, tmp_path: Path, line: str
) -> None:
    type_lines(plan_file, line, "/skip", "", transcript=tmp_path / "t.jsonl")
    turns = transcript(tmp_path / "t.jsonl")
    assert [turn["text"].splitlines()[0] for turn in turns if turn.get("kind") == "answer"] == [line]


# The end


@pytest.mark.parametrize("end", [["/quit", "yes"], ["/quit"], []])
def test_who_quits_is_asked_and_then_let_go(type_lines: Any, plan_file: Path, end: list[str]) -> None:
    printed = type_lines(plan_file, *end)
    assert "End the interview here?" in printed
    assert "Not reached before the end" in printed


def test_who_does_not_mean_it_goes_on_with_the_same_question(type_lines: Any, plan_file: Path) -> None:
    printed = type_lines(plan_file, "/quit", "no", *SKIP_ALL)
    assert printed.count(PLAN.questions[0].text) == 3  # asked, repeated, and in the ledger
    assert PLAN.closing in printed


def test_the_ledger_says_what_became_of_every_question(type_lines: Any, plan_file: Path) -> None:
    printed = type_lines(plan_file, "I trued the wheel.", "", "I rode it round the block.", "", *SKIP_ALL)
    ledger = printed[printed.index("1. Tell me") :]
    assert "10 words" in ledger
    assert "Follow-ups: checks result" in ledger
    assert "Shown: own repair, checks result" in ledger
    assert ledger.count("Skipped by the candidate") == 3


# The transcript


def test_the_transcript_is_one_of_the_format(type_lines: Any, plan_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    type_lines(plan_file, "I trued the wheel.", "", *SKIP_ALL, transcript=path, name="Žofie")
    header, *turns = transcript(path)
    assert header == {
        "schema": "parley.transcript/1",
        "plan": PLAN.key,
        "language": "en",
        "candidate": "Žofie",
    }
    assert [turn["turn"] for turn in turns] == list(range(1, len(turns) + 1))
    assert [turn["text"] for turn in turns if turn["kind"] == "core"] == [q.text for q in PLAN.questions]
    assert [turn["for"] for turn in turns if turn["kind"] == "probe"] == ["checks_result"]
    times = [time for turn in turns for time in (turn["start_ms"], turn["end_ms"])]
    assert times == sorted(times)
    assert all(turn["start_ms"] < turn["end_ms"] for turn in turns)


def test_a_file_that_exists_is_not_written_over(type_lines: Any, plan_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text("mine")
    with pytest.raises(CommandError, match="exists already"):
        type_lines(plan_file, *SKIP_ALL, transcript=path)
    with pytest.raises(CommandError, match="no such folder"):
        type_lines(plan_file, *SKIP_ALL, transcript=tmp_path / "nowhere" / "t.jsonl")
    assert path.read_text() == "mine"


def test_somebody_at_a_keyboard_is_offered_to_save(type_lines: Any, plan_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "offered.jsonl"
    printed = type_lines(plan_file, *SKIP_ALL, str(path), stdin=Keyboard)
    assert f"The transcript is in {path}." in printed
    assert transcript(path)[0]["plan"] == PLAN.key
    assert "The transcript is in" not in type_lines(plan_file, *SKIP_ALL, "", stdin=Keyboard)


# Where the plan comes from


@pytest.mark.django_db
def test_a_stored_plan_is_taken_by_its_key_and_nothing_is_stored(type_lines: Any) -> None:
    import_plan(text=PLAN_TEXT, job=None)
    assert PLAN.questions[0].text in type_lines(PLAN.key, *SKIP_ALL)
    assert (PlanVersion.objects.count(), Interview.objects.count()) == (1, 0)


@pytest.mark.django_db
def test_a_name_that_is_neither_a_file_nor_a_plan_is_said(type_lines: Any) -> None:
    with pytest.raises(CommandError, match="no file and no stored plan of the name nothing"):
        type_lines("nothing")


def test_a_mistake_in_the_file_is_said_with_line_and_key(type_lines: Any, plan_file: Path) -> None:
    plan_file.write_text(PLAN_TEXT.replace("minutes: 15", "minutes: soon"), encoding="utf-8")
    with pytest.raises(CommandError, match=r"plan\.yaml: line 5, minutes"):
        type_lines(plan_file)


# What reaches the terminal, and how time passes


def test_nothing_that_a_terminal_would_obey_is_printed(type_lines: Any, plan_file: Path) -> None:
    hostile = PLAN_TEXT.replace("closing: Thank you.", 'closing: "\\e[2J\\u202eThank you.')
    plan_file.write_text(hostile.replace("reads every interview.\n", 'reads every interview."\n'))
    assert "\x1b" in load_plan_yaml(plan_file.read_text()).closing
    printed = type_lines(plan_file, *SKIP_ALL)
    assert "\x1b" not in printed and "\u202e" not in printed


def test_bytes_that_are_no_text_do_not_end_the_interview(
    plan_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"a \xff tandem\n\n"), encoding="utf-8"))
    out = StringIO()
    call_command("try_interview", str(plan_file), stdout=out)
    assert "3 words" in out.getvalue()


def test_time_passes_by_the_words_when_it_is_not_real() -> None:
    talk = Conversation(PLAN, WordClock())
    opening = talk.start()
    assert talk.clock() == sum(len(said.text.split()) for said in opening) * 400
    talk.say("It was a tandem.", talk.clock())
    answer = next(turn for turn in talk.turns if turn["kind"] == "answer")
    assert answer["end_ms"] - answer["start_ms"] == 4 * 400


def test_the_model_is_asked_where_there_is_one() -> None:
    asked: list[Any] = []
    talk = Conversation(PLAN, WordClock(), reader=asked.append)
    talk.start()
    talk.say("Well, it was a tandem, and I did a lot of things to it.", 0)
    assert [request["task"] for request in asked] == ["turn"]


def test_leaving_and_pressing_are_the_engines_events(monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[Any] = []

    def step(plan: Any, state: Any, event: Any, now: int) -> tuple[Any, list[Any]]:
        events.append(event)
        return state, []

    monkeypatch.setattr("interviews.rehearsal.conversation.step", step)
    talk = Conversation(PLAN, WordClock())
    talk.press("skip")
    talk.leave()
    assert events == [Pressed("skip"), Left()]
