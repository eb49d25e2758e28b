"""A person who is interviewed: a name and a way to reach them, nothing else."""

from __future__ import annotations

from django.db import models


class Candidate(models.Model):
    """No age, gender, photo or origin is ever stored."""

    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
