"""Jobs leave as CSV or JSON and come back: nobody's formula runs, nothing changes before it was shown."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.admin.transfer import GONE
from jobs.admin.transfer_formats import hush_formula, unhush_formula
from jobs.models import PUBLIC_FIELDS, Job, Team
from tests.jobs.hidden_world import client_of, make_hidden_world, person

pytestmark = pytest.mark.django_db

EXPORT = reverse("admin:jobs_job_export")
IMPORT = reverse("admin:jobs_job_import")
PROCESS = reverse("admin:jobs_job_process_import")
TEXT = "Keep the fields dry and the pumps running. " * 4


@pytest.fixture
def team(db: None) -> Team:
    return Team.objects.create(name="Coast")


@pytest.fixture
def rita(team: Team) -> User:
    return person("rita", team)


@pytest.fixture
def browser(rita: User) -> Client:
    return client_of(rita)


def make_job(team: Team | None, **fields: Any) -> Job:
    return Job.objects.create(**{"job_title": "Pump Engineer", "description": TEXT, "team": team, **fields})


def export(browser: Client, *, as_json: bool = False, query: str = "") -> str:
    answer = browser.post(f"{EXPORT}?{query}", {"format": "1" if as_json else "0", "resource": "0"})
    assert "attachment" in answer.headers["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]


def table(rows: list[dict[str, str]]) -> bytes:
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def show(browser: Client, data: bytes, name: str = "jobs.csv") -> Any:
    return browser.post(IMPORT, {"import_file": SimpleUploadedFile(name, data), "resource": "0"})


def bring(browser: Client, data: bytes, name: str = "jobs.csv") -> Any:
    """Look at the preview, then confirm it."""
    preview = show(browser, data, name)
    assert "confirm_form" in preview.context, preview.context.get("problems")
    return browser.post(PROCESS, preview.context["confirm_form"].initial, follow=True)


def test_the_columns_are_the_public_ones_with_id_status_and_team(browser: Client, team: Team) -> None:
    job = make_job(team, salary_range="40,000", source_url="https://a.example/1")
    (row,) = json.loads(export(browser, as_json=True))
    assert list(row) == ["id", *PUBLIC_FIELDS.values(), "status", "team"]
    assert row == {**job.public_json(), "status": "draft", "team": "Coast"}
    file = export(browser)
    # The mark by which Excel knows UTF-8.
    assert file.startswith("\ufeff")
    (line,) = csv.DictReader(io.StringIO(file[1:]))
    assert line == {name: str(value) for name, value in row.items()}


def test_only_visible_jobs_leave(browser: Client, team: Team) -> None:
    make_hidden_world()
    make_job(team)
    assert [row["jobTitle"] for row in json.loads(export(browser, as_json=True))] == ["Pump Engineer"]


def test_the_lists_filters_hold_for_the_file(browser: Client, team: Team) -> None:
    make_job(team)
    make_job(team, job_title="Lock Keeper")
    page = browser.get(f"{EXPORT}?q=Lock").content.decode()
    assert "Export 1 job" in page
    assert [row["jobTitle"] for row in json.loads(export(browser, as_json=True, query="q=Lock"))] == [
        "Lock Keeper"
    ]


def test_no_jobs_make_a_valid_file(browser: Client) -> None:
    assert json.loads(export(browser, as_json=True)) == []
    assert export(browser).count("\n") == 1


def test_a_large_export_is_sent_piece_by_piece(browser: Client, team: Team) -> None:
    Job.objects.bulk_create(
        Job(job_title=f"Pilot {number}", description=TEXT, team=team) for number in range(450)
    )
    answer = browser.post(EXPORT, {"format": "0", "resource": "0"})
    assert answer.streaming
    assert sum(1 for _ in answer.streaming_content) > 400  # type: ignore[attr-defined]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", '=HYPERLINK("http://x")'])
def test_no_spreadsheet_runs_a_cell(browser: Client, team: Team, cell: str) -> None:
    make_job(team, job_title="Pilot", location=cell)
    (line,) = csv.DictReader(io.StringIO(export(browser), newline=""))
    assert line["location"] == f"'{cell}"
    assert unhush_formula(hush_formula(cell)) == cell


@pytest.mark.parametrize("cell", ["'tis the season", "", "plain", "a=b", "''"])
def test_other_cells_go_out_and_in_as_they_are(cell: str) -> None:
    assert unhush_formula(hush_formula(cell)) == cell


@pytest.mark.parametrize("as_json", [True, False])
def test_what_was_exported_changes_nothing_when_it_comes_back(
    browser: Client, team: Team, as_json: bool
) -> None:
    make_job(team, description=f"- first\n- second\n{TEXT}".strip(), location="+49", job_type="FULL_TIME")
    # Its page could not be read yet.
    make_job(team, job_title="", description="", source_url="https://a.example/2")
    data = export(browser, as_json=as_json).encode()
    page = show(browser, data, "jobs.json" if as_json else "jobs.csv").content.decode()
    assert "0 new drafts, 0 changes, 2 rows without a change." in page
    assert "Import 0" not in page


def test_a_row_with_a_known_id_changes_that_job_after_it_was_shown(
    browser: Client, team: Team, rita: User
) -> None:
    job = make_job(team, location="Norwich")
    rows = [{"id": job.public_id, "location": "Ely", "jobTitle": "Pump Engineer"}]
    page = show(browser, table(rows)).content.decode()
    assert "1 change" in page
    assert "Import 1 job" in page
    assert "<strong>Location</strong> <del>Norwich</del> → <ins>Ely</ins>" in page
    job.refresh_from_db()
    assert job.location == "Norwich"

    bring(browser, table(rows))
    job.refresh_from_db()
    assert (job.location, job.description) == ("Ely", TEXT)
    assert job.provenance["location"]["source"] == "person"
    assert job.history.latest().history_user == rita


def test_every_other_row_becomes_a_draft_of_ones_team(browser: Client, team: Team, rita: User) -> None:
    rows = [{"jobTitle": "Ferryman", "companyName": "Tidewater", "description": TEXT, "status": "published"}]
    assert "1 new draft" in show(browser, table(rows)).content.decode()
    assert not Job.objects.exists()
    assert "1 new" in bring(browser, table(rows)).content.decode()
    job = Job.objects.get()
    assert (job.job_title, job.status, job.team, job.created_by) == ("Ferryman", "draft", team, rita)
    assert job.company is not None and job.company.name == "Tidewater"
    assert job.provenance["job_title"]["source"] == "person"


def test_another_teams_id_makes_a_new_draft_and_touches_nothing(browser: Client) -> None:
    hidden = make_hidden_world().jobs[0]
    bring(browser, table([{"id": hidden.public_id, "jobTitle": "Mine now"}]))
    hidden.refresh_from_db()
    assert hidden.job_title == "Zanzibar Warden"
    assert Job.objects.get(job_title="Mine now").public_id != hidden.public_id


def test_an_address_that_another_job_has_stays_with_that_job(browser: Client) -> None:
    make_hidden_world()
    bring(browser, table([{"jobTitle": "Ferryman", "sourceUrl": "https://obscura.example/1"}]))
    job = Job.objects.get(job_title="Ferryman")
    assert (job.source_url, job.canonical_url) == ("https://obscura.example/1", None)


def test_a_change_of_a_published_job_is_remembered_for_its_interviews(browser: Client, team: Team) -> None:
    job = make_job(team, status="published")
    bring(browser, table([{"id": job.public_id, "jobTitle": "Pump Engineer", "location": "Ely"}]))
    job.refresh_from_db()
    assert job.content_changed_at is not None


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"jobTitle": ""}, "Row 2: </strong>|jobTitle: A job needs a title."),
        ({"jobTitle": "x" * 301}, "at most 300 characters"),
        ({"jobTitle": "Pilot", "sourceUrl": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"jobTitle": "Pilot", "team": "Hills"}, "You have no team named “Hills”."),
    ],
)
def test_a_row_with_a_problem_is_named_and_nothing_is_imported(
    browser: Client, row: dict[str, str], said: str
) -> None:
    Team.objects.create(name="Hills")
    good = dict.fromkeys(row, "") | {"jobTitle": "Ferryman"}
    answer = show(browser, table([good, row]))
    page = answer.content.decode()
    assert "<strong>Row 2</strong>" in page
    assert said.rpartition("|")[2] in page
    assert "confirm_form" not in answer.context
    assert not Job.objects.exists()


def test_a_published_job_keeps_its_text(browser: Client, team: Team) -> None:
    job = make_job(team, status="published")
    rows = [{"id": job.public_id, "jobTitle": "Pump Engineer", "description": ""}]
    page = show(browser, table(rows)).content.decode()
    assert "A published job needs its title and its description." in page
    job.refresh_from_db()
    assert job.description == TEXT


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"colour,shape\nred,round", "jobs.csv"),
        (b"{}", "jobs.json"),
        (b"[1, 2]", "jobs.json"),
        (b"[" * 5000, "jobs.json"),
        (b"not json", "jobs.json"),
        (b"\xff\xfe\x00\x01", "jobs.csv"),
        (b"", "jobs.csv"),
        (b"%PDF-1.7", "jobs.pdf"),
    ],
)
def test_a_file_that_is_no_list_of_jobs_is_refused(browser: Client, data: bytes, name: str) -> None:
    answer = show(browser, data, name)
    assert answer.status_code == 200
    assert "confirm_form" not in answer.context
    assert not Job.objects.exists()


def test_a_number_where_text_belongs_is_named(browser: Client) -> None:
    data = json.dumps([{"jobTitle": "Pilot", "salaryRange": 40000}]).encode()
    assert (
        "salaryRange: This must be text in quotation marks."
        in show(browser, data, "jobs.json").content.decode()
    )


def test_too_many_rows_are_refused(browser: Client) -> None:
    rows = [{"jobTitle": f"Pilot {number}"} for number in range(251)]
    assert "Import at most 250 at once." in show(browser, table(rows)).content.decode()


def test_semicolons_separate_as_commas_do(browser: Client) -> None:
    bring(browser, "jobTitle;location\nFähre;Ely\n".encode())
    assert Job.objects.get().job_title == "Fähre"


def test_cells_are_cleaned_as_if_they_came_from_a_page(browser: Client) -> None:
    rows = [
        {
            "jobTitle": "Pilot\u202e\u200b <b>x</b>",
            "description": "a\x00b" + TEXT,
            "location": "<script>alert(1)</script>",
        }
    ]
    page = show(browser, table(rows)).content.decode()
    assert "<script>alert(1)" not in page
    bring(browser, table(rows))
    job = Job.objects.get()
    assert job.job_title == "Pilot x"
    assert "\x00" not in job.description
    assert "<script" not in job.location


def test_who_may_not_add_imports_nothing(team: Team) -> None:

    vera = person("vera", team, group="")
    vera.user_permissions.add(*Permission.objects.filter(codename__in=("view_job", "change_job")))
    browser = client_of(vera)
    assert browser.get(EXPORT).status_code == 200
    assert show(browser, table([{"jobTitle": "Pilot"}])).status_code == 403
    assert browser.post(PROCESS, {}).status_code == 403


class TestTheFileThatWaitsForItsConfirmation:
    def test_no_other_file_of_the_machine_is_read_or_deleted(self, browser: Client, tmp_path: Path) -> None:
        other = tmp_path / "other.csv"
        other.write_text("jobTitle\nStolen\n")
        sent = {"import_file_name": str(other), "original_file_name": "a.csv", "format": "0", "resource": "0"}

        answer = browser.post(PROCESS, sent, follow=True)

        assert GONE in answer.content.decode()
        assert other.exists()
        assert not Job.objects.exists()

    @pytest.mark.parametrize("index", ["7", "-1", "x"])
    def test_a_format_that_there_is_not_is_refused(self, browser: Client, index: str) -> None:
        preview = show(browser, table([{"jobTitle": "Pump Engineer"}]))
        sent = {**preview.context["confirm_form"].initial, "format": index}

        assert GONE in browser.post(PROCESS, sent, follow=True).content.decode()

    def test_it_is_imported_once(self, browser: Client) -> None:
        preview = show(browser, table([{"jobTitle": "Pump Engineer"}]))
        sent = preview.context["confirm_form"].initial

        browser.post(PROCESS, sent)
        again = browser.post(PROCESS, sent, follow=True)

        assert GONE in again.content.decode()
        assert Job.objects.count() == 1
