"""Folds what happens into an interview: each event is one step of the engine and one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from interviews.engine.effects import Effect, Finish, Record
from interviews.engine.events import Event, Heard, Resumed, Started
from interviews.engine.machine import step
from interviews.engine.plan import load_plan
from interviews.engine.state import from_dict, to_dict
from interviews.models import AnyInterview, AnyTurn, Interview, Turn
from interviews.services.clock import clock_ms
from interviews.services.errors import Conflict, ConsentMissing, StaleLease
from interviews.services.event_log import dump_effects, dump_event, event_kind, load_effects
from interviews.services.utterances import forget_partial, kept_utterances
from interviews.services.withdrawn import is_taken_back, withdraw_turns
from interviews.services.words import clean_text

__all__ = ["Outcome", "clock_ms", "mark_spoken", "opening_event", "record_event", "recover_utterances"]

ATTEMPTS = 20


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the engine answered, the turns that were stored for it, and the interview after it."""

    effects: tuple[Effect, ...]
    turns: tuple[AnyTurn, ...]
    interview: AnyInterview


@dataclass(frozen=True, slots=True)
class Report:
    """One thing that happened, as it was reported. Times are ms on the interview's clock."""

    event: Event
    now: datetime
    epoch: int | None
    report_id: str | None
    started_ms: int | None
    ended_ms: int | None


def record_event(
    *,
    interview: AnyInterview,
    event: Event,
    now: datetime,
    epoch: int | None = None,
    report_id: str | None = None,
    started_ms: int | None = None,
    ended_ms: int | None = None,
) -> Outcome:
    """Step the engine once and store everything that follows, or nothing.

    `epoch` is the lease of the agent that reports (None for pages). A report with a `report_id` that is
    known already gets the answer it got then. `started_ms` and `ended_ms` are when a spoken utterance was
    heard. After the end there are no effects; words that were still spoken to the agent are kept.
    Raises StaleLease, ConsentMissing, and Conflict when others were faster each time.
    """
    if isinstance(event, Heard):
        event = replace(event, text=clean_text(event.text))
    report = Report(event, now, epoch, report_id, started_ms, ended_ms)
    for _ in range(ATTEMPTS):
        with transaction.atomic():
            now_stored = type(interview).objects.whole().get(pk=interview.pk)
            outcome = _known_outcome(now_stored, report) or _fold_all(now_stored, report)
        if outcome is not None:
            return outcome
    raise Conflict


def recover_utterances(*, interview: AnyInterview) -> None:
    """Record what still waits to be understood or finished, before nobody takes the interview up any more."""
    for kept in kept_utterances(interview=interview, from_all=True):
        record_event(interview=interview, **kept)
        interview.refresh_from_db()


def mark_spoken(
    *,
    turn: AnyTurn,
    started_ms: int,
    ended_ms: int,
    interrupted: bool = False,
    latency_ms: int | None = None,
    timing: Mapping[str, int] | None = None,
    cut_off: bool = False,
) -> None:
    """Note when an agent's turn was heard; only from then on is it shown to the candidate.

    A turn takes its place among the others when it is heard: one that the candidate talked over, and that is
    said again, comes after what they said. `timing` is in ms by the name of the step, `cut_off` whether the
    candidate went on within a second of its start; both stay once they are known.
    """
    with transaction.atomic():
        stored = type(turn).objects.select_for_update().filter(pk=turn.pk, role=Turn.Role.AGENT).first()
        if stored is None:
            return
        stored.number = _place_of(stored)
        stored.started_ms, stored.ended_ms = max(0, started_ms), max(0, ended_ms)
        stored.interrupted, stored.latency_ms = interrupted, latency_ms
        stored.timing, stored.cut_off = dict(timing or stored.timing), cut_off or stored.cut_off
        stored.save()


def _place_of(turn: AnyTurn) -> int:
    """The number of a turn that was heard now: the last, if the candidate has spoken since it was stored."""
    others: Any = type(turn).objects.filter(interview=turn.interview_id, number__gt=turn.number)
    if not others.filter(role=Turn.Role.CANDIDATE).exists():
        return turn.number
    return int(others.latest("number").number) + 1


def opening_event(*, interview: AnyInterview, away_ms: int | None = None) -> Started | Resumed:
    """Return the event with which whoever takes the interview up begins.

    `away_ms` is for how long nobody was there to speak it; None when that is not known, or it is typed.
    """
    typed = interview.mode == Interview.Mode.TYPED
    if interview.started_at is not None:
        return Resumed(typed=typed, away_ms=None if typed else away_ms)
    return Started(
        job_title=interview.job_title,
        company_name=interview.company_name,
        candidate_name=interview.display_name,
        typed=typed,
        practice=interview.is_practice,
        extra_time=interview.extra_time,
    )


def _known_outcome(interview: AnyInterview, report: Report) -> Outcome | None:
    if report.report_id is None:
        return None
    event = interview.events.filter(report_id=report.report_id).first()
    if event is None or event.sequence is None:
        return None
    turns: tuple[AnyTurn, ...] = tuple(interview.turns.filter(sequence=event.sequence))
    return Outcome(load_effects(event.effects), turns, interview)


