"""Ids that stand in addresses, commands and files."""

from __future__ import annotations

import pytest

from jobs.models import make_public_id
from jobs.models.job import secrets


def test_no_id_begins_with_a_hyphen(monkeypatch: pytest.MonkeyPatch) -> None:
    made = iter(["-an-option", "-=A1", "a-name"])
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: next(made))

    assert make_public_id() == "a-name"
