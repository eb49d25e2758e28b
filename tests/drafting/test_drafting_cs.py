"""Czech postings are drafted in Czech, in sentences that stay correct around the posting's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from interviews.drafting import draft_plan
from interviews.drafting.library import SPECIAL, WORDING, families, load_family, load_part
from interviews.drafting.posting import read_posting
from interviews.drafting.selection import choose_family
from interviews.drafting.wording import section_of
from interviews.engine.plan_review import protected_wording, review_plan
from interviews.engine.plan_wording import find_faults

# "jste řešil", "udělala byste", "co byste řekli": one person is addressed, and the ending would tell of whom.
GENDERED = re.compile(
    r"\b(?:jste|a?byste|kdybyste)(?: (?!jestli\b)\w+){0,2} (?!jestli\b)\w+l[aiy]?\b"
    r"|\b(?!jestli\b)\w+l[aiy]? (?:jste|a?byste|kdybyste)\b"
    r"|\w\(a\)|\w/[ay]\b|\bsám\b|\bsama\b|\brád\b|\bráda\b",
    re.IGNORECASE,
)
TEXT_FIELDS = ("jobTitle", "description", "requirements")

NURSE = {
    "jobTitle": "Všeobecná sestra / bratr - interní oddělení",
    "companyName": "Nemocnice Lipová",
    "description": (
        "Náplň práce:\n- Komplexní ošetřovatelská péče o pacienty na lůžkovém oddělení\n"
        "- Podávání léků a příprava infuzí dle ordinace lékaře\n- Vedení zdravotnické dokumentace\n"
        "- Předávání služby a spolupráce s lékaři\n\n"
        "Požadujeme:\n- Empatický přístup k pacientům a odolnost vůči stresu\n"
        "- Dobrý zdravotní stav a trestní bezúhonnost\n- Ochota pracovat ve dvousměnném provozu\n\n"
        "Nabízíme:\n- Náborový příspěvek a 5 týdnů dovolené\n- Mladý a přátelský kolektiv"
    ),
}
DRIVER = {
    "jobTitle": "Řidič/ka rozvozu a skladník/ce (m/ž)",
    "companyName": "Modrá Zásilka s.r.o.",
    "description": (
        "Co tě u nás čeká\n• Rozvoz zásilek po Brně a okolí dodávkou do 3,5 t\n"
        "• Nakládka a vykládka zboží pomocí VZV\n• Vychystávání objednávek pomocí čtečky\n"
        "• Budeš se starat o svěřené vozidlo\n\nCo od tebe potřebujeme\n• Řidičský průkaz sk. B\n"
        "• Min. 1 rok praxe s rozvozem nebo ve skladu\n• Spolehlivost a dochvilnost\n\n"
        "Co ti nabídneme\n• Mzdu 36 000 Kč a prémie"
    ),
}
ACCOUNTANT = {
    "jobTitle": "Hlavní účetní",
    "companyName": "Vrbice Strojírny, a.s.",
    "description": (
        "Jsme strojírenská firma s tradicí.\n\nPopis pozice:\n"
        "Kompletní vedení účetnictví společnosti v programu Helios\nZpracování mezd pro 80 zaměstnanců\n"
        "Odsouhlasení saldokonta a kontrola pohledávek\nPříprava měsíčních reportů pro vedení společnosti\n\n"
        "Na co se můžete těšit:\nFlexibilní pracovní dobu"
    ),
    "requirements": (
        "Praxe v podvojném účetnictví minimálně 5 let\nVýborná znalost MS Excel\nVěk 30-50 let\nBezúhonnost"
    ),
    "jobType": "PART_TIME",
}
DEVELOPER = {
    "jobTitle": "Senior Python vývojář/ka (Brno / remote)",
    "companyName": "Datový Most s.r.o.",
    "description": (
        "Co budeš dělat\n- Navrhovat a vyvíjet backendové služby v Pythonu\n"
        "- Budeš se podílet na code review a nasazování do produkce\n"
        "- Hledat příčiny výpadků a starat se o monitoring\n- Spolupracovat s analytiky a zákazníky\n\n"
        "Co bys měl/a umět\n- Máš alespoň 4 roky zkušeností s vývojem v Pythonu\n"
        "- Zkušenost s Dockerem a Kubernetes\n- Orientuješ se v CI/CD a nebojíš se Linuxu\n"
        "- Angličtina na úrovni B2\n\nCo ti nabídneme\n- Práci z domova"
    ),
}
SHOP = {
    "jobTitle": "Prodavač/ka - pokladní",
    "companyName": "Zelený Koš",
    "description": (
        "NÁPLŇ PRÁCE\n- obsluha pokladny a příprava tržby\n- doplňování zboží a kontrola doby spotřeby\n"
        "- poradenství zákazníkům a vyřizování reklamací\n\nPOŽADUJEME\n"
        "- příjemné vystupování a ochotu pomoci zákazníkům\n- schopnost pracovat v týmu i pod tlakem\n"
        "- zdravotní průkaz\n\nNABÍZÍME\n- mzdu 28 000 Kč hrubého a příplatky za víkendy"
    ),
}
JOBS = {
    "care": NURSE,
    "logistics": DRIVER,
    "finance": ACCOUNTANT,
    "engineering": DEVELOPER,
    "retail": SHOP,
}
EVERY_JOB = pytest.mark.parametrize(("family", "job"), JOBS.items(), ids=JOBS)


def library_texts() -> Iterator[tuple[str, str]]:
    """Every sentence of the library that is spoken, with its key."""
    for name in (*(family.name for family in families("cs")), *SPECIAL):
        for competency in load_family("cs", name).competencies:
            for question in (*competency["questions"], *competency["practice"]):
                yield question["key"], question["text"]
                yield question["key"], question["rephrase"]
            for indicator in competency["indicators"]:
                yield from ((indicator["key"], indicator[k]) for k in ("probe", "probe_if") if k in indicator)
    for number, form in enumerate(load_part("cs", WORDING)["requirements"]):
        for text in (*form["hiring"], *form["practice"], form["rephrase"], form["practice_rephrase"]):
            yield f"requirements.{number}", text


def lines(job: dict[str, Any]) -> list[str]:
    """The lines of a posting that may be asked about."""
    return [line.text for line in read_posting(job, "cs").lines]


def asked_about(line: str) -> list[str]:
    """What is asked about a single line of a posting."""
    job = {"jobTitle": "Pracovník", "description": f"Požadujeme:\n- {line}\n"}
    plan = draft_plan(job, language="cs")
    return [q.text for q in plan.questions if q.key.startswith("requirement")]


# --- the library ---


def test_the_whole_english_library_is_there() -> None:
    assert {f.name for f in families("cs")} == {f.name for f in families("en")}


def test_nothing_spoken_supposes_that_the_candidate_is_a_man_or_a_woman() -> None:
    assert [(key, text) for key, text in library_texts() if GENDERED.search(text)] == []


def test_a_sentence_with_an_ending_for_men_or_women_is_found() -> None:
    for text in ("Co jste řešil?", "Co byste nám řekla?", "Jak jste to udělali?", "Viděl(a) to někdo?"):
        assert GENDERED.search(text), text
    assert not GENDERED.search("Jste v práci první týden. Co uděláte?")


def test_no_question_has_what_a_reviewer_would_object_to() -> None:
    for name in (*(family.name for family in families("cs")), *SPECIAL):
        for competency in load_family("cs", name).competencies:
            for question in (*competency["questions"], *competency["practice"]):
                assert list(find_faults(question["text"], "cs")) == [], question["key"]


# --- plans ---


@EVERY_JOB
def test_a_czech_posting_belongs_to_its_family_and_is_drafted_in_czech(
    family: str, job: dict[str, Any]
) -> None:
    assert draft_plan(job).language == "cs"
    assert choose_family(job["jobTitle"], read_posting(job, "cs").text, "cs").name == family
    own = {competency["key"] for competency in load_family("cs", family).competencies}
    assert len(own & {competency.key for competency in draft_plan(job).competencies}) == 3


@EVERY_JOB
@pytest.mark.parametrize("practice", [False, True])
def test_every_question_has_a_line_of_the_posting_as_source(
    family: str, job: dict[str, Any], practice: bool
) -> None:
    plan = draft_plan(job, 45, practice=practice)
    for question in plan.questions:
        assert question.source and any(question.source in job.get(key, "") for key in TEXT_FIELDS)
        assert len(question.text.split()) <= 35
    assert list(protected_wording(plan)) == []


@EVERY_JOB
def test_a_reviewer_finds_no_problem_in_a_draft(family: str, job: dict[str, Any]) -> None:
    text = "\n".join(job.get(key, "") for key in TEXT_FIELDS)
    assert [r for r in review_plan(draft_plan(job), text) if r.level == "problem"] == []


def test_title_and_employer_stand_in_the_nominative() -> None:
    question = draft_plan(NURSE).questions[0]
    assert question.text == (
        "Co vás láká na pozici Všeobecná sestra / bratr, kterou nabízí Nemocnice Lipová?"
    )
    nameless = draft_plan({"description": NURSE["description"]}).questions[0]
    assert nameless.text == "Co vás láká na tuto pozici, kterou nabízí tento zaměstnavatel?"


def test_what_czech_law_protects_is_no_source_and_neither_is_what_is_offered() -> None:
    kept = " ".join(lines(NURSE) + lines(ACCOUNTANT) + lines(SHOP))
    for words in ("zdravotní stav", "bezúhonnost", "Bezúhonnost", "Věk", "Mladý", "příspěvek", "dobu", "Kč"):
        assert words not in kept


def test_facts_are_told_in_czech() -> None:
    job = {**ACCOUNTANT, "location": "Pardubice", "salaryRange": "45 000 – 55 000 Kč"}  # noqa: RUF001
    assert [fact.answer for fact in draft_plan(job).facts] == [
        "V inzerátu je uvedeno toto místo: Pardubice.",
        "Inzerát uvádí tento druh práce: částečný úvazek.",
        "V inzerátu je uvedena tato odměna: 45 000 – 55 000 Kč.",  # noqa: RUF001
    ]


# --- lines in their own words ---


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("Dobrá znalost PostgreSQL a SQL", "Mezi požadavky patří dobrá znalost PostgreSQL a SQL."),
        ("Min. 2 roky praxe v účetnictví", "Mezi požadavky patří 2 roky praxe v účetnictví."),
        ("Schopnost pracovat v týmu", "Mezi požadavky patří schopnost pracovat v týmu."),
        ("Máte praxi v zemědělství", "Na této pozici je potřeba mít praxi v zemědělství."),
        ("Požadujeme výbornou znalost Excelu", "Na této pozici je potřeba mít výbornou znalost Excelu."),
        ("Budete se starat o pacienty", "Na této pozici se budete starat o pacienty."),
        ("Budeš vyvíjet webové aplikace", "Vaším úkolem by bylo vyvíjet webové aplikace."),
        ("Umíte vařit podle receptur", "Vaším úkolem by bylo vařit podle receptur."),
        ("Předávat složitější případy specialistům", "Vaším úkolem by bylo předávat složitější případy"),
        ("Zpracování mezd pro 80 zaměstnanců", "K této práci patří zpracování mezd pro 80 zaměstnanců."),
        ("Samostatná příprava podkladů", "K této práci patří samostatná příprava podkladů."),
        ("Náplní práce je obsluha strojů CNC", "K této práci patří obsluha strojů CNC."),
        (
            "Na starosti budeš mít správu firemní sítě",
            "Vaším úkolem by bylo mít na starosti správu firemní sítě.",
        ),
        ("Ovládáte práci s tabulkami", "V inzerátu stojí: „Ovládáte práci s tabulkami“."),
    ],
)
def test_a_line_is_asked_about_in_a_sentence_that_fits_its_grammar(line: str, spoken: str) -> None:
    (text,) = asked_about(line)
    assert text.startswith(spoken)


@pytest.mark.parametrize(
    "line",
    [
        "Znalost angličtiny na úrovni B2",
        "Řidičský průkaz skupiny B",
        "Praxe v oboru výhodou",
        "Vzdělání SŠ ekonomického směru",
        "Chceš se stát součástí týmu",
        "Budeš mít svůj vlastní tým",
        "Odpovíš na dotazy, které tě zajímají",
        "Pečlivost a spolehlivost při práci",
        "Práce ve dvanáctihodinových směnách",
    ],
)
def test_a_line_that_is_no_work_or_would_sound_wrong_is_not_read_out(line: str) -> None:
    assert asked_about(line) == []


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Náplň práce", "duties"),
        ("Co tě u nás čeká?", "duties"),
        ("Požadujeme:", "wanted"),
        ("Co od vás očekáváme", "wanted"),
        ("Požadavky na kandidáta", "wanted"),
        ("Výhodou:", "extra"),
        ("Co vám nabízíme", "offer"),
        ("Na co se můžeš těšit", "offer"),
        ("Něco o nás", "employer"),
        ("Kontakt:", "process"),
        ("Zapisovat požadavky zákazníků", None),
        ("Kontakt se zákazníky a dodavateli", None),
        ("Zkušenosti s prodejem", None),
        ("Zájem o obor", None),
        ("Znalost Pythonu výhodou", None),
        ("Tvorba cenových nabídek", None),
        ("Budeš mít na starosti zpětné volání", None),
        ("Požadujeme praxi v oboru", None),
    ],
)
def test_a_heading_is_told_from_a_line_that_has_its_words(line: str, section: str | None) -> None:
    assert section_of(line, "cs") == section
