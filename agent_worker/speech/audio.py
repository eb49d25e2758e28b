"""Audio files to samples and back: bounded, resampled, mono."""

from __future__ import annotations

import io
from typing import BinaryIO

import numpy as np
import numpy.typing as npt
import soundfile
from livekit import rtc

from agent_worker.speech.errors import SpeechError

Samples = npt.NDArray[np.float32]

MAX_SECONDS = 120
MIN_RATE, MAX_RATE = 8_000, 96_000
MAX_CHANNELS = 2


def read_audio(file: BinaryIO, *, rate: int) -> Samples:
    """Return `file` (WAV, FLAC, MP3 or Ogg) as mono samples of -1..1 at `rate` Hz.

    Raises SpeechError when it is not audio, longer than 120 s, or of an unreasonable shape.
    """
    try:
        with soundfile.SoundFile(file) as audio:
            _check_shape(audio)
            samples: Samples = audio.read(MAX_SECONDS * audio.samplerate, dtype="float32", always_2d=True)
            source_rate: int = audio.samplerate
    except (soundfile.SoundFileError, TypeError) as error:
        raise SpeechError(
            "The file is not audio that can be read.", code="bad_audio", param="file"
        ) from error
    return resample(samples.mean(axis=1), source_rate, rate)


def _check_shape(audio: soundfile.SoundFile) -> None:
    if not MIN_RATE <= audio.samplerate <= MAX_RATE or audio.channels > MAX_CHANNELS:
        raise SpeechError("Send one or two channels at 8 to 96 kHz.", code="bad_audio", param="file")
    if audio.frames > MAX_SECONDS * audio.samplerate:
        raise SpeechError(f"Send at most {MAX_SECONDS} seconds.", code="audio_too_long", param="file")


def resample(samples: Samples, source_rate: int, rate: int) -> Samples:
    """Return mono `samples` of `source_rate` Hz at `rate` Hz."""
    if source_rate == rate or not len(samples):
        return samples
    resampler = rtc.AudioResampler(source_rate, rate, quality=rtc.AudioResamplerQuality.HIGH)
    frames = resampler.push(bytearray(to_pcm(samples))) + resampler.flush()
    pcm = b"".join(bytes(frame.data) for frame in frames)
    return from_pcm(pcm)


def from_pcm(pcm: bytes) -> Samples:
    """Return 16-bit little-endian PCM as samples of -1..1."""
    return np.frombuffer(pcm, "<i2").astype(np.float32) / np.float32(32768)


def to_pcm(samples: Samples) -> bytes:
    """Return `samples` as 16-bit little-endian PCM."""
    return (np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes()


def encode_pcm(pcm: bytes, *, rate: int, container: str) -> bytes:
    """Return 16-bit mono `pcm` of `rate` Hz as a file of libsndfile's format `container`, such as MP3."""
    file = io.BytesIO()
    soundfile.write(file, np.frombuffer(pcm, "<i2"), rate, format=container)
    return file.getvalue()
