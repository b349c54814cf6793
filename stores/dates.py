"""How a date is written in an export, and the SQL that reads it. A date that can be read two ways is never guessed.

What belongs here: the ways of writing a moment, and one SQL expression for each. What landing does with a date that no
way reads is ``stores.landing``'s; which period it starts is the map's.

A moment with an offset, and every count since the epoch, is a day in the controller's time zone; one without an offset
is of the zone the map states, the controller's if it states none. Days before 1900 and after 2200 are no dates: vendors
write year 1 and the epoch for "none". Source of the forms: ISO 8601; RFC 3339; DuckDB's strptime.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from pydantic import Field, field_validator, model_validator

from rules.document import Document
from rules.errors import nearest
from stores.quoting import identifier, literal

FORMS = ("iso", "compact", "epoch_s", "epoch_ms", "epoch_us", "dotnet", "excel")
"""``iso`` 2026-01-31, with or without time and offset; ``compact`` 20260131; seconds, milliseconds or microseconds
since 1970 (none of them before 1990: a count of the wrong unit is no date); ``dotnet`` /Date(1573755038314+0000)/;
``excel`` days since 1899-12-30. Any other form is a strptime pattern, e.g. %d/%m/%Y %H:%M.
"""

_HOURS = r"[+-](?:[01]\d|2[0-3])"
_OFFSET = rf"(?:Z|{_HOURS}(?::?[0-5]\d)?)"
_DATE = r"\d{4}-\d{2}-\d{2}"
_TIME = r"[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?"
_USUAL = rf"{_DATE}[T ]\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,9}})?(?:Z|{_HOURS}(?::[0-5]\d)?)"
_PLAIN = rf"{_DATE}(?:[T ]\d{{2}}:\d{{2}}:\d{{2}}(?:\.\d{{1,9}})?(?:Z|{_HOURS}(?::[0-5]\d)?)?)?"
"""Of what ``iso`` reads, all that one cast reads, too."""
_TIMED = frozenset("HIXc")
_WELL_IN_REACH = "BETWEEN TIMESTAMP '1900-01-02' AND TIMESTAMP '2199-12-30'"  # in any zone
_PRINTED_IN_REACH = "BETWEEN '1900-01-02' AND '2199-12-30'"
_EPOCHS = {"epoch_s": ("9,11", 1_000_000), "epoch_ms": ("12,14", 1_000), "epoch_us": ("15,17", 1)}


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


class DateFormat(Document):
    """How the dates of one column are written. In short: the form alone, or a list of forms.

    A value that is empty or listed under ``none`` is no date. A value that no form reads, or that two forms read as
    different days, is quarantined with its row.
    """

    forms: tuple[str, ...] = Field(min_length=1)
    zone: str | None = Field(default=None, description="Of moments without an offset; the controller's if absent.")
    none: tuple[str, ...] = Field(default=(), description="Values by which the vendor says that there is no date.")

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, value: Any) -> Any:
        if isinstance(value, str):
            return {"forms": [value]}
        if isinstance(value, dict) and isinstance(value.get("forms"), str):
            return {**value, "forms": [value["forms"]]}
        return {"forms": value} if isinstance(value, (list, tuple)) else value

    @field_validator("forms")
    @classmethod
    def _known_forms(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for form in value:
            if form not in FORMS and "%" not in form:
                raise ValueError(f"'{form}' is not a way to write a date; {nearest(form, FORMS)}, or a pattern")
            if "%" in form and form not in FORMS:
                named = _named(form)
                if "Z" in named:
                    raise ValueError(f"the pattern '{form}' holds %Z, but BST is more than one zone; use %z, or zone:")
                whole = "x" in named or (named & {"Y", "y"} and named & {"m", "b", "B"} and "d" in named)
                if not whole:
                    raise ValueError(f"the pattern '{form}' holds no year, month and day")
        return value

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None and value not in _zones():
            raise ValueError(f"'{value}' is not a time zone; {nearest(value, _zones())}")
        return value


def _named(form: str) -> set[str]:
    """The parts of a moment that a pattern names."""
    return set(re.findall(r"%-?([A-Za-z])", form.replace("%%", "")))


def days_sql(column: str, given: DateFormat, zone: str) -> str:
    """SQL for the days, DATE[], that a column's value can be read as: none, one, or two and more.

    Args:
        column: the exported column, VARCHAR.
        given: how its dates are written.
        zone: the controller's time zone.
    """
    read = [_days(f"trim({identifier(column)})", form, given.zone or zone, zone) for form in given.forms]
    return read[0] if len(read) == 1 else f"list_distinct({' || '.join(read)})"


def _days(value: str, form: str, written_in: str, zone: str) -> str:
    """The day by one form, DATE[]: one or none. In a list, because DuckDB computes what a lambda tests once."""
    first = "1990-01-01" if form in _EPOCHS else "1900-01-01"
    day = _day(value, form, written_in, zone)
    return f"list_filter([{day}], lambda x: x BETWEEN DATE '{first}' AND DATE '2199-12-31')"


def day_sql(column: str, given: DateFormat, zone: str) -> str:
    """SQL for the day, DATE, that a column's value says; NULL where it says none."""
    return f"CASE WHEN {says_a_date(column, given)} THEN {days_sql(column, given, zone)}[1] END"


