"""Scripted candidates play through the real engine in virtual time."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interviews.engine.simulation import load_candidate_yaml, simulate
from tests.engine.helpers import PLAN, PLAN_TEXT

SCRIPT = """
schema: parley.candidate/1
id: ada
plan: bike-mechanic
answers:
  hard_repair:
    first: It was a tandem.
    probes: {own_repair: I did the wheel., "*": I do not remember.}
  next_season: {first: I would like to learn about gears.}
  "*": {first: I would rather skip this one.}
before: {hard_repair: ["Could you repeat the question?"]}
"""


def play(script: str = SCRIPT, seed: int = 0) -> list[dict[str, Any]]:
    return list(simulate(PLAN, load_candidate_yaml(script), seed))


def test_the_transcript_says_who_said_what_to_which_question() -> None:
    header, *turns = play()
    assert header == {
        "schema": "parley.transcript/1",
        "plan": "bike-mechanic",
        "language": "en",
        "candidate": "ada",
    }
    assert [turn["turn"] for turn in turns] == list(range(1, len(turns) + 1))
    first = [(t["role"], t["kind"], t["text"]) for t in turns if t["question"] == "hard_repair"]
    assert first[:6] == [
        ("agent", "core", PLAN.questions[0].text),
        ("candidate", "other", "Could you repeat the question?"),
        ("agent", "repeat", PLAN.questions[0].text),
        ("candidate", "answer", "It was a tandem."),
        ("agent", "probe", "What did you do with your own hands?"),
        ("candidate", "answer", "I did the wheel."),
    ]
    assert [t["for"] for t in turns if t["kind"] == "probe"] == ["own_repair", "checks_result"]
    assert turns[-1]["kind"] == "closing"


def test_turns_follow_one_another_in_time() -> None:
    times = [time for turn in play()[1:] for time in (turn["start_ms"], turn["end_ms"])]
    assert times == sorted(times)


def test_the_same_input_gives_the_same_output_and_a_seed_changes_pauses_only() -> None:
    assert play() == play()
    other = play(seed=7)
    assert other != play()
    assert [t.get("text") for t in other] == [t.get("text") for t in play()]


def test_a_candidate_without_a_line_is_silent_and_the_interview_still_ends() -> None:
    turns = play(SCRIPT.replace('  "*": {first: I would rather skip this one.}\n', ""))[1:]
    assert "nudge" in {turn["kind"] for turn in turns}
    assert turns[-1]["kind"] == "closing"


@pytest.mark.parametrize(
    ("old", "new"), [("schema: parley.candidate/1", "schema: x"), ("first:", "frist:"), ("id: ada", "id: 1")]
)
def test_a_script_that_breaks_a_rule_is_refused_with_its_key(old: str, new: str) -> None:
    with pytest.raises(ValueError, match="line"):
        load_candidate_yaml(SCRIPT.replace(old, new, 1))


def test_the_command_prints_json_lines(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN_TEXT)
    (tmp_path / "candidate.yaml").write_text(SCRIPT)
    out = StringIO()
    call_command("simulate_interview", tmp_path / "plan.yaml", tmp_path / "candidate.yaml", stdout=out)
    assert [json.loads(line) for line in out.getvalue().splitlines()] == play()


def test_the_command_names_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    (tmp_path / "plan.yaml").write_text(PLAN_TEXT.replace("language: en", "language: no"))
    (tmp_path / "candidate.yaml").write_text(SCRIPT)
    with pytest.raises(CommandError, match="line 4, language"):
        call_command("simulate_interview", tmp_path / "plan.yaml", tmp_path / "candidate.yaml")
