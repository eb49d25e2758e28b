"""Files that people hand in: how large they may be, and what is said when they are larger."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

LARGEST_FILE = 5_000_000
TOO_LARGE = "This file is larger than 5 MB. Paste the text instead."


def check_size(file: UploadedFile[bytes] | None) -> None:
    """Raise ValidationError when the file is larger than LARGEST_FILE bytes."""
    if file is not None and (file.size or 0) > LARGEST_FILE:
        raise forms.ValidationError(TOO_LARGE)


def was_too_large(request: HttpRequest) -> bool:
    """Whether the request's file was dropped unread because of its size: no upload handler takes such."""
    return int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_FILE and not request.FILES
