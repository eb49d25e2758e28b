"""Many postings at once: what will happen comes first, then how far it is, then what became of each line."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.admin.bulk_preview import addresses_of_file
from jobs.models import BulkImport, ImportLine, Intake, Job, Team
from tests.jobs.hidden_world import client_of, make_hidden_world, person

pytestmark = pytest.mark.django_db

ADD = reverse("admin:jobs_bulkimport_add")
LIST = reverse("admin:jobs_bulkimport_changelist")
TEXT = "https://a.example/1\nhttps://a.example/2\nhttps://known.example/9\nnonsense\nhttps://a.example/1"


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Coast")


@pytest.fixture
def rita(team: Team) -> User:
    return person("rita", team)


@pytest.fixture
def browser(rita: User) -> Client:
    return client_of(rita)


@pytest.fixture
def known(team: Team) -> Job:
    url = "https://known.example/9"
    return Job.objects.create(
        job_title="Ferryman", description="Row. " * 40, canonical_url=url, source_url=url, team=team
    )


def page_of(bulk: BulkImport, name: str = "change") -> str:
    return reverse(f"admin:jobs_bulkimport_{name}", args=[bulk.pk])


def start(browser: Client, text: str = TEXT, **fields: Any) -> BulkImport:
    browser.post(ADD, {"text": text, "start": "1", **fields})
    return BulkImport.objects.latest("pk")


def settle(bulk: BulkImport, *positions: int, status: str = "done", **job: Any) -> None:
    """Let the pages of these lines have been read."""
    for line in bulk.lines.filter(position__in=positions):
        Intake.objects.filter(pk=line.intake_id).update(
            status=status, problem="" if status == "done" else "That page asks visitors to sign in."
        )
        Job.objects.filter(pk=line.job_id).update(**job)


READ = {"job_title": "Lock Keeper", "company_name": "Saltmarsh Works", "description": "Open the lock. " * 20}


def test_what_will_happen_is_shown_before_it_happens(browser: Client, known: Job) -> None:
    page = browser.post(ADD, {"text": TEXT}).content.decode()
    assert "5 lines: 2 new, 1 known, 1 listed twice, 1 is no address" in page
    assert "Read 2 postings" in page
    assert not BulkImport.objects.exists()
    assert Job.objects.count() == 1


def test_the_list_can_be_changed_once_more(browser: Client) -> None:
    page = browser.post(ADD, {"text": TEXT, "back": "1"}).content.decode()
    assert "https://known.example/9" in page
    assert "Show what will happen" in page


def test_a_list_without_an_address_is_asked_for_again(browser: Client) -> None:
    answer = browser.post(ADD, {"text": " \n# a comment"})
    assert answer.status_code == 422
    assert "Paste at least one address" in answer.content.decode()


def test_a_thousand_lines_are_enough_for_once(browser: Client) -> None:
    text = "\n".join(f"https://a.example/{number}" for number in range(1001))
    answer = browser.post(ADD, {"text": text, "start": "1"})
    assert "Read at most 1,000 at once" in answer.content.decode()
    assert not BulkImport.objects.exists()


@pytest.mark.parametrize(
    ("file", "addresses"),
    [
        (
            "title,url\nPilot,https://a.example/1\nCook,https://a.example/2",
            "https://a.example/1\nhttps://a.example/2",
        ),
        ("https://a.example/1;Pilot\nhttps://a.example/2;Cook", "https://a.example/1\nhttps://a.example/2"),
        ('"Cook, ship\'s",www.a.example/1', "www.a.example/1"),
        ("https://a.example/1\n\nnot one", "https://a.example/1\nnot one"),
        ("jobs.example/4\thello", "jobs.example/4"),
        ("", ""),
    ],
)
def test_of_each_row_of_a_file_the_first_address_counts(file: str, addresses: str) -> None:
    assert addresses_of_file(file) == addresses


def test_a_file_and_pasted_addresses_make_one_list(browser: Client) -> None:
    file = SimpleUploadedFile("list.csv", "Ö;https://a.example/7\r\n".encode("cp1252"))
    page = browser.post(ADD, {"text": "https://a.example/6", "file": file}).content.decode()
    assert "2 lines: 2 new" in page


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"PK\x03\x04\x00\x00", "not a text file"), (b"x" * 6_000_000, "larger than 5 MB")],
)
def test_a_file_that_is_no_list_says_so(browser: Client, data: bytes, said: str) -> None:
    answer = browser.post(ADD, {"text": "", "file": SimpleUploadedFile("list.csv", data)})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_jobs_belong_to_the_team_that_was_chosen(browser: Client, rita: User, team: Team) -> None:
    other = Team.objects.create(name="Fens")
    other.members.add(rita)
    bulk = start(browser, "https://a.example/1", team=other.pk)
    assert bulk.team == other
    assert Job.objects.get().team == other


def test_nobody_imports_for_a_team_of_others(browser: Client) -> None:
    other = Team.objects.create(name="Fens")
    assert browser.post(ADD, {"text": TEXT, "start": "1", "team": other.pk}).status_code == 422
    assert not BulkImport.objects.exists()


def test_the_page_says_how_far_it_is_in_words_and_as_a_bar(browser: Client, known: Job) -> None:
    bulk = start(browser)
    settle(bulk, 1, **READ)
    page = browser.get(page_of(bulk)).content.decode()
    assert "4 of 5" in page
    assert '<progress class="cu-bar" value="4" max="5"' in page
    assert '<p id="import-said" class="unseen" role="status">4 of 5 lines are done.</p>' in page
    assert "Lock Keeper" in page
    assert "Waiting" in page


def test_what_failed_says_why_and_what_to_do(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1")
    settle(bulk, 1, status="needs_text")
    line = ImportLine.objects.get()
    page = browser.get(page_of(bulk)).content.decode()
    assert "That page asks visitors to sign in." in page
    assert reverse("admin:jobs_job_text", args=[line.job_id]) in page
    assert 'href="https://a.example/1" target="_blank" rel="noreferrer noopener nofollow"' in page


def test_the_poll_is_silent_while_nothing_changes(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1\nhttps://a.example/2")
    shown = browser.get(page_of(bulk)).context["shown"]
    assert browser.get(page_of(bulk, "live"), {"shown": shown, "quarter": "0"}).status_code == 204
    settle(bulk, 1, **READ)
    assert browser.get(page_of(bulk, "live"), {"shown": shown, "quarter": "0"}).status_code == 200


def test_a_screen_reader_hears_of_quarters_only(browser: Client) -> None:
    bulk = start(browser, "\n".join(f"https://a.example/{number}" for number in range(10)))
    settle(bulk, 1, **READ)
    assert "import-said" not in browser.get(page_of(bulk, "live"), {"quarter": "0"}).content.decode()
    settle(bulk, 2, 3, **READ)
    assert "3 of 10 lines are done." in browser.get(page_of(bulk, "live"), {"quarter": "0"}).content.decode()


def test_the_polling_stops_when_everything_is_read(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1")
    assert "every 2s" in browser.get(page_of(bulk)).content.decode()
    settle(bulk, 1, **READ)
    answer = browser.get(page_of(bulk, "live"), {"shown": "x"})
    assert answer.status_code == 286
    assert "every 2s" not in answer.content.decode()
    assert "The import is finished: 1 new" in answer.content.decode()


def test_the_new_ones_are_reviewed_next(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1\nhttps://a.example/2")
    settle(bulk, 1, 2, **READ)
    page = browser.get(page_of(bulk))
    assert "Review the new ones (2)" in page.content.decode()
    first = bulk.lines.get(position=1).job_id
    assert page.context["review_link"] == reverse("admin:jobs_job_review_one", args=[first])


def test_what_failed_is_read_again_and_what_somebody_completed_is_not(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1\nhttps://a.example/2")
    settle(bulk, 1, status="needs_text")
    settle(bulk, 2, status="needs_text", **READ)
    assert "Try the 1 without text again" in browser.get(page_of(bulk)).content.decode()
    page = browser.post(page_of(bulk, "retry"), follow=True).content.decode()
    assert "Reading 1 page again." in page
    lines = list(bulk.lines.select_related("intake"))
    assert [line.intake.status for line in lines if line.intake] == ["queued", "needs_text"]


def test_a_second_attempt_is_not_made_by_following_a_link(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1")
    assert browser.get(page_of(bulk, "retry")).status_code == 405


def test_another_teams_job_is_said_to_be_there_and_nothing_else(browser: Client) -> None:
    make_hidden_world()
    page = browser.post(ADD, {"text": "https://obscura.example/1"}).content.decode()
    assert "Another team has this job already." in page
    bulk = start(browser, "https://obscura.example/1\nhttps://a.example/1")
    page = browser.get(page_of(bulk)).content.decode()
    assert "Left out" in page
    assert "Zanzibar" not in page


def test_hostile_lines_stay_text(browser: Client) -> None:
    page = browser.post(ADD, {"text": "<script>alert(1)</script>\nhttps://a.example/1"}).content.decode()
    assert "<script>alert(1)" not in page
    bulk = start(browser, "<script>alert(1)</script>\nhttps://a.example/1")
    assert "<script>alert(1)" not in browser.get(page_of(bulk)).content.decode()


def test_imports_are_found_again_with_their_state(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1\nhttps://a.example/2")
    settle(bulk, 1, status="needs_text")
    assert "1 still to read" in browser.get(LIST).content.decode()
    settle(bulk, 2, **READ)
    page = browser.get(LIST).content.decode()
    assert "Done, 1 need their text" in page
    assert page_of(bulk) in page


def test_an_empty_list_teaches_what_it_is_for(browser: Client) -> None:
    page = browser.get(LIST).content.decode()
    assert "No imports yet" in page
    assert ADD in page


def test_two_hundred_lines_cost_no_more_queries_than_two(
    browser: Client, django_assert_max_num_queries: Any
) -> None:
    bulk = start(browser, "\n".join(f"https://a.example/{number}" for number in range(200)))
    with django_assert_max_num_queries(12):
        browser.get(page_of(bulk))


def test_a_page_that_was_read_and_is_no_open_posting_says_so_and_is_reviewed(browser: Client) -> None:
    bulk = start(browser, "https://a.example/1\nhttps://a.example/2\nhttps://a.example/3")
    settle(bulk, 1, status="needs_text", **READ)
    Intake.objects.filter(status="needs_text").update(problem="That posting closed on 4 March 2021.")
    settle(bulk, 2, **READ)
    settle(bulk, 3, status="needs_text")

    page = browser.get(page_of(bulk))

    assert [row.state for row in page.context["rows"]] == ["Doubtful", "Read", "Needs its text"]
    assert "That posting closed on 4 March 2021. Check what was found" in page.content.decode()
    assert (page.context["progress"].new, page.context["progress"].need_text) == (2, 1)
    assert (page.context["review_count"], page.context["retry_count"]) == (2, 1)
    assert "Done, 1 need their text" in browser.get(LIST).content.decode()
