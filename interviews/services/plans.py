"""Keeps interview plans: drafts, imports, exports, and one frozen version for each change."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from interviews import drafting
from interviews.engine.plan import Plan, PlanError, dump_plan, dump_plan_yaml, load_plan, load_plan_yaml
from interviews.engine.plan_review import protected_message, protected_wording
from interviews.engine.plan_yaml import dotted, read_yaml
from interviews.models import PlanVersion
from interviews.services.errors import Conflict, NotFound
from interviews.services.plan_voice import request_voice
from jobs.models import Job

ATTEMPTS = 10
# What people write is guarded here; a draft is where it is put together, which can leave a question out.
WRITTEN = (PlanVersion.Source.EDITED, PlanVersion.Source.IMPORTED)


class PlanOutdated(Conflict):
    """Somebody saved `newest` while the plan was being edited."""

    code = "plan_outdated"

    def __init__(self, newest: PlanVersion) -> None:
        self.newest = newest
        super().__init__(f"Version {newest.version} was saved while you were editing.")


def newest_plan(*, job: Job) -> PlanVersion | None:
    """Return the plan that candidates are invited with by default; None while the job has none."""
    return PlanVersion.objects.filter(job=job).order_by("-pk").first()


def plan_for_job(*, job: Job) -> PlanVersion:
    """Return the job's newest plan, drafting one from its posting when it has none."""
    return newest_plan(job=job) or save_version(
        plan=drafting.draft_plan(job.public_json(), language=job.language),
        job=job,
        source=PlanVersion.Source.DRAFTED,
    )


def import_plan(*, text: str, job: Job | None, created_by: User | None = None) -> PlanVersion:
    """Store a plan written in YAML, for `job` or (None) the library. Raises PlanError with line and key."""
    plan = read_plan(text=text)
    return save_version(plan=plan, job=job, source=PlanVersion.Source.IMPORTED, created_by=created_by)


def read_plan(*, text: str) -> Plan:
    """Return the plan of a YAML text that may be saved. Raises PlanError with line and key."""
    plan = load_plan_yaml(text)
    try:
        refuse_protected(plan=plan)
    except PlanError as error:
        lines = {dotted(path): line for path, line in read_yaml(text)[1].items()}
        raise PlanError(error.message, error.key, lines.get(error.key)) from error
    return plan


def refuse_protected(*, plan: Plan) -> None:
    """Raise PlanError when a question, rephrase or probe asks about what the law protects."""
    for key, topics in protected_wording(plan):
        raise PlanError(protected_message(topics), key)


def export_plan(*, key: str) -> str:
    """Return the newest version of the plan with this key as YAML. Raises NotFound."""
    version = PlanVersion.objects.filter(key=key).order_by("-pk").first()
    if version is None:
        raise NotFound(f"There is no plan with the key {key}.")
    return plan_yaml(version=version)


def plan_yaml(*, version: PlanVersion) -> str:
    """Return a version as the YAML that `import_plan` reads."""
    return dump_plan_yaml(load_plan(version.document))


def save_version(
    *, plan: Plan, job: Job | None, source: str, created_by: User | None = None, seen: int | None = None
) -> PlanVersion:
    """Store `plan` as the next version of its key. An unchanged plan makes no new version.

    `seen` is the primary key of the newest version that the editor knows of; None does not ask. Raises
    PlanOutdated when there is a newer one, PlanError for questions on protected topics in what people write,
    Conflict when others saved versions all the time.
    """
    if source in WRITTEN:
        refuse_protected(plan=plan)
    document = dump_plan(plan)
    for _ in range(ATTEMPTS):
        latest = _latest(job=job, key=plan.key)
        if latest is not None and latest.document == document:
            return latest
        if latest is not None and seen is not None and latest.pk != seen:
            raise PlanOutdated(latest)
        number = latest.version + 1 if latest else 1
        try:
            with transaction.atomic():
                version = _create(plan, document, number, job=job, source=source, created_by=created_by)
                request_voice(version=version)
                return version
        except IntegrityError:
            # Somebody else has just saved this number: look again.
            continue
    raise Conflict


def _latest(*, job: Job | None, key: str) -> PlanVersion | None:
    return PlanVersion.objects.filter(job=job, key=key).order_by("-pk").first()


def _create(plan: Plan, document: object, number: int, **fields: object) -> PlanVersion:
    return PlanVersion.objects.create(
        key=plan.key,
        version=number,
        title=plan.title,
        language=plan.language,
        minutes=plan.minutes,
        document=document,
        **fields,
    )
