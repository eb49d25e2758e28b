"""How fast the interviewer is heard: Start to its first sound, and end of an answer to the next first sound.

    python -m benches.first_audio [--starts 6] [--turns 24] [--clicks 6]

Starts the whole product. Starts and turns: joins as a candidate without a browser, plays recorded answers as
a microphone in real time. Clicks: presses Start in Chromium. All from the waveforms alone, at the candidate's
ear. Run nothing else on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import tempfile
import time
from pathlib import Path

import numpy as np

from tests.e2e.browser import agree, chromium, open_page, wait_for_voice
from tests.support.product import Product, running_product
from tests.support.voice import VOICES, VoiceCandidate, load_voice

ANSWERS = ("billing", "release", "postgres")
FIRST_SOUND = "() => agentHeardAt[0] - performance.getEntriesByName('parley:start-click')[0].startTime"
PLAN = Path(__file__).parent / "plans" / "long.yaml"


async def measure(product: Product, *, starts: int, turns: int) -> tuple[list[float], list[float], list[str]]:
    """Return seconds to the greeting, seconds to each reply, and what went wrong."""
    greetings: list[float] = []
    replies: list[float] = []
    faults: list[str] = []
    while len(greetings) < starts or len(replies) < turns:
        candidate = VoiceCandidate()
        reply = json.loads(await asyncio.to_thread(product.manage, "mint_token", str(PLAN)))
        clicked = time.monotonic()
        await candidate.join(reply)
        greetings.append(await candidate.agent_is_heard(after=clicked, limit=30) - clicked)
        per_call = max(1, -(-turns // starts))
        while len(replies) < turns and per_call > 0 and not candidate.gone.is_set():
            per_call -= 1
            await candidate.agent_is_quiet(seconds=1.2, limit=60)
            ended = await candidate.say(load_voice(VOICES / f"{ANSWERS[len(replies) % len(ANSWERS)]}.flac"))
            try:
                replies.append(await candidate.agent_is_heard(after=ended - 0.2, limit=8) - ended)
            except TimeoutError:
                faults.append("no answer within 8 s")
        await candidate.leave()
    return greetings, replies, faults


def click(product: Product, *, clicks: int) -> list[float]:
    """Seconds from the click on Start to the first agent audio on the track that Chromium received."""
    link = product.stack.links["invitation"]
    times = []
    with chromium() as browser:
        for number in range(clicks):
            page = open_page(browser)
            page.goto(link)
            agree(page, name=f"Visitor {number}")
            # A person reads the sound check; the page uses the time to load its libraries.
            page.wait_for_timeout(3000)
            page.get_by_role("button", name="Start the interview").click()
            wait_for_voice(page)
            times.append(page.evaluate(FIRST_SOUND) / 1000)
            page.context.close()
    return times


def show(name: str, values: list[float]) -> None:
    """Print a distribution, seconds."""
    p50, p95 = np.percentile(values, [50, 95])
    print(f"{name:34} n {len(values):3}  p50 {p50:.2f} s  p95 {p95:.2f} s  max {max(values):.2f} s")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=6)
    parser.add_argument("--turns", type=int, default=24)
    parser.add_argument("--clicks", type=int, default=6)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir)) as product:
        greetings, replies, faults = asyncio.run(measure(product, starts=options.starts, turns=options.turns))
        clicks = click(product, clicks=options.clicks)
    show("click on Start -> audio (Chromium)", clicks)
    show("Start -> first agent audio", greetings)
    show("end of speech -> first agent audio", replies)
    print(f"faults: {faults or 'none'}")


if __name__ == "__main__":
    main()
