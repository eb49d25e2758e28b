"""Recruiters write the next version of a plan in a form, and lose nothing that they typed."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from interviews.admin.plan_form_data import MOST_ENTRIES, to_fields
from interviews.admin.plan_versions import canonical
from interviews.engine import plan_review
from interviews.engine.plan import load_plan_yaml
from interviews.models import Interview, PlanVersion
from interviews.roles import RECRUITERS
from jobs.models import Team
from tests.interviews.makers import PLAN, make_interview, make_job, make_plan

pytestmark = pytest.mark.django_db

LIST = reverse("admin:interviews_planversion_changelist")
ADD = reverse("admin:interviews_planversion_add")
PRIVATE = ("editor", "yaml", "export", "change", "download", "edit", "edit_yaml")


def address(plan: PlanVersion, page: str = "editor") -> str:
    return reverse(f"admin:interviews_planversion_{page}", args=[plan.pk])


def typed(plan: PlanVersion, **changes: Any) -> dict[str, Any]:
    """What a browser sends of the form; `q1_text` is the field `q1-text`."""
    fields = to_fields(canonical(plan)) | {"seen": [str(plan.pk)]}
    return fields | {
        name.replace("_", "-", 1) if name[0] in "qcf" and name[1].isdigit() else name: value
        for name, value in changes.items()
    }


def send(client: Client, plan: PlanVersion, act: str = "save", **changes: Any) -> Any:
    return client.post(address(plan), typed(plan, **changes) | {"act": act})


def page_after(client: Client, plan: PlanVersion, act: str, **changes: Any) -> str:
    answer = send(client, plan, act, **changes)
    assert answer.status_code == 200
    return str(answer.content.decode())


@pytest.fixture
def plan() -> PlanVersion:
    return make_plan(make_job(description="You bake. You work at night."))


@pytest.fixture
def hugo(db: None) -> Client:
    """A recruiter of another team."""
    user = User.objects.create_user("hugo", is_staff=True)
    Team.objects.create(name="Hills").members.add(user)
    user.groups.add(Group.objects.get(name=RECRUITERS))
    client = Client()
    client.force_login(user)
    return client


class TestSaving:
    def test_a_change_is_saved_as_the_next_version(self, recruiter: Client, plan: PlanVersion) -> None:
        answer = send(recruiter, plan, q1_text="Which loaf is your best?", q2_minutes="2,5")
        newest = PlanVersion.objects.latest("pk")
        assert answer.headers["Location"] == address(newest, "change")
        assert (newest.version, newest.source, newest.job) == (2, "edited", plan.job)
        assert newest.created_by is not None and newest.created_by.username == "rita"
        first, second, _ = newest.document["questions"]
        assert (first["key"], first["text"], second["minutes"]) == ("loaf", "Which loaf is your best?", 2.5)

    def test_a_character_that_no_database_stores_is_left_out(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        send(recruiter, plan, q1_text="Which loaf\0 is your best?")
        assert PlanVersion.objects.latest("pk").document["questions"][0]["text"] == "Which loaf is your best?"

    def test_a_plan_that_no_form_can_hold_is_edited_as_yaml(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        many = [f"q{number}" for number in range(MOST_ENTRIES + 1)]
        answer = send(recruiter, plan, "up:q1", questions=many)
        assert answer.headers["Location"] == address(plan, "yaml")

    @pytest.mark.parametrize("seen", ["9" * 5_000, "\u0663", "-1", "x"])
    def test_a_form_that_saw_a_version_which_there_cannot_be_is_shown(
        self, recruiter: Client, plan: PlanVersion, seen: str
    ) -> None:
        assert send(recruiter, plan, "up:q1", seen=seen).status_code == 200
        assert send(recruiter, plan, seen=seen, q1_text="Which loaf?").status_code in (302, 409)

    def test_the_form_as_it_is_served_saves_nothing_new(self, recruiter: Client, plan: PlanVersion) -> None:
        answer = recruiter.post(address(plan), typed(plan) | {"act": "save"}, follow=True)
        assert "Nothing was changed" in answer.content.decode()
        assert PlanVersion.objects.count() == 1

    def test_a_version_that_an_interview_used_stays_as_it_was(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        interview = make_interview(job=plan.job, plan=plan)
        send(recruiter, plan, title="Night baker")
        interview.refresh_from_db()
        assert (interview.plan, interview.plan.title) == (plan, "Baker")

    def test_line_ends_are_kept_as_plans_have_them(self, recruiter: Client, plan: PlanVersion) -> None:
        send(recruiter, plan, closing="Thanks.\r\nA person reads this.")
        assert PlanVersion.objects.latest("pk").document["closing"] == "Thanks.\nA person reads this."

    def test_a_plan_of_the_usual_size_at_its_largest_fits(self, recruiter: Client, plan: PlanVersion) -> None:
        fields = typed(plan)
        form = load_plan_yaml(PLAN)
        assert form.questions
        fields["questions"] = [f"q{n}" for n in range(1, 13)]
        for n in range(1, 13):
            fields |= {f"q{n}-{key}": fields[f"q1-{key}"] for key in ("kind", "minutes", "required", "max")}
            fields |= {f"q{n}-text": [f"Bread number {n}?"], f"q{n}-competencies": ["c1"]}
            fields[f"q{n}-probes"] = [f"q{n}p{m}" for m in range(1, 11)]
            fields |= {f"q{n}p{m}-for": ["c1i1"] for m in range(1, 11)}
            fields |= {f"q{n}p{m}-text": ["And then?"] for m in range(1, 11)}
        assert recruiter.post(address(plan), fields | {"act": "save"}).status_code == 302
        assert len(PlanVersion.objects.latest("pk").document["questions"][11]["probes"]["authored"]) == 10


class TestMistakes:
    def test_an_invalid_form_comes_back_with_all_that_was_typed(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        answer = send(recruiter, plan, q1_text="", q2_text="Half a <b>quest", minutes="soon", tab="facts")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Half a &lt;b&gt;quest" in page
        assert 'value="soon"' in page
        assert PlanVersion.objects.count() == 1

    def test_a_summary_links_to_each_mistake_and_says_it_there(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        page = send(recruiter, plan, q1_text="", tab="facts").content.decode()
        assert "Not saved yet: 1 thing to mend" in page
        assert '<a href="#f-q1-text" data-goto><strong>Question 1:</strong> Write something' in page
        assert 'id="m-q1-text" data-live><p class="note note-error">' in page
        assert 'id="tab-questions" checked' in page
        assert '<details id="d-q1" open>' in page

    def test_nobody_is_told_of_mistakes_beside_the_fields_before_saving(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        page = page_after(recruiter, plan, "add:questions")
        assert "note-error" not in page.partition('id="plan-review"')[0]
        assert "Before it can be saved" in page
        assert "note note-error" not in page

    @pytest.mark.parametrize("place", ["q1_text", "q1_rephrase"])
    def test_a_question_on_a_protected_topic_is_refused_with_the_reason(
        self, recruiter: Client, plan: PlanVersion, place: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(plan_review, "protected_topics", lambda text, _: ("age",) * ("old" in text))
        answer = send(recruiter, plan, **{place: "How old are you?"})
        assert answer.status_code == 422
        assert "This asks about age, which the law protects" in answer.content.decode()
        assert PlanVersion.objects.count() == 1


class TestTwoPeople:
    def test_ones_own_version_from_another_tab_is_ones_own(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        send(recruiter, plan, title="In one tab")
        page = send(recruiter, plan, title="In the other").content.decode()
        assert "You saved version 2 elsewhere" in page

    def test_saving_over_anothers_version_says_so_and_shows_what_they_changed(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        make_plan(plan.job, text=PLAN.replace("first?", "last?"))
        answer = send(recruiter, plan, title="Mine")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "saved version 2 while you were editing" in page
        assert "<ins>last?</ins>" in page
        assert 'value="Mine"' in page
        assert PlanVersion.objects.count() == 2

    def test_one_may_save_on_top_once_one_knows(self, recruiter: Client, plan: PlanVersion) -> None:
        other = make_plan(plan.job, text=PLAN.replace("first?", "last?"))
        page = send(recruiter, plan, title="Mine").content.decode()
        assert f'name="seen" value="{other.pk}"' in page
        send(recruiter, plan, title="Mine", seen=[str(other.pk)])
        newest = PlanVersion.objects.latest("pk")
        assert (newest.version, newest.title) == (3, "Mine")

    def test_an_old_version_can_be_taken_up_again(self, recruiter: Client, plan: PlanVersion) -> None:
        newest = make_plan(plan.job, text=PLAN.replace("first?", "last?"))
        page = recruiter.get(address(plan)).content.decode()
        assert "This starts from version 1. The newest is 2" in page
        send(recruiter, plan, seen=[str(newest.pk)])
        assert PlanVersion.objects.latest("pk").document == plan.document

    def test_yaml_is_not_saved_over_anothers_version_either(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        other = make_plan(plan.job, text=PLAN.replace("first?", "last?"))
        mine = {"text": PLAN.replace("minutes: 10", "minutes: 11"), "seen": plan.pk}
        answer = recruiter.post(address(plan, "yaml"), mine)
        assert answer.status_code == 422
        assert "Version 2 was saved while you were editing" in answer.content.decode()
        recruiter.post(address(plan, "yaml"), mine | {"seen": other.pk})
        assert PlanVersion.objects.latest("pk").version == 3


class TestTheButtonsWithoutScripts:
    def test_adding_keeps_what_was_typed_and_unfolds_the_new_one(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        page = page_after(recruiter, plan, "add:questions", title="Half written")
        assert 'value="Half written"' in page
        assert '<details id="d-q4" open>' in page
        assert 'data-focus="f-q4-text"' in page
        assert PlanVersion.objects.count() == 1

    def test_removing_can_be_undone_until_it_is_saved(self, recruiter: Client, plan: PlanVersion) -> None:
        page = page_after(recruiter, plan, "remove:q2")
        assert "Removed: “What do you do when a batch is burnt?”" in page
        assert 'name="removed" value="q2"' in page
        assert 'name="removed"' not in page_after(recruiter, plan, "undo:q2", removed=["q2"])
        send(recruiter, plan, removed=["q2"])
        assert [q["key"] for q in PlanVersion.objects.latest("pk").document["questions"]] == [
            "loaf",
            "night_work",
        ]

    def test_moving_changes_the_order(self, recruiter: Client, plan: PlanVersion) -> None:
        page = page_after(recruiter, plan, "up:q2")
        assert page.index('name="questions" value="q2"') < page.index('name="questions" value="q1"')

    def test_checking_shows_minutes_remarks_preview_and_changes_of_what_is_typed(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        page = page_after(recruiter, plan, "check", q1_minutes="9", q3_text="Why here?", tab="preview")
        assert "<span data-over>6</span> too many" in page
        assert "The questions need 16 minutes" in page
        assert "<strong>Why here?</strong>" in page
        assert "Question 1: minutes: 9 instead of 3." in page
        assert 'id="tab-preview" checked' in page

    def test_a_new_scale_can_be_chosen_at_once(self, recruiter: Client, plan: PlanVersion) -> None:
        page = page_after(
            recruiter, plan, "check", competencies=["c1", "c2"], c2_name="Care", c2_definition="Cares."
        )
        assert 'name="q1-competencies" value="c2"' in page

    def test_the_enter_key_saves_nothing(self, recruiter: Client, plan: PlanVersion) -> None:
        page = recruiter.get(address(plan)).content.decode()
        form = page.partition('id="plan-form"')[2]
        assert form.partition("<button")[2].partition(">")[0].count('value="check"') == 1

    def test_markup_stays_text_wherever_it_is_shown(self, recruiter: Client, plan: PlanVersion) -> None:
        attack = '"><script>alert(1)</script>'
        changes = {
            "q1_text": attack,
            "c1_name": attack,
            "c1i1_text": attack,
            "title": attack,
            "q1_key": attack,
        }
        page = page_after(recruiter, plan, "check", **changes, removed=["q2"], tab=attack)
        assert "<script>alert(1)" not in page


class TestFiles:
    def test_a_version_is_handed_out_as_a_file_that_reads_back(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        answer = recruiter.get(address(plan, "export"))
        assert answer.headers["Content-Disposition"] == 'attachment; filename="baker-v1.yaml"'
        assert load_plan_yaml(answer.content.decode()) == load_plan_yaml(PLAN)

    def test_a_file_takes_the_place_of_the_text(self, recruiter: Client, plan: PlanVersion) -> None:
        file = SimpleUploadedFile("plan.yaml", PLAN.replace("minutes: 10", "minutes: 17").encode())
        recruiter.post(address(plan, "yaml"), {"text": PLAN, "file": file})
        assert PlanVersion.objects.latest("pk").minutes == 17

    def test_a_new_plan_can_come_as_a_file(self, recruiter: Client) -> None:
        file = SimpleUploadedFile("plan.yaml", b"\xef\xbb\xbf" + PLAN.encode())
        recruiter.post(ADD, {"job": make_job().pk, "text": "", "file": file})
        assert PlanVersion.objects.get().source == "imported"

    def test_a_files_mistake_is_said_with_its_line_and_its_text_is_shown(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        file = SimpleUploadedFile("plan.yaml", PLAN.replace("language: en", "language: no").encode())
        answer = recruiter.post(address(plan, "yaml"), {"text": PLAN, "file": file})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "line 5, language" in page
        assert "language: no" in page

    @pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"x" * 200_001])
    def test_what_is_no_text_or_too_long_is_refused(
        self, recruiter: Client, plan: PlanVersion, content: bytes
    ) -> None:
        answer = recruiter.post(address(plan, "yaml"), {"file": SimpleUploadedFile("plan.yaml", content)})
        assert "This file is no text, or too long" in answer.content.decode()

    def test_nothing_at_all_is_asked_for(self, recruiter: Client, plan: PlanVersion) -> None:
        answer = recruiter.post(address(plan, "yaml"), {"text": " "})
        assert "Paste the plan, or choose a file of it." in answer.content.decode()


class TestThePageOfAVersion:
    def test_what_changed_since_the_version_before_is_said_in_words(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        second = make_plan(
            plan.job, text=PLAN.replace("minutes: 10", "minutes: 12").replace("first?", "last?")
        )
        page = recruiter.get(address(second, "change")).content.decode()
        assert "Compared with version 1" in page
        assert "minutes of the whole interview: 12 instead of 10" in page
        assert "<del>first?</del>" in page

    def test_any_two_versions_can_be_compared(self, recruiter: Client, plan: PlanVersion) -> None:
        make_plan(plan.job, text=PLAN.replace("minutes: 10", "minutes: 12"))
        third = make_plan(plan.job, text=PLAN.replace("minutes: 10", "minutes: 14"))
        page = recruiter.get(address(third, "change"), {"with": plan.pk}).content.decode()
        assert "14 instead of 10" in page

    @pytest.mark.parametrize("wanted", ["x", "999", "²"])
    def test_no_such_version_is_none_to_compare_with(
        self, recruiter: Client, plan: PlanVersion, wanted: str
    ) -> None:
        answer = recruiter.get(address(plan, "change"), {"with": wanted})
        assert "This is the first version." in answer.content.decode()

    def test_it_names_the_interviews_that_used_it(self, recruiter: Client, plan: PlanVersion) -> None:
        interview = make_interview(job=plan.job, plan=plan)
        page = recruiter.get(address(plan, "change")).content.decode()
        assert reverse("admin:interviews_interview_change", args=[interview.pk]) in page
        assert "1 interview" in page

    def test_the_librarys_plan_does_not_name_another_teams_interviews(self, hugo: Client) -> None:
        library = make_plan()
        make_interview(job=make_job(), plan=library)
        page = hugo.get(address(library, "change")).content.decode()
        assert "None yet." in page
        assert "no interviews" in page


class TestTheList:
    def test_it_shows_the_newest_versions_unless_all_are_wanted(
        self, recruiter: Client, plan: PlanVersion
    ) -> None:
        newest = make_plan(plan.job, text=PLAN.replace("minutes: 10", "minutes: 12"))
        library = make_plan()
        other = make_plan(make_job())
        shown = recruiter.get(LIST).context["cl"].result_list
        assert {row.pk for row in shown} == {newest.pk, library.pk, other.pk}
        every = recruiter.get(LIST, {"versions": "all"}).context["cl"].result_list
        assert plan.pk in {row.pk for row in every}

    def test_it_counts_remarks_and_interviews(self, recruiter: Client, plan: PlanVersion) -> None:
        make_interview(job=plan.job, plan=plan)
        page = recruiter.get(LIST).content.decode()
        assert "1 problem, " in page
        assert "1 interview" in page

    def test_its_queries_do_not_grow_with_its_rows(
        self, recruiter: Client, plan: PlanVersion, django_assert_max_num_queries: Any
    ) -> None:
        for number in range(6):
            make_interview(job=plan.job, plan=make_plan(make_job(job_title=f"Baker {number}")))
        with django_assert_max_num_queries(16):
            recruiter.get(LIST)


class TestAccess:
    @pytest.mark.parametrize("page", PRIVATE)
    def test_another_teams_plan_is_out_of_reach(self, hugo: Client, plan: PlanVersion, page: str) -> None:
        answer = hugo.get(address(plan, page))
        assert answer.status_code in {302, 403, 404}
        assert "Which bread" not in answer.content.decode()
        if answer.status_code == 302:
            assert answer.headers["Location"] == reverse("admin:index")

    def test_another_teams_plan_cannot_be_saved(self, hugo: Client, plan: PlanVersion) -> None:
        assert send(hugo, plan, title="Stolen").status_code == 403
        assert PlanVersion.objects.count() == 1

    def test_the_library_is_the_administrators_to_write(self, recruiter: Client) -> None:
        library = make_plan()
        assert recruiter.get(address(library, "change")).status_code == 200
        assert recruiter.get(address(library, "export")).status_code == 200
        assert recruiter.get(address(library)).status_code == 403
        assert send(recruiter, library, title="Mine").status_code == 403
        admin = Client()
        admin.force_login(User.objects.create_superuser("ann"))
        assert send(admin, library, title="Ours").status_code == 302

    @pytest.mark.parametrize("page", PRIVATE)
    @pytest.mark.parametrize("who", ["anonymous", "candidate", "staff"])
    def test_strangers_see_nothing(self, strangers: Any, plan: PlanVersion, page: str, who: str) -> None:
        answer = strangers[who]().get(address(plan, page))
        assert answer.status_code in {302, 403, 404}
        assert "Which bread" not in answer.content.decode()

    def test_a_plan_that_is_gone_is_not_found(self, recruiter: Client) -> None:
        gone = reverse("admin:interviews_planversion_editor", args=[999])
        assert recruiter.get(gone).status_code in {403, 404}

    def test_interviews_are_not_made_by_editing(self, recruiter: Client, plan: PlanVersion) -> None:
        send(recruiter, plan, title="Another")
        assert not Interview.objects.exists()
