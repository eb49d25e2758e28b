"""Jobs, the readings of their postings, and who may see them."""

from jobs.models.bulk import BulkImport, ImportLine
from jobs.models.company import Company
from jobs.models.host import Host
from jobs.models.intake import Intake
from jobs.models.job import PUBLIC_FIELDS, Job, make_public_id
from jobs.models.saved_view import SavedView
from jobs.models.snapshot import Snapshot
from jobs.models.team import Team

__all__ = [
    "PUBLIC_FIELDS",
    "BulkImport",
    "Company",
    "Host",
    "ImportLine",
    "Intake",
    "Job",
    "SavedView",
    "Snapshot",
    "Team",
    "make_public_id",
]
