"""A token bucket that holds across processes."""

from __future__ import annotations

import pytest

from interviews.throttle import allow
from tests.interviews.makers import at

pytestmark = pytest.mark.django_db


def ask(*, key: str = "home:127.0.0.1", seconds: float = 0) -> bool:
    return allow(key=key, capacity=3, per_seconds=60, now=at(seconds=seconds))


def test_it_allows_as_many_as_the_bucket_holds() -> None:
    assert [ask() for _ in range(4)] == [True, True, True, False]


def test_it_fills_up_with_time() -> None:
    for _ in range(3):
        ask()
    assert not ask(seconds=19)
    assert ask(seconds=20)
    assert not ask(seconds=21)
    assert [ask(seconds=600) for _ in range(4)] == [True, True, True, False]


def test_each_key_has_its_own_bucket() -> None:
    for _ in range(3):
        ask()
    assert ask(key="home:127.0.0.2")


def test_a_clock_that_runs_backwards_gives_nothing_away() -> None:
    for _ in range(3):
        ask(seconds=100)
    assert not ask(seconds=50)
    assert not ask(seconds=101)
