"""What people do before an interview, and what stands in the database after it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.browser import agree
from tests.support.product import Product

PLANS = Path(__file__).parent / "plans"


def reach_sound_check(page: Page, product: Product, employer: str, *, name: str) -> None:
    """From a posting's address to the sound check of a two-question interview for its job."""
    page.goto(invite(product, paste_posting(page, product, employer), "short.yaml"))
    agree(page, name=name)


def paste_posting(page: Page, product: Product, employer: str) -> str:
    """Paste the posting's address on the home page; return the id of the interview that it leads to."""
    page.goto(product.url)
    page.get_by_label("Address of the posting").fill(f"http://{employer}/backend-engineer.html")
    page.get_by_role("button", name="Prepare my interview").click()
    page.wait_for_url("**/interview/*", timeout=30_000)
    return page.url.rstrip("/").rsplit("/", 1)[1].split("?")[0]


def invite(product: Product, job_id: str, plan: str) -> str:
    """What a recruiter does: take the job, give it a plan, publish it; return an open link to it."""
    product.manage("import_plan", str(PLANS / plan), "--job", job_id)
    code = (
        "from interviews.services.invitations import invitation_url, issue_invitation; "
        "from jobs.models import Job, Team; "
        f"job = Job.objects.get(public_id='{job_id}'); "
        "job.team, job.origin, job.status = Team.objects.get(), 'recruiter', 'published'; job.save(); "
        "print(invitation_url(invitation=issue_invitation(job=job)))"
    )
    return product.ask(code)


def sign_in(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/admin/")
    page.get_by_label("Username").fill(product.stack.links["username"])
    page.get_by_label("Password").fill(product.stack.links["password"])
    page.get_by_role("button", name="Log in").click()


def said_by(product: Product, name: str) -> list[str]:
    """The answers of the candidate with this name as they are stored, in order."""
    code = (
        "from interviews.models import Turn; "
        f"turns = Turn.objects.filter(interview__candidate__name='{name}', kind='answer'); "
        "print(*turns.order_by('number').values_list('text', flat=True), sep='\\n')"
    )
    return product.ask(code).splitlines()
