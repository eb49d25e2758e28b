"""Where recordings are kept, from RECORDINGS_STORAGE: the local disk, or S3 and what speaks like it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from config.env import env

# Seconds to reach the storage and to wait for its answer, and how often a request is tried.
CONNECT_S, READ_S, ATTEMPTS = 3, 10, 2


def recordings_storage(url: str, *, var_dir: Path) -> dict[str, Any]:
    """Return the entry of STORAGES for `url`: `local`, or `s3://bucket/prefix` with the AWS_ variables.

    Raises ImproperlyConfigured for anything else.
    """
    if url == "local":
        return _local(var_dir)
    parts = urlsplit(url)
    if parts.scheme != "s3" or not parts.netloc:
        raise ImproperlyConfigured("RECORDINGS_STORAGE is `local` or `s3://bucket/prefix`.")
    return _s3(bucket=parts.netloc, prefix=parts.path.strip("/"))


def _local(var_dir: Path) -> dict[str, Any]:
    options = {
        "location": str(var_dir / "recordings"),
        # A second attempt at a file takes the place of the first.
        "allow_overwrite": True,
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    return {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": options}


def _s3(*, bucket: str, prefix: str) -> dict[str, Any]:
    # Importing it takes 30 MB of memory, which nobody else needs.
    from botocore.config import Config

    options = {
        "bucket_name": bucket,
        "location": prefix,
        "access_key": env.str("AWS_ACCESS_KEY_ID", default="") or None,
        "secret_key": env.str("AWS_SECRET_ACCESS_KEY", default="") or None,
        "region_name": env.str("AWS_REGION", default="") or None,
        "endpoint_url": env.str("AWS_ENDPOINT_URL", default="") or None,
        "default_acl": None,
        "querystring_auth": True,
        "file_overwrite": True,
        "client_config": Config(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"max_attempts": ATTEMPTS, "mode": "standard"},
            # Checksums that only some servers know are sent to nobody who does not ask for them.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            signature_version="s3v4",
        ),
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
