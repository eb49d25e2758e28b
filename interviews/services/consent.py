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
from interviews.speech.languages import can_speak, can_talk, endpoint_for

TEXTS = Path(__file__).resolve().parent.parent / "consent"
SOUND_IS_NOT_KEPT = "The sound itself is not kept as a recording."
SOUND_MAY_BE_KEPT = "The sound itself is not kept as a recording, unless you allow it below."
# What is kept of the choice, after the text: it was shown as a box that nobody had ticked.
CHOICES = {
    True: "[x] You may also keep a sound recording of me.",
    False: "[ ] You may also keep a sound recording of me.",
}


@dataclass(frozen=True, slots=True)
class ConsentDocument:
    """The paragraphs as shown, the text they make, and its hash (SHA-256, hexadecimal).

    Where a recording is offered, the text says what becomes of it; allowing it is a choice of its own.
    """

    paragraphs: tuple[str, ...]
    text: str
    sha256: str
    offers_recording: bool


def consent_document(*, interview: AnyInterview) -> ConsentDocument:
    """Return what this candidate is asked to agree to, with the job's own words filled in."""
    return _document(
        interview, offers_recording(is_practice=interview.is_practice, language=interview.language)
    )


def _document(interview: AnyInterview, offered: bool) -> ConsentDocument:
    template = Template((TEXTS / f"{interview.kind}.md").read_text(encoding="utf-8"))
    filled = template.substitute(
        company=_company(interview),
        title=clean_line(interview.job_title) or "this position",
        minutes=_whole(interview).minutes,
        model=_model_paragraph(),
        hearing=_hearing_sentences(interview, offered),
        typing=_typing_sentences(interview),
        recording=_recording_paragraphs(interview) if offered else "",
    )
    paragraphs = tuple(part.strip() for part in filled.split("\n\n") if part.strip())
    text = "\n\n".join(paragraphs)
    return ConsentDocument(paragraphs, text, hashlib.sha256(text.encode()).hexdigest(), offered)


def offers_recording(*, is_practice: bool, language: str) -> bool:
    """Whether the candidate may allow a recording: in spoken interviews for hiring, where there are any."""
    return settings.RECORDING and not is_practice and can_talk(language)


def _company(interview: AnyInterview) -> str:
    return clean_line(interview.company_name) or "the hiring company"


def _recording_paragraphs(interview: AnyInterview) -> str:
    """What becomes of a recording, before it is asked for."""
    video = (TEXTS / "video.md").read_text(encoding="utf-8") if settings.VIDEO_RECORDING else ""
    text = Template((TEXTS / "recording.md").read_text(encoding="utf-8"))
    return text.substitute(company=_company(interview), video=video)


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


def _hearing_sentences(interview: AnyInterview, offered: bool) -> str:
    """Who hears the candidate; nothing where nobody knows the language, as the interview is typed."""
    if not can_speak(interview.language):
        return ""
    host = _speech_host(interview.language)
    sound = SOUND_MAY_BE_KEPT if offered else SOUND_IS_NOT_KEPT
    return (
        f"While you talk, the sound of your microphone is sent to {host} and turned into text there. {sound}"
    )


def _typing_sentences(interview: AnyInterview) -> str:
    """That one may type, or, where nobody knows the language, that one does."""
    if not can_speak(interview.language):
        return "You read the questions and type your answers: nobody here can speak its language."
    equal = "It works the same." if interview.is_practice else "Typed answers count the same."
    return f"You can type your answers instead of talking. {equal}"


def _speech_host(language: str) -> str:
    speech = endpoint_for(language)
    host = urlsplit(speech.base_url).hostname
    is_own = speech.is_local or host in ("127.0.0.1", "localhost")
    return "the servers of this installation" if is_own else f"a speech service at {host}"


def has_consent(*, interview: AnyInterview) -> bool:
    """Whether the candidate agreed to the text as it stands; once begun, to the text as it stood then."""
    if interview.status == Interview.Status.CONSENTED:
        # Whether a recording was offered changes with the installation; who was not asked is not recorded.
        texts = [_document(interview, offered).sha256 for offered in (True, False)]
        return interview.consents.filter(text_sha256__in=texts).exists()
    return interview.consents.exists()


def give_consent(
    *, interview: AnyInterview, sha256: str, candidate_name: str = "", records: bool = False, now: datetime
) -> None:
    """Remember that the candidate agreed, and make the interview ready to start. Safe to repeat.

    `records`: they allowed a recording, too, which counts where one was offered. The choice is kept with the
    text, whose hash is that of the text alone. A repeated agreement to the same text changes no choice.
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
        _, is_new = interview.consents.get_or_create(
            text_sha256=sha256,
            defaults={"text": _agreed_text(document, records), "given_at": now},
        )
        if is_new:
            _choose_recording(interview, document.offers_recording and records)
        if move_status(
            interview=interview,
            old=Interview.Status.CREATED,
            new=Interview.Status.CONSENTED,
            consented_at=now,
            candidate_name=name,
        ):
            _introduce(interview, name)
            tasks.prepare_opening.enqueue(public_id=interview.public_id)


def _agreed_text(document: ConsentDocument, records: bool) -> str:
    return f"{document.text}\n\n{CHOICES[records]}" if document.offers_recording else document.text


def _choose_recording(interview: AnyInterview, records: bool) -> None:
    """Before the start only: what is asked again later was settled then."""
    not_begun = type(interview).objects.filter(pk=interview.pk, started_at=None)
    if not_begun.update(records=records):
        interview.records = records


def _introduce(interview: AnyInterview, name: str) -> None:
    """Make the person of an open hiring link a candidate; practice leaves no one among the candidates."""
    if isinstance(interview, Interview) and interview.needs_name:
        interview.candidate = Candidate.objects.create(name=name)
        interview.save(update_fields=["candidate"])
