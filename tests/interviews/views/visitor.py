"""A browser without scripts: follows links, sends forms with their tokens, keeps all that it was sent."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from interviews.models import Interview


class Visitor:
    """`seen` is everything that the server ever told this visitor: bodies and headers."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self.seen = ""

    def get(self, path: str, **extra: Any) -> HttpResponse:
        return self._keep(self.client.get(path, **extra))

    def post(self, path: str, data: dict[str, str] | None = None, **extra: Any) -> HttpResponse:
        token = self.client.cookies["csrftoken"].value if "csrftoken" in self.client.cookies else ""
        return self._keep(self.client.post(path, data or {}, headers={"X-CSRFToken": token}, **extra))

    def htmx(self, path: str, data: dict[str, str]) -> HttpResponse:
        return self.post(path, data, HTTP_HX_REQUEST="true")

    def agree(self, link_id: str, *, name: str = "Ada Okafor", **changes: str) -> HttpResponse:
        """Go from the welcome page through the consent."""
        self.get(f"/interview/{link_id}")
        page = self.get(f"/interview/{link_id}?step=consent").content.decode()
        form = {"sha256": hidden(page, "sha256"), "agree": "yes", "candidate_name": name, **changes}
        return self.post(f"/interview/{link_id}/consent", form)

    def type_instead(self, link_id: str) -> HttpResponse:
        """Agree and begin to type; return the page with the first question."""
        self.agree(link_id)
        self.post(f"/interview/{link_id}/type")
        return self.get(f"/interview/{link_id}/answer")

    def answer(self, link_id: str, text: str, *, action: str = "answer") -> HttpResponse:
        """Send the form of the typed page."""
        page = self.get(f"/interview/{link_id}/answer").content.decode()
        return self.post(f"/interview/{link_id}/answer", typed_form(page, text, action=action))

    def _keep(self, reply: HttpResponse) -> HttpResponse:
        self.seen += f"{reply.headers}\n{reply.content.decode()}\n"
        return reply


def hidden(page: str, name: str) -> str:
    """The value of the hidden field `name`."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"The page has no field {name}."
    return found[1]


def typed_form(page: str, text: str, *, action: str = "answer") -> dict[str, str]:
    """What the form of a typed page sends, as the page was when it was opened."""
    carried = {name: hidden(page, name) for name in ("report_id", "asked")}
    return {"text": text, "action": action, **carried}


def text_of(reply: HttpResponse) -> str:
    return reply.content.decode()


def the_interview() -> Interview:
    """The only interview there is."""
    return Interview.objects.get()
