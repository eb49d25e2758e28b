"""A start storm: twelve candidates press Start within a second where four can be served.

    python -m benches.storm [--candidates 12] [--places 4]

Starts the product and has everybody come over HTTP as a page does: agree, ask for the way in, ask again every
2 s while there is none; then join, hear the interviewer, answer once, and leave, so that the next one is
served. Seconds are the candidate's own. Exit code 1 when somebody is not told within 3 s, sits in a silent
room, is overtaken, or is never served. Run nothing else on the machine.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import numpy as np

from benches.capacity import await_voice
from benches.crowd.candidates import LightCandidate, Speech, load_speech
from tests.support.product import running_product
from tests.support.voice import VOICES

# The bars, seconds.
TOLD, HEARD = 3.0, 8.0
ASK_AGAIN = 2.0
STORM = 1.0
GIVE_UP = 150.0


@dataclass
class Visit:
    """What one candidate saw; seconds since they pressed Start, `heard` since they had a token."""

    started_at: float = 0.0
    told: float | None = None
    position: int | None = None
    let_in: float | None = None
    heard: float | None = None
    answered: float | None = None
    fault: str = ""
    estimates: list[int | None] = field(default_factory=list)


async def agree(client: httpx2.AsyncClient, path: str, name: str) -> None:
    """Open the link and consent."""
    await client.get(path)
    page = await client.get(f"{path}?step=consent")
    found = re.search(r'name="sha256" value="([^"]*)"', page.text)
    assert found, page.text
    form = {"sha256": found[1], "agree": "yes", "candidate_name": name}
    await post(client, f"{path}/consent", form)


async def post(client: httpx2.AsyncClient, path: str, form: dict[str, str] | None = None) -> httpx2.Response:
    """Send a form as a page of the product does."""
    headers = {"X-CSRFToken": client.cookies.get("csrftoken") or "", "Referer": str(client.base_url)}
    return await client.post(path, data=form or {}, headers=headers)


async def get_in(client: httpx2.AsyncClient, path: str, visit: Visit) -> dict[str, str]:
    """Ask for the way in until there is one. Raises TimeoutError."""
    async with asyncio.timeout(GIVE_UP):
        while True:
            try:
                reply = await post(client, f"{path}/token")
            except httpx2.TransportError:
                # As the page does: a connection that was just closed costs a turn of asking.
                await asyncio.sleep(ASK_AGAIN)
                continue
            visit.told = visit.told or time.monotonic() - visit.started_at
            body = reply.json()
            if reply.status_code == 200:
                visit.let_in = time.monotonic() - visit.started_at
                return dict(body)
            if body.get("error") != "queued":
                raise TimeoutError(f"was told: {body}")
            visit.position = visit.position or body["position"]
            visit.estimates.append(body["estimate_s"])
            await asyncio.sleep(ASK_AGAIN)


async def be_interviewed(reply: dict[str, str], visit: Visit, speech: Speech | None) -> None:
    """Join, hear the interviewer, answer if there is a speech, and leave. Raises TimeoutError."""
    candidate, entered = LightCandidate(), time.monotonic()
    try:
        await candidate.join(reply)
        visit.heard = await candidate.agent_is_heard(after=entered, limit=30) - entered
        if speech:
            await candidate.agent_is_quiet(seconds=1.2, limit=60)
            ended = await candidate.speak(speech)
            visit.answered = await candidate.agent_is_heard(after=ended, limit=15) - ended
        await candidate.press("leave")
        await asyncio.wait_for(candidate.gone.wait(), 30)
    finally:
        await candidate.leave()


async def visit_interview(
    link: str, number: int, speech: Speech | None, begin: asyncio.Event, delay: float
) -> Visit:
    """One candidate from the link to the end."""
    parts, visit = urlsplit(link), Visit()
    async with httpx2.AsyncClient(base_url=f"{parts.scheme}://{parts.netloc}", timeout=30) as client:
        await agree(client, parts.path, f"Candidate {number}")
        await begin.wait()
        await asyncio.sleep(delay)
        visit.started_at = time.monotonic()
        try:
            await be_interviewed(await get_in(client, parts.path, visit), visit, speech)
        except TimeoutError as error:
            visit.fault = str(error) or "timed out"
    return visit


async def storm(link: str, count: int, speech: Speech | None) -> list[Visit]:
    """Everybody at once."""
    begin = asyncio.Event()
    tasks = [
        asyncio.create_task(visit_interview(link, number, speech, begin, STORM * number / count))
        for number in range(count)
    ]
    # They all have read and agreed before.
    await asyncio.sleep(5)
    begin.set()
    return await asyncio.gather(*tasks)


def show(name: str, values: Sequence[float | None]) -> None:
    """Print a distribution, seconds."""
    known = [value for value in values if value is not None]
    p50, p95 = np.percentile(known, [50, 95]) if known else (0, 0)
    print(f"| {name} | {len(known)} | {p50:.2f} s | {p95:.2f} s | {max(known, default=0):.2f} s |")


def problems(visits: Sequence[Visit], places: int) -> list[str]:
    """What missed its bar."""
    found = [f"candidate {number}: {visit.fault}" for number, visit in enumerate(visits) if visit.fault]
    found += [f"told after {visit.told:.1f} s" for visit in visits if visit.told is None or visit.told > TOLD]
    found += [
        f"silence for {visit.heard} s" for visit in visits if visit.heard is None or visit.heard > HEARD
    ]
    waited = sorted((visit for visit in visits if visit.position), key=lambda visit: visit.position or 0)
    if len(visits) - len(waited) != places:
        found.append(f"{len(visits) - len(waited)} came in at once, and there are {places} places")
    entries = [visit.started_at + (visit.let_in or GIVE_UP) for visit in waited]
    # Two that are let in at the same moment learn it up to 2 s apart, when their pages ask.
    if any(later < earlier - ASK_AGAIN for earlier, later in pairwise(entries)):
        found.append("somebody was overtaken")
    return found


def main() -> None:
    """Measure, print, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--candidates", type=int, default=12)
    parser.add_argument("--places", type=int, default=4)
    options = parser.parse_args()
    speech = load_speech(VOICES / "billing.flac")
    places = {"AGENT_MAX_INTERVIEWS": str(options.places)}
    with tempfile.TemporaryDirectory() as var_dir, running_product(Path(var_dir), **places) as product:
        await_voice(product)
        visits = asyncio.run(storm(product.stack.links["invitation"], options.candidates, speech))
    print("| | candidates | p50 | p95 | at most |\n|---|---|---|---|---|")
    show("Start to being told: in, or a place in the queue", [visit.told for visit in visits])
    show("let in to the interviewer's voice", [visit.heard for visit in visits])
    show("end of the answer to the reply", [visit.answered for visit in visits])
    show("Start to being let in", [visit.let_in for visit in visits])
    waited = [visit for visit in visits if visit.position]
    print("waits:", [f"{one.position}: {one.let_in or 0:.0f} s of {one.estimates[0]}" for one in waited])
    missed = problems(visits, options.places)
    print(f"missed: {missed}" if missed else "everybody was told, heard, and served in turn")
    sys.exit(bool(missed))


if __name__ == "__main__":
    main()
