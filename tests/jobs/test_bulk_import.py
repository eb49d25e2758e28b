"""Many addresses at once: each line leads to a job or says why not, and the progress tells the truth."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from jobs.errors import PostingError
from jobs.models import BulkImport, Intake, Job, Team
from jobs.services.address_lists import addresses_in
from jobs.services.bulk import bulk_progress, start_bulk_import
from jobs.services.intake import requeue_stuck_intakes, start_intake
from jobs.services.pasted import import_text
from jobs.tasks import run_intake
from tests.jobs.readings import show
from tests.jobs.site import Site
from tests.jobs.test_pasted_text import PASTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def rita(db: None) -> User:
    return User.objects.create_user("rita", is_staff=True)


def hand_in(text: str, user: User | None = None, team: Team | None = None) -> BulkImport:
    return start_bulk_import(text=text, created_by=user, team=team, now=timezone.now())


def work() -> None:
    """Do what is queued, as workers would."""
    for task in DBTaskResult.objects.filter(status="READY"):
        run_intake.call(*task.args_kwargs["args"])


def numbers(bulk: BulkImport) -> dict[str, int]:
    progress = bulk_progress(bulk=bulk)
    names = ("total", "done", "waiting", "new", "known", "need_text", "refused")
    return {name: value for name in names if (value := getattr(progress, name))}


class TestLists:
    """What people paste."""

    def test_one_address_a_line(self) -> None:
        assert addresses_in("https://a.example/1\n\n  # later\nhttps://a.example/2  \r\n") == [
            "https://a.example/1",
            "https://a.example/2",
        ]

    @pytest.mark.parametrize(
        "line",
        [
            "- https://a.example/1",
            "1. https://a.example/1",
            "<https://a.example/1>",
            "https://a.example/1\tPump Engineer",
            "https://a.example/1,Nurse,Berlin",
            "https://a.example/1; nurse; Berlin",
            "https://a.example/1,",
            '"https://a.example/1","Nurse, Berlin"',
        ],
    )
    def test_bullets_and_further_columns_are_left_out(self, line: str) -> None:
        assert addresses_in(line) == ["https://a.example/1"]

    @pytest.mark.parametrize("url", ["https://a.example/job,123.html", "https://a.example/stelle;id=4"])
    def test_a_comma_may_be_part_of_an_address(self, url: str) -> None:
        assert addresses_in(url) == [url]

    @pytest.mark.parametrize("mark", [",", ";", "\t"])
    def test_a_table_with_a_heading_gives_its_first_column(self, mark: str) -> None:
        table = mark.join(["URL", "title"]) + "\n" + mark.join(["https://a.example/1", "nurse"])

        assert addresses_in(f"\ufeff{table}") == ["https://a.example/1"]

    def test_an_empty_list_and_one_that_is_too_long_are_refused(self, rita: User) -> None:
        with pytest.raises(PostingError, match="at least one"):
            hand_in("\n# nothing\n", rita)
        with pytest.raises(PostingError, match="1,001 lines"):
            hand_in("\n".join(f"https://a.example/{number}" for number in range(1001)), rita)
        assert not BulkImport.objects.exists()


class TestLines:
    """What a line leads to."""

    def test_a_new_address_becomes_a_job_of_the_recruiter_and_the_team(self, rita: User) -> None:
        team = Team.objects.create(name="North")
        line = hand_in("https://a.example/1?utm_source=x", rita, team).lines.get()

        assert line.job is not None and line.intake is not None
        assert (line.text, line.is_new, line.problem) == ("https://a.example/1?utm_source=x", True, "")
        assert (line.job.canonical_url, line.job.created_by, line.job.team) == (
            "https://a.example/1",
            rita,
            team,
        )
        assert (line.job.origin, line.intake.status) == ("recruiter", "queued")
        assert line.job.history.get().history_user == rita

    def test_what_is_no_address_says_so_and_stops_nothing(self, rita: User) -> None:
        first, second = hand_in("backend engineer\nhttps://a.example/1", rita).lines.all()

        assert first.problem.startswith("Enter the address")
        assert (first.job, second.problem) == (None, "")

    def test_the_same_address_twice_is_one_job(self, rita: User) -> None:
        first, second = hand_in("https://a.example/1\na.example/1#apply", rita).lines.all()

        assert (first.job, first.intake) == (second.job, second.intake)
        assert (first.is_new, second.is_new) == (True, False)
        assert DBTaskResult.objects.count() == 1

    def test_a_job_that_is_there_is_known_and_not_read_again(self, rita: User) -> None:
        job = Job.objects.create(
            canonical_url="https://a.example/1", created_by=rita, job_title="Pump", description="Dry."
        )
        bulk = hand_in("https://a.example/1", rita)

        assert (bulk.lines.get().job, bulk.lines.get().is_new) == (job, False)
        assert numbers(bulk) == {"total": 1, "done": 1, "known": 1}
        assert not DBTaskResult.objects.exists()

    def test_a_job_whose_text_is_missing_is_read_again(self, rita: User) -> None:
        intake = start_intake(url="https://a.example/1", created_by=rita, origin="recruiter")
        Intake.objects.update(status="needs_text")
        line = hand_in("https://a.example/1", rita).lines.get()

        assert line.intake is not None
        assert (line.job, line.intake.status, line.is_new) == (intake.job, "queued", False)
        assert line.intake != intake

    def test_the_list_is_handed_in_with_few_queries(
        self, rita: User, django_assert_max_num_queries: Any
    ) -> None:
        text = "\n".join(f"https://a.example/{number}" for number in range(200))
        with django_assert_max_num_queries(240):
            hand_in(text, rita)

        assert DBTaskResult.objects.count() == Intake.objects.exclude(task_id="").count() == 200

    def test_what_somebody_waits_for_goes_before_a_list(self, rita: User) -> None:
        hand_in("https://a.example/1", rita)
        start_intake(url="https://a.example/2", created_by=rita, origin="recruiter")

        first = DBTaskResult.objects.first()
        assert first is not None
        assert first.args_kwargs["args"] == [Intake.objects.get(url="https://a.example/2").pk]


class TestProgress:
    """What the page of an import shows."""

    def test_each_line_is_counted_once(self, site: Site, rita: User) -> None:
        site.answer("/gone", b"", status=404)
        lines = [show(site), site.url("job#again"), site.url("gone"), "no address"]
        bulk = hand_in("\n".join(lines), rita)
        assert numbers(bulk) == {"total": 4, "done": 1, "waiting": 3, "refused": 1}

        work()
        assert numbers(bulk) == {"total": 4, "done": 4, "new": 1, "known": 1, "need_text": 1, "refused": 1}
        assert bulk_progress(bulk=bulk).is_finished

    def test_a_text_that_a_person_gives_ends_the_need(self, site: Site, rita: User) -> None:
        site.answer("/gone", b"", status=404)
        bulk = hand_in(site.url("gone"), rita)
        work()
        import_text(job=bulk.lines.get().job, text=PASTED, created_by=rita)

        assert numbers(bulk) == {"total": 1, "done": 1, "new": 1}

    def test_a_deleted_job_is_not_counted_as_one(self, rita: User) -> None:
        bulk = hand_in("https://a.example/1\nhttps://a.example/2", rita)
        Job.objects.get(canonical_url="https://a.example/1").delete()

        assert numbers(bulk) == {"total": 2, "done": 1, "waiting": 1, "refused": 1}

    def test_it_takes_one_query_and_one_more_for_the_lines(
        self, rita: User, django_assert_num_queries: Any
    ) -> None:
        bulk = hand_in("\n".join(f"https://a.example/{number}" for number in range(50)), rita)
        with django_assert_num_queries(2):
            progress = bulk_progress(bulk=bulk)
            assert [line.intake.status for line in progress.lines if line.intake] == ["queued"] * 50


class TestTurns:
    """A site is not overrun, and no worker waits for it."""

    @pytest.fixture
    def bulk(self, site: Site, rita: User, settings: Any) -> BulkImport:
        settings.FETCH_HOST_INTERVAL = 100
        return hand_in("\n".join(show(site, f"/{number}") for number in range(3)), rita)

    def test_the_first_goes_and_the_others_come_back_one_after_the_other(
        self, site: Site, bulk: BulkImport
    ) -> None:
        tasks = list(DBTaskResult.objects.all())
        DBTaskResult.objects.update(status="SUCCESSFUL")
        for task in tasks:
            run_intake.call(*task.args_kwargs["args"])

        assert len(site.pages) == 1
        assert numbers(bulk) == {"total": 3, "done": 1, "waiting": 2, "new": 1}
        waiting = DBTaskResult.objects.filter(status="READY").order_by("run_after")
        waits = [(task.run_after - timezone.now()).total_seconds() for task in waiting]
        assert 80 < waits[0] <= 100 < 180 < waits[1] <= 200

    def test_whose_turn_has_come_goes_without_asking_again(self, site: Site, bulk: BulkImport) -> None:
        for _ in range(2):
            tasks = list(DBTaskResult.objects.filter(status="READY"))
            DBTaskResult.objects.update(status="SUCCESSFUL")
            for task in tasks:
                run_intake.call(*task.args_kwargs["args"])

        assert numbers(bulk) == {"total": 3, "done": 3, "new": 3}
        assert set(Intake.objects.values_list("attempts", flat=True)) == {1}

    def test_waiting_for_a_turn_is_not_being_stuck(self, bulk: BulkImport) -> None:
        tasks = list(DBTaskResult.objects.all())
        DBTaskResult.objects.update(status="SUCCESSFUL")
        for task in tasks:
            run_intake.call(*task.args_kwargs["args"])

        assert requeue_stuck_intakes(now=timezone.now() + timedelta(hours=1)) == 0