def _fold_all(interview: AnyInterview, report: Report) -> Outcome | None:
    """Nothing overtakes words whose agent was killed before it had understood them: they are folded first."""
    for kept in kept_utterances(interview=interview, but=report.report_id):
        if _fold(interview, Report(**kept, epoch=interview.lease_epoch)) is None:
            return None
    return _fold(interview, report)


def _fold(interview: AnyInterview, report: Report) -> Outcome | None:
    """Return the outcome, or None when somebody else wrote first."""
    if report.epoch is not None and report.epoch != interview.lease_epoch:
        raise StaleLease
    if interview.status == Interview.Status.CREATED:
        raise ConsentMissing
    state, effects = _answer(interview, report)
    # Nearly all ticks end here; a log of them would bury what happened.
    if not effects and state == interview.state:
        return Outcome((), (), interview)
    if not _write(interview, _changes(interview, report, state, effects)):
        return None
    _log(interview, report, effects)
    if isinstance(report.event, Heard) and report.epoch is not None:
        forget_partial(interview=interview, epoch=report.epoch, ended_ms=report.ended_ms)
    return Outcome(effects, tuple(_store_turns(interview, report, effects)), interview)


def _answer(interview: AnyInterview, report: Report) -> tuple[dict[str, Any], tuple[Effect, ...]]:
    event = report.event
    if isinstance(event, Heard) and not event.text:
        return interview.state, ()
    if interview.is_over:
        return _after_the_end(interview, report)
    plan = load_plan(interview.plan_document)
    state = from_dict(interview.state)
    state, effects = step(plan, state, event, clock_ms(interview=interview, now=report.now))
    return to_dict(state), tuple(effects)


def _after_the_end(interview: AnyInterview, report: Report) -> tuple[dict[str, Any], tuple[Effect, ...]]:
    """The candidate answers the goodbye, or goes on over it: kept, but nothing follows from it."""
    event, state = report.event, from_dict(interview.state)
    if not isinstance(event, Heard) or (report.epoch is None and not event.partial):
        return interview.state, ()
    if state.phase == "finished":
        now_ms = clock_ms(interview=interview, now=report.now)
        state, effects = step(load_plan(interview.plan_document), state, event, now_ms)
        if effects:
            return to_dict(state), tuple(effects)
    return interview.state, (Record(kind="other", text=event.text),)


def _changes(
    interview: AnyInterview, report: Report, state: dict[str, Any], effects: tuple[Effect, ...]
) -> dict[str, Any]:
    changes: dict[str, Any] = {"state": state, "sequence": interview.sequence + 1}
    if isinstance(report.event, Started) and interview.status == Interview.Status.CONSENTED:
        changes |= {"status": Interview.Status.LIVE, "started_at": report.now}
    for effect in effects:
        if isinstance(effect, Finish):
            left = effect.reason == "left"
            changes |= {
                "status": Interview.Status.LEFT if left else Interview.Status.FINISHED,
                "finished_at": report.now,
                "ended_reason": effect.reason,
                "draft": "",
            }
    return changes


def _write(interview: AnyInterview, changes: dict[str, Any]) -> bool:
    """Compare-and-swap on what was read: sequence, lease and status."""
    same = type(interview).objects.filter(
        pk=interview.pk,
        sequence=interview.sequence,
        lease_epoch=interview.lease_epoch,
        status=interview.status,
    )
    if same.update(**changes) != 1:
        return False
    for name, value in changes.items():
        setattr(interview, name, value)
    return True


def _log(interview: AnyInterview, report: Report, effects: tuple[Effect, ...]) -> None:
    interview.events.create(
        sequence=interview.sequence,
        kind=event_kind(report.event),
        payload=dump_event(report.event),
        effects=dump_effects(effects),
        report_id=report.report_id,
        at=report.now,
    )


def _store_turns(interview: AnyInterview, report: Report, effects: tuple[Effect, ...]) -> Sequence[AnyTurn]:
    last = interview.turns.order_by("-number").values_list("number", flat=True).first() or 0
    said = [effect for effect in effects if not isinstance(effect, Finish)]
    # Turns of the interview's own family.
    turns: list[Any] = [_turn(interview, report, *item) for item in enumerate(said, start=last + 1)]
    if is_taken_back(report.event, effects):
        withdraw_turns(interview=interview, turns=turns)
    return interview.turns.bulk_create(turns)


def _turn(interview: AnyInterview, report: Report, number: int, effect: Effect) -> AnyTurn:
    assert not isinstance(effect, Finish)
    heard = isinstance(effect, Record)
    typed = interview.mode == Interview.Mode.TYPED or getattr(report.event, "typed", False)
    now_ms = clock_ms(interview=interview, now=report.now) if heard or typed else None
    started_ms = report.started_ms if heard and report.started_ms is not None else now_ms
    ended_ms = report.ended_ms if heard and report.ended_ms is not None else now_ms
    family: type[Any] = interview.turns.model
    turn: AnyTurn = family(
        interview=interview,
        number=number,
        sequence=interview.sequence,
        role=Turn.Role.CANDIDATE if heard else Turn.Role.AGENT,
        kind=effect.kind,
        question=effect.question or "",
        probe_for=effect.probe_for or "",
        text=effect.text,
        mode=interview.mode,
        started_ms=started_ms,
        ended_ms=ended_ms,
    )
    return turn
