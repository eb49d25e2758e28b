"""What a candidate agreed to, in the very words that were shown."""

from __future__ import annotations

from django.db import models


class AbstractConsent(models.Model):
    """Remembered with the hash of the text, so that a changed text asks again."""

    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.text_sha256[:8]} at {self.given_at:%Y-%m-%d %H:%M}"


class Consent(AbstractConsent):
    """Given to an interview for hiring."""

    interview = models.ForeignKey("interviews.Interview", on_delete=models.CASCADE, related_name="consents")

    class Meta(AbstractConsent.Meta):
        constraints = [
            models.UniqueConstraint(fields=["interview", "text_sha256"], name="one_consent_per_text")
        ]
