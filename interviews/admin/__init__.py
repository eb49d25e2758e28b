"""What recruiters see and do: one module a table."""

from interviews.admin.candidate import CandidateAdmin
from interviews.admin.interview import InterviewAdmin
from interviews.admin.invitation import InvitationAdmin
from interviews.admin.plan import PlanVersionAdmin

__all__ = ["CandidateAdmin", "InterviewAdmin", "InvitationAdmin", "PlanVersionAdmin"]
