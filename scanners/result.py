"""How a recogniser of our own says what it found.

Here: the one place that builds Presidio's result, with what Presidio asks of its metadata. Not here: findings, which
are rows (`scanners.finding`).
"""

from __future__ import annotations

from presidio_analyzer import EntityRecognizer, RecognizerResult


def result_of(recogniser: EntityRecognizer, start: int, end: int, score: float, **said: str) -> RecognizerResult:
    """A result of `recogniser` for the span, with anything else it says (`about`, `stated_or_implied`)."""
    return RecognizerResult(
        entity_type=recogniser.supported_entities[0],
        start=start,
        end=end,
        score=score,
        recognition_metadata={
            RecognizerResult.RECOGNIZER_NAME_KEY: name_of(recogniser),
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: recogniser.id,
            **said,
        },
    )


def name_of(recogniser: EntityRecognizer) -> str:
    """The recogniser's name, which Presidio leaves untyped."""
    return str(vars(recogniser)["name"])
