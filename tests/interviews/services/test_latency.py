"""Response times and cut-offs, from what was measured of each answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from hypothesis import given
from hypothesis import strategies as st

from interviews.models import Interview, Turn
from interviews.services.latency import (
    DAYS,
    Figures,
    answers_of,
    figures,
    month_of,
    percentile,
    recent_figures,
    waterfall,
)
from tests.interviews.makers import NOW, make_interview, make_job, make_team

STEPS = ("turn_end", "transcript", "stored", "first_audio")
TIMING = {"speech_end": 1000, "turn_end": 1800, "transcript": 1700, "stored": 1850, "first_audio": 2000}


def add_turn(interview: Interview, *, days_ago: int = 0, **fields: Any) -> Turn:
    number = interview.turns.count() + 1
    defaults = {"role": "agent", "kind": "probe", "text": "Why?", "timing": TIMING, "latency_ms": 1000}
    turn = interview.turns.create(number=number, sequence=number, **{**defaults, **fields})
    Turn.objects.filter(pk=turn.pk).update(created_at=NOW - timedelta(days=days_ago, minutes=5))
    return turn


def test_the_steps_of_an_answer_follow_each_other() -> None:
    assert [(step.name, step.start, step.ms) for step in waterfall(TIMING)] == [
        ("listening", 0, 800),
        ("recognising", 800, 0),
        ("deciding", 800, 50),
        ("speaking", 850, 150),
    ]


@given(st.fixed_dictionaries({name: st.integers(0, 10_000) for name in ("speech_end", *STEPS)}))
def test_the_steps_make_up_the_wait_whatever_the_clocks_said(timing: dict[str, int]) -> None:
    steps = list(waterfall(timing))
    assert all(step.ms >= 0 for step in steps)
    assert sum(step.ms for step in steps) == max(0, timing["first_audio"] - timing["speech_end"])


@pytest.mark.parametrize(
    ("values", "p50", "p95"),
    [([], None, None), ([700], 700, 700), ([1000, 2000], 1500, 1950), (list(range(0, 101)), 50, 95)],
)
def test_percentiles_are_read_between_values(values: list[int], p50: int | None, p95: int | None) -> None:
    assert (percentile(values, 50), percentile(values, 95)) == (p50, p95)


def test_figures_never_come_without_their_cut_offs() -> None:
    assert figures([(1000, False), (2000, True), (None, True)]) == Figures(2, 1500, 1950, 2)
    assert figures([]).cut_off_ratio == 0.0 and figures([(900, False), (900, True)]).cut_off_ratio == 0.5


@pytest.mark.django_db
def test_only_answers_that_were_measured_count() -> None:
    interview = make_interview()
    add_turn(interview, timing={}, latency_ms=700)
    add_turn(interview, role="candidate")
    add_turn(interview)
    # "Thank you." was over before the candidate could go on; its answer was cut off all the same.
    add_turn(interview, timing={}, latency_ms=None, cut_off=True)
    [answer] = answers_of(interview=interview)
    assert (answer.response_ms, answer.cut_off) == (1000, True)


@pytest.mark.django_db
def test_a_reader_gets_the_days_of_their_own_jobs() -> None:
    reader = User.objects.create_user("rita", is_staff=True)
    make_team().members.add(reader)
    mine, others = make_interview(), make_interview(job=make_job(team=None))
    add_turn(mine)
    add_turn(mine, days_ago=3, latency_ms=3000, cut_off=True)
    add_turn(mine, days_ago=DAYS + 5)
    add_turn(others, latency_ms=9000)
    month = month_of(user=reader, now=NOW)
    assert len(month.days) == DAYS and list(month.days)[-1] == NOW.date()
    assert month.days[NOW.date()] == Figures(1, 1000, 1000, 0)
    assert month.days[NOW.date() - timedelta(days=3)] == Figures(1, 3000, 3000, 1)
    assert month.all == Figures(2, 2000, 2900, 1)


@pytest.mark.django_db
def test_operators_get_the_last_day_of_all_interviews() -> None:
    add_turn(make_interview())
    add_turn(make_interview(job=make_job(team=None)), latency_ms=3000)
    add_turn(make_interview(), days_ago=2)
    assert recent_figures(now=NOW) == Figures(2, 2000, 2900, 0)
