"""What happened around an interview, one plain sentence an event, for recruiters who read its log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviews.models.event import AbstractEvent

Payload = Mapping[str, Any]

SENTENCES = {
    "started": "The interview began.",
    "tick": "Time passed.",
    "not_understood": "Something that the candidate said could not be understood.",
    "left": "The candidate ended the interview.",
    "abandoned": "The interview was closed because the candidate did not come back.",
    "agent_sent": "An interviewer was sent for.",
    "agent_sent_again": "No interviewer was in the room, so another one was sent for.",
    "agent_joined": "The interviewer is in the room.",
    "agent_lost": "The interviewer's process stopped working.",
    "candidate_away": "The candidate's connection was lost.",
    "recording_ready": "The recording is ready.",
    "recording_failed": "The recording could not be put together.",
    "recording_deleted": "The recording was deleted.",
    "minted": "The interview was made from the command line.",
}
CONTROLS = {
    "done": "I'm done",
    "repeat": "Repeat",
    "moment": "Give me a moment",
    "rephrase": "In other words",
    "skip": "Skip",
    "back": "Back to the question before",
    "break": "Take a break",
}
LENGTHS = {
    "patient": "Longer pauses are waited for",
    "standard": "Pauses are waited for as usual",
    "brisk": "Only short pauses are waited for",
}
REASONS = {
    "asked": "the candidate asked for it",
    "pressed": "the candidate pressed a button",
    "cut_off": "the interviewer had begun to speak too soon",
}


def event_sentence(event: AbstractEvent) -> str:
    """Return what happened, in one sentence; "" for a kind that nobody knows."""
    telling = TELLING.get(event.kind)
    return telling(event.payload) if telling else SENTENCES.get(event.kind, "")


def _heard(payload: Payload) -> str:
    end = ", and was cut off" if payload.get("partial") else ""
    text = str(payload.get("text", "")).removesuffix(".")
    return f"The candidate said{end}: “{text}”."


def _pressed(payload: Payload) -> str:
    control = str(payload.get("control", ""))
    return f"The candidate pressed “{CONTROLS.get(control, control)}”."


def _silence(payload: Payload) -> str:
    return f"Nothing was heard from the candidate{_after(payload.get('ms')).replace('after', 'for')}."


def _took_over(payload: Payload) -> str:
    after = _after(payload.get("away_ms"))
    if payload.get("lost"):
        return f"Another interviewer took over{after}; nothing that was recorded is lost."
    if payload.get("epoch", 1) > 1 and after:
        return f"An interviewer took the interview up again{after}."
    return "An interviewer took the interview up."


def _resumed(payload: Payload) -> str:
    if payload.get("typed"):
        return "The candidate went on in writing."
    return f"The interview went on where it was{_after(payload.get('away_ms'))}; that time was given back."


def _candidate_back(payload: Payload) -> str:
    return f"The candidate was back{_after(payload.get('away_ms'))}; that time was given back."


def _speech_lost(payload: Payload) -> str:
    trouble = "make the interviewer's voice" if payload.get("part") == "voice" else "recognise what is said"
    return f"The speech service could not {trouble} for a while; the candidate was told."


def _speech_back(payload: Payload) -> str:
    return f"The speech service worked again{_after(payload.get('away_ms'))}; that time was given back."


def _mode_switched(payload: Payload) -> str:
    return f"The candidate went on {'in writing' if payload.get('mode') == 'typed' else 'by voice'}."


def _stopped(payload: Payload) -> str:
    return f"{payload.get('by') or 'A recruiter'} stopped the interview."


def _waited(payload: Payload) -> str:
    return f"The candidate was let in{_after(1000 * payload.get('seconds', 0))} in the queue."


def _patience_changed(payload: Payload) -> str:
    length = LENGTHS.get(payload.get("patience", ""), "Pauses are waited for differently")
    reason = REASONS.get(payload.get("why", ""), "")
    return f"{length}: {reason}." if reason else f"{length}."


def _listened(did: str) -> Callable[[Payload], str]:
    return lambda payload: f"{payload.get('by') or 'Somebody'} {did} the recording."


def _after(ms: int | None) -> str:
    """Return " after 3 seconds"; "" when it is not known, or was hardly any time."""
    seconds = round((ms or 0) / 1000)
    if seconds < 1:
        return ""
    if seconds < 120:
        return f" after {seconds} second{'' if seconds == 1 else 's'}"
    return f" after {round(seconds / 60)} minutes"


TELLING: dict[str, Callable[[Payload], str]] = {
    "heard": _heard,
    "utterance": _heard,
    "utterance_so_far": _heard,
    "pressed": _pressed,
    "silence": _silence,
    "agent_took_over": _took_over,
    "resumed": _resumed,
    "candidate_back": _candidate_back,
    "speech_lost": _speech_lost,
    "speech_back": _speech_back,
    "mode_switched": _mode_switched,
    "stopped": _stopped,
    "waited": _waited,
    "patience_changed": _patience_changed,
    "recording_played": _listened("listened to"),
    "recording_downloaded": _listened("downloaded"),
}
