"""Telephone numbers: British ones as written in Britain, others with their country code."""

from __future__ import annotations

import re

import phonenumbers
from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners.result import result_of

CATEGORY = "user.contact.phone_number"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("call me on 07700 900123 after six", "07700 900123"),
    ("Tel: (0117) 496 0123", "(0117) 496 0123"),
    ("+44 20 7946 0123", "+44 20 7946 0123"),
    ("office 020 7946 0958 ext. 4", "020 7946 0958"),
    ("+33 1 42 68 53 00 is the Paris desk", "+33 1 42 68 53 00"),
    ("07700900456", "07700900456"),
)
LEFT = (
    "£1,234.00 for 12 delegates",
    "Order 20240115 3321",
    "Order no. 01179460123",
    "version 10.4.3.2",
    "01/02/2024 10:30",
    "01-02-2024",
    "SKU 0044-1190-22",
    "ISBN 978-0-14-044913-6",
    "2024-05-01T10:11:12",
    "7946012345",
    "0.0123456789",
)

_CANDIDATE = re.compile(r"(?<![\w.,:/£$€#+(-])(?:\+|\(\+|00|\(?0)[\d\s().-]{8,20}\d(?![\w/:%]|[.,-]\d)")
_DRAMA = re.compile(r"(?:7700900|1632960|3069990)\d{3}")
_DATE = re.compile(r"\d{1,2}[-. ]\d{1,2}[-. ]\d{4}(?:\s|$)")
_SOMETHING_ELSE = re.compile(
    r"\b(?:orders?|invoice|inv|ref(?:erence)?|sku|case|ticket|po|isbn|account|acct|serial|batch|part|quote|policy|booking|id|"
    r"vat|utr|registered|company)\b[\s.:#]*(?:no|number|num|id|code)?[\s.:#-]*$",
    re.IGNORECASE,
)
_FEWEST_DIGITS = 9
_MOST_DIGITS = 15


class PhoneNumbers(EntityRecognizer):
    """Numbers that begin like a dialled number and that `phonenumbers` holds valid, or that Ofcom keeps for drama."""

    needs = (_CANDIDATE,)

    def load(self) -> None:
        """Nothing to load."""

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """Every telephone number; 0.9 when written as one (spaces, country code), 0.6 when bare digits."""
        del entities, nlp_artifacts
        found = []
        for match in _CANDIDATE.finditer(text):
            candidate = match.group()
            if candidate[0] == "(" and ")" not in candidate:
                continue
            if _DATE.match(candidate) or _SOMETHING_ELSE.search(text[max(0, match.start() - 30) : match.start()]):
                continue
            if not _is_dialled(candidate):
                continue
            found.append(result_of(self, match.start(), match.end(), 0.6 if candidate.isdigit() else 0.9))
        return found


def _is_dialled(candidate: str) -> bool:
    digits = sum(c.isdigit() for c in candidate)
    if not _FEWEST_DIGITS <= digits <= _MOST_DIGITS:
        return False
    try:
        number = phonenumbers.parse(candidate, "GB")
    except phonenumbers.NumberParseException:
        return False
    if phonenumbers.is_valid_number(number):
        return True
    return number.country_code == 44 and _DRAMA.fullmatch(str(number.national_number)) is not None


def recogniser() -> EntityRecognizer:
    """Telephone numbers with Great Britain as the region of numbers without a country code."""
    return PhoneNumbers(
        supported_entities=["PHONE"],
        name="phone",
        context=["phone", "tel", "telephone", "mobile", "call", "fax", "msisdn"],
    )
