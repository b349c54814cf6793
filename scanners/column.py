"""What a whole column is, told from its name and all its distinct values.

Here: the decision between one finding for the column and findings for its cells. Not here: how a cell is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from scanners import names
from scanners.context import header_speaks
from scanners.marks import Mark
from scanners.registry import Kind, kinds

ENOUGH = 0.8
"""Share of a column's distinct values that must be of a shape for the column to be of it."""

SURE = 0.5
"""A result of at least this score is a finding; a weaker one counts only as evidence for its column."""

WRITTEN_OUT = 0.9
FEW = 5
COVER = 0.85
SHORT = 60
DIGIT = r"\d"

_IDENTIFIERS = re.compile(
    r"\b(?:ids?|guid|uuid|ref|reference|orders?|invoice|sku|code|barcodes?|isbn|serial|batch|version|key|hash|digest|price|"
    r"amount|total|timestamp)\b"
)
_THINGS = re.compile(
    r"\b(?:job ?title|occupation|page ?title|file ?name|path|url|referr?er|user ?agent|"
    r"(?:company|organi[sz]ation|employer|supplier|vendor|product|course|module|event|campaign|item|venue|department)"
    r"(?: ?(?:names?|title|description))?)$"
)


@dataclass(frozen=True, slots=True)
class Typed:
    """One category of a whole column: how sure (0 to 1), and which recogniser says so."""

    category: str
    score: float
    recogniser: str


def is_of_identifiers(header: str) -> bool:
    """Whether the column's name says that it holds identifiers, codes or amounts, whose digits look like anything."""
    return _IDENTIFIERS.search(header) is not None


def is_of_things(header: str) -> bool:
    """Whether the column's name says that it names companies, courses or pages, whose words tell of no person."""
    return _THINGS.search(header) is not None


def name_column(header: str, table: str, values: Sequence[str]) -> Typed | None:
    """The kind of name the column holds, if its name asks for one and most distinct values look like it."""
    category = names.header_category(header, table)
    if category is None or not values:
        return None
    share = sum(names.looks_like_a_name(v, category) for v in values) / len(values)
    return Typed(category, round(share, 4), names.RECOGNISER) if share >= names.ENOUGH else None


def typed_columns(header: str, values: Sequence[str], results: Sequence[Sequence[Mark]]) -> list[Typed]:
    """The categories that a large part of the distinct values have as a whole, sorted by category.

    `results` runs parallel to `values` and holds the weak results too. Of two recognisers that explain the same
    values, the one the header names, then the surer one, stands.
    """
    table = kinds()
    hits: dict[str, list[float]] = defaultdict(list)
    for value, found in zip(values, results, strict=True):
        best: dict[str, float] = {}
        for result in found:
            kind = table[result.entity_type]
            if kind.column is not None and _covers(kind, result, value):
                best[result.entity_type] = max(best.get(result.entity_type, 0.0), result.score)
        for entity, score in best.items():
            hits[entity].append(score)
    candidates = []
    for entity, scores in hits.items():
        kind = table[entity]
        share = len(scores) / len(values)
        named = header_speaks(kind.recogniser, header)
        if share >= ENOUGH and _is_evidence(kind, header, scores, named=named):
            base = 1.0 if named or min(scores) >= WRITTEN_OUT else 0.8
            candidates.append((named, base * share, kind))
    if not candidates:
        return []
    weak = [c for c in candidates if not c[0]]
    strong = [c for c in candidates if c[0]] or weak
    best_score = max(score for _, score, _ in strong)
    chosen = {
        kind.category: Typed(kind.category, round(score, 4), kind.name)
        for _, score, kind in sorted(strong, key=lambda c: (c[1], c[2].name))
        if score == best_score
    }
    return [chosen[category] for category in sorted(chosen)]


def _is_evidence(kind: Kind, header: str, scores: list[float], *, named: bool) -> bool:
    if named:
        return True
    if kind.column == "header":
        return False
    if is_of_identifiers(header) and (max(scores) < WRITTEN_OUT or (kind.needs == DIGIT and len(scores) < FEW)):
        return False
    return min(scores) >= SURE or len(scores) >= FEW


def _covers(kind: Kind, result: Mark, value: str) -> bool:
    length = len(value.strip())
    if (result.end - result.start) >= COVER * length:
        return True
    return (
        kind.name in {"email_address", "street_address", "date_of_birth", "phone"}
        and length <= SHORT
        and result.score >= 0.0
    )
