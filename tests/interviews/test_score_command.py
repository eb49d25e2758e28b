"""`manage.py score_transcript`: what was covered, and no level without evidence."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interviews.engine.simulation import load_candidate_yaml, simulate
from tests.engine.helpers import PLAN, PLAN_TEXT
from tests.interviews.test_simulate_command import CANDIDATE


def score(folder: Path, transcript: str) -> dict[str, Any]:
    (folder / "plan.yaml").write_text(PLAN_TEXT, encoding="utf-8")
    (folder / "transcript.jsonl").write_text(transcript, encoding="utf-8")
    out = StringIO()
    call_command("score_transcript", folder / "plan.yaml", folder / "transcript.jsonl", stdout=out)
    result: dict[str, Any] = json.loads(out.getvalue())
    return result


def transcript_lines() -> list[str]:
    return [json.dumps(line) for line in simulate(PLAN, load_candidate_yaml(CANDIDATE))]


def test_the_result_says_what_was_asked_and_answered(tmp_path: Path) -> None:
    result = score(tmp_path, "\n".join(transcript_lines()))
    first, *others = PLAN.questions
    assert result["coverage"][first.key] == {"asked": True, "answered": True, "probes": first.probes.max}
    assert [result["coverage"][question.key]["answered"] for question in others] == [False] * len(others)


def test_nothing_is_rated_that_nobody_has_looked_at(tmp_path: Path) -> None:
    result = score(tmp_path, "\n".join(transcript_lines()))
    assert (result["schema"], result["scorer"], result["overall"]) == ("parley.result/1", "assist/1", None)
    for competency in PLAN.competencies:
        found = result["competencies"][competency.key]
        assert (found["level"], found["evidence"], found["why"]) == (None, [], "needs a person")
        assert found["not_shown"] == [indicator.key for indicator in competency.indicators]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "line 2: this is not JSON"),
        ("[]", "line 2: this is no JSON object"),
        ('{"turn": 1, "role": "robot"}', "line 2, role"),
    ],
)
def test_a_line_that_is_no_turn_is_named(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        score(tmp_path, "\n".join([transcript_lines()[0], line]))


def test_a_transcript_of_another_plan_is_refused(tmp_path: Path) -> None:
    header = '{"schema": "parley.transcript/1", "plan": "cook", "language": "en"}'
    with pytest.raises(CommandError, match="is of the plan cook"):
        score(tmp_path, header)


@pytest.mark.parametrize("text", ["", "{}"])
def test_what_is_no_transcript_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(CommandError, match="line 1"):
        score(tmp_path, text)
