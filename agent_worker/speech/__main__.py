"""The local speech server as a program of its own: `python -m agent_worker.speech`."""

from __future__ import annotations

import argparse
import os

import uvicorn

from agent_worker.speech.app import build_app
from agent_worker.speech.service import SpeechService

# Each takes one core while it listens, and 60 MB; more than so many at once is a machine for several servers.
MOST_RECOGNISERS = 4


def load(max_waiting: int) -> SpeechService:
    """Return the service over the real models."""
    from agent_worker.speech.recogniser import Recogniser
    from agent_worker.speech.speaker import Speaker
    from agent_worker.speech.terms import Speller

    speaker = Speaker()
    speller = Speller(speaker.phonemes)
    recognisers = [Recogniser() for _ in range(min(MOST_RECOGNISERS, os.cpu_count() or 1))]
    return SpeechService(recognisers, speaker, max_waiting=max_waiting, spell=speller.spell)


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--max-waiting", type=int, required=True)
    options = parser.parse_args()
    uvicorn.run(
        build_app(lambda: load(options.max_waiting)),
        host=options.host,
        port=options.port,
        log_level="info",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )


if __name__ == "__main__":
    main()
