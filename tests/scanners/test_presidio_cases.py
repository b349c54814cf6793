"""Presidio's own published cases (presidio_cases/, MIT) against our recognisers: as many matches, in the same places."""

import csv
import json
from pathlib import Path

import pytest

from scanners.registry import kinds

CASES = Path(__file__).parent / "presidio_cases" / "cases.csv"
ENTITIES = {
    "credit_card": "CREDIT_CARD",
    "email": "EMAIL_ADDRESS",
    "iban": "IBAN",
    "ip": "IP_ADDRESS",
    "mac": "MAC_ADDRESS",
    "phone": "PHONE",
    "uk_driving_licence": "DRIVING_LICENCE",
    "uk_nhs": "NHS_NUMBER",
    "uk_nino": "NINO",
    "uk_passport": "PASSPORT",
    "uk_postcode": "POSTCODE",
    "uk_vehicle_registration": "VEHICLE_REGISTRATION",
}
NOT_OURS = {"date", "url", "tr_phone_number"}
"""Dates and addresses of pages are no personal data by themselves; Turkish numbers need a Turkish source."""

OTHER_COUNTRIES = {
    "My Israeli number is 09-7625400",
    "My Japanese number is 090-1234-5678",
    "My CN number is 13812345678",
}
"""Numbers as dialled inside another country: the source's region is Great Britain."""


def cases():
    with CASES.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            kind = row["test_file"].removeprefix("test_").removesuffix("_recognizer.py")
            text = row["text"]
            if kind in NOT_OURS or text in OTHER_COUNTRIES or text.startswith("<expr>"):
                continue
            places = [tuple(place) for place in json.loads(row["expected_positions"] or "[]")]
            yield kind, text, int(row["expected_len"] or 0), places


WANTED: dict[tuple[str, str], list] = {}
for kind, text, number, places in cases():
    WANTED.setdefault((kind, text), []).append((number, places))
"""One text may stand there twice with other settings of Presidio's; we have one setting, and may agree with either."""


def matches(kind, text):
    recogniser = kinds()[ENTITIES[kind]].recogniser
    return sorted({(r.start, r.end) for r in recogniser.analyze(text, recogniser.supported_entities, None)})


def agree(found, number, places):
    overlap = all(a[0] < b[1] and b[0] < a[1] for a, b in zip(found, places, strict=False))
    return len(found) == number and (not places or overlap)


@pytest.mark.parametrize("kind", sorted(ENTITIES))
def test_every_published_case_agrees(kind):
    wrong = [
        (text, wanted, matches(kind, text))
        for (of, text), wanted in WANTED.items()
        if of == kind and not any(agree(matches(kind, text), *one) for one in wanted)
    ]
    assert wrong == []


def test_the_table_is_whole():
    assert len({of for of, _ in WANTED}) == len(ENTITIES)
    assert sum(len(wanted) for wanted in WANTED.values()) > 580
