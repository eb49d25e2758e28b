"""A rate limit that holds across processes: a token bucket a key, kept in the database."""

from __future__ import annotations

from datetime import datetime

from interviews.models import Bucket

ATTEMPTS = 10


def allow(*, key: str, capacity: int, per_seconds: float, now: datetime) -> bool:
    """Take one token from the bucket `key`; False when it is empty.

    A bucket holds `capacity` tokens and fills up from empty in `per_seconds`.
    """
    for _ in range(ATTEMPTS):
        bucket, _created = Bucket.objects.get_or_create(
            key=key[:200], defaults={"level": capacity, "updated_at": now}
        )
        passed = max(0.0, (now - bucket.updated_at).total_seconds())
        level = min(float(capacity), bucket.level + passed * capacity / per_seconds)
        if level < 1:
            return False
        if _take(bucket, level - 1, max(now, bucket.updated_at)):
            return True
    # So many at once that none of ten attempts got through: that is what the limit is for.
    return False


def _take(bucket: Bucket, level: float, now: datetime) -> bool:
    same = Bucket.objects.filter(pk=bucket.pk, level=bucket.level, updated_at=bucket.updated_at)
    return same.update(level=level, updated_at=now) == 1
