"""How long a candidate is waited for is kept for the agents to come, and the log says who wanted it."""

from __future__ import annotations

from typing import Any

import pytest

from interviews.models import AnyInterview
from interviews.services.patience import change_patience
from tests.interviews.makers import NOW, make_interview, make_practice


@pytest.mark.django_db
@pytest.mark.parametrize("make", [make_interview, make_practice])
def test_a_change_is_kept_with_the_interview_and_noted(make: Any) -> None:
    interview: AnyInterview = make()
    change_patience(interview=interview, patience="patient", why="cut_off", now=NOW)
    interview.refresh_from_db()
    assert interview.patience == "patient"
    event = interview.events.get(kind="patience_changed")
    assert (event.payload, event.at) == ({"patience": "patient", "why": "cut_off"}, NOW)
