"""What can happen to a running interview, and whether it goes on as if nothing had happened."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import yaml

from interviews.services.event_words import event_sentence
from tests.chaos.caller import Caller
from tests.chaos.network import NetworkedCaller
from tests.chaos.parts import Record, is_back, kill, pid_of
from tests.support.processes import wait_for
from tests.support.product import Product
from tests.support.voice import VOICES

PLAN = Path(__file__).parents[2] / "benches" / "plans" / "long.yaml"
PHASES = ("between", "candidate", "agent")
ANSWER, LONGER = "postgres", "billing"
SAID = yaml.safe_load((VOICES / "voices.yaml").read_text())
QUESTIONS = {"core", "probe", "repeat", "rephrase"}
# How long anything may take at most, seconds: wide, as this is no measurement.
LIMIT = 30.0
# What is heard of an agent after it was killed, seconds.
ECHO = 0.3


@dataclass
class Stage:
    """An interview under way; `calling` makes another process for the same candidate."""

    product: Product
    reply: dict[str, str]
    caller: Caller
    record: Record
    calling: Callable[[], Caller]
    # Earlier processes of the candidate, to be ended.
    gone: list[Caller] = field(default_factory=list)

    def close(self) -> None:
        """Let the candidate go."""
        for caller in (*self.gone, self.caller):
            caller.leave()


@dataclass(frozen=True)
class Blow:
    """Something that happens. `speaks_again`: the agent must say by itself that it goes on. `echo`: seconds
    for which one is heard that was killed. `goes_on`: who was answering goes on by themselves.

    `strike` returns the moment from which recovery counts and a check whether what was struck is back.
    """

    name: str
    strike: Callable[[Stage], tuple[float, Callable[[], bool]]]
    speaks_again: bool = True
    echo: float = 0.0
    goes_on: bool = False


@dataclass(frozen=True)
class Recovery:
    """What came of it: seconds until the agent was heard, and until what was struck was back."""

    blow: str
    phase: str
    heard_s: float
    back_s: float
    words_kept: float | None
    sentences: tuple[str, ...]


def caller_of(product: Product, name: str) -> Callable[[], Caller]:
    """Makes the candidate that a blow needs."""
    ports = [product.env[f"{part}PORT"] for part in ("LIVEKIT_UDP_", "LIVEKIT_", "LIVEKIT_TCP_", "")]
    return partial(NetworkedCaller, ports, module="tests.chaos.page") if name in CUTS else Caller


def call(product: Product, calling: Callable[[], Caller] = Caller) -> Stage:
    """Begin an interview and hear its first question."""
    is_page = calling is not Caller
    invited = {"url": product.stack.links["invitation"]}
    reply = invited if is_page else json.loads(product.manage("mint_token", str(PLAN)))
    caller = calling()
    caller.do(join=reply)
    caller.is_asked(seconds=90)
    record = Record.of_newest(product) if is_page else Record.of_reply(product, reply)
    return Stage(product, reply, caller, record, calling)


def suffer(stage: Stage, blow: Blow, phase: str) -> Recovery:
    """Strike in one phase of the conversation, wait for the recovery, and check that nothing was lost."""
    caller, record = stage.caller, stage.record
    caller.is_asked()
    said = len(caller.status["said"])
    if phase == "candidate":
        caller.do(say=LONGER)
        time.sleep(3.5)
    if phase == "agent":
        answered = len(_answered(record.turns()))
        caller.hears(after=caller.say(ANSWER) - 0.2)
        assert len(_answered(record.turns())) > answered, "The interviewer has become deaf."
        time.sleep(0.6)
    turns, heard, events = record.turns(), record.heard(), len(record.events())
    struck, back = blow.strike(stage)
    back_s = wait_for(back, seconds=LIMIT)
    heard_s = _recover(stage, blow, phase, struck, said)
    stage.caller.is_asked()
    _check(stage, blow, phase, turns, heard)
    sentences = [_sentence(*event) for event in record.events()[events:]]
    return Recovery(
        blow.name,
        phase,
        heard_s,
        back_s,
        _kept(record.turns()[len(turns) :]) if phase == "candidate" else None,
        tuple(filter(None, sentences)),
    )


def _recover(stage: Stage, blow: Blow, phase: str, struck: float, said: int) -> float:
    """Seconds until the agent is heard: after the blow, or after the end of what the candidate says."""
    if blow.speaks_again:
        heard = stage.caller.hears(after=struck + blow.echo, seconds=LIMIT)
        ended = [at for at in stage.caller.status["said"][said:] if phase == "candidate" and at < heard]
        return heard - max([struck, *ended])
    if phase == "candidate":
        ended_at = stage.caller.wait(lambda: stage.caller.status["said"][said:], seconds=LIMIT)[-1]
    else:
        stage.caller.is_asked()
        ended_at = stage.caller.say(ANSWER)
    return stage.caller.hears(after=ended_at - 0.2, seconds=LIMIT) - float(ended_at)


def _check(
    stage: Stage, blow: Blow, phase: str, before: list[tuple[Any, ...]], heard: list[tuple[Any, ...]]
) -> None:
    after = stage.record.turns()
    lost = Counter(heard) - Counter(stage.record.heard())
    assert not lost, f"Stored turns are lost or were changed: {lost}, now {after[-4:]}"
    assert [kind for _, _, kind, *_ in after].count("disclosure") == 1, "The candidate was greeted twice."
    *_, open_question = _questions(before)
    if phase == "candidate":
        in_its_place = _answered(after[len(before) :])[:1] == [open_question]
        assert in_its_place, f"The answer is not in its place: {after[-4:]}"
    if blow.speaks_again and not (blow.goes_on and phase == "candidate"):
        # A question of which nothing was heard before is not asked again, but comes.
        asked = _questions(after[len(before) :]) or [open_question]
        # Who was answering may go on with that, and be asked the next one then.
        asked = asked[:1] if phase == "candidate" else asked
        assert set(asked) == {open_question}, f"The interview went on with another question: {after[-4:]}"
    stage.caller.wait(lambda: len(stage.caller.status["agents"]) == 1, seconds=LIMIT)


def _questions(turns: list[tuple[Any, ...]]) -> list[str]:
    return [question for _, _, kind, question, _ in turns if kind in QUESTIONS]


def _answered(turns: list[tuple[Any, ...]]) -> list[str]:
    return [question for _, _, kind, question, _ in turns if kind == "answer"]


def _sentence(kind: str, payload: dict[str, Any]) -> str:
    event: Any = SimpleNamespace(kind=kind, payload=payload)
    return event_sentence(event)


def _kept(turns: list[tuple[Any, ...]]) -> float:
    """The share of the words of the longer answer that are in the record, 0..1."""
    heard = " ".join(text.lower() for _, role, *_, text in turns if role == "candidate")
    words = SAID[LONGER].lower().rstrip(".").split()
    return sum(word in heard for word in words) / len(words)


# --- what can happen --------------------------------------------------------------------------


def kill_part(part: str, stage: Stage) -> tuple[float, Callable[[], bool]]:
    """SIGKILL."""
    if part == "job":
        pid = stage.record.job_pid()
        kill(pid)
        return time.monotonic(), lambda: stage.record.job_pid() != pid
    pid = pid_of(stage.product, part)
    kill(pid)
    return time.monotonic(), is_back(stage.product, part, pid)


def restart_database(stage: Stage) -> tuple[float, Callable[[], bool]]:
    """PostgreSQL goes down, is away for two seconds, and comes up again."""
    servers = [child for child in psutil.Process().children() if child.name() == "postgres"]
    command, home, account = servers[-1].cmdline(), servers[-1].cwd(), servers[-1].username()
    servers[-1].send_signal(signal.SIGINT)
    psutil.wait_procs(servers, timeout=10)
    time.sleep(2)
    at = time.monotonic()
    subprocess.Popen(command, cwd=home, user=account, stderr=subprocess.DEVNULL)
    return at, stage.record.is_readable


def freeze(seconds: float, stage: Stage) -> tuple[float, Callable[[], bool]]:
    """The candidate's machine sleeps. Counts from when it wakes."""
    woke_at = stage.caller.freeze(seconds)
    return woke_at, lambda: True


