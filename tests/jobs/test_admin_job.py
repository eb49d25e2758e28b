"""The job's own page, its versions and history, what is done with it, and with many at once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Company, Intake, Job, Team
from tests.jobs.desk import TEXT, add_conflict, look, make_read_job, make_recruiter

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_job_changelist")


def page_of(job: Job) -> str:
    return reverse("admin:jobs_job_change", args=[job.pk])


def shown(client: Client, address: str, **query: str) -> str:
    return client.get(address, query, follow=True).content.decode()


def save(client: Client, job: Job, **changes: str) -> Any:
    names = ("job_title", "company_name", "location", "description", "language", "source_url", "salary_range")
    fields = {name: getattr(job, name) for name in names} | {"team": str(job.team_id or "")}
    answer = client.post(page_of(job), {**fields, **changes})
    job.refresh_from_db()
    return answer


def act(client: Client, name: str, job: Job, **data: str) -> Any:
    answer = client.post(reverse(f"admin:jobs_job_{name}", args=[job.pk]), {"_form_submitted": "on", **data})
    job.refresh_from_db()
    return answer


def do_to_all(client: Client, name: str, *jobs: Job, confirmed: bool = False) -> str:
    data: dict[str, Any] = {"action": name, "_selected_action": [job.pk for job in jobs]}
    answer = client.post(LIST, {**data, "confirmed": "1"} if confirmed else data, follow=True)
    for job in jobs:
        job.refresh_from_db()
    return answer.content.decode()


# --- The form ---


def test_what_a_recruiter_edits_is_theirs_and_their_pay_is_read_again(
    client: Client, rita: User, read_job: Job
) -> None:
    save(client, read_job, salary_range="52,000 to 61,000 EUR per year")

    assert read_job.provenance["salary_range"]["source"] == "person"
    assert (read_job.salary["min"], read_job.salary["currency"]) == (52_000, "EUR")
    assert read_job.provenance["job_title"]["source"] == "jsonld"


def test_one_save_is_one_step_of_the_history(client: Client, rita: User, read_job: Job) -> None:
    before = read_job.history.count()
    save(client, read_job, location="Ternhaven", job_title="Pump Keeper")

    assert read_job.history.count() == before + 1


def test_a_save_that_changes_nothing_leaves_no_trace(client: Client, rita: User, read_job: Job) -> None:
    before = read_job.history.count()
    save(client, read_job)

    assert read_job.history.count() == before


def test_the_line_ends_of_a_browser_make_nothing_a_persons(client: Client, rita: User, read_job: Job) -> None:
    save(client, read_job, location="Ternhaven", description=read_job.description.replace("\n", "\r\n"))

    assert read_job.provenance["location"]["source"] == "person"
    assert read_job.provenance["description"]["source"] == "page"


@pytest.mark.parametrize("field", ["job_title", "description"])
def test_a_published_job_keeps_its_title_and_text(
    client: Client, rita: User, read_job: Job, field: str
) -> None:
    Job.objects.update(status="published")
    answer = save(client, read_job, **{field: " "})

    assert "A published job needs this." in answer.content.decode()
    assert getattr(read_job, field)


def test_a_job_typed_in_belongs_to_its_writer_and_their_only_team(
    client: Client, rita: User, team: Team
) -> None:
    add = reverse("admin:jobs_job_add")
    assert re.search(rf'<option value="{team.pk}" selected', shown(client, add))

    client.post(add, {"job_title": "Ferryman", "description": TEXT, "language": "en", "team": str(team.pk)})
    job = Job.objects.get()
    assert (job.created_by, job.team) == (rita, team)
    assert job.provenance["job_title"]["source"] == "person"


def test_another_teams_name_is_no_choice(client: Client, rita: User, read_job: Job) -> None:
    Team.objects.create(name="Hills")

    assert "Hills" not in shown(client, page_of(read_job))


# --- Conflicts, warnings, the page's state ---


def test_a_conflict_is_told_on_top_and_beside_the_field(client: Client, rita: User, read_job: Job) -> None:
    add_conflict(read_job)
    body = shown(client, page_of(read_job))

    assert "The page says something else than a person wrote about: <strong>Location</strong>" in body
    assert "<strong>The page now says:</strong> Ternhaven" in body


@pytest.mark.parametrize(("take", "place"), [("mine", "Gullmouth"), ("page", "Ternhaven")])
def test_a_conflict_is_settled_from_the_jobs_page(
    client: Client, rita: User, read_job: Job, take: str, place: str
) -> None:
    add_conflict(read_job)
    client.post(reverse("admin:jobs_job_resolve", args=[read_job.pk]), {"take": f"location:{take}"})
    read_job.refresh_from_db()

    assert (read_job.location, read_job.conflicts) == (place, {})


def test_a_conflict_that_is_settled_already_says_so(client: Client, rita: User, read_job: Job) -> None:
    address = reverse("admin:jobs_job_resolve", args=[read_job.pk])

    assert (
        "Somebody has decided that meanwhile."
        in client.post(address, {"take": "location:page"}, follow=True).content.decode()
    )
    assert client.post(address, {"take": "status:page"}).status_code == 404
    assert client.post(address, {"take": "location:both"}).status_code == 404


def test_warnings_are_explained(client: Client, rita: User, read_job: Job) -> None:
    kinds = ("hidden_characters", "instructions", "lookalike")
    Job.objects.update(
        warnings=[{"kind": kind, "field": "job_title", "snippet": "<b>x</b>"} for kind in kinds]
    )
    body = shown(client, page_of(read_job))

    for title in ("Hidden characters", "Sentence addressed to a machine", "Look-alike letters"):
        assert f"<strong>{title}</strong>" in body
    assert "<b>x</b>" not in body


def test_the_pages_state_and_the_last_look_are_shown(client: Client, rita: User, read_job: Job) -> None:
    Job.objects.update(page_state="gone", page_checked_at=timezone.now())
    body = shown(client, page_of(read_job))

    assert "Page: Gone" in body
    assert "looked at" in body


def test_a_change_of_the_kind_of_employment_is_told_in_words(
    client: Client, rita: User, read_job: Job
) -> None:
    read_job.job_type = "FULL_TIME"
    read_job.save()
    read_job.job_type = "PART_TIME"
    read_job.save()
    body = shown(client, reverse("admin:jobs_job_history", args=[read_job.pk]))

    assert "Full-time" in body
    assert "Part-time" in body
    assert "FULL_TIME" not in body


def test_looking_again_queues_another_reading_and_follows_it(
    client: Client, rita: User, read_job: Job
) -> None:
    answer = act(client, "look_again", read_job)

    assert read_job.intakes.filter(kind="again", status="queued").count() == 1
    assert answer.headers["HX-Redirect"] == reverse("admin:jobs_job_reading", args=[read_job.pk])


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("same", "says what it said before"),
        ("changed", "has changed"),
        ("gone", "is gone"),
        ("failed", "could not be read"),
    ],
)
def test_another_look_says_what_it_found(
    client: Client, rita: User, read_job: Job, outcome: str, said: str
) -> None:
    Intake.objects.create(
        job=read_job, url="https://example.com", kind="again", status="done", outcome=outcome
    )

    assert said in shown(client, reverse("admin:jobs_job_reading", args=[read_job.pk]))


def test_the_page_that_waits_is_led_on_when_the_posting_is_read(
    client: Client, rita: User, read_job: Job
) -> None:
    reading = reverse("admin:jobs_job_reading", args=[read_job.pk])
    read_job.intakes.update(status="queued")
    assert 'hx-trigger="every 2s"' in client.get(reading, headers={"hx-request": "true"}).content.decode()

    read_job.intakes.update(status="done")
    answer = client.get(reading, headers={"hx-request": "true"})
    assert answer.headers["HX-Redirect"] == reverse("admin:jobs_job_review_one", args=[read_job.pk])


# --- Versions ---


def test_each_version_shows_what_had_changed_word_by_word(client: Client, rita: User, read_job: Job) -> None:
    new = TEXT.replace("twelve pumps", "fourteen <pumps>")
    look(read_job, kind="again", outcome="changed", changes={"description": {"old": TEXT, "new": new}})
    body = shown(client, page_of(read_job))

    assert re.search(r"<del>.*twelve", body)
    assert re.search(r"<ins>.*fourteen &lt;pumps&gt;", body)


def test_the_raw_source_is_escaped_and_cut(client: Client, rita: User, read_job: Job) -> None:
    snapshot = look(read_job, "<script>alert(1)</script>\u202e" + "x" * 30_000)
    body = shown(client, reverse("admin:jobs_job_source", args=[read_job.pk, snapshot.pk]))

    assert "&lt;script&gt;alert(1)&lt;/script&gt;[U+202E]" in body
    assert "The first 20000 characters are shown." in body
    assert "x" * 20_001 not in body


def test_a_source_is_found_under_its_own_job_only(
    client: Client, rita: User, read_job: Job, team: Team
) -> None:
    other = make_read_job(team, "Ferryman")
    snapshot = other.intakes.get().snapshot

    assert client.get(reverse("admin:jobs_job_source", args=[read_job.pk, snapshot.pk])).status_code == 404


# --- History and undo ---


def test_the_history_says_who_did_what_to_which_words(client: Client, rita: User, read_job: Job) -> None:
    save(client, read_job, location="Gullmouth Harbour")
    act(client, "publish", read_job)
    body = shown(client, reverse("admin:jobs_job_history", args=[read_job.pk]))

    assert "<strong>Rita</strong> published it" in body
    assert "<strong>Rita</strong> changed it" in body
    assert re.search(r"<dt>Location</dt>.*?Gullmouth.*?<ins>.*?Harbour", body, re.S)
    assert "provenance" not in body.lower()


def test_undo_says_what_comes_back_before_it_does(client: Client, rita: User, read_job: Job) -> None:
    save(client, read_job, location="Ternhaven")
    asked = shown(client, reverse("admin:jobs_job_undo", args=[read_job.pk]))
    assert re.search(r"<del>.*Ternhaven", asked)
    assert re.search(r"<ins>.*Gullmouth", asked)
    assert read_job.location == "Ternhaven"

    key = re.search(r'name="expected" value="(\d+)"', asked)
    assert key
    act(client, "undo", read_job, expected=key[1])
    assert read_job.location == "Gullmouth"


def test_a_change_that_came_meanwhile_is_not_undone_in_its_place(
    client: Client, rita: User, read_job: Job
) -> None:
    save(client, read_job, location="Ternhaven")
    asked = shown(client, reverse("admin:jobs_job_undo", args=[read_job.pk]))
    key = re.search(r'name="expected" value="(\d+)"', asked)
    save(client, read_job, location="Avocet Point")

    assert key
    act(client, "undo", read_job, expected=key[1])
    assert read_job.location == "Avocet Point"


# --- What fits, one at a time and many at once ---


@pytest.mark.parametrize(
    ("status", "fits", "does_not"),
    [
        ("draft", {"publish", "reject"}, {"reopen", "restore", "close"}),
        ("published", {"close", "invite"}, {"publish", "reject", "reopen", "restore"}),
        ("closed", {"reopen"}, {"publish", "close", "reject", "restore"}),
        ("rejected", {"restore"}, {"publish", "close", "reject", "reopen", "look_again"}),
    ],
)
def test_a_job_offers_what_fits_its_status(
    client: Client, rita: User, read_job: Job, status: str, fits: set[str], does_not: set[str]
) -> None:
    Job.objects.update(status=status)
    body = shown(client, page_of(read_job))

    offered = {
        name for name in fits | does_not if reverse(f"admin:jobs_job_{name}", args=[read_job.pk]) in body
    }
    assert offered == fits


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Review"),
        ({"reviewed_at": "2026-11-02T10:00Z"}, "Publish"),
        ({"status": "published"}, "Invite"),
        ({"status": "closed"}, "Reopen"),
        ({"status": "rejected"}, "Restore"),
    ],
)
def test_each_row_offers_the_one_next_thing(
    client: Client, rita: User, read_job: Job, changes: dict[str, Any], words: str
) -> None:
    Job.objects.update(**changes)
    row = re.search(r'class="field-next_step.*?</td>', shown(client, LIST), re.S)

    assert row
    assert re.findall(r">([A-Z]\w+)</a>", row[0]) == [words]


def test_reject_and_restore_ask_first(client: Client, rita: User, read_job: Job) -> None:
    assert "Reject this job?" in shown(client, reverse("admin:jobs_job_reject", args=[read_job.pk]))
    act(client, "reject", read_job)
    assert read_job.status == "rejected"

    act(client, "restore", read_job)
    assert read_job.status == "draft"


def test_a_bulk_action_says_how_many_it_touches_before_it_does(
    client: Client, rita: User, read_job: Job, team: Team
) -> None:
    closed = make_read_job(team, "Ferryman", status="closed")
    empty = make_read_job(team, "Net Mender", description="")
    asked = do_to_all(client, "publish_selected", read_job, closed, empty)

    assert "Publish 1 job." in asked
    assert "2 of the 3 chosen stay as they are" in asked
    assert read_job.status == "draft"


@pytest.mark.parametrize(
    ("name", "status", "said"),
    [
        ("publish_selected", "published", "1 job is published."),
        ("close_selected", "closed", "1 job is closed."),
        ("reject_selected", "rejected", "1 job is rejected."),
    ],
)
def test_a_bulk_action_does_what_it_can_and_names_what_it_cannot(
    client: Client, rita: User, read_job: Job, team: Team, name: str, status: str, said: str
) -> None:
    closed = make_read_job(team, "Ferryman", status="closed")
    after = do_to_all(client, name, read_job, closed, confirmed=True)

    assert (read_job.status, closed.status) == (status, "closed")
    assert said in after
    assert "1 job stayed as it is. “Ferryman”:" in after


def test_nothing_that_fits_is_said_without_a_button(client: Client, rita: User, read_job: Job) -> None:
    Job.objects.update(status="closed")
    asked = do_to_all(client, "reject_selected", read_job)

    assert "None of the chosen jobs can be rejected." in asked
    assert ">Reject 0 jobs<" not in asked


def test_another_teams_jobs_are_beyond_a_bulk_action(client: Client, rita: User, read_job: Job) -> None:
    other = make_read_job(Team.objects.create(name="Hills"), "Shepherd")
    do_to_all(client, "publish_selected", read_job, other, confirmed=True)

    assert (read_job.status, other.status) == ("published", "draft")


# --- The list ---


def test_the_list_shows_one_row_of_words_for_a_job(client: Client, rita: User, read_job: Job) -> None:
    Job.objects.update(company_name="Saltmarsh Works", page_state="changed", page_checked_at=timezone.now())
    body = shown(client, LIST)

    for words in ("Pump Engineer", "Saltmarsh Works · Gullmouth", "Draft", "To review", "Changed"):
        assert words in body


@pytest.mark.parametrize(
    ("reading", "said"),
    [("queued", "Being read"), ("reading", "Being read"), ("needs_text", "Needs the text")],
)
def test_a_job_that_is_still_read_says_so(
    client: Client, rita: User, read_job: Job, reading: str, said: str
) -> None:
    Intake.objects.update(status=reading)
    Job.objects.update(description="")

    assert said in shown(client, LIST)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"review": "waiting"}, {"Pump Engineer", "Ferryman"}),
        ({"review": "conflict"}, {"Ferryman"}),
        ({"review": "done"}, {"Net Mender"}),
        ({"status__exact": "published"}, {"Ferryman"}),
        ({"company": "saltmarsh"}, {"Ferryman", "Net Mender"}),
        ({"page_state__exact": "gone"}, {"Net Mender"}),
        ({"language": "de"}, {"Net Mender"}),
        ({"site": "boards.example.org"}, {"Net Mender"}),
        ({"site": "example.org"}, {"Net Mender"}),
        ({"q": "gullmouth ferry"}, {"Ferryman"}),
    ],
)
def test_the_list_is_filtered_by_what_recruiters_ask(
    client: Client, rita: User, read_job: Job, team: Team, query: dict[str, str], found: set[str]
) -> None:
    now = timezone.now()
    works = Company.objects.create(name="Saltmarsh Works", key="saltmarsh works")
    ferry = make_read_job(team, "Ferryman", status="published", reviewed_at=now, company=works)
    add_conflict(ferry)
    mender = {"company_name": "SALTMARSH", "page_state": "gone", "language": "de", "reviewed_at": now}
    make_read_job(team, "Net Mender", **mender, source_url="https://boards.example.org/7")
    titles = set(
        re.findall(
            r'class="field-title.*?<a [^>]+>.*?(Pump Engineer|Ferryman|Net Mender)',
            shown(client, LIST, **query),
            re.S,
        )
    )

    assert titles == found


def test_the_list_is_filtered_by_team_and_day(client: Client, rita: User, read_job: Job, team: Team) -> None:
    inland = Team.objects.create(name="Inland")
    inland.members.add(rita)
    make_read_job(inland, "Miller")
    tomorrow = f"{timezone.now() + timedelta(days=1):%Y-%m-%d}"

    assert "Miller" in shown(client, LIST, created_at_to=tomorrow, created_at_from="2026-13-45")
    body = shown(client, LIST, team=str(inland.pk))
    assert "Miller" in body
    assert "Pump Engineer" not in body
    assert "Miller" not in shown(client, LIST, created_at_from=tomorrow)


@pytest.mark.parametrize("query", [{"team": "x"}, {"team": "9" * 30}, {"review": "<"}, {"language": "'"}])
def test_a_filter_with_nonsense_in_it_does_no_harm(
    client: Client, rita: User, read_job: Job, query: dict[str, str]
) -> None:
    assert client.get(LIST, query).status_code in {200, 302}


def test_recruiters_see_their_teams_jobs_and_their_own(client: Client, rita: User, read_job: Job) -> None:
    make_read_job(Team.objects.create(name="Hills"), "Shepherd")
    make_read_job(None, "Miller", created_by=rita)
    body = shown(client, LIST)

    assert "Pump Engineer" in body
    assert "Miller" in body
    assert "Shepherd" not in body


# --- Who may, and what it costs ---

OWN = [
    "change",
    "history",
    "reading",
    "source",
    "publish",
    "close",
    "reopen",
    "reject",
    "restore",
    "look_again",
]
OWN += ["undo", "invite", "plan", "review", "resolve"]


@pytest.mark.parametrize("name", OWN)
def test_another_teams_job_is_nowhere_to_be_found(client: Client, rita: User, name: str) -> None:
    other = make_read_job(Team.objects.create(name="Hills"), "Shepherd")
    args = [other.pk, other.intakes.get().snapshot.pk] if name == "source" else [other.pk]
    address = reverse(f"admin:jobs_job_{name}", args=args)
    answers = [client.get(address), client.post(address, {"_form_submitted": "on", "take": "location:mine"})]

    other.refresh_from_db()
    assert other.status == "draft"
    for answer in answers:
        assert b"Shepherd" not in answer.content
        # Django's own change page leads back to the start.
        assert answer.status_code in {403, 404, 405} or answer.headers.get("Location") == reverse(
            "admin:index"
        )


@pytest.mark.parametrize(
    "name", ["publish", "close", "reject", "look_again", "undo", "resolve", "invite", "review"]
)
def test_who_may_only_look_changes_nothing(client: Client, team: Team, read_job: Job, name: str) -> None:
    client.force_login(make_recruiter("vera", team, "view_job"))
    answer = act(client, name, read_job, take="location:mine")

    assert answer.status_code == 403
    assert read_job.status == "draft"


def test_who_may_only_look_is_offered_no_bulk_action(client: Client, team: Team, read_job: Job) -> None:
    client.force_login(make_recruiter("vera", team, "view_job"))
    do_to_all(client, "publish_selected", read_job, confirmed=True)

    assert read_job.status == "draft"
    assert "publish_selected" not in shown(client, LIST)


def test_pages_cost_the_same_number_of_queries_for_many(
    client: Client, rita: User, read_job: Job, team: Team, django_assert_max_num_queries: Any
) -> None:
    for number in range(30):
        make_read_job(team, f"Job {number}")
        look(read_job, kind="again", outcome="same")
        save(client, read_job, location=f"Pier {number}")
    add_conflict(read_job)

    for address in (LIST, page_of(read_job), reverse("admin:jobs_job_history", args=[read_job.pk])):
        with django_assert_max_num_queries(12):
            client.get(address)


def test_the_list_leaves_the_big_texts_in_the_database(
    client: Client, rita: User, read_job: Job, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(12) as captured:
        client.get(LIST)

    assert not [
        query["sql"] for query in captured.captured_queries if '"jobs_job"."description",' in query["sql"]
    ]
