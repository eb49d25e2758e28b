"""`manage.py simulate_interview`: a transcript on stdout, or one line that says what is wrong where."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from interviews.engine.simulation import load_candidate_yaml, simulate
from tests.engine.helpers import PLAN, PLAN_TEXT

CANDIDATE = """\
schema: parley.candidate/1
id: ada
plan: bike-mechanic
answers:
  hard_repair:
    first: It was a tandem. Žluťoučký kůň.
    probes: {"*": I do not remember.}
  "*": {first: I would rather skip this one.}
"""


def simulate_files(folder: Path, plan: str = PLAN_TEXT, candidate: str = CANDIDATE, **options: Any) -> str:
    (folder / "plan.yaml").write_text(plan, encoding="utf-8")
    (folder / "candidate.yaml").write_text(candidate, encoding="utf-8")
    out = StringIO()
    call_command("simulate_interview", folder / "plan.yaml", folder / "candidate.yaml", stdout=out, **options)
    return out.getvalue()


def test_the_transcript_is_json_lines_with_the_words_as_they_are(tmp_path: Path) -> None:
    printed = simulate_files(tmp_path)
    assert [json.loads(line) for line in printed.splitlines()] == list(
        simulate(PLAN, load_candidate_yaml(CANDIDATE))
    )
    assert "Žluťoučký kůň" in printed


def test_the_same_files_give_the_same_bytes_and_a_seed_moves_the_times(tmp_path: Path) -> None:
    assert simulate_files(tmp_path) == simulate_files(tmp_path)
    assert simulate_files(tmp_path) != simulate_files(tmp_path, seed=1)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("first: It", "frist: It", r"candidate\.yaml: line 6, answers\.hard_repair\.frist: .*not known"),
        ("id: ada\n", "", r"candidate\.yaml: line 1, id: .*missing"),
        ("candidate/1", "candidate/9", r"candidate\.yaml: line 1, schema: must be 'parley\.candidate/1'"),
        ("answers:", "answers: [", r"candidate\.yaml: line \d+: not valid YAML"),
        ("id: ada", "id: ada\nid: bob", r"candidate\.yaml: line 3, id: this key stands twice"),
        ("id: ada", 'id: "\\ud83d"', r"candidate\.yaml: line 2, id: "),
    ],
)
def test_a_mistake_in_the_script_is_said_with_file_line_and_key(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        simulate_files(tmp_path, candidate=CANDIDATE.replace(old, new, 1))


def test_a_mistake_in_the_plan_is_said_with_file_line_and_key(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"plan\.yaml: line 5, minutes: must be a whole number"):
        simulate_files(tmp_path, plan=PLAN_TEXT.replace("minutes: 15", "minutes: soon"))


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nowhere\.yaml: No such file"):
        call_command("simulate_interview", tmp_path / "nowhere.yaml", tmp_path / "nowhere.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CommandError, match=r"binary\.yaml: this is no text"):
        call_command("simulate_interview", tmp_path / "binary.yaml", tmp_path / "binary.yaml")