def cut_network(seconds: float, stage: Stage) -> tuple[float, Callable[[], bool]]:
    """Nothing gets through between the candidate's browser and the servers. Counts from the end of that."""
    assert isinstance(stage.caller, NetworkedCaller)
    with stage.caller.cut():
        time.sleep(seconds)
    return time.monotonic(), lambda: True


def reload_page(stage: Stage) -> tuple[float, Callable[[], bool]]:
    """The page goes and comes again."""
    _come_again(stage).leave()
    return _join(stage)


def open_second_tab(stage: Stage) -> tuple[float, Callable[[], bool]]:
    """Another page comes while the first is there, which has to go."""
    first = _come_again(stage)
    stage.gone.append(first)
    at, joined = _join(stage)
    return at, lambda: joined() and bool(first.status["gone"])


def _come_again(stage: Stage) -> Caller:
    """Get another process for the candidate ready; return the one before."""
    before, stage.caller = stage.caller, stage.calling()
    stage.caller.wait(lambda: "at" in stage.caller.status, seconds=LIMIT)
    return before


def _join(stage: Stage) -> tuple[float, Callable[[], bool]]:
    at = time.monotonic()
    stage.caller.do(join=stage.reply)
    return at, lambda: bool(stage.caller.status["agents"])


KILLED = {"job": True, "worker": True, "nursery": False, "speech": False} | dict.fromkeys(
    ("web", "tasks", "periodic"), False
)
BLOWS = {
    **{part: Blow(f"{part} killed", partial(kill_part, part), again, ECHO) for part, again in KILLED.items()},
    # It is back within the second, and whoever was answering did not notice.
    "livekit": Blow("livekit killed", partial(kill_part, "livekit"), echo=ECHO, goes_on=True),
    "database": Blow("database restarted", restart_database, speaks_again=False),
    "reload": Blow("page reloaded", reload_page),
    "tabs": Blow("second page opened", open_second_tab),
    "sleep5": Blow("candidate frozen for 5 s", partial(freeze, 5.0), goes_on=True),
    "sleep40": Blow("candidate frozen for 40 s", partial(freeze, 40.0)),
    "cut5": Blow("network cut for 5 s", partial(cut_network, 5.0)),
    "cut40": Blow("network cut for 40 s", partial(cut_network, 40.0)),
}
CUTS = [name for name in BLOWS if name.startswith("cut")]
