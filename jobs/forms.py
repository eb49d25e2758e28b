"""What people type about a posting."""

from __future__ import annotations

from django import forms

from jobs.models import Job
from jobs.services.pasted import SHORTEST_TEXT

LONGEST_TEXT = 50_000


class PostingTextForm(forms.Form):
    """A posting whose page could not be read, as a person completes it."""

    title = forms.CharField(
        label="Job title", max_length=300, error_messages={"required": "Enter the title of the job."}
    )
    company = forms.CharField(label="Company", max_length=300, required=False)
    text = forms.CharField(
        label="Text of the posting",
        min_length=SHORTEST_TEXT,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={
            "required": "Paste the text of the posting.",
            "min_length": "This is too short to prepare questions from. Paste the whole posting.",
            "max_length": "This is longer than a posting. Paste only the part about this one position.",
        },
    )

    @classmethod
    def of_job(cls, job: Job) -> PostingTextForm:
        """The form filled in with what was found."""
        return cls(initial={"title": job.job_title, "company": job.company_name, "text": job.description})
