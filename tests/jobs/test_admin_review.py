"""The review queue: who comes to which job, what they see of it, and what their decisions do."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.models import Job, Snapshot, Team
from jobs.services.corrections import save_correction
from tests.jobs.desk import TEXT, add_conflict, make_read_job, make_recruiter

pytestmark = pytest.mark.django_db

QUEUE = reverse("admin:jobs_job_review")


def page_of(job: Job) -> str:
    return reverse("admin:jobs_job_review_one", args=[job.pk])


def shown(client: Client, job: Job) -> str:
    return client.get(page_of(job)).content.decode()


def act(client: Client, job: Job, field: str, act: str, value: str = "", *, htmx: bool = True) -> str:
    """Do one thing with one field; return what comes back for it."""
    address = reverse("admin:jobs_job_review_field", args=[job.pk, field])
    headers = {"hx-request": "true"} if htmx else {}
    answer = client.post(address, {"act": act, "value": value}, headers=headers)
    job.refresh_from_db()
    return answer.content.decode() if htmx else answer.headers["Location"]


def decide(client: Client, job: Job, verb: str, **data: str) -> Any:
    answer = client.post(reverse(f"admin:jobs_job_review_{verb}", args=[job.pk]), data)
    job.refresh_from_db()
    return answer


# --- The queue ---


def test_the_queue_begins_with_the_job_that_waits_longest(client: Client, rita: User, team: Team) -> None:
    first, second = make_read_job(team, "Ferryman"), make_read_job(team, "Net Mender")

    assert client.get(QUEUE).headers["Location"] == page_of(first)
    assert "1 of 2 to review" in shown(client, first)
    assert "2 of 2 to review" in shown(client, second)


def test_skipping_leads_on_and_from_the_last_back_to_the_first(
    client: Client, rita: User, team: Team
) -> None:
    first, second = make_read_job(team, "Ferryman"), make_read_job(team, "Net Mender")
    skip = r'href="([^"]+)" data-key="s"'

    assert re.findall(skip, shown(client, first)) == [page_of(second)]
    assert re.findall(skip, shown(client, second)) == [page_of(first)]


def test_nobody_else_waiting_means_nothing_to_skip_to(client: Client, rita: User, read_job: Job) -> None:
    assert 'data-key="s"' not in shown(client, read_job)


def test_an_empty_queue_teaches_what_comes_here_and_how(client: Client, rita: User) -> None:
    rita.user_permissions.add(Permission.objects.get(codename="add_bulkimport"))
    body = client.get(QUEUE).content.decode()

    assert "Nothing waits for review" in body
    assert reverse("admin:jobs_job_add_from_address") in body
    assert reverse("admin:jobs_bulkimport_add") in body


def test_a_published_job_comes_back_when_its_page_says_something_else(
    client: Client, rita: User, read_job: Job
) -> None:
    Job.objects.update(status="published")
    read_job.refresh_from_db()
    add_conflict(read_job)

    assert client.get(QUEUE).headers["Location"] == page_of(read_job)
    assert "The page now says:" in shown(client, read_job)


# --- What is shown ---


def test_each_field_says_in_a_word_how_sure_it_is_and_where_it_was_found(
    client: Client, rita: User, read_job: Job
) -> None:
    body = shown(client, read_job)

    for level, word in {"sure": "Sure", "check": "Check", "weak": "Weak", "missing": "Missing"}.items():
        assert re.search(rf'<section class="field[^>]*>.*?chip-{level}"[^>]*>{word}<', body, re.S)
    assert "Found in the site&#x27;s structured data." in body
    assert "Found in a label on the page." in body


def test_the_page_stands_beside_as_text_with_what_was_found_in_it_marked(
    client: Client, rita: User, read_job: Job
) -> None:
    body = shown(client, read_job)

    assert re.search(r'<mark[^>]+data-fields="location">Gullmouth</mark>', body)
    assert "not shown" not in body
    assert "<h1>Pump" not in body


def test_hidden_characters_and_sentences_to_machines_are_marked_on_the_page(
    client: Client, rita: User, read_job: Job
) -> None:
    body = shown(client, read_job)

    assert re.search(r'<mark[^>]+title="A character that nobody sees">\[U\+202E\]</mark>', body)
    assert re.search(r"<mark[^>]+suspicious[^>]+>[^<]*Ignore all previous instructions", body)
    assert "\u202e" not in body


def test_hostile_markup_is_shown_and_never_run(client: Client, rita: User, team: Team) -> None:
    bad = "<img src=x onerror=alert(1)>"
    job = make_read_job(team, bad)
    add_conflict(job, value=bad)
    Job.objects.update(warnings=[{"kind": "instructions", "field": "job_title", "snippet": bad}])

    assert bad not in shown(client, job)
    assert "&lt;img src=x" in shown(client, job)


def test_an_apis_answer_reads_as_names_and_values(client: Client, rita: User, read_job: Job) -> None:
    snapshot = read_job.intakes.get().snapshot
    snapshot.body = (
        '{"text": "Pump Engineer", "lists": [{"content": "&lt;li&gt;Oil &lt;b&gt;pumps&lt;/b&gt;"}]}'
    )
    snapshot.save()
    body = shown(client, read_job)

    assert "content: • Oil pumps" in body


def test_a_job_without_a_page_says_so(client: Client, rita: User, read_job: Job) -> None:
    read_job.intakes.all().delete()

    body = shown(client, read_job)

    assert "No page was read for this job" in body
    assert TEXT[:40] in body


def test_a_text_that_was_handed_in_stands_where_the_page_could_not_be_read(
    client: Client, rita: User, read_job: Job
) -> None:
    Snapshot.objects.update(body="<p>Sign in to see this job</p>", fields={})
    save_correction(
        job=read_job, changes={"description": TEXT + " Bring boots."}, user=rita, now=timezone.now()
    )
    body = shown(client, read_job)

    assert "The text that was handed in" in body
    assert "Sign in to see this job" not in body
    assert "Bring boots" in body


def test_what_only_the_data_of_a_page_says_is_shown_and_said_to_be_so(
    client: Client, rita: User, read_job: Job
) -> None:
    Snapshot.objects.update(body='<title>Pump Engineer</title><script>{"description": "…"}</script>')
    body = shown(client, read_job)

    assert "stands in its data" in body
    assert TEXT[:40] in body


def test_a_kind_of_employment_is_shown_as_people_say_it_and_kept_as_programs_know_it(
    client: Client, rita: User, team: Team
) -> None:
    job = make_read_job(team, job_type="FULL_TIME, PART_TIME")
    other = make_read_job(team, "Net Mender", job_type="INTERN, Saturdays")
    add_conflict(other, "job_type", "PER_DIEM")
    compared = client.get(reverse("admin:jobs_job_compare", args=[job.pk, other.pk])).content.decode()

    assert '<div class="value">Full-time, Part-time</div>' in shown(client, job)
    assert '<div class="value">Internship, Saturdays</div>' in shown(client, other)
    assert "The page now says:</strong> Paid by the day" in shown(client, other)
    assert ">Full-time, Part-time<" in compared
    assert job.public_json()["jobType"] == "FULL_TIME, PART_TIME"
    act(client, other, "job_type", "page")
    assert other.job_type == "PER_DIEM"


# --- Fields ---


def test_accepting_a_field_notes_who_looked_and_returns_that_field_alone(
    client: Client, rita: User, read_job: Job
) -> None:
    answer = act(client, read_job, "job_title", "accept")

    assert read_job.provenance["job_title"]["checked_by"] == rita.pk
    assert "Checked by Rita" in answer
    assert answer.count('class="field') == 1
    assert "1 of 8 fields checked." in answer


def test_a_correction_becomes_a_persons_words(client: Client, rita: User, read_job: Job) -> None:
    answer = act(client, read_job, "location", "correct", "Ternhaven")

    assert read_job.location == "Ternhaven"
    assert read_job.provenance["location"]["source"] == "person"
    assert "Ternhaven" in answer


def test_a_refused_correction_says_why_and_keeps_what_was_typed(
    client: Client, rita: User, read_job: Job
) -> None:
    answer = act(client, read_job, "location", "correct", "   ")

    assert 'role="alert"' in answer
    assert 'class="editor" open' in answer
    assert read_job.location == "Gullmouth"


def test_a_cleared_field_can_be_put_back(client: Client, rita: User, read_job: Job) -> None:
    cleared = act(client, read_job, "location", "clear")
    assert read_job.location == ""
    assert "Left empty" in cleared

    change = re.search(r'name="value" value="(\d+)"', cleared)
    assert change
    act(client, read_job, "location", "undo", change[1])
    assert read_job.location == "Gullmouth"
    assert read_job.provenance["location"]["source"] == "labels"


@pytest.mark.parametrize(("choice", "place"), [("mine", "Gullmouth"), ("page", "Ternhaven")])
def test_a_conflict_is_settled_either_way(
    client: Client, rita: User, read_job: Job, choice: str, place: str
) -> None:
    add_conflict(read_job)
    act(client, read_job, "location", choice)

    assert read_job.location == place
    assert read_job.conflicts == {}


def test_fields_are_acted_on_without_scripts_too(client: Client, rita: User, read_job: Job) -> None:
    led_to = act(client, read_job, "job_title", "accept", htmx=False)

    assert led_to == f"{page_of(read_job)}#field-job_title"
    assert "checked_at" in read_job.provenance["job_title"]


@pytest.mark.parametrize(
    ("field", "act_name"), [("status", "correct"), ("job_title", "explode"), ("job_title", "undo")]
)
def test_what_is_no_field_or_no_act_is_not_found(
    client: Client, rita: User, read_job: Job, field: str, act_name: str
) -> None:
    address = reverse("admin:jobs_job_review_field", args=[read_job.pk, field])

    assert client.post(address, {"act": act_name, "value": "x"}).status_code == 404


# --- The whole job ---


def test_accepting_a_job_leads_to_the_next(client: Client, rita: User, read_job: Job, team: Team) -> None:
    following = make_read_job(team, "Ferryman")
    answer = decide(client, read_job, "accept")

    assert read_job.reviewed_by == rita
    assert read_job.status == "draft"
    assert answer.headers["Location"] == page_of(following)


def test_accept_and_publish_says_what_it_does_and_does_it_in_one_step(
    client: Client, rita: User, read_job: Job
) -> None:
    assert "All its fields count as checked by you." in shown(client, read_job)

    answer = decide(client, read_job, "accept", publish="1")
    assert (read_job.status, read_job.reviewed_by) == ("published", rita)
    assert answer.headers["Location"] == QUEUE


@pytest.mark.parametrize("field", ["job_title", "description"])
@pytest.mark.parametrize("data", [{}, {"publish": "1"}])
def test_a_job_without_title_or_text_is_refused_politely(
    client: Client, rita: User, read_job: Job, field: str, data: dict[str, str]
) -> None:
    Job.objects.update(**{field: ""})
    answer = decide(client, read_job, "accept", **data)

    assert answer.headers["Location"] == f"{page_of(read_job)}#field-{field}"
    assert "Fill in the title and the description first." in shown(client, read_job)
    assert (read_job.status, read_job.reviewed_at) == ("draft", None)


def test_a_refused_publication_accepts_nothing_either(client: Client, rita: User, read_job: Job) -> None:
    Job.objects.update(status="published")
    decide(client, read_job, "accept", publish="1")

    assert read_job.reviewed_at is None


def test_a_rejected_job_can_be_taken_back_from_the_next_page(
    client: Client, rita: User, read_job: Job, team: Team
) -> None:
    following = make_read_job(team, "Ferryman")
    answer = decide(client, read_job, "reject")
    assert read_job.status == "rejected"
    assert answer.headers["Location"] == f"{page_of(following)}?rejected={read_job.pk}"

    offered = client.get(answer.headers["Location"]).content.decode()
    assert reverse("admin:jobs_job_review_restore", args=[read_job.pk]) in offered
    decide(client, read_job, "restore")
    assert read_job.status == "draft"


def test_the_last_jobs_rejection_is_taken_back_from_the_empty_queue(
    client: Client, rita: User, read_job: Job
) -> None:
    answer = decide(client, read_job, "reject")

    offered = client.get(answer.headers["Location"]).content.decode()
    assert "Nothing waits for review" in offered
    assert reverse("admin:jobs_job_review_restore", args=[read_job.pk]) in offered


@pytest.mark.parametrize("key", ["", "x", "9" * 40, "-1"])
def test_an_undo_that_names_no_job_is_not_offered(
    client: Client, rita: User, read_job: Job, key: str
) -> None:
    assert "is rejected." not in client.get(page_of(read_job), {"rejected": key}).content.decode()


# --- Who may, and what it costs ---

PAGES = ["review_one", "review_accept", "review_reject", "review_restore", "review_field"]


def visit(client: Client, name: str, job: Job) -> int:
    args = [job.pk, "job_title"] if name == "review_field" else [job.pk]
    address = reverse(f"admin:jobs_job_{name}", args=args)
    answer = client.get(address) if name == "review_one" else client.post(address, {"act": "clear"})
    return answer.status_code


@pytest.mark.parametrize("name", PAGES)
def test_strangers_go_to_the_login(client: Client, read_job: Job, name: str) -> None:
    assert visit(client, name, read_job) == 302
    read_job.refresh_from_db()
    assert (read_job.job_title, read_job.status, read_job.reviewed_at) == ("Pump Engineer", "draft", None)


@pytest.mark.parametrize(
    ("team_name", "codenames", "status"),
    [
        ("Coast", ("view_candidate",), 403),
        ("Coast", ("view_job",), 403),
        ("Hills", ("view_job", "change_job"), 404),
    ],
    ids=["no permission", "only looking", "another team"],
)
@pytest.mark.parametrize("name", PAGES)
def test_only_who_may_change_a_job_reviews_it(
    client: Client, read_job: Job, name: str, team_name: str, codenames: tuple[str, ...], status: int
) -> None:
    team, _ = Team.objects.get_or_create(name=team_name)
    client.force_login(make_recruiter("vera", team, *codenames))

    assert visit(client, name, read_job) == status
    read_job.refresh_from_db()
    assert (read_job.job_title, read_job.status, read_job.reviewed_at) == ("Pump Engineer", "draft", None)


def test_the_queue_is_closed_to_who_may_only_look(client: Client, team: Team) -> None:
    client.force_login(make_recruiter("vera", team, "view_job"))

    assert client.get(QUEUE).status_code == 403


def test_another_teams_jobs_are_neither_counted_nor_named(client: Client, rita: User, read_job: Job) -> None:
    make_read_job(Team.objects.create(name="Hills"), "Secret Shepherd")
    body = shown(client, read_job)

    assert "1 of 1 to review" in body
    assert "Secret Shepherd" not in body
    assert (
        "Secret"
        not in client.get(page_of(read_job), {"rejected": Job.objects.latest("pk").pk}).content.decode()
    )


def test_acts_are_posts_only(client: Client, rita: User, read_job: Job) -> None:
    for name in PAGES[1:]:
        args = [read_job.pk, "job_title"] if name == "review_field" else [read_job.pk]
        assert client.get(reverse(f"admin:jobs_job_{name}", args=args)).status_code == 405


def test_the_pages_cost_the_same_whatever_the_queue(
    client: Client, rita: User, read_job: Job, team: Team, django_assert_max_num_queries: Any
) -> None:
    for number in range(40):
        make_read_job(team, f"Job {number}")
    add_conflict(read_job)

    with django_assert_max_num_queries(12):
        shown(client, read_job)
    with django_assert_max_num_queries(12):
        client.get(QUEUE)


def test_a_page_of_hidden_characters_alone_is_still_shown(client: Client, rita: User, read_job: Job) -> None:
    snapshot = read_job.intakes.get().snapshot
    snapshot.body = "a\u200b" * 30_000 + TEXT
    snapshot.save()

    assert shown(client, read_job).count("<mark") <= 600


def test_words_keep_together_and_lists_keep_their_bullets(client: Client, rita: User, read_job: Job) -> None:
    snapshot = read_job.intakes.get().snapshot
    snapshot.body = "<ul><li>Oil <b>pump</b>s</li><li>Row</li></ul><!-- not said --><td>1</td><td>2</td>"
    snapshot.save()
    body = shown(client, read_job)

    assert "• Oil pumps\n• Row" in body
    assert "1 2" in body
    assert "not said" not in body


@pytest.mark.parametrize("body", ["<div>" * 80_000, '{"a":' * 50_000, "<script " * 40_000, "<" * 400_000])
def test_a_page_made_to_keep_a_parser_busy_is_shown_as_it_can_be(
    client: Client, rita: User, read_job: Job, body: str
) -> None:
    snapshot = read_job.intakes.get().snapshot
    snapshot.body = body
    snapshot.save()

    assert "Pump Engineer" in shown(client, read_job)


# --- A page that was read, but that is no open posting ---


def test_a_closed_posting_says_so_until_somebody_accepts_it(
    client: Client, rita: User, read_job: Job
) -> None:
    said = "That posting closed on 4 March 2021."
    read_job.intakes.update(status="needs_text", problem=said)
    form = reverse("admin:jobs_job_change", args=[read_job.pk])
    jobs = reverse("admin:jobs_job_changelist")

    # Above the fields, and again where one is asked whether to publish.
    assert shown(client, read_job).count(said) == 2
    assert f"{said} <a" in client.get(form).content.decode()
    assert "Doubtful" in client.get(jobs).content.decode()
    decide(client, read_job, "accept")
    assert said not in shown(client, read_job)
    assert f"{said} <a" not in client.get(form).content.decode()
    assert "Reviewed" in client.get(jobs).content.decode()


def test_the_sidebar_marks_the_queue_and_not_the_list(client: Client, rita: User, read_job: Job) -> None:
    jobs = reverse("admin:jobs_job_changelist")
    form = reverse("admin:jobs_job_change", args=[read_job.pk])

    def marked(page: str) -> list[str]:
        groups = client.get(page).context["sidebar_navigation"]
        return [item["title"] for group in groups for item in group["items"] if item["active"]]

    assert [marked(page) for page in (page_of(read_job), jobs, form)] == [["To review"], ["Jobs"], ["Jobs"]]


def test_why_a_job_cannot_be_accepted_stands_beside_the_button(
    client: Client, rita: User, read_job: Job
) -> None:
    assert "Cannot be accepted" not in shown(client, read_job)
    said = "Cannot be accepted yet: the description is missing."
    assert said in act(client, read_job, "description", "clear")
    assert said in shown(client, read_job).partition('class="review-acts"')[2]
