"""Curation of jobs."""

from jobs.admin.job import JobAdmin
from jobs.admin.team import TeamAdmin

__all__ = ["JobAdmin", "TeamAdmin"]
