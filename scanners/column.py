"""What each column of a table is, told before its cells are read: from its name, all its values and its neighbours.

Here: the decision. What one cell must look like for a kind of data is in the recognisers' files (`WHOLE`), names are
`scanners.names`', which values are looked at and what is known of them `scanners.looks`', the words of the evidence
`scanners.evidence`'. Not here: how a cell is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import Literal

import numpy as np
import polars as pl

from scanners import evidence, names
from scanners.column_names import decide
from scanners.headers import is_of_identifiers, says_nothing
from scanners.looks import Look, Recall, Truths, drawn, nothing_known, wholes
from scanners.registry import Kind
from scanners.whole import Whole

SURE = 0.5
"""A result of at least this score is a finding; a weaker one counts only as evidence for its column."""

WRITTEN_OUT = 0.9
DIGIT = r"\d"
NAMED = 0.5
PART = 0.2
SILENT_ALONE = 0.8
SILENT_MANY = 0.9
MANY = 20

Nature = Literal["typed", "free text", "machine text", "none"]


@dataclass(frozen=True, slots=True)
class Typed:
    """One category of a whole column: how sure (0 to 1), which recogniser says so, and on what evidence, in words."""

    category: str
    score: float
    recogniser: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Understood:
    """What a column is.

    `nature`: `typed` when the whole column has one or more categories; else what is in it. `evidence` says why, for
    every nature: words and counts, never a value.
    """

    nature: Nature
    typed: tuple[Typed, ...]
    evidence: str


@dataclass(frozen=True, slots=True)
class _Candidate:
    name: str
    category: str
    rank: tuple[int, float]
    hit: Truths
    score: float
    evidence: str


def understand(
    table: str, columns: Mapping[str, Sequence[str]], recall: Recall = nothing_known
) -> dict[str, Understood]:
    """What each column of one table is.

    Args:
        table: the table's name as exported.
        columns: column name as exported → its distinct, non-blank values; every column of the table, so that each is
            seen beside its neighbours.
        recall: what is known of the values from before; the result is the same without.

    Returns:
        Column name → what it is, in the same order.
    """
    looks = _looks(table, columns, recall)
    found = {name: _alone(look) for name, look in looks.items()}
    told = {name: {c.name for c in chosen} for name, chosen in found.items()}
    for name, look in looks.items():
        neighbours = set().union(*(kinds_of for other, kinds_of in told.items() if other != name))
        if not found[name]:
            found[name] = _beside(look, neighbours)
    _pair(looks, found)
    return {name: _conclude(look, found[name]) for name, look in looks.items()}


def _looks(table: str, columns: Mapping[str, Sequence[str]], recall: Recall) -> dict[str, Look]:
    seen = {name: drawn(values) for name, values in columns.items()}
    answers = recall(pl.concat([series.alias("value") for series in seen.values()]) if seen else pl.Series("value", []))
    bounds = pairwise(accumulate(map(len, seen.values()), initial=0))
    return {
        name: Look(name, table, len(columns[name]), series, answers[:, low:high])
        for (name, series), (low, high) in zip(seen.items(), bounds, strict=True)
    }


def _pair(looks: Mapping[str, Look], found: dict[str, list[_Candidate]]) -> None:
    """Type the columns that are something only two together, where neither is anything alone."""
    for kind, whole, _, against in wholes():
        if whole.pair is None:
            continue
        left = [look for name, look in looks.items() if not found[name] and look.total]
        left = [look for look in left if whole.loose is None or look.any_at_first(f"{kind.name} loose")]
        for a in left:
            for b in left:
                if a is b or against.search(a.header) or (why := whole.pair(a.values, b.values)) is None:
                    continue
                for look in (a, b):
                    words = evidence.of_shape(look.total, look.total, look.distinct, whole.called, None, why)
                    hit = np.ones(look.total, dtype=np.bool_)
                    found[look.column] = [_Candidate(kind.name, kind.category, (1, 1.0), hit, 0.8, words)]


def _alone(look: Look) -> list[_Candidate]:
    """What the column is by its own name and values."""
    if not look.total:
        return []
    candidates = [
        candidate
        for kind, whole, header, against in wholes()
        if (candidate := _weigh(look, kind, whole, header, against)) is not None
    ]
    named = _weigh_names(look)
    return _choose(look, [*candidates, *named])


def _weigh(
    look: Look, kind: Kind, whole: Whole, header: re.Pattern[str], against: re.Pattern[str]
) -> _Candidate | None:
    """The kind as a candidate for the column, if the header and the values make it one."""
    barred = against.search(look.header) is not None
    speaks = not barred and header.search(look.header) is not None
    if not speaks and (whole.proof == "header" or not look.any_at_first(kind.name)):
        return None
    strict = look.ask(kind.name)
    hit = _hit(look, kind, whole, strict) if speaks else strict
    total = look.total
    share = int(hit.sum()) / total
    more = None
    if speaks:
        if share < PART or strict.sum() < whole.least * total:
            return None
        rank = 3
    else:
        if not strict.any():
            return None
        more = whole.together([look.values[i] for i in np.flatnonzero(strict).tolist()]) if whole.together else ""
        if more is None or not _is_proof(look, whole, share, barred=barred):
            return None
        rank = 2 if whole.proof == "alone" else 1 if share >= SILENT_MANY else 0
    sure = 1.0 if speaks or whole.proof == "alone" else 0.9 if whole.checked else 0.8
    called = look.column if speaks else None
    words = evidence.of_shape(int(hit.sum()), total, look.distinct, whole.called, called, more or "")
    return _Candidate(kind.name, kind.category, (rank, share), hit, sure * share, words)


def _hit(look: Look, kind: Kind, whole: Whole, strict: Truths) -> Truths:
    """The values that count under a header that speaks for the kind: those that are one, and those nearly so."""
    if whole.loose is None:
        return strict
    hit = strict.copy()
    rest = np.flatnonzero(~strict)
    hit[rest] = look.ask(f"{kind.name} loose", rest)
    return hit


def _is_proof(look: Look, whole: Whole, share: float, *, barred: bool) -> bool:
    """Whether values alone, under a header that does not name the kind, prove it."""
    total = look.total
    if whole.proof == "alone":
        return not barred and share >= PART
    if barred or (whole.blank and not says_nothing(look.header)):
        return False
    if share < SILENT_MANY:
        return not whole.checked and not is_of_identifiers(look.header) and share >= PART
    if total < whole.fewest:
        return False
    return not is_of_identifiers(look.header) or (whole.checked and total >= MANY)


def _weigh_names(look: Look, *, among_persons: bool = False) -> list[_Candidate]:
    """Names as candidates for the column."""
    seen = names.persons((look.ask_all("persons").sum(axis=1) / look.total).tolist())
    said = decide(look.header, look.table, look.total, seen, among_persons=among_persons)
    if said is None:
        return []
    category, share = said
    why = evidence.of_names(seen)
    hit = look.ask(category)
    asked = names.header_category(look.header, look.table) is not None
    words = evidence.of_shape(
        int(hit.sum()), look.total, look.distinct, "shaped like names of persons", look.column if asked else None, why
    )
    return [_Candidate(names.RECOGNISER, category, (3 if asked else 1, share), hit, share, words)]


def _choose(look: Look, candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that explain the column: the surest first, then each that explains a further part of it."""
    chosen: list[_Candidate] = []
    explained = np.zeros(look.total, dtype=np.bool_)
    for candidate in sorted(candidates, key=lambda c: (-c.rank[0], -c.rank[1], c.name)):
        if candidate.rank[0] == 0 and not any(c.rank[0] >= 2 for c in chosen):
            break  # a part of the column that proves nothing alone counts only beside a part that does
        if (candidate.hit & ~explained).sum() >= PART * look.total:
            chosen.append(candidate)
            explained |= candidate.hit
    enough = NAMED if any(c.rank[0] == 3 for c in chosen) else SILENT_ALONE
    return chosen if explained.sum() >= enough * look.total else []


