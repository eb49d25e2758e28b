"""What a person may be told when an interview's rules refuse something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from interviews.services.admission import Place


class InterviewError(Exception):
    """A refusal with a sentence that is safe to show (`message`) and a stable word for programs (`code`)."""

    code = "refused"
    message = "This is not possible right now."
    # After how many seconds it is worth asking again; None: it is not a matter of time.
    retry_after: ClassVar[int | None] = None

    def __init__(self, message: str = "") -> None:
        self.message = message or type(self).message
        super().__init__(self.message)

    @property
    def facts(self) -> dict[str, Any]:
        """What programs may want to know besides the code."""
        return {}


class NotFound(InterviewError):
    """There is no such thing (HTTP 404)."""

    code = "not_found"
    message = "This does not exist."


class NotAllowed(InterviewError):
    """Something must happen first (HTTP 403)."""

    code = "not_allowed"
    message = "You may not do this."


class Gone(InterviewError):
    """It was there and is over (HTTP 410)."""

    code = "gone"
    message = "This is over."


class Conflict(InterviewError):
    """Somebody or something else was faster, or the page is out of date (HTTP 409)."""

    code = "conflict"
    message = "Something changed meanwhile. Please reload the page."


class Invalid(InterviewError):
    """What was given cannot be used (HTTP 400)."""

    code = "invalid"
    message = "Please check what you entered."


class Unavailable(InterviewError):
    """A part of the system is not there (HTTP 503)."""

    code = "unavailable"
    message = "This is not available right now."


class LinkNotFound(NotFound):
    code = "link_not_found"
    message = "This link is not valid. Please check that it was copied whole, or ask for a new one."


class LinkExpired(Gone):
    code = "link_expired"
    message = "This link has expired. Please ask the person who sent it for a new one."


class LinkRevoked(Gone):
    code = "link_revoked"
    message = "This link was withdrawn. Please ask the person who sent it what to do."


class JobClosed(Gone):
    code = "job_closed"
    message = "This position is not open for interviews."


class JobNotReady(Conflict):
    code = "job_not_ready"
    message = "The posting has not been read yet. Please wait a moment."


class ConsentMissing(NotAllowed):
    code = "consent_missing"
    message = "Please read how this interview works and agree to it first."


class ConsentChanged(Conflict):
    code = "consent_changed"
    message = "The text has changed since you opened the page. Please read it again."


class NameMissing(Invalid):
    code = "name_missing"
    message = "Please enter your name, so that the hiring team knows whose interview this is."


class InterviewOver(Gone):
    code = "interview_over"
    message = "This interview is over."


class MediaUnavailable(Unavailable):
    code = "media_unavailable"
    message = "Talking is not available right now. You can type your answers instead; they count the same."


class LanguageTyped(Unavailable):
    """Nobody here hears and speaks the interview's language."""

    code = "language_unavailable"
    message = "Talking is not available in this language. Please type your answers; they count the same."


class StaleLease(Conflict):
    code = "stale_lease"
    message = "Another interviewer has taken over this interview."


class Queued(Unavailable):
    """All interviewers are busy; the candidate has a place in the queue for as long as they ask for it."""

    code = "queued"
    retry_after = 2

    def __init__(self, place: Place) -> None:
        self.place = place
        super().__init__(
            f"All interviewers are busy. You are number {place.position}; {_waiting_time(place.estimate_s)}."
        )

    @property
    def facts(self) -> dict[str, Any]:
        """Where in the queue, and for how long, seconds."""
        return {"position": self.place.position, "estimate_s": self.place.estimate_s}


class NoInterviewer(Unavailable):
    """No agent worker is there, so no queue moves."""

    code = "no_interviewer"
    message = "No interviewer is available right now. You can type your answers instead; they count the same."
    retry_after = 2


def _waiting_time(seconds: int | None) -> str:
    if seconds is None:
        return "how long it takes is not known"
    minutes = -(-seconds // 60)
    return f"about {minutes} minute" if minutes == 1 else f"about {minutes} minutes"
