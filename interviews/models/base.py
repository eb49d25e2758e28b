"""What every interview is, for hiring or for practice: where it stands, and which agent holds it."""

from __future__ import annotations

from typing import Any, ClassVar, Self, TypeVar

from django.db import models

from jobs.models import make_public_id

OVER = frozenset({"finished", "left", "abandoned"})
# A room's name is this and the interview's id.
ROOM_PREFIX = "interview-"

M = TypeVar("M", bound="AbstractInterview")


def with_extra_time(minutes: int, percent: int) -> int:
    """Return a plan's `minutes` and `percent` more, in whole minutes."""
    return round(minutes * (100 + percent) / 100)


class Kind(models.TextChoices):
    """What an interview is for. It decides in which tables it is kept."""

    HIRING = "hiring", "Hiring"
    PRACTICE = "practice", "Practice"


class Patience(models.TextChoices):
    """How long a silence may be before it counts as the end of an answer."""

    STANDARD = "standard", "Standard"
    PATIENT = "patient", "Patient: longer pauses are waited for"
    BRISK = "brisk", "Brisk: quick answers"


class AbstractInterviewQuerySet(models.QuerySet[M]):
    """Queries named for what they mean."""

    def unfinished(self) -> Self:
        """Interviews that can still go on."""
        return self.exclude(status__in=OVER)

    def live(self) -> Self:
        """Interviews that are going on right now."""
        return self.filter(status=AbstractInterview.Status.LIVE)

    def whole(self) -> Self:
        """Each with what it is about, in one query."""
        return self


class AbstractInterview(models.Model):
    """Status moves only by compare-and-swap (`interviews.services.status.move_status`).

    Both families have `turns`, `events` and `consents`, tables of their own.
    """

    class Status(models.TextChoices):
        CREATED = "created", "Opened"
        CONSENTED = "consented", "Ready to start"
        LIVE = "live", "Live"
        FINISHED = "finished", "Finished"
        LEFT = "left", "Left early"
        ABANDONED = "abandoned", "Abandoned"

    class Mode(models.TextChoices):
        VOICE = "voice", "Voice"
        TYPED = "typed", "Typed"

    kind: ClassVar[Kind]

    public_id = models.CharField(max_length=32, unique=True, default=make_public_id, editable=False)
    # How the candidate wants to be addressed when nothing better is known.
    candidate_name = models.CharField(max_length=200, blank=True)
    status = models.CharField(max_length=16, choices=Status.choices, default=Status.CREATED, db_index=True)
    mode = models.CharField(max_length=8, choices=Mode.choices, default=Mode.VOICE)
    # More time than others get, percent.
    extra_time = models.PositiveSmallIntegerField(default=0, editable=False)
    # Where it begins; the candidate may ask for more in the room.
    patience = models.CharField(
        max_length=8, choices=Patience.choices, default=Patience.STANDARD, editable=False
    )
    # Whether the candidate agreed to a recording of the sound.
    records = models.BooleanField(default=False, editable=False)

    # The engine's state, and how many events were folded into it: a step is a compare-and-swap on `sequence`.
    state = models.JSONField(default=dict)
    sequence = models.PositiveIntegerField(default=0)
    # What the candidate has typed and not sent yet.
    draft = models.TextField(blank=True)

    # Which agent may speak. A new holder raises `lease_epoch`; writes that carry an older epoch are refused.
    lease_holder = models.CharField(max_length=100, blank=True)
    lease_epoch = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    # When a candidate last asked to be heard (token issued), and when an agent was last sent for.
    wanted_at = models.DateTimeField(null=True, blank=True, db_index=True)
    dispatched_at = models.DateTimeField(null=True, blank=True)
    dispatches = models.PositiveIntegerField(default=0)
    # Since when they wait because every place is taken, and when their page last asked; null: they need not.
    queued_at = models.DateTimeField(null=True, blank=True, db_index=True)
    queue_seen_at = models.DateTimeField(null=True, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.CharField(max_length=50, blank=True)

    class Meta:
        abstract = True
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.display_name or 'Somebody'} for {self.job_title or 'Untitled position'}"

    @property
    def job_json(self) -> dict[str, Any]:
        """The public job JSON that it is about."""
        raise NotImplementedError

    @property
    def job_title(self) -> str:
        """The position; empty when the posting names none."""
        return str(self.job_json.get("jobTitle", ""))

    @property
    def company_name(self) -> str:
        """The employer; empty when the posting names none."""
        return str(self.job_json.get("companyName", ""))

    @property
    def plan_document(self) -> dict[str, Any]:
        """The plan that it follows, as `parley.plan/1`."""
        raise NotImplementedError

    @property
    def language(self) -> str:
        """The plan's language, BCP 47."""
        return str(self.plan_document["language"])

    @property
    def minutes(self) -> int:
        """How long it may take, minutes: the plan's budget and what this candidate gets more."""
        return with_extra_time(self.plan_document["minutes"], self.extra_time)

    @property
    def display_name(self) -> str:
        """What the candidate is called; empty when they gave no name."""
        return self.candidate_name

    @property
    def asks_name(self) -> bool:
        """Whether the candidate is asked how to be called."""
        return True

    @property
    def needs_name(self) -> bool:
        """Whether they have to say it: nobody would know who this is."""
        return False

    @property
    def is_practice(self) -> bool:
        """Whether it is for the candidate alone."""
        return self.kind == Kind.PRACTICE

    @property
    def is_over(self) -> bool:
        """Whether nothing can be said in it any more."""
        return self.status in OVER

    @property
    def room_name(self) -> str:
        """The LiveKit room; unguessable, as the id is."""
        return f"{ROOM_PREFIX}{self.public_id}"

    @property
    def candidate_identity(self) -> str:
        """Stable, so that a reload takes the candidate's place back instead of adding a second person."""
        return f"candidate-{self.public_id}"
