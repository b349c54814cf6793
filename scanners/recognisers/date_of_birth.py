"""Dates of birth: dates beside words about birth, or under a header that says so."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern

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
