"""Settings refuse what is dangerous, and the example file names every one of them."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys

import pytest

from config.local.stack import ROOT

BASE = {"PATH": os.environ["PATH"], "ENV_FILES": "", "SECRET_KEY": "x" * 50}
READERS = {"str", "int", "bool", "list", "dict", "db_url", "get"}


def load_settings(**env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "import config.settings"], cwd=ROOT, env=env, capture_output=True, text=True
    )


def names_read_by_settings() -> set[str]:
    """The first argument of every `env.str("NAME", …)` and `os.environ.get("NAME", …)`."""
    calls = [
        node
        for name in ("env", "settings", "media_settings")
        for node in ast.walk(ast.parse((ROOT / f"config/{name}.py").read_text()))
        if isinstance(node, ast.Call)
    ]
    reads = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr in READERS]
    return {
        str(call.args[0].value)
        for call in reads
        if call.args and isinstance(call.args[0], ast.Constant) and str(call.args[0].value).isupper()
    }


def test_production_refuses_addresses_for_tests() -> None:
    refused = load_settings(**BASE, FETCH_TEST_ADDRESSES="127.0.0.1:9")
    assert refused.returncode == 1 and "FETCH_TEST_ADDRESSES" in refused.stderr


def test_development_may_open_addresses_for_tests(tmp_path_factory: pytest.TempPathFactory) -> None:
    var_dir = str(tmp_path_factory.mktemp("var"))
    assert (
        load_settings(**BASE, DEBUG="true", FETCH_TEST_ADDRESSES="127.0.0.1:9", VAR_DIR=var_dir).returncode
        == 0
    )


def test_nothing_starts_without_a_secret_key() -> None:
    refused = load_settings(**(BASE | {"SECRET_KEY": ""}))
    assert refused.returncode == 1 and "Set SECRET_KEY" in refused.stderr


def test_the_example_file_names_every_setting() -> None:
    named = set(re.findall(r"^#? ?([A-Z][A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.M))
    assert names_read_by_settings() - named == set()


def test_a_bare_copy_of_the_example_file_sets_nothing() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == []


@pytest.mark.parametrize(
    ("env", "address"),
    [
        ({}, None),
        ({"OPENAI_API_KEY": "k"}, "https://api.openai.com/v1"),
        ({"OPENAI_BASE_URL": "http://models/v1"}, "http://models/v1"),
        ({"LLM_BASE_URL": "http://models/v1"}, "http://models/v1"),
        ({"OPENAI_API_KEY": "k", "LLM_MODEL": "none"}, None),
    ],
)
def test_a_key_or_an_address_configures_a_language_model_unless_it_is_none(
    env: dict[str, str], address: str | None
) -> None:
    code = "import config.settings as s; print(s.LLM_BASE_URL if s.LLM_IS_CONFIGURED else None)"
    shown = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=BASE | env, capture_output=True, text=True, check=True
    )
    assert shown.stdout.strip() == str(address)
