"""Links by which an interview goes on on another device: for one interview, a day, and one use."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from interviews.models import AnyInterview, Interview
from interviews.services.entry import find_link
from interviews.services.errors import Gone, InterviewOver, Invalid
from interviews.services.families import find_interview
from interviews.services.invitations import invitation_url

VALID = timedelta(hours=24)
_SEPARATOR = "."


class ResumeLinkInvalid(Invalid):
    code = "resume_link_invalid"
    message = "This link is not valid. Please check that it was copied whole."


class ResumeLinkExpired(Gone):
    code = "resume_link_expired"
    message = "This link was valid for a day. Make a new one on the device on which you began."


class ResumeLinkUsed(Gone):
    code = "resume_link_used"
    message = "This link was used before. Make a new one on the device on which you went on."


def resume_url(*, interview: AnyInterview, link_id: str) -> str:
    """Return an address that opens the interview in another browser.

    A personal invitation does that by itself. Otherwise the key stands behind the `#`, which browsers send to
    no server: it is in no log on the way and in no Referer.
    """
    if is_personal(interview=interview):
        return invitation_url(invitation=interview.invitation)  # type: ignore[union-attr,arg-type]
    path = reverse("interviews:resume", args=[link_id])
    return f"{settings.SITE_URL}{path}#{resume_code(interview=interview)}"


def is_personal(*, interview: AnyInterview) -> bool:
    """Whether its invitation names the candidate, so that the invitation's link is the key to it."""
    return isinstance(interview, Interview) and interview.personal


def resume_code(*, interview: AnyInterview) -> str:
    """Return what `redeem_code` takes within VALID, once."""
    return _signer().sign(_SEPARATOR.join((interview.public_id, secrets.token_urlsafe(6))))


def redeem_code(*, code: str, link_id: str, now: datetime) -> AnyInterview:
    """Return the interview behind `link_id` that the code opens, and note that it was used.

    Raises ResumeLinkInvalid, ResumeLinkExpired, ResumeLinkUsed, InterviewOver, and what `find_link` does.
    """
    public_id, _, nonce = _unsign(code).partition(_SEPARATOR)
    interview = find_interview(public_id=public_id)
    if interview is None or not find_link(link_id=link_id, now=now, known=interview).owns(interview):
        raise ResumeLinkInvalid
    if interview.is_over:
        raise InterviewOver
    used = {"kind": "device_added", "at": now}
    if not interview.events.get_or_create(report_id=f"device:{nonce}", defaults=used)[1]:
        raise ResumeLinkUsed
    return interview


def _unsign(code: str) -> str:
    try:
        return _signer().unsign(code.strip(), max_age=VALID)
    except signing.SignatureExpired:
        raise ResumeLinkExpired from None
    except signing.BadSignature:
        raise ResumeLinkInvalid from None


def _signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt="interviews.resume")
