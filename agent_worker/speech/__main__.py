"""The local speech server as a program of its own: `python -m agent_worker.speech`."""

from __future__ import annotations

import argparse

import uvicorn

from agent_worker.speech.app import build_app
from agent_worker.speech.service import SpeechService


def load(max_waiting: int) -> SpeechService:
    """Return the service over the real models."""
    from agent_worker.speech.recogniser import Recogniser
    from agent_worker.speech.speaker import Speaker
    from agent_worker.speech.terms import Speller

    speaker = Speaker()
    speller = Speller(speaker.phonemes)
    return SpeechService(Recogniser(), speaker, max_waiting=max_waiting, spell=speller.spell)


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
