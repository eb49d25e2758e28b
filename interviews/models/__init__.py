"""The tables of the product, one a module."""

from interviews.models.base import Kind, Patience
from interviews.models.bucket import Bucket
from interviews.models.candidate import Candidate
from interviews.models.consent import Consent
from interviews.models.event import InterviewEvent
from interviews.models.interview import Interview
from interviews.models.invitation import Invitation
from interviews.models.plan import PlanVersion
from interviews.models.practice import PracticeConsent, PracticeEvent, PracticeInterview, PracticeTurn
from interviews.models.recording import Recording, RecordingSegment
from interviews.models.turn import Turn
from interviews.models.worker import AgentWorker

# What services take: an interview of either family. They share no table, so no query holds both.
AnyInterview = Interview | PracticeInterview
AnyTurn = Turn | PracticeTurn

__all__ = [
    "AgentWorker",
    "AnyInterview",
    "AnyTurn",
    "Bucket",
    "Candidate",
    "Consent",
    "Interview",
    "InterviewEvent",
    "Invitation",
    "Kind",
    "Patience",
    "PlanVersion",
    "PracticeConsent",
    "PracticeEvent",
    "PracticeInterview",
    "PracticeTurn",
    "Recording",
    "RecordingSegment",
    "Turn",
]
