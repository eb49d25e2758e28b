"""`python -m tests.speech_stub [--port N] [--script FILE]`: the endpoint, until it is stopped.

Prints the settings with which the product uses it. Voices are espeak-ng's: `espeak-ng --voices`.
"""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.speech_stub.script import Script, load_script
from tests.speech_stub.server import SpeechStub


def main() -> None:
    """Serve until interrupted."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--port", type=int, default=0)
    ask.add_argument("--script", type=Path, help="YAML: texts, or mappings with text, seconds, language")
    ask.add_argument("--delay-ms", type=int, default=0, help="before every reply")
    ask.add_argument("--fail", type=int, default=0, metavar="STATUS", help="refuse everything with it")
    args = ask.parse_args()
    script = load_script(args.script) if args.script else Script()
    with SpeechStub(script, port=args.port, delay=args.delay_ms / 1000, fail=args.fail) as stub:
        voices = "TTS_VOICE=en TTS_VOICES=de=de,es=es,fr=fr,cs=cs"
        print(f"SPEECH_BASE_URL={stub.base_url} SPEECH_LANGUAGES=* {voices}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
