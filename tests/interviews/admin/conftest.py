"""People who sign in to the admin."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from interviews.roles import RECRUITERS
from tests.interviews.makers import make_team


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def recruiter(db: None) -> Client:
    """A recruiter of the team, with what the group gives them and nothing else."""
    user = User.objects.create_user("rita", is_staff=True)
    make_team().members.add(user)
    user.groups.add(Group.objects.get(name=RECRUITERS))
    return _client(user)


@pytest.fixture
def strangers(db: None) -> dict[str, Callable[[], Client]]:
    """Everybody who must not see anything."""
    return {
        "anonymous": Client,
        "candidate": lambda: _client(User.objects.create_user("carl")),
        "staff": lambda: _client(User.objects.create_user("stan", is_staff=True)),
    }
