"""British bank accounts: a sort code and an account number side by side, or either beside its name."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, Pattern

from scanners.context import NearPattern

CATEGORY = "user.financial.bank_account"
COLUMN = "header"
NEEDS = r"\d"

FOUND = (
    ("sort code 20-00-00 account 55779911", "20-00-00 account 55779911"),
    ("Sort code: 20-00-00", "20-00-00"),
    ("account number 55779911 for the refund", "55779911"),
)
LEFT = ("delivered 20-01-24 to the office", "order number 55779911", "20-00-00", "ticket 55779911 is closed")


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
