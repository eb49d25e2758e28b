"""Pay in words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs.scraping.salary import Salary, find_salary, make_salary, parse_salary, title_salary

Expected = tuple[float | None, float | None, str, str]


def told(salary: Salary | None) -> Expected | None:
    return (salary.low, salary.high, salary.currency, salary.period) if salary else None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("60.000 \u2013 75.000 € brutto/Jahr", (60_000, 75_000, "EUR", "YEAR")),
        ("50-80.000 Kč", (50_000, 80_000, "CZK", "")),
        ("50 000 \u200d\u2013\u200d 80 000 Kč", (50_000, 80_000, "CZK", "")),
        ("170 - 190 CZK/h.", (170, 190, "CZK", "HOUR")),
        ("Od 170 Kč / hod.", (170, None, "CZK", "HOUR")),
        ("£45,000 pa", (45_000, 45_000, "GBP", "YEAR")),
        ("$12 to $16 Hour", (12, 16, "", "HOUR")),
        ("Entre 18.000 y 21.000 € anuales", (18_000, 21_000, "EUR", "YEAR")),
        ("18000/21000€ Brut/any", (18_000, 21_000, "EUR", "YEAR")),
        ("3 200 EUR/mesiac", (3_200, 3_200, "EUR", "MONTH")),
        ("CHF 110'000", (110_000, 110_000, "CHF", "")),
        ("CHF 110\u2019000.\u2013 p.a.", (110_000, 110_000, "CHF", "YEAR")),
        ("₹ 12\u201315 LPA", (1_200_000, 1_500_000, "INR", "YEAR")),
        ("INR 12,00,000 per annum", (1_200_000, 1_200_000, "INR", "YEAR")),
        ("25,50 €/Std.", (25.5, 25.5, "EUR", "HOUR")),
        ("€60k-€80k", (60_000, 80_000, "EUR", "")),
        ("35-45K€ brut annuel", (35_000, 45_000, "EUR", "YEAR")),
        ("12 000 - 15 000 zł brutto / mies.", (12_000, 15_000, "PLN", "MONTH")),
        ("ab 3.000 € monatlich", (3_000, None, "EUR", "MONTH")),
        ("až 60 000 Kč", (None, 60_000, "CZK", "")),
        ("40 000 Kč měsíčně, 40 hours per week", (40_000, 40_000, "CZK", "MONTH")),
        ("USD 45.00 - 50.00 Hourly", (45, 50, "USD", "HOUR")),
        ("1 900 €/mesiac + bonus 300 €", (1_900, 1_900, "EUR", "MONTH")),
        ("R$ 5.000,00", (5_000, 5_000, "BRL", "")),
        ("A$120k", (120_000, 120_000, "AUD", "")),
    ],
)
def test_sums_currency_and_period_are_read_from_labelled_words(words: str, expected: Expected) -> None:
    assert told(parse_salary(words)) == expected


@pytest.mark.parametrize(
    ("words", "sums"),
    [
        ("$75k\u2013125k", (75_000, 125_000)),
        ("45 000 kr", (45_000, 45_000)),
        ("¥5,000,000", (5_000_000, 5_000_000)),
        ("Rs. 25,000 - 30,000", (25_000, 30_000)),
    ],
)
def test_a_sign_that_several_currencies_share_names_none_and_its_words_are_kept(
    words: str, sums: tuple[float, float]
) -> None:
    salary = parse_salary(words)

    assert salary is not None
    assert (salary.low, salary.high, salary.currency, salary.raw) == (*sums, "", words)
    assert str(salary) == words


def test_what_else_the_words_or_the_label_say_settles_the_sign() -> None:
    assert told(parse_salary("$75k - 125k (US Dollars)")) == (75_000, 125_000, "USD", "")
    assert told(parse_salary("100000", "Salary (USD per year)")) == (100_000, 100_000, "USD", "YEAR")
    assert told(parse_salary("12.000 euros bruts", "Retribució brut anual")) == (
        12_000,
        12_000,
        "EUR",
        "YEAR",
    )


@pytest.mark.parametrize(
    "words",
    [
        "Competitive",
        "DOE",
        "13. plat",
        "Level 5",
        "5% of $3B",
        "2 mil. Kč",
        "tel. 123 456 789",
        "Bonus 5 000 Kč",
        "",
    ],
)
def test_words_that_name_no_pay_are_none(words: str) -> None:
    assert parse_salary(words) is None


@pytest.mark.parametrize(
    ("prose", "expected"),
    [
        ("Ihr Gehalt liegt zwischen 50.000 und 60.000 Euro im Jahr.", (50_000, 60_000, "EUR", "YEAR")),
        ("Competitive salary (£60k - £75k)", (60_000, 75_000, "GBP", "")),
        ("Our salary: 3 500 EUR - 4 500 EUR monthly, meal vouchers 100 EUR", (3_500, 4_500, "EUR", "MONTH")),
        ("Salary range\n\n€120,000—€150,000", (120_000, 150_000, "EUR", "")),
        ("Wage from 1 900 EUR/month (gross)", (1_900, None, "EUR", "MONTH")),
        ("We pay 900 EUR.\nThe salary range is 3.000 - 4.000 EUR.", (3_000, 4_000, "EUR", "")),
    ],
)
def test_pay_is_found_in_prose_near_a_word_of_pay(prose: str, expected: Expected) -> None:
    assert told(find_salary(prose)) == expected


@pytest.mark.parametrize(
    "prose",
    [
        "Daily meal allowance: €8.50 per worked day, fully covered by your pay",
        "A bonus for joining of up to CZK 100,000 on top of your salary",
        "We have $3B in revenue and pay well",
        "We raised $40M in Series B and pay competitive salaries",
        "Compensation: $60,000 sign-on bonus",
        "An individual budget of CZK 24,000 beside your salary",
        "We pay 5,000 employees in 40 countries",
        "Salaries are paid on 15.1.2025, call 555 123 456",
        "It sold for 200 000 EUR",
        "A 401k and 25 days of paid leave",
        "A 401k match up to $5,000 per year and a competitive salary",
        "Average salary for a baker in Oslo: 35,000 - 40,000 EUR per year",
        "Durchschnittliches Gehalt: 35.000 - 40.000 EUR im Jahr",
    ],
)
def test_money_that_is_not_the_pay_is_passed_over(prose: str) -> None:
    assert find_salary(prose) is None


def test_the_sentence_with_the_pay_is_kept_as_it_was() -> None:
    salary = find_salary("We bake. Your salary: 2.000 € per month. We also sing.")

    assert salary is not None
    assert salary.raw == "Your salary: 2.000 € per month."


def test_a_title_needs_no_word_of_pay_but_a_sign_of_money() -> None:
    assert told(title_salary("Driver, 170 - 190 CZK/h.")) == (170, 190, "CZK", "HOUR")
    assert title_salary("Engineer 2025 (C++17)") is None
    assert title_salary("Account Executive ($5M ARR)") is None


def test_structured_pay_is_written_out_and_an_upper_bound_says_so() -> None:
    assert str(make_salary(1000, 2000, "EUR", "month")) == "1,000 to 2,000 EUR per month"
    assert str(parse_salary("up to 2,000 EUR per month")) == "up to 2,000 EUR per month"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ((60_000, 50_000, "EUR", "YEAR"), (50_000, 60_000, "EUR", "YEAR")),
        (("40.000", "50.000", "EUR", "YEAR"), (40_000, 50_000, "EUR", "YEAR")),
        (("16.500", "17.250", "EUR", "HOUR"), (16.5, 17.25, "EUR", "HOUR")),
        ((16.5, None, "EUR", "HOUR"), (16.5, None, "EUR", "HOUR")),
        ((0, 50_000, "EUR", "YEAR"), (None, 50_000, "EUR", "YEAR")),
        ((45, 50, "USD", ""), (45, 50, "USD", "")),
        ((1, 1, "EUR", "YEAR"), None),
        ((60, 80, "EUR", "YEAR"), None),
        ((1, 1, "EUR", "MONTH"), None),
        ((0.5, None, "EUR", ""), None),
    ],
)
def test_structured_pay_is_put_in_order_and_no_placeholder_is_pay(
    given: tuple[object, object, str, str], expected: Expected | None
) -> None:
    salary = make_salary(*given)

    assert told(salary) == expected


@given(st.text(alphabet="0123456789 .,-/€$kKč'%eurpa\n", max_size=200))
def test_no_words_break_the_reader(words: str) -> None:
    for salary in (parse_salary(words), find_salary(words), title_salary(words)):
        if salary:
            assert 0 < (salary.high or salary.low or 0) < 1e9
            assert (salary.low or 0) <= (salary.high or 1e9)
