"""Settings of the test suite: the production settings with a test's environment."""

import os
import tempfile
from pathlib import Path

os.environ["ENV_FILES"] = ""
os.environ["DEBUG"] = "true"
os.environ["SECRET_KEY"] = "only-for-tests"
os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="parley-tests-"))
os.environ["LIVEKIT_URL"] = "ws://127.0.0.1:7880"
os.environ["LIVEKIT_PUBLIC_URL"] = ""
os.environ["LIVEKIT_API_KEY"] = "testkey"
os.environ["LIVEKIT_API_SECRET"] = "test-secret-that-is-long-enough-for-hs256"
for name in (
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "LLM_API_KEY",
    "LLM_BASE_URL",
    "LLM_MODEL",
    "FETCH_TEST_ADDRESSES",
):
    os.environ.pop(name, None)
os.environ["DATABASE_URL"] = os.environ.get(
    "TEST_DATABASE_URL", f"sqlite:///{Path(os.environ['VAR_DIR']) / 'test.sqlite3'}"
)

from config.settings import *  # noqa: E402, F403

DEBUG = False
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    # A file, as in production: SQLite's shared memory refuses a second writer instead of letting it wait.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(os.environ["VAR_DIR"]) / "test.sqlite3")}  # noqa: F405
