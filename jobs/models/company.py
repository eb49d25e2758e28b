"""An employer, however its postings spell it."""

from __future__ import annotations

from django.db import models


class Company(models.Model):
    """Found by its folded name: "Saltmarsh Works Ltd." and "SALTMARSH WORKS" are one."""

    name = models.CharField(max_length=300)
    # jobs.scraping.names.company_key(name)
    key = models.CharField(max_length=300, unique=True, editable=False)
    # Further keys that lead here, after companies were merged.
    aliases = models.JSONField(default=list, blank=True, editable=False)
    website = models.URLField(max_length=500, blank=True)
    about = models.TextField("about the company", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name
