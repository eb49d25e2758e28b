"""What candidates open."""

from __future__ import annotations

from django.urls import path

from interviews.views import consent, device, done, draft, entry, home, practice, room, typed

app_name = "interviews"
urlpatterns = [
    path("", home.home, name="home"),
    path("interview/<slug:link_id>", entry.entry, name="entry"),
    path("interview/<slug:link_id>/", entry.entry),
    path("interview/<slug:link_id>/consent", consent.consent, name="consent"),
    path("interview/<slug:link_id>/token", room.token, name="token"),
    path("interview/<slug:link_id>/state", room.state, name="state"),
    path("interview/<slug:link_id>/agent-missing", room.agent_missing, name="agent_missing"),
    path("interview/<slug:link_id>/leave", room.leave, name="leave"),
    path("interview/<slug:link_id>/type", typed.start, name="type"),
    path("interview/<slug:link_id>/answer", typed.answer, name="answer"),
    path("interview/<slug:link_id>/draft", draft.draft, name="draft"),
    path("interview/<slug:link_id>/device", device.device, name="device"),
    path("interview/<slug:link_id>/resume", device.resume, name="resume"),
    path("interview/<slug:link_id>/done", done.done, name="done"),
    path("interview/<slug:link_id>/again", done.again, name="again"),
    path("interview/<slug:link_id>/tips", practice.tips, name="tips"),
    path("interview/<slug:link_id>/retry", practice.retry, name="retry"),
]
