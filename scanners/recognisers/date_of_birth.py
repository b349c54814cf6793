"""Dates of birth: dates beside words about birth, or under a header that says so."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole

CATEGORY = "user.demographic.date_of_birth"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("DOB 14/03/1981", "14/03/1981"),
    ("date of birth: 3rd May 1979", "3rd May 1979"),
    ("she was born on 1990-11-02 in Hull", "1990-11-02"),
)
LEFT = (
    "order placed 14/03/2021",
    "the invoice of 3 May 2024",
    "1990-11-02",
    "born in the cloud, version 1.2 of 2020",
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|"
    r"aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_YEAR = r"(?:19|20)\d{2}"


_WHOLE = re.compile(
    rf"(?:(?P<iso>{_YEAR})[-/.]?(?:0[1-9]|1[0-2])[-/.]?(?:0[1-9]|[12]\d|3[01])|"
    rf"(?:0?[1-9]|[12]\d|3[01])[/. -](?:0?[1-9]|[12]\d|3[01]|{_MONTH})[/., -]{{1,2}}(?P<last>{_YEAR}|\d{{2}})|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {_MONTH},? (?P<words>{_YEAR})|{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? "
    rf"(?P<first>{_YEAR}))"
    r"(?P<time>(?:[T ]\d{2}:\d{2}.*)?)",
    re.IGNORECASE,
)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?(?: ?(?:Z|UTC|GMT|\+00:?00))?")
LATEST_MEDIAN = 2004
WIDEST = (1900, 2025)
SPREAD = 18


def _year(value: str) -> int | None:
    """The four-digit year of a whole cell that is a date, or None; two-digit years after 30 are of the last century."""
    match = _WHOLE.fullmatch(value)
    if match is None or (match["time"] and not _MIDNIGHT.fullmatch(match["time"])):
        return None
    digits = match["iso"] or match["last"] or match["words"] or match["first"]
    return int(digits) if len(digits) == 4 else int(digits) + (1900 if int(digits) > 30 else 2000)


def _like_births(values: Sequence[str]) -> str | None:
    """Births lie decades apart and long ago; dates of business lie close together and lately."""
    years = sorted(y for y in map(_year, values) if y is not None)
    if len(years) < 10 or not WIDEST[0] < years[len(years) // 50]:
        return None
    low, middle, high = years[len(years) // 20], years[len(years) // 2], years[-1 - len(years) // 20]
    if high - low < SPREAD or middle > LATEST_MEDIAN or high > 2010 or low > 1985 or low < 1915:
        return None
    return f"their years spread from {low} to {high} with {middle} in the middle, as births do"


WHOLE = Whole(
    called="calendar dates",
    is_one=lambda value: len(value) <= 40 and _year(value) is not None,
    loose=lambda value: len(value) == 4 and value.isdigit() and 1900 <= int(value) <= 2025,
    header=r"\b(?:d ?o ?b|date ?of ?birth|birth ?(?:date|day|dt)?|born(?: on)?|geburtsdatum|date naissance|year "
    r"of birth|yob|birth ?year)\b",
    against=r"\b(?:place|city|country|town|(?:founded|incorporat\w*|established|publi\w*|pub|release\w*|built|"
    r"manufacture\w*|formed|opened|"
    r"start\w*|hire\w*|join\w*|created|updated|sent|due|paid|expir\w*|valid|registered|listed))\b",
    together=_like_births,
    fewest=10,
)


def recogniser() -> EntityRecognizer:
    """Dates that words about birth make dates of birth."""
    patterns = [
        Pattern("numeric", rf"\b(?:0?[1-9]|[12]\d|3[01])([/.-])(?:0?[1-9]|1[0-2])\1(?:{_YEAR}|\d{{2}})\b", 0.1),
        Pattern("month first", rf"\b(?:0?[1-9]|1[0-2])/(?:0?[1-9]|[12]\d|3[01])/{_YEAR}\b", 0.1),
        Pattern("ISO", rf"\b{_YEAR}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)", 0.1),
        Pattern("in words", rf"\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}[ ,-]{{1,2}}{_YEAR}\b", 0.1),
        Pattern("in words, month first", rf"\b{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? {_YEAR}\b", 0.1),
    ]
    context = ["dob", "d.o.b", "d.o.b.", "date of birth", "born", "birth", "birth date", "birthdate", "birthday"]
    return NearPattern("date_of_birth", patterns, context, reach=25)
