"""What a candidate is told before anything is heard, and their yes to exactly that text."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from string import Template
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from interviews import tasks
from interviews.models import AnyInterview, Candidate, Interview
from interviews.services.errors import ConsentChanged, InterviewOver, NameMissing
from interviews.services.status import move_status
from interviews.services.words import clean_line

TEXTS = Path(__file__).resolve().parent.parent / "consent"


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """The paragraphs as shown, the text they make, and its hash (SHA-256, hexadecimal)."""

    paragraphs: tuple[str, ...]
    text: str
    sha256: str


def consent_document(*, interview: AnyInterview) -> ConsentDocument:
    """Return what this candidate is asked to agree to, with the job's own words filled in."""
    template = Template((TEXTS / f"{interview.kind}.md").read_text(encoding="utf-8"))
    filled = template.substitute(
        company=clean_line(interview.company_name) or "the hiring company",
        title=clean_line(interview.job_title) or "this position",
        minutes=_whole(interview).minutes,
        speech_host=_speech_host(),
        model=_model_paragraph(),
    )
    paragraphs = tuple(part.strip() for part in filled.split("\n\n") if part.strip())
    text = "\n\n".join(paragraphs)
    return ConsentDocument(paragraphs, text, hashlib.sha256(text.encode()).hexdigest())


def _whole(interview: AnyInterview) -> AnyInterview:
    """One agreement covers a practice interview and the retries of its questions."""
    whole: AnyInterview | None = getattr(interview, "retry_of", None)
    return whole or interview


def _model_paragraph() -> str:
    """What goes to the language model; empty where none is asked."""
    if not settings.LLM_IS_CONFIGURED:
        return ""
    text = Template((TEXTS / "model.md").read_text(encoding="utf-8"))
    return text.substitute(host=urlsplit(settings.LLM_BASE_URL).hostname)


def _speech_host() -> str:
    host = urlsplit(settings.SPEECH_BASE_URL).hostname
    is_own = settings.SPEECH_IS_LOCAL or host in ("127.0.0.1", "localhost")
    return "the servers of this installation" if is_own else f"a speech service at {host}"


def has_consent(*, interview: AnyInterview) -> bool:
    """Whether the candidate agreed to the text as it stands; once begun, to the text as it stood then."""
    if interview.status == Interview.Status.CONSENTED:
        document = consent_document(interview=interview)
        return interview.consents.filter(text_sha256=document.sha256).exists()
    return interview.consents.exists()


def give_consent(*, interview: AnyInterview, sha256: str, candidate_name: str = "", now: datetime) -> None:
    """Remember that the candidate agreed, and make the interview ready to start. Safe to repeat.

    Raises InterviewOver, ConsentChanged (the text is no longer the one with `sha256`) and NameMissing
    (an open hiring link without a name).
    """
    if interview.is_over:
        raise InterviewOver
    document = consent_document(interview=interview)
    if document.sha256 != sha256:
        raise ConsentChanged
    name = clean_line(candidate_name)
    if interview.needs_name and not name:
        raise NameMissing
    with transaction.atomic():
        interview.consents.get_or_create(
            text_sha256=sha256,
            defaults={"text": document.text, "given_at": now},
        )
        if move_status(
            interview=interview,
            old=Interview.Status.CREATED,
            new=Interview.Status.CONSENTED,
            consented_at=now,
            candidate_name=name,
        ):
            _introduce(interview, name)
            tasks.prepare_opening.enqueue(public_id=interview.public_id)


def _introduce(interview: AnyInterview, name: str) -> None:
    """Make the person of an open hiring link a candidate; practice leaves no one among the candidates."""
    if isinstance(interview, Interview) and interview.needs_name:
        interview.candidate = Candidate.objects.create(name=name)
        interview.save(update_fields=["candidate"])
