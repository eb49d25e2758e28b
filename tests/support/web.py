"""A candidate's browser without a screen: follows a link to consent and asks for the token."""

from __future__ import annotations

import re

import requests


class WebCandidate:
    """One browser's session; keeps every reply it got, for tests that look for leaks."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.replies: list[str] = []

    def get(self, path: str, **options: object) -> requests.Response:
        """GET a page of the product."""
        return self._keep(self.session.get(self.url + path, timeout=30, **options))  # type: ignore[arg-type]

    def post(self, path: str, **fields: str) -> requests.Response:
        """POST a form with the token of the last page."""
        headers = {"X-CSRFToken": self.session.cookies.get("csrftoken", ""), "Referer": self.url}
        return self._keep(self.session.post(self.url + path, data=fields, headers=headers, timeout=30))

    def agree(self, link_id: str, *, name: str = "Ada") -> None:
        """Read the consent text and agree to it."""
        page = self.get(f"/interview/{link_id}?step=consent").text
        found = re.search(r'name="sha256" value="([0-9a-f]{64})"', page)
        if found is None:
            raise AssertionError("The consent page has no text to agree to.")
        self.post(
            f"/interview/{link_id}/consent", sha256=found[1], candidate_name=name, agree="yes"
        ).raise_for_status()

    def token(self, link_id: str) -> dict[str, str]:
        """Ask for the way into the room."""
        reply = self.post(f"/interview/{link_id}/token")
        reply.raise_for_status()
        return dict(reply.json())

    def _keep(self, reply: requests.Response) -> requests.Response:
        self.replies.append(reply.text)
        return reply
