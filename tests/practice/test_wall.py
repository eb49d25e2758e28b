"""Tips are for practice: nothing that serves hiring knows them, and they know nothing but words."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("config", "jobs", "interviews", "livekit_bridge", "agent_worker")
# Who may use what only practice has, and who may use those in turn.
USERS = {
    "interviews.practice": {"interviews/services/practice_answers.py"},
    "interviews.services.practice_answers": {"interviews/views/done.py", "interviews/views/practice.py"},
    "interviews.services.retries": {
        "interviews/http.py",
        "interviews/services/practice_answers.py",
        "interviews/views/done.py",
        "interviews/views/practice.py",
    },
    "interviews.views.practice": {"interviews/urls.py"},
}
PURE = {"interviews.practice", "interviews.engine"}
LIBRARIES = {"__future__", "collections", "dataclasses", "functools", "importlib", "re", "typing", "yaml"}


def modules() -> Iterator[tuple[str, set[str]]]:
    """Every module of the product and what it imports, packages and names within them."""
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*.py"):
            yield str(path.relative_to(ROOT)), set(imports(ast.parse(path.read_text(encoding="utf-8"))))


def imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(f"{package}.")


def test_only_practice_imports_what_only_practice_has() -> None:
    found: dict[str, set[str]] = {package: set() for package in USERS}
    for path, names in modules():
        for package, users in found.items():
            inside = path.startswith(package.replace(".", "/") + "/")
            if not inside and any(is_within(name, package) for name in names):
                users.add(path)
    assert found == USERS


def test_tips_are_made_of_words_and_data_alone() -> None:
    own = {path: names for path, names in modules() if path.startswith("interviews/practice/")}
    assert len(own) >= 5
    for path, names in own.items():
        strange = {
            name
            for name in names
            if name.partition(".")[0] not in LIBRARIES and not any(is_within(name, pure) for pure in PURE)
        }
        assert not strange, path
