"""A recruiter keeps filters of the job list under a name, for themselves alone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from jobs.admin.saved_views import lasting_query
from jobs.models import Job, SavedView
from tests.jobs.hidden_world import client_of, person

pytestmark = pytest.mark.django_db

LIST = reverse("admin:jobs_job_changelist")
SAVE = reverse("admin:jobs_job_save_view")
MANAGE = reverse("admin:jobs_job_views")


@pytest.fixture
def rita(db: None) -> User:
    return person("rita")


@pytest.fixture
def browser(rita: User) -> Client:
    return client_of(rita)


def make_view(user: User, name: str = "Norwich", query: str = "q=Norwich") -> SavedView:
    return SavedView.objects.create(user=user, name=name, query=query)


def test_a_filtered_list_can_be_kept_and_found_again(browser: Client, rita: User) -> None:
    Job.objects.create(job_title="Pump Engineer", location="Norwich", created_by=rita)
    Job.objects.create(job_title="Shepherd", created_by=rita)
    assert "Save this view" in browser.get(LIST, {"q": "Norwich"}).content.decode()
    page = browser.post(SAVE, {"name": " My  Norwich ", "query": "q=Norwich&p=1"}, follow=True)
    view = SavedView.objects.get()
    assert (view.user, view.name, view.query) == (rita, "My Norwich", "q=Norwich")
    assert page.context["cl"].result_count == 1
    assert f'href="{LIST}?q=Norwich" aria-current="page">My Norwich' in page.content.decode()


def test_the_list_as_it_is_needs_no_name(browser: Client) -> None:
    assert "Save this view" not in browser.get(LIST).content.decode()
    page = browser.post(SAVE, {"name": "All", "query": "p=2"}, follow=True).content.decode()
    assert "Filter or search the list first" in page
    assert not SavedView.objects.exists()


def test_a_view_that_is_kept_is_not_offered_again(browser: Client, rita: User) -> None:
    make_view(rita, query="q=Norwich&status__exact=draft")
    page = browser.get(LIST + "?status__exact=draft&q=Norwich").content.decode()
    assert "Save this view" not in page


@pytest.mark.parametrize(
    ("query", "lasting"),
    [("q=b&p=3", "q=b"), ("status__exact=draft&q=a", "q=a&status__exact=draft"), ("e=1&all=", ""), ("", "")],
)
def test_only_what_lasts_is_kept_in_one_order(query: str, lasting: str) -> None:
    assert lasting_query(QueryDict(query)) == lasting


@pytest.mark.parametrize(
    ("name", "query", "said"),
    [
        ("", "q=a", "Give the view a name."),
        ("norwich", "q=a", "You have a view named “norwich” already."),
        ("n" * 61, "q=a", "at most 60 characters"),
        ("Long", "q=" + "a" * 1000, "too many filters"),
    ],
)
def test_what_cannot_be_kept_says_why(browser: Client, rita: User, name: str, query: str, said: str) -> None:
    make_view(rita)
    page = browser.post(SAVE, {"name": name, "query": query}, follow=True).content.decode()
    assert said in page
    assert SavedView.objects.count() == 1


def test_there_is_an_end_to_views(browser: Client, rita: User) -> None:
    for number in range(30):
        make_view(rita, name=str(number))
    assert (
        "Delete one first" in browser.post(SAVE, {"name": "x", "query": "q=a"}, follow=True).content.decode()
    )


def test_a_view_is_renamed(browser: Client, rita: User) -> None:
    view, other = make_view(rita), make_view(rita, name="Ely")
    rename = reverse("admin:jobs_job_rename_view", args=[view.pk])
    assert "You have a view named" in browser.post(rename, {"name": other.name}, follow=True).content.decode()
    browser.post(rename, {"name": "City"})
    view.refresh_from_db()
    assert view.name == "City"


def test_a_view_is_deleted_after_a_question_and_its_jobs_stay(browser: Client, rita: User) -> None:
    Job.objects.create(job_title="Pump Engineer", location="Norwich", created_by=rita)
    delete = reverse("admin:jobs_job_delete_view", args=[make_view(rita).pk])
    assert "The view goes, its jobs stay." in browser.get(delete).content.decode()
    assert SavedView.objects.exists()
    browser.post(delete)
    assert not SavedView.objects.exists()
    assert Job.objects.exists()


def test_views_are_their_owners_alone(browser: Client) -> None:
    theirs = make_view(person("hugo"), name="Hugo's")
    for where in (LIST, MANAGE):
        assert "Hugo" not in browser.get(where).content.decode()
    for name in ("rename", "delete"):
        where = reverse(f"admin:jobs_job_{name}_view", args=[theirs.pk])
        assert browser.post(where, {"name": "mine"}).status_code == 404
    theirs.refresh_from_db()
    assert theirs.name == "Hugo's"


def test_the_page_without_views_teaches_how_to_make_one(browser: Client) -> None:
    assert "You have no views yet." in browser.get(MANAGE).content.decode()


def test_a_view_of_filters_that_are_gone_leads_to_the_list(browser: Client, rita: User) -> None:
    view = make_view(rita, query="gone__exact=1")
    assert browser.get(f"{LIST}?{view.query}", follow=True).status_code == 200


def test_hostile_names_and_filters_stay_text(browser: Client, rita: User) -> None:
    browser.post(SAVE, {"name": "<script>alert(1)</script>", "query": 'q="><script>alert(2)</script>'})
    for where in (LIST, MANAGE):
        assert "<script>alert(" not in browser.get(where).content.decode()


def test_a_view_never_leads_elsewhere(browser: Client) -> None:
    answer = browser.post(SAVE, {"name": "x", "query": "//evil.example/?q=a"})
    assert answer.headers["Location"].startswith(LIST + "?")
