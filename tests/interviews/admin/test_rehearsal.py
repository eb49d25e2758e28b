"""Recruiters rehearse a plan before they invite anybody."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interviews.engine.plan import load_plan_yaml
from interviews.engine.simulation import load_candidate_yaml
from interviews.models import Interview, PlanVersion
from interviews.rehearsal import rehearse, scripted_candidates
from interviews.roles import RECRUITERS
from jobs.models import Team
from tests.engine.helpers import PLAN, PLAN_TEXT
from tests.interviews.makers import make_job, make_plan

pytestmark = pytest.mark.django_db

SCRIPT = """\
schema: parley.candidate/1
id: ada
plan: bike-mechanic
answers:
  hard_repair: {first: It was a <b>tandem</b>.}
  "*": {first: I would rather skip this one.}
"""


@pytest.fixture
def plan() -> PlanVersion:
    return make_plan(make_job(), text=PLAN_TEXT)


def page_of(plan: PlanVersion) -> str:
    return reverse("admin:interviews_planversion_rehearsal", args=[plan.pk])


def own_page_of(plan: PlanVersion) -> str:
    return reverse("admin:interviews_planversion_rehearsal_own", args=[plan.pk])


def text_of(page: str) -> str:
    """What a person reads of a page, on one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def see(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200
    return answer.content.decode()


# The page


def test_the_plan_leads_to_its_rehearsal(recruiter: Client, plan: PlanVersion) -> None:
    page = see(recruiter, reverse("admin:interviews_planversion_change", args=[plan.pk]))
    links = re.findall(r'href="([^"]*rehearse[^"]*)"', page)
    assert len(links) == 1
    assert recruiter.get(links[0]).headers["Location"] == page_of(plan)


def test_both_transcripts_stand_side_by_side_by_question(recruiter: Client, plan: PlanVersion) -> None:
    page = see(recruiter, page_of(plan))
    scenes = page.split('<section class="scene"')[1:]
    assert len(scenes) == 1 + len(PLAN.questions) + 1
    candidates = scripted_candidates(PLAN)
    for scene, question in zip(scenes[1:], PLAN.questions, strict=False):
        weak, strong = text_of(scene).split("Strong candidate")
        assert candidates["weak"].answers[question.key].first in weak
        assert candidates["strong"].answers[question.key].first in strong


def test_a_follow_up_is_marked_with_what_it_is_for(recruiter: Client, plan: PlanVersion) -> None:
    page = text_of(see(recruiter, page_of(plan)))
    asked = "Follow-up How did you check that it held?"
    assert f"{asked} Not shown until then: Says how the result was checked." in page


def test_indicators_are_named_in_their_own_words(recruiter: Client, plan: PlanVersion) -> None:
    page = text_of(see(recruiter, page_of(plan)))
    assert re.search(r"Shown( Says [^.]+\.)* Says how the result was checked\.", page)
    assert "checks result" not in page


def test_questions_that_told_nobody_apart_are_listed_with_what_to_do(
    recruiter: Client, plan: PlanVersion
) -> None:
    page = see(recruiter, page_of(plan))
    findings = page.split('<ol class="findings">')[1].split("</ol>")[0]
    assert re.findall(r'<li value="(\d)">', findings) == ["3", "4"]
    assert "It belongs to no competency" in findings
    assert reverse("admin:interviews_planversion_editor", args=[plan.pk]) in findings


def test_a_plan_whose_every_question_works_is_said_to(recruiter: Client) -> None:
    text = PLAN_TEXT[: PLAN_TEXT.index("  - key: favourite_bike")] + "closing: Thank you.\n"
    page = see(recruiter, page_of(make_plan(make_job(), text=text)))
    assert "Every question told the two apart" in page


def test_an_indicator_that_no_rehearsal_can_show_is_named(recruiter: Client) -> None:
    text = PLAN_TEXT.replace("        examples: [I rode it round the block]\n", "")
    page = text_of(see(recruiter, page_of(make_plan(make_job(), text=text))))
    assert "Without an example, so no rehearsal shows it: Says how the result was checked." in page


def test_the_bars_have_a_title_a_description_and_their_numbers_below(
    recruiter: Client, plan: PlanVersion
) -> None:
    page = see(recruiter, page_of(plan))
    chart = page[page.index("<svg class") : page.index("</svg>", page.index("<svg class"))]
    assert "<title" in chart and "Planned: 15 minutes." in chart
    table = text_of(page.split('<table class="numbers">')[1].split("</table>")[0])
    for estimate in rehearse(PLAN).times:
        total = f"{estimate.ms // 60_000}:{estimate.ms // 1000 % 60:02d}"
        assert total in chart
        assert total in table
    assert table.count("Question ") == len(PLAN.questions)


def test_a_bar_ends_within_the_picture_even_when_the_plan_is_too_short(recruiter: Client) -> None:
    text = PLAN_TEXT.replace("minutes: 15", "minutes: 2")
    page = see(recruiter, page_of(make_plan(make_job(), text=text)))
    ends = [
        float(x) + float(width) for x, width in re.findall(r'x="([\d.]+)%" y="\d+" width="([\d.]+)%"', page)
    ]
    assert max(ends) == pytest.approx(100, abs=0.1)
    assert "too long" in page


def test_what_a_long_talker_is_not_asked_is_said(recruiter: Client) -> None:
    text = PLAN_TEXT.replace("minutes: 15", "minutes: 8")
    assert "A long talker is not asked 1 of the questions" in see(
        recruiter, page_of(make_plan(make_job(), text=text))
    )


@pytest.mark.parametrize("seed", ["7", "-1", "x", "9" * 5000, "¹"])
def test_a_seed_is_a_number_and_nothing_else_matters(recruiter: Client, plan: PlanVersion, seed: str) -> None:
    answer = recruiter.get(page_of(plan), {"seed": seed})
    assert answer.context["rehearsal"] == rehearse(PLAN, 7 if seed == "7" else 0)


def test_markup_in_a_plan_stays_text(recruiter: Client) -> None:
    text = PLAN_TEXT.replace("I trued the wheel", "<script>alert(1)</script>")
    page = see(recruiter, page_of(make_plan(make_job(), text=text)))
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_is_stored(recruiter: Client, plan: PlanVersion) -> None:
    see(recruiter, page_of(plan))
    recruiter.post(own_page_of(plan), {"text": SCRIPT})
    assert (PlanVersion.objects.count(), Interview.objects.count()) == (1, 0)


# One's own candidate


def test_ones_own_candidate_begins_with_a_script_to_change(recruiter: Client, plan: PlanVersion) -> None:
    answer = recruiter.get(own_page_of(plan))
    assert load_candidate_yaml(answer.context["form"].initial["text"]) == scripted_candidates(PLAN)["strong"]


def test_ones_own_candidate_is_played(recruiter: Client, plan: PlanVersion) -> None:
    page = recruiter.post(own_page_of(plan), {"text": SCRIPT}).content.decode()
    assert "It was a &lt;b&gt;tandem&lt;/b&gt;." in page
    assert "Skipped by the candidate" in page
    assert "every question was asked" in page


def test_a_file_is_played_instead_of_the_text(recruiter: Client, plan: PlanVersion) -> None:
    file = SimpleUploadedFile("bob.yaml", b"\xef\xbb\xbf" + SCRIPT.replace("id: ada", "id: bob").encode())
    answer = recruiter.post(own_page_of(plan), {"text": SCRIPT, "file": file})
    assert answer.context["played"].candidate == "bob"


@pytest.mark.parametrize(
    ("data", "field", "problem"),
    [
        ({"text": SCRIPT.replace("first: It", "frist: It")}, "text", "line 5, answers.hard_repair.frist"),
        ({"text": "a: ["}, "text", "line 1: not valid YAML"),
        ({"text": ""}, "text", "the file is empty"),
        ({"text": SCRIPT.replace("id: ada", 'id: "\\ud83d"')}, "text", "line 2, id"),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00a")}, "file", "no text in UTF-8"),
        ({"file": SimpleUploadedFile("x.yaml", b"a" * 200_001)}, "file", "at most 200,000 bytes"),
    ],
)
def test_a_mistake_in_the_script_is_said_with_line_and_key(
    recruiter: Client, plan: PlanVersion, data: dict[str, Any], field: str, problem: str
) -> None:
    answer = recruiter.post(own_page_of(plan), data)
    assert answer.status_code == 422
    assert problem in answer.context["form"].errors[field][0]
    assert problem in text_of(answer.content.decode())


def test_what_does_not_fit_the_plan_is_said(recruiter: Client, plan: PlanVersion) -> None:
    script = SCRIPT.replace("plan: bike-mechanic", "plan: other").replace("hard_repair", "no_such")
    page = recruiter.post(own_page_of(plan), {"text": script}).content.decode()
    assert "The script was written for the plan “other”." in page
    assert "The plan has no question “no_such”" in page


# Who may see it


@pytest.mark.parametrize("who", ["anonymous", "candidate", "staff"])
def test_strangers_see_nothing(
    strangers: dict[str, Callable[[], Client]], plan: PlanVersion, who: str
) -> None:
    client = strangers[who]()
    for answer in (
        client.get(page_of(plan)),
        client.get(own_page_of(plan)),
        client.post(own_page_of(plan), {"text": SCRIPT}),
    ):
        assert answer.status_code in (302, 403, 404)
        assert "tandem" not in answer.content.decode()


def test_another_teams_plan_is_not_in_sight(recruiter: Client) -> None:
    plan = make_plan(make_job(team=Team.objects.create(name="Others")), text=PLAN_TEXT)
    for url in (page_of(plan), own_page_of(plan)):
        assert recruiter.get(url).status_code in (302, 404)
    assert recruiter.get(page_of(PlanVersion(pk=999_999))).status_code in (302, 404)


def test_who_may_only_look_rehearses_but_is_not_led_to_the_editor(plan: PlanVersion) -> None:
    user = User.objects.create_user("vera", is_staff=True)
    assert plan.job is not None and plan.job.team is not None
    plan.job.team.members.add(user)
    user.user_permissions.add(Permission.objects.get(codename="view_planversion"))
    client = Client()
    client.force_login(user)
    page = see(client, page_of(plan))
    assert reverse("admin:interviews_planversion_editor", args=[plan.pk]) not in page


def test_a_plan_of_the_library_can_be_rehearsed(recruiter: Client) -> None:
    assert Group.objects.filter(name=RECRUITERS).exists()
    assert load_plan_yaml(PLAN_TEXT).title in see(recruiter, page_of(make_plan(text=PLAN_TEXT)))
