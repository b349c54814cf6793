"""Fax numbers: telephone numbers beside the word, or under a header that says so."""

from __future__ import annotations

import re

from presidio_analyzer import EntityRecognizer, RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from scanners.recognisers.phone import PhoneNumbers, is_number
from scanners.whole import Whole, matcher

CATEGORY = "user.contact.fax_number"
COLUMN = "header"
NEEDS = r"(?i:fax)"

FOUND = (("Fax: 0117 496 0123", "0117 496 0123"),)
LEFT = ("call 0117 496 0123", "the fax machine is broken", "fax over order 20240115 3321")

_FAX = re.compile(r"\bfax\b[\s.:#]*(?:no|number|num)?[\s.:#]*$", re.IGNORECASE)


class FaxNumbers(PhoneNumbers):
    """Telephone numbers directly after the word."""

    needs = (re.compile(r"\bfax\b", re.IGNORECASE),)

    def analyze(
        self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None
    ) -> list[RecognizerResult]:
        """The numbers that the word stands before."""
        found = super().analyze(text, entities, nlp_artifacts)
        return [r for r in found if _FAX.search(text[max(0, r.start - 20) : r.start])]


WHOLE = Whole(
    called="telephone numbers",
    is_one=is_number,
    loose=matcher(r"[+(]?[\d\s().+/-]{8,24}"),
    header=r"\bfax\b",
    proof="header",
)


def recogniser() -> EntityRecognizer:
    """Fax numbers."""
    return FaxNumbers(supported_entities=["FAX_NUMBER"], name="fax_number")
