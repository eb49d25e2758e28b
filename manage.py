#!/usr/bin/env python
"""Django's command line for Parley."""

import os
import secrets
import sys

# They read files and print: nothing is signed, so no key has to be kept for them.
KEEP_NOTHING = ("simulate_interview", "score_transcript")


def main() -> None:
    """Run a management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] and sys.argv[1] in KEEP_NOTHING:
        os.environ.setdefault("SECRET_KEY", secrets.token_hex(32))
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
