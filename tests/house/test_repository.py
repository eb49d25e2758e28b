"""What every file in the repository keeps to."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from config.local.stack import ROOT

PARTS = ("config", "jobs", "interviews", "livekit_bridge", "agent_worker")
MODULES = sorted(
    path.relative_to(ROOT)
    for part in PARTS
    for path in (ROOT / part).rglob("*.py")
    if "migrations" not in path.parts
)
WRITTEN = [path for path in MODULES if (ROOT / path).read_text().strip()]


def names(file: str) -> list[str]:
    lines = (ROOT / file).read_text().splitlines()
    return [re.split(r"[~=<>\[]", line)[0] for line in lines if line and line[0] not in "#-"]


def test_every_module_says_what_it_does() -> None:
    assert [path for path in WRITTEN if not ast.get_docstring(ast.parse((ROOT / path).read_text()))] == []


def test_no_module_has_more_than_300_lines() -> None:
    assert [path for path in WRITTEN if len((ROOT / path).read_text().splitlines()) > 300] == []


@pytest.mark.parametrize("file", ["requirements.in", "requirements-dev.in"])
def test_every_python_dependency_has_its_reason(file: str) -> None:
    reasons = (ROOT / "docs/dependencies.md").read_text()
    assert [name for name in names(file) if not re.search(rf"[|,] {re.escape(name)}[ ,]", reasons)] == []


def test_every_browser_dependency_has_its_reason() -> None:
    reasons = (ROOT / "docs/dependencies.md").read_text()
    package = json.loads((ROOT / "package.json").read_text())
    assert [name for name in package["dependencies"] if name not in reasons] == []


def test_no_reason_outlives_its_dependency() -> None:
    production = (ROOT / "docs/dependencies.md").read_text().split("## Python, in development")[0]
    rows = re.findall(r"^\| ([\w, -]+) \|", production, re.M)
    listed = {name for row in rows for name in row.split(", ")}
    assert sorted(listed - {"package"}) == sorted(names("requirements.in"))


def test_the_arrows_between_the_parts_hold() -> None:
    lint = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"], cwd=ROOT, capture_output=True, text=True
    )
    assert lint.returncode == 0, lint.stdout


def test_make_help_lists_the_two_commands() -> None:
    output = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert "make run" in output and "make test" in output


def test_every_process_of_the_procfile_is_documented() -> None:
    operations = (ROOT / "docs/operations.md").read_text()
    processes = re.findall(r"^(\w+):", (ROOT / "Procfile").read_text(), re.M)
    assert [name for name in processes if f"| {name} |" not in operations] == []


def test_every_link_between_documents_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    links = [
        (page, link.split("#")[0])
        for page in pages
        for link in re.findall(r"\]\((?!https?:)([^)#][^)]*)\)", page.read_text())
    ]
    assert [(page.name, link) for page, link in links if not (page.parent / link).exists()] == []
