"""Kinds of employment from words."""

from __future__ import annotations

import pytest

from jobs.scraping.terms import job_type, title_job_type


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("Full-time", "FULL_TIME"),
        ("FULL_TIME", "FULL_TIME"),
        ("FullTime", "FULL_TIME"),
        ("Vollzeit", "FULL_TIME"),
        ("FULL", "FULL_TIME"),
        ("Tam zamanl\u0131", "FULL_TIME"),
        ("Yar\u0131 Zamanl\u0131", "PART_TIME"),
        ("Täistööaeg", "FULL_TIME"),
        ("Nepilna slodze", "PART_TIME"),
        ("Puno radno vrijeme", "FULL_TIME"),
        ("Jornada completa", "FULL_TIME"),
        ("Temps plein", "FULL_TIME"),
        ("A tempo pieno", "FULL_TIME"),
        ("Tempo integral", "FULL_TIME"),
        ("Plný úvazek", "FULL_TIME"),
        ("Plný úväzok", "FULL_TIME"),
        ("Pełny etat", "FULL_TIME"),
        ("Heltid", "FULL_TIME"),
        ("Teljes munkaidős", "FULL_TIME"),
        ("Полный рабочий день", "FULL_TIME"),
        ("Částečný úvazek", "PART_TIME"),
        ("Práce na zkrácený úvazek", "PART_TIME"),
        ("Skrátený úväzok", "PART_TIME"),
        ("Niepełny etat", "PART_TIME"),
        ("Temps parcial", "PART_TIME"),
        ("Media jornada", "PART_TIME"),
        ("Osa-aikainen", "PART_TIME"),
        ("パートタイム", "PART_TIME"),
        ("Contract", "CONTRACTOR"),
        ("Contract - 6 months", "CONTRACTOR"),
        ("Contratista/Freelance", "CONTRACTOR"),
        ("Freiberuflich", "CONTRACTOR"),
        ("Fixed-term contract", "TEMPORARY"),
        ("CDD", "TEMPORARY"),
        ("Befristet", "TEMPORARY"),
        ("Doba určitá / na dobu určitou", "TEMPORARY"),
        ("Internship", "INTERN"),
        ("Stáž", "INTERN"),
        ("Stage", "INTERN"),
        ("Prácticas", "INTERN"),
        ("Estágio", "INTERN"),
        ("Werkstudent", "INTERN"),
        ("Volunteer", "VOLUNTEER"),
        ("Per diem", "PER_DIEM"),
    ],
)
def test_labelled_words_of_many_languages_have_one_name(words: str, kind: str) -> None:
    assert job_type(words) == kind


@pytest.mark.parametrize(
    "words",
    [
        "",
        "OTHER",
        "Permanent",
        "Permanent contract",
        "Employment contract",
        "Contract type",
        "Contract manager",
        "Contract of employment",
        "Contrato indefinido",
        "CDI",
        "Unbefristet",
        "Festanstellung",
        "Indefinit",
        "Internal",
        "International",
        "Internet",
        "Human Resources",
        "Early stage",
    ],
)
def test_words_about_something_else_name_nothing(words: str) -> None:
    assert job_type(words) == ""


def test_several_kinds_are_all_named() -> None:
    assert job_type("Práce na plný úvazek, práce na zkrácený úvazek") == "PART_TIME, FULL_TIME"
    assert job_type(["FULL_TIME", "INTERN"]) == "INTERN, FULL_TIME"


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Product Intern, Lamps", "INTERN"),
        ("Praktikum im Vertrieb (m/w/d)", "INTERN"),
        ("Junior developer part time", "PART_TIME"),
        ("Internal Auditor", ""),
        ("Internship Coordinator", ""),
        ("Stage Manager", ""),
        ("Contract Manager", ""),
        ("Volunteer Coordinator", ""),
        ("Trainee Accountant", ""),
    ],
)
def test_a_title_is_believed_only_beyond_doubt(title: str, kind: str) -> None:
    assert title_job_type(title) == kind
