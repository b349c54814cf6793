"""Sentences that promise something which can be kept or broken, and which no clause quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipelines.checking.lint import Lint, Seen
from scanners.prose.reading import Said
from scanners.prose.recipients import GUESSED

KIND = "no-clause"
LAW = ("UK GDPR Art. 5(2)",)
_NOT = re.compile(
    r"\b(?:will|shall|do|does|would) (?:\w+ )?(?:not|never)\b|\bwon't\b|\b(?:we|nobody|no one) never\b|\bnever\b"
)
_ONLY = re.compile(r"\b(?:we|only|it|they|our \w+)\b.*\bonly\b|^only\b|\bonly (?:our|the|people|those|if|when|with)\b")
_ANY_TIME = re.compile(r"\bat any (?:time|point)\b|\bwhenever you like\b")
_NO_PROMISE = {
    "collected-when",
    "contact-route",
    "controller-identity",
    "notice-version",
    "open-ended",
    "kept-while",
    "lawful-basis",
}


def find(seen: Seen) -> Iterator[Lint]:
    """What a sentence promises, if no clause quotes any of it; whom it names, if none quotes its paragraph."""
    quoted = {said.sentence.block for said in seen.reading.said if seen.clauses_of(said)}
    for said in seen.reading.said:
        named = said.sentence.block not in quoted
        what = [*_promises(said), *(_named(said) if named else ())]
        if what and not seen.clauses_of(said):
            told = f"It promises something ({', '.join(what)}) and stands in no clause."
            yield seen.lint(KIND, said, told, LAW, "write a clause for it: abide draft proposes one")


def _promises(said: Said) -> Iterator[str]:
    if said.kinds and not set(said.kinds) <= _NO_PROMISE:
        yield from (period.words for period in said.periods)
        if _NOT.search(said.text):
            yield "that something is not done"
        if _ONLY.search(said.text):
            yield "only"
        if _ANY_TIME.search(said.text):
            yield "at any time"


def _named(said: Said) -> Iterator[str]:
    yield from (company.name for company in said.companies if company.why != GUESSED)
    yield from said.countries
