"""What the recruiters' pages do with what was made to hurt them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from jobs.admin.bulk_preview import addresses_of_file
from jobs.admin.diffs import Part, word_diff
from jobs.admin.page_text import MOST_LINES, readable_text
from jobs.admin.scoping import NO_FILTER
from jobs.errors import PostingError
from jobs.models import Job, Snapshot, Team
from jobs.services.address_lists import ENDLESS_CELL
from jobs.services.duplicates import merge_jobs
from tests.jobs.desk import make_read_job, make_recruiter


class TestAnAnswerOfAnApiBesideTheFields:
    def test_an_arrow_in_an_attribute_does_not_end_its_tag(self) -> None:
        body = '<button data-action="click->s-popover#show" type="button">Menu</button> for <b>Pilots</b>'
        assert readable_text(Snapshot(body=body)).split() == ["Menu", "for", "Pilots"]

    def test_an_answer_with_more_values_than_any_posting_is_shown_in_part(self) -> None:
        body = json.dumps({"title": "Pump Engineer", "numbers": list(range(1, 20_000))})

        text = readable_text(Snapshot(body=body))

        assert text.startswith("title: Pump Engineer")
        assert len(text.split("\n\n")) == MOST_LINES

    def test_values_stand_in_the_order_of_the_answer_however_deep_they_lie(self) -> None:
        body = '{"a": [1, {"b": "two"}], "c": ' + "[" * 900 + '"three"' + "]" * 900 + ', "d": 4}'

        assert readable_text(Snapshot(body=body)) == "a: 1\n\nb: two\n\nc: three\n\nd: 4"

    def test_hidden_characters_in_the_names_of_values_are_written_out(self) -> None:
        body = json.dumps({"ti\u202etle": "Pump Engineer"})

        assert readable_text(Snapshot(body=body)) == "ti[U+202E]tle: Pump Engineer"


@pytest.mark.django_db
@pytest.mark.usefixtures("recruiter")
class TestListsThatAnAddressFilters:
    @pytest.mark.parametrize(
        "lookup",
        ["description__regex", "job_title__iregex", "provenance__job_title__source__regex", "id__regex"],
    )
    def test_no_pattern_is_taken_from_an_address(self, client: Client, lookup: str) -> None:
        answer = client.get(reverse("admin:jobs_job_changelist"), {lookup: r"(\w+\s*)+#"})

        assert answer.status_code == 400

    @pytest.mark.parametrize("page", ["changelist", "export"])
    @pytest.mark.parametrize(
        "query",
        [
            "created_at__year=99999999999",
            "created_at__year=0",
            "created_at__year=9999",
            "created_at__year=-1",
            "created_at__year=" + "9" * 5000,
            "created_at__year__gte=10000",
            "created_at__iso_year=99999",
            "created_at__year__in=2025,99999",
            "created_at__gte=yesterday",
        ],
    )
    def test_what_no_date_can_be_leads_to_the_whole_list_and_a_word(
        self, client: Client, job: Job, page: str, query: str
    ) -> None:
        answer = client.get(f"{reverse(f'admin:jobs_job_{page}')}?{query}", follow=True)

        assert answer.redirect_chain[0][0].startswith(reverse("admin:jobs_job_changelist"))
        assert answer.status_code == 200
        assert NO_FILTER in answer.content.decode()
        assert job.job_title in answer.content.decode()

    @pytest.mark.parametrize("lookup", ["year", "year__gte", "iso_year"])
    def test_years_filter(self, client: Client, job: Job, lookup: str) -> None:
        address = f"{reverse('admin:jobs_job_changelist')}?created_at__{lookup}"

        assert job.job_title in client.get(f"{address}={job.created_at.year}").content.decode()
        assert job.job_title not in client.get(f"{address}=2987").content.decode()

    def test_plain_filters_stay(self, client: Client) -> None:
        answer = client.get(reverse("admin:jobs_job_changelist"), {"job_title__startswith": "Pump"})

        assert answer.status_code == 200


@pytest.mark.django_db
class TestATableWithACellThatNeverEnds:
    CELL = '"' + "a" * 200_000

    @pytest.mark.parametrize(
        "sent",
        [
            {"text": f"url\n{CELL}"},
            {"text": "", "file": SimpleUploadedFile("list.csv", f"a,{CELL}".encode())},
        ],
        ids=["pasted", "in a file"],
    )
    def test_the_recruiter_is_told_what_to_look_for(
        self, client: Client, recruiter: User, sent: dict[str, Any]
    ) -> None:
        answer = client.post(reverse("admin:jobs_bulkimport_add"), sent)

        assert answer.status_code == 422
        assert ENDLESS_CELL in answer.content.decode()


class TestAFileOfAddressesWithoutEnd:
    def test_it_is_refused_without_being_taken_apart(self) -> None:
        with pytest.raises(PostingError, match="more than 10,000 lines"):
            addresses_of_file("a,b\n" * 2_000_000)

    def test_empty_lines_are_none(self) -> None:
        assert addresses_of_file("\n" * 20_000 + "https://a.example/1\n") == "https://a.example/1"


@pytest.mark.django_db
def test_hidden_characters_in_a_list_of_addresses_are_written_out(client: Client, recruiter: User) -> None:
    sent = {"text": "no address \u202egnp.exe"}

    before = client.post(reverse("admin:jobs_bulkimport_add"), sent).content.decode()
    after = client.post(reverse("admin:jobs_bulkimport_add"), {**sent, "start": "1"}, follow=True)

    assert "[U+202E]gnp.exe</" in before
    assert "[U+202E]gnp.exe</" in after.content.decode()
    assert "\u202e" not in after.content.decode()


class TestVersionsThatTakeLongToCompare:
    WORDS = [f"w{number}" for number in range(101)]

    def test_a_page_that_repeats_its_words_is_shown_whole(self) -> None:
        old, new = " ".join(self.WORDS * 29), " ".join(self.WORDS[::-1] * 29)

        assert word_diff(old, new) == [Part("old", old), Part("new", new)]

    def test_a_long_text_of_many_words_is_compared_word_by_word(self) -> None:
        old = " ".join(f"the {number % 900} and {number}" for number in range(740))

        parts = word_diff(old, old.replace("700", "boats"))

        assert [part.text.strip() for part in parts if part.kind == "new"] == ["boats and boats"]


@pytest.mark.django_db
class TestAJobThatWasMergedIntoOneThatIsAnotherTeamsNow:
    @pytest.fixture
    def merged(self, client: Client) -> Job:
        rita = make_recruiter("rita", Team.objects.create(name="Coast"))
        ours = make_read_job(rita.teams.get(), title="Pump Engineer")
        kept = make_read_job(rita.teams.get(), title="Lock Keeper")
        merge_jobs(keep=kept, duplicate=ours, user=rita)
        Job.objects.filter(pk=kept.pk).update(team=Team.objects.create(name="Inland"), job_title="Secret")
        client.force_login(rita)
        return ours

    def test_its_page_does_not_name_the_other(self, client: Client, merged: Job) -> None:
        page = client.get(reverse("admin:jobs_job_change", args=[merged.pk]))

        assert page.status_code == 200
        assert "Secret" not in page.content.decode()

    def test_the_merge_is_not_taken_back_without_the_other_team(self, client: Client, merged: Job) -> None:
        assert client.post(reverse("admin:jobs_job_unmerge", args=[merged.pk])).status_code == 404
        merged.refresh_from_db()
        assert merged.merged_into is not None
