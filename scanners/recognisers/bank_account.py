"""British bank accounts: a sort code and an account number side by side, or either beside its name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern
from scanners.whole import Whole, matcher

CATEGORY = "user.financial.bank_account"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("sort code 20-00-00 account 55779911", "20-00-00 account 55779911"),
    ("Sort code: 20-00-00", "20-00-00"),
    ("account number 55779911 for the refund", "55779911"),
)
LEFT = ("delivered 20-01-24 to the office", "order number 55779911", "20-00-00", "ticket 55779911 is closed")


_SORT_CODE = re.compile(r"\d{2}-\d{2}-\d{2}")
_PAIR = re.compile(
    r"\d{2}-?\d{2}-?\d{2}[\s,/;]{1,3}\d{8}|(?:sort(?: code)?:?\s)?\d{2}-\d{2}-\d{2}[\s,/;]{1,3}\D{0,15}\d{8}",
    re.IGNORECASE,
)


def _is_one(value: str) -> bool:
    return _SORT_CODE.fullmatch(value) is not None or _PAIR.fullmatch(value) is not None


def _no_dates(values: Sequence[str]) -> str | None:
    """Two-digit groups that cannot all be days and months are sort codes."""
    pairs = sum(_PAIR.fullmatch(v) is not None for v in values)
    if pairs >= 0.5 * len(values):
        return "each is a sort code with an account number"
    groups = [[int(part) for part in v.split("-")] for v in values if _SORT_CODE.fullmatch(v)]
    impossible = sum(
        not (min(a, b, c) > 0 and ((a <= 31 and b <= 12) or (b <= 31 and a <= 12) or (b <= 12 and c <= 31)))
        for a, b, c in groups
    )
    return "too many of them cannot be dates" if impossible >= 0.3 * len(values) else None


WHOLE = Whole(
    called="sort codes or account numbers",
    is_one=_is_one,
    loose=matcher(r"\d{6}|\d{7,8}|\d{2}[- ]\d{2}[- ]\d{2}|\*{3,6}\d{3,4}"),
    header=r"\b(?:sort ?codes?|(?:bank )?acc(?:oun)?t? ?(?:no|num|number)|bank (?:account|details|acc|acct|ac|"
    r"sort)|account ?number|a c (?:no|number)|bank ?acct|"
    r"bacs|branch code)\b",
    against=r"\b(?:balance|name|type|id|customer|crm|ledger|gl|nominal|client)\b",
    together=_no_dates,
    beside=("bank_account",),
    beside_is_one=matcher(r"\d{8}"),
)


def recogniser() -> EntityRecognizer:
    """Sort codes and account numbers."""
    patterns = [
        Pattern(
            "pair",
            r"\b\d{2}-\d{2}-\d{2}[\s,/;]{1,3}(?:(?:account|acct?|a/c)\b[\s:#no.]{0,5}(?:number)?[\s:]{0,2})?\d{8}\b",
            0.7,
        ),
        Pattern("sort code", r"\b\d{2}-\d{2}-\d{2}\b(?!-)", 0.1),
        Pattern("account", r"\b\d{8}\b", 0.1),
    ]
    context = ["sort code", "sortcode", "account number", "bank account", "account no", "bank details"]
    return NearPattern("bank_account", patterns, context, reach=30)