def says_a_date(column: str, given: DateFormat) -> str:
    """SQL for whether a column's value is meant as a date: not empty, and not one of the vendor's words for none."""
    value = f"trim({identifier(column)})"
    none = "".join(f" AND {value} <> {literal(word)}" for word in given.none)
    return f"(coalesce({value}, '') <> ''{none})"


def fault_sql(column: str, given: DateFormat, *, printed: bool = False) -> str:
    """SQL for why a column's date cannot be relied on, NULL if it can.

    Args:
        column: the exported column, VARCHAR.
        given: how its dates are written.
        printed: the text is what a database prints of a date or moment that is one: ISO 8601 but for infinity, years of
            five digits, and years before Christ, which end in BC.
    """
    unread = literal(f"the date in '{column}' is not written as the map says")
    double = literal(f"the date in '{column}' can be read two ways")
    found = f"len({days_sql(column, given, 'UTC')})"
    wrong = f"WHEN {found} = 0 THEN {unread}"
    if given.forms == ("iso",):  # spares most values the rest, which costs five times as much
        bare = identifier(column)
        usual = f"regexp_full_match({bare}, {literal(_PLAIN)}) AND try_cast({bare} AS TIMESTAMP) {_WELL_IN_REACH}"
        if printed:
            usual = f"{bare} {_PRINTED_IN_REACH} AND substr({bare}, 5, 1) = '-' AND NOT suffix({bare}, 'C')"
        return f"CASE WHEN {usual} THEN NULL WHEN NOT {says_a_date(column, given)} THEN NULL {wrong} END"
    if len(given.forms) > 1:
        wrong = f"ELSE CASE {found} WHEN 0 THEN {unread} WHEN 1 THEN NULL ELSE {double} END"
    return f"CASE WHEN NOT {says_a_date(column, given)} THEN NULL {wrong} END"


def _day(value: str, form: str, written_in: str, zone: str) -> str:  # noqa: PLR0911 - one for each form
    own, there = literal(zone), literal(written_in)
    local = "{}" if written_in == zone else f"timezone({own}, timezone({there}, {{}}))"
    match form:
        case "iso":
            return _iso(value, local, own)
        case "compact":
            return (
                f"CASE WHEN regexp_full_match({value}, '\\d{{8}}') "
                f"THEN CAST(try_strptime({value}, '%Y%m%d') AS DATE) END"
            )
        case "excel":
            return (
                f"CASE WHEN regexp_full_match({value}, '\\d{{4,6}}(\\.\\d+)?') "
                f"THEN DATE '1899-12-30' + CAST(floor(try_cast({value} AS DOUBLE)) AS INTEGER) END"
            )
        case "epoch_s" | "epoch_ms" | "epoch_us":
            digits, scale = _EPOCHS[form]
            return _since(f"regexp_extract({value}, '^\\d{{{digits}}}$')", scale, own)
        case "dotnet":
            return _since(f"regexp_extract({value}, '^/Date\\((-?\\d{{1,15}})(?:[+-]\\d{{4}})?\\)/$', 1)", 1_000, own)
        case _:
            # without a digit it is no date: DuckDB reads infinity and epoch by any pattern as 1900-01-01
            read = f"CASE WHEN regexp_matches({value}, '[0-9]') THEN try_strptime({value}, {literal(form)}) END"
            if "z" in _named(form):
                return f"CAST(timezone({own}, CAST({read} AS TIMESTAMPTZ)) AS DATE)"
            return f"CAST({local.format(read) if _named(form) & _TIMED else read} AS DATE)"


def _iso(value: str, local: str, own: str) -> str:
    """A date, a moment, a moment with offset; of the last, DuckDB reads the usual writing alone."""
    point = f"replace({value}, ',', '.')"
    offset = f"replace(regexp_extract({value}, '[+-][0-9:]+$'), ':', '')"
    minutes = " + ".join(
        f"coalesce(try_cast(substr({offset}, {at}, 2) AS INTEGER), 0) * {size}" for at, size in ((2, 60), (4, 1))
    )
    moment = f"try_cast(regexp_extract({point}, '^{_DATE}[T ][0-9:.]+') AS TIMESTAMP)"
    shifted = f"{moment} - ({minutes}) * CASE WHEN {offset} LIKE '-%' THEN -1 ELSE 1 END * INTERVAL 1 MINUTE"
    return (
        f"CASE WHEN regexp_full_match({value}, {literal(_USUAL)}) "
        f"THEN CAST(timezone({own}, try_cast({value} AS TIMESTAMPTZ)) AS DATE) "
        f"WHEN regexp_full_match({value}, {literal(_DATE)}) THEN try_cast({value} AS DATE) "
        f"WHEN regexp_full_match({value}, {literal(_DATE + _TIME)}) "
        f"THEN CAST({local.format(f'try_cast({point} AS TIMESTAMP)')} AS DATE) "
        f"WHEN regexp_full_match({value}, {literal(f'{_DATE}{_TIME} ?{_OFFSET}')}) "
        f"THEN CAST(timezone({own}, timezone('UTC', {shifted})) AS DATE) END"
    )


def _since(count: str, scale: int, zone: str) -> str:
    moment = f"make_timestamp(try_cast({count} AS BIGINT) * {scale})"
    return f"CAST(timezone({zone}, timezone('UTC', {moment})) AS DATE)"
