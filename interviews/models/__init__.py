"""The tables of the product, one a module."""

from interviews.models.bucket import Bucket
from interviews.models.candidate import Candidate
from interviews.models.consent import Consent
from interviews.models.event import InterviewEvent
from interviews.models.interview import Interview
from interviews.models.invitation import Invitation
from interviews.models.plan import PlanVersion
from interviews.models.turn import Turn

__all__ = [
    "Bucket",
    "Candidate",
    "Consent",
    "Interview",
    "InterviewEvent",
    "Invitation",
    "PlanVersion",
    "Turn",
]
