"""Genetic data: tests, results, inherited conditions and carriers (Art. 4(13), Art. 9(1))."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.health_and_medical.genetic"

FOUND = (
    ("She carries the BRCA1 mutation", "carries the BRCA1 mutation"),
    ("awaiting genetic test results", "genetic test"),
    ("He is a sickle cell carrier", "sickle cell carrier"),
    ("DNA test confirmed paternity", "DNA test confirmed paternity"),
    ("Huntington's disease in the family", "Huntington's disease"),
    ("diagnosed with Lynch syndrome", "Lynch syndrome"),
)
LEFT = (
    "Customer service is in our DNA",
    "a genetic algorithm for timetabling",
    "no genetic testing was done",
    "the gene pool of ideas",
    "Mr Gene Lynch called",
    "Huntington Street office",
    "the general test results",
    "Genetics module, year 2",
)
UNDER = (("genetic_results", "APOE e4 positive", "APOE e4 positive"),)

_WORDS = TermRecogniser("genetic", "genetic", "genetic.lab", "genetic.field")


def recogniser() -> EntityRecognizer:
    """Words of genetic data."""
    return _WORDS
