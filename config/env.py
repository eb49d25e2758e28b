"""Where settings come from: the real environment first, then .env, then what `make run` wrote."""

from __future__ import annotations

import os
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
# Real environment first, then .env, then what `make run` wrote for this machine.
for env_file in os.environ.get("ENV_FILES", ".env,var/local.env").split(","):
    if env_file and (BASE_DIR / env_file).is_file():
        environ.Env.read_env(str(BASE_DIR / env_file), overwrite=False)
