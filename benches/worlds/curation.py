"""Jobs of four teams, with what hangs on them: texts, readings, companies, interviews, an import."""

from __future__ import annotations

import random

from django.contrib.auth.models import Group, User
from django.utils import timezone

from interviews.models import Candidate, Interview, Invitation
from interviews.roles import RECRUITERS
from interviews.services.plans import import_plan
from jobs.models import BulkImport, Company, ImportLine, Intake, Job, SavedView, Snapshot, Team
from jobs.scraping.names import company_key, position_key, text_key
from tests.interviews.makers import PLAN

WORDS = (
    "water",
    "field",
    "pump",
    "lock",
    "ferry",
    "marsh",
    "crew",
    "shift",
    "weather",
    "valve",
    "drain",
    "tide",
)
TITLES = ("Pump Engineer", "Lock Keeper", "Ferry Pilot", "Dyke Warden", "Tide Clerk", "Marsh Surveyor")
PLACES = ("Norwich", "Ely", "Harwich", "King's Lynn", "Cromer", "Lowestoft")
FOUND = {"source": "jsonld", "path": "JobPosting.title", "confidence": 0.9}
TEXT_LENGTH = 4000
INTERVIEWS = 2000
LINES = 200
BATCH = 500


def make_text(chance: random.Random) -> str:
    """A posting's text of an ordinary length, in paragraphs and bullets."""
    parts: list[str] = []
    while sum(map(len, parts)) < TEXT_LENGTH:
        sentence = " ".join(chance.choices(WORDS, k=14)).capitalize()
        parts.append(f"• {sentence}" if chance.random() < 0.4 else f"{sentence}.")
    return "\n".join(parts)


def make_jobs(count: int, teams: list[Team], owner: User, chance: random.Random) -> list[Job]:
    """Jobs in all states; each twentieth has the text of the one before it."""
    names = [f"{chance.choice(WORDS).title()} {chance.choice(WORDS).title()} {n}" for n in range(300)]
    companies = [Company(name=name, key=company_key(name)) for name in names]
    Company.objects.bulk_create(companies)
    statuses = [Job.Status.DRAFT, *[Job.Status.PUBLISHED] * 4, *[Job.Status.CLOSED] * 5]
    jobs, text = [], make_text(chance)
    for number in range(count):
        company, title, place = chance.choice(companies), chance.choice(TITLES), chance.choice(PLACES)
        text = text if number % 20 == 19 else make_text(chance)
        url = f"https://jobs{number % 50}.example.com/{number}"
        jobs.append(
            Job(
                job_title=f"{title} {number // 7}",
                company_name=company.name,
                company=company,
                location=place,
                description=text,
                requirements=text[:800],
                company_info=text[-400:],
                source_url=url,
                canonical_url=url,
                status=statuses[number // 2 % 10],
                reviewed_at=timezone.now() if number // 2 % 10 else None,
                page_state=chance.choices(("", "same", "changed", "gone"), (30, 60, 7, 3))[0],
                team=teams[0] if number % 2 else chance.choice(teams[1:]),
                created_by=owner if number % 2 else None,
                text_key=text_key(text),
                position_key=position_key(f"{title} {number // 7}", company.name),
                provenance={
                    "job_title": {"source": "jsonld", "path": "title", "snippet": title, "confidence": 0.9}
                },
            )
        )
    Job.objects.bulk_create(jobs, batch_size=BATCH)
    Job.history.bulk_history_create(jobs, batch_size=BATCH, default_user=owner)
    return jobs


def make_readings(jobs: list[Job], chance: random.Random) -> None:
    """One look at the page of each job."""
    intakes = [Intake(job=job, url=job.source_url, status="done", outcome="new") for job in jobs]
    Intake.objects.bulk_create(intakes, batch_size=BATCH)
    fields = {"http_status": 200, "content_type": "text/html", "sha256": "a" * 64, "extractor": "jsonld"}
    looks = [
        Snapshot(intake=intake, final_url=intake.url, body=f"<p>{job.description}</p>", **fields)
        for intake, job in zip(intakes, jobs, strict=True)
    ]
    Snapshot.objects.bulk_create(looks, batch_size=BATCH)


def make_interviews(jobs: list[Job], owner: User) -> None:
    """Interviews of candidates who were invited."""
    plans = [import_plan(text=PLAN, job=job, created_by=owner) for job in jobs[:50]]
    people = [Candidate(name=f"Candidate {number}") for number in range(INTERVIEWS)]
    Candidate.objects.bulk_create(people, batch_size=BATCH)
    links = [
        Invitation(job=plan.job, plan=plan, candidate=person)
        for person, plan in zip(people, plans * (INTERVIEWS // len(plans)), strict=True)
    ]
    Invitation.objects.bulk_create(links, batch_size=BATCH)
    held = [
        Interview(
            job=link.job,
            plan=link.plan,
            invitation=link,
            candidate=link.candidate,
            status="finished",
        )
        for link in links
    ]
    Interview.objects.bulk_create(held, batch_size=BATCH)


def make_import(jobs: list[Job], owner: User, team: Team) -> BulkImport:
    """An import that is half done."""
    bulk = BulkImport.objects.create(created_by=owner, team=team)
    intakes = {intake.job_id: intake for intake in Intake.objects.filter(job__in=jobs)}
    waiting = [intakes[job.pk].pk for job in jobs[: LINES // 2]]
    Intake.objects.filter(pk__in=waiting).update(status="queued")
    lines = [
        ImportLine(bulk=bulk, position=number, text=job.source_url, job=job, intake=intakes[job.pk])
        for number, job in enumerate(jobs, 1)
    ]
    ImportLine.objects.bulk_create(lines)
    return bulk


def make_world(count: int) -> tuple[User, Job, BulkImport]:
    """Everything, the recruiter, one of their jobs, and an import of theirs."""
    chance = random.Random(7)
    teams = [Team.objects.create(name=name) for name in ("Coast", "Hills", "Fens", "Broads")]
    recruiter = User.objects.create_user("rita", is_staff=True)
    recruiter.groups.add(Group.objects.get(name=RECRUITERS))
    teams[0].members.add(recruiter)
    jobs = make_jobs(count, teams, recruiter, chance)
    make_readings(jobs, chance)
    own = [job for job in jobs if job.team_id == teams[0].pk]
    make_interviews(own, recruiter)
    bulk = make_import(own[-LINES:], recruiter, teams[0])
    for name in ("Drafts", "Norwich", "Gone"):
        SavedView.objects.create(user=recruiter, name=name, query=f"q={name}")
    draft = next(job for job in own if job.status == Job.Status.DRAFT)
    return recruiter, draft, bulk
