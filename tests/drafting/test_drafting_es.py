"""Spanish postings are drafted in Spanish, addressed as usted, with their own words quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from interviews.drafting import draft_plan
from interviews.drafting.languages import detect_language
from interviews.drafting.library import SPECIAL, WORDING, families, load_family, load_part
from interviews.drafting.posting import read_posting
from interviews.drafting.selection import choose_family
from interviews.drafting.wording import section_of
from interviews.engine.plan_review import protected_wording, review_plan
from interviews.engine.plan_wording import find_faults

# The candidate is usted, and neither a man nor a woman.
FAMILIAR = re.compile(
    r"\b(?:tú|ti|contigo|te|tus?|tuy[oa]s?|vos|vosotr[oa]s|os|vuestr[oa]s?|cuéntame|háblame|dime)\b",
    re.IGNORECASE,
)
GENDERED = re.compile(
    r"\b(?:usted|está|queda|quedó|sintió|estuvo|se ha) (?:\w+mente )?(?:sol|orgullos|content|satisfech|segur"
    r"|nuev|encargad|obligad|preparad|cansad)[oa]\b|\w\(a\)|\w/as?\b|\busted mism[oa]\b|@",
    re.IGNORECASE,
)
TEXT_FIELDS = ("jobTitle", "description", "requirements")

NURSE = {
    "jobTitle": "Enfermera/o para residencia de mayores",
    "companyName": "Residencia Los Olivos S.L.",
    "description": (
        "Quiénes somos\nSomos un centro con 80 plazas.\n\nFunciones:\n"
        "- Administración de medicación y realización de curas según protocolo\n"
        "- Elaborar los planes de cuidados con el equipo interdisciplinar\n"
        "- Coordinación con el centro de salud\n- Información y acompañamiento a las familias\n\n"
        "Se ofrece:\n- Contrato indefinido y jornada completa\n- Formación continua a cargo de la empresa"
    ),
    "requirements": (
        "Requisitos:\n- Grado en Enfermería\n- Experiencia mínima de 1 año en geriatría\n"
        "- Valorable certificado de discapacidad\n- Buena presencia y edad entre 25 y 45 años"
    ),
}
COURIER = {
    "jobTitle": "Repartidor/a con furgoneta - Bogotá",
    "companyName": "Envíos Rápidos del Sur",
    "description": (
        "Responsabilidades\n• Cargar y descargar la mercancía del vehículo\n"
        "• Entregar los paquetes a los clientes en los plazos acordados\n"
        "• Diligenciar los documentos de entrega en la PDA\n"
        "• Cumplir las normas de tránsito y las políticas de seguridad de la compañía\n\n"
        "Requisitos\n• Bachiller, licencia de conducción\n• 6 meses de experiencia como repartidor\n\n"
        "Ofrecemos\n• Salario básico más bonificaciones\n\nInteresados enviar hoja de vida"
    ),
}
ACCOUNTANT = {
    "jobTitle": "Contable senior",
    "companyName": "Grupo Alcores",
    "description": (
        "Tus funciones serán:\nContabilización de facturas de clientes y proveedores.\n"
        "Conciliaciones bancarias y gestión de cobros y pagos.\n"
        "Preparación de impuestos (IVA, IRPF) dentro de los plazos legales.\n"
        "Elaboración de informes para dirección.\n\n¿Qué buscamos?\nDominio de Excel y manejo de SAP.\n"
        "Persona organizada y minuciosa.\n\n¿Qué ofrecemos?\nIncorporación inmediata.\nHorario flexible."
    ),
    "jobType": "PART_TIME",
}
DEVELOPER = {
    "jobTitle": "Desarrolladora o Desarrollador Backend (Python) - Remoto",
    "companyName": "Nube Norte",
    "description": (
        "Sobre nosotros\nCreamos software para pymes.\n\n¿Qué harás?\n"
        "- Desarrollarás nuevos servicios en Python y Django\n- Migración de la infraestructura a AWS\n"
        "- Investigar incidencias en producción y evitar que se repitan\n- Ayudar a tus compañeros\n\n"
        "¿Qué pedimos?\n- Más de 5 años de experiencia con Python\n- Familiaridad con integración continua\n"
        "- Español nativo e inglés B2\n\nBeneficios\n- Trabajo 100% remoto"
    ),
}
SHOP = {
    "jobTitle": "DEPENDIENTA/E DE TIENDA DE MODA",
    "companyName": "Zafiro Moda",
    "description": (
        "Tareas\nAtender y asesorar a las clientas en los probadores\nCobro en caja y arqueo diario\n"
        "Reposición de género en la sección de mujer\n\nRequisitos mínimos\n"
        "Experiencia previa en atención al cliente\nDisponibilidad para trabajar fines de semana\n"
        "Chica joven con buena presencia\n\nCondiciones\nJornada parcial de 20 horas"
    ),
}
JOBS = {
    "care": NURSE,
    "logistics": COURIER,
    "finance": ACCOUNTANT,
    "engineering": DEVELOPER,
    "retail": SHOP,
}
EVERY_JOB = pytest.mark.parametrize(("family", "job"), JOBS.items(), ids=JOBS)


def library_texts() -> Iterator[tuple[str, str]]:
    """Every sentence of the library that is spoken, with its key."""
    for name in (*(family.name for family in families("es")), *SPECIAL):
        for competency in load_family("es", name).competencies:
            for question in (*competency["questions"], *competency["practice"]):
                yield question["key"], question["text"]
                yield question["key"], question["rephrase"]
            for indicator in competency["indicators"]:
                yield from ((indicator["key"], indicator[k]) for k in ("probe", "probe_if") if k in indicator)
    for number, form in enumerate(load_part("es", WORDING)["requirements"]):
        for text in (*form["hiring"], *form["practice"], form["rephrase"], form["practice_rephrase"]):
            yield f"requirements.{number}", text


def lines(job: dict[str, Any]) -> list[str]:
    """The lines of a posting that may be asked about."""
    return [line.text for line in read_posting(job, "es").lines]


def asked_about(line: str) -> list[str]:
    """What is asked about a single line of a posting."""
    plan = draft_plan({"jobTitle": "Puesto", "description": f"Requisitos:\n- {line}\n"}, language="es")
    return [q.text for q in plan.questions if q.key.startswith("requirement")]


# --- the library ---


def test_the_whole_english_library_is_there() -> None:
    assert {f.name for f in families("es")} == {f.name for f in families("en")}


def test_everybody_is_addressed_as_usted_and_neither_as_a_man_nor_as_a_woman() -> None:
    told = [(key, text) for key, text in library_texts() if FAMILIAR.search(text) or GENDERED.search(text)]
    assert told == []


def test_a_sentence_that_says_tu_or_supposes_a_man_is_found() -> None:
    assert all(map(FAMILIAR.search, ("Cuéntame algo.", "¿Qué hiciste tú?", "Tu equipo crece.")))
    assert all(map(GENDERED.search, ("Está solo en la tienda.", "¿Usted mismo lo hizo?", "Un compañero/a.")))
    assert not GENDERED.search("¿Cómo se aseguró de ello?")


def test_a_question_opens_and_closes_with_its_marks() -> None:
    assert [text for _, text in library_texts() if text.count("¿") != text.count("?")] == []


def test_no_question_has_what_a_reviewer_would_object_to() -> None:
    for name in (*(family.name for family in families("es")), *SPECIAL):
        for competency in load_family("es", name).competencies:
            for question in (*competency["questions"], *competency["practice"]):
                assert list(find_faults(question["text"], "es")) == [], question["key"]


# --- plans ---


@EVERY_JOB
def test_a_spanish_posting_belongs_to_its_family_and_is_drafted_in_spanish(
    family: str, job: dict[str, Any]
) -> None:
    plan = draft_plan(job)
    assert plan.language == "es"
    assert choose_family(job["jobTitle"], read_posting(job, "es").text, "es").name == family
    own = {competency["key"] for competency in load_family("es", family).competencies}
    assert len(own & {competency.key for competency in plan.competencies}) >= 3


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


def test_title_and_employer_stand_in_a_correct_sentence() -> None:
    named, nameless = draft_plan(ACCOUNTANT), draft_plan({"description": ACCOUNTANT["description"]})
    assert named.questions[0].text == "¿Qué le atrae del puesto de Contable senior en Grupo Alcores?"
    assert nameless.questions[0].text == "¿Qué le atrae de este puesto en esta empresa?"


def test_what_spanish_law_protects_is_no_source_and_neither_is_what_is_offered() -> None:
    kept = " ".join(line for job in JOBS.values() for line in lines(job))
    offered = (
        "Contrato",
        "Formación continua",
        "Salario",
        "hoja de vida",
        "Incorporación",
        "Horario",
        "remoto",
    )
    for words in ("discapacidad", "edad", "presencia", "Chica", "nativo", "Jornada", *offered):
        assert words not in kept


def test_words_of_work_that_look_like_protected_ones_leave_a_line_a_source() -> None:
    kept = [line for job in JOBS.values() for line in lines(job)]
    assert {
        "Coordinación con el centro de salud",
        "Cumplir las normas de tránsito y las políticas de seguridad de la compañía",
        "Migración de la infraestructura a AWS",
        "Reposición de género en la sección de mujer",
        "Experiencia previa en atención al cliente",
    } <= set(kept)


def test_facts_are_told_in_spanish() -> None:
    job = {**ACCOUNTANT, "location": "Sevilla", "salaryRange": "30.000 €"}
    assert [fact.answer for fact in draft_plan(job).facts] == [
        "La oferta indica este lugar: Sevilla.",
        "Sobre el tipo de contrato, la oferta dice: jornada parcial.",
        "La oferta indica este salario: 30.000 €.",
    ]


@pytest.mark.parametrize(
    ("language", "text", "source"),
    [
        (
            "ca",
            "Funcions\n- Atendre els pacients amb empatia\n- Fer les cures\n\nS'ofereix\n- Contracte",
            "Atendre els pacients amb empatia",
        ),
        (
            "gl",
            "Funcións\n- Coidar da súa medicación coa familia e os pacientes\n\nOfrécese\n- Bo ambiente",
            "Coidar da súa medicación coa familia e os pacientes",
        ),
    ],
)
def test_catalan_and_galician_postings_are_drafted_in_spanish_and_not_read_out(
    language: str, text: str, source: str
) -> None:
    plan = draft_plan({"jobTitle": "Infermera / Enfermeira", "description": text}, language=language)
    assert plan.language == "es"
    sources = {question.source for question in plan.questions}
    assert source in sources and "Bo ambiente" not in sources
    assert not [q for q in plan.questions if q.key.startswith("requirement")]


def test_a_posting_of_a_few_nouns_is_known_to_be_spanish() -> None:
    assert detect_language("Limpieza de oficinas y zonas comunes. Retirada de residuos.") == "es"


# --- lines in their own words ---


@pytest.mark.parametrize(
    ("line", "spoken"),
    [
        ("Experiencia en atención al cliente", "La oferta dice: «Experiencia en atención al cliente»."),
        ("Imprescindible experiencia en caja", "La oferta dice: «experiencia en caja»."),
        ("Al menos 2 años de experiencia en SQL", "La oferta dice: «Al menos 2 años de experiencia en SQL»."),
        ("Capacidad para trabajar en equipo", "La oferta dice: «Capacidad para trabajar en equipo»."),
        ("Atender a los clientes por teléfono", "El trabajo incluye: «Atender a los clientes por teléfono»."),
        ("Te encargarás de la gestión del almacén", "El trabajo incluye: «la gestión del almacén»."),
        ("Diseñarás campañas para redes", "El trabajo incluye: «Diseñarás campañas para redes»."),
        ("Reparto de paquetes en la ciudad", "El trabajo incluye: «Reparto de paquetes en la ciudad»."),
    ],
)
def test_a_line_is_quoted(line: str, spoken: str) -> None:
    (text,) = asked_about(line)
    assert text.startswith(spoken)


@pytest.mark.parametrize(
    "line",
    [
        "Nivel alto de inglés hablado",
        "Bachiller con conocimientos de mecánica",
        "Permiso de conducir B y vehículo propio",
        "Conocimientos de vinos deseables",
        "Recibirás formación desde el primer día",
        "Crecer con un equipo estable",
        "Puntualidad, orden y buen humor",
    ],
)
def test_a_line_that_is_no_work_is_not_read_out(line: str) -> None:
    assert asked_about(line) == []


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Tus funciones serán:", "duties"),
        ("¿Qué harás?", "duties"),
        ("Descripción de la oferta", "duties"),
        ("Requisitos mínimos", "wanted"),
        ("¿Qué buscamos?", "wanted"),
        ("Se valorará:", "extra"),
        ("¿Qué te ofrecemos?", "offer"),
        ("Quiénes somos", "employer"),
        ("Proceso de selección", "process"),
        ("Experiencia mínima de dos años", None),
        ("Conocimientos de Excel", None),
        ("Tareas de limpieza y reposición", None),
        ("Documentación de los expedientes", None),
    ],
)
def test_a_heading_is_told_from_a_line_that_has_its_words(line: str, section: str | None) -> None:
    assert section_of(line, "es") == section
