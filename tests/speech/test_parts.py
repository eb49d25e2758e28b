"""The small parts of the speech server."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from agent_worker.speech.audio import from_pcm, resample, to_pcm
from agent_worker.speech.cache import AudioCache
from agent_worker.speech.speaker import cut_phonemes, from_first_sound


@given(st.lists(st.sampled_from("abc ,.")), st.integers(1, 20))
def test_pieces_are_short_and_lose_nothing(phonemes: list[str], limit: int) -> None:
    pieces = cut_phonemes(phonemes, limit)
    assert [phoneme for piece in pieces for phoneme in piece] == phonemes
    assert all(1 <= len(piece) <= limit for piece in pieces)


def test_a_cut_falls_on_a_pause_before_it_falls_on_a_word() -> None:
    assert cut_phonemes(list("aaaa, bb cc"), 8) == [list("aaaa,"), list(" bb cc")]
    assert cut_phonemes(list("aaaa bb cc"), 8) == [list("aaaa bb "), list("cc")]


@given(st.lists(st.tuples(st.integers(0, 5), st.binary(max_size=50))), st.integers(0, 100))
def test_a_cache_keeps_no_more_than_it_may(puts: list[tuple[int, bytes]], limit: int) -> None:
    cache = AudioCache(max_bytes=limit)
    for key, audio in puts:
        cache.put(key, audio)
        assert cache.get(key) == (audio if len(audio) <= limit else None)
        kept = [cache.get(number) for number in range(6)]
        assert sum(len(one) for one in kept if one) <= limit


def test_a_cache_forgets_what_was_longest_unused() -> None:
    cache = AudioCache(max_bytes=2)
    cache.put("a", b"1")
    cache.put("b", b"1")
    cache.get("a")
    cache.put("c", b"1")
    assert [cache.get(key) is not None for key in "abc"] == [True, False, True]


def test_audio_survives_the_way_to_pcm_and_back() -> None:
    samples = np.linspace(-1, 1, 1_000, dtype=np.float32)
    assert np.abs(from_pcm(to_pcm(samples)) - samples).max() < 0.001


def test_audio_that_is_too_loud_is_clipped_and_does_not_wrap_around() -> None:
    assert np.abs(from_pcm(to_pcm(np.array([3.0, -3.0], np.float32)))).min() > 0.99


def test_resampling_keeps_the_length_in_seconds() -> None:
    assert abs(len(resample(np.zeros(22_050, np.float32), 22_050, 24_000)) - 24_000) < 50


def test_speech_begins_with_its_first_sound() -> None:
    silence, sound = np.full(1_000, 0.001, np.float32), np.full(500, 0.2, np.float32)
    whole = np.concatenate([silence, sound, silence])
    assert np.array_equal(from_first_sound(whole, 1_000), whole[980:])
    assert np.array_equal(from_first_sound(sound, 1_000), sound)


def test_speech_of_which_nothing_is_to_be_heard_keeps_its_length() -> None:
    assert len(from_first_sound(np.zeros(700, np.float32), 1_000)) == 700
