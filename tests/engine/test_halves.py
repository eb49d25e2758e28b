"""Whoever goes on over the interviewer was not done: both halves are one answer, as if said in one go."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from interviews.engine.coverage import Coverage, coverage
from interviews.engine.effects import Effect, Record, Say
from interviews.engine.events import CandidateBack, Heard, Pressed, Reading, Silence
from interviews.engine.halves import join
from interviews.engine.intents import classify
from interviews.engine.turn_contract import turn_request
from tests.engine.helpers import PLAN, Player, kinds, said
from tests.engine.test_properties import INDICATORS, MANY

FIRST, SECOND = PLAN.questions[:2]
EXAMPLES = [example for c in PLAN.competencies for i in c.indicators for example in i.examples]
ANSWERS = st.lists(
    st.one_of(
        st.integers(1, 200).map(lambda n: "word " * n),
        st.sampled_from(EXAMPLES),
        st.sampled_from(["I took the wheel off", "because the", "and then I wrote it down"]),
    ),
    min_size=2,
    max_size=6,
).map(lambda parts: " ".join(parts).split())
READINGS = st.none() | st.builds(
    Reading,
    st.just("answer"),
    shown=st.lists(st.sampled_from(INDICATORS), max_size=2).map(tuple),
    probe=st.none() | st.sampled_from(INDICATORS),
)


def ledger(player: Player) -> tuple[Coverage, ...]:
    return coverage(PLAN, player.state)


def move(effects: list[Effect]) -> list[tuple[str, str, str | None]]:
    """What is asked next; the wording of acknowledgements may differ, the first was begun already."""
    asking = ("core", "probe", "repeat", "rephrase", "closing")
    return [(e.kind, e.text, e.probe_for) for e in effects if isinstance(e, Say) and e.kind in asking]


def question_of(player: Player) -> str:
    assert player.state.entry is not None
    return player.state.entry.question


@settings(MANY, max_examples=400)
@given(
    st.lists(ANSWERS, max_size=8), ANSWERS, st.lists(st.floats(0.05, 0.95), min_size=1, max_size=3), READINGS
)
def test_an_answer_in_pieces_comes_to_the_same_as_the_answer_in_one_piece(
    earlier: list[list[str]], words: list[str], cuts: list[float], reading: Reading | None
) -> None:
    one, pieces = Player().start(), Player().start()
    for answer in earlier:
        for player in (one, pieces):
            player.play(Heard(" ".join(answer)))
    if one.state.phase == "finished":
        return
    places = sorted({max(1, int(cut * len(words))) for cut in cuts} - {len(words)})
    parts = [
        " ".join(words[start:end]) for start, end in zip([0, *places], [*places, len(words)], strict=True)
    ]
    if any(classify(part, PLAN.language) != "answer" for part in [*parts, " ".join(words)]):
        return
    over, probes_before = question_of(one), len(one.state.entry.probes)  # type: ignore[union-attr]
    whole = one.play(Heard(" ".join(words), reading=reading), pause_ms=60_000)
    effects = pieces.play(Heard(parts[0]), pause_ms=10_000)
    for part in parts[1:]:
        effects = pieces.play(Heard(part, over=over, reading=reading), pause_ms=50_000 // (len(parts) - 1))
        assert Record("answer", part, over) in effects
    if pieces.state.phase == "finished" and not move(effects):
        # Over the goodbye there is no next move, but every word counts.
        assert [(e.words, e.answered) for e in ledger(pieces)] == [(e.words, e.answered) for e in ledger(one)]
        return
    if len(parts) > 1 or reading is None:
        assert move(effects) == move(whole)
        assert [e for e in ledger(pieces) if e.question != over] == [
            e for e in ledger(one) if e.question != over
        ]
        mine, other = (next(e for e in ledger(p) if e.question == over) for p in (pieces, one))
        assert (mine.words, mine.probes, set(mine.shown)) == (other.words, other.probes, set(other.shown))
        assert abs(mine.ms - other.ms) < len(parts)
        assert len(mine.probes) <= probes_before + 1


def test_a_probe_that_was_not_heard_is_not_used_up() -> None:
    player = Player().start()
    assert kinds(player.play(Heard("I fixed it."))) == ["(answer)", "probe"]
    effects = player.play(Heard("And I should say that it took two days.", over=FIRST.key))
    assert kinds(effects) == ["(answer)", "probe"]
    assert len(ledger(player)[0].probes) == 1


def test_a_long_second_half_spares_the_candidate_the_probes_of_a_short_first() -> None:
    player = Player().start()
    player.play(Heard("I fixed it."))
    effects = player.play(Heard("word " * 320, over=FIRST.key))
    assert kinds(effects) == ["(answer)", "other", "core"]
    assert ledger(player)[0].probes == ()


def test_a_question_that_was_not_heard_waits_until_the_answer_is_whole() -> None:
    player = Player().start()
    player.play(Heard("word " * 320))
    assert player.state.position == 1
    effects = player.play(Heard("and then we shipped it", over=FIRST.key))
    assert said(effects)[-1] == ("core", SECOND.text) and player.state.position == 1
    assert (ledger(player)[0].words, ledger(player)[1].words) == (325, 0)


def test_what_is_said_over_the_goodbye_is_still_part_of_the_answer() -> None:
    player = Player().start()
    while player.state.phase != "finished":
        last = question_of(player)
        player.play(Heard("word " * 320))
    before = next(e for e in ledger(player) if e.question == last).words
    effects = player.play(Heard("and one more thing that matters", over=last))
    assert effects == [Record("answer", "and one more thing that matters", last)]
    effects = player.play(Heard("it took two days", over=last))
    assert effects == [Record("answer", "it took two days", last)]
    assert next(e for e in ledger(player) if e.question == last).words == before + 10
    assert player.state.phase == "finished"


def test_a_request_over_a_question_is_no_part_of_the_answer_before() -> None:
    player = Player().start()
    player.play(Heard("I fixed it."))
    assert kinds(player.play(Heard("One moment, please.", over=FIRST.key))) == ["(other)"]
    # What comes after the moment still is.
    assert kinds(player.play(Heard("It was the brake.", over=FIRST.key))) == ["(answer)", "probe"]
    assert ledger(player)[0].words == 7 and len(ledger(player)[0].probes) == 1


def test_what_was_said_or_credited_since_is_not_taken_back() -> None:
    for event in (CandidateBack(9_000, ask_again=True), Pressed("repeat"), Silence(20_000)):
        player = Player().start()
        player.play(Heard("I fixed it."))
        player.play(event, pause_ms=20_000)
        assert kinds(player.play(Heard("It was the brake.", over=FIRST.key))) == ["(answer)"]
        assert ledger(player)[0].words == 7


def test_a_model_is_asked_about_the_whole_answer() -> None:
    player = Player().start()
    player.play(Heard("I fixed it."))
    halves = join(PLAN, player.state, Heard("It was the brake.", over=FIRST.key))
    assert halves is not None
    state, whole = halves
    request = turn_request(PLAN, state, whole.text)
    assert request is not None
    assert request["utterance"] == request["answer"] == "I fixed it. It was the brake."
    assert "own_repair" in [probe["for"] for probe in request["probes"]]


def test_who_types_has_seen_every_move() -> None:
    player = Player().start(typed=True)
    player.play(Heard("I fixed it."))
    assert player.state.before is None
