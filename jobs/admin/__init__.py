"""Curation of jobs."""

from jobs.admin.bulk import BulkImportAdmin
from jobs.admin.company import CompanyAdmin
from jobs.admin.job import JobAdmin
from jobs.admin.team import TeamAdmin

__all__ = ["BulkImportAdmin", "CompanyAdmin", "JobAdmin", "TeamAdmin"]
