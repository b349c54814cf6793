"""Criminal convictions, offences and the results of checks for them (Art. 10; DPA 2018 s.11(2) counts allegations)."""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer

from scanners.terms import TermRecogniser

CATEGORY = "user.criminal_history"

FOUND = (
    ("DBS: caution 2009", "DBS: caution"),
    ("has two unspent convictions", "unspent convictions"),
    ("He was convicted of fraud in 2015", "convicted of fraud"),
    ("police caution for shoplifting", "police caution for shoplifting"),
    ("Applicant disclosed a criminal record", "criminal record"),
    ("She was arrested on suspicion of theft", "arrested on suspicion of theft"),
    ("served six months in prison", "served six months in prison"),
    ("my brother is on bail", "on bail"),
    ("previous drink-driving conviction", "previous drink-driving conviction"),
    ("Convictions: theft 2011", "theft 2011"),
)
LEFT = (
    "no convictions",
    "No unspent convictions or cautions",
    "She spoke with conviction",
    "the courage of his convictions",
    "DBS check requested",
    "DBS: clear",
    "DBS certificate number on file",
    "Criminal records check sent to the applicant",
    "passed his probation period",
    "Caution: hot surface",
    "proceed with caution",
    "charged with leading the project",
    "Convictions: none",
    "prison officer training contract",
    "Proceeds of crime module",
    "charged with VAT at 20%",
)
UNDER = (
    ("criminal_convictions", "Speeding 2018", "Speeding 2018"),
    ("unspent_convictions", "Yes", "Yes"),
)

_WORDS = TermRecogniser("criminal_offence", "criminal_offence", "criminal_offence.courts", "criminal_offence.notes")


def recogniser() -> EntityRecognizer:
    """Words of offences, convictions and check results."""
    return _WORDS
