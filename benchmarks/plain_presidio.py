"""The baseline: Presidio as it ships, with its British recognisers on, on the same rows.

Here: the shipped configuration with two changes (the packaged md model by its path, the `Uk…` recognisers enabled), and
its entities as categories. Not here: anything of `scanners`, but the place of the model.

The baseline is read kindly: in texts LOCATION and DATE_TIME count only where an address or a date of birth is labelled,
NRP stands for whichever of religion, ethnicity and politics is asked about, URL is not counted, and in columns of free
text nothing is.
"""

from __future__ import annotations

import os
import random
import warnings
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import presidio_analyzer
import tldextract.tldextract
import yaml
from presidio_analyzer import AnalyzerEngine, BatchAnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from presidio_analyzer.recognizer_registry import RecognizerRegistryProvider

from benchmarks.guesses import distinct
from benchmarks.scoring import Finding
from benchmarks.sets.slots import Span
from benchmarks.sets.tables import Table
from scanners.engine import model_path

THRESHOLD = 0.4
BATCH_SIZE = 256
SAMPLE = 20
SEED = 77
MOST = 0.5
LOCATION = "user.contact.address"
BORN = "user.demographic.date_of_birth"
NRP = ("user.demographic.religious_belief", "user.demographic.race_ethnicity", "user.demographic.political_opinion")
CATEGORY = {
    "PERSON": "user.name",
    "EMAIL_ADDRESS": "user.contact.email",
    "PHONE_NUMBER": "user.contact.phone_number",
    "LOCATION": LOCATION,
    "DATE_TIME": BORN,
    "CREDIT_CARD": "user.financial.credit_card",
    "IBAN_CODE": "user.financial.bank_account",
    "US_BANK_NUMBER": "user.financial.bank_account",
    "IP_ADDRESS": "user.device.ip_address",
    "MAC_ADDRESS": "user.device.device_id",
    "UK_NHS": "user.health_and_medical.record_id",
    "UK_NINO": "user.government_id.national_identification_number",
    "UK_POSTCODE": "user.contact.address.postal_code",
    "UK_PASSPORT": "user.government_id.passport_number",
    "UK_DRIVING_LICENCE": "user.government_id.drivers_license_number",
    "UK_VEHICLE_REGISTRATION": "user.government_id.vehicle_registration",
    "US_SSN": "user.government_id.national_identification_number",
    "US_ITIN": "user.government_id.national_identification_number",
    "US_PASSPORT": "user.government_id.passport_number",
    "US_DRIVER_LICENSE": "user.government_id.drivers_license_number",
    "MEDICAL_LICENSE": "user.unique_id",
}


@cache
def _engine() -> BatchAnalyzerEngine:
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    conf = Path(presidio_analyzer.__file__).parent / "conf"
    nlp = yaml.safe_load((conf / "default.yaml").read_text(encoding="utf-8"))
    nlp["models"] = [{"lang_code": "en", "model_name": os.fspath(model_path())}]
    registry = yaml.safe_load((conf / "default_recognizers.yaml").read_text(encoding="utf-8"))
    for recogniser in registry["recognizers"]:
        if str(recogniser.get("name", "")).startswith("Uk"):
            recogniser["enabled"] = True
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]", category=UserWarning)
        nlp_engine = NlpEngineProvider(nlp_configuration=nlp).create_engine()
    recognisers = RecognizerRegistryProvider(registry_configuration=registry, nlp_engine=nlp_engine)
    return BatchAnalyzerEngine(
        AnalyzerEngine(
            nlp_engine=nlp_engine,
            registry=recognisers.create_recognizer_registry(),
            default_score_threshold=THRESHOLD,
        )
    )


def _read(texts: Sequence[str]) -> list[list[tuple[str, int, int, float]]]:
    """Entity, start, end and score of each text's results; the batch size changes the time, not the results."""
    results = _engine().analyze_iterator(texts, language="en", batch_size=BATCH_SIZE)
    return [[(r.entity_type, r.start, r.end, r.score) for r in one] for one in results]


def of_columns(tables: Sequence[Table]) -> list[list[frozenset[str]]]:
    """The majority entity of each column, read on a seeded sample of its distinct values; the header plays no part."""
    rng = random.Random(SEED)  # noqa: S311 - a seeded sample
    texts: list[str] = []
    places: list[tuple[int, int, int]] = []
    for number, table in enumerate(tables):
        for index, column in enumerate(table.columns):
            values = distinct(column.values)
            chosen = rng.sample(values, min(SAMPLE, len(values)))
            places.extend((number, index, len(chosen)) for _ in chosen)
            texts.extend(chosen)
    cells: dict[tuple[int, int], Counter[str]] = {}
    scores: dict[tuple[int, int], Counter[str]] = {}
    sizes: dict[tuple[int, int], int] = {}
    for (number, index, size), found in zip(places, _read(texts), strict=True):
        best = {entity: score for entity, _, _, score in sorted(found, key=lambda one: one[3])}
        cells.setdefault((number, index), Counter()).update(best.keys())
        scores.setdefault((number, index), Counter()).update(best)
        sizes[number, index] = size
    said = []
    for number, table in enumerate(tables):
        guesses = []
        for index, column in enumerate(table.columns):
            seen = cells.get((number, index), Counter())
            sums = scores.get((number, index), Counter())
            entity = max(seen, key=lambda one: (seen[one], sums[one], one), default="")
            count = seen[entity]
            usable = count > MOST * sizes.get((number, index), 1) and column.truth.text != "free"
            countable = entity in CATEGORY and entity != "DATE_TIME"
            guesses.append(frozenset({CATEGORY[entity]} if usable and countable else ()))
        said.append(guesses)
    return said


def of_texts(texts: Sequence[str]) -> list[list[Finding]]:
    """The findings of each text, NRP as one finding for each category it may stand for; LOCATION and DATE_TIME too."""
    answer = []
    for found in _read(texts):
        findings = [Finding(start, end, CATEGORY[entity]) for entity, start, end, _ in found if entity in CATEGORY]
        findings += [Finding(start, end, one) for entity, start, end, _ in found if entity == "NRP" for one in NRP]
        answer.append(findings)
    return answer


def kindly(findings: Sequence[Finding], spans: Sequence[Span]) -> list[Finding]:
    """A cell's findings without NRP, and without places and dates that touch no labelled address or date of birth."""
    kept = []
    for one in findings:
        labelled = any(
            one.touches(span.start, span.end) and any(c.startswith(one.category) for c in span.categories)
            for span in spans
        )
        if one.category in NRP or (one.category in {LOCATION, BORN} and not labelled):
            continue
        kept.append(one)
    return kept
