"""Whatever breaks under a running interview, it goes on with the same question and loses nothing stored."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.chaos.caller import Caller
from tests.chaos.network import is_possible
from tests.chaos.scenario import BLOWS, CUTS, PHASES, Recovery, Stage, call, caller_of, suffer
from tests.support.product import Product

# What every run of all tests breaks; the rest is for `pytest -m chaos`.
SHORT = {"job": ("candidate", "agent"), "speech": ("candidate",)}
# Others say nothing of themselves, or the candidate notices nothing.
TOLD = {"job", "worker", "livekit", "reload", "sleep40"}
ON_SQLITE = [name for name in BLOWS if name != "database" and name not in CUTS]


@contextmanager
def interview(product: Product, calling: Callable[[], Caller] = Caller) -> Iterator[Stage]:
    stage = call(product, calling)
    try:
        yield stage
    finally:
        stage.close()


def show(recovery: Recovery) -> None:
    print(f"{recovery.blow}, {recovery.phase}: heard after {recovery.heard_s:.1f} s")


@pytest.mark.e2e
@pytest.mark.parametrize("name", SHORT)
def test_an_interview_survives_what_happens_most(product: Product, name: str) -> None:
    with interview(product) as stage:
        for phase in SHORT[name]:
            recovery = suffer(stage, BLOWS[name], phase)
            show(recovery)
            assert recovery.sentences or name not in TOLD


@pytest.mark.parametrize("name", ON_SQLITE)
def test_an_interview_survives(product: Product, name: str) -> None:
    with interview(product) as stage:
        for phase in PHASES:
            recovery = suffer(stage, BLOWS[name], phase)
            show(recovery)
            assert recovery.sentences or name not in TOLD


def test_an_interview_survives_a_restart_of_its_database(product_on_postgres: Product) -> None:
    with interview(product_on_postgres) as stage:
        for phase in PHASES:
            show(suffer(stage, BLOWS["database"], phase))


@pytest.mark.skipif(not is_possible(), reason="A network of its own needs Linux and its root.")
@pytest.mark.parametrize("name", CUTS)
def test_an_interview_survives_a_cut_of_the_candidates_network(product: Product, name: str) -> None:
    with interview(product, caller_of(product, name)) as stage:
        for phase in PHASES:
            show(suffer(stage, BLOWS[name], phase))
