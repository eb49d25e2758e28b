"""Chromium with a recorded voice in place of its microphone, and what tests ask of a page in it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import soundfile
from playwright.sync_api import Browser, Page, sync_playwright

from tests.support.voice import RATE, VOICES, load_voice

# Chromium's own background requests would only be refused, many at a time.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
]
# Notes when the page's remote audio is loud, from the sound itself.
LISTEN = """
(() => {
  const context = new AudioContext();
  window.agentHeardAt = [];
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Native {
    constructor(...options) {
      super(...options);
      this.addEventListener("track", ({ track }) => {
        if (track.kind !== "audio") return;
        const analyser = context.createAnalyser();
        analyser.fftSize = 512;
        context.createMediaStreamSource(new MediaStream([track])).connect(analyser);
        const samples = new Float32Array(analyser.fftSize);
        setInterval(() => {
          context.resume();
          analyser.getFloatTimeDomainData(samples);
          const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
          if (Math.sqrt(power) > 250 / 32768) window.agentHeardAt.push(performance.now());
        }, 10);
      });
    }
  };
})();
"""


def write_microphone(path: Path, voices: list[str], *, pause: float) -> None:
    """Write a 48 kHz WAV that says each recording, with `pause` seconds of a quiet room after each."""
    noise = np.random.default_rng(0)
    room = noise.integers(-3, 4, int(pause * RATE)).astype("int16")
    parts = [part for voice in voices for part in (load_voice(VOICES / f"{voice}.flac"), room)]
    soundfile.write(path, np.concatenate([room[: RATE // 2], *parts]), RATE, subtype="PCM_16")


@contextlib.contextmanager
def chromium(microphone: Path | None = None) -> Iterator[Browser]:
    """Start Debian's Chromium; `microphone` is a WAV that plays in a loop as what its user says."""
    recorded = [f"--use-file-for-fake-audio-capture={microphone}"] if microphone else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=[*ARGUMENTS, *recorded]
        )
        yield browser
        browser.close()


def open_page(browser: Browser) -> Page:
    """A fresh visitor who lets the site use the microphone."""
    context = browser.new_context(permissions=["microphone"])
    context.add_init_script(LISTEN)
    return context.new_page()


def agree(page: Page, *, name: str) -> None:
    """Go from the welcome page to the sound check."""
    page.get_by_role("link", name="Continue").click()
    page.get_by_label("Your name").fill(name)
    page.get_by_label("I have read this and agree to take part.").check()
    page.get_by_role("button", name="Agree and continue").click()
    page.get_by_role("heading", name="Check your sound").wait_for()


def wait_for_room(page: Page, state: str, *, seconds: float = 20) -> None:
    """Wait until the room's page is in `state`."""
    page.wait_for_function(
        "state => document.documentElement.dataset.roomState === state", arg=state, timeout=seconds * 1000
    )


def wait_for_voice(page: Page, *, seconds: float = 20) -> None:
    """Wait until the agent's voice is heard on the received track."""
    page.wait_for_function("() => window.agentHeardAt.length > 5", timeout=seconds * 1000)