def _beside(look: Look, neighbours: set[str]) -> list[_Candidate]:
    """What the column is because of the columns beside it, where it alone does not say."""
    total = look.total
    if not total:
        return []
    for kind, whole, _, against in wholes():
        beside = sorted(set(whole.beside) & neighbours)
        if not beside or whole.beside_is_one is None or total < whole.fewest or against.search(look.header):
            continue
        question = f"{kind.name} beside"
        if is_of_identifiers(look.header) or not look.any_at_first(question):
            continue
        hit = look.ask(question)
        if hit.sum() >= SILENT_MANY * total:
            why = f"beside a column of {beside[0].replace('_', ' ')}"
            words = evidence.of_shape(int(hit.sum()), total, look.distinct, whole.called, None, why)
            return [_Candidate(kind.name, kind.category, (1, 1.0), hit, 0.7, words)]
    if neighbours & _OF_PERSONS and names.header_category(look.header, look.table) == names.NAME:
        return [replace(c, score=0.9 * c.score) for c in _weigh_names(look, among_persons=True)]
    return []


_OF_PERSONS = frozenset({"email_address", "phone", "date_of_birth", "nino", "nhs_number", "gender", "names"})


def _conclude(look: Look, chosen: Sequence[_Candidate]) -> Understood:
    personal = [c for c in chosen if c.category.startswith("user")]
    typed = tuple(
        Typed(c.category, round(max(min(c.score, 1.0), 0.01), 4), c.name, c.evidence)
        for c in sorted(personal, key=lambda c: (c.category, c.name))
    )
    if typed:
        return Understood("typed", typed, "; ".join(t.evidence for t in typed))
    if chosen:
        return Understood("machine text", (), chosen[0].evidence)
    total = look.total
    prose = int(look.ask("prose").sum())
    if total and prose >= 0.3 * total:
        return Understood(
            "free text", (), evidence.of_nature(prose, total, look.distinct, "prose of four words or more")
        )
    machine = int(look.ask("machine text").sum())
    if total and machine >= 0.8 * total:
        told = "numbers, dates, codes or digests without words"
        return Understood("machine text", (), evidence.of_nature(machine, total, look.distinct, told))
    return Understood("none", (), f"{look.distinct:,} distinct values, short and of no kind that is known")
