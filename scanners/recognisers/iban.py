"""International bank account numbers with a valid check (ISO 13616)."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer
from presidio_analyzer.predefined_recognizers import IbanRecognizer
from stdnum import iban

from scanners.whole import Whole

CATEGORY = "user.financial.bank_account"
COLUMN = "shape"
NEEDS = r"\d"

FOUND = (
    ("pay into GB29 NWBK 6016 1331 9268 19 please", "GB29 NWBK 6016 1331 9268 19"),
    ("DE89370400440532013000", "DE89370400440532013000"),
)
LEFT = ("GB29 NWBK 6016 1331 9268 18", "order GB29 of the second of May", "SKU AB12 3456 7890 1234")


WHOLE = Whole(
    called="valid IBANs",
    is_one=lambda value: 15 <= len(value) <= 42 and value[:2].isalpha() and iban.is_valid(value, check_country=False),
    header=r"\biban\b",
    proof="alone",
)


class _Ibans(IbanRecognizer):
    """Presidio's recogniser, saying what it needs: it reads with its patterns, but in a way of its own."""

    @property
    def needs(self) -> tuple[re.Pattern[str], ...]:
        """Its patterns, without which it finds nothing."""
        flags = (self.global_regex_flags or 0) & re.IGNORECASE
        return tuple(re.compile(p.regex, flags) for p in vars(self)["patterns"])


def recogniser() -> EntityRecognizer:
    """Presidio's IBAN recogniser."""
    return _Ibans(supported_entity="IBAN", name="iban")
