"""A candidate with the real page in Chromium, in a process of their own: see `tests.chaos.candidate`.

    python -m tests.chaos.page

What they say is played into the page's microphone when it is asked for, and what they hear is measured on
the track that the page received.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import time
from typing import Any

from playwright.async_api import Error, Page, async_playwright

from tests.chaos.candidate import serve
from tests.e2e.browser import ARGUMENTS, LISTEN
from tests.support.voice import RATE, STEADY, VOICES, last_voiced, load_voice

# A microphone into which the test speaks.
MICROPHONE = """
(() => {
  const context = new AudioContext({ sampleRate: 48000 });
  const mouth = context.createMediaStreamDestination();
  // A room is never quite silent; without a source nothing would be sent.
  const room = new GainNode(context, { gain: 1e-4 });
  const hum = new OscillatorNode(context);
  hum.connect(room).connect(mouth);
  hum.start();
  // A browser lets sound begin with a click only.
  document.addEventListener("click", () => context.resume(), { capture: true });
  navigator.mediaDevices.getUserMedia = async () =>
    new MediaStream([mouth.stream.getAudioTracks()[0].clone()]);
  window.speak = (base64) => {
    const samples = new Int16Array(Uint8Array.from(atob(base64), (char) => char.charCodeAt(0)).buffer);
    const buffer = context.createBuffer(1, samples.length, 48000);
    buffer.getChannelData(0).set(Float32Array.from(samples, (sample) => sample / 32768));
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(mouth);
    source.start();
  };
})();
"""
STATUS = (
    "() => ({ now: performance.now(), heard: window.agentHeardAt ?? [], "
    "state: document.documentElement.dataset.roomState ?? '' })"
)
# Gaps between words and sentences belong to the same utterance, seconds.
SAME_SOUND = 0.6


class PageCandidate:
    """Opens an invitation, agrees, and presses Start."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[float] = []
        self._seen: dict[str, Any] = {"now": 0.0, "heard": [], "state": ""}
        self._seen_at = 0.0

    async def enter(self, reply: dict[str, str]) -> None:
        """Go the way of a candidate, from the link `url` into the room."""
        page = self.page
        await page.goto(reply["url"])
        await page.get_by_role("link", name="Continue").click()
        await page.get_by_label("Your name").fill("Ada")
        await page.get_by_label("I have read this and agree to take part.").check()
        await page.get_by_role("button", name="Agree and continue").click()
        await page.get_by_role("button", name="Start the interview").click()

    async def speak(self, voice: str) -> None:
        """Say a recording."""
        samples = load_voice(VOICES / f"{voice}.flac")
        await self.page.evaluate("sound => window.speak(sound)", base64.b64encode(samples.tobytes()).decode())
        ended_at = time.monotonic() + last_voiced(samples) / RATE
        await asyncio.sleep(ended_at - time.monotonic())
        self.said.append(ended_at)

    async def status(self) -> dict[str, Any]:
        """What the test wants to know."""
        with contextlib.suppress(Error):  # A page that is just being left has nothing to say.
            self._seen = await self.page.evaluate(STATUS)
            self._seen_at = time.monotonic()
        seen, now = self._seen, self._seen_at
        return {
            "at": now,
            "sounds": sounds([now + (at - seen["now"]) / 1000 for at in seen["heard"]])[-8:],
            "agents": ["interviewer"] if seen["state"] == "live" else [],
            "boards": [],
            "said": self.said,
            "gone": seen["state"] == "error",
        }

    def wake(self, slept_at: float) -> None:
        """The page notices it by itself."""

    async def leave(self) -> None:
        """Close the page."""
        await self.page.close()


def sounds(heard: list[float]) -> list[list[float]]:
    """[start, end] of each utterance, from the moments at which it was loud; a few alone are a click."""
    runs: list[list[float]] = []
    loud = 0
    for before, at in zip([float("-inf"), *heard], heard, strict=False):
        if at - before > SAME_SOUND:
            if loud < STEADY and runs:
                runs.pop()
            runs.append([at, at])
            loud = 0
        runs[-1][1] = at
        loud += 1
    return runs


async def main() -> None:
    """A candidate with a browser."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        context = await browser.new_context(permissions=["microphone"])
        for script in (LISTEN, MICROPHONE):
            await context.add_init_script(script)
        await serve(PageCandidate(await context.new_page()))
        await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
