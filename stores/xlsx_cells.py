"""What an XLSX cell says, as text: digits kept, dates as ISO 8601.

What belongs here: number formats, serial dates, escapes of ECMA-376 Part 1 (18.8.30 number formats, 18.17.4 dates,
22.4.2.4 ``_xHHHH_``). The archive and its rows are ``stores.xlsx_book``'s. calamine is not used: it makes
1234567890.119999886 of 1234567890.12, loses digits past 2**53, drops errors, and forgets where a sheet begins.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from math import isfinite

_DATES = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
_TIMES = frozenset({18, 19, 20, 21, 22, 32, 33, 34, 35, 45, 46, 47, 55, 56})
_CLOCK = frozenset({18, 19, 20, 21, 32, 33, 34, 35, 45, 46, 47, 55, 56})
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.')
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_LAST_SERIAL = 2_958_466


def kind_of(number: int, code: str | None) -> str:
    """'number', 'date', 'moment' (date and time), 'time' or 'elapsed', from a format's number and code."""
    if code is None:
        if number not in _DATES:
            return "number"
        if number == 46:  # [h]:mm:ss
            return "elapsed"
        return "time" if number in _CLOCK else "moment" if number in _TIMES else "date"
    plain = _BRACKETS.sub("", _QUOTED.sub("", code.split(";")[0])).lower()
    if re.search(r"\[[hms]+\]", plain):
        return "elapsed"
    has_date = re.search(r"[dy]", plain) is not None or re.fullmatch(r"m+", plain.strip()) is not None
    has_time = re.search(r"[hs]", plain) is not None
    if "general" in plain or not (has_date or has_time):
        return "number"
    return "moment" if has_date and has_time else "date" if has_date else "time"


def number_text(text: str) -> str:
    """A number without loss: whole numbers as written, others as the shortest decimal that means the same double."""
    text = text.strip()
    if re.fullmatch(r"-?\d+", text):
        return text
    try:
        found = float(text)
        return format(Decimal(repr(found)), "f").removesuffix(".0") if isfinite(found) else text
    except (ValueError, InvalidOperation):
        return text


def date_text(text: str, kind: str, *, from_1904: bool) -> str:
    """A serial date as ISO 8601 text; what is no date in Excel's calendar stays the number it is."""
    try:
        serial = Decimal(text.strip())
    except InvalidOperation:
        return text
    if not serial.is_finite() or not 0 <= serial < _LAST_SERIAL:
        return number_text(text)
    milliseconds = int((serial * 86_400_000).to_integral_value())
    if kind == "elapsed":
        seconds = milliseconds // 1000
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    length = timedelta(milliseconds=milliseconds)
    if kind == "time" and serial < 1:
        return _clock(datetime(1900, 1, 1) + length)  # noqa: DTZ001 - a time of day has no zone
    if from_1904:
        moment = datetime(1904, 1, 1) + length  # noqa: DTZ001 - Excel's dates have none
    else:
        leap = 0 if serial >= 60 else 1  # Excel counts a 29 February 1900, its day 60
        moment = datetime(1899, 12, 30) + length + timedelta(days=leap)  # noqa: DTZ001
    if kind == "date" and milliseconds % 86_400_000 == 0:
        return moment.date().isoformat()
    return f"{moment.date().isoformat()} {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return moment.strftime("%H:%M:%S") + (f".{moment.microsecond // 1000:03d}" if moment.microsecond else "")


def unescaped(text: str) -> str:
    """Text with ``_x000D_`` and the like read as the characters they stand for."""
    return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def column_of(reference: str) -> int:
    """The 0-based column of a cell reference such as ``AB12``.

    Raises:
        ValueError: it is no cell reference.
    """
    found = re.fullmatch(r"([A-Z]{1,3})\d+", reference)
    if found is None:
        raise ValueError("not a cell reference")
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number - 1
