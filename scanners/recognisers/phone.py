"""Telephone numbers: British ones as written in Britain, others with their country code."""

from __future__ import annotations

import re
from collections.abc import Sequence

import phonenumbers
from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners.result import result_of
from scanners.whole import Whole

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
    r"\b(?:orders?|invoice|inv|ref(?:erence)?|sku|case|ticket|po|isbn|account|acct|serial|batch|part|quote|"
    r"policy|booking|id|"
    r"vat|utr|registered|company)\b[\s.:#]*(?:no|number|num|id|code)?[\s.:#-]*$",
    re.IGNORECASE,
)
_AMERICAN_INSIDE = re.compile(
    r"(?<![\w(+./-])(?:\([2-9]\d\d\) ?|[2-9]\d\d-)[2-9]\d\d-\d{4}(?![\w-])|(?<=\d\d )\([2-9]\d\d\) "
    r"?[2-9]\d\d-\d{4}(?![\w-])"
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
        """Every telephone number; 0.9 when written as one (spaces, country code), 0.6 when bare, 0.4 when American."""
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
        for match in _AMERICAN_INSIDE.finditer(text):
            if all(match.start() >= r.end or match.end() <= r.start for r in found):
                found.append(result_of(self, match.start(), match.end(), 0.4))
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


_EXTRA = re.compile(
    r"^(?:tel|phone|mob|mobile|t|m|p)?\s*[:.]?\s*|\s*(?:x|ext|extn|extension)\.?\s*\d{1,6}$", re.IGNORECASE
)
_LOOSE = re.compile(r"[+(]?[\d\s().+/-]{8,24}")
_AMERICAN = re.compile(r"(?:\+?1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-.])[2-9]\d\d[-.]\d{4}")


def is_number(value: str) -> bool:
    """Whether a whole cell is a telephone number, or a list that begins with one."""
    if len(value) > 60 or not any(c.isdigit() for c in value):
        return False
    number = _EXTRA.sub("", value)
    first = re.split(r"\s*(?:[,;|]|\bor\b|/(?=\s*[+0]))\s*", number)[0].strip()
    if _DATE.fullmatch(first):
        return False
    if _CANDIDATE.fullmatch(first):
        return _is_dialled(first) or _MOBILE.fullmatch(re.sub(r"[ ().-]", "", first)) is not None
    return _AMERICAN.fullmatch(first) is not None


def _loose(value: str) -> bool:
    number = _EXTRA.sub("", value)
    if not _LOOSE.fullmatch(number) or re.fullmatch(r"\d{4}-\d\d-\d\d.*|\d\d/\d\d/\d{4}.*", number):
        return False
    return _FEWEST_DIGITS <= sum(c.isdigit() for c in number) <= _MOST_DIGITS


_MOBILE = re.compile(r"(?:0|(?:\+|00)44(?:0)?)7\d{9}")
"""Any number of a British mobile's shape, of a range that is given out or not: made-up data has both."""

_BARE = re.compile(r"7[3-9]\d{8}|447[3-9]\d{8}")


def _together(values: Sequence[str]) -> str | None:
    """Mobile numbers that a spreadsheet robbed of their nought are proof only where all are, over several ranges."""
    bare = [v for v in values if _BARE.fullmatch(v)]
    if len(bare) < 0.5 * len(values):
        return ""
    ranges = {v[-9] for v in bare}
    return "all begin like mobile numbers without their nought" if len(bare) >= 12 and len(ranges) >= 4 else None


WHOLE = Whole(
    called="telephone numbers",
    is_one=lambda value: _BARE.fullmatch(value) is not None or is_number(value),
    together=_together,
    loose=_loose,
    header=r"phone|\b(?:tel(?:efon|efono)?|telno|mobile|mob(?:ile)? ?no|cell|landline|msisdn|whats ?app|"
    r"contact (?:no|num|number)|"
    r"(?:home|work|day ?time|evening|emergency(?: contact)?|alternative) (?:no|num|number)|sms|caller|called "
    r"number|dialled)\b",
    against=r"\bfax\b|phone (?:type|model|make|extension)|\bext(?:ension)?\b|e ?mail",
)


def recogniser() -> EntityRecognizer:
    """Telephone numbers with Great Britain as the region of numbers without a country code."""
    return PhoneNumbers(
        supported_entities=["PHONE"],
        name="phone",
        context=["phone", "tel", "telephone", "mobile", "call", "fax", "msisdn"],
    )
