"""Sums of money in text: amounts and ranges with the currency and the period that stand at them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice

from price_parser.parser import parse_number

from jobs.scraping.tables import load_table
from jobs.scraping.terms import fold, without_accents

# Grouped in the Indian way, grouped in threes by one separator, or not grouped; decimals at the end.
NUMBER = re.compile(
    r"(?<![\w.,])(?<!\d )(\d{1,2}(?:,\d{2})+,\d{3}(?!\d)"
    r"|\d{1,3}(?:([ .,'])\d{3})(?:\2\d{3})*(?:[.,]\d{1,2})?(?![\d'])"
    r"|\d+(?:[.,]\d{1,2})?(?![\d]))(?![.,]\d)"
)
BETWEEN = re.compile(
    r"\s*(?:-+|/|~|to|bis|az|do|a|y|i|e|and|und|et|ou|och|og|until|till|til|tot|pana la|al|\.\.\.?)\s*"
)
GROSS = (
    r"(?:\s*(?:b?rutt?[oiae]s?|bruts?|brut[oa]s?|gross|net[oaut]*|hrub\w*|cist\w*|lord[io]|ca\.?|,-|,--|\+))*"
)
INVISIBLE = re.compile("[\u200b-\u200f\u2060\u00ad\ufeff]")
PER = r"(?:\b(?:per|an?|pro|pr\.?|je|za|par|por|al|la|na|pe|im|i|om|in|в|на)\s|\b(?:al)?l'|/\s?)"
CODES = "eur|usd|czk|gbp|chf|pln|huf|sek|nok|dkk|inr"
# Where a sign stands at a number without a space.
BEHIND_NUMBER = re.compile(rf"(?<=\d)(?=(?:{CODES}|kc|ft|zl|kr)\b)")
BEFORE_NUMBER = re.compile(rf"(?<=\b(?:{CODES}))(?=\d)")
SHORTEST_NOUN = 4
NEAR = 14
MOST_NUMBERS = 30
PERIOD_REACH = 40


@dataclass(frozen=True)
class Amounts:
    """One sum or a range, `low` and `high` in units of `currency`.

    `currency` is ISO 4217 or empty; `is_money` says that some sign of money stands at it, be it one that
    several currencies share. `start` and `end` are places in the folded text; `factor` is what "k" and the
    like multiplied by.
    """

    low: float | None
    high: float | None
    start: int
    end: int
    currency: str = ""
    period: str = ""
    is_money: bool = False
    factor: int = 1


def find_amounts(text: str) -> list[Amounts]:
    """Every sum or range in a text that went through `plain_amounts`, in order; no shares, no millions."""
    matches = islice(NUMBER.finditer(text), MOST_NUMBERS)
    numbers = [number for match in matches if (number := _number(match, text))]
    merged: list[Amounts] = []
    for number in numbers:
        if merged and _is_range(merged[-1], number, text):
            merged[-1] = _range(merged[-1], number)
        else:
            merged.append(number)
    return [_bounded(_with_signs(amount, text), text) for amount in merged if amount.low]


def plain_amounts(text: str) -> str:
    """The text as amounts are looked for in it: folded, with plain spaces and apostrophes."""
    plain = fold(INVISIBLE.sub("", text)).replace("`", "'")
    return BEFORE_NUMBER.sub(" ", BEHIND_NUMBER.sub(" ", plain))


def currency_in(text: str) -> str:
    """The only ISO 4217 code that a folded text names by code, word or unshared sign; else empty."""
    named = [code for code, pattern in _currencies() if pattern.search(text)]
    return named[0] if len(named) == 1 else ""


def period_in(text: str) -> str:
    """The first period that a folded text names, one of salary.PERIODS; else empty."""
    found = [(match.start(), name) for name, pattern in _periods() if (match := pattern.search(text))]
    return min(found)[1] if found else ""


def pattern_of(name: str) -> re.Pattern[str]:
    """A pattern of the table of pay, compiled."""
    return _compiled(str(load_table("pay")[name]))


def _number(match: re.Match[str], text: str) -> Amounts | None:
    value = parse_number(match[1].replace("'", ""))
    rest = text[match.end() : match.end() + 20]
    factor, used = _factor(rest)
    if value is None or (factor == 1 and pattern_of("magnitude").search(rest)) or len(match[1]) > 16:
        return None
    amount = float(value) * factor
    return Amounts(amount, amount, match.start(), match.end() + used, factor=factor)


def _factor(rest: str) -> tuple[int, int]:
    for factor, words in load_table("pay")["multipliers"].items():
        if match := _compiled(rf" ?(?:{words})").match(rest):
            return int(factor), match.end()
    return 1, 0


def _is_range(first: Amounts, second: Amounts, text: str) -> bool:
    between = text[first.end : second.start]
    if len(between) > 24 or first.low != first.high:
        return False
    for pattern in (_signs(), _per_unit()):
        between = pattern.sub(" ", between)
    return bool(BETWEEN.fullmatch(between))


def _range(first: Amounts, second: Amounts) -> Amounts:
    """Join two amounts; "75 - 125k" and "50-80.000" mean thousands in both."""
    low, high = first.low or 0, second.low or 0
    factor = second.factor if second.factor > 1 else 1000
    if first.factor == 1 and low < 1000 <= high and low * factor <= high:
        low *= factor
    return replace(first, low=low, high=high, end=second.end) if low <= high else first


def _with_signs(amount: Amounts, text: str) -> Amounts:
    """Note the currency that stands at the amount and the period behind it."""
    before, inside = text[max(0, amount.start - NEAR) : amount.start], text[amount.start : amount.end]
    after = text[amount.end : amount.end + NEAR]
    at_start = re.search(r"[^\s\d(]*(?:\.|\s)?[^\s\d(]*\s?$", before)
    near = f"{at_start[0] if at_start else ''} | {inside} | "
    tail = re.match(rf"{GROSS}[\s,.-]*\S*", after)
    near += tail[0] if tail else ""
    rest = text[amount.end : amount.end + PERIOD_REACH]
    is_money = bool(_signs().search(near))
    return replace(
        amount,
        currency=currency_in(near) if is_money else "",
        is_money=is_money,
        period=_period_behind(rest) or period_in(inside),
    )


def _bounded(amount: Amounts, text: str) -> Amounts:
    """ "from 45,000" has no upper bound, "up to 50k" no lower one."""
    before = _signs().sub("", text[max(0, amount.start - 24) : amount.start])
    if amount.low == amount.high and pattern_of("at_least").search(before):
        return replace(amount, high=None)
    if amount.low == amount.high and pattern_of("at_most").search(before):
        return replace(amount, low=None)
    return amount


def _period_behind(rest: str) -> str:
    for name, pattern in _adjacent_periods():
        if pattern.match(rest):
            return name
    return period_in(rest)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(without_accents(re.sub(r"\s+\|", "|", pattern)))


@cache
def _currencies() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((code, _compiled(words)) for code, words in load_table("pay")["currencies"].items())


@cache
def _signs() -> re.Pattern[str]:
    table = load_table("pay")
    return _compiled("|".join([*table["currencies"].values(), table["shared_signs"]]))


@cache
def _per_unit() -> re.Pattern[str]:
    nouns = "|".join(entry["nouns"] for entry in load_table("pay")["periods"].values())
    return _compiled(rf"(?:/ ?|\bper )(?:{nouns})\b\.?")


@cache
def _periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    table = load_table("pay")["periods"]
    return tuple(
        (name, _compiled(rf"{PER}(?:{words['nouns']})(?!\w)|{words['words']}"))
        for name, words in table.items()
    )


@cache
def _adjacent_periods() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Nouns right behind an amount; the short ones ("m", "an") only behind a "per" or a slash."""
    found = []
    for name, words in load_table("pay")["periods"].items():
        nouns = words["nouns"]
        long = "|".join(noun for noun in nouns.split("|") if len(noun) >= SHORTEST_NOUN)
        behind = rf"(?:\s*(?:{_signs().pattern})\.?)?{GROSS}\s*"
        found.append((name, _compiled(rf"{behind}(?:{PER}(?:{nouns})|(?:{long}))(?!\w)")))
    return tuple(found)
