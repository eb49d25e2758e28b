"""What a candidate's token says, and what it never says."""

from __future__ import annotations

import json
import time
from typing import Any

import jwt
import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from livekit_bridge.tokens import MAX_TOKEN_BYTES, candidate_token

FIELDS = [
    "jobTitle",
    "companyName",
    "description",
    "requirements",
    "companyInfo",
    "location",
    "jobType",
    "salaryRange",
    "sourceUrl",
]
JOB = {
    "id": "4fOZ1n0pQrStUvWxYz0123",
    **{field: f"the {field}" for field in FIELDS},
    "createdAt": "2026-01-02T03:04:05.678901+00:00",
    "updatedAt": "2026-01-02T03:04:05.678901+00:00",
}


def issue(job: dict[str, Any] = JOB, name: str = "Ada") -> str:
    return candidate_token(
        room="interview-abc", identity="candidate-abc", name=name, interview_id="abc", job_json=job
    )


def claims(token: str) -> dict[str, Any]:
    decoded: dict[str, Any] = jwt.decode(token, settings.LIVEKIT_API_SECRET, algorithms=["HS256"])
    return decoded


def metadata(token: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(claims(token)["metadata"])
    return read


def test_grants_are_the_candidates_own_and_no_others() -> None:
    assert claims(issue())["video"] == {
        "roomJoin": True,
        "room": "interview-abc",
        "canPublish": True,
        "canPublishSources": ["microphone"],
        "canPublishData": True,
        "canSubscribe": True,
    }


def test_a_token_says_nothing_but_what_is_listed_here() -> None:
    said = claims(issue())
    assert set(said) == {"sub", "iss", "nbf", "exp", "name", "metadata", "video", "roomConfig"}
    assert (said["sub"], said["name"], said["iss"]) == ("candidate-abc", "Ada", settings.LIVEKIT_API_KEY)


def test_a_token_lasts_a_quarter_of_an_hour() -> None:
    said = claims(issue())
    assert said["exp"] - said["nbf"] == 15 * 60
    assert said["nbf"] <= time.time()


def test_whoever_creates_the_room_brings_one_agent_that_is_told_an_opaque_id_only() -> None:
    config = claims(issue())["roomConfig"]
    assert config["agents"] == [{"agentName": settings.AGENT_NAME, "metadata": '{"interview": "abc"}'}]
    assert config["name"] == "interview-abc"
    assert config["departureTimeout"] == 300
    assert config["maxParticipants"] == 2


def test_participant_and_room_carry_the_public_job() -> None:
    token = issue()
    assert metadata(token) == JOB
    assert claims(token)["roomConfig"]["metadata"] == claims(token)["metadata"]


def test_long_fields_are_cut_and_short_ones_are_whole() -> None:
    job = metadata(issue({**JOB, "description": "long " * 5_000}))
    assert job["description"].startswith("long long")
    assert job["description"].endswith("…")
    assert {key: value for key, value in job.items() if key != "description"} == {
        key: value for key, value in JOB.items() if key != "description"
    }


def test_an_address_is_whole_or_absent() -> None:
    crowded = {**JOB, "description": "x" * 9_000, "sourceUrl": "https://jobs.example/" + "y" * 1_900}
    assert metadata(issue(crowded))["sourceUrl"] == ""
    assert (
        metadata(issue({**JOB, "sourceUrl": "https://jobs.example/7"}))["sourceUrl"]
        == "https://jobs.example/7"
    )


@pytest.mark.parametrize("character", ["a", "日", "😀", '"', "\\", "\n", "\0", "\ud800", "\u2028"])
def test_no_alphabet_makes_a_token_too_long(character: str) -> None:
    job = {**JOB, **dict.fromkeys(FIELDS, character * 20000)}
    token = issue(job, name=character * 200)
    assert len(token) <= MAX_TOKEN_BYTES
    assert metadata(token)["id"] == JOB["id"]


@given(
    st.fixed_dictionaries({field: st.text(st.characters(), max_size=3_000) for field in FIELDS}), st.text()
)
def test_any_job_fits(fields: dict[str, str], name: str) -> None:
    token = issue({**JOB, **fields}, name=name)
    assert len(token) <= MAX_TOKEN_BYTES
    assert set(metadata(token)) == set(JOB)
