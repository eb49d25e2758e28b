"""`python -m tests.model_stub TRUTH.jsonl [--port N]`: the truthful stub, until it is stopped."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.model_stub.server import ModelStub
from tests.model_stub.truth import Truth


def main() -> None:
    """Serve until interrupted."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("truth", type=Path)
    ask.add_argument("--port", type=int, default=0)
    args = ask.parse_args()
    with ModelStub(Truth(args.truth).reply, args.port) as stub:
        print(f"OPENAI_BASE_URL={stub.base_url}", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
